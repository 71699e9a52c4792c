#ifndef RETORT_SRC_DIALECT_SQLITE_REBUILD_HPP
#define RETORT_SRC_DIALECT_SQLITE_REBUILD_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/sqlite/native_table.hpp"
#include "dialect/sqlite/table_text.hpp"
#include "dialect/statement.hpp"

namespace retort::dialect::sqlite {

/// What the name of a table begins with while it is rebuilt. One that was left over is dropped by the next rebuild.
inline constexpr std::string_view kRebuildPrefix = "_retort_new_";

/// An index or a trigger to be there after the rebuild, and the operation that made it if it is a new one.
struct Dependent {
  NativeObject object;
  std::optional<std::size_t> created_by = {};
};

/// One table's change, worked out: what it is and what it is to be.
struct Rebuild {
  const KnownTable& table;
  const TableText& before;
  const TableText& after;
  /// The columns whose values are carried over, in their order in `before`.
  schema::Columns kept;
  /// In the order in which they are made anew.
  std::vector<Dependent> dependents;
  /// The operation that asked for it.
  std::size_t operation = 0;

  bool drops_columns() const { return kept.size() < before.columns.size(); }
  bool adds_columns() const { return kept.size() < after.columns.size(); }
};

/// The statements that put the table in the new form in place of the old one: the procedure of
/// https://www.sqlite.org/lang_altertable.html#otheralter, with what it leaves open (rowids, sqlite_sequence, proof
/// that no reference, view or trigger broke). Foreign keys must be off, which a statement among them proves.
Statements rebuild_statements(const Rebuild& rebuild);

}  // namespace retort::dialect::sqlite

#endif
