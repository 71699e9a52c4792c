#ifndef RETORT_SRC_GRAPH_IDENTIFIER_HPP
#define RETORT_SRC_GRAPH_IDENTIFIER_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace retort::graph {

/// The longest id or label, in bytes.
inline constexpr std::size_t kLongestName = 255;

/// True for what an id or a label is made of: ASCII letters, digits, `_` and `.`.
bool is_name_character(char c) noexcept;
/// True for the words that stand for revisions: head, heads, base, current.
bool is_reserved_word(std::string_view text) noexcept;
/// True for what an id or a label may be.
bool is_valid_name(std::string_view text) noexcept;
/// What is wrong with a text as an id or label, as the end of a sentence; empty if nothing is. `what` is "id" or
/// "branch label".
std::string name_fault(std::string_view text, std::string_view what);

/// A text that names revisions, taken apart: `[branch@][name][(+|-)N]`.
///
/// The views are of the text that was parsed.
struct Identifier {
  std::string_view text;
  /// Empty if the text has no `branch@`.
  std::string_view branch;
  /// head, heads, base, current, an id, a label or a prefix of one; empty in `+N` and `-N`.
  std::string_view name;
  /// 0 if the text has no offset; otherwise the steps up (positive) or down.
  std::int64_t offset = 0;

  bool is_relative() const noexcept { return offset != 0; }
  /// True for `+N`, `-N` and `branch@+N`: steps from where the database is.
  bool starts_at_rows() const noexcept { return is_relative() && (name.empty() || name == "current"); }
};

/// Throws StateError `invalid_identifier` on a text outside of the grammar, saying what is wrong with it.
Identifier parse_identifier(std::string_view text);

/// `from:to`; either side may be empty, which leaves that end open.
struct RangeText {
  std::string_view from;
  std::string_view to;
};

/// Nothing if the text has no colon. Throws StateError `invalid_identifier` if it has more than one.
std::optional<RangeText> parse_range(std::string_view text);

}  // namespace retort::graph

#endif
