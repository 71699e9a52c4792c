#include <retort/column.hpp>

#include <utility>

#include "ops/builder_data.hpp"
#include "ops/dialect_texts.hpp"

namespace retort::op {

Column::Column(std::string name, Type type) : data_(std::make_unique<ops::ColumnData>()) {
  data_->column.name = std::move(name);
  data_->column.type = std::move(type);
}

Column::Column(const Column& other) : data_(std::make_unique<ops::ColumnData>(*other.data_)) {}
Column::Column(Column&& other) noexcept = default;
Column& Column::operator=(const Column& other) {
  if (this != &other) data_ = std::make_unique<ops::ColumnData>(*other.data_);
  return *this;
}
Column& Column::operator=(Column&& other) noexcept = default;
Column::~Column() = default;

Column& Column::primary_key() {
  data_->primary_key = true;
  if (!data_->nullable_said) data_->column.nullable = false;
  return *this;
}

Column& Column::not_null() { return nullable(false); }

Column& Column::nullable(bool yes) {
  data_->column.nullable = yes;
  data_->nullable_said = true;
  return *this;
}

Column& Column::unique() {
  data_->unique = true;
  return *this;
}

Column& Column::index() {
  data_->index = true;
  return *this;
}

Column& Column::autoincrement(bool yes) {
  data_->column.autoincrement = yes;
  return *this;
}

Column& Column::identity(Identity options) {
  data_->column.identity = options;
  if (!data_->nullable_said) data_->column.nullable = false;
  return *this;
}

Column& Column::server_default(Value value) {
  data_->column.server_default = std::move(value);
  return *this;
}

Column& Column::computed(SqlText sql) {
  const bool stored = data_->column.computed && data_->column.computed->stored;
  auto& computed = data_->column.computed.emplace();
  computed.stored = stored;
  ops::take_texts(std::move(sql), computed.sql, computed.by_dialect);
  return *this;
}

Column& Column::stored(bool yes) {
  if (!data_->column.computed) data_->column.computed = schema::Computed{};
  data_->column.computed->stored = yes;
  return *this;
}

namespace {

schema::ForeignKey& reference_of(ops::ColumnData& data) {
  if (!data.reference) data.reference = schema::ForeignKey{};
  return *data.reference;
}

}  // namespace

Column& Column::references(std::string table, std::string column) {
  auto& key = reference_of(*data_);
  key.columns = {data_->column.name};
  key.referent = {{}, std::move(table)};
  key.referent_columns.clear();
  if (!column.empty()) key.referent_columns.push_back(std::move(column));
  return *this;
}

Column& Column::on_delete(ReferentialAction action) {
  reference_of(*data_).on_delete = action;
  return *this;
}

Column& Column::on_update(ReferentialAction action) {
  reference_of(*data_).on_update = action;
  return *this;
}

Column& Column::deferrable(bool yes) {
  reference_of(*data_).deferral = yes ? schema::Deferral::deferrable : schema::Deferral::none;
  return *this;
}

Column& Column::initially_deferred() {
  reference_of(*data_).deferral = schema::Deferral::initially_deferred;
  return *this;
}

Column& Column::comment(std::string text) {
  data_->column.comment = std::move(text);
  return *this;
}

Column& Column::collate(std::string collation) {
  data_->column.collation = std::move(collation);
  return *this;
}

Column& Column::native(SqlText words) {
  data_->column.native = std::move(words);
  return *this;
}

Column& Column::with_time_zone(bool yes) {
  data_->column.type = data_->column.type.with_time_zone(yes);
  return *this;
}

Column column(std::string name, Type type) { return Column(std::move(name), std::move(type)); }

}  // namespace retort::op
