// What a database says that no option has a word for is kept in its own words: read, held against the model, and made
// again by what is generated.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/snapshot.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "live/compare_support.hpp"
#include "schema/metadata.hpp"

namespace retort::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using Describe = std::function<void(op::Table&)>;

/// What somebody wrote by hand, and the same as a model says it.
struct Form {
  std::string sql;
  Describe model;
  /// The difference to a model that does not say it: what `plain` leaves out.
  Describe plain;
};

void two(op::Table& t) {
  t.integer("a").not_null();
  t.integer("b");
}

std::vector<Form> postgresql() {
  return {
      {"CREATE TABLE t (a integer NOT NULL, b integer);"
       "CREATE UNIQUE INDEX ix_t ON t (b) NULLS NOT DISTINCT WITH (fillfactor = 70, deduplicate_items = off) WHERE a > "
       "0",
       [](op::Table& t) {
         two(t);
         t.index({"b"}).name("ix_t").unique().nulls_not_distinct().where("a > 0").native(
             {{"postgresql", "WITH (fillfactor='70', deduplicate_items=OFF)"}, {"mysql", "WITH PARSER x"}});
       },
       [](op::Table& t) {
         two(t);
         t.index({"b"}).name("ix_t").unique().where("a > 0");
       }},
      {"CREATE TABLE t (a integer NOT NULL, b integer, CONSTRAINT uq_t UNIQUE NULLS NOT DISTINCT (b) INCLUDE (a) WITH "
       "(fillfactor=50) DEFERRABLE)",
       [](op::Table& t) {
         two(t);
         t.unique({"b"}).name("uq_t").nulls_not_distinct().deferrable().native(
             {{"postgresql", "include (a) with (fillfactor=50)"}});
       },
       [](op::Table& t) {
         two(t);
         t.unique({"b"}).name("uq_t").nulls_not_distinct().deferrable();
       }},
      {"CREATE TABLE t (a integer NOT NULL, b integer, CONSTRAINT pk_t PRIMARY KEY (a) INCLUDE (b) DEFERRABLE "
       "INITIALLY "
       "DEFERRED)",
       [](op::Table& t) {
         two(t);
         t.primary_key({"a"}).name("pk_t").native({{"postgresql", "INCLUDE (b) DEFERRABLE INITIALLY DEFERRED"}});
       },
       [](op::Table& t) {
         two(t);
         t.primary_key({"a"}).name("pk_t");
       }},
      {"CREATE TABLE p (x integer, y integer, PRIMARY KEY (x, y));"
       "CREATE TABLE t (a integer NOT NULL, b integer, CONSTRAINT fk_t FOREIGN KEY (a, b) REFERENCES p (x, y) ON "
       "DELETE "
       "SET NULL (b) ON UPDATE CASCADE)",
       [](op::Table& t) {
         two(t);
         t.foreign_key({"a", "b"}, "p", {"x", "y"})
             .name("fk_t")
             .on_update(op::cascade)
             .native({{"postgresql", "ON DELETE SET NULL (b)"}});
       },
       [](op::Table& t) {
         two(t);
         t.foreign_key({"a", "b"}, "p", {"x", "y"}).name("fk_t").on_update(op::cascade);
       }},
      {"CREATE TABLE t (a integer NOT NULL, b integer, CONSTRAINT ck_t CHECK (a > 0) NO INHERIT)",
       [](op::Table& t) {
         two(t);
         t.check("a > 0").name("ck_t").native({{"postgresql", "NO INHERIT"}});
       },
       [](op::Table& t) {
         two(t);
         t.check("a > 0").name("ck_t");
       }},
      {"CREATE TABLE t (a integer NOT NULL, b integer, CONSTRAINT ex_t EXCLUDE USING gist (int4range(a, b) WITH &&) "
       "WITH "
       "(fillfactor=60) WHERE (a > 0))",
       [](op::Table& t) {
         two(t);
         t.exclude({{op::sql("int4range(a, b)"), "&&"}})
             .name("ex_t")
             .using_("gist")
             .where("a > 0")
             .native({{"postgresql", "WITH (fillfactor=60)"}});
       },
       [](op::Table& t) {
         two(t);
         t.exclude({{op::sql("int4range(a, b)"), "&&"}}).name("ex_t").using_("gist").where("a > 0");
       }},
  };
}

