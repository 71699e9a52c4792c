// Columns on both sides of a foreign key become of another type, with rows in their tables: most databases let neither
// change while there is the key.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/autogenerate.hpp>

#include <string>

#include "live/compare_support.hpp"

namespace retort::test {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

class HeldColumns : public Comparison {
 protected:
  /// There and back, and there again.
  void leads_to(const MetaData& from, const MetaData& model) {
    const auto operations = compare(database_.session(), model);
    ASSERT_THAT(operations.describe(), Not(IsEmpty()));
    run(operations);
    EXPECT_THAT(difference(model), IsEmpty());
    undo(operations);
    EXPECT_THAT(difference(from), IsEmpty());
    run(operations);
    EXPECT_THAT(difference(model), IsEmpty());
  }
};

INSTANTIATE_TEST_SUITE_P(On, HeldColumns, ::testing::Values("sqlite", "postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return std::string(each.param); });

MetaData family(const Type& type) {
  MetaData model;
  model.table("parents", [&](op::Table& t) { t.column("id", type).primary_key(); });
  model.table("children", [&](op::Table& t) {
    t.integer("id").primary_key();
    t.column("parent_id", type).not_null();
    t.foreign_key({"parent_id"}, "parents", {"id"}).name("fk_children_parent").on_delete(op::cascade);
  });
  return model;
}

TEST_P(HeldColumns, OfAParentAndItsChildrenBecomeWider) {
  run(compare(database_.session(), family(op::integer())));
  execute("INSERT INTO parents (id) VALUES (7)");
  execute("INSERT INTO children (id, parent_id) VALUES (1, 7)");
  leads_to(family(op::integer()), family(op::big_integer()));
  EXPECT_EQ(values("SELECT parent_id FROM children"), Lines{"7"});
  execute("DELETE FROM parents");
  EXPECT_EQ(values("SELECT COUNT(*) FROM children"), Lines{"0"});
}

TEST_P(HeldColumns, OfAParentAndItsChildrenBecomeTexts) {
  run(compare(database_.session(), family(op::integer())));
  execute("INSERT INTO parents (id) VALUES (7)");
  execute("INSERT INTO children (id, parent_id) VALUES (1, 7)");
  leads_to(family(op::integer()), family(op::string(20)));
  EXPECT_EQ(values("SELECT parent_id FROM children"), Lines{"7"});
}

TEST_P(HeldColumns, OfATableThatRefersToItself) {
  const auto tree = [](const Type& type) {
    MetaData model;
    model.table("nodes", [&](op::Table& t) {
      t.column("id", type).primary_key();
      t.column("parent_id", type);
      t.foreign_key({"parent_id"}, "nodes", {"id"}).name("fk_nodes_parent");
    });
    return model;
  };
  run(compare(database_.session(), tree(op::integer())));
  execute("INSERT INTO nodes (id) VALUES (1)");
  execute("INSERT INTO nodes (id, parent_id) VALUES (2, 1)");
  leads_to(tree(op::integer()), tree(op::big_integer()));
  leads_to(tree(op::big_integer()), tree(op::string(30)));
  EXPECT_EQ(values("SELECT parent_id FROM nodes WHERE id = '2'"), Lines{"1"});
}

TEST_P(HeldColumns, OfTwoTablesThatReferToEachOther) {
  const auto pair = [](const Type& type) {
    MetaData model;
    model.table("a", [&](op::Table& t) {
      t.column("id", type).primary_key();
      t.column("b_id", type);
      t.foreign_key({"b_id"}, "b", {"id"}).name("fk_a_b");
    });
    model.table("b", [&](op::Table& t) {
      t.column("id", type).primary_key();
      t.column("a_id", type);
      t.foreign_key({"a_id"}, "a", {"id"}).name("fk_b_a");
    });
    return model;
  };
  run(compare(database_.session(), pair(op::integer())));
  execute("INSERT INTO a (id) VALUES (1)");
  execute("INSERT INTO b (id, a_id) VALUES (2, 1)");
  execute("UPDATE a SET b_id = 2");
  leads_to(pair(op::integer()), pair(op::big_integer()));
  EXPECT_EQ(values("SELECT a.id FROM a JOIN b ON a.b_id = b.id AND b.a_id = a.id"), Lines{"1"});
}

TEST_P(HeldColumns, OfAKeyBecomeNotNullAndNumbered) {
  const auto numbers = !is("firebird");
  const auto family_of = [&](bool later) {
    MetaData model;
    model.table("parents", [&](op::Table& t) { t.integer("id").primary_key().autoincrement(later && numbers); });
    model.table("children", [&](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("parent_id").nullable(!later);
      t.foreign_key({"parent_id"}, "parents", {"id"}).name("fk_children_parent");
    });
    return model;
  };
  run(compare(database_.session(), family_of(false)));
  execute("INSERT INTO parents (id) VALUES (7)");
  execute("INSERT INTO children (id, parent_id) VALUES (1, 7)");
  leads_to(family_of(false), family_of(true));
  EXPECT_EQ(values("SELECT parent_id FROM children"), Lines{"7"});
}

TEST_P(HeldColumns, MakeWayForKeysThatComeAndTablesThatGo) {
  auto before = family(op::integer());
  before.table("old", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("parent_id");
    t.foreign_key({"parent_id"}, "parents", {"id"}).name("fk_old_parent");
  });
  before.table("loose", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("parent_id");
  });
  auto after = family(op::big_integer());
  after.table("new_one", [](op::Table& t) {
    t.integer("id").primary_key();
    t.big_integer("parent_id");
    t.foreign_key({"parent_id"}, "parents", {"id"}).name("fk_new_parent");
  });
  after.table("loose", [](op::Table& t) {
    t.integer("id").primary_key();
    t.big_integer("parent_id");
    t.foreign_key({"parent_id"}, "parents", {"id"}).name("fk_loose_parent");
  });
  run(compare(database_.session(), before));
  execute("INSERT INTO parents (id) VALUES (7)");
  execute("INSERT INTO loose (id, parent_id) VALUES (1, 7)");
  CompareOptions options;
  options.renames = CompareOptions::Renames::none;
  const auto operations = compare(database_.session(), after, options);
  run(operations);
  EXPECT_THAT(difference(after), IsEmpty());
  undo(operations);
  EXPECT_THAT(difference(before), IsEmpty());
}

}  // namespace
}  // namespace retort::test
