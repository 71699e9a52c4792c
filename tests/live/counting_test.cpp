// How a sequence or an identity counts is a difference like any other, and is changed without losing the number that
// was reached.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/autogenerate.hpp>
#include <retort/error.hpp>
#include <retort/snapshot.hpp>

#include <string>

#include "live/compare_support.hpp"
#include "support/generated_program.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Counting : public Comparison {
 protected:
  Lines next(const std::string& sequence) {
    if (is("firebird")) return values("SELECT NEXT VALUE FOR " + sequence + " FROM RDB$DATABASE");
    if (is("mariadb")) return values("SELECT NEXT VALUE FOR " + sequence);
    return values("SELECT nextval('" + sequence + "')");
  }

  static MetaData counting(FunctionRef<void(op::SequenceOptions&)> describe) {
    MetaData model;
    model.sequence("numbers", describe);
    return model;
  }

  /// There and back; each time the comparison is empty then.
  void leads_to(const MetaData& from, const MetaData& model) {
    const auto operations = compare(database_.session(), model);
    ASSERT_THAT(operations.describe(), ElementsAre("alter_sequence(\"numbers\")"));
    run(operations);
    EXPECT_THAT(difference(model), IsEmpty());
    undo(operations);
    EXPECT_THAT(difference(from), IsEmpty());
    run(operations);
    EXPECT_THAT(difference(model), IsEmpty());
  }
};

INSTANTIATE_TEST_SUITE_P(On, Counting, ::testing::Values("postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return std::string(each.param); });

TEST_P(Counting, OfASequenceIsChangedAndGoesOn) {
  const auto old = counting([](op::SequenceOptions& s) { s.start(100).increment(5); });
  run(compare(database_.session(), old));
  EXPECT_EQ(next("numbers"), Lines{"100"});
  EXPECT_EQ(next("numbers"), Lines{"105"});
  const auto model = counting([](op::SequenceOptions& s) { s.start(50).increment(2); });
  leads_to(old, model);
  // MariaDB passes over the numbers that it had ready.
  EXPECT_EQ(next("numbers"), Lines{is("mariadb") ? "5100" : "107"});
  EXPECT_EQ(next("numbers"), Lines{is("mariadb") ? "5102" : "109"});
}

TEST_P(Counting, OfASequenceThatWasNeverUsedBeginsWhereItDid) {
  run(compare(database_.session(), counting([](op::SequenceOptions& s) { s.start(100); })));
  run(compare(database_.session(), counting([](op::SequenceOptions& s) { s.start(100).increment(7); })));
  EXPECT_EQ(next("numbers"), Lines{"100"});
  EXPECT_EQ(next("numbers"), Lines{"107"});
}

TEST_P(Counting, OfASequenceBecomesThatOfThePlainOne) {
  const auto old = counting([](op::SequenceOptions& s) { s.start(100).increment(5); });
  run(compare(database_.session(), old));
  leads_to(old, counting([](op::SequenceOptions&) {}));
}

TEST_P(Counting, OfASequenceWithBoundsIsChanged) {
  if (is("firebird")) {
    const auto bounded = counting([](op::SequenceOptions& s) { s.max_value(9); });
    EXPECT_THROW(difference(bounded), UnsupportedOperation);
    return;
  }
  const auto old = counting([](op::SequenceOptions& s) { s.min_value(10).max_value(99); });
  run(compare(database_.session(), old));
  EXPECT_EQ(next("numbers"), Lines{"10"});
  const auto model = counting([](op::SequenceOptions& s) { s.min_value(5).cycle(); });
  leads_to(old, model);
  if (is("postgresql")) {
    EXPECT_EQ(next("numbers"), Lines{"11"});
  }
  const auto other = counting([](op::SequenceOptions& s) { s.min_value(5).max_value(50).start(20); });
  leads_to(model, other);
}

TEST_P(Counting, OfASequenceTurnsRound) {
  const auto up = counting([](op::SequenceOptions& s) { s.increment(2); });
  run(compare(database_.session(), up));
  next("numbers");
  leads_to(up, counting([](op::SequenceOptions& s) { s.increment(-3); }));
}

TEST_P(Counting, IsWhatCheckTellsUntilTheGeneratedMigrationHasRun) {
  run(compare(database_.session(), counting([](op::SequenceOptions& s) { s.increment(5); })));
  const auto model = counting([](op::SequenceOptions& s) { s.increment(7); });
  const auto migration = render_migration(compare(database_.session(), model), {.id = "b0", .message = "by seven"});
  const GeneratedProgram program(migration, render_model(model));
  ASSERT_EQ(program.built().status, 0) << program.built().text << migration;
  const auto url = database_.url();
  EXPECT_EQ(program.run(url, "upgrade heads").status, 0) << migration;
  EXPECT_EQ(program.run(url, "check").status, 0);
  // Somebody else's hand.
  run(compare(database_.session(), counting([](op::SequenceOptions& s) { s.increment(9); })));
  const auto said = program.run(url, "check");
  EXPECT_EQ(said.status, 3) << said.text;
  EXPECT_THAT(said.text, HasSubstr("alter_sequence(\"numbers\")"));
}

TEST_P(Counting, OfAnIdentityIsChangedWhereTheDatabaseCan) {
  const auto numbered = [](op::Identity identity) {
    MetaData model;
    model.table("t", [&](op::Table& t) {
      t.big_integer("id").primary_key().identity(identity);
      t.integer("x");
    });
    return model;
  };
  const auto old = numbered({});
  run(compare(database_.session(), old));
  execute("INSERT INTO t (x) VALUES (1)");
  if (is("mariadb")) {
    EXPECT_THAT(difference(numbered({.start = 5})), IsEmpty());
    return;
  }
  if (is("firebird")) {
    const auto operations = compare(database_.session(), numbered({.start = 5}));
    EXPECT_THAT(operations.describe(), IsEmpty());
    EXPECT_THAT(operations.notes(), ElementsAre(HasSubstr("is numbered in another way")));
    return;
  }
  const auto step = [&](const MetaData& from, const MetaData& to) {
    const auto operations = compare(database_.session(), to);
    ASSERT_THAT(operations.describe(), ElementsAre("alter_column(\"t\", \"id\")"));
    run(operations);
    EXPECT_THAT(difference(to), IsEmpty());
    undo(operations);
    EXPECT_THAT(difference(from), IsEmpty());
    run(operations);
  };
  const auto always = numbered({.always = true, .start = 9, .increment = 10});
  step(old, always);
  execute("INSERT INTO t (x) VALUES (2)");
  EXPECT_EQ(values("SELECT id FROM t ORDER BY 1"), (Lines{"1", "11"}));
  EXPECT_THROW(execute("INSERT INTO t (id, x) VALUES (5, 2)"), DatabaseError);
  step(always, numbered({.increment = -1}));
  execute("INSERT INTO t (x) VALUES (3)");
  EXPECT_EQ(values("SELECT id FROM t ORDER BY 1"), (Lines{"-1", "1", "11"}));
  const auto wide = numbered({.always = true, .start = 100, .increment = 2});
  execute("DROP TABLE t");
  execute("CREATE TABLE t (id bigint PRIMARY KEY, x integer)");
  execute("INSERT INTO t VALUES (200, 1)");
  run(compare(database_.session(), wide));
  EXPECT_THAT(difference(wide), IsEmpty());
  execute("INSERT INTO t (x) VALUES (2)");
  EXPECT_EQ(values("SELECT id FROM t ORDER BY 1"), (Lines{"200", "202"}));
}

}  // namespace
}  // namespace retort::test
