#include "dialect/postgresql/expressions.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <initializer_list>
#include <vector>

#include "dialect/postgresql/quoting.hpp"
#include "dialect/postgresql/types.hpp"

namespace retort::dialect::postgresql {

namespace {

using Kind = SqlToken::Kind;

constexpr std::string_view kOperatorCharacters = "+-*/<>=~!@#%^&|`?";

/// A token by its text. Operators of several characters are one, and so is `::`.
struct Piece {
  Kind kind;
  std::string text;

  bool is(std::string_view other) const noexcept {
    return kind == Kind::word ? equal_ignoring_case(text, other) : text == other;
  }
  bool is_operator() const noexcept { return kind == Kind::symbol && kOperatorCharacters.find(text[0]) != text.npos; }
};

using Pieces = std::vector<Piece>;

Pieces pieces_of(std::string_view sql) {
  Pieces pieces;
  std::size_t end = std::string_view::npos;
  for (const auto& token : significant_tokens(sql, syntax())) {
    const auto text = token.in(sql);
    const bool joins =
        token.kind == Kind::symbol && !pieces.empty() && pieces.back().kind == Kind::symbol && token.begin == end;
    const bool colons = joins && text == ":" && pieces.back().text == ":";
    const bool operators = joins && pieces.back().is_operator() && kOperatorCharacters.find(text[0]) != text.npos;
    if (colons || operators) {
      pieces.back().text += text;
    } else {
      pieces.push_back({token.kind, std::string(text)});
    }
    end = token.end;
  }
  return pieces;
}

bool at(const Pieces& pieces, std::size_t i, std::initializer_list<std::string_view> words) {
  if (i >= pieces.size()) return false;
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return pieces[i].is(word); });
}

/// Behind the closing bracket of the one at `i`.
std::size_t behind_brackets(const Pieces& pieces, std::size_t i) {
  int depth = 0;
  for (; i < pieces.size(); ++i) {
    if (at(pieces, i, {"(", "["})) ++depth;
    if (at(pieces, i, {")", "]"}) && --depth == 0) return i + 1;
  }
  return i;
}

/// Behind the type that begins at `i`.
std::size_t behind_type(const Pieces& pieces, std::size_t i) {
  const auto first = i++;
  while (at(pieces, i, {"."})) i += 2;
  if (at(pieces, first, {"character", "bit"}) && at(pieces, i, {"varying"})) ++i;
  if (at(pieces, first, {"double"}) && at(pieces, i, {"precision"})) ++i;
  if (at(pieces, i, {"("})) i = behind_brackets(pieces, i);
  if (at(pieces, first, {"time", "timestamp"}) && at(pieces, i, {"with", "without"})) i += 3;
  while (at(pieces, i, {"["})) i = behind_brackets(pieces, i);
  return std::min(i, pieces.size());
}

bool is_text_type(const Pieces& pieces, std::size_t i) {
  return at(pieces, i, {"text", "character", "bpchar", "varchar"});
}

bool is_number(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  if (text.empty() || text.front() < '0' || text.front() > '9') return false;
  const auto tokens = significant_tokens(text, syntax());
  return tokens.size() == 1 && tokens.front().kind == Kind::number && text.find_first_of("xX") == text.npos;
}

bool is_comparison(const Piece& piece) {
  return piece.is("=") || piece.is("<>") || piece.is("<") || piece.is(">") || piece.is("<=") || piece.is(">=") ||
         piece.is("~~") || piece.is("!~~") || piece.is("~~*") || piece.is("!~~*") || piece.is("LIKE") ||
         piece.is("ILIKE");
}

