#include "dialect/sqlite/object_text.hpp"

#include <algorithm>

#include "dialect/sqlite/quoting.hpp"
#include "dialect/sqlite/token_reader.hpp"

namespace retort::dialect::sqlite {

namespace {

using Kind = SqlToken::Kind;

bool is_name(const SqlToken& token) noexcept {
  return token.kind == Kind::word || token.kind == Kind::quoted_name || token.kind == Kind::text;
}

/// One element of an index, between the commas.
op::IndexColumn element(std::string_view text, std::vector<SqlToken> tokens) {
  const auto word = [&](std::size_t from_end) {
    return tokens.size() > from_end ? tokens[tokens.size() - 1 - from_end].in(text) : std::string_view();
  };
  const bool descending = equal_ignoring_case(word(0), "DESC");
  if (tokens.size() > 1 && (descending || equal_ignoring_case(word(0), "ASC"))) tokens.pop_back();
  std::string collation;
  if (tokens.size() > 2 && equal_ignoring_case(word(1), "COLLATE")) {
    collation = unquoted(word(0));
    tokens.resize(tokens.size() - 2);
  }
  const auto expression = [&] {
    const auto whole = text.substr(tokens.front().begin, tokens.back().end - tokens.front().begin);
    return Sql{std::string(without_parentheses(whole))};
  };
  auto column = tokens.size() == 1 && is_name(tokens.front()) ? op::IndexColumn(unquoted(tokens.front().in(text)))
                                                              : op::IndexColumn(expression());
  if (!collation.empty()) std::move(column).collate(std::move(collation));
  column.descending(descending);
  return column;
}

}  // namespace

bool IndexText::uses(std::string_view column) const {
  if (mentions_name(elements.in(text), column) || mentions_name(where.in(text), column)) return true;
  // 'name' in single quotes is a column here, for old times' sake.
  return std::any_of(columns.begin(), columns.end(), [&](const op::IndexColumn& each) {
    return !each.is_expression() && equal_ignoring_case(each.name(), column);
  });
}

IndexText parse_create_index(std::string text, std::string_view index) {
  IndexText result;
  result.text = std::move(text);
  TokenReader reader(result.text, index);
  reader.expect("CREATE");
  result.unique = reader.take("UNIQUE");
  reader.expect("INDEX");
  if (reader.take("IF", "NOT")) reader.expect("EXISTS");
  result.name.begin = reader.begin();
  reader.name();
  if (reader.take(".")) {
    result.name.begin = reader.begin();
    reader.name();
  }
  result.name.end = reader.end();
  reader.expect("ON");
  reader.name();
  reader.expect("(");
  result.elements.begin = reader.end();
  std::vector<SqlToken> tokens;
  for (int depth = 1; depth > 0;) {
    const auto token = reader.next();
    const auto word = token.in(result.text);
    if (word == "(") ++depth;
    if (word == ")") --depth;
    if (depth == 0 || (depth == 1 && word == ",")) {
      if (tokens.empty()) reader.fail();
      result.columns.push_back(element(result.text, std::move(tokens)));
      tokens.clear();
      result.elements.end = token.begin;
    } else {
      tokens.push_back(token);
    }
  }
  if (reader.take("WHERE")) {
    result.where.begin = reader.begin();
    while (!reader.at_end()) reader.next();
    result.where.end = reader.end();
  }
  if (!reader.at_end()) reader.fail();
  return result;
}

bool trigger_uses(std::string_view text, std::string_view column) {
  const auto tokens = significant_tokens(text);
  const auto names = [&](std::size_t i, std::string_view name) {
    return i < tokens.size() && is_name(tokens[i]) && equal_ignoring_case(unquoted(tokens[i].in(text)), name);
  };
  const auto is = [&](std::size_t i, std::string_view word) {
    return i < tokens.size() && equal_ignoring_case(tokens[i].in(text), word);
  };
  bool header = true;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if ((names(i, "NEW") || names(i, "OLD")) && is(i + 1, ".") && names(i + 2, column)) return true;
    if (header && is(i, "UPDATE") && is(i + 1, "OF")) {
      for (i += 2; i < tokens.size() && !is(i, "ON"); ++i) {
        if (names(i, column)) return true;
      }
    }
    if (is(i, "BEGIN")) header = false;
  }
  return false;
}

std::string firing_statement(std::string_view trigger, const schema::QualifiedName& table, std::string_view column) {
  const auto tokens = significant_tokens(trigger);
  auto sql = builder();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != Kind::word) continue;
    const auto word = tokens[i].in(trigger);
    // The first of these words that is none of the trigger's name is its event.
    if (i < 3) continue;
    if (equal_ignoring_case(word, "INSERT")) return sql.raw("INSERT INTO ").name(table).raw(" DEFAULT VALUES").take();
    if (equal_ignoring_case(word, "DELETE")) return sql.raw("DELETE FROM ").name(table).take();
    if (!equal_ignoring_case(word, "UPDATE")) continue;
    const bool of = i + 2 < tokens.size() && equal_ignoring_case(tokens[i + 1].in(trigger), "OF");
    const auto set = of ? unquoted(tokens[i + 2].in(trigger)) : std::string(column);
    return sql.raw("UPDATE ").name(table).raw(" SET ").name(std::string_view(set)).raw(" = NULL").take();
  }
  return {};
}

std::optional<std::vector<std::string>> listed_values(std::string_view condition, std::string_view column) {
  const auto tokens = significant_tokens(condition);
  const auto word = [&](std::size_t i) { return tokens[i].in(condition); };
  if (tokens.size() < 5 || tokens.size() % 2 == 0 || !equal_ignoring_case(unquoted(word(0)), column) ||
      !equal_ignoring_case(word(1), "IN") || word(2) != "(" || word(tokens.size() - 1) != ")") {
    return std::nullopt;
  }
  std::vector<std::string> values;
  for (std::size_t i = 3; i + 1 < tokens.size(); ++i) {
    const bool value = i % 2 == 1;
    if (value ? tokens[i].kind != Kind::text : word(i) != ",") return std::nullopt;
    if (value) values.push_back(unquoted(word(i)));
  }
  return values;
}

bool same_sql(std::string_view a, std::string_view b) {
  const auto left = significant_tokens(a);
  const auto right = significant_tokens(b);
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [&](const SqlToken& x, const SqlToken& y) {
    const bool name = x.kind == Kind::word || x.kind == Kind::quoted_name;
    if (x.kind != y.kind && !(name && (y.kind == Kind::word || y.kind == Kind::quoted_name))) return false;
    return name ? equal_ignoring_case(unquoted(x.in(a)), unquoted(y.in(b))) : x.in(a) == y.in(b);
  });
}

std::string_view without_parentheses(std::string_view text) {
  const auto tokens = significant_tokens(text);
  if (tokens.size() < 3 || tokens.front().in(text) != "(" || tokens.back().in(text) != ")") return text;
  int depth = 0;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const auto word = tokens[i].in(text);
    if (word == "(") ++depth;
    if (word == ")" && --depth == 0) return text;  // (a) + (b)
  }
  auto inside = text.substr(tokens.front().end, tokens.back().begin - tokens.front().end);
  // The line that append_parenthesized puts behind a comment is its own.
  while (!inside.empty() && inside.back() == '\n') inside.remove_suffix(1);
  return inside;
}

}  // namespace retort::dialect::sqlite
