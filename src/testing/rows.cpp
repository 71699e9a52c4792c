#include "testing/rows.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/sql_lexer.hpp"
#include "testing/schema_lines.hpp"

namespace retort::testing {

namespace {

std::string name_in_sql(const dialect::Dialect& dialect, const schema::QualifiedName& name) {
  return (name.schema.empty() ? "" : dialect.quote(name.schema) + ".") + dialect.quote(name.name);
}

std::string readable(const std::optional<std::string>& value) {
  if (!value) return "NULL";
  constexpr const char* kDigits = "0123456789abcdef";
  std::string text = "'";
  for (const char c : *value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F) {
      text += c;
    } else {
      text += std::string("\\x") + kDigits[byte / 16] + kDigits[byte % 16];
    }
  }
  return text + "'";
}

/// The texts and numbers that a column's checks speak of: values that it may have to have.
struct Hints {
  std::vector<std::string> texts;
  std::vector<std::int64_t> numbers;
};

Hints hints_of(const schema::Table& table, const schema::Column& column, const dialect::Dialect& dialect) {
  Hints hints;
  const auto syntax = SqlSyntax::of(dialect.name());
  for (const auto& check : table.checks) {
    const auto& condition = check.condition;
    const auto tokens = significant_tokens(condition, syntax);
    const auto is_column = [&](const SqlToken& token) {
      const bool name = token.kind == SqlToken::Kind::word || token.kind == SqlToken::Kind::quoted_name;
      return name && plain_sql(token.in(condition), dialect.name()) == plain_sql(column.name, dialect.name());
    };
    if (std::none_of(tokens.begin(), tokens.end(), is_column)) continue;
    for (const auto& token : tokens) {
      const auto text = token.in(condition);
      if (token.kind == SqlToken::Kind::text) hints.texts.push_back(unquoted(text));
      std::int64_t number = 0;
      if (token.kind == SqlToken::Kind::number &&
          std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc()) {
        hints.numbers.push_back(number);
      }
    }
  }
  return hints;
}

/// Tables before those that refer to them, as far as there is such an order.
std::vector<const schema::Table*> parents_first(const schema::MetaData& schema) {
  std::vector<const schema::Table*> order;
  std::set<const schema::Table*> seen;
  const auto visit = [&](const auto& self, const schema::Table& table) -> void {
    if (!seen.insert(&table).second) return;
    for (const auto& key : table.foreign_keys) {
      const auto parent = schema.tables.find(key.referent);
      if (parent != schema.tables.end()) self(self, parent->second);
    }
    order.push_back(&table);
  };
  for (const auto& [name, table] : schema.tables) {
    if (!schema.uncertain.contains(name)) visit(visit, table);
  }
  return order;
}

bool is_number(Type::Kind kind) {
  using Kind = Type::Kind;
  return kind == Kind::integer || kind == Kind::small_integer || kind == Kind::big_integer || kind == Kind::float_ ||
         kind == Kind::double_ || kind == Kind::numeric;
}

std::string two_digits(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

/// At most so many characters, the last ones: those are what differs.
std::string last(std::string text, int length) {
  const auto most = static_cast<std::size_t>(std::max(length, 1));
  return length > 0 && text.size() > most ? text.substr(text.size() - most) : text;
}

/// A value of a type for every number, and another one for another number as far as the type has room.
Value typed_value(const Type& type, std::int64_t n) {
  using Kind = Type::Kind;
  const auto day = "20" + two_digits(n / 336 % 100) + "-" + two_digits(n / 28 % 12 + 1) + "-" + two_digits(n % 28 + 1);
  const auto time = two_digits(n / 3600 % 24) + ":" + two_digits(n / 60 % 60) + ":" + two_digits(n % 60);
  switch (type.kind()) {
    case Kind::boolean:
      return n % 2 == 0;
    case Kind::small_integer:
      return static_cast<long long>(n % 32'000);
    case Kind::integer:
    case Kind::big_integer:
      return static_cast<long long>(n);
    case Kind::float_:
    case Kind::double_:
      // Exact in both.
      return static_cast<double>(n % 100'000) + 0.5;
    case Kind::numeric: {
      // Digits that fit on both sides of the point.
      const int whole = std::clamp(type.length() - type.scale(), 0, 9);
      std::int64_t most = 1;
      for (int i = 0; i < whole; ++i) most *= 10;
      const auto fraction = type.scale() > 0 ? "." + std::to_string(n % 9 + 1) : std::string();
      return Value::decimal(std::to_string(n % most) + fraction);
    }
    case Kind::binary:
    case Kind::blob:
      return Value::bytes(last("b" + std::to_string(n), type.length()));
    case Kind::date:
      return day;
    case Kind::time:
      return time;
    case Kind::timestamp:
      return day + " " + time;
    case Kind::interval:
      return std::to_string(n % 1000) + " days";
    case Kind::uuid: {
      const auto digits = "000000000000" + std::to_string(n);
      return "00000000-0000-4000-8000-" + digits.substr(digits.size() - 12);
    }
    case Kind::json:
      return "{\"n\": " + std::to_string(n) + "}";
    case Kind::enum_:
      return type.values().empty() ? Value() : Value(type.values()[static_cast<std::size_t>(n) % type.values().size()]);
    case Kind::array:
      return "{}";
    case Kind::string:
    case Kind::text:
    case Kind::char_:
    case Kind::native:
      break;
  }
  return last("v" + std::to_string(n), type.length());
}

}  // namespace

std::vector<TableRows> read_rows(runtime::Connection& connection, const schema::MetaData& schema) {
  const auto& dialect = connection.dialect();
  std::vector<TableRows> tables;
  for (const auto& [name, table] : schema.tables) {
    // What is no plain table (a virtual one) has no rows of its own.
    if (schema.uncertain.contains(name) || table.columns.empty()) continue;
    TableRows& found = tables.emplace_back(TableRows{name.text(), {}, {}});
    std::string list;
    for (const auto& column : table.columns) {
      found.columns.push_back(column.name);
      list += (list.empty() ? "" : ", ") + dialect.quote(column.name);
    }
    found.rows = connection.rows("SELECT " + list + " FROM " + name_in_sql(dialect, name));
  }
  return tables;
}

std::vector<std::string> lines_of(const std::vector<TableRows>& tables, const RowExclusions& exclusions) {
  std::vector<std::string> lines;
  for (const auto& table : tables) {
    if (exclusions.tables.contains(table.table)) continue;
    const auto first = lines.size();
    for (const auto& row : table.rows) {
      std::string line;
      for (std::size_t i = 0; i < row.size() && i < table.columns.size(); ++i) {
        if (exclusions.columns.contains({table.table, table.columns[i]})) continue;
        line += (line.empty() ? "" : ", ") + table.columns[i] + " = " + readable(row[i]);
      }
      lines.push_back(table.table + ": " + line);
    }
    std::sort(lines.begin() + static_cast<std::ptrdiff_t>(first), lines.end());
  }
  return lines;
}

std::vector<std::string> RowGenerator::fill(runtime::Connection& connection, const schema::MetaData& schema) {
  constexpr int kAttempts = 30;
  std::vector<std::string> empty;
  for (const auto* table : parents_first(schema)) {
    const auto rows = connection.query("SELECT count(*) FROM " + name_in_sql(connection.dialect(), table->name));
    std::size_t count = 0;
    if (!rows.empty()) std::from_chars(rows[0].data(), rows[0].data() + rows[0].size(), count);
    for (int attempt = 0; count < rows_ && attempt < kAttempts; ++attempt) {
      if (!add_row(connection, *table, attempt)) continue;
      ++count;
      attempt = -1;
    }
    if (count == 0) empty.push_back(table->name.text());
  }
  return empty;
}

std::string RowGenerator::value_for(const schema::Table& table, const schema::Column& column, int attempt,
                                    const dialect::Dialect& dialect) {
  if (column.nullable && chance(4)) return "NULL";
  const auto kind = column.type.kind();
  const auto hints = hints_of(table, column, dialect);
  // What the checks speak of is tried more often than what they do not.
  if (!is_number(kind) && !hints.texts.empty() && !chance(4)) {
    return dialect.literal(hints.texts[static_cast<std::size_t>(number()) % hints.texts.size()]);
  }
  if (is_number(kind) && !hints.numbers.empty() && !chance(4)) {
    const auto [least, most] = std::minmax_element(hints.numbers.begin(), hints.numbers.end());
    // Between two limits, or near to the only one.
    const auto reach = *least == *most ? 100 : 1;
    const auto n = std::uniform_int_distribution<std::int64_t>(*least - reach, *most + reach)(random_);
    return dialect.literal(Value(static_cast<long long>(n)));
  }
  ++counter_;
  // Small numbers satisfy most checks, large ones the rest.
  const auto n = counter_ + (attempt % 3 == 2 ? number() : 0);
  const bool is_signed = is_number(kind) && kind != Type::Kind::numeric;
  if (is_signed && attempt % 5 == 4) return dialect.literal(Value(static_cast<long long>(-(n % 30'000))));
  const bool has_room = kind == Type::Kind::text || (kind == Type::Kind::string && column.type.length() >= 20);
  // What is quoted, and what is more than a byte; some databases cannot keep it.
  if (has_room && attempt == 0 && chance(3)) return dialect.literal("o'\xC3\xA4 " + std::to_string(n));
  return dialect.literal(typed_value(column.type, n));
}

bool RowGenerator::add_row(runtime::Connection& connection, const schema::Table& table, int attempt) {
  const auto& dialect = connection.dialect();
  std::map<std::string, std::string> values;
  for (const auto& column : table.columns) {
    if (column.computed || column.autoincrement || column.identity) continue;
    values[column.name] = value_for(table, column, attempt, dialect);
  }
  for (const auto& key : table.foreign_keys) {
    // A key to a table without a list of columns is one to its primary key, which inspection spells out.
    if (key.referent_columns.size() != key.columns.size()) continue;
    std::string columns;
    for (const auto& column : key.referent_columns) columns += (columns.empty() ? "" : ", ") + dialect.quote(column);
    const auto parents = connection.rows("SELECT " + columns + " FROM " + name_in_sql(dialect, key.referent));
    const bool to_itself = key.referent == table.name;
    const auto* parent = parents.empty() ? nullptr : &parents[static_cast<std::size_t>(number()) % parents.size()];
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
      const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                       [&](const schema::Column& each) { return each.name == key.columns[i]; });
      if (column == table.columns.end() || !values.contains(column->name)) continue;
      auto& value = values[column->name];
      if (parent != nullptr && (*parent)[i] && !(column->nullable && chance(5))) {
        // As a text: the database makes of it what it was.
        value = dialect.literal(is_number(column->type.kind()) ? Value::decimal(*(*parent)[i]) : Value(*(*parent)[i]));
      } else if (column->nullable) {
        value = "NULL";
      } else if (to_itself && values.contains(key.referent_columns[i])) {
        value = values[key.referent_columns[i]];
      }
    }
  }
  std::string columns;
  std::string row;
  for (const auto& [column, value] : values) {
    columns += (columns.empty() ? "" : ", ") + dialect.quote(column);
    row += (row.empty() ? "" : ", ") + value;
  }
  const auto into = "INSERT INTO " + name_in_sql(dialect, table.name);
  const bool mysql = dialect.name() == "mysql";
  try {
    connection.begin({});
    connection.execute(!columns.empty() ? into + " (" + columns + ") VALUES (" + row + ")"
                       : mysql          ? into + " () VALUES ()"
                                        : into + " DEFAULT VALUES");
    connection.commit();
    return true;
  } catch (const Error&) {
    connection.rollback();
    return false;
  }
}

}  // namespace retort::testing
