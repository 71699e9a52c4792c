#include "dialect/postgresql/names.hpp"

#include <algorithm>

#include "dialect/postgresql/expressions.hpp"
#include "dialect/postgresql/quoting.hpp"

namespace retort::dialect::postgresql {

namespace {

/// At most this many bytes of a text, and no part of a character.
std::string clipped(std::string text, std::size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return text.substr(0, size);
}

/// `table_columns_label`, the longer one of the first two cut until it fits: the server's makeObjectName.
std::string object_name(std::string table, std::string columns, const std::string& label) {
  const auto fixed = label.size() + 1 + (columns.empty() ? 0 : 1);
  const auto room = kMaxIdentifier > fixed ? kMaxIdentifier - fixed : 0;
  auto first = table.size();
  auto second = columns.size();
  while (first + second > room) (first > second ? first : second) -= 1;
  table = clipped(std::move(table), first);
  columns = clipped(std::move(columns), second);
  return table + (columns.empty() ? "" : "_" + columns) + "_" + label;
}

std::string joined(const schema::Columns& columns) {
  std::string text;
  for (const auto& column : columns) {
    if (!text.empty()) text += '_';
    text += column;
    if (text.size() >= kMaxIdentifier) break;
  }
  return clipped(std::move(text), kMaxIdentifier);
}

/// The one column that a check is about, or none.
std::string only_column(const schema::Table& table, const std::string& condition) {
  std::string found;
  for (const auto& column : table.columns) {
    if (!mentions_name(condition, column.name, syntax())) continue;
    if (!found.empty()) return {};
    found = column.name;
  }
  return found;
}

std::string name_with(const schema::Table& table, const ops::AnyConstraint& constraint, const std::string& number) {
  const auto& name = table.name.name;
  return std::visit(
      ops::Overloaded{
          [&](const schema::PrimaryKey&) { return object_name(name, {}, "pkey" + number); },
          [&](const schema::Unique& c) { return object_name(name, joined(c.columns), "key" + number); },
          [&](const schema::ForeignKey& c) { return object_name(name, joined(c.columns), "fkey" + number); },
          [&](const schema::Check& c) { return object_name(name, only_column(table, c.condition), "check" + number); },
          [&](const schema::Exclude& c) {
            schema::Columns columns;
            for (const auto& element : c.elements) {
              const auto text = unquoted(element.expression.text);
              columns.push_back(table.find_column(text) != nullptr ? text : "expr");
            }
            return object_name(name, joined(columns), "excl" + number);
          }},
      constraint);
}

template <typename Constraint>
void drop_name(const schema::Table& table, Constraint& constraint) {
  if (constraint.name.empty()) return;
  constexpr int kTries = 10;
  for (int i = 0; i < kTries; ++i) {
    if (constraint.name == name_with(table, constraint, i == 0 ? std::string() : std::to_string(i))) {
      constraint.name.clear();
      return;
    }
  }
}

}  // namespace

std::string generated_name(const schema::Table& table, const ops::AnyConstraint& constraint) {
  return name_with(table, constraint, {});
}

std::optional<std::string> name_in(const schema::Table& table, const ops::AnyConstraint& constraint) {
  const auto among = [](const auto& constraints, auto&& same) -> std::optional<std::string> {
    for (const auto& each : constraints) {
      if (same(each)) return each.name;
    }
    return std::nullopt;
  };
  const auto canonical = [&](const std::string& sql) { return canonical_expression(sql, &table); };
  return std::visit(
      ops::Overloaded{[&](const schema::PrimaryKey&) -> std::optional<std::string> {
                        if (!table.primary_key) return std::nullopt;
                        return table.primary_key->name;
                      },
                      [&](const schema::Unique& c) {
                        return among(table.uniques, [&](const auto& each) { return each.columns == c.columns; });
                      },
                      [&](const schema::ForeignKey& c) {
                        return among(table.foreign_keys, [&](const auto& each) {
                          return each.columns == c.columns && each.referent.name == c.referent.name;
                        });
                      },
                      [&](const schema::Check& c) {
                        return among(table.checks, [&](const auto& each) {
                          return equal_ignoring_case(canonical(each.condition), canonical(c.condition));
                        });
                      },
                      [&](const schema::Exclude& c) {
                        return among(table.excludes, [&](const auto& each) {
                          return std::equal(each.elements.begin(), each.elements.end(), c.elements.begin(),
                                            c.elements.end(), [&](const auto& a, const auto& b) {
                                              return a.with == b.with &&
                                                     canonical(a.expression.text) == canonical(b.expression.text);
                                            });
                        });
                      }},
      constraint);
}

void drop_generated_names(schema::Table& table) {
  if (table.primary_key) drop_name(table, *table.primary_key);
  for (auto& unique : table.uniques) drop_name(table, unique);
  for (auto& key : table.foreign_keys) drop_name(table, key);
  for (auto& check : table.checks) drop_name(table, check);
  for (auto& exclude : table.excludes) drop_name(table, exclude);
}

}  // namespace retort::dialect::postgresql
