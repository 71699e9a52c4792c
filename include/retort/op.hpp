#ifndef RETORT_OP_HPP
#define RETORT_OP_HPP

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include <retort/column.hpp>
#include <retort/constraint.hpp>
#include <retort/custom_operation.hpp>
#include <retort/export.hpp>
#include <retort/function_ref.hpp>
#include <retort/location.hpp>
#include <retort/op_options.hpp>
#include <retort/table.hpp>
#include <retort/type.hpp>
#include <retort/value.hpp>

/// The directives. Each records one operation, with the file and line of the call, and returns at once: nothing has
/// touched a database when upgrade() returns. Outside of upgrade(), downgrade() and a function given to `run` they
/// throw UsageError. Argument order and words are Alembic's.
///
/// Names are always quoted, so they keep their letters and may be reserved words. Firebird alone keeps a name of small
/// letters, digits, `_` and `$` in capitals, which is how SQL without quotes finds it there: `students` is STUDENTS in
/// its catalog.
///
/// What a directive returns is a handle for further options; it may be used only in the statement that made it.
namespace retort::op {

// Tables.

/// CREATE TABLE with everything that is said about it in `describe`. Indexes follow as statements of their own.
RETORT_API void create_table(std::string table, FunctionRef<void(Table&)> describe, Location where = {});
RETORT_API DropOptions drop_table(std::string table, Location where = {});
RETORT_API TableOptions rename_table(std::string old_name, std::string new_name, Location where = {});
RETORT_API CommentOptions create_table_comment(std::string table, std::string comment, Location where = {});
RETORT_API CommentOptions drop_table_comment(std::string table, Location where = {});

/// Several changes to one table that belong together: one ALTER where the server can do that, one rebuild on SQLite.
RETORT_API void batch_alter_table(std::string table, FunctionRef<void(TableChange&)> describe, Location where = {});

// Columns.

RETORT_API AddColumnOptions add_column(std::string table, const Column& column, Location where = {});
/// Derived downgrades bring the column back without its values; `.existing(...)` describes it where the migrations
/// before this one do not.
RETORT_API DropColumnOptions drop_column(std::string table, std::string column, Location where = {});
RETORT_API void alter_column(std::string table, std::string column, FunctionRef<void(ColumnChange&)> describe,
                             Location where = {});
RETORT_API TableOptions rename_column(std::string table, std::string old_name, std::string new_name,
                                      Location where = {});

// Constraints. An empty name leaves the naming to the naming convention or the database. Conditions, and the
// expressions of columns and indexes, are one SQL for every database or one for each (SqlText); a database that none is
// for refuses them with UnsupportedOperation.

RETORT_API PrimaryKeyOptions create_primary_key(std::string name, std::string table, Names columns,
                                                Location where = {});
RETORT_API UniqueOptions create_unique_constraint(std::string name, std::string table, Names columns,
                                                  Location where = {});
RETORT_API ForeignKeyOptions create_foreign_key(std::string name, std::string source_table, std::string referent_table,
                                                Names local_columns, Names remote_columns, Location where = {});
RETORT_API CheckOptions create_check_constraint(std::string name, std::string table, SqlText condition,
                                                Location where = {});
RETORT_API ExcludeOptions create_exclude_constraint(std::string name, std::string table,
                                                    std::initializer_list<ExcludeElement> elements,
                                                    Location where = {});
RETORT_API DropOptions drop_constraint(std::string name, std::string table, ConstraintKind kind, Location where = {});
RETORT_API TableOptions rename_constraint(std::string table, std::string old_name, std::string new_name,
                                          Location where = {});

/// Checks the rows that were there when a foreign key or a check was made with not_valid(). Other databases than
/// PostgreSQL have checked them all the time: nothing happens there.
RETORT_API TableOptions validate_constraint(std::string name, std::string table, Location where = {});

// Indexes.

RETORT_API IndexOptions create_index(std::string name, std::string table, IndexColumns columns, Location where = {});
/// The table may be left empty where index names are unique in a schema (all but MySQL).
RETORT_API DropOptions drop_index(std::string name, std::string table = {}, Location where = {});
RETORT_API TableOptions rename_index(std::string table, std::string old_name, std::string new_name,
                                     Location where = {});

// Other objects.

RETORT_API CreateOptions create_schema(std::string name, Location where = {});
RETORT_API DropOptions drop_schema(std::string name, Location where = {});
RETORT_API SequenceOptions create_sequence(std::string name, Location where = {});
/// How the sequence counts from here on; what is not mentioned stays as it is, and so does the number it has reached
/// (MariaDB passes over those that it had ready). Its start is where it begins when it is restarted. A sequence that
/// comes to count the other way begins anew.
///
/// OperationError (`nothing_changes`) where nothing is mentioned.
RETORT_API SequenceOptions alter_sequence(std::string name, Location where = {});
RETORT_API DropOptions drop_sequence(std::string name, Location where = {});
RETORT_API CreateOptions create_enum(std::string name, Names values, Location where = {});
RETORT_API EnumChange alter_enum(std::string name, Location where = {});
RETORT_API DropOptions drop_enum(std::string name, Location where = {});
/// `query` is the SELECT behind the AS.
RETORT_API ViewOptions create_view(std::string name, SqlText query, Location where = {});
/// The view's query becomes another one; its name, and on PostgreSQL its grants, stay.
RETORT_API ViewOptions replace_view(std::string name, SqlText query, Location where = {});
RETORT_API DropOptions drop_view(std::string name, Location where = {});
/// `body` is what stands between BEGIN and END, in each database's own language.
RETORT_API TriggerOptions create_trigger(std::string name, std::string table, SqlText body, Location where = {});
RETORT_API DropOptions drop_trigger(std::string name, std::string table, Location where = {});

// Data and code.

/// Rows, in statements of many rows each.
RETORT_API TableOptions bulk_insert(std::string table, Names columns, std::vector<std::vector<Value>> rows,
                                    Location where = {});
/// One statement, sent to the database exactly as it is written: nothing in it is replaced. A second statement behind
/// it is refused, and so are BEGIN, COMMIT and ROLLBACK.
RETORT_API ExecuteOptions execute(SqlText statement, Location where = {});
/// Code that needs the connection, for moving data. It runs at its turn, in the transaction of its migration; `op::`
/// calls inside it execute at once. On MySQL a change of structure ends the transaction, before the code and in it, and
/// on Firebird what came before the code is committed when it changed the structure.
RETORT_API RunOptions run(std::function<void(soci::session&)> code, Location where = {});
/// Says that there is no way back from this migration, and why.
RETORT_API void irreversible(std::string reason, Location where = {});
/// An operation of the program's own.
RETORT_API void invoke(std::shared_ptr<const CustomOperation> operation, Location where = {});
/// What is recorded inside runs outside of any transaction, each statement by itself. What was recorded before it is
/// committed first.
RETORT_API void autocommit_block(FunctionRef<void()> record, Location where = {});

}  // namespace retort::op

#endif
