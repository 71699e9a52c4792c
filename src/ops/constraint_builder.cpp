#include <retort/constraint.hpp>

#include <retort/error.hpp>

#include <string_view>
#include <utility>

#include "ops/dialect_texts.hpp"
#include "ops/operation.hpp"
#include "schema/constraint.hpp"

namespace retort::op {

namespace {

void set_schema(ops::Operation* operation, std::string schema) {
  if (operation == nullptr) {
    throw UsageError(
        "schema() was called on a constraint inside a table's description: the schema is that of the table; "
        "call schema() on the table",
        {.code = "usage"});
  }
  ops::ensure_open(operation);
  ops::table_of(*operation)->schema = std::move(schema);
}

schema::Deferral deferrable_as(schema::Deferral now, bool yes) {
  if (!yes) return schema::Deferral::none;
  return now == schema::Deferral::none ? schema::Deferral::deferrable : now;
}

}  // namespace

ConstraintKind::ConstraintKind(const char* word) : value_(Value::unknown) {
  const std::string_view text(word);
  if (text == "unique") {
    value_ = Value::unique;
  } else if (text == "check") {
    value_ = Value::check;
  } else if (text == "foreignkey" || text == "foreign_key") {
    value_ = Value::foreign_key;
  } else if (text == "primary" || text == "primary_key") {
    value_ = Value::primary_key;
  } else if (text == "exclude") {
    value_ = Value::exclude;
  } else {
    throw UsageError("\"" + std::string(text) +
                         "\" is no kind of constraint: say op::unique, op::check, op::foreign_key, op::primary_key or "
                         "op::exclude",
                     {.code = "usage"});
  }
}

PrimaryKeyOptions& PrimaryKeyOptions::name(std::string name) {
  ops::ensure_open(operation_);
  key_->name = std::move(name);
  return *this;
}
PrimaryKeyOptions& PrimaryKeyOptions::schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}
PrimaryKeyOptions& PrimaryKeyOptions::native(SqlText words) {
  ops::ensure_open(operation_);
  key_->native = std::move(words);
  return *this;
}

UniqueOptions& UniqueOptions::name(std::string name) {
  ops::ensure_open(operation_);
  unique_->name = std::move(name);
  return *this;
}
UniqueOptions& UniqueOptions::schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}
UniqueOptions& UniqueOptions::deferrable(bool yes) {
  ops::ensure_open(operation_);
  unique_->deferral = deferrable_as(unique_->deferral, yes);
  return *this;
}
UniqueOptions& UniqueOptions::initially_deferred() {
  ops::ensure_open(operation_);
  unique_->deferral = schema::Deferral::initially_deferred;
  return *this;
}
UniqueOptions& UniqueOptions::nulls_not_distinct(bool yes) {
  ops::ensure_open(operation_);
  unique_->nulls_not_distinct = yes;
  return *this;
}
UniqueOptions& UniqueOptions::native(SqlText words) {
  ops::ensure_open(operation_);
  unique_->native = std::move(words);
  return *this;
}

ForeignKeyOptions& ForeignKeyOptions::name(std::string name) {
  ops::ensure_open(operation_);
  key_->name = std::move(name);
  return *this;
}
ForeignKeyOptions& ForeignKeyOptions::on_delete(ReferentialAction action) {
  ops::ensure_open(operation_);
  key_->on_delete = action;
  return *this;
}
ForeignKeyOptions& ForeignKeyOptions::on_update(ReferentialAction action) {
  ops::ensure_open(operation_);
  key_->on_update = action;
  return *this;
}
ForeignKeyOptions& ForeignKeyOptions::deferrable(bool yes) {
  ops::ensure_open(operation_);
  key_->deferral = deferrable_as(key_->deferral, yes);
  return *this;
}
ForeignKeyOptions& ForeignKeyOptions::initially_deferred() {
  ops::ensure_open(operation_);
  key_->deferral = schema::Deferral::initially_deferred;
  return *this;
}
ForeignKeyOptions& ForeignKeyOptions::match(std::string word) {
  ops::ensure_open(operation_);
  key_->match = std::move(word);
  return *this;
}
ForeignKeyOptions& ForeignKeyOptions::not_valid(bool yes) {
  ops::ensure_open(operation_);
  key_->not_valid = yes;
  return *this;
}
ForeignKeyOptions& ForeignKeyOptions::source_schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}
ForeignKeyOptions& ForeignKeyOptions::referent_schema(std::string schema) {
  ops::ensure_open(operation_);
  key_->referent.schema = std::move(schema);
  return *this;
}
ForeignKeyOptions& ForeignKeyOptions::native(SqlText words) {
  ops::ensure_open(operation_);
  key_->native = std::move(words);
  return *this;
}

CheckOptions& CheckOptions::name(std::string name) {
  ops::ensure_open(operation_);
  check_->name = std::move(name);
  return *this;
}
CheckOptions& CheckOptions::schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}
CheckOptions& CheckOptions::not_valid(bool yes) {
  ops::ensure_open(operation_);
  check_->not_valid = yes;
  return *this;
}
CheckOptions& CheckOptions::native(SqlText words) {
  ops::ensure_open(operation_);
  check_->native = std::move(words);
  return *this;
}

