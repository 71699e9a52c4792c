#ifndef RETORT_AUTOGENERATE_HPP
#define RETORT_AUTOGENERATE_HPP

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <retort/export.hpp>
#include <retort/metadata.hpp>
#include <retort/migration.hpp>

namespace soci {
class session;
}

namespace retort {

namespace autogenerate {
struct OperationsData;
}

/// One operation in parts, for a program that looks at what was found.
struct OperationSummary {
  /// The directive: `add_column`.
  std::string op;
  /// The table it is about, as `schema.table` where it has a schema; empty for what belongs to no table.
  std::string table;
  /// What it is about in the table, or beside tables: a column, a constraint, an index, a view. Empty for the table
  /// itself, and for a constraint without a name.
  std::string name;
  /// In the words of the directive, as `Operations::describe` has it.
  std::string description;
  /// True if rows or values go with it.
  bool destructive = false;
};

/// A list of operations, in the order in which they can be executed: what `compare` found, and what
/// `render_migration` writes. Immutable; copies are cheap and share it.
class RETORT_API Operations {
 public:
  /// None.
  Operations();
  /// For the library's own use.
  explicit Operations(std::shared_ptr<const autogenerate::OperationsData> data) noexcept;

  std::size_t size() const noexcept;
  bool empty() const noexcept { return size() == 0; }

  /// Each operation in the words of its directive: `add_column("students", "grade")`.
  std::vector<std::string> describe() const;
  /// The same with its parts told apart.
  std::vector<OperationSummary> summaries() const;

  /// What a reader should know beside the operations, in sentences: what was not compared, and why (a virtual table, a
  /// definition that could not be read), a difference for which there is no operation, something dropped and added that
  /// may be a rename. The generated migration repeats them as comments, where they belong.
  const std::vector<std::string>& notes() const noexcept;

  /// True if nothing differs: there are no operations, and no note tells of a difference for which there is none. What
  /// was left alone does not count.
  bool matches() const noexcept;

  const autogenerate::OperationsData& data() const noexcept { return *data_; }

 private:
  std::shared_ptr<const autogenerate::OperationsData> data_;
};

/// A table or a column of the database that is gone from the model, and one that is new there and much like it.
struct RenameGuess {
  /// `table` or `column`.
  std::string kind;
  /// Of a column: its table's name in the model. Empty for a table.
  std::string table;
  /// The name in the database.
  std::string from;
  /// The name in the model.
  std::string to;
  /// From 0 to 1: how much of the structure is the same, and how much of the name. Pairs below 0.5 are no guesses.
  double confidence = 0;
};

/// An object that takes part in a comparison, for CompareOptions::include_object. Valid during the call.
struct ComparedObject {
  /// `table`, `column`, `index`, `constraint`, `view`, `trigger`, `sequence` or `enum`.
  std::string_view kind;
  /// As it is called on its side; empty for a constraint without a name.
  std::string_view name;
  /// The table it belongs to; empty for what belongs to none.
  std::string_view table;
  /// The schema of it or of its table; empty for the connection's own.
  std::string_view schema;
  /// It was read from the database; otherwise the model describes it.
  bool reflected = false;
  /// The other side has one of that name, which it is compared with.
  bool has_counterpart = false;
};

struct CompareOptions {
  /// What becomes of a pair that may be one thing under another name. Not taken, it is an addition and a drop, which
  /// loses rows or values.
  enum class Renames : unsigned char {
    /// Those whose confidence is 0.9 and more are renames; the others are told in notes().
    sure,
    /// The same, but `is_rename` is asked for those below 0.9.
    ask,
    /// Every guess is a rename.
    all,
    /// None is.
    none
  };

  /// Says what takes part; without it all does. What it refuses is as if it were neither in the database nor in the
  /// model. Asked with the kind and the name of an object: `table`, `view`, `sequence` and `enum` with their name,
  /// `column` with `table.column`, `index`, `constraint` and `trigger` with their own name (a constraint without one
  /// always takes part).
  std::function<bool(std::string_view kind, std::string_view name)> include_name = {};
  /// The same for those who must know more of the object. Both must agree.
  std::function<bool(const ComparedObject& object)> include_object = {};
  Renames renames = Renames::sure;
  /// Renames::ask: whether a guess is a rename. Without it, ask is sure.
  std::function<bool(const RenameGuess& guess)> is_rename = {};
  /// The Migrator's own table, which is no part of any model.
  std::string version_table = "retort_version";
};

/// The operations that lead from the database behind the session to the model. None: the database is as the model says.
///
/// Reads the database's catalog, in a few queries however many tables there are, and leaves nothing behind. What is in
/// other schemas than the connection's own is left alone, but for what the model names with its schema; no schema is
/// dropped. Tables with all that belongs to them, views, triggers, sequences, schemas and enum types are compared, the
/// last two on PostgreSQL. The order of columns is not. What is different and no operation changes (how a sequence or
/// an identity counts, the engine of a table) is told in notes().
///
/// Both sides are compared as this database would say them, so that a model which was just created on it shows no
/// difference: types that are the same there are the same (an UUID is a CHAR(36) on MySQL), comments count only where
/// they are kept, and a constraint without a name is the one with the same content. Names are one where they are one to
/// the database: `Users` and `users` are two tables on PostgreSQL, and on MySQL where its file system tells them apart.
///
/// PostgreSQL and MySQL keep queries and expressions in words of their own, and are asked for those of the model where
/// the two differ: by a temporary view or an empty temporary table that is rolled back on PostgreSQL, and by one called
/// `_retort_look_...` that is made and dropped again on MySQL. Where that may not be (in an open transaction of
/// MySQL's, which it would commit; without the right to make one) such a view, check, default or index counts as
/// changed where its text is not known to be the same.
///
/// Tables are created before those that refer to them and dropped after them; a cycle of foreign keys is closed by
/// create_foreign_key. Several changes to one table are one batch. Tables and columns that are the same under another
/// name are renamed (CompareOptions::Renames), where this database can.
///
/// Throws OperationError for a model that contradicts itself (a foreign key to a table or a column that is nowhere),
/// UnsupportedOperation for what this database cannot express, UsageError for a backend without support,
/// DatabaseError and StateError for what the database refuses.
RETORT_API Operations compare(soci::session& session, const MetaData& model, const CompareOptions& options = {});

struct RenderOptions {
  /// The name of the class; made from the message when empty.
  std::string class_name = {};
};

/// The C++ source of a migration file that records these operations, formatted, with upgrade() and downgrade().
///
/// It includes <retort/migration.hpp> alone, compiles without warnings whatever names and texts are in it, and is ASCII
/// where they are. downgrade() is the reverse; where there is none it says op::irreversible and why, and where the
/// reverse can only be derived when the migration runs (a constraint that has no name) it is left to that. What
/// destroys rows or values is marked with a comment. An empty list gives a file to be written by hand; several parents
/// give a merge.
///
/// Code (`op::run`, `op::invoke`) cannot be written out: a comment stands in its place.
RETORT_API std::string render_migration(const Operations& operations, const Revision& revision,
                                        const RenderOptions& options = {});

/// The name for the file: the id, and the message in lower-case ASCII letters, digits and `_`, at most 40 of them, cut
/// at the end of a word: `91381a2f4148_renaming_students_to_scholars.cpp`.
RETORT_API std::string migration_file_name(const Revision& revision);

}  // namespace retort

#endif
