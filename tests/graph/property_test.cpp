#include <gtest/gtest.h>

// rapidcheck.h must see gtest first.
#include <rapidcheck.h>

#include <array>
#include <numeric>
#include <set>

#include "graph/history.hpp"
#include "graph/stamp.hpp"
#include "graph_support.hpp"

namespace retort::graph::testing {
namespace {

std::string name_of(std::size_t i) { return "r" + std::to_string(i); }

/// Any of the range from the first trial on: rapidcheck would begin with the smallest and with empty sets.
template <class Number>
Number pick(Number from, Number to) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<Number>(from, to));
}

/// A random history: lines, forks, merges of up to three, dependencies, several bases, added in a random order.
std::vector<RevisionSpec> random_specs() {
  const auto size = pick<std::size_t>(1, 24);
  std::vector<RevisionSpec> specs;
  for (std::size_t i = 0; i < size; ++i) {
    RevisionSpec spec;
    spec.id = name_of(i);
    const auto pick_below = [&](int most, std::vector<std::string>& into) {
      std::set<std::size_t> picked;
      const auto count = *rc::gen::weightedElement<int>({{2, 0}, {8, 1}, {3, 2}, {1, 3}});
      for (int k = 0; k < std::min(count, most) && i > 0; ++k) {
        // Mostly near: histories are more like ropes than like stars.
        const auto near = *rc::gen::weightedElement<bool>({{3, true}, {1, false}});
        picked.insert(pick<std::size_t>(near && i > 4 ? i - 4 : 0, i));
      }
      for (const auto below : picked) into.push_back(name_of(below));
    };
    pick_below(3, spec.down_revision);
    if (*rc::gen::weightedElement<bool>({{4, false}, {1, true}})) pick_below(2, spec.depends_on);
    if (*rc::gen::weightedElement<bool>({{9, false}, {1, true}})) spec.branch_labels.push_back("label" + spec.id);
    specs.push_back(std::move(spec));
  }
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = size; i > 1; --i) std::swap(order[i - 1], order[pick<std::size_t>(0, i)]);
  std::vector<RevisionSpec> shuffled;
  for (const auto i : order) shuffled.push_back(specs[i]);
  return shuffled;
}

/// Sets by their plainest definition, slow and independent of the code under test.
using Applied = std::set<Node>;

void apply_with_ancestors(const RevisionGraph& graph, Node node, Applied& applied) {
  if (!applied.insert(node).second) return;
  for (const Node below : graph.parents(node)) apply_with_ancestors(graph, below, applied);
  for (const Node below : graph.dependencies(node)) apply_with_ancestors(graph, below, applied);
}

Applied applied_by(const RevisionGraph& graph, const Rows& rows) {
  Applied applied;
  for (const auto& row : rows) apply_with_ancestors(graph, graph.find(row).value(), applied);
  return applied;
}

std::set<std::string> tips_of(const RevisionGraph& graph, const Applied& applied) {
  std::set<std::string> tips;
  for (const Node node : applied) tips.insert(graph.id(node));
  for (const Node node : applied) {
    for (const Node below : graph.parents(node)) tips.erase(graph.id(below));
    for (const Node below : graph.dependencies(node)) tips.erase(graph.id(below));
  }
  return tips;
}

/// Rows that some sequence of upgrades could have left: the tips of a random set of revisions and their ancestors.
Rows random_rows(const RevisionGraph& graph) {
  Applied applied;
  const auto count = pick<int>(0, 4);
  for (int i = 0; i < count; ++i)
    apply_with_ancestors(graph, static_cast<Node>(pick<std::size_t>(0, graph.size())), applied);
  const auto tips = tips_of(graph, applied);
  return {tips.begin(), tips.end()};
}

/// Runs the plan on a table of rows, and checks after every step what must hold. Returns the rows.
Rows run(const RevisionGraph& graph, const Plan& plan, const Rows& rows) {
  VersionRows table(rows);
  auto applied = applied_by(graph, rows);
  for (const auto step : plan) {
    if (step.direction == Direction::upgrade) {
      RC_ASSERT(applied.count(step.revision) == 0U);
      for (const Node below : graph.requirements(step.revision)) RC_ASSERT(applied.count(below) == 1U);
      applied.insert(step.revision);
    } else {
      RC_ASSERT(applied.count(step.revision) == 1U);
      for (const Node above : graph.requirers(step.revision)) RC_ASSERT(applied.count(above) == 0U);
      applied.erase(step.revision);
    }
    RC_ASSERT(table.apply(step.changes));
    const auto tips = tips_of(graph, applied);
    RC_ASSERT(std::set<std::string>(table.ids().begin(), table.ids().end()) == tips);
    RC_ASSERT(table.ids().size() == tips.size());
  }
  return table.ids();
}

void sort(Rows& rows) { std::sort(rows.begin(), rows.end()); }

template <class Property>
void holds(const char* claim, Property&& property) {
  EXPECT_TRUE(rc::check(claim, std::forward<Property>(property)));
}

TEST(GraphProperties, EveryUpgradeKeepsRowsAndOrder) {
  holds("an upgrade applies its target, parents and dependencies first, rows always the tips", [] {
    const RevisionGraph graph(random_specs());
    const auto rows = random_rows(graph);
    const auto target = name_of(pick<std::size_t>(0, graph.size()));
    auto expected = applied_by(graph, rows);
    apply_with_ancestors(graph, graph.find(target).value(), expected);
    const auto after = run(graph, plan_upgrade(graph, rows, target), rows);
    RC_ASSERT(applied_by(graph, after) == expected);
  });
}

