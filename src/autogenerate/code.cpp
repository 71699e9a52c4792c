#include "autogenerate/code.hpp"

#include <algorithm>
#include <limits>

#include "autogenerate/cpp_literal.hpp"

namespace retort::autogenerate {

namespace {

constexpr std::size_t kColumns = 120;
/// How far a continued line is indented.
constexpr std::size_t kContinued = 4;
constexpr std::size_t kIndent = 2;

/// The column behind a piece of code that begins in another one.
std::size_t column_behind(std::string_view code, std::size_t column) {
  const auto line = code.rfind('\n');
  return line == std::string_view::npos ? column + code.size() : code.size() - line - 1;
}

std::string new_line(std::size_t indent) { return "\n" + std::string(indent, ' '); }

}  // namespace

Code Code::text(std::string_view text) {
  if (text.find('\0') == std::string_view::npos) return Code(Kind::text, std::string(text));
  return call("std::string", {Code(Kind::text, std::string(text)), word(std::to_string(text.size()))});
}

Code Code::number(long long value) {
  // There is no literal for the smallest number.
  if (value == std::numeric_limits<long long>::min()) return word("-9223372036854775807LL - 1");
  const bool wide = value > std::numeric_limits<int>::max() || value < std::numeric_limits<int>::min() + 1;
  return word(std::to_string(value) + (wide ? "LL" : ""));
}

Code Code::call(std::string function, std::vector<Code> arguments) {
  Code code(Kind::group, std::move(function) + "(");
  code.close_ = ")";
  code.children_ = std::move(arguments);
  return code;
}

Code Code::list(std::vector<Code> elements) {
  Code code(Kind::group, "{");
  code.close_ = "}";
  code.children_ = std::move(elements);
  return code;
}

Code Code::texts(const std::vector<std::string>& texts) {
  std::vector<Code> elements;
  elements.reserve(texts.size());
  for (const auto& each : texts) elements.push_back(text(each));
  return list(std::move(elements));
}

Code Code::rows(std::vector<Code> elements) {
  Code code = list(std::move(elements));
  code.kind_ = Kind::rows;
  return code;
}

Code Code::assigned(std::string prefix, Code value) {
  Code code(Kind::group, std::move(prefix));
  code.children_.push_back(std::move(value));
  return code;
}

Code& Code::then(std::string function, std::vector<Code> arguments) {
  chain_.push_back(call("." + std::move(function), std::move(arguments)));
  return *this;
}

std::string Code::own_flat() const {
  if (kind_ == Kind::word) return text_;
  if (kind_ == Kind::text) return cpp_literal(text_);
  std::string flat = text_;
  for (std::size_t i = 0; i < children_.size(); ++i) flat += (i == 0 ? "" : ", ") + children_[i].flat();
  return flat + close_;
}

std::string Code::flat() const {
  auto flat = own_flat();
  for (const auto& call : chain_) flat += call.flat();
  return flat;
}

std::string Code::lines(std::size_t column, std::size_t indent, std::size_t behind) const {
  auto whole = flat();
  if (column + whole.size() + behind <= kColumns) return whole;
  if (chain_.empty()) return own_lines(column, indent, behind);
  auto code = own_lines(column, indent, 0);
  for (std::size_t i = 0; i < chain_.size(); ++i) {
    const auto after = i + 1 == chain_.size() ? behind : 0;
    const bool first = i == 0 && kind_ == Kind::word;  // c.type(...)
    if (!first) code += new_line(indent + kContinued);
    code += chain_[i].lines(first ? column + code.size() : indent + kContinued, indent + kContinued, after);
  }
  return code;
}

std::string Code::own_lines(std::size_t column, std::size_t indent, std::size_t behind) const {
  auto whole = own_flat();
  if (column + whole.size() + behind <= kColumns || kind_ == Kind::word) return whole;
  if (kind_ != Kind::text) return group_lines(column, indent, behind);
  const auto width = kColumns > column + behind ? kColumns - column - behind : 0;
  std::string code;
  for (const auto& literal : cpp_literals(text_, std::max<std::size_t>(width, 40))) {
    if (!code.empty()) code += new_line(column);
    code += literal;
  }
  return code;
}

std::string Code::group_lines(std::size_t column, std::size_t indent, std::size_t behind) const {
  auto code = text_;
  auto inside = column + text_.size();
  const auto fits = [&](std::size_t from) {
    return std::all_of(children_.begin(), children_.end(), [&](const Code& child) {
      return from + child.flat().size() + close_.size() + behind <= kColumns;
    });
  };
  // Deep inside of a line there may be no room where there is some in a line of its own.
  if (close_ == ")" && !fits(inside) && fits(indent + kContinued)) {
    inside = indent + kContinued;
    code += new_line(inside);
  }
  auto at = inside;
  for (std::size_t i = 0; i < children_.size(); ++i) {
    const bool last = i + 1 == children_.size();
    const auto after = last ? close_.size() + behind : 1;
    const auto size = children_[i].flat().size();
    if (i > 0) {
      const bool breaks = kind_ == Kind::rows || at + 1 + size + after > kColumns;
      code += breaks ? new_line(inside) : " ";
      at = breaks ? inside : at + 1;
    }
    const auto child = children_[i].lines(at, at, after);
    at = column_behind(child, at);
    code += child;
    if (!last) {
      code += ',';
      ++at;
    }
  }
  return code + close_;
}

void CodeLines::statement(const Code& code) {
  text_ += std::string(indent_, ' ') + code.lines(indent_, indent_, 1) + ";\n";
}

void CodeLines::comment(std::string_view text) {
  const auto whole = comment_text(text);
  std::string_view rest = whole;
  const auto width = kColumns - indent_ - 3;
  while (!rest.empty()) {
    auto end = rest.size();
    if (end > width) {
      const auto space = rest.rfind(' ', width);
      end = space == std::string_view::npos || space == 0 ? std::min(rest.find(' '), rest.size()) : space;
    }
    // Cutting may leave a backslash at the end of a line.
    std::string part(rest.substr(0, end));
    if (!part.empty() && part.back() == '\\') part += " .";
    line("// " + part);
    rest.remove_prefix(end);
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  }
}

void CodeLines::line(std::string_view text) {
  text_ += std::string(indent_, ' ');
  text_ += text;
  text_ += '\n';
}

void CodeLines::open(std::string_view text) {
  line(text);
  indent_ += kIndent;
}

void CodeLines::close(std::string_view text) {
  indent_ -= kIndent;
  line(text);
}

std::optional<std::string_view> CodeLines::only_line() const {
  std::string_view line = text_;
  if (line.empty() || line.find('\n') != line.size() - 1) return std::nullopt;
  line.remove_suffix(1);
  line.remove_prefix(indent_);
  if (line.substr(0, 2) == "//") return std::nullopt;
  return line;
}

void CodeLines::lambda(std::string function, std::vector<Code> arguments, std::string_view parameter,
                       const CodeLines& body) {
  const auto head = "[](" + std::string(parameter) + ") {";
  if (const auto only = body.only_line()) {
    auto whole = arguments;
    whole.push_back(Code::word(head + " " + std::string(*only) + " }"));
    const auto call = Code::call(function, std::move(whole)).flat() + ";";
    if (indent_ + call.size() <= kColumns) return line(call);
  }
  arguments.push_back(Code::word(head));
  // Without its closing parenthesis, which comes behind the body.
  auto code = Code::call(std::move(function), std::move(arguments)).lines(indent_, indent_, 0);
  code.pop_back();
  line(code);
  text_ += body.text_;
  line("});");
}

void CodeLines::function(const std::string& head, const CodeLines& body) {
  if (const auto only = body.only_line()) {
    const auto whole = head + " { " + std::string(*only) + " }";
    if (indent_ + whole.size() <= kColumns) return line(whole);
  }
  line(head + " {");
  text_ += body.text_;
  line("}");
}

}  // namespace retort::autogenerate
