#include "autogenerate/sides.hpp"

#include <retort/error.hpp>

#include <algorithm>

#include "dialect/failure.hpp"
#include "dialect/unique_indexes.hpp"
#include "ops/dialect_texts.hpp"
#include "runtime/own_tables.hpp"

namespace retort::autogenerate {

namespace {

using schema::QualifiedName;
using schema::Table;

std::string words(const Table& table, const schema::ForeignKey& key) {
  return "the foreign key of \"" + table.name.text() + "\" over \"" + key.columns.front() + "\"";
}

}  // namespace

Sides::Sides(schema::MetaData& database, const schema::MetaData& model, const Names& names, const Filter& filter,
             const std::string& version_table)
    : database_(database), model_(model), names_(names), filter_(filter) {
  for (const auto& schema : database_.schemas) other_schemas_.insert(names_.table_key(schema));
  for (const auto& [name, table] : database_.tables) other_schemas_.insert(names_.table_key(name.schema));
  for (const auto& [name, table] : database_.tables) in_database_.insert(key(name));
  for (const auto& [name, table] : model_.tables) in_model_.insert(key(name));
  add_database(version_table);
  add_model(version_table);
  leave_uncertain_alone();
  for (auto& entry : entries_) {
    complete_keys(entry.normal, [](const Entry& other) { return &other.normal; });
    if (entry.database != nullptr) {
      complete_keys(*entry.database, [](const Entry& other) { return other.database; });
    }
  }
}

bool Sides::is_own(const QualifiedName& name, const std::string& version_table) const {
  const auto own = runtime::own_table_names(version_table);
  return std::any_of(own.begin(), own.end(), [&](const auto& each) { return names_.same_table(name.name, each); });
}

void Sides::add_database(const std::string& version_table) {
  for (auto& [name, table] : database_.tables) {
    const auto table_key = key(name);
    const bool wanted = in_model_.contains(table_key);
    // Other schemas belong to others, but for the tables there that the model describes.
    if (is_own(name, version_table) || (!name.schema.empty() && !wanted)) continue;
    if (!filter_({"table", name.name, {}, name.schema, true, wanted})) continue;
    places_.emplace(table_key, entries_.size());
    entries_.emplace_back().database = &table;
  }
}

void Sides::add_model(const std::string& version_table) {
  const auto& dialect = names_.dialect();
  for (const auto& [name, table] : model_.tables) {
    const auto table_key = key(name);
    if (is_own(name, version_table)) continue;
    // A model that was read from a database tells with this what it could not read.
    const bool told = !model_.uncertain.contains(name);
    if (!told || !filter_({"table", name.name, {}, name.schema, false, in_database_.contains(table_key)})) {
      // Neither side of it takes part, whichever of the two was refused.
      const auto place = places_.find(table_key);
      if (place != places_.end()) entries_[place->second] = {};
      continue;
    }
    auto place = places_.find(table_key);
    if (place == places_.end()) {
      if (in_database_.contains(table_key)) continue;
      place = places_.emplace(table_key, entries_.size()).first;
      entries_.emplace_back();
    }
    auto& entry = entries_[place->second];
    if (entry.model != nullptr) {
      throw OperationError("the model has the tables \"" + entry.model->name.text() + "\" and \"" + name.text() +
                               "\", which are one to this database; rename one",
                           {.code = "table_exists"});
    }
    entry.model = &table;
    const ops::Operation create{ops::CreateTable{table}};
    auto chosen = table;
    ops::choose_texts(chosen, dialect.name(), create);
    entry.normal = dialect::in_operation(create, [&] { return dialect.normalized(chosen); });
    const bool merged = dialect.capabilities().uniques_are_indexes;
    if (merged && entry.database != nullptr) dialect::call_uniques_as(*entry.database, entry.normal);
  }
}

void Sides::leave_uncertain_alone() {
  for (auto& entry : entries_) {
    if (entry.database == nullptr || !database_.uncertain.contains(entry.database->name)) continue;
    notes_.push_back("The table \"" + entry.database->name.text() +
                     "\" is left alone: it is virtual or foreign, a part of another table, or its definition holds "
                     "what no operation can say.");
    entry.database = nullptr;
    entry.model = nullptr;
  }
}

std::string Sides::key(const QualifiedName& name) const {
  // A catalog does not tell the connection's own schema; a model may name it all the same.
  const auto schema = names_.table_key(name.schema);
  const bool own = !other_schemas_.contains(schema) && database_.tables.contains({{}, name.name}) &&
                   !model_.tables.contains({{}, name.name});
  return schema.empty() || own ? names_.table_key(name.name) : schema + '\0' + names_.table_key(name.name);
}

std::optional<std::size_t> Sides::place(const QualifiedName& table) const {
  const auto place = places_.find(key(table));
  if (place == places_.end()) return std::nullopt;
  return place->second;
}

Entry* Sides::find(const QualifiedName& table) {
  const auto found = place(table);
  return found ? &entries_[*found] : nullptr;
}

template <typename Side>
void Sides::complete_keys(Table& table, Side&& side) {
  for (auto& each : table.foreign_keys) {
    const auto* referent = find(each.referent);
    if (!each.referent_columns.empty() || referent == nullptr) continue;
    const Table* other = side(*referent);
    if (other != nullptr && other->primary_key) each.referent_columns = other->primary_key->columns;
  }
}

void Sides::check_references() const {
  for (const auto& entry : entries_) {
    if (entry.model == nullptr) continue;
    for (const auto& each : entry.model->foreign_keys) {
      const auto found = place(each.referent);
      const auto* referent = found ? &entries_[*found] : nullptr;
      const auto* table = referent == nullptr ? nullptr : referent->model;
      if (table == nullptr) {
        // What takes no part in the comparison may still be there.
        const bool goes = referent != nullptr && referent->database != nullptr;
        if (in_database_.contains(key(each.referent)) && !goes) continue;
        throw OperationError(words(*entry.model, each) + " refers to a table \"" + each.referent.text() +
                                 "\", which the model does not have; describe it, or correct the name",
                             {.code = "unknown_table"});
      }
      for (const auto& column : each.referent_columns) {
        const bool has = std::any_of(table->columns.begin(), table->columns.end(),
                                     [&](const schema::Column& other) { return names_.same(other.name, column); });
        if (has) continue;
        throw OperationError(words(*entry.model, each) + " refers to the column \"" + column + "\", which \"" +
                                 table->name.text() + "\" does not have; correct the name",
                             {.code = "unknown_column"});
      }
    }
  }
}

}  // namespace retort::autogenerate
