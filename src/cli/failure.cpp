#include "cli/failure.hpp"

#include <soci/soci.h>

#include <string>

#include "cli/output_json.hpp"
#include "cli/text.hpp"

namespace retort::cli {

namespace {

/// The code of an error that came without one: programs that read the output always find a word.
std::string code_of(const Error& error) {
  if (!error.code().empty()) return error.code();
  if (dynamic_cast<const DefinitionError*>(&error) != nullptr) return "definition_error";
  if (dynamic_cast<const OperationError*>(&error) != nullptr) return "operation_error";
  if (dynamic_cast<const StateError*>(&error) != nullptr) return "state_error";
  if (dynamic_cast<const DatabaseError*>(&error) != nullptr) return "database_error";
  if (dynamic_cast<const UsageError*>(&error) != nullptr) return "usage";
  return "error";
}

/// Errors that are none of the library's own: thrown by a migration or by the standard library.
ErrorFacts facts_of(const std::exception& error, std::string& message) {
  if (const auto* own = dynamic_cast<const Error*>(&error)) {
    message = own->message();
    auto facts = own->facts();
    facts.code = code_of(*own);
    return facts;
  }
  // what() of a soci_error carries bound values behind its message.
  const auto* soci_error = dynamic_cast<const soci::soci_error*>(&error);
  message = soci_error != nullptr ? soci_error->get_error_message() : std::string(error.what());
  return make_facts(soci_error != nullptr ? "database_error" : "unexpected_error");
}

}  // namespace

ErrorFacts make_facts(std::string code, std::string revision) {
  ErrorFacts facts;
  facts.code = std::move(code);
  facts.revision = std::move(revision);
  return facts;
}

void fail(std::string code, const std::string& message, std::string revision) {
  throw Error(message, make_facts(std::move(code), std::move(revision)));
}

int report(const std::exception& error, Console& console, bool json, const std::string& program) {
  std::string message;
  const auto facts = facts_of(error, message);
  const bool command_line = dynamic_cast<const CommandLineError*>(&error) != nullptr;
  const auto* own = dynamic_cast<const Error*>(&error);
  const auto& style = console.log_style();
  console.error(style(Paint::bad, "error:") + " " + facts.code + ": " +
                printable(own != nullptr ? own->what() : message.c_str()));
  if (command_line) console.error("Run `" + program + " --help` for the commands and options.");
  if (json) console.out(json_error(message, facts));
  return command_line ? 2 : 1;
}

}  // namespace retort::cli
