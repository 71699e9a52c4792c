#include <cstdio>
#include <exception>
#include <new>
#include <retort/cli.hpp>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/output_json.hpp"

namespace retort::cli {

int run_command(const Context& context) {
  // Before any connection is used, and whatever the command: a wrong set is told as a whole.
  context.migrations.validate();
  switch (context.arguments.command) {
    case Command::upgrade:
      return run_upgrade(context);
    case Command::downgrade:
      return run_downgrade(context);
    case Command::current:
      return run_current(context);
    case Command::history:
      return run_history(context);
    case Command::heads:
      return run_heads(context);
    case Command::branches:
      return run_branches(context);
    case Command::show:
      return run_show(context);
    case Command::stamp:
      return run_stamp(context);
    case Command::merge:
      return run_merge(context);
    case Command::revision:
      return run_revision(context);
    case Command::plan:
      return run_plan(context);
    case Command::ensure_version:
      return run_ensure_version(context);
    case Command::status:
      return run_status(context);
    case Command::resume:
      return run_resume(context);
    case Command::check:
      return run_check(context);
    case Command::schema:
      return run_schema(context);
    case Command::inspect:
      return run_inspect(context);
  }
  return 2;
}

namespace {

int run(int argc, char** argv, const MigrationSet& migrations, const CliOptions& options) {
  const auto outcome = parse_arguments(argc, argv);
  const auto& arguments = outcome.arguments;
  Console console(arguments.color, arguments.quiet, arguments.verbose);
  int status = 0;
  try {
    if (outcome.status == 0) {
      console.out(outcome.text);
    } else if (outcome.status) {
      throw CommandLineError(outcome.text);
    } else {
      if (options.x_arguments) {
        options.x_arguments(arguments.x);
      } else if (!arguments.x.empty()) {
        console.note("this program reads no -x arguments");
      }
      status = run_command({arguments, migrations, options, console});
    }
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    status = report(error, console, arguments.json, outcome.program);
  } catch (...) {
    // A migration may throw anything.
    status = report(Error("something was thrown that is not a std::exception", make_facts("unexpected_error")), console,
                    arguments.json, outcome.program);
  }
  if (!console.flush()) {
    console.error("error: output_failed: standard output did not take everything; is the disk full?");
    return status == 0 ? 1 : status;
  }
  return status;
}

}  // namespace

int main(int argc, char** argv, const MigrationSet& migrations, CliOptions options) {
  try {
    return run(argc, argv, migrations, options);
  } catch (const std::bad_alloc&) {
    std::fputs("error: out_of_memory: there is not enough memory\n", stderr);
  } catch (...) {
    // What is left to fail is the telling itself.
    std::fputs("error: unexpected_error: the error could not be told\n", stderr);
  }
  return 1;
}

}  // namespace retort::cli
