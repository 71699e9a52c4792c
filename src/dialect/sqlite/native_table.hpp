#ifndef RETORT_SRC_DIALECT_SQLITE_NATIVE_TABLE_HPP
#define RETORT_SRC_DIALECT_SQLITE_NATIVE_TABLE_HPP

#include <optional>
#include <vector>

#include "dialect/facts.hpp"
#include "dialect/sqlite/table_text.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect::sqlite {

/// A table in SQLite's words, and where they are from.
struct KnownTable {
  NativeTable native;
  /// False: made from the model, as SQLite would have it if it was created from the model.
  bool from_database = false;
  schema::QualifiedName name;
};

/// From the database, or else from the model; none when neither knows the table.
std::optional<KnownTable> find_table(const schema::QualifiedName& name, const schema::MetaData& before, Facts* facts);

/// The tables, by name, that hold foreign keys to this one, as far as their definitions can be read.
std::vector<TableText> children_of(const KnownTable& table, const schema::MetaData& before, Facts* facts);

}  // namespace retort::dialect::sqlite

#endif
