#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/failure.hpp"
#include "cli/output_json.hpp"
#include "cli/output_text.hpp"
#include "cli/progress.hpp"
#include "cli/text.hpp"

namespace retort::cli {

namespace {

/// A target that leads down: `base`, `-1`, `label@base`, `label@-1`.
bool leads_down(const std::string& target) {
  const auto at = target.rfind('@');
  const auto name = at == std::string::npos ? target : target.substr(at + 1);
  return name == "base" || (!name.empty() && name.front() == '-');
}

/// The dialect of a script: the one given, or the one the URL's backend speaks. The database is not opened.
std::string script_dialect(const Context& context) {
  auto name = context.arguments.dialect;
  if (name.empty()) {
    if (find_url(context.arguments, context.options).empty()) {
      throw CommandLineError("--sql needs a dialect: give --dialect NAME (sqlite, ...) or a --url");
    }
    name = require_url(context.arguments, context.options).backend;
  }
  return name == "sqlite3" ? "sqlite" : name;
}

int run_script(const Context& context, bool up) {
  const auto dialect = script_dialect(context);
  auto migrator = [&] {
    try {
      return Migrator::offline(dialect, context.migrations, migrator_options(context));
    } catch (const UsageError& error) {
      throw CommandLineError(error.message());
    }
  }();
  context.console.info("Generating static SQL");
  const auto& range = context.arguments.target;
  const auto script = up ? migrator.script_upgrade(range) : migrator.script_downgrade(range);
  context.console.out(context.arguments.json ? json_script(dialect, script) : script);
  return 0;
}

/// A mistyped target would be refused only after SQLite has created the file.
void check_before_creating(const Context& context, const std::vector<std::string>& targets) {
  if (!is_missing_file(require_url(context.arguments, context.options))) return;
  for (const auto& target : targets) {
    // A relative one depends on the rows; nothing is known of it but that it is one.
    if (!asks_database(target)) static_cast<void>(context.migrations.find(target));
  }
}

/// The last line of a run: what came of it.
void tell_outcome(const Context& context, const Report& report, const Progress& progress) {
  auto& console = context.console;
  if (report.schema_ahead) {
    console.note("a newer program has migrated this database: it is at " + standing(report.heads_after) +
                 ", which this program does not know; nothing was done");
  } else if (report.empty()) {
    console.info("Nothing to do: the database is at " + standing(report.heads_after) + ".");
  } else if (console.live() || console.verbose()) {
    console.info(counted(report.steps.size(), "step") + " in " + duration_text(progress.elapsed()) +
                 "; the database is at " + console.log_style()(Paint::good, standing(report.heads_after)) + ".");
  }
}

template <typename Run>
int run_migrator(const Context& context, Access access, const Run& run) {
  // Outlives the Migrator that talks to it, and ends before an error is told.
  Progress progress(context.console);
  Database database(context, access, &progress);
  const Report report = run(database.migrator);
  tell_outcome(context, report, progress);
  if (context.arguments.json) context.console.out(json_report(report));
  return 0;
}

}  // namespace

int run_upgrade(const Context& context) {
  if (context.arguments.sql) return run_script(context, true);
  check_before_creating(context, {context.arguments.target});
  return run_migrator(context, Access::write,
                      [&](Migrator& migrator) { return migrator.upgrade(context.arguments.target); });
}

int run_downgrade(const Context& context) {
  if (context.arguments.sql) return run_script(context, false);
  // In a database that does not exist there is nothing to take back.
  return run_migrator(context, Access::ask,
                      [&](Migrator& migrator) { return migrator.downgrade(context.arguments.target); });
}

int run_stamp(const Context& context) {
  check_before_creating(context, context.arguments.revisions);
  const StampOptions options{.purge = context.arguments.purge};
  return run_migrator(context, Access::write,
                      [&](Migrator& migrator) { return migrator.stamp(context.arguments.revisions, options); });
}

int run_resume(const Context& context) {
  const auto how = context.arguments.resume;
  return run_migrator(context, Access::ask, [&](Migrator& migrator) {
    const auto before = migrator.status().in_flight;
    auto report = migrator.resume(how);
    if (!before) {
      context.console.info("Nothing is in flight.");
    } else if (how == Resume::abandon) {
      context.console.info("Forgotten: " + one_line(before->revision) + " counts as not begun.");
    }
    return report;
  });
}

int run_ensure_version(const Context& context) {
  Progress progress(context.console);
  Database database(context, Access::write, &progress);
  const bool created = database.migrator.ensure_version();
  const auto& table = context.options.version_table;
  context.console.info("The version table " + one_line(table) + (created ? " was created." : " exists already."));
  if (context.arguments.json) context.console.out(json_version_table(table, created));
  return 0;
}

int run_plan(const Context& context) {
  const auto& target = context.arguments.target;
  Database database(context, Access::ask);
  const bool down = context.arguments.plan_downgrade || leads_down(target);
  const auto plan = down ? database.migrator.plan_downgrade(target) : database.migrator.plan_upgrade(target);
  context.console.out(context.arguments.json ? json_plan(plan) : plan_text(plan, context.console.out_style()));
  return 0;
}

}  // namespace retort::cli
