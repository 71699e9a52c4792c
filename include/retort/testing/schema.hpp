#ifndef RETORT_TESTING_SCHEMA_HPP
#define RETORT_TESTING_SCHEMA_HPP

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <retort/export.hpp>
#include <retort/testing.hpp>
#include <retort/type.hpp>

namespace retort::testing {

struct SchemaData;

/// What a database's catalog said at one moment: tables with columns in order, keys, constraints and indexes; views,
/// sequences, enums and triggers. A value; copies share it.
class RETORT_API Schema {
 public:
  /// For the library's own use.
  explicit Schema(std::shared_ptr<const SchemaData> data) noexcept;

  /// One line a thing, those of a table indented below it, in an order that does not depend on the database. Names that
  /// a database chose by itself are left out where it is known to have done so.
  const std::vector<std::string>& lines() const noexcept;
  /// The version rows; none where there is no version table.
  const std::vector<std::string>& revisions() const noexcept;

  /// Names as the migrations write them.
  bool has_table(std::string_view table) const;
  std::vector<std::string> tables() const;
  bool has_column(std::string_view table, std::string_view column) const;
  std::vector<std::string> columns(std::string_view table) const;
  /// The column's type in the words of `op::`, and what this database makes of another type: the same text, where a
  /// column of that type was created.
  std::string column_type(std::string_view table, std::string_view column) const;
  std::string spelled(const Type& type) const;

  /// Equal lines.
  friend RETORT_API bool operator==(const Schema& a, const Schema& b) noexcept;

 private:
  std::shared_ptr<const SchemaData> data_;
};

/// Reads the catalog, in a few queries however many tables there are. The version table is not part of it. Throws
/// UsageError for a backend without support, DatabaseError and StateError for what the database refuses.
RETORT_API Schema schema_of(soci::session& session, std::string_view version_table = "retort_version");
/// The same; the database is only read, and its version table is the one of its options.
RETORT_API Schema schema_of(const Database& database);

/// The lines by which two texts differ, with three lines around them, in the form of `diff -u`. Empty where they do
/// not.
RETORT_API std::string unified_diff(const std::vector<std::string>& before, const std::vector<std::string>& after,
                                    std::string_view before_name, std::string_view after_name);

}  // namespace retort::testing

#endif