ExcludeOptions& ExcludeOptions::name(std::string name) {
  ops::ensure_open(operation_);
  exclude_->name = std::move(name);
  return *this;
}
ExcludeOptions& ExcludeOptions::schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}
ExcludeOptions& ExcludeOptions::using_(std::string method) {
  ops::ensure_open(operation_);
  exclude_->method = std::move(method);
  return *this;
}
ExcludeOptions& ExcludeOptions::where(std::string condition) {
  ops::ensure_open(operation_);
  exclude_->where = std::move(condition);
  return *this;
}
ExcludeOptions& ExcludeOptions::deferrable(bool yes) {
  ops::ensure_open(operation_);
  exclude_->deferral = deferrable_as(exclude_->deferral, yes);
  return *this;
}
ExcludeOptions& ExcludeOptions::initially_deferred() {
  ops::ensure_open(operation_);
  exclude_->deferral = schema::Deferral::initially_deferred;
  return *this;
}
ExcludeOptions& ExcludeOptions::native(SqlText words) {
  ops::ensure_open(operation_);
  exclude_->native = std::move(words);
  return *this;
}

IndexColumn::IndexColumn(const char* name) : name_(name) {}
IndexColumn::IndexColumn(SqlText expression) : expression_(true) {
  ops::take_texts(std::move(expression), name_, by_dialect_);
}
IndexColumn& IndexColumn::descending(bool yes) & noexcept {
  descending_ = yes;
  return *this;
}
IndexColumn&& IndexColumn::descending(bool yes) && noexcept {
  descending_ = yes;
  return std::move(*this);
}
IndexColumn&& IndexColumn::nulls_first() && noexcept {
  nulls_ = Nulls::first;
  return std::move(*this);
}
IndexColumn&& IndexColumn::nulls_last() && noexcept {
  nulls_ = Nulls::last;
  return std::move(*this);
}
IndexColumn&& IndexColumn::length(int characters) && noexcept {
  length_ = characters;
  return std::move(*this);
}
IndexColumn&& IndexColumn::collate(std::string collation) && noexcept {
  collation_ = std::move(collation);
  return std::move(*this);
}
IndexColumn&& IndexColumn::operator_class(std::string name) && noexcept {
  operator_class_ = std::move(name);
  return std::move(*this);
}

IndexColumn desc(std::string column) { return IndexColumn(std::move(column)).descending(); }
IndexColumn index_column(std::string column) { return IndexColumn(std::move(column)); }

IndexColumns::IndexColumns(std::initializer_list<IndexColumn> columns) : columns_(columns) {}
IndexColumns::IndexColumns(const char* column) : columns_{IndexColumn(column)} {}
IndexColumns::IndexColumns(std::vector<IndexColumn> columns) noexcept : columns_(std::move(columns)) {}
IndexColumns::IndexColumns(const std::vector<std::string>& columns) : columns_(columns.begin(), columns.end()) {}

IndexOptions& IndexOptions::name(std::string name) {
  ops::ensure_open(operation_);
  index_->name = std::move(name);
  return *this;
}
IndexOptions& IndexOptions::schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}
IndexOptions& IndexOptions::unique(bool yes) {
  ops::ensure_open(operation_);
  index_->unique = yes;
  return *this;
}
IndexOptions& IndexOptions::where(SqlText condition) {
  ops::ensure_open(operation_);
  ops::take_texts(std::move(condition), index_->where, index_->where_by_dialect);
  return *this;
}
IndexOptions& IndexOptions::using_(std::string method) {
  ops::ensure_open(operation_);
  index_->method = std::move(method);
  return *this;
}
IndexOptions& IndexOptions::include(Names columns) {
  ops::ensure_open(operation_);
  index_->include = std::move(columns).get();
  return *this;
}
IndexOptions& IndexOptions::concurrently(bool yes) {
  ops::ensure_open(operation_);
  index_->concurrently = yes;
  return *this;
}
IndexOptions& IndexOptions::if_not_exists(bool yes) {
  ops::ensure_open(operation_);
  index_->if_not_exists = yes;
  return *this;
}
IndexOptions& IndexOptions::descending(bool yes) {
  ops::ensure_open(operation_);
  index_->descending = yes;
  return *this;
}
IndexOptions& IndexOptions::comment(std::string text) {
  ops::ensure_open(operation_);
  index_->comment = std::move(text);
  return *this;
}
IndexOptions& IndexOptions::nulls_not_distinct(bool yes) {
  ops::ensure_open(operation_);
  index_->nulls_not_distinct = yes;
  return *this;
}
IndexOptions& IndexOptions::native(SqlText words) {
  ops::ensure_open(operation_);
  index_->native = std::move(words);
  return *this;
}

}  // namespace retort::op
