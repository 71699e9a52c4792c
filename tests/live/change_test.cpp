// A database that is not as the model says becomes so, by operations and by the program that is generated from them,
// and goes back to what it was.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/autogenerate.hpp>
#include <retort/error.hpp>
#include <retort/snapshot.hpp>

#include <algorithm>

#include <string>

#include "live/compare_support.hpp"
#include "support/generated_program.hpp"
#include "support/record.hpp"

namespace retort::test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Change : public Comparison {
 protected:
  bool has_sequences() const { return !is("sqlite"); }
  SqlText body(const std::string& word) const {
    return "UPDATE customers SET note = '" + word + "' WHERE id = NEW.customer_id;";
  }

  MetaData first() const {
    MetaData model;
    model.table("customers", [](op::Table& t) {
      t.integer("id").primary_key().autoincrement();
      t.string("name", 40).not_null();
      t.string("email", 80).comment("where letters go");
      t.enum_("mood", "mood", {"good", "bad"}).not_null().server_default("good");
      t.text("note");
      t.boolean("gone").server_default(false);
      t.unique({"email"}).name("uq_customers_email");
      t.comment("who buys");
    });
    model.table("orders", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("customer_id").not_null();
      t.numeric("total", 10, 2).server_default(0);
      t.timestamp("ordered_at").server_default(op::sql("CURRENT_TIMESTAMP"));
      t.string("code", 20);
      t.foreign_key({"customer_id"}, "customers", {"id"}).name("fk_orders_customer").on_delete(op::cascade);
      t.check("total >= 0").name("ck_orders_total");
      t.index({"code"}).name("ix_orders_code");
      t.index({"customer_id", "ordered_at"}).name("ix_orders_customer");
    });
    model.view("orders_now", "SELECT id, total FROM orders");
    model.view("above", "SELECT id FROM orders_now");
    model.trigger("tr_orders", "orders", body("first"), [](op::TriggerOptions& t) { t.after().on_insert(); });
    model.trigger("tr_same", "orders", body("same"), [](op::TriggerOptions& t) { t.after().on_update(); });
    if (has_sequences()) {
      model.sequence("numbers", [](op::SequenceOptions& s) { s.start(100).increment(5); });
      model.sequence("old_numbers");
    }
    return model;
  }

  MetaData second() const {
    MetaData model;
    model.table("customers", [](op::Table& t) {
      t.integer("id").primary_key().autoincrement();
      t.string("full_name", 60).not_null();
      t.string("email", 80).not_null().server_default("").comment("where bills go");
      t.enum_("mood", "mood", {"good", "fair", "bad"}).not_null().server_default("fair");
      t.text("note");
      t.integer("friend_id").references("customers", "id");
      t.unique({"email", "full_name"}).name("uq_customers_email");
    });
    model.table("lines", [](op::Table& t) {
      t.integer("order_id").references("orders", "id").on_delete(op::cascade);
      t.integer("place");
      t.string("what", 100).not_null().server_default("it's new");
      t.primary_key({"order_id", "place"}).name("pk_lines");
    });
    model.table("orders", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("customer_id");
      t.numeric("total", 12, 2).server_default(1).not_null();
      t.timestamp("ordered_at");
      t.string("code", 20).not_null().server_default("none");
      t.foreign_key({"customer_id"}, "customers", {"id"}).name("fk_orders_customer").on_delete(op::set_null);
      t.check("total > 0").name("ck_orders_total");
      t.index({"code", "ordered_at"}).name("ix_orders_code").unique();
      t.comment("what is bought");
    });
    model.view("orders_now", "SELECT id, total, code FROM orders");
    model.view("above", "SELECT id FROM orders_now");
    model.view("aaa", "SELECT id FROM above");
    model.trigger("tr_orders", "orders", body("second"), [](op::TriggerOptions& t) { t.after().on_insert(); });
    model.trigger("tr_same", "orders", body("same"), [](op::TriggerOptions& t) { t.after().on_update(); });
    if (has_sequences()) {
      model.sequence("numbers", [](op::SequenceOptions& s) { s.start(100).increment(5); });
      model.sequence("new_numbers");
    }
    return model;
  }

  Operations to(const MetaData& model) {
    return compare(database_.session(), model, {.renames = CompareOptions::Renames::all});
  }
};

