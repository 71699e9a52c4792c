#ifndef RETORT_SRC_AUTOGENERATE_CODE_HPP
#define RETORT_SRC_AUTOGENERATE_CODE_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace retort::autogenerate {

/// A C++ expression as a tree that can be broken into lines: a word, a text, a call with its arguments, a list in
/// braces, or something with calls chained to it.
class Code {
 public:
  /// Written as it is, never broken.
  static Code word(std::string text) { return Code(Kind::word, std::move(text)); }
  /// A string literal; `std::string("...", n)` where the text holds a NUL.
  static Code text(std::string_view text);
  static Code number(long long value);
  static Code call(std::string function, std::vector<Code> arguments = {});
  static Code list(std::vector<Code> elements);
  /// `{"a", "b"}`
  static Code texts(const std::vector<std::string>& texts);
  /// A list with each element on a line of its own where it needs more than one line.
  static Code rows(std::vector<Code> elements);

  /// `prefix` and the expression behind it.
  static Code assigned(std::string prefix, Code value);

  /// Chains `.function(arguments)` to the expression.
  Code& then(std::string function, std::vector<Code> arguments = {});

  bool has_chain() const noexcept { return !chain_.empty(); }

  /// On one line.
  std::string flat() const;
  /// In lines of at most 120 columns where that can be: the first one begins in `column` and is not indented, the
  /// others are. `behind` is how many characters follow the last one; `indent` that of the statement.
  std::string lines(std::size_t column, std::size_t indent, std::size_t behind) const;

 private:
  enum class Kind : unsigned char { word, text, group, rows };

  Code(Kind kind, std::string text) : kind_(kind), text_(std::move(text)) {}
  std::string own_flat() const;
  std::string own_lines(std::size_t column, std::size_t indent, std::size_t behind) const;
  std::string group_lines(std::size_t column, std::size_t indent, std::size_t behind) const;

  Kind kind_;
  /// The word, the text's content, or what opens the group.
  std::string text_;
  std::string close_ = {};
  std::vector<Code> children_ = {};
  std::vector<Code> chain_ = {};
};

/// Lines of C++.
class CodeLines {
 public:
  explicit CodeLines(std::size_t indent = 0) noexcept : indent_(indent) {}

  /// `code;`
  void statement(const Code& code);
  /// `// text`, in as many lines as it needs.
  void comment(std::string_view text);
  void line(std::string_view text);
  void open(std::string_view text);
  void close(std::string_view text);
  void blank() { text_ += '\n'; }

  /// `function(arguments, [](parameter) {`, the lines of the body, and `});`; in one line where that is short enough.
  void lambda(std::string function, std::vector<Code> arguments, std::string_view parameter, const CodeLines& body);
  /// `head {`, the lines of the body, and `}`; in one line where that is short enough.
  void function(const std::string& head, const CodeLines& body);
  /// Lines that stand one level deeper than these.
  CodeLines inner() const { return CodeLines(indent_ + 2); }

  bool fits(std::string_view text) const noexcept;
  const std::string& text() const noexcept { return text_; }

 private:
  /// The one line there is, without its indent, or nothing when there are several or it is a comment.
  std::optional<std::string_view> only_line() const;

  std::string text_;
  std::size_t indent_;
};

}  // namespace retort::autogenerate

#endif
