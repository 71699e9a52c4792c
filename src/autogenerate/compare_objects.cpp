#include "autogenerate/compare_objects.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <utility>

#include "autogenerate/equivalent.hpp"
#include "dialect/failure.hpp"
#include "ops/apply_enum.hpp"
#include "ops/apply_sequence.hpp"

namespace retort::autogenerate {

namespace {

using schema::QualifiedName;
using schema::Trigger;

class Comparison {
 public:
  Comparison(const ObjectSides& sides, const std::set<std::string>& gone_views)
      : sides_(sides), names_(sides.names), dialect_(sides.names.dialect()), gone_views_(gone_views) {
    for (const auto& [key, name] : sides.renamed) new_names_.emplace(name, key);
    for (const auto& [name, view] : sides.model.views) model_views_.insert(sides.tables.key(name));
  }

  ObjectDifference run() {
    schemas();
    triggers();
    sequences();
    if (dialect_.capabilities().enum_types) enums();
    return std::move(result_);
  }

 private:
  template <typename Object>
  bool takes_part(std::string_view kind, const Object& name, bool reflected, bool has_counterpart) const {
    return sides_.filter({kind, name.name, {}, name.schema, reflected, has_counterpart});
  }

  /// Other schemas belong to others: none is dropped. The model's must be there before what is in them.
  void schemas() {
    if (!dialect_.capabilities().lists_schemas) return;
    auto wanted = sides_.model.schemas;
    for (const auto& entry : sides_.tables.entries()) {
      if (entry.is_created() && !entry.model->name.schema.empty()) wanted.insert(entry.model->name.schema);
      if (entry.model == nullptr) continue;
      for (const auto& column : entry.model->columns) {
        const auto* type = ops::enum_in(column.type);
        if (type != nullptr && !type->schema().empty()) wanted.insert(type->schema());
      }
    }
    for (const auto& name : wanted) {
      const bool known = std::any_of(sides_.database.schemas.begin(), sides_.database.schemas.end(),
                                     [&](const std::string& each) { return names_.same_table(each, name); });
      // It is there from the beginning, and often the connection's own.
      if (!known && name != "public") result_.before_tables.emplace_back(ops::CreateSchema{name});
    }
  }

  /// The key of a trigger's table, under the name the table will have.
  std::string table_key(const QualifiedName& table) const {
    const auto renamed = new_names_.find(table);
    return renamed == new_names_.end() ? sides_.tables.key(table) : renamed->second;
  }

  const Entry* entry_of(const std::string& key) const {
    if (entries_.empty()) {
      for (const auto& entry : sides_.tables.entries()) {
        const auto* table = entry.database != nullptr ? entry.database : entry.model;
        if (table != nullptr) entries_.emplace(sides_.tables.key(table->name), &entry);
      }
    }
    const auto found = entries_.find(key);
    return found == entries_.end() ? nullptr : found->second;
  }

  bool includes(const Trigger& trigger, bool reflected, bool has_counterpart) const {
    return sides_.filter(
        {"trigger", trigger.name, trigger.table.name, trigger.table.schema, reflected, has_counterpart});
  }

  void triggers() {
    std::map<std::pair<std::string, std::string>, const Trigger*> wanted;
    for (const auto& trigger : sides_.model.triggers) {
      const auto key = sides_.tables.key(trigger.table);
      const auto* entry = entry_of(key);
      const bool on_view = model_views_.contains(key);
      if (!on_view && (entry == nullptr || entry->model == nullptr)) {
        if (is_elsewhere(trigger.table)) continue;
        throw OperationError("the trigger \"" + trigger.name + "\" is on a table \"" + trigger.table.text() +
                                 "\", which the model does not have; describe it, or correct the name",
                             {.code = "unknown_table"});
      }
      wanted.emplace(std::pair(key, names_.key(trigger.name)), &trigger);
    }
    std::set<const Trigger*> kept;
    for (const auto& trigger : sides_.database.triggers) {
      const auto key = table_key(trigger.table);
      const auto* entry = entry_of(key);
      const bool with_view = gone_views_.contains(key);
      // A table or a view that goes takes its triggers with it; one that takes no part keeps them.
      if (entry == nullptr ? !(with_view || model_views_.contains(key)) : !entry->is_kept()) continue;
      const auto found = wanted.find({key, names_.key(trigger.name)});
      const auto* other = found == wanted.end() ? nullptr : found->second;
      if (!includes(trigger, true, other != nullptr)) {
        if (other != nullptr) kept.insert(other);
        continue;
      }
      if (other != nullptr && !with_view && is_same(trigger, *other)) {
        kept.insert(other);
      } else if (!with_view) {
        result_.first.emplace_back(ops::DropTrigger{trigger.table, trigger.name});
      }
    }
    for (const auto& trigger : sides_.model.triggers) {
      const bool is_wanted = wanted.contains({sides_.tables.key(trigger.table), names_.key(trigger.name)});
      if (!is_wanted || kept.contains(&trigger) || !includes(trigger, false, false)) continue;
      normal(trigger);  // refuses what the database has not
      result_.after_views.emplace_back(ops::CreateTrigger{trigger});
    }
  }

