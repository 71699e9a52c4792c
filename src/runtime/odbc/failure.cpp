#include "runtime/odbc/failure.hpp"

#include <retort/error.hpp>

#include <string_view>
#include <utility>

#include "runtime/mysql/refusal.hpp"
#include "runtime/postgresql/failure.hpp"
#include "runtime/sqlite3/refusal.hpp"

namespace retort::runtime::odbc {

namespace {

bool removes(std::string& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text.resize(text.size() - end.size());
  return true;
}

/// `[ma-3.1.15][10.11.2-MariaDB]Table ...`: each part of the way puts its name before the text.
std::string without_origins(std::string message) {
  while (message.starts_with('[')) {
    const auto end = message.find(']');
    if (end == std::string::npos) break;
    message.erase(0, end + 1);
  }
  message.erase(0, message.find_first_not_of(' '));
  return message;
}

/// Cuts off what follows a word at the beginning of a line, and returns it.
std::string cut(std::string& message, std::string_view word) {
  const auto at = message.rfind(word);
  if (at == std::string::npos) return {};
  auto part = message.substr(at + word.size());
  message.resize(at);
  return part;
}

/// psqlODBC makes one text of what the server says in fields.
postgresql::Refusal refusal_of(const Diagnostic& diagnostic) {
  postgresql::Refusal refusal{diagnostic.state, without_origins(diagnostic.message)};
  auto& message = refusal.message;
  while (removes(message, "\nError while executing the query") || removes(message, ";") || removes(message, "\n")) {
  }
  refusal.hint = cut(message, "\nHINT: ");
  refusal.detail = cut(message, "\nDETAIL: ");
  for (const std::string_view severity : {"ERROR: ", "FATAL: ", "PANIC: "}) {
    if (message.starts_with(severity)) message.erase(0, severity.size());
  }
  refusal.connection_lost = diagnostic.state.starts_with("08");
  return refusal;
}

[[noreturn]] void fail_for_parameters(const Diagnostic& diagnostic, const char* way_out) {
  throw OperationError(
      std::string("the driver takes a ? in the statement for a parameter, and there is no value for it; ") + way_out,
      {.code = "unbound_parameters", .backend_code = diagnostic.state});
}

[[noreturn]] void fail_for_sqlite(const Diagnostic& diagnostic) {
  auto message = without_origins(diagnostic.message);
  if (message == "parameter marker count incorrect" || message == "unbound parameters in query") {
    fail_for_parameters(diagnostic,
                        "write the values, or use op::run, where soci::use gives them; take a ? out of comments, and "
                        "names with a ? between double quotes. The driver also takes :name and @name so");
  }
  removes(message, " (" + std::to_string(diagnostic.number) + ")");
  // The driver's own complaints have a number below zero.
  sqlite3::fail(static_cast<int>(diagnostic.number < 0 ? 1 : diagnostic.number), std::move(message));
}

}  // namespace

void fail(Product product, const Diagnostic& diagnostic) {
  switch (product) {
    case Product::postgresql:
      if (diagnostic.state == "07001" || diagnostic.state == "07002") {
        fail_for_parameters(diagnostic,
                            "write the value, or use op::run, where soci::use gives it; for the operators ?, ?| and ?& "
                            "of jsonb there are jsonb_exists, jsonb_exists_any and jsonb_exists_all");
      }
      postgresql::throw_refusal(refusal_of(diagnostic));
    case Product::mysql: {
      auto number = static_cast<unsigned>(diagnostic.number < 0 ? 0 : diagnostic.number);
      // The server's number for it; the driver has none of its own.
      if (number == 0 && diagnostic.state.starts_with("08")) number = 2013;
      mysql::fail({number, diagnostic.state, without_origins(diagnostic.message)});
    }
    case Product::sqlite:
      break;
  }
  fail_for_sqlite(diagnostic);
}

}  // namespace retort::runtime::odbc
