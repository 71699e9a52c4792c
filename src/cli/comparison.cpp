#include "cli/comparison.hpp"

#include <retort/snapshot.hpp>

#include "cli/database.hpp"
#include "cli/failure.hpp"
#include "cli/output_text.hpp"
#include "cli/text.hpp"

namespace retort::cli {

namespace {

void require_head(Migrator& migrator) {
  if (migrator.at_head()) return;
  const auto pending = migrator.pending().size();
  fail("not_up_to_date", "Target database is not up to date: it is at " + standing(migrator.current()) + ", and " +
                             counted(pending, "revision") + (pending == 1 ? " is" : " are") +
                             " to run; run `upgrade heads` first");
}

}  // namespace

void require_model(const Context& context) {
  if (!context.options.model.empty()) return;
  fail("no_model",
       "this program gives no model to hold against the database; set CliOptions::model (`inspect --cpp` writes one "
       "from "
       "the database)");
}

CompareOptions compare_options(const Context& context) {
  auto options = context.options.compare;
  options.version_table = context.options.version_table;
  return options;
}

Operations find_difference(const Context& context) {
  require_model(context);
  Database database(context, Access::ask);
  require_head(database.migrator);
  return compare(*database.session, context.options.model, compare_options(context));
}

Operations find_baseline(const Context& context) {
  if (!context.migrations.empty()) {
    fail("baseline_not_first",
         "a baseline recreates the database from nothing, and this program has " +
             counted(context.migrations.size(), "revision") +
             " already; leave out --baseline to write what leads from them to the program's model");
  }
  Database database(context, Access::ask);
  const auto rows = database.migrator.current();
  if (!rows.empty()) {
    fail("unknown_database_revision", "the database is at " + standing(rows) +
                                          ", which this program does not know; adopt a database that no program "
                                          "migrates, or give the other's revisions to this one");
  }
  return creation_of(inspect(*database.session, compare_options(context)));
}

void tell_notes(const Context& context, const Operations& operations) {
  for (const auto& note : operations.notes()) context.console.note(one_line(note));
}

}  // namespace retort::cli
