#include <retort/table.hpp>

#include <utility>

#include "ops/builder_data.hpp"
#include "ops/dialect_texts.hpp"

namespace retort::op {

namespace {

Column& add(ops::TableData& data, std::string name, Type type) {
  return data.columns.emplace_back(std::move(name), std::move(type));
}

}  // namespace

Column& Table::integer(std::string name) { return add(*data_, std::move(name), op::integer()); }
Column& Table::small_integer(std::string name) { return add(*data_, std::move(name), op::small_integer()); }
Column& Table::big_integer(std::string name) { return add(*data_, std::move(name), op::big_integer()); }
Column& Table::boolean(std::string name) { return add(*data_, std::move(name), op::boolean()); }
Column& Table::float_(std::string name) { return add(*data_, std::move(name), op::float_()); }
Column& Table::double_(std::string name) { return add(*data_, std::move(name), op::double_()); }
Column& Table::numeric(std::string name, int precision, int scale) {
  return add(*data_, std::move(name), op::numeric(precision, scale));
}
Column& Table::string(std::string name, int length) { return add(*data_, std::move(name), op::string(length)); }
Column& Table::text(std::string name) { return add(*data_, std::move(name), op::text()); }
Column& Table::char_(std::string name, int length) { return add(*data_, std::move(name), op::char_(length)); }
Column& Table::binary(std::string name, int length) { return add(*data_, std::move(name), op::binary(length)); }
Column& Table::blob(std::string name) { return add(*data_, std::move(name), op::blob()); }
Column& Table::date(std::string name) { return add(*data_, std::move(name), op::date()); }
Column& Table::time(std::string name) { return add(*data_, std::move(name), op::time()); }
Column& Table::timestamp(std::string name) { return add(*data_, std::move(name), op::timestamp()); }
Column& Table::interval(std::string name) { return add(*data_, std::move(name), op::interval()); }
Column& Table::uuid(std::string name) { return add(*data_, std::move(name), op::uuid()); }
Column& Table::json(std::string name) { return add(*data_, std::move(name), op::json()); }
Column& Table::enum_(std::string name, std::string type_name, Names values) {
  return add(*data_, std::move(name), op::enum_(std::move(type_name), std::move(values)));
}
Column& Table::array(std::string name, Type element) {
  return add(*data_, std::move(name), op::array(std::move(element)));
}
Column& Table::native(std::string name, std::string type) {
  return add(*data_, std::move(name), op::native(std::move(type)));
}
Column& Table::column(std::string name, Type type) { return add(*data_, std::move(name), std::move(type)); }
Column& Table::column(const Column& column) { return data_->columns.emplace_back(column); }

PrimaryKeyOptions Table::primary_key(Names columns) {
  return {data_->primary_keys.emplace_back(schema::PrimaryKey{{}, std::move(columns).get()}), nullptr};
}
UniqueOptions Table::unique(Names columns) {
  return {data_->uniques.emplace_back(schema::Unique{{}, std::move(columns).get()}), nullptr};
}
ForeignKeyOptions Table::foreign_key(Names columns, std::string referent_table, Names referent_columns) {
  return {data_->foreign_keys.emplace_back(schema::ForeignKey{
              {}, std::move(columns).get(), {{}, std::move(referent_table)}, std::move(referent_columns).get()}),
          nullptr};
}
CheckOptions Table::check(SqlText condition) {
  return {data_->checks.emplace_back(ops::check_of({}, std::move(condition))), nullptr};
}
ExcludeOptions Table::exclude(std::initializer_list<ExcludeElement> elements) {
  return {data_->excludes.emplace_back(schema::Exclude{{}, elements}), nullptr};
}
IndexOptions Table::index(IndexColumns columns) {
  return {data_->indexes.emplace_back(schema::Index{{}, std::move(columns).get()}), nullptr};
}

Table& Table::comment(std::string text) {
  data_->comment = std::move(text);
  return *this;
}
Table& Table::schema(std::string schema) {
  data_->name.schema = std::move(schema);
  return *this;
}
Table& Table::if_not_exists(bool yes) {
  data_->if_not_exists = yes;
  return *this;
}
Table& Table::sqlite_strict(bool yes) {
  data_->options.sqlite_strict = yes;
  return *this;
}
Table& Table::sqlite_without_rowid(bool yes) {
  data_->options.sqlite_without_rowid = yes;
  return *this;
}
Table& Table::mysql_engine(std::string engine) {
  data_->options.mysql_engine = std::move(engine);
  return *this;
}
Table& Table::mysql_charset(std::string charset) {
  data_->options.mysql_charset = std::move(charset);
  return *this;
}
Table& Table::mysql_collate(std::string collation) {
  data_->options.mysql_collate = std::move(collation);
  return *this;
}
Table& Table::mysql_row_format(std::string format) {
  data_->options.mysql_row_format = std::move(format);
  return *this;
}
Table& Table::postgresql_tablespace(std::string tablespace) {
  data_->options.postgresql_tablespace = std::move(tablespace);
  return *this;
}
Table& Table::postgresql_partition_by(std::string clause) {
  data_->options.postgresql_partition_by = std::move(clause);
  return *this;
}
Table& Table::postgresql_inherits(Names tables) {
  data_->options.postgresql_inherits = std::move(tables).get();
  return *this;
}
Table& Table::postgresql_unlogged(bool yes) {
  data_->options.postgresql_unlogged = yes;
  return *this;
}
Table& Table::native(SqlText words) {
  data_->options.native = std::move(words);
  return *this;
}

}  // namespace retort::op
