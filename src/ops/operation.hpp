#ifndef RETORT_SRC_OPS_OPERATION_HPP
#define RETORT_SRC_OPS_OPERATION_HPP

#include <retort/error.hpp>
#include <retort/location.hpp>

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "ops/column_operations.hpp"
#include "ops/constraint_operations.hpp"
#include "ops/data_operations.hpp"
#include "ops/object_operations.hpp"
#include "ops/table_operations.hpp"

namespace retort::ops {

/// Every operation there is. A dialect answers each alternative or does not compile; CustomOperation's `Invoke` is the
/// door for others.
using Action = std::variant<CreateTable, DropTable, RenameTable, CreateTableComment, DropTableComment, AddColumn,
                            DropColumn, AlterColumn, RenameColumn, CreatePrimaryKey, CreateUnique, CreateForeignKey,
                            CreateCheck, CreateExclude, DropConstraint, RenameConstraint, ValidateConstraint,
                            CreateIndex, DropIndex, RenameIndex, CreateSchema, DropSchema, CreateSequence,
                            AlterSequence, DropSequence, CreateEnum, AlterEnum, DropEnum, CreateView, ReplaceView,
                            DropView, CreateTrigger, DropTrigger, BulkInsert, Execute, Run, Irreversible, Invoke>;

/// One recorded operation: what, where in the source, and with which neighbours.
struct Operation {
  Action action;
  Location where = Location::unknown();
  /// Operations of one batch_alter_table share a number; 0 is no batch.
  std::size_t batch = 0;
  /// Inside an autocommit_block.
  bool autocommit = false;
  /// Recorded inside op::run, where operations execute at once: too late for options.
  bool executed = false;
};

using Operations = std::vector<Operation>;

/// In the words of the directive: `create_table("posts")`.
std::string describe(const Operation& operation);

/// The table whose structure or rows the operation changes, or nullptr when it is about something else.
const schema::QualifiedName* table_of(const Operation& operation) noexcept;
schema::QualifiedName* table_of(Operation& operation) noexcept;
/// The name, with its schema, of what the operation is about: its table, or its sequence, enum or view; or nullptr.
schema::QualifiedName* name_of(Operation& operation) noexcept;

/// The facts of an error about an operation: its words and its place.
ErrorFacts facts_of(const Operation& operation, std::string code);

/// Throws UsageError when the operation was executed already, as it is inside op::run.
void ensure_open(const Operation* operation);

template <typename... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <typename... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

}  // namespace retort::ops

#endif
