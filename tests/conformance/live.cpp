#include "conformance/live.hpp"

#include <gtest/gtest.h>
#include <retort/migration.hpp>

#include <soci/soci.h>
#include <algorithm>

#include <memory>
#include <string_view>
#include <utility>

#include "conformance/answers.hpp"
#include "conformance/schema_lines.hpp"
#include "dialect/unique_indexes.hpp"
#include "ops/apply.hpp"
#include "runtime/connection.hpp"
#include "support/record.hpp"

namespace retort::conformance {

namespace {

using Lines = std::vector<std::string>;

class Step final : public Migration {
 public:
  Step(Revision revision, void (*up)()) : revision_(std::move(revision)), up_(up) {}
  Revision revision() const override { return revision_; }
  void upgrade() const override {
    if (up_ != nullptr) up_();
  }

 private:
  Revision revision_;
  void (*up_)();
};

/// A key to a table that is gone stays in the text of SQLite, and goes with the table elsewhere. A column that comes
/// back on the way down has one place on PostgreSQL and Firebird: the last.
void leave_out_differences(schema::Table& table, const schema::MetaData& expected, std::string_view dialect, Way way) {
  std::erase_if(table.foreign_keys, [&](const auto& key) { return !expected.tables.contains(key.referent); });
  if (way == Way::up || (dialect != "postgresql" && dialect != "firebird")) return;
  std::sort(table.columns.begin(), table.columns.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
}

}  // namespace

std::vector<std::string> servers() {
  auto names = dialect_names();
  std::erase(names, "mysql");
  return names;
}

MigrationSet set_of(const Case& each) {
  MigrationSet set;
  set.add(std::make_unique<Step>(Revision{.id = "before"}, each.before));
  set.add(std::make_unique<Step>(Revision{.id = "change", .down_revision = {"before"}}, each.change));
  return set;
}

schema::MetaData sum_of(void (*before)(), void (*change)(), std::string_view server) {
  schema::MetaData schema;
  for (auto* part : {before, change}) ops::apply(recorded(part, *dialect::find_dialect(server)), schema);
  return schema;
}

void forget_schemas(soci::session& session) {
  // To MySQL a schema is a database, and belongs to the server.
  if (session.get_backend_name() == "mysql") session << "DROP DATABASE IF EXISTS school";
}

void expect_schema(soci::session& session, const schema::MetaData& expected, Way way, const dialect::Dialect* offline) {
  const auto connection = runtime::connect(session);
  const auto& dialect = offline != nullptr ? *offline : connection->dialect();
  auto found = connection->inspect();
  connection->rollback();
  Lines wanted;
  Lines there;
  for (const auto& [name, table] : expected.tables) {
    schema::Table normal = dialect.normalized(table);
    leave_out_differences(normal, expected, dialect.name(), way);
    const auto lines = table_lines(normal, normal);
    wanted.insert(wanted.end(), lines.begin(), lines.end());
    auto place = found.tables.find(name);
    if (place == found.tables.end() && !name.schema.empty()) {
      // Another database of MySQL's, which is none of the connection's.
      if (auto own = connection->facts().table(name)) place = found.tables.emplace(name, std::move(*own)).first;
    }
    if (place == found.tables.end()) continue;
    leave_out_differences(place->second, expected, dialect.name(), way);
    if (dialect.capabilities().uniques_are_indexes) dialect::call_uniques_as(place->second, normal);
    const auto others = table_lines(place->second, normal);
    there.insert(there.end(), others.begin(), others.end());
    found.tables.erase(place);
  }
  for (const auto& [name, table] : found.tables) {
    if (name.name != "retort_version" && !name.name.starts_with("retort_")) there.push_back("table " + name.text());
  }
  const auto list = [](const auto& objects, const char* what, Lines& lines) {
    for (const auto& [name, object] : objects) lines.push_back(what + (" " + name.text()));
  };
  list(expected.views, "view", wanted);
  list(found.views, "view", there);
  list(expected.sequences, "sequence", wanted);
  list(found.sequences, "sequence", there);
  EXPECT_EQ(there, wanted);
}

}  // namespace retort::conformance