TEST(GraphProperties, OverlappingRowsAreAbsorbedByTheFirstStep) {
  holds("rows of which one implies another are planned from as if the implied ones were not there", [] {
    const RevisionGraph graph(random_specs());
    std::set<std::string> chosen;
    for (int i = pick<int>(1, 5); i > 0; --i) chosen.insert(name_of(pick<std::size_t>(0, graph.size())));
    const Rows rows(chosen.begin(), chosen.end());
    const auto up = plan_upgrade(graph, rows, "heads");
    const auto after = run(graph, up, rows);
    RC_ASSERT(at_heads(graph, after));
    const auto down = plan_downgrade(graph, rows, "base");
    RC_ASSERT(run(graph, down, rows).empty());
  });
}

TEST(GraphProperties, EveryDowngradeKeepsRowsAndOrder) {
  holds("a downgrade takes away what stands on the target's children, and nothing else", [] {
    const RevisionGraph graph(random_specs());
    const auto rows = random_rows(graph);
    const auto applied = applied_by(graph, rows);
    RC_PRE(!applied.empty());
    const Node target = *rc::gen::elementOf(std::vector<Node>(applied.begin(), applied.end()));
    const auto after = applied_by(graph, run(graph, plan_downgrade(graph, rows, graph.id(target)), rows));
    for (const Node node : applied) {
      Applied below;
      apply_with_ancestors(graph, node, below);
      bool leaves = false;
      for (const Node child : graph.children(target)) leaves = leaves || below.count(child) > 0;
      RC_ASSERT((after.count(node) == 0) == leaves);
    }
  });
}

TEST(GraphProperties, ThereAndBackIsTheIdentity) {
  holds("upgrade to heads, then downgrade what was added, gives the same rows", [] {
    const RevisionGraph graph(random_specs());
    auto rows = random_rows(graph);
    const auto up = plan_upgrade(graph, rows, "heads");
    auto there = run(graph, up, rows);
    RC_ASSERT(at_heads(graph, there));
    const auto down = plan_downgrade(graph, there, "base");
    // What was added last leaves first; the rest of the way to base is checked by run().
    RC_ASSERT(down.size() == graph.size());
    RC_ASSERT(run(graph, down, there).empty());

    // The other way round: down to base and up again to each row.
    auto again = run(graph, plan_downgrade(graph, rows, "base"), rows);
    RC_ASSERT(again.empty());
    for (const auto& row : rows) again = run(graph, plan_upgrade(graph, again, row), again);
    sort(again);
    sort(rows);
    RC_ASSERT(again == rows);
  });
}

TEST(GraphProperties, OneStepUpAndOneStepDownIsTheIdentity) {
  holds("the last revision of an upgrade goes back with branch@-1", [] {
    const RevisionGraph graph(random_specs());
    auto rows = random_rows(graph);
    const auto up = plan_upgrade(graph, rows, "heads");
    RC_PRE(!up.empty());
    const auto first = graph.id(up[0].revision);
    RC_PRE(graph.parents(up[0].revision).size() < 2U);
    auto there = run(graph, plan_upgrade(graph, rows, first), rows);
    auto back = run(graph, plan_downgrade(graph, there, first + "@" + first + "-1"), there);
    sort(back);
    sort(rows);
    RC_ASSERT(back == rows);
  });
}

TEST(GraphProperties, TheOrderIsThatOfHistory) {
  holds("base to heads runs the history from its end, every revision once", [] {
    const RevisionGraph graph(random_specs());
    auto newest_first = history(graph);
    std::reverse(newest_first.begin(), newest_first.end());
    RC_ASSERT(plan_upgrade(graph, Rows{}, "heads").order() == newest_first);
    RC_ASSERT(newest_first.size() == graph.size());
  });
}

TEST(GraphProperties, StampLeavesRowsThatDoNotOverlapTheTarget) {
  holds("after a stamp the target is a row and no other row is of its lineage", [] {
    const RevisionGraph graph(random_specs());
    const auto rows = random_rows(graph);
    const auto target = name_of(pick<std::size_t>(0, graph.size()));
    const auto plan = plan_stamp(graph, rows, Rows{target}, *rc::gen::arbitrary<bool>());
    VersionRows table(rows);
    for (const auto& change : plan.changes) RC_ASSERT(table.apply(change));
    const auto applied = applied_by(graph, table.ids());
    RC_ASSERT(applied.count(graph.find(target).value()) == 1U);
    const auto tips = tips_of(graph, applied);
    RC_ASSERT(std::set<std::string>(table.ids().begin(), table.ids().end()) == tips);
  });
}

TEST(GraphProperties, AnyTextIsAPlanOrARefusal) {
  holds("whatever is typed either makes a plan or is refused with a StateError", [] {
    const RevisionGraph graph(random_specs());
    const auto rows = random_rows(graph);
    std::string text;
    const auto parts = pick<int>(0, 6);
    for (int i = 0; i < parts; ++i)
      text += *rc::gen::elementOf(std::vector<std::string>{"r1", "r2", "r", "labelr3", "label", "head", "heads", "base",
                                                           "current", "@", "+", "-", "1", "2", "99", ":", " ", "\xff"});
    for (int way = 0; way < 4; ++way) {
      try {
        if (way == 0) run(graph, plan_upgrade(graph, rows, text), rows);
        if (way == 1) run(graph, plan_downgrade(graph, rows, text), rows);
        if (way == 2) plan_stamp(graph, rows, Rows{text}, false);
        if (way == 3) history(graph, text, rows);
      } catch (const StateError& error) {
        RC_ASSERT(!error.code().empty());
      }
    }
  });
}

}  // namespace
}  // namespace retort::graph::testing
