#ifndef RETORT_SRC_DIALECT_POSTGRESQL_ENUMS_HPP
#define RETORT_SRC_DIALECT_POSTGRESQL_ENUMS_HPP

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dialect/facts.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect::postgresql {

/// A column by its table and name.
struct ColumnPlace {
  schema::QualifiedName table;
  std::string column;
  friend bool operator==(const ColumnPlace&, const ColumnPlace&) = default;
  friend auto operator<=>(const ColumnPlace&, const ColumnPlace&) = default;
};

/// The enum types around a group of operations: which must be made before a column can be of one, and which go with the
/// last column they were made for.
class EnumTypes {
 public:
  EnumTypes(const schema::MetaData& before, Facts* facts) noexcept : before_(before), facts_(facts) {}

  /// The statement that makes the enum a new column is of; none for other types, and where the type is there. Throws
  /// OperationError (`enum_values`) where it is there with other values. `if_absent`: offline, where nobody knows, the
  /// statement does nothing when it is there.
  std::optional<std::string> make(const Type& type, bool if_absent = false);

  /// The statement that drops the enum of a column that goes: none unless it was made for columns, and this was the
  /// last.
  std::optional<std::string> drop(const ColumnPlace& place, const Type& type);
  /// The same for all columns of a table that goes.
  std::vector<std::string> drop_all(const schema::Table& table);

  /// The values of the type as it is, or none where nobody knows it.
  std::optional<std::vector<std::string>> values(const schema::QualifiedName& name);

  /// The statements that give a type other values: it is made anew, and every column that is known to be of it altered.
  /// `place` is the one that is told to change; with another default to come it is left without one.
  std::vector<std::string> rebuild(const schema::Enum& wanted, const ColumnPlace& place,
                                   const std::optional<Value>& server_default, bool default_changes) const;

 private:
  bool is_used(const schema::QualifiedName& name) const;

  const schema::MetaData& before_;
  Facts* facts_;
  /// Made in this group.
  std::set<schema::QualifiedName> made_;
  std::set<ColumnPlace> gone_;
};

/// Why a type could not be dropped.
inline constexpr const char* kEnumInUse =
    "a column that no migration tells of is of this type; add values with op::alter_enum, or alter that column too";

}  // namespace retort::dialect::postgresql

#endif
