#ifndef RETORT_SRC_DIALECT_FIREBIRD_TABLE_CHANGES_HPP
#define RETORT_SRC_DIALECT_FIREBIRD_TABLE_CHANGES_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "dialect/facts.hpp"
#include "dialect/statement.hpp"
#include "ops/operation.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect::firebird {

/// Collects statements; clauses of ALTER TABLE that follow each other become one statement.
class StatementList {
 public:
  explicit StatementList(Statements& out) noexcept : out_(out) {}

  /// The operation that what follows comes from.
  void set_operation(std::size_t index, bool autocommit);

  Statement& add(std::string sql, Statement::Effect effect = Statement::Effect::structure);
  void add_all(std::vector<std::string> statements);
  /// One clause of ALTER TABLE. `failure`: what to say when the database refuses the statement.
  void clause(const schema::QualifiedName& table, const std::string& text, std::string_view failure = {});
  /// The clause drops what others depend upon, or needs that to be gone.
  void freeing_clause(const schema::QualifiedName& table, const std::string& text);
  void clause_when_freed(const schema::QualifiedName& table, const std::string& text, std::string_view failure = {});
  /// The clauses so far are a statement.
  void flush();

 private:
  Statements& out_;
  std::size_t index_ = 0;
  bool autocommit_ = false;
  Statement open_ = {};
  schema::QualifiedName table_ = {};
};

/// The table as it is, or as it is known; none when neither tells.
std::optional<schema::Table> find_known(const schema::QualifiedName& table, const schema::MetaData& before,
                                        Facts* facts);

// Changes that need to know the table: what stands in the way of them is taken down and put up again.

void drop_column(StatementList& out, const ops::DropColumn& op, const std::optional<schema::Table>& known);
/// `before`: the other tables, whose foreign keys may refer to the column.
void rename_column(StatementList& out, const schema::QualifiedName& table, const std::string& from,
                   const std::string& to, const std::optional<schema::Table>& known, const schema::MetaData& before);
/// The new type of a column, with the CHECK of an enum. A type that ALTER COLUMN does not take makes a new column that
/// gets the rows' values and the old one's place and name.
void change_type(StatementList& out, const ops::AlterColumn& op, const std::optional<schema::Table>& known);

/// Drops a constraint by its name, or by its description where it has none.
void drop_constraint(StatementList& out, const schema::QualifiedName& table, const ops::AnyConstraint& constraint);
/// `ADD ...`
std::string add_clause(const ops::AnyConstraint& constraint);

/// The constraints of a table, in the order in which they can be created.
std::vector<ops::AnyConstraint> constraints_of(const schema::Table& table);
/// The constraint has the column in it.
bool concerns(const ops::AnyConstraint& constraint, const std::string& column);
const std::string& name_of(const ops::AnyConstraint& constraint) noexcept;

}  // namespace retort::dialect::firebird

#endif
