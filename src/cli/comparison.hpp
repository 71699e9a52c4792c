#ifndef RETORT_SRC_CLI_COMPARISON_HPP
#define RETORT_SRC_CLI_COMPARISON_HPP

#include <retort/autogenerate.hpp>

#include "cli/commands.hpp"

namespace retort::cli {

/// Error `no_model` where the program gives none.
void require_model(const Context& context);

/// What takes part in a comparison, as the program and the command line say.
CompareOptions compare_options(const Context& context);

/// What leads from the database to the program's model. Error `no_model` where the program gives none, and
/// `not_up_to_date` for a database that is not at head: what it lacks would be taken for what the model has new.
Operations find_difference(const Context& context);

/// What recreates the database as it is: the first revision of a program that adopts one.
Operations find_baseline(const Context& context);

/// What was not compared, on standard error.
void tell_notes(const Context& context, const Operations& operations);

}  // namespace retort::cli

#endif
