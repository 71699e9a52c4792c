#include "cli/comparison.hpp"

#include "cli/database.hpp"
#include "cli/failure.hpp"
#include "cli/output_text.hpp"
#include "cli/text.hpp"

namespace retort::cli {

namespace {

void require_model(const Context& context) {
  if (!context.options.model.empty()) return;
  fail("no_model", "this program gives no model to hold against the database; set CliOptions::model");
}

void require_head(Migrator& migrator) {
  if (migrator.at_head()) return;
  const auto pending = migrator.pending().size();
  fail("not_up_to_date", "Target database is not up to date: it is at " + standing(migrator.current()) + ", and " +
                             counted(pending, "revision") + (pending == 1 ? " is" : " are") +
                             " to run; run `upgrade heads` first");
}

CompareOptions compare_options(const Context& context) {
  auto options = context.options.compare;
  options.version_table = context.options.version_table;
  return options;
}

}  // namespace

Operations find_difference(const Context& context) {
  require_model(context);
  Database database(context, Access::ask);
  require_head(database.migrator);
  return compare(*database.session, context.options.model, compare_options(context));
}

void tell_notes(const Context& context, const Operations& operations) {
  for (const auto& note : operations.notes()) context.console.note(one_line(note));
}

}  // namespace retort::cli
