#ifndef RETORT_SRC_RUNTIME_SQLITE3_CATALOG_HPP
#define RETORT_SRC_RUNTIME_SQLITE3_CATALOG_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/facts.hpp"
#include "runtime/connection.hpp"

namespace retort::runtime::sqlite3 {

/// What sqlite_master tells, by the queries of a connection.
class Catalog final : public dialect::Facts {
 public:
  explicit Catalog(Connection& connection) noexcept : connection_(connection) {}

  std::optional<dialect::NativeTable> native_table(const schema::QualifiedName& name) override;
  std::optional<schema::Table> table(const schema::QualifiedName& name) override;

  /// True for `main` and for an attached database's name.
  bool has_schema(std::string_view name) const;

  /// Every object that has a text, in the order of creation.
  std::vector<dialect::NativeObject> objects(const std::string& schema) const;

 private:
  Connection& connection_;
};

}  // namespace retort::runtime::sqlite3

#endif
