#ifndef RETORT_SRC_CLI_COMMANDS_HPP
#define RETORT_SRC_CLI_COMMANDS_HPP

#include <retort/cli.hpp>
#include <retort/migration_set.hpp>
#include <string>

#include "cli/arguments.hpp"
#include "cli/console.hpp"

namespace retort::cli {

/// What every command is given.
struct Context {
  const Arguments& arguments;
  const MigrationSet& migrations;
  const CliOptions& options;
  Console& console;
};

/// Runs the command. Returns the exit status; errors are thrown.
int run_command(const Context& context);

// That bring a database to a revision.
int run_upgrade(const Context& context);
int run_downgrade(const Context& context);
int run_stamp(const Context& context);
int run_ensure_version(const Context& context);
int run_resume(const Context& context);
int run_plan(const Context& context);

// That tell about the database and the set.
int run_current(const Context& context);
int run_status(const Context& context);
int run_history(const Context& context);
int run_heads(const Context& context);
int run_branches(const Context& context);
int run_show(const Context& context);
int run_check(const Context& context);
int run_schema(const Context& context);
int run_inspect(const Context& context);

// That write a file.
int run_revision(const Context& context);
int run_merge(const Context& context);

}  // namespace retort::cli

#endif
