#include <retort/metadata.hpp>

#include <utility>

#include "ops/apply.hpp"
#include "ops/builder_data.hpp"
#include "ops/check_table.hpp"
#include "ops/naming.hpp"
#include "schema/metadata.hpp"

namespace retort {

MetaData::MetaData() : data_(std::make_unique<schema::MetaData>()) { data_->complete = true; }
MetaData::MetaData(std::unique_ptr<schema::MetaData> data) noexcept : data_(std::move(data)) {}
MetaData::MetaData(const MetaData& other) : data_(std::make_unique<schema::MetaData>(*other.data_)) {}
MetaData::MetaData(MetaData&& other) noexcept = default;
MetaData& MetaData::operator=(const MetaData& other) {
  if (this != &other) data_ = std::make_unique<schema::MetaData>(*other.data_);
  return *this;
}
MetaData& MetaData::operator=(MetaData&& other) noexcept = default;
MetaData::~MetaData() = default;

MetaData& MetaData::naming_convention(NamingConvention convention) {
  ops::check_convention(convention);
  data_->naming = std::move(convention);
  return *this;
}

MetaData& MetaData::table(std::string name, FunctionRef<void(op::Table&)> describe, Location where) {
  ops::TableData data{.name = {{}, std::move(name)}};
  op::Table handle(data);
  describe(handle);
  // if_not_exists() is about a database; a second description is a mistake all the same.
  ops::Operation create{ops::CreateTable{data.build(where)}, where};
  ops::give_names(create, {data_->naming});
  ops::apply(create, *data_);
  return *this;
}

MetaData& MetaData::view(std::string name, SqlText query, Location where) {
  const schema::QualifiedName qualified{{}, std::move(name)};
  ops::apply({ops::CreateView{{qualified, std::move(query)}}, where}, *data_);
  return *this;
}

MetaData& MetaData::view(std::string name, SqlText query, FunctionRef<void(op::ViewOptions&)> describe,
                         Location where) {
  ops::Operation create{ops::CreateView{{{{}, std::move(name)}, std::move(query)}}, where};
  op::ViewOptions options(create);
  describe(options);
  ops::apply(create, *data_);
  return *this;
}

MetaData& MetaData::trigger(std::string name, std::string table, SqlText body,
                            FunctionRef<void(op::TriggerOptions&)> describe, Location where) {
  ops::Operation create{ops::CreateTrigger{{std::move(name), {{}, std::move(table)}, std::move(body)}}, where};
  op::TriggerOptions options(create);
  describe(options);
  const auto& trigger = std::get<ops::CreateTrigger>(create.action).trigger;
  for (const auto& other : data_->triggers) {
    if (other.name != trigger.name || other.table != trigger.table) continue;
    ops::refuse(create, "object_exists",
                "the table \"" + trigger.table.text() + "\" has a trigger \"" + trigger.name +
                    "\" already; give this one another name");
  }
  ops::apply(create, *data_);
  return *this;
}

MetaData& MetaData::sequence(std::string name, Location where) {
  return sequence(
      std::move(name), [](op::SequenceOptions&) {}, where);
}

MetaData& MetaData::sequence(std::string name, FunctionRef<void(op::SequenceOptions&)> describe, Location where) {
  ops::Operation create{ops::CreateSequence{{{{}, std::move(name)}}}, where};
  op::SequenceOptions options(create);
  describe(options);
  ops::apply(create, *data_);
  return *this;
}

MetaData& MetaData::enum_(std::string name, Names values, Location where) {
  const ops::Operation create{ops::CreateEnum{{{{}, std::move(name)}, std::move(values).get()}}, where};
  const auto& type = std::get<ops::CreateEnum>(create.action).type;
  const auto known = data_->enums.find(type.name);
  const bool of_columns = known != data_->enums.end() && known->second.implicit;
  if (of_columns && known->second.values != type.values) {
    ops::refuse(create, "enum_values",
                "a column of the model is of an enum of this name with other values; name the same ones in the same "
                "order, or give one of the two another name");
  }
  // A column has named it before: now it is there by itself.
  if (of_columns) data_->enums.erase(known);
  ops::apply(create, *data_);
  return *this;
}

MetaData& MetaData::schema(std::string name, Location where) {
  ops::apply({ops::CreateSchema{std::move(name)}, where}, *data_);
  return *this;
}

bool MetaData::empty() const noexcept {
  return data_->tables.empty() && data_->views.empty() && data_->triggers.empty() && data_->sequences.empty() &&
         data_->enums.empty() && data_->schemas.empty();
}

}  // namespace retort