std::vector<Form> sqlite() {
  return {
      {"CREATE TABLE t (a INTEGER NOT NULL, b INTEGER, CONSTRAINT uq_t UNIQUE (b, a) on conflict ignore)",
       [](op::Table& t) {
         two(t);
         t.unique({"b", "a"}).name("uq_t").native({{"sqlite", "ON CONFLICT IGNORE"}, {"postgresql", "WITH (x=1)"}});
       },
       [](op::Table& t) {
         two(t);
         t.unique({"b", "a"}).name("uq_t");
       }},
      {"CREATE TABLE t (a INTEGER NOT NULL, b INTEGER NOT NULL, CONSTRAINT pk_t PRIMARY KEY (a, b) ON CONFLICT "
       "REPLACE)",
       [](op::Table& t) {
         t.integer("a").not_null();
         t.integer("b").not_null();
         t.primary_key({"a", "b"}).name("pk_t").native({{"sqlite", "ON CONFLICT REPLACE"}});
       },
       [](op::Table& t) {
         t.integer("a").not_null();
         t.integer("b").not_null();
         t.primary_key({"a", "b"}).name("pk_t");
       }},
      {"CREATE TABLE t (id INTEGER PRIMARY KEY ON CONFLICT ROLLBACK AUTOINCREMENT, b INTEGER)",
       [](op::Table& t) {
         t.integer("id").autoincrement();
         t.integer("b");
         t.primary_key({"id"}).native({{"sqlite", "ON CONFLICT ROLLBACK"}});
       },
       [](op::Table& t) {
         t.integer("id").primary_key().autoincrement();
         t.integer("b");
       }},
  };
}

std::vector<Form> mariadb() {
  return {
      {"CREATE TABLE t (a integer NOT NULL, b integer, INDEX ix_t (b) IGNORED)",
       [](op::Table& t) {
         two(t);
         t.index({"b"}).name("ix_t").native({{"mysql", "IGNORED"}});
       },
       [](op::Table& t) {
         two(t);
         t.index({"b"}).name("ix_t");
       }},
  };
}

std::vector<Form> firebird() {
  return {
      {"CREATE TABLE T (A INTEGER NOT NULL, B INTEGER, CONSTRAINT PK_T PRIMARY KEY (A) USING DESCENDING INDEX IX_DOWN)",
       [](op::Table& t) {
         t.integer("a").not_null();
         t.integer("b");
         t.primary_key({"a"}).name("pk_t").native({{"firebird", "USING DESCENDING INDEX \"IX_DOWN\""}});
       },
       [](op::Table& t) {
         t.integer("a").not_null();
         t.integer("b");
         t.primary_key({"a"}).name("pk_t");
       }},
      {"CREATE TABLE T (A INTEGER NOT NULL, B INTEGER, CONSTRAINT UQ_T UNIQUE (B) USING INDEX IX_B)",
       [](op::Table& t) {
         t.integer("a").not_null();
         t.integer("b");
         t.unique({"b"}).name("uq_t").native({{"firebird", "USING INDEX \"IX_B\""}});
       },
       [](op::Table& t) {
         t.integer("a").not_null();
         t.integer("b");
         t.unique({"b"}).name("uq_t");
       }},
  };
}

class NativeWords : public Comparison {
 protected:
  std::vector<Form> forms() const {
    return is("sqlite") ? sqlite() : is("postgresql") ? postgresql() : is("mariadb") ? mariadb() : firebird();
  }

  MetaData model(const Describe& describe) const {
    MetaData result;
    if (other_)
      result.table("p", [](op::Table& t) {
        t.integer("x");
        t.integer("y");
        t.primary_key({"x", "y"});
      });
    result.table("t", describe);
    return result;
  }

  void write_by_hand(const std::string& sql) {
    other_ = sql.find("CREATE TABLE p ") != std::string::npos;
    std::size_t begin = 0;
    for (auto end = sql.find(';'); begin < sql.size(); end = sql.find(';', begin)) {
      execute(sql.substr(begin, end - begin));
      begin = end == std::string::npos ? sql.size() : end + 1;
    }
  }
  void drop() {
    execute("DROP TABLE t");
    if (other_) execute("DROP TABLE p");
  }

  bool other_ = false;
};

