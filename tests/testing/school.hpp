#ifndef RETORT_TESTS_TESTING_SCHOOL_HPP
#define RETORT_TESTS_TESTING_SCHOOL_HPP

#include <retort/migration_set.hpp>

#include <soci/soci.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace retort::testing_support {

class CreateSchools final : public Migration {
 public:
  Revision revision() const override { return {.id = "schools"}; }
  void upgrade() const override {
    op::create_table("schools", [](op::Table& t) { t.integer("id").primary_key(); });
  }
};

class CreatePupils final : public Migration {
 public:
  Revision revision() const override { return {.id = "pupils", .down_revision = {"schools"}}; }
  void upgrade() const override {
    op::create_table("pupils", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("school").references("schools", "id");
      t.string("name", 50).not_null().server_default("");
    });
  }
};

class RenamePupils final : public Migration {
 public:
  Revision revision() const override { return {.id = "scholars", .down_revision = {"pupils"}}; }
  void upgrade() const override {
    op::rename_table("pupils", "scholars");
    op::alter_column("scholars", "name",
                     [](op::ColumnChange& c) { c.new_column_name("full_name").type(op::string(80)); });
  }
};

/// Three revisions, without a fault: schools <- pupils <- scholars.
inline MigrationSet school() { return MigrationSet::of<CreateSchools, CreatePupils, RenamePupils>(); }

/// A migration in a test's own words. Without a way down of its own it is derived.
struct Script {
  std::string id;
  /// Several with blanks between them.
  std::string parent;
  std::function<void()> up;
  std::function<void()> down = {};
};

class Scripted final : public Migration {
 public:
  explicit Scripted(Script script) : script_(std::move(script)) {}
  Revision revision() const override {
    Revision revision{.id = script_.id};
    std::string word;
    for (const char c : script_.parent + " ") {
      if (c != ' ') {
        word += c;
      } else if (!word.empty()) {
        revision.down_revision.push_back(std::exchange(word, {}));
      }
    }
    return revision;
  }
  void upgrade() const override { script_.up(); }
  void downgrade() const override { script_.down ? script_.down() : Migration::downgrade(); }

 private:
  Script script_;
};

/// Another set at each call.
inline MigrationSet set_of(std::vector<Script> scripts) {
  MigrationSet set;
  for (auto& script : scripts) set.add(std::make_unique<Scripted>(std::move(script)));
  return set;
}

/// The rows of what may stand behind FROM.
inline int count(soci::session& sql, const std::string& from) {
  int rows = 0;
  sql << "SELECT count(*) FROM " + from, soci::into(rows);
  return rows;
}

}  // namespace retort::testing_support

#endif
