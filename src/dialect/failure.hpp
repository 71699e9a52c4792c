#ifndef RETORT_SRC_DIALECT_FAILURE_HPP
#define RETORT_SRC_DIALECT_FAILURE_HPP

#include <retort/error.hpp>

#include <string>
#include <string_view>

#include "ops/operation.hpp"

namespace retort::dialect {

/// Facts with a code only. The operation and its place are added where it is known: see `in_operation`.
ErrorFacts facts(std::string code);

/// Throws UnsupportedOperation (`unsupported`). The message says what cannot be done and what to do instead.
[[noreturn]] void unsupported(const std::string& message);

/// Throws OperationError with a code.
[[noreturn]] void refuse(std::string code, const std::string& message);

/// The text with control characters and broken bytes made visible (`\x00`), for messages.
std::string printable(std::string_view text);

/// Calls `body`; an OperationError that leaves it without an operation gets this one's words and place.
template <typename Body>
decltype(auto) in_operation(const ops::Operation& operation, Body&& body);

/// The facts with the operation's words and place where they are not known yet.
ErrorFacts with_operation(ErrorFacts facts, const ops::Operation& operation);

template <typename Body>
decltype(auto) in_operation(const ops::Operation& operation, Body&& body) {
  try {
    return body();
  } catch (const UnsupportedOperation& error) {
    if (!error.operation().empty()) throw;
    throw UnsupportedOperation(error.message(), with_operation(error.facts(), operation));
  } catch (const OperationError& error) {
    // A more special class than these two (irreversible) carries its operation already.
    if (!error.operation().empty()) throw;
    throw OperationError(error.message(), with_operation(error.facts(), operation));
  }
}

}  // namespace retort::dialect

#endif