  /// A table of the model or of the database that takes no part.
  bool is_elsewhere(const QualifiedName& table) const {
    const auto has = [&](const auto& objects) {
      return std::any_of(objects.begin(), objects.end(),
                         [&](const auto& each) { return sides_.tables.is_same(each.first, table); });
    };
    return has(sides_.model.tables) || has(sides_.database.tables) || has(sides_.database.views);
  }

  Trigger normal(const Trigger& trigger) const {
    const ops::Operation create{ops::CreateTrigger{trigger}};
    return dialect::in_operation(create, [&] { return dialect_.normalized(trigger); });
  }

  bool is_same(const Trigger& database, const Trigger& model) const {
    return same_content(database, normal(model), names_, dialect_.name());
  }

  void sequences() {
    std::map<std::string, const schema::Sequence*> wanted;
    for (const auto& [name, sequence] : sides_.model.sequences) wanted.emplace(sides_.tables.key(name), &sequence);
    std::set<std::string> known;
    for (const auto& [name, sequence] : sides_.database.sequences) {
      const auto key = sides_.tables.key(name);
      const auto found = wanted.find(key);
      const bool both = found != wanted.end();
      known.insert(key);
      if (!both && !name.schema.empty()) continue;
      if (!takes_part("sequence", name, true, both)) continue;
      if (!both) {
        result_.last.emplace_back(ops::DropSequence{name});
      } else if (takes_part("sequence", found->second->name, false, true)) {
        compare(sequence, normal(*found->second));
      }
    }
    for (const auto& [key, sequence] : wanted) {
      if (known.contains(key) || !takes_part("sequence", sequence->name, false, false)) continue;
      normal(*sequence);
      result_.before_tables.emplace_back(ops::CreateSequence{*sequence});
    }
  }

  schema::Sequence normal(const schema::Sequence& sequence) const {
    const ops::Operation create{ops::CreateSequence{sequence}};
    return dialect::in_operation(create, [&] { return dialect_.normalized(sequence); });
  }

  void compare(const schema::Sequence& database, schema::Sequence model) {
    model.name = database.name;
    auto change = ops::sequence_change(database, model);
    if (change == ops::AlterSequence{database.name}) return;
    result_.before_tables.emplace_back(std::move(change));
  }

  /// True if a column of the table, or of one of the tables that are on both sides, is of the enum.
  static bool uses(const Entry& entry, const QualifiedName& name) {
    return entry.is_kept() && ops::uses_enum(*entry.database, name) && ops::uses_enum(entry.normal, name);
  }

  /// Used by a table that takes no part.
  bool is_used_elsewhere(const QualifiedName& name) const {
    return std::any_of(sides_.database.tables.begin(), sides_.database.tables.end(), [&](const auto& each) {
      return ops::uses_enum(each.second, name) && entry_of(table_key(each.first)) == nullptr;
    });
  }

  void enums() {
    for (const auto& [name, type] : sides_.database.enums) {
      const auto found = sides_.model.enums.find(name);
      const bool both = found != sides_.model.enums.end();
      if (!both && !name.schema.empty()) continue;
      if (!takes_part("enum", name, true, both)) continue;
      if (both) {
        if (type.values != found->second.values) change(type, found->second);
      } else if (!is_used_elsewhere(name)) {
        // One that was made for columns has gone with the last of them.
        const bool used = ops::uses_enum(sides_.database, name);
        result_.last.emplace_back(ops::DropEnum{name, used});
      }
    }
    for (const auto& [name, type] : sides_.model.enums) {
      const bool known = sides_.database.enums.contains(name);
      if (known || type.implicit || !takes_part("enum", name, false, false)) continue;
      result_.before_tables.emplace_back(ops::CreateEnum{type});
    }
  }

  void change(const schema::Enum& database, const schema::Enum& model) {
    const auto& entries = sides_.tables.entries();
    // Columns of it say it by changing their type.
    if (std::any_of(entries.begin(), entries.end(), [&](const Entry& each) { return uses(each, model.name); })) return;
    if (ops::uses_enum(sides_.database, database.name)) {
      result_.notes.push_back("The enum \"" + database.name.text() +
                              "\" has other values in the model, and only tables that go or take no part use it: "
                              "change it with op::alter_enum.");
      return;
    }
    result_.before_tables.emplace_back(ops::DropEnum{database.name});
    result_.before_tables.emplace_back(ops::CreateEnum{model});
  }

  const ObjectSides& sides_;
  const Names& names_;
  const dialect::Dialect& dialect_;
  const std::set<std::string>& gone_views_;
  std::map<QualifiedName, std::string> new_names_;
  std::set<std::string> model_views_;
  mutable std::map<std::string, const Entry*> entries_;
  ObjectDifference result_;
};

}  // namespace

ObjectDifference compare_objects(const ObjectSides& sides, const std::set<std::string>& gone_views) {
  return Comparison(sides, gone_views).run();
}

}  // namespace retort::autogenerate
