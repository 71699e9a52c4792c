#include "runtime/rethrow.hpp"

#include <soci/soci.h>

#include <exception>
#include <string_view>
#include <utility>

namespace retort::runtime {

namespace {

void fill(std::string& fact, std::string& other) {
  if (fact.empty()) fact = std::move(other);
}

ErrorFacts merged(ErrorFacts facts, ErrorFacts&& other) {
  fill(facts.code, other.code);
  fill(facts.revision, other.revision);
  fill(facts.operation, other.operation);
  fill(facts.sql, other.sql);
  fill(facts.location, other.location);
  fill(facts.backend_code, other.backend_code);
  if (facts.applied.empty()) facts.applied = std::move(other.applied);
  facts.leaves_partial_change = facts.leaves_partial_change || other.leaves_partial_change;
  facts.retry_is_safe = facts.retry_is_safe && other.retry_is_safe;
  return facts;
}

std::string with(const std::string& message, const std::string& state) {
  return state.empty() ? message : message + "; " + state;
}

/// SOCI puts the values that were bound to a statement into the text: ` with :v="SECRET".` They are not for logs.
std::string without_values(std::string_view text) {
  const auto while_executing = text.find(" while executing \"");
  if (while_executing != std::string_view::npos) text = text.substr(0, while_executing);
  const auto while_preparing = text.find(" while preparing \"");
  if (while_preparing != std::string_view::npos) text = text.substr(0, while_preparing);
  return std::string(text);
}

template <typename Kind>
[[noreturn]] void throw_again(const Error& error, ErrorFacts facts, const std::string& state) {
  Kind again(with(error.message(), state), merged(error.facts(), std::move(facts)));
  const auto* outer = dynamic_cast<const std::nested_exception*>(&error);
  if (outer == nullptr || outer->nested_ptr() == nullptr) throw again;
  // What the error came from goes with it.
  try {
    outer->rethrow_nested();
  } catch (...) {
    std::throw_with_nested(std::move(again));
  }
}

}  // namespace

void rethrow_with(ErrorFacts facts, const std::string& state) {
  try {
    throw;
  } catch (const UnsupportedOperation& e) {
    throw_again<UnsupportedOperation>(e, std::move(facts), state);
  } catch (const IrreversibleOperation& e) {
    throw_again<IrreversibleOperation>(e, std::move(facts), state);
  } catch (const OperationError& e) {
    throw_again<OperationError>(e, std::move(facts), state);
  } catch (const DefinitionError& e) {
    throw_again<DefinitionError>(e, std::move(facts), state);
  } catch (const StateError& e) {
    throw_again<StateError>(e, std::move(facts), state);
  } catch (const DatabaseError& e) {
    throw_again<DatabaseError>(e, std::move(facts), state);
  } catch (const UsageError& e) {
    throw_again<UsageError>(e, std::move(facts), state);
  } catch (const Error& e) {
    throw_again<Error>(e, std::move(facts), state);
  } catch (const soci::soci_error& e) {
    facts.code = "database_error";
    std::throw_with_nested(DatabaseError(with(without_values(e.what()), state), std::move(facts)));
  } catch (const std::exception& e) {
    if (facts.code.empty()) facts.code = "migration_failed";
    std::throw_with_nested(Error(with(e.what(), state), std::move(facts)));
  } catch (...) {
    if (facts.code.empty()) facts.code = "migration_failed";
    std::throw_with_nested(Error(with("something that is no std::exception was thrown", state), std::move(facts)));
  }
}

}  // namespace retort::runtime
