#ifndef RETORT_SRC_RUNTIME_ODBC_FAILURE_HPP
#define RETORT_SRC_RUNTIME_ODBC_FAILURE_HPP

#include <string>

#include "runtime/odbc/product.hpp"

namespace retort::runtime::odbc {

/// What a driver said against a statement.
struct Diagnostic {
  /// SQLSTATE.
  std::string state = {};
  /// The database's own number.
  long number = 0;
  std::string message = {};
};

/// Throws it as the error that the database's own backend would give: the same class, and the same word for its kind.
/// Values of rows are taken out.
[[noreturn]] void fail(Product product, const Diagnostic& diagnostic);

}  // namespace retort::runtime::odbc

#endif