/// Takes casts away that say nothing: of literals, and of VARCHAR columns to text.
Pieces without_casts(const Pieces& pieces, const schema::Table* table) {
  Pieces result;
  bool array = false;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (at(pieces, i, {"ARRAY"}) && at(pieces, i + 1, {"["})) array = true;
    if (pieces[i].text != "::" || result.empty()) {
      result.push_back(pieces[i]);
      continue;
    }
    auto& subject = result.back();
    const bool text = is_text_type(pieces, i + 1);
    bool drop = subject.kind == Kind::number;
    if (subject.kind == Kind::text) {
      const auto content = unquoted(subject.text);
      const bool number =
          is_number(content) && at(pieces, i + 1, {"integer", "bigint", "smallint", "numeric", "double", "real"});
      const bool compared = result.size() > 1 && is_comparison(result[result.size() - 2]);
      drop = text || number || compared || array;
      if (number) subject = {Kind::number, content};
    } else if (subject.kind == Kind::word || subject.kind == Kind::quoted_name) {
      const auto* column = table == nullptr ? nullptr : table->find_column(unquoted(subject.text));
      drop = text && column != nullptr && is_text(column->type);
    } else if (subject.is("]")) {
      drop = array;
      array = false;
    }
    if (!drop) {
      array = array && !subject.is("]");
      result.push_back(pieces[i]);
      continue;
    }
    i = behind_type(pieces, i + 1) - 1;
  }
  return result;
}

/// `= ANY (ARRAY[...])` is what the server makes of IN, `~~` of LIKE.
Pieces as_written(const Pieces& pieces) {
  Pieces result;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool any = at(pieces, i, {"="}) && at(pieces, i + 1, {"ANY"});
    const bool all = at(pieces, i, {"<>"}) && at(pieces, i + 1, {"ALL"});
    if ((any || all) && at(pieces, i + 2, {"("}) && at(pieces, i + 3, {"ARRAY"}) && at(pieces, i + 4, {"["})) {
      const auto end = behind_brackets(pieces, i + 4);
      if (at(pieces, end, {")"})) {
        if (all) result.push_back({Kind::word, "NOT"});
        result.push_back({Kind::word, "IN"});
        result.push_back({Kind::punctuation, "("});
        result.insert(result.end(), pieces.begin() + static_cast<std::ptrdiff_t>(i + 5),
                      pieces.begin() + static_cast<std::ptrdiff_t>(end - 1));
        result.push_back({Kind::punctuation, ")"});
        i = end;
        continue;
      }
    }
    const auto word = [&](std::initializer_list<const char*> words) {
      for (const auto* each : words) result.push_back({Kind::word, each});
    };
    if (pieces[i].is("~~")) {
      word({"LIKE"});
    } else if (pieces[i].is("!~~")) {
      word({"NOT", "LIKE"});
    } else if (pieces[i].is("~~*")) {
      word({"ILIKE"});
    } else if (pieces[i].is("!~~*")) {
      word({"NOT", "ILIKE"});
    } else if (pieces[i].is("!=")) {
      result.push_back({Kind::symbol, "<>"});
    } else if (at(pieces, i, {"BETWEEN"}) && i > 0 && at(pieces, i + 2, {"AND"}) && i + 3 < pieces.size()) {
      // Of single names and numbers only: what stands on both sides is not taken apart here.
      result.push_back({Kind::symbol, ">="});
      result.push_back(pieces[i + 1]);
      result.push_back(pieces[i + 2]);
      result.push_back(pieces[i - 1]);
      result.push_back({Kind::symbol, "<="});
      i += 2;
    } else {
      result.push_back(pieces[i]);
    }
  }
  return result;
}

Pieces without_parentheses(Pieces pieces) {
  while (pieces.size() > 2 && pieces.front().is("(") && behind_brackets(pieces, 0) == pieces.size()) {
    pieces.erase(pieces.begin());
    pieces.pop_back();
  }
  return pieces;
}

std::string spaced(const Pieces& pieces) {
  std::string text;
  const Piece* previous = nullptr;
  bool unary = false;
  for (const auto& piece : pieces) {
    bool space = previous != nullptr && !unary;
    if (piece.is(")") || piece.is(",") || piece.is(".") || piece.is("]") || piece.is("[") || piece.is("::"))
      space = false;
    if (previous != nullptr && (previous->is("(") || previous->is("[") || previous->is(".") || previous->is("::"))) {
      space = false;
    }
    const bool name = previous != nullptr && (previous->kind == Kind::word || previous->kind == Kind::quoted_name);
    if (piece.is("(") && name) {
      static constexpr std::string_view kWords[] = {"AND",  "OR",   "NOT", "IN",      "ANY",  "ALL",   "LIKE", "WHEN",
                                                    "THEN", "ELSE", "IS",  "BETWEEN", "CASE", "ILIKE", "FROM", "SOME"};
      space = std::any_of(std::begin(kWords), std::end(kWords), [&](auto word) { return previous->is(word); });
    }
    if (space) text += ' ';
    unary = (piece.is("-") || piece.is("+")) && (previous == nullptr || previous->is("(") || previous->is(",") ||
                                                 previous->is("[") || previous->is_operator());
    text += piece.text;
    previous = &piece;
  }
  return text;
}

