#ifndef RETORT_SRC_RUNTIME_MYSQL_CATALOG_HPP
#define RETORT_SRC_RUNTIME_MYSQL_CATALOG_HPP

#include <optional>
#include <string>

#include "dialect/facts.hpp"
#include "dialect/mysql/server.hpp"
#include "runtime/connection.hpp"

namespace retort::runtime::mysql {

/// What the server tells of its tables, by the queries of a connection.
class Catalog final : public dialect::Facts {
 public:
  Catalog(Connection& connection, const dialect::mysql::Server& server) noexcept
      : connection_(connection), server_(server) {}

  /// With the text of SHOW CREATE TABLE, and nothing else.
  std::optional<dialect::NativeTable> native_table(const schema::QualifiedName& name) override;
  std::optional<schema::Table> table(const schema::QualifiedName& name) override;
  std::optional<std::string> definition(Kind kind, const schema::QualifiedName& name) override;

  schema::MetaData inspect() const;

 private:
  Connection& connection_;
  const dialect::mysql::Server& server_;
};

/// See Connection::spelled_query. A view of a name of its own is made and dropped again, as the server tells in no
/// other way: nothing is asked, then, in an open transaction, which CREATE VIEW would end, or where views may not be
/// made.
///
/// Throws DatabaseError when the view cannot be dropped.
std::optional<std::string> spell_query(Connection& connection, std::string_view query);
/// See Connection::spelled_table. A table of a name of its own is made and dropped again.
std::optional<schema::Table> spell_table(Connection& connection, const schema::Table& table);

}  // namespace retort::runtime::mysql

#endif