INSTANTIATE_TEST_SUITE_P(On, Change, ::testing::Values("sqlite", "postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return std::string(each.param); });

TEST_P(Change, LeadsToTheModelAndBack) {
  run(to(first()));
  EXPECT_THAT(difference(first()), IsEmpty());
  const auto operations = to(second());
  const auto words = operations.describe();
  EXPECT_THAT(words, Contains("rename_column(\"customers\", \"name\", \"full_name\")"));
  EXPECT_THAT(words, Contains("drop_trigger(\"tr_orders\", \"orders\")"));
  EXPECT_THAT(words, Not(Contains(HasSubstr("tr_same"))));
  run(operations);
  EXPECT_THAT(difference(second()), IsEmpty());
  undo(operations);
  EXPECT_THAT(difference(first()), IsEmpty());
}

TEST_P(Change, LeadsToTheModelAndBackByTheProgramThatIsGenerated) {
  run(to(first()));
  const auto operations = to(second());
  const auto migration = render_migration(operations, {.id = "b0", .message = "to the second"});
  const GeneratedProgram program(migration, render_model(second()));
  ASSERT_EQ(program.built().status, 0) << program.built().text << migration;
  EXPECT_THAT(program.built().text, IsEmpty());
  // A database in memory is nobody else's: the program gets a copy.
  const auto file = program.path("copy.db");
  if (is("sqlite")) execute("VACUUM INTO '" + file + "'");
  const auto url = is("sqlite") ? "sqlite3://" + file : database_.url();
  const auto difference_to = [&](const MetaData& model) {
    soci::session session(url);
    return compare(session, model).describe();
  };
  auto said = program.run(url, "upgrade heads");
  ASSERT_EQ(said.status, 0) << said.text << migration;
  EXPECT_THAT(difference_to(second()), IsEmpty());
  said = program.run(url, "check");
  EXPECT_EQ(said.status, 0) << said.text;
  said = program.run(url, "downgrade base");
  ASSERT_EQ(said.status, 0) << said.text << migration;
  EXPECT_THAT(difference_to(first()), IsEmpty());
}

TEST_P(Change, OfAKeyThatOthersReferToMovesThemAside) {
  MetaData before;
  before.table("a", [](op::Table& t) {
    t.integer("id");
    t.integer("code").not_null();
    t.primary_key({"id"}).name("pk_a");
    t.unique({"code"}).name("uq_a_code");
  });
  before.table("b", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("code");
    t.foreign_key({"code"}, "a", {"code"}).name("fk_b_code");
  });
  run(to(before));
  MetaData after;
  after.table("a", [](op::Table& t) {
    t.integer("id").not_null();
    t.integer("code");
    t.primary_key({"code"}).name("pk_a");
  });
  after.table("b", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("code");
    t.foreign_key({"code"}, "a", {"code"}).name("fk_b_code");
  });
  const auto operations = to(after);
  run(operations);
  EXPECT_THAT(difference(after), IsEmpty());
  undo(operations);
  EXPECT_THAT(difference(before), IsEmpty());
}

TEST_P(Change, RenamesATableWhereTheDatabaseCan) {
  const auto orders = [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("customer", 80).not_null();
    t.timestamp("ordered_at");
    t.numeric("total", 10, 2);
    t.string("remark", 100);
    t.boolean("paid");
  };
  const auto lines = [](const char* of) {
    return [of](op::Table& t) {
      t.integer("id").primary_key();
      t.foreign_key({"id"}, of, {"id"}).name("fk_lines");
    };
  };
  MetaData before;
  before.table("orders", orders);
  before.table("lines", lines("orders"));
  run(to(before));
  execute("INSERT INTO orders (id, customer) VALUES (7, 'Ada')");
  MetaData after;
  after.table("purchases", orders);
  after.table("lines", lines("purchases"));
  const auto operations = to(after);
  if (is("firebird")) {
    EXPECT_THAT(operations.describe(), Contains("create_table(\"purchases\")"));
    return;
  }
  EXPECT_THAT(operations.describe(), ElementsAre("rename_table(\"orders\", \"purchases\")"));
  run(operations);
  EXPECT_THAT(difference(after), IsEmpty());
  EXPECT_EQ(values("SELECT customer FROM purchases"), Lines{"Ada"});
  undo(operations);
  EXPECT_THAT(difference(before), IsEmpty());
}

TEST_P(Change, LeavesOutWhatTheFiltersRefuse) {
  run(to(first()));
  std::vector<std::string> kinds;
  CompareOptions options;
  options.include_object = [&](const ComparedObject& object) {
    if (!object.reflected) return true;
    kinds.emplace_back(object.kind);
    return false;
  };
  EXPECT_THAT(difference({}, options), IsEmpty());
  EXPECT_THAT(kinds, AllOf(Contains("table"), Contains("view"), Not(Contains("column"))));
  EXPECT_EQ(std::count(kinds.begin(), kinds.end(), "sequence"), has_sequences() ? 2 : 0);
  options = {};
  options.include_name = [](std::string_view kind, std::string_view name) {
    return kind != "trigger" || name != "tr_same";
  };
  EXPECT_THAT(difference(first(), options), IsEmpty());
}

TEST_P(Change, OfATriggerIsFoundInEachPartOfIt) {
  const auto model = [&](const std::string& word, bool before_it, const char* condition) {
    MetaData result;
    result.table("t", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("x");
    });
    result.table("log", [](op::Table& t) { t.integer("id"); });
    result.trigger("watch", "t", "INSERT INTO log (id) VALUES (" + word + ");", [&](op::TriggerOptions& trigger) {
      trigger.on_insert();
      if (before_it) trigger.before();
      if (condition != nullptr) trigger.when(condition);
    });
    return result;
  };
  const auto made = model("1", false, "NEW.x > 0");
  run(to(made));
  EXPECT_THAT(difference(made), IsEmpty());
  const Lines anew{"drop_trigger(\"watch\", \"t\")", "create_trigger(\"watch\", \"t\")"};
  for (const auto& other :
       {model("2", false, "NEW.x > 0"), model("1", true, "NEW.x > 0"), model("1", false, "NEW.x > 1")}) {
    const auto operations = to(other);
    EXPECT_EQ(operations.describe(), anew);
    run(operations);
    EXPECT_THAT(difference(other), IsEmpty());
    undo(operations);
    EXPECT_THAT(difference(made), IsEmpty());
  }
  execute("INSERT INTO t (id, x) VALUES (1, 1)");
  EXPECT_EQ(values("SELECT COUNT(*) FROM log"), Lines{"1"});
  MetaData elsewhere;
  elsewhere.trigger("watch", "nowhere", "SELECT 1;", [](op::TriggerOptions& trigger) { trigger.on_insert(); });
  const auto error = error_of<OperationError>([&] { to(elsewhere); });
  EXPECT_EQ(error.code(), "unknown_table");
  EXPECT_THAT(error.message(), HasSubstr("\"watch\" is on a table \"nowhere\""));
}

}  // namespace
}  // namespace retort::test