Pieces canonical(std::string_view sql, const schema::Table* table) {
  return without_parentheses(as_written(without_casts(without_parentheses(pieces_of(sql)), table)));
}

/// A number as the column's type has it.
Value number(const std::string& digits, const Type& type) {
  if (type.kind() == Type::Kind::float_ || type.kind() == Type::Kind::double_) {
    return Value(std::strtod(digits.c_str(), nullptr));
  }
  std::int64_t integer = 0;
  const auto* const last = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), last, integer);
  if (read.ec == std::errc() && read.ptr == last) return Value(static_cast<long long>(integer));
  return Value::decimal(digits);
}

bool is_numeric(const Type& type) {
  using TypeKind = Type::Kind;
  return is_integer(type) || type.kind() == TypeKind::numeric || type.kind() == TypeKind::float_ ||
         type.kind() == TypeKind::double_;
}

/// `\xDEAD` as the catalog has it.
Value bytes_of(const std::string& text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  std::string bytes;
  for (std::size_t i = 2; i + 1 < text.size(); i += 2)
    bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
  return Value::bytes(std::move(bytes));
}

Value text_value(std::string text, const Type& type) {
  if (is_numeric(type) && is_number(text)) return number(text, type);
  const bool is_bytes = type.kind() == Type::Kind::blob || type.kind() == Type::Kind::binary;
  if (is_bytes && text.rfind("\\x", 0) == 0 && text.size() % 2 == 0) return bytes_of(text);
  if (type.kind() == Type::Kind::boolean) {
    if (text == "true" || text == "t") return Value(true);
    if (text == "false" || text == "f") return Value(false);
  }
  if (type.kind() == Type::Kind::timestamp && text.size() > 10 && text[10] == 'T') text[10] = ' ';
  return Value(std::move(text));
}

Value parsed(std::string_view sql, const Type& type) {
  auto pieces = without_parentheses(pieces_of(sql));
  // What a default is cast to is the type of its column, or comes to the same.
  if (pieces.size() > 2 && pieces[1].text == "::" && behind_type(pieces, 2) == pieces.size()) {
    pieces.resize(1);
  } else if (pieces.size() > 3 && pieces[0].is("-") && pieces[2].text == "::" &&
             behind_type(pieces, 3) == pieces.size()) {
    pieces.resize(2);
  } else if (pieces.size() > 3 && pieces[0].is("(")) {
    const auto end = behind_brackets(pieces, 0);
    if (end < pieces.size() && pieces[end].text == "::" && behind_type(pieces, end + 1) == pieces.size()) {
      Pieces inner(pieces.begin() + 1, pieces.begin() + static_cast<std::ptrdiff_t>(end) - 1);
      if (inner.size() <= 2) pieces = std::move(inner);
    }
  }
  if (pieces.size() == 1) {
    const auto& only = pieces.front();
    if (only.kind == Kind::text && only.text.front() == '\'') return text_value(unquoted(only.text), type);
    if (only.kind == Kind::number && is_number(only.text)) return number(only.text, type);
    if (only.is("TRUE")) return Value(true);
    if (only.is("FALSE")) return Value(false);
    if (only.is("NULL")) return Value();
  }
  if (pieces.size() == 2 && pieces[0].is("-") && is_number(pieces[1].text)) return number("-" + pieces[1].text, type);
  return Sql{spaced(canonical(sql, nullptr))};
}

}  // namespace

std::string canonical_expression(std::string_view sql, const schema::Table* table) {
  return spaced(canonical(sql, table));
}

Value canonical_default(const Value& value, const Type& type) {
  switch (value.kind()) {
    case Value::Kind::null:
    case Value::Kind::boolean:
    case Value::Kind::bytes:
      return value;
    case Value::Kind::text:
      return text_value(value.text(), type);
    case Value::Kind::integer:
    case Value::Kind::real:
    case Value::Kind::decimal:
      return parsed(literal(value), type);
    case Value::Kind::sql:
      return parsed(value.text(), type);
  }
  return value;
}

}  // namespace retort::dialect::postgresql
