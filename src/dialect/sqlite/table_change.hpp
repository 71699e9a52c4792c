#ifndef RETORT_SRC_DIALECT_SQLITE_TABLE_CHANGE_HPP
#define RETORT_SRC_DIALECT_SQLITE_TABLE_CHANGE_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dialect/sqlite/rebuild.hpp"
#include "ops/operation.hpp"

namespace retort::dialect::sqlite {

/// What a list of operations makes of one table, by the table's text: each is worked into the text, and as long as all
/// of them can be done by ALTER TABLE that is how they are done; otherwise one rebuild does them all.
class TableChange {
 public:
  /// `children`: the tables with foreign keys to this one. Throws OperationError when the text cannot be read.
  TableChange(KnownTable table, std::vector<TableText> children);

  /// Works in an operation on this table; `index` is its place in the list.
  void apply(const ops::Operation& operation, std::size_t index);

  /// True once there is an operation that takes a rebuild.
  bool rebuilds() const noexcept { return rebuilt_by_.has_value(); }

  /// The statements for all of it.
  Statements finish();

 private:
  void make(const ops::AddColumn& operation);
  void make(const ops::DropColumn& operation);
  void make(const ops::AlterColumn& operation);
  void make(const ops::RenameColumn& operation);
  void make(const ops::CreatePrimaryKey& operation);
  void make(const ops::CreateUnique& operation);
  void make(const ops::CreateForeignKey& operation);
  void make(const ops::CreateCheck& operation);
  void make(const ops::CreateExclude& operation);
  void make(const ops::DropConstraint& operation);
  void make(const ops::RenameConstraint& operation);
  void make(const ops::CreateIndex& operation);
  void make(const ops::DropIndex& operation);
  void make(const ops::RenameIndex& operation);

  void native(std::string sql);
  void rename(const std::string& from, const std::string& to);
  /// The text is another one, and ALTER TABLE cannot make it so.
  void rebuilt(TableText text);
  void require_key() const;
  void check_name_is_free(const std::string& name) const;
  void check_children(const std::string& column) const;
  void check_triggers(const std::string& column) const;
  /// A trigger may use a dropped column of its table without NEW or OLD; compiling it tells.
  Statements trigger_checks() const;
  std::vector<Dependent>::iterator find_index(const std::string& name);

  KnownTable table_;
  TableText before_;
  TableText now_;
  std::vector<TableText> children_;
  std::vector<Dependent> dependents_;
  schema::Columns kept_;
  /// A column that is to count by itself, until its primary key comes.
  std::string numbered_;
  /// The column that counted by a primary key that was dropped: it does by the next one over it, too.
  std::string counted_;
  /// ADD COLUMN statements, as places in native_: a foreign key may still join them.
  std::vector<std::pair<std::string, std::size_t>> added_;
  Statements native_;
  /// DROP INDEX of what is not this table's, and the renamings that follow a rebuild.
  Statements first_;
  Statements renames_;
  std::size_t index_ = 0;
  std::optional<std::size_t> rebuilt_by_;
  std::optional<std::size_t> dropped_by_;
};

/// `ALTER TABLE "t" RENAME COLUMN "a" TO "b"`, and the other statements that need to know nothing of the table.
std::string rename_column_text(const schema::QualifiedName& table, const std::string& from, const std::string& to);
std::string add_column_text(const schema::QualifiedName& table, const schema::Column& column, bool strict);
std::string drop_column_text(const schema::QualifiedName& table, const std::string& column);
std::string drop_index_text(const schema::QualifiedName& table, const std::string& index, bool if_exists);

/// True if ALTER TABLE ... ADD COLUMN takes the column.
bool can_add_natively(const schema::Column& column);

}  // namespace retort::dialect::sqlite

#endif
