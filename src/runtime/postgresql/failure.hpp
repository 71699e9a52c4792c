#ifndef RETORT_SRC_RUNTIME_POSTGRESQL_FAILURE_HPP
#define RETORT_SRC_RUNTIME_POSTGRESQL_FAILURE_HPP

#include <string>

namespace retort::runtime::postgresql {

/// What the server said against a statement.
struct Refusal {
  std::string state;
  std::string message;
  std::string detail = {};
  std::string hint = {};
  std::string position = {};
  bool connection_lost = false;
};

/// Throws it as what it is: StateError `locked`, OperationError for unbound parameters, or DatabaseError with a word
/// for its kind and the way out where one is known. Values of rows are taken out.
[[noreturn]] void throw_refusal(const Refusal& refusal);

}  // namespace retort::runtime::postgresql

#endif
