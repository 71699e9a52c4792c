#include <retort/metadata.hpp>

#include <utility>

#include "ops/apply.hpp"
#include "ops/builder_data.hpp"
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

bool MetaData::empty() const noexcept { return data_->tables.empty() && data_->views.empty(); }

}  // namespace retort
