#include "dialect/postgresql/byte_limit.hpp"

#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "core/sql_lexer.hpp"
#include "dialect/postgresql/quoting.hpp"

namespace retort::dialect::postgresql {

namespace {

using Kind = Type::Kind;

struct Limit {
  std::string column;
  int bytes = 0;
};

/// What a condition says, if it is one of ours as the catalog tells it.
std::optional<Limit> limit_in(const std::string& condition) {
  std::vector<std::string_view> words;
  std::string sign;
  for (const auto& token : significant_tokens(condition, syntax())) {
    const auto text = token.in(condition);
    if (text == "(" || text == ")") continue;
    if (text == "<" || text == "=" || text == "<=") {
      sign += text;
    } else {
      words.push_back(text);
    }
  }
  if (sign != "<=" || words.size() != 6 || !equal_ignoring_case(words[0], "octet_length") ||
      !equal_ignoring_case(words[3], "IS") || !equal_ignoring_case(words[4], "NOT") ||
      !equal_ignoring_case(words[5], "FALSE")) {
    return std::nullopt;
  }
  Limit limit{unquoted(words[1])};
  const auto* last = words[2].data() + words[2].size();
  const auto read = std::from_chars(words[2].data(), last, limit.bytes);
  if (read.ec != std::errc() || read.ptr != last) return std::nullopt;
  return limit;
}

}  // namespace

bool has_byte_limit(const Type& type) noexcept { return type.kind() == Kind::binary && type.length() > 0; }

std::string byte_limit_condition(std::string_view column, const Type& type) {
  return "(octet_length(" + quote(column) + ") <= " + std::to_string(type.length()) + ") IS NOT FALSE";
}

void read_byte_limits(schema::Table& table) {
  std::erase_if(table.checks, [&](const schema::Check& check) {
    const auto limit = check.not_valid ? std::nullopt : limit_in(check.condition);
    auto* column = limit ? table.find_column(limit->column) : nullptr;
    if (column == nullptr || column->type.kind() != Kind::blob || limit->bytes <= 0) return false;
    column->type = op::binary(limit->bytes);
    return true;
  });
}

std::string drop_byte_limit_text(const schema::QualifiedName& table, std::string_view column) {
  const auto name = literal(Value(quote(table)));
  const auto body =
      "\nDECLARE\n  found name;\nBEGIN\n"
      "  FOR found IN SELECT o.conname FROM pg_constraint o JOIN pg_attribute a ON a.attrelid = o.conrelid AND "
      "o.conkey = ARRAY[a.attnum]\n"
      "    WHERE o.contype = 'c' AND o.conrelid = " +
      name + "::regclass AND a.attname = " + literal(Value(column)) +
      "\n    AND pg_get_constraintdef(o.oid) ~ '^CHECK [(]+octet_length[(].*[)] <= [0-9]+[)] IS NOT FALSE[)]+$'\n"
      "  LOOP\n    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', " +
      name + ", found);\n  END LOOP;\nEND\n";
  return "DO " + dollar_quoted(body);
}

}  // namespace retort::dialect::postgresql