INSTANTIATE_TEST_SUITE_P(On, NativeWords, ::testing::Values("sqlite", "postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return std::string(each.param); });

// What one of them alone has.
class WordsOfPostgresql : public NativeWords {};
class WordsOfSqlite : public NativeWords {};
class WordsOfViews : public NativeWords {};
INSTANTIATE_TEST_SUITE_P(On, WordsOfPostgresql, ::testing::Values("postgresql"),
                         [](const auto& each) { return std::string(each.param); });
INSTANTIATE_TEST_SUITE_P(On, WordsOfSqlite, ::testing::Values("sqlite"),
                         [](const auto& each) { return std::string(each.param); });
INSTANTIATE_TEST_SUITE_P(On, WordsOfViews, ::testing::Values("postgresql", "mariadb"),
                         [](const auto& each) { return std::string(each.param); });

TEST_P(NativeWords, AreReadAndHeldAgainstTheModel) {
  for (const auto& form : forms()) {
    SCOPED_TRACE(form.sql);
    write_by_hand(form.sql);
    EXPECT_THAT(difference(model(form.model)), IsEmpty());

    // Without the words it is another table, which the operations make of it, and their way back makes this one again.
    const auto before = inspect(database_.session());
    const auto operations = compare(database_.session(), model(form.plain));
    ASSERT_THAT(operations.describe(), Not(IsEmpty()));
    run(operations);
    EXPECT_THAT(difference(model(form.plain)), IsEmpty());
    EXPECT_THAT(difference(model(form.model)), Not(IsEmpty()));
    undo(operations);
    EXPECT_EQ(to_json(inspect(database_.session())), to_json(before));
    EXPECT_THAT(difference(model(form.model)), IsEmpty());
    drop();
  }
}

TEST_P(NativeWords, AreMadeAgainByABaseline) {
  for (const auto& form : forms()) {
    SCOPED_TRACE(form.sql);
    write_by_hand(form.sql);
    const auto schema = inspect(database_.session());
    EXPECT_EQ(metadata_from_json(to_json(schema)).data(), schema.data());
    EXPECT_THAT(render_model(schema), HasSubstr("native("));
    drop();
    run(creation_of(schema));
    EXPECT_EQ(to_json(inspect(database_.session())), to_json(schema));
    EXPECT_THAT(difference(schema), IsEmpty());
    drop();
  }
}

TEST_P(WordsOfPostgresql, OfATableAreANote) {
  execute("CREATE TABLE t (a integer NOT NULL, b text) WITH (fillfactor=70, toast.autovacuum_enabled=off)");
  MetaData same;
  same.table("t", [](op::Table& t) {
    t.integer("a").not_null();
    t.text("b");
    t.native({{"postgresql", "WITH (FILLFACTOR = 70, toast.autovacuum_enabled = 'off')"}});
  });
  auto operations = compare(database_.session(), same);
  EXPECT_THAT(operations.describe(), IsEmpty());
  EXPECT_THAT(operations.notes(), IsEmpty());
  EXPECT_TRUE(operations.matches());
  MetaData other;
  other.table("t", [](op::Table& t) {
    t.integer("a").not_null();
    t.text("b");
  });
  operations = compare(database_.session(), other);
  EXPECT_THAT(operations.describe(), IsEmpty());
  EXPECT_FALSE(operations.matches());
  EXPECT_THAT(operations.notes(),
              ::testing::ElementsAre(HasSubstr("with (fillfactor=70, toast.autovacuum_enabled=off)")));
}

TEST_P(WordsOfSqlite, OfAColumnAreANote) {
  execute("CREATE TABLE t (a INTEGER NOT NULL ON CONFLICT REPLACE DEFAULT 5, b INTEGER NOT NULL ON CONFLICT ABORT)");
  const auto saying = [](const SqlText& words) {
    MetaData result;
    result.table("t", [&](op::Table& t) {
      t.integer("a").not_null().server_default(5).native(words);
      t.integer("b").not_null();
    });
    return result;
  };
  EXPECT_THAT(compare(database_.session(), saying({{"sqlite", "on conflict replace"}})).notes(), IsEmpty());
  const auto operations = compare(database_.session(), saying({}));
  EXPECT_THAT(operations.describe(), IsEmpty());
  EXPECT_THAT(operations.notes(), ::testing::ElementsAre(HasSubstr("\"ON CONFLICT REPLACE\"")));
  const auto schema = inspect(database_.session());
  execute("DROP TABLE t");
  run(creation_of(schema));
  execute("INSERT INTO t (a, b) VALUES (NULL, 1)");
  EXPECT_EQ(values("SELECT a FROM t"), Lines{"5"});
}

TEST_P(WordsOfSqlite, AKeyWithACollationOfItsOwnIsLeftAlone) {
  execute("CREATE TABLE t (a TEXT, b TEXT, UNIQUE (a COLLATE NOCASE))");
  const auto operations = compare(database_.session(), MetaData());
  EXPECT_THAT(operations.describe(), IsEmpty());
  EXPECT_THAT(operations.notes(), ::testing::ElementsAre(HasSubstr("left alone")));
}

TEST_P(WordsOfViews, AreReadAndHeldAgainstTheModel) {
  const auto two_of = [](const SqlText& query, const SqlText& words) {
    MetaData result;
    result.table("t", two);
    result.view("v", query, [&](op::ViewOptions& o) { o.native(words); });
    return result;
  };
  execute("CREATE TABLE t (a integer NOT NULL, b integer)");
  std::string query = "SELECT a FROM t WHERE a > 1";
  SqlText words;
  if (is("postgresql")) {
    execute("CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t WHERE a > 1 WITH LOCAL CHECK OPTION");
    words = {{"postgresql", "WITH (security_barrier=true, check_option=local)"}};
  } else {
    query += " WITH CASCADED CHECK OPTION";
    execute("CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW v AS " + query);
    words = {{"mysql", "ALGORITHM=MERGE SQL SECURITY INVOKER"}};
  }
  EXPECT_THAT(difference(two_of(query, words)), IsEmpty());
  const auto schema = inspect(database_.session());
  EXPECT_THAT(to_json(schema), Not(HasSubstr(values(is("mariadb") ? "SELECT DATABASE()" : "SELECT 'nobody'").at(0))));
  EXPECT_EQ(metadata_from_json(to_json(schema)).data(), schema.data());

  const auto operations = compare(database_.session(), two_of("SELECT a FROM t WHERE a > 1", {}));
  ASSERT_THAT(operations.describe(), Not(IsEmpty()));
  run(operations);
  EXPECT_THAT(difference(two_of("SELECT a FROM t WHERE a > 1", {})), IsEmpty());
  undo(operations);
  EXPECT_EQ(to_json(inspect(database_.session())), to_json(schema));

  execute("DROP VIEW v");
  execute("DROP TABLE t");
  run(creation_of(schema));
  EXPECT_EQ(to_json(inspect(database_.session())), to_json(schema));
}

TEST_P(NativeWords, WhatHasNoPlaceIsTold) {
  std::vector<std::string> told;
  if (is("postgresql")) {
    for (const char* sql :
         {"CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%')", "CREATE TYPE address AS (street text, zip text)",
          "CREATE FUNCTION f(x integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
          "CREATE TABLE t (a integer, mail email, home address)", "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING",
          "CREATE POLICY p ON t USING (a > 0)", "CREATE MATERIALIZED VIEW m AS SELECT a FROM t",
          "CREATE UNIQUE INDEX ix_m ON m (a)", "CREATE STATISTICS st ON a, mail FROM t"}) {
      execute(sql);
    }
    told = {"composite type address", "domain email", "function f(integer)", "index ix_m on m",
            "policy p on t",          "rule r on t",  "statistics st"};
  } else if (is("mariadb")) {
    execute("CREATE PROCEDURE p() SELECT 1");
    execute("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1");
    told = {"event e", "procedure p"};
  } else if (is("firebird")) {
    for (const char* sql :
         {"CREATE DOMAIN EMAIL AS VARCHAR(100)", "CREATE EXCEPTION BAD 'bad'", "CREATE PROCEDURE P AS BEGIN END",
          "CREATE TABLE T (A INTEGER)", "CREATE INDEX IX_T ON T (A)", "ALTER INDEX IX_T INACTIVE",
          "CREATE TRIGGER TR FOR T INACTIVE BEFORE INSERT POSITION 3 AS BEGIN NEW.A = 1; END"}) {
      execute(sql);
    }
    told = {"domain EMAIL", "exception BAD",           "position of the trigger TR",
            "procedure P",  "state of the index IX_T", "state of the trigger TR"};
  }
  const auto schema = inspect(database_.session());
  for (auto& each : told) each = "The " + each + " is not described: there is no operation for it but op::execute.";
  EXPECT_EQ(schema.data().remarks, told);
  EXPECT_EQ(creation_of(schema).notes(), told);
  for (const auto& each : told) EXPECT_THAT(render_model(schema), HasSubstr("// " + each.substr(0, 40)));
  // The model that is written does not speak of them, and no difference does.
  EXPECT_THAT(compare(database_.session(), schema).describe(), IsEmpty());
}

TEST_P(WordsOfPostgresql, ATableMayHaveInheritedItsColumns) {
  execute("CREATE TABLE parent (a integer)");
  execute("CREATE TABLE kid () INHERITS (parent)");
  execute("CREATE TABLE bare ()");
  const auto schema = inspect(database_.session());
  EXPECT_THAT(creation_of(schema).notes(), ::testing::ElementsAre(HasSubstr("\"bare\" is left out")));
  execute("DROP TABLE parent CASCADE");
  execute("DROP TABLE bare");
  run(creation_of(schema));
  EXPECT_EQ(values("SELECT count(*)::text FROM information_schema.columns WHERE table_name = 'kid'"), Lines{"1"});
  EXPECT_THAT(difference(schema), IsEmpty());
}

TEST_P(WordsOfPostgresql, FollowTheNamesOfTheirColumns) {
  migrate([] {
    op::create_table("t", [](op::Table& t) {
      two(t);
      t.primary_key({"a"}).name("pk_t").native({{"postgresql", "INCLUDE (b)"}});
    });
  });
  migrate([] { op::rename_column("t", "b", "other"); });
  const auto known = schema_at(set_, "heads", "postgresql");
  EXPECT_THAT(compare(database_.session(), known, {}).describe(), IsEmpty());
}

}  // namespace
}  // namespace retort::test
