// What every database's catalog tells: in how many questions, under names of every kind, and of what cannot be
// expressed.

#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <retort/autogenerate.hpp>

#include <algorithm>
#include <map>
#include <string>

#include "live/compare_support.hpp"
#include "runtime/inspect/firebird.hpp"
#include "runtime/inspect/mysql.hpp"
#include "runtime/inspect/postgresql.hpp"
#include "runtime/mysql/server.hpp"

namespace retort::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

/// Counts the queries that go through it to PostgreSQL.
class Counting final : public runtime::Connection {
 public:
  explicit Counting(runtime::Connection& inner) noexcept : inner_(inner) {}

  const dialect::Dialect& dialect() const noexcept override { return inner_.dialect(); }
  dialect::Facts& facts() noexcept override { return inner_.facts(); }
  schema::MetaData inspect() override { return runtime::inspect_database(*this); }
  soci::session& session() noexcept override { return inner_.session(); }
  std::int64_t execute(std::string_view sql) override { return ++count, inner_.execute(sql); }
  std::vector<runtime::TextRow> rows(std::string_view sql) override { return ++count, inner_.rows(sql); }
  std::vector<std::string> query(std::string_view sql) override { return ++count, inner_.query(sql); }
  std::optional<std::vector<std::string>> query_existing(std::string_view sql,
                                                         const runtime::BeginOptions& lock) override {
    return ++count, inner_.query_existing(sql, lock);
  }
  bool in_transaction() noexcept override { return inner_.in_transaction(); }
  void begin(const runtime::BeginOptions& options) override { inner_.begin(options); }
  void commit() override { inner_.commit(); }
  std::string rollback() noexcept override { return inner_.rollback(); }

  int count = 0;

 private:
  runtime::Connection& inner_;
};

class Inspection : public Comparison {
 protected:
  void SetUp() override { connection_ = runtime::connect(database_.session()); }

  /// How many questions it takes to read the whole catalog.
  int questions() {
    int count = 0;
    const auto ask = [&](const std::string& sql) { return ++count, connection_->rows(sql); };
    if (is("sqlite")) {
      auto* native = static_cast<soci::sqlite3_session_backend*>(database_.session().get_backend())->conn_;
      using Trace = int (*)(sqlite_api::sqlite3*, unsigned, int (*)(unsigned, void*, void*, void*), void*);
      const auto trace = reinterpret_cast<Trace>(::dlsym(RTLD_DEFAULT, "sqlite3_trace_v2"));
      EXPECT_NE(trace, nullptr);
      constexpr unsigned kStatement = 1;
      trace(
          native, kStatement, [](unsigned, void* counter, void*, void*) { return ++*static_cast<int*>(counter), 0; },
          &count);
      connection_->inspect();
      trace(native, 0, nullptr, nullptr);
    } else if (is("postgresql")) {
      Counting counting(*connection_);
      counting.inspect();
      count = counting.count;
    } else if (is("mariadb")) {
      const auto server = runtime::mysql::ask_server([&](const std::string& sql) { return connection_->rows(sql); });
      runtime::mysql::read_catalog(ask, server, nullptr);
    } else {
      runtime::firebird::read_catalog(ask);
    }
    connection_->rollback();
    return count;
  }

  void create(const MetaData& model) {
    run(compare(database_.session(), model));
    EXPECT_THAT(difference(model), IsEmpty());
  }

  std::string quoted(const std::string& name) const { return connection_->dialect().quote(name); }

  std::unique_ptr<runtime::Connection> connection_;
};

