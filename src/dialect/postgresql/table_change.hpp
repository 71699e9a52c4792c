#ifndef RETORT_SRC_DIALECT_POSTGRESQL_TABLE_CHANGE_HPP
#define RETORT_SRC_DIALECT_POSTGRESQL_TABLE_CHANGE_HPP

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dialect/facts.hpp"
#include "dialect/postgresql/enums.hpp"
#include "dialect/statement.hpp"
#include "ops/operation.hpp"

namespace retort::dialect::postgresql {

/// Changes to one table, which become clauses of as few ALTER TABLE as can be.
///
/// The server works the clauses of a statement in an order of its own (what is dropped first, then types, then new
/// columns, then constraints), so a clause never shares a statement with another that is about the same name.
class TableChange {
 public:
  TableChange(const schema::QualifiedName& table, const schema::MetaData& before, Facts* facts, Statements& out);

  /// Operations that alter a table; all of this one. Others are a fault of the caller.
  void apply(const ops::Operation& operation, std::size_t index);
  /// Writes what is still held.
  void finish();

  void operator()(const ops::AddColumn& op);
  void operator()(const ops::DropColumn& op);
  void operator()(const ops::AlterColumn& op);
  void operator()(const ops::CreatePrimaryKey& op);
  void operator()(const ops::CreateUnique& op);
  void operator()(const ops::CreateForeignKey& op);
  void operator()(const ops::CreateCheck& op);
  void operator()(const ops::CreateExclude& op);
  void operator()(const ops::DropConstraint& op);
  void operator()(const ops::ValidateConstraint& op);

 private:
  /// What a clause is about.
  struct About {
    schema::Columns columns = {};
    std::string constraint = {};
  };

  /// Ends the statement that is held when it has a clause about the same.
  void make_room(const About& about);
  /// One more clause of the statement that is held.
  void part(std::string text, const char* failure = nullptr);
  void clause(const About& about, std::string text, const char* failure = nullptr);
  void statement(std::string text, const char* failure = nullptr);
  /// Behind the statement that holds the clauses.
  void after(std::string text);
  /// `any`: its expressions may be about every column.
  void add_constraint(const std::string& name, const schema::Columns& columns, bool any, std::string text,
                      const char* failure);

  void change_type(const ops::AlterColumn& op);
  bool rebuild_enum(const ops::AlterColumn& op);
  void change_numbering(const ops::AlterColumn& op);
  /// How the column counts now; none if it does not, as far as is known.
  std::optional<op::Identity> held_identity(const ops::AlterColumn& op);
  void change_identity(const std::string& column, const op::Identity& held, const op::Identity& wanted);
  /// The column where something is known of it: from the migrations or, if `ask`, from the database.
  const schema::Column* known_column(const std::string& name, bool ask);
  std::optional<Type> old_type(const ops::AlterColumn& op, bool ask);
  const schema::Table* real_table();
  std::string constraint_name(const ops::DropConstraint& op);

  const schema::QualifiedName& table_;
  const schema::MetaData& before_;
  Facts* facts_;
  Statements& out_;
  EnumTypes enums_;
  std::optional<std::optional<schema::Table>> real_;

  std::vector<std::string> clauses_;
  std::vector<Statement> after_;
  std::string failure_;
  std::set<std::string> columns_;
  std::set<std::string> constraints_;
  bool any_column_ = false;
  std::size_t first_ = 0;
  std::size_t index_ = 0;
};

}  // namespace retort::dialect::postgresql

#endif
