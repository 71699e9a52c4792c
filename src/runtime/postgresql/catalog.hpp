#ifndef RETORT_SRC_RUNTIME_POSTGRESQL_CATALOG_HPP
#define RETORT_SRC_RUNTIME_POSTGRESQL_CATALOG_HPP

#include <optional>

#include "dialect/facts.hpp"
#include "runtime/connection.hpp"

namespace retort::runtime::postgresql {

/// What the catalog tells, by the queries of a connection.
class Catalog final : public dialect::Facts {
 public:
  explicit Catalog(Connection& connection) noexcept : connection_(connection) {}

  std::optional<dialect::NativeTable> native_table(const schema::QualifiedName&) override { return std::nullopt; }
  std::optional<schema::Table> table(const schema::QualifiedName& name) override;
  std::optional<schema::Enum> enum_type(const schema::QualifiedName& name) override;
  bool has_invalid_index(const schema::QualifiedName& name) override;

 private:
  Connection& connection_;
};

}  // namespace retort::runtime::postgresql

#endif
