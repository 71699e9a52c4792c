#ifndef RETORT_SRC_CLI_FAILURE_HPP
#define RETORT_SRC_CLI_FAILURE_HPP

#include <exception>
#include <retort/error.hpp>
#include <string>
#include <utility>

#include "cli/console.hpp"

namespace retort::cli {

/// The facts of an error that has no more to tell.
ErrorFacts make_facts(std::string code, std::string revision = {});

/// The command line is wrong and nothing was done: exit status 2.
class CommandLineError final : public UsageError {
 public:
  explicit CommandLineError(const std::string& message, std::string code = "usage")
      : UsageError(message, make_facts(std::move(code))) {}
};

/// An error of a command: exit status 1.
[[noreturn]] void fail(std::string code, const std::string& message, std::string revision = {});

/// Tells an exception on standard error, and with `json` as the one document on standard output. Returns the exit
/// status. `program` is for the hint to the help.
int report(const std::exception& error, Console& console, bool json, const std::string& program);

}  // namespace retort::cli

#endif
