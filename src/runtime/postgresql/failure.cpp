#include "runtime/postgresql/failure.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace retort::runtime::postgresql {

namespace {

/// A state, or the class of some (https://www.postgresql.org/docs/current/errcodes-appendix.html), and its word.
struct Word {
  std::string_view state;
  const char* word;
  const char* way_out = "";
};

constexpr std::array kWords = {
    Word{"08", "connection_lost"},
    Word{"57P01", "connection_lost"},
    Word{"57P02", "connection_lost"},
    Word{"57P03", "connection_lost"},
    Word{"23", "constraint"},
    Word{"22", "invalid_value"},
    Word{"25001", "in_transaction", "; put it into an op::autocommit_block"},
    Word{"25006", "read_only", "; connect to the primary server, or take default_transaction_read_only away"},
    Word{"25P02", "failed_transaction",
         "; a statement before it failed, and PostgreSQL takes no other until the transaction ends: let its error out, "
         "or set a savepoint before it"},
    Word{"28", "permission"},
    Word{"2BP01", "dependent_objects", "; drop what depends on it first, or say cascade() where the directive has it"},
    Word{"3D000", "undefined_database"},
    Word{"3F000", "undefined_schema", "; create it first, with op::create_schema"},
    Word{"40001", "serialization", "; run it again"},
    Word{"40P01", "deadlock", "; run it again"},
    Word{"42501", "permission", "; grant the role what it needs, or connect as the owner"},
    Word{"42601", "syntax"},
    Word{"42703", "undefined_column"},
    Word{"42883", "undefined_function"},
    Word{"42P01", "undefined_table"},
    Word{"42704", "undefined_object"},
    Word{"42701", "duplicate_object"},
    Word{"42710", "duplicate_object"},
    Word{"42723", "duplicate_object"},
    Word{"42P06", "duplicate_object"},
    Word{"42P07", "duplicate_object"},
    Word{"42804", "datatype_mismatch"},
    Word{"42", "invalid_statement"},
    Word{"53100", "disk_full", "; make room on the server's disk and run it again"},
    Word{"53", "out_of_resources"},
    Word{"54", "too_large"},
    Word{"55P04", "unsafe_enum_value",
         "; a new value of an enum can be used when it is committed: use it in a migration after this one"},
    Word{"55006", "object_in_use", "; end the other sessions that use it and run it again"},
    Word{"57014", "canceled", "; raise statement_timeout where it was that"},
    Word{"58", "io_error"},
    Word{"XX", "internal_error"},
};

const Word* find(std::string_view state) {
  for (const auto& word : kWords) {
    if (word.state == state || (word.state.size() == 2 && state.substr(0, 2) == word.state)) return &word;
  }
  return nullptr;
}

/// Errors about values carry them between quotes: `invalid input syntax for type integer: "..."`.
std::string without_values(std::string message) {
  const auto first = message.find('"');
  const auto last = message.rfind('"');
  if (first != std::string::npos && last > first) message.replace(first + 1, last - first - 1, "...");
  return message;
}

/// Details tell of rows (`Key (name)=(...)`) or of the objects that are in the way.
bool tells_of_objects(std::string_view state) {
  return state == "2BP01" || state == "0A000" || state == "40P01" || state.substr(0, 2) == "42" ||
         state.substr(0, 2) == "55";
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

}  // namespace

void throw_refusal(const Refusal& refusal) {
  const auto& state = refusal.state;
  ErrorFacts facts{.code = "database_error", .backend_code = state};
  const auto* word = find(state);
  if (word != nullptr) facts.code = word->word;
  const bool of_value = state.substr(0, 2) == "22";
  auto message = "PostgreSQL: " + trimmed(of_value ? without_values(refusal.message) : refusal.message);
  if (refusal.connection_lost || facts.code == "connection_lost") {
    if (state == "08P01" && !refusal.connection_lost) {
      throw OperationError(
          "the statement has parameters ($1) and no values for them; write the values, or use op::run, where soci::use "
          "gives them",
          {.code = "unbound_parameters", .backend_code = state});
    }
    facts.code = "connection_lost";
    throw DatabaseError(message +
                            "; the connection is lost, and the server undoes the transaction that was open: "
                            "connect again and run it again",
                        std::move(facts));
  }
  if (state == "42P02" || state == "42P18") {
    throw OperationError(
        message +
            "; a statement cannot have parameters here: write the values, or use op::run, where soci::use gives "
            "them",
        {.code = "unbound_parameters", .backend_code = state});
  }
  if (!refusal.position.empty()) message += " (at character " + refusal.position + ")";
  if (!refusal.detail.empty() && tells_of_objects(state)) {
    auto detail = trimmed(refusal.detail);
    std::replace(detail.begin(), detail.end(), '\n', ' ');
    message += "; " + detail;
  }
  if (!refusal.hint.empty() && !of_value) message += "; " + trimmed(refusal.hint);
  if (state == "55P03") {
    facts.code = "locked";
    throw StateError(message +
                         "; another session holds what it needs: run it again when that one has finished, or raise "
                         "the session's lock_timeout",
                     std::move(facts));
  }
  throw DatabaseError(message + (word != nullptr ? word->way_out : ""), std::move(facts));
}

}  // namespace retort::runtime::postgresql
