#include "core/sql_lexer.hpp"
#include "dialect/clauses.hpp"
#include "dialect/failure.hpp"
#include "dialect/literal.hpp"
#include "dialect/mysql/definitions.hpp"
#include "dialect/mysql/quoting.hpp"
#include "dialect/mysql/types.hpp"

// What stands behind DEFAULT.

namespace retort::dialect::mysql {

namespace {

using Kind = Type::Kind;

bool is_word(std::string_view text, std::string_view word) noexcept { return equal_ignoring_case(text, word); }

/// CURRENT_TIMESTAMP and its synonyms, alone or with digits.
bool is_now(std::string_view sql, bool& has_digits) {
  const auto tokens = significant_tokens(sql);
  if (tokens.empty()) return false;
  const auto first = tokens.front().in(sql);
  const bool bare =
      is_word(first, "CURRENT_TIMESTAMP") || is_word(first, "LOCALTIME") || is_word(first, "LOCALTIMESTAMP");
  if (!bare && !is_word(first, "NOW")) return false;
  has_digits = tokens.size() == 4;
  const auto is = [&](std::size_t i, std::string_view text) { return tokens[i].in(sql) == text; };
  if (tokens.size() == 1) return bare;
  if (tokens.size() == 3) return is(1, "(") && is(2, ")");
  return has_digits && is(1, "(") && tokens[2].kind == SqlToken::Kind::number && is(3, ")");
}

/// With the digits of the column, which MySQL wants to agree.
std::string now_text(const Type& type, std::string_view sql, bool has_digits) {
  if (has_digits) return std::string(sql);
  const auto digits = second_digits(type);
  return digits == 0 ? std::string("CURRENT_TIMESTAMP") : "CURRENT_TIMESTAMP(" + std::to_string(digits) + ")";
}

std::string parenthesized(std::string_view sql, const Server& server) {
  if (!server.has_expression_defaults()) {
    unsupported("a default of this server is a literal or CURRENT_TIMESTAMP, not " + std::string(sql) +
                "; use a trigger, or MySQL 8.0.13, or MariaDB 10.2.1");
  }
  auto text = builder();
  append_parenthesized(text, sql);
  return text.take();
}

std::string trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\t')) text.remove_suffix(1);
  return std::string(text);
}

std::string sql_text(std::string_view sql, const Type& type, const Server& server) {
  bool has_digits = false;
  if (is_now(sql, has_digits)) {
    if (is_stamp(type)) return now_text(type, sql, has_digits);
    return parenthesized(sql, server);
  }
  switch (default_form(sql)) {
    case DefaultForm::constant:
      if (is_large(type) && !server.has_text_defaults() && !is_word(sql, "NULL")) return parenthesized(sql, server);
      return std::string(sql);
    case DefaultForm::parenthesized:
      if (!server.has_expression_defaults()) return parenthesized(sql, server);
      return std::string(sql);
    case DefaultForm::bare:
    case DefaultForm::expression:
      break;
  }
  return parenthesized(sql, server);
}

std::string value_text(const Value& value, const Type& type, const Server& server) {
  auto text = literal(value);
  if (!is_large(type) || value.is_null()) return text;
  // It is kept as an expression, and an introducer does not survive that on MariaDB.
  if (text.starts_with("_utf8mb4")) {
    text = "CONVERT(X'";
    append_hex_digits(text, value.text());
    text += "' USING utf8mb4)";
    return parenthesized(text, server);
  }
  return server.has_text_defaults() ? text : parenthesized(text, server);
}

}  // namespace

std::size_t on_update_in(std::string_view sql, const Server& server) {
  const auto tokens = significant_tokens(sql, syntax_of(server));
  int depth = 0;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const auto word = tokens[i].in(sql);
    if (word == "(") ++depth;
    if (word == ")") --depth;
    if (depth == 0 && is_word(word, "ON") && is_word(tokens[i + 1].in(sql), "UPDATE")) return tokens[i].begin;
  }
  return sql.size();
}

std::string default_text(const Value& value, const Type& type, const Server& server) {
  if (value.kind() != Value::Kind::sql) return value_text(value, type, server);
  const std::string_view sql = value.text();
  const auto place = on_update_in(sql, server);
  const auto first = trimmed(sql.substr(0, place));
  auto text = sql_text(first, type, server);
  if (place == sql.size()) return text;
  const auto tokens = significant_tokens(sql.substr(place), syntax_of(server));
  const auto update = trimmed(sql.substr(place + tokens[1].end));
  bool has_digits = false;
  const auto begin = update.find_first_not_of(" \n\t");
  const auto now = begin == std::string::npos ? std::string() : update.substr(begin);
  if (!is_now(now, has_digits)) {
    refuse("invalid_value", "ON UPDATE takes CURRENT_TIMESTAMP, not \"" + now + "\"; use a trigger for others");
  }
  return text + " ON UPDATE " + now_text(type, now, has_digits);
}

}  // namespace retort::dialect::mysql
