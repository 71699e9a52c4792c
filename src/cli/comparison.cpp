#include "cli/comparison.hpp"

#include <retort/snapshot.hpp>

#include <cmath>
#include <utility>

#include "cli/database.hpp"
#include "cli/failure.hpp"
#include "cli/output_text.hpp"
#include "cli/text.hpp"

namespace retort::cli {

namespace {

void require_head(const ModelState& state) {
  if (state.at_head) return;
  fail("not_up_to_date", behind_words(state.current, state.pending) + "; run `upgrade heads` first");
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

namespace {

/// What the command line says about renames; else the person at the terminal is asked for those that are not sure.
void settle_renames(const Context& context, CompareOptions& options) {
  using Renames = CompareOptions::Renames;
  const auto& arguments = context.arguments;
  if (arguments.assume_renames) options.renames = Renames::all;
  if (arguments.no_renames) options.renames = Renames::none;
  // A program that has decided for itself is not asked again.
  const bool decided = options.renames != Renames::sure || arguments.command != Command::revision;
  if (decided || arguments.json || !context.console.can_ask()) return;
  options.renames = Renames::ask;
  options.is_rename = [&context](const RenameGuess& guess) {
    const auto what = guess.kind + " " + (guess.table.empty() ? std::string() : quote(guess.table) + ".");
    const auto percent = std::lround(guess.confidence * 100);
    return context.console.ask("Is the " + what + quote(guess.to) + " the " + guess.kind + " " + quote(guess.from) +
                               " under a new name (" + std::to_string(percent) + "% alike)? Otherwise " +
                               quote(guess.from) + " is dropped.");
  };
}

}  // namespace

ModelState model_state(const Context& context) {
  require_model(context);
  Database database(context, Access::ask);
  ModelState state{database.migrator.at_head(), database.migrator.current()};
  if (state.at_head) {
    auto options = compare_options(context);
    settle_renames(context, options);
    state.operations = compare(*database.session, context.options.model, options);
  } else {
    state.pending = database.migrator.pending();
  }
  return state;
}

Operations find_difference(const Context& context) {
  auto state = model_state(context);
  require_head(state);
  return std::move(state.operations);
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
