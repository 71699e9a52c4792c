#include "conformance/answers.hpp"

#include <retort/error.hpp>

#include <fstream>
#include <span>
#include <stdexcept>

#include "ops/apply.hpp"
#include "support/record.hpp"

namespace retort::conformance {

ops::Operations recorded(void (*code)(), const dialect::Dialect& dialect) {
  if (code == nullptr) return {};
  return ops::record([&] { code(); }, {.dialect = dialect.name()}).operations;
}

Answers expected_answers(std::string_view dialect) {
  const std::string name = std::string(RETORT_CONFORMANCE_ANSWERS) + "/" + std::string(dialect) + ".answers";
  std::ifstream file(name);
  if (!file) throw std::runtime_error("there is no " + name);
  Answers answers;
  std::string* current = nullptr;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("== ")) {
      const auto [place, is_new] = answers.emplace(line.substr(3), std::string());
      if (!is_new) throw std::runtime_error(name + ": the case \"" + line.substr(3) + "\" is there twice");
      current = &place->second;
    } else if (current != nullptr && (!line.empty() || !current->empty())) {
      *current += line + "\n";
    }
  }
  for (auto& [case_name, text] : answers) {
    while (text.ends_with("\n\n")) text.pop_back();
  }
  return answers;
}

std::string answer(const Case& asked, const dialect::Dialect& dialect) {
  try {
    schema::MetaData schema;
    ops::apply(recorded(asked.before, dialect), schema);
    const auto change = recorded(asked.change, dialect);
    std::string text;
    std::span<const ops::Operation> rest(change);
    while (!rest.empty()) {
      const auto group = rest.first(dialect.group(rest));
      for (const auto& statement : dialect.compile(group, schema, nullptr)) {
        using Kind = dialect::Statement::Kind;
        if (statement.kind == Kind::measure || statement.kind == Kind::verify) continue;
        if (statement.outside_transaction) text += "-- outside a transaction\n";
        text += statement.sql + ";\n";
      }
      for (const auto& operation : group) ops::apply(operation, schema);
      rest = rest.subspan(group.size());
    }
    return text;
  } catch (const Error& error) {
    return "! " + error.code() + ": " + error.message() + "\n";
  }
}

std::string read_back_as(const Case& asked, const dialect::Dialect& dialect) {
  schema::MetaData schema;
  ops::apply(recorded(asked.before, dialect), schema);
  ops::apply(recorded(asked.change, dialect), schema);
  std::string others;
  for (const auto& [name, table] : schema.tables) {
    const auto normal = dialect.normalized(table);
    for (const auto& column : table.columns) {
      const auto& type = normal.find_column(column.name)->type;
      // What is said in a database's own words may be said better; an enum's name is no part of a column on MySQL.
      const bool same_enum = type.kind() == Type::Kind::enum_ && type.values() == column.type.values();
      if (type == column.type || column.type.kind() == Type::Kind::native || same_enum) continue;
      others += (others.empty() ? "" : ", ") + type.text();
    }
  }
  return others;
}

std::vector<std::string> dialect_names() {
  std::vector<std::string> names;
  for (const char* name : {"sqlite", "postgresql", "mysql", "mariadb", "firebird"}) {
    if (dialect::find_dialect(name) != nullptr) names.emplace_back(name);
  }
  return names;
}

}  // namespace retort::conformance