INSTANTIATE_TEST_SUITE_P(On, Inspection, ::testing::Values("sqlite", "postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return std::string(each.param); });

void with_everything(MetaData& model, const std::string& name) {
  model.table(name, [&](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("parent").references(name, "id");
    t.string("word", 20).server_default("x");
    t.unique({"word"}).name("uq_" + name);
    t.check("id > 0").name("ck_" + name);
    t.index({"parent", "word"}).name("ix_" + name);
  });
  model.view("v_" + name, "SELECT id FROM " + name);
}

TEST_P(Inspection, TakesAsManyQuestionsForManyTablesAsForOne) {
  MetaData model;
  with_everything(model, "one");
  create(model);
  const auto for_one = questions();
  EXPECT_GT(for_one, 0);
  EXPECT_LT(for_one, 15);
  for (int i = 0; i < 20; ++i) with_everything(model, "many" + std::to_string(i));
  create(model);
  EXPECT_EQ(connection_->inspect().tables.size(), 21U);
  EXPECT_EQ(questions(), for_one);
}

TEST_P(Inspection, FindsNamesOfEveryKind) {
  MetaData model;
  int number = 0;
  for (const std::string name :
       {"sel\"ect", "it's", "back`tick", "-- no comment", "/* nor */ this", "b\\ackslash", "per%cent",
        "\xC3\xA4 \xE5\xAD\xA6", "order", "Mixed Case", "a.b", "$1 :name ?", "{brace}", "trailing;"}) {
    const auto label = std::to_string(++number);
    model.table(name, [&](op::Table& t) {
      t.integer(name).primary_key();
      t.string("x" + name, 20).not_null().server_default(name);
      t.integer("p" + name);
      t.unique({"x" + name}).name("u" + label + name);
      t.foreign_key({"p" + name}, name, {name}).name("f" + label + name);
      t.index({"p" + name, "x" + name}).name("i" + label + name);
    });
  }
  create(model);
  run(compare(database_.session(), {}));
  EXPECT_THAT(connection_->inspect().tables, IsEmpty());
}

TEST_P(Inspection, TellsOfAViewThatIsBroken) {
  if (is("sqlite")) {
    execute("CREATE VIEW broken AS SELECT x FROM nowhere");
  } else {
    execute("CREATE TABLE nowhere (x INTEGER)");
    execute("CREATE VIEW broken AS SELECT x FROM nowhere");
    if (is("mariadb")) execute("DROP TABLE nowhere");
  }
  EXPECT_TRUE(connection_->inspect().views.contains({{}, "broken"}));
  connection_->rollback();
  // PostgreSQL and Firebird keep the table as long as the view reads it, and drop them in the right order.
  const auto operations = compare(database_.session(), {});
  EXPECT_EQ(operations.describe().front(), "drop_view(\"broken\")");
  run(operations);
  EXPECT_TRUE(connection_->inspect().views.empty());
  EXPECT_TRUE(connection_->inspect().tables.empty());
}

/// A type of the server's own, and a column of it.
const std::map<std::string, std::pair<std::string, std::string>> kOwnTypes = {
    {"sqlite", {"", "GEOMETRY(4326)"}},
    {"postgresql", {"CREATE DOMAIN positive AS integer CHECK (VALUE > 0)", "positive"}},
    {"mariadb", {"", "MEDIUMINT UNSIGNED"}},
    {"firebird", {"", "CHAR(4) CHARACTER SET WIN1252"}}};

TEST_P(Inspection, KeepsATypeItCannotExpressInTheDatabasesWords) {
  const auto& [before, type] = kOwnTypes.at(GetParam());
  if (!before.empty()) execute(before);
  execute("CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, x " + type + ")");
  const auto model_of = [](const Type& column) {
    MetaData model;
    model.table("t", [&](op::Table& t) {
      t.integer("id").primary_key();
      t.column("x", column);
    });
    return model;
  };
  const auto held = connection_->inspect().tables.at({{}, "t"}).find_column("x")->type;
  connection_->rollback();
  EXPECT_EQ(held.kind(), Type::Kind::native);
  EXPECT_THAT(difference(model_of(op::native(type))), IsEmpty());
  EXPECT_THAT(difference(model_of(op::date())), ElementsAre("alter_column(\"t\", \"x\")"));
}

TEST_P(Inspection, SaysWhatIsLeftAlone) {
  if (is("sqlite")) {
    execute("CREATE VIRTUAL TABLE odd USING fts5(body)");
  } else if (is("postgresql")) {
    execute("CREATE TABLE odd (id integer) PARTITION BY RANGE (id)");
    execute("CREATE TABLE part PARTITION OF odd FOR VALUES FROM (0) TO (10)");
  } else if (is("mariadb")) {
    execute("CREATE TABLE odd (id INT) PARTITION BY HASH (id) PARTITIONS 2");
  } else {
    execute("CREATE TABLE odd (id INTEGER, cube INTEGER [1:3])");
  }
  const auto operations = compare(database_.session(), {});
  EXPECT_THAT(operations.notes(),
              Contains(HasSubstr(is("postgresql") ? "\"part\" is left alone" : "\"odd\" is left alone")));
  const auto source = render_migration(operations, {.id = "x"});
  EXPECT_THAT(source, HasSubstr("is left alone"));
}

}  // namespace
}  // namespace retort::test
