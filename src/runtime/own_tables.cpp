#include "runtime/own_tables.hpp"

#include <ctime>
#include <utility>

#include "ops/operation.hpp"

namespace retort::runtime {

namespace {

std::string beside(std::string_view version_table, std::string_view kind) {
  constexpr std::string_view kDefault = "retort_version";
  return std::string(version_table == kDefault ? "retort" : version_table) + "_" + std::string(kind);
}

}  // namespace

std::string journal_name(std::string_view version_table) { return beside(version_table, "journal"); }
std::string applied_name(std::string_view version_table) { return beside(version_table, "applied"); }

std::array<std::string, 3> own_table_names(std::string_view version_table) {
  return {std::string(version_table), journal_name(version_table), applied_name(version_table)};
}

std::string qualified(const dialect::Dialect& dialect, const schema::QualifiedName& name) {
  return name.schema.empty() ? dialect.quote(name.name) : dialect.quote(name.schema) + "." + dialect.quote(name.name);
}

std::string create_table_sql(const dialect::Dialect& dialect, schema::Table table) {
  const ops::Operations create{{ops::CreateTable{std::move(table)}}};
  return dialect.compile(create, {}, nullptr).front().sql;
}

std::string utc_now() {
  const auto now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::string text(20, '\0');
  text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &utc));
  return text;
}

}  // namespace retort::runtime
