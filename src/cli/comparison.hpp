#ifndef RETORT_SRC_CLI_COMPARISON_HPP
#define RETORT_SRC_CLI_COMPARISON_HPP

#include <retort/autogenerate.hpp>

#include <string>
#include <vector>

#include "cli/commands.hpp"

namespace retort::cli {

/// Error `no_model` where the program gives none.
void require_model(const Context& context);

/// What takes part in a comparison, as the program and the command line say.
CompareOptions compare_options(const Context& context);

/// Whether a database is what the program wants.
struct ModelState {
  bool at_head = false;
  std::vector<std::string> current = {};
  /// What `upgrade heads` would run.
  std::vector<std::string> pending = {};
  /// What leads to the model; not looked for in a database that is not at head.
  Operations operations = {};

  bool is_fine() const { return at_head && operations.matches(); }
};

/// Error `no_model` where the program gives none.
ModelState model_state(const Context& context);

/// What leads from the database to the program's model. Error `no_model` where the program gives none, and
/// `not_up_to_date` for a database that is not at head: what it lacks would be taken for what the model has new.
Operations find_difference(const Context& context);

/// What recreates the database as it is: the first revision of a program that adopts one.
Operations find_baseline(const Context& context);

/// What was not compared, on standard error.
void tell_notes(const Context& context, const Operations& operations);

}  // namespace retort::cli

#endif
