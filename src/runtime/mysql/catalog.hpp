#ifndef RETORT_SRC_RUNTIME_MYSQL_CATALOG_HPP
#define RETORT_SRC_RUNTIME_MYSQL_CATALOG_HPP

#include <optional>

#include "dialect/facts.hpp"
#include "dialect/mysql/server.hpp"
#include "runtime/mysql/database.hpp"

namespace retort::runtime::mysql {

/// What the server tells of its tables.
class Catalog final : public dialect::Facts {
 public:
  Catalog(const Database& database, const dialect::mysql::Server& server) noexcept
      : database_(database), server_(server) {}

  /// With the text of SHOW CREATE TABLE, and nothing else.
  std::optional<dialect::NativeTable> native_table(const schema::QualifiedName& name) override;
  std::optional<schema::Table> table(const schema::QualifiedName& name) override;

  schema::MetaData inspect() const;

 private:
  const Database& database_;
  const dialect::mysql::Server& server_;
};

}  // namespace retort::runtime::mysql

#endif
