#ifndef RETORT_SRC_DIALECT_FACTS_HPP
#define RETORT_SRC_DIALECT_FACTS_HPP

#include <optional>
#include <string>
#include <vector>

#include "schema/metadata.hpp"

namespace retort::dialect {

/// A row of SQLite's sqlite_master (or of a temporary database's): the text an object was created with.
struct NativeObject {
  /// `table`, `index`, `trigger` or `view`.
  std::string type;
  std::string name;
  /// The table an index or a trigger is on.
  std::string table;
  /// Empty for what the database made by itself (the index of a UNIQUE constraint).
  std::string sql;
  friend bool operator==(const NativeObject&, const NativeObject&) = default;
};

/// A table as its database describes it in its own words.
struct NativeTable {
  NativeObject table;
  /// Its indexes and triggers.
  std::vector<NativeObject> dependents = {};
  /// The views of the database (a view on the table is found by its text).
  std::vector<NativeObject> views = {};
  /// The tables with foreign keys to this one, itself included.
  std::vector<std::string> children = {};
};

/// What a dialect may ask about the database as it is at that moment. It is asked only when a statement cannot be made
/// without the answer. Implemented where there is a connection; offline there is none and the model answers.
class Facts {
 public:
  Facts() = default;
  Facts(const Facts&) = delete;
  Facts& operator=(const Facts&) = delete;
  virtual ~Facts() = default;

  /// The table in the database's own words (SQLite), or none when there is no such table.
  virtual std::optional<NativeTable> native_table(const schema::QualifiedName& name) = 0;
  /// The table as a value, or none when there is no such table.
  virtual std::optional<schema::Table> table(const schema::QualifiedName& name) = 0;
  /// The enum type of that name, or none: only where enums are types of their own (PostgreSQL).
  virtual std::optional<schema::Enum> enum_type(const schema::QualifiedName&) { return std::nullopt; }
  /// What a database can be asked for in its own words beside tables.
  enum class Kind : unsigned char { view, trigger, sequence, schema };
  /// The definition of such an object, empty when there is none; nothing where the database is not asked (all but
  /// MySQL, whose changes of structure cannot be undone).
  virtual std::optional<std::string> definition(Kind, const schema::QualifiedName&) { return std::nullopt; }
  /// True if there is an index of that name which was never finished (PostgreSQL, CONCURRENTLY).
  virtual bool has_invalid_index(const schema::QualifiedName&) { return false; }
};

}  // namespace retort::dialect

#endif
