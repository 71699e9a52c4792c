#ifndef RETORT_TABLE_HPP
#define RETORT_TABLE_HPP

#include <string>

#include <retort/column.hpp>
#include <retort/constraint.hpp>
#include <retort/export.hpp>
#include <retort/type.hpp>

namespace retort::ops {
struct TableData;
}

namespace retort::op {

/// A table being described: what the function given to `op::create_table` or `MetaData::table` gets.
///
/// Every verb adds something and returns its handle. Nothing is checked until the description is whole, so the order
/// of the lines is free; only columns keep theirs.
class RETORT_API Table {
 public:
  explicit Table(ops::TableData& data) noexcept : data_(&data) {}
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  Column& integer(std::string name);
  Column& small_integer(std::string name);
  Column& big_integer(std::string name);
  Column& boolean(std::string name);
  Column& float_(std::string name);
  Column& double_(std::string name);
  Column& numeric(std::string name, int precision, int scale = 0);
  Column& string(std::string name, int length);
  Column& text(std::string name);
  Column& char_(std::string name, int length);
  Column& binary(std::string name, int length);
  Column& blob(std::string name);
  Column& date(std::string name);
  Column& time(std::string name);
  Column& timestamp(std::string name);
  Column& interval(std::string name);
  Column& uuid(std::string name);
  Column& json(std::string name);
  Column& enum_(std::string name, std::string type_name, Names values);
  Column& array(std::string name, Type element);
  Column& native(std::string name, std::string type);
  /// A column of any type.
  Column& column(std::string name, Type type);
  /// A copy of a column that was described before.
  Column& column(const Column& column);

  PrimaryKeyOptions primary_key(Names columns);
  UniqueOptions unique(Names columns);
  ForeignKeyOptions foreign_key(Names columns, std::string referent_table, Names referent_columns);
  CheckOptions check(SqlText condition);
  ExcludeOptions exclude(std::initializer_list<ExcludeElement> elements);
  IndexOptions index(IndexColumns columns);

  Table& comment(std::string text);
  Table& schema(std::string schema);
  Table& if_not_exists(bool yes = true);

  /// SQLite: types are enforced (STRICT).
  Table& sqlite_strict(bool yes = true);
  /// SQLite: rows live in the primary key (WITHOUT ROWID).
  Table& sqlite_without_rowid(bool yes = true);
  Table& mysql_engine(std::string engine);
  Table& mysql_charset(std::string charset);
  Table& mysql_collate(std::string collation);
  Table& mysql_row_format(std::string format);
  Table& postgresql_tablespace(std::string tablespace);
  Table& postgresql_partition_by(std::string clause);
  Table& postgresql_inherits(Names tables);
  Table& postgresql_unlogged(bool yes = true);
  /// What only one database says about the table, in that database's own words, behind the closing parenthesis:
  /// `native({{"postgresql", "WITH (fillfactor=70)"}, {"mysql", "KEY_BLOCK_SIZE=8"}})`. Databases that are not named
  /// leave it out; a single text is for every one.
  Table& native(SqlText words);

 private:
  ops::TableData* data_;
};

}  // namespace retort::op

#endif
