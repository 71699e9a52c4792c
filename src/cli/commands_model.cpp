#include <retort/error.hpp>

#include "cli/commands.hpp"
#include "cli/comparison.hpp"
#include "cli/failure.hpp"
#include "cli/output_json.hpp"
#include "cli/text.hpp"

namespace retort::cli {

namespace {

/// To whoever asks whether all is well, a database that is behind is an answer.
constexpr int kBehind = 3;

std::string difference_text(const Operations& operations) {
  if (operations.empty()) return "No new upgrade operations detected.\n";
  std::string text = "New upgrade operations detected:\n";
  for (const auto& words : operations.describe()) text += "  " + one_line(words) + "\n";
  return text;
}

}  // namespace

int run_check(const Context& context) {
  Operations operations;
  try {
    operations = find_difference(context);
  } catch (const Error& error) {
    if (error.code() != "not_up_to_date") throw;
    report(error, context.console, context.arguments.json, {});
    return kBehind;
  }
  tell_notes(context, operations);
  context.console.out(context.arguments.json ? json_difference(operations) : difference_text(operations));
  if (operations.empty()) return 0;
  context.console.note("`revision --autogenerate -m MSG` writes the migration that makes them");
  return kBehind;
}

}  // namespace retort::cli
