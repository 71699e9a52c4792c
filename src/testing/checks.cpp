#include <retort/error.hpp>
#include <retort/testing/checks.hpp>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "testing/check_support.hpp"
#include "testing/database_impl.hpp"
#include "testing/workshop.hpp"

namespace retort::testing {

namespace {

/// A plan in lines, each step's statements below it.
std::vector<std::string> lines_of(const Plan& plan) {
  std::vector<std::string> lines;
  for (const auto& step : plan.steps) {
    lines.push_back("revision " + step.revision);
    for (const auto& operation : step.operations) {
      lines.push_back("  " + operation.description);
      for (const auto& statement : operation.statements) lines.push_back("    " + statement);
    }
  }
  return lines;
}

/// The first revision of which two plans say different things.
std::string first_difference(const Plan& a, const Plan& b) {
  for (std::size_t i = 0; i < std::min(a.steps.size(), b.steps.size()); ++i) {
    if (lines_of(Plan{.steps = {a.steps[i]}}) != lines_of(Plan{.steps = {b.steps[i]}})) return a.steps[i].revision;
  }
  return a.steps.size() > b.steps.size() ? a.steps[b.steps.size()].revision : b.steps[a.steps.size()].revision;
}

CheckResult hold(const Plan& once, const Plan& again, const std::string& way) {
  const auto diff = unified_diff(lines_of(once), lines_of(again), "asked once", "asked again");
  if (diff.empty()) return CheckResult::passed();
  return failed_at(first_difference(once, again),
                   "the plan of its " + way +
                       " is another one each time; let it depend on nothing but the migration itself: no time, no "
                       "chance, no order of addresses\n" +
                       diff);
}

}  // namespace

CheckResult check_single_head(const MigrationSet& migrations) {
  return checked([&] {
    std::vector<std::string> ids;
    for (const auto& head : migrations.heads()) ids.push_back(head.revision.id);
    if (ids.size() <= 1) return CheckResult::passed();
    return CheckResult::failed("there are " + std::to_string(ids.size()) + " heads: " + join(ids) +
                               "; merge them with a migration that has all of them for its down_revision (`merge " +
                               join(ids, " ") + "`)");
  });
}

CheckResult check_upgrade(const MigrationSet& migrations, const CheckOptions& options) {
  return checked([&] {
    Workshop workshop(migrations, options);
    for (const auto& revision : workshop.order()) {
      try {
        workshop.up(revision);
      } catch (const std::exception& error) {
        return failed_at(revision, std::string("the upgrade fails: ") + error.what());
      }
    }
    return CheckResult::passed();
  });
}

CheckResult check_model(const MigrationSet& migrations, const MetaData& model, const CheckOptions& options) {
  return checked([&] {
    auto database = database_at(migrations, "heads", {.url = options.url, .migrator = without_listener(options)});
    auto compare_options = options.compare;
    compare_options.version_table = options.migrator.version_table;
    const auto operations = compare(database.session(), model, compare_options);
    if (operations.empty()) return CheckResult::passed(join(operations.notes(), "\n"));
    std::string text = "revision " + join(database.migrator().current()) +
                       ": the migrated schema is not the model's. To get there, a migration would have to say:\n";
    for (const auto& each : operations.describe()) text += "  op::" + each + "\n";
    for (const auto& note : operations.notes()) text += "  " + note + "\n";
    return CheckResult::failed(text + "add that migration (`revision --autogenerate`), or correct the model");
  });
}

CheckResult check_deterministic(const MigrationSet& migrations, const CheckOptions& options) {
  return checked([&] {
    auto empty = database_at(migrations, "base", {.url = options.url, .migrator = without_listener(options)});
    auto up = hold(empty.migrator().plan_upgrade("heads"), empty.migrator().plan_upgrade("heads"), "upgrade");
    if (!up) return up;
    auto full = database_at(migrations, "heads", {.url = options.url, .migrator = without_listener(options)});
    if (full.migrator().current().empty()) return up;
    try {
      return hold(full.migrator().plan_downgrade("base"), full.migrator().plan_downgrade("base"), "downgrade");
    } catch (const IrreversibleOperation&) {
      // Whether that is meant is asked by check_downgrade.
      return CheckResult::passed("the downgrades are not all compared, as one of them is irreversible");
    }
  });
}

std::vector<Check> checks_of(const MigrationSet& migrations, const MetaData& model, const CheckOptions& options) {
  std::vector<Check> checks;
  const auto add = [&](const char* name, CheckResult (*check)(const MigrationSet&, const CheckOptions&)) {
    checks.push_back({name, [=] { return check(migrations, options); }});
  };
  checks.push_back({"single_head", [=] { return check_single_head(migrations); }});
  add("upgrade", &check_upgrade);
  add("downgrade", &check_downgrade);
  add("staircase", &check_staircase);
  add("rows", &check_rows);
  checks.push_back({"model", [=] { return check_model(migrations, model, options); }});
  add("deterministic", &check_deterministic);
  checks.push_back({"released", [=] {
                      if (!options.released.empty()) return check_released(migrations, options.released);
                      return CheckResult::passed("CheckOptions::released names no file of released migrations");
                    }});
  add("resume", &check_resume);
  return checks;
}

std::vector<std::string> check_names() {
  std::vector<std::string> names;
  for (auto& check : checks_of(MigrationSet(), MetaData())) names.push_back(std::move(check.name));
  return names;
}

}  // namespace retort::testing
