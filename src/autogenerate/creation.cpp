#include <retort/snapshot.hpp>

#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "autogenerate/operations_data.hpp"
#include "autogenerate/order.hpp"
#include "core/sql_lexer.hpp"
#include "core/text.hpp"
#include "ops/apply_enum.hpp"

namespace retort {

namespace {

using schema::QualifiedName;

/// The operations that make all of a schema, in an order in which they can be executed.
class Creation {
 public:
  explicit Creation(const schema::MetaData& schema) : schema_(schema) {}

  autogenerate::OperationsData make() {
    for (const auto& name : schemas()) add(ops::CreateSchema{name});
    for (const auto& [name, type] : schema_.enums) {
      // The others come with the first column that names them.
      if (!type.implicit && can_carry("enum", name.name)) add(ops::CreateEnum{type});
    }
    for (const auto& [name, sequence] : schema_.sequences) {
      if (can_carry("sequence", name.name)) add(ops::CreateSequence{sequence});
    }
    create_tables();
    create_views();
    for (const auto& trigger : schema_.triggers) create(trigger);
    for (const auto& name : schema_.uncertain) {
      data_.notes.push_back("\"" + name.text() +
                            "\" is left out: it is virtual, a part of something virtual, or its definition is not "
                            "understood. Create it with op::execute.");
    }
    data_.notes.insert(data_.notes.end(), schema_.remarks.begin(), schema_.remarks.end());
    return std::move(data_);
  }

 private:
  void add(ops::Action action) { data_.operations.push_back({std::move(action)}); }

  /// Those that are told, and those of enums that only columns name.
  std::set<std::string> schemas() const {
    auto names = schema_.schemas;
    for (const auto* table : listed(schema_.tables, schema_.uncertain)) {
      for (const auto& column : table->columns) {
        const auto* type = ops::enum_in(column.type);
        if (type != nullptr && !type->schema().empty() && type->schema() != "public") names.insert(type->schema());
      }
    }
    return names;
  }

  /// False, and told, for a name that a source file in UTF-8 cannot hold and no directive takes.
  bool can_carry(const char* kind, const std::string& name) {
    if (!name.empty() && is_utf8(name)) return true;
    data_.notes.push_back(std::string("The ") + kind + " \"" + name +
                          "\" is left out: its name is not UTF-8. Rename it, or create it with op::execute.");
    return false;
  }

  void create(const schema::Trigger& trigger) {
    if (schema_.uncertain.contains(trigger.table) || !can_carry("trigger", trigger.name)) return;
    if (trigger.on_insert || trigger.on_update || trigger.on_delete) return add(ops::CreateTrigger{trigger});
    data_.notes.push_back("The trigger \"" + trigger.name +
                          "\" is left out: its definition is not understood. Create it with op::execute.");
  }

  /// The places of things in a list, by name, and which of them each needs.
  template <typename Thing>
  static std::vector<const Thing*> listed(const std::map<QualifiedName, Thing>& things,
                                          const std::set<QualifiedName>& without) {
    std::vector<const Thing*> list;
    for (const auto& [name, thing] : things) {
      if (!without.contains(name)) list.push_back(&thing);
    }
    return list;
  }

  void create_tables() {
    const auto tables = listed(schema_.tables, schema_.uncertain);
    std::map<QualifiedName, std::size_t> places;
    for (std::size_t i = 0; i < tables.size(); ++i) places.emplace(tables[i]->name, i);
    autogenerate::Needs needs(tables.size());
    for (std::size_t i = 0; i < tables.size(); ++i) {
      for (const auto& key : tables[i]->foreign_keys) {
        if (const auto found = places.find(key.referent); found != places.end()) needs[i].push_back(found->second);
      }
      for (const auto& parent : tables[i]->options.postgresql_inherits) {
        if (const auto found = places.find({{}, parent}); found != places.end()) needs[i].push_back(found->second);
      }
    }
    const auto order = autogenerate::ordered(needs);
    const std::set<std::pair<std::size_t, std::size_t>> broken(order.broken.begin(), order.broken.end());
    std::vector<ops::Action> closing;
    for (const auto place : order.sequence) {
      ops::CreateTable create{*tables[place]};
      std::erase_if(create.table.foreign_keys, [&](const schema::ForeignKey& key) {
        const auto found = places.find(key.referent);
        if (found == places.end() || !broken.contains({place, found->second})) return false;
        closing.emplace_back(ops::CreateForeignKey{create.table.name, key});
        return true;
      });
      add(std::move(create));
    }
    for (auto& action : closing) add(std::move(action));
  }

  /// A view stands behind those that it reads.
  void create_views() {
    const auto views = listed(schema_.views, schema_.uncertain);
    autogenerate::Needs needs(views.size());
    for (std::size_t i = 0; i < views.size(); ++i) {
      for (std::size_t k = 0; k < views.size(); ++k) {
        for (const auto& [dialect, query] : views[i]->query.texts()) {
          if (i != k && mentions_name(query, views[k]->name.name)) needs[i].push_back(k);
        }
      }
    }
    for (const auto place : autogenerate::ordered(needs).sequence) {
      if (can_carry("view", views[place]->name.name)) add(ops::CreateView{*views[place]});
    }
  }

  const schema::MetaData& schema_;
  autogenerate::OperationsData data_;
};

}  // namespace

Operations creation_of(const MetaData& schema) {
  return Operations(std::make_shared<const autogenerate::OperationsData>(Creation(schema.data()).make()));
}

}  // namespace retort
