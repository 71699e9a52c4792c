#include "conformance/answers.hpp"

#include <retort/error.hpp>

#include <fstream>
#include <span>
#include <stdexcept>

#include "ops/apply.hpp"
#include "support/record.hpp"

namespace retort::conformance {

namespace {

ops::Operations recorded(void (*code)()) { return code == nullptr ? ops::Operations{} : test::recorded(code); }

}  // namespace

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
    ops::apply(recorded(asked.before), schema);
    const auto change = recorded(asked.change);
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

std::vector<std::string> dialect_names() {
  std::vector<std::string> names;
  for (const char* name : {"sqlite", "postgresql", "mysql", "mariadb", "firebird"}) {
    if (dialect::find_dialect(name) != nullptr) names.emplace_back(name);
  }
  return names;
}

}  // namespace retort::conformance
