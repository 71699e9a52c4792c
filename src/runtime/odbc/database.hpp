#ifndef RETORT_SRC_RUNTIME_ODBC_DATABASE_HPP
#define RETORT_SRC_RUNTIME_ODBC_DATABASE_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/sql_lexer.hpp"
#include "runtime/connection.hpp"
#include "runtime/odbc/failure.hpp"
#include "runtime/odbc/native.hpp"

namespace retort::runtime::odbc {

/// Statements over a connection handle that somebody else owns.
class Database {
 public:
  Database(const Native& native, SQLHDBC handle, Product product, SqlSyntax syntax) noexcept
      : native_(native), handle_(handle), product_(product), syntax_(syntax) {}

  /// What a statement left behind.
  struct Answer {
    std::vector<TextRow> rows = {};
    std::int64_t changed = 0;
  };

  /// Runs one statement as it is. Throws what fail() makes of a refusal, or OperationError for several statements, and
  /// for what the driver would take for a parameter.
  Answer run(std::string_view sql) const;

  /// False while the program has switched the driver's autocommit off (soci::session::begin).
  bool commits_by_itself() const noexcept;
  /// A text about the driver, its database or both: SQL_DBMS_NAME.
  std::string info(SQLUSMALLINT what) const;

 private:
  /// The statement as the driver is given it; empty where there is none.
  std::string prepared(std::string_view sql) const;

  const Native& native_;
  SQLHDBC handle_;
  Product product_;
  SqlSyntax syntax_;
};

}  // namespace retort::runtime::odbc

#endif
