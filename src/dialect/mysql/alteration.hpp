#ifndef RETORT_SRC_DIALECT_MYSQL_ALTERATION_HPP
#define RETORT_SRC_DIALECT_MYSQL_ALTERATION_HPP

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/facts.hpp"
#include "dialect/mysql/server.hpp"
#include "dialect/mysql/table_text.hpp"
#include "dialect/statement.hpp"
#include "ops/operation.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect::mysql {

/// Where a table is found that must be known: in the database or, without one, in the model. Nothing in neither.
std::optional<TableText> find_table_text(const schema::QualifiedName& name, const schema::MetaData& before,
                                         Facts* facts, const Server& server);
/// The columns of a primary key. Throws OperationError (`unknown_table`) where nobody knows.
schema::Columns find_primary_key(const schema::QualifiedName& name, const schema::MetaData& before, Facts* facts,
                                 const Server& server);

/// Changes to one table that become one ALTER TABLE, which the server does as a whole or not at all. One function for
/// each operation that changes a table.
class Alteration {
 public:
  Alteration(schema::QualifiedName table, const schema::MetaData& before, Facts* facts, const Server& server)
      : table_(std::move(table)), before_(before), facts_(facts), server_(server) {}

  void add_column(const ops::AddColumn& op);
  void drop_column(const ops::DropColumn& op);
  void alter_column(const ops::AlterColumn& op);
  void rename_column(const std::string& column, const std::string& new_name);
  void create_primary_key(const ops::CreatePrimaryKey& op);
  void create_unique(const ops::CreateUnique& op);
  void create_foreign_key(const ops::CreateForeignKey& op);
  void create_check(const ops::CreateCheck& op);
  void drop_constraint(const ops::DropConstraint& op);
  void rename_constraint(const ops::RenameConstraint& op);
  void create_index(const ops::CreateIndex& op);
  void drop_index(const ops::DropIndex& op);
  void rename_index(const ops::RenameIndex& op);
  void comment(const std::string& text);

  /// The statement; none when there is nothing to change.
  Statements finish();

 private:
  /// The table as it was before the group. Throws OperationError (`unknown_table`) when nobody knows.
  const TableText& known();
  const TableText* known_or_null();
  const ColumnText& known_column(const std::string& column);
  /// Where the table is known: what an index of it can hold.
  void check_columns(const std::vector<op::IndexColumn>& columns, bool unique, const std::string& what) const;
  /// ` IF EXISTS` where the server has it; elsewhere whether to go on is found out.
  bool goes_on(bool conditional, std::string_view words, bool exists_wanted, std::string& clause,
               const std::function<bool(const TableText&)>& exists);

  void clause(std::string text) { clauses_.push_back(std::move(text)); }
  void hint(const char* failure);
  void drop_key(const std::string& name);
  void drop_foreign_key(const ForeignKeyText& key);
  void drop_check(const std::string& name);
  bool drop_named(const ops::DropConstraint& op);
  void drop_by_content(const ops::DropConstraint& op);

  schema::QualifiedName table_;
  const schema::MetaData& before_;
  Facts* facts_;
  const Server& server_;
  bool asked_ = false;
  std::optional<TableText> known_;
  std::vector<std::string> clauses_;
  /// What this group has dropped: what goes with a column need not go twice.
  std::set<std::string> gone_;
  std::string failure_;
};

}  // namespace retort::dialect::mysql

#endif
