#include "ops/reverse.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "ops/apply.hpp"
#include "ops/apply_sequence.hpp"
#include "ops/apply_table.hpp"

namespace retort::ops {

namespace {

using schema::MetaData;
using schema::QualifiedName;
using schema::Table;

[[noreturn]] void no_way_back(const Operation& operation, const std::string& why) {
  throw IrreversibleOperation("there is no way back: " + why, facts_of(operation, "irreversible"));
}

constexpr const char* kTellIt =
    "; create the table in a migration before this one, give the facts with existing..., or write downgrade()";

constexpr const char* kMayHaveBeenThere =
    "with if_not_exists() it may have been there before, and is not this migration's to drop then; write downgrade()";

/// The way back of one operation, from the schema before it.
class Reverser {
 public:
  Reverser(const Operation& operation, const MetaData& before, const std::set<QualifiedName>& created)
      : operation_(operation), before_(before), created_(created) {}

  using Back = std::vector<Action>;
  using Kind = op::ConstraintKind::Value;

  Back operator()(const CreateTable& o) const {
    if (o.if_not_exists) no_way_back(operation_, kMayHaveBeenThere);
    return {DropTable{o.table.name}};
  }

  Back operator()(const DropTable& o) const {
    const auto& table = known(o.table);
    Back back{CreateTable{table}};
    for (const auto& trigger : before_.triggers) {
      if (trigger.table == o.table) back.emplace_back(CreateTrigger{trigger});
    }
    return back;
  }

  Back operator()(const RenameTable& o) const { return {RenameTable{{o.table.schema, o.new_name}, o.table.name}}; }

  Back operator()(const CreateTableComment& o) const { return comment(o.table, o.existing); }
  Back operator()(const DropTableComment& o) const { return comment(o.table, o.existing); }

  Back operator()(const AddColumn& o) const {
    if (o.if_not_exists) no_way_back(operation_, kMayHaveBeenThere);
    return {DropColumn{o.table, o.column.name, false, o.column}};
  }

  Back operator()(const DropColumn& o) const {
    const auto* table = before_.find_table(o.table);
    if (table == nullptr || table->find_column(o.column) == nullptr) {
      if (!o.existing) no_way_back(operation_, "what the column was is not known" + std::string(kTellIt));
      return {AddColumn{o.table, *o.existing}};
    }
    return restore_column(*table, o);
  }

  Back operator()(const AlterColumn& o) const {
    const auto* table = before_.find_table(o.table);
    const auto* column = table == nullptr ? nullptr : table->find_column(o.column);
    AlterColumn back{o.table, o.new_name.value_or(o.column)};
    if (o.new_name) back.new_name = o.column;
    restore(back.type, o.type, o.existing_type, column, &schema::Column::type, "type");
    restore(back.nullable, o.nullable, o.existing_nullable, column, &schema::Column::nullable, "nullable");
    restore(back.server_default, o.server_default, o.existing_server_default, column, &schema::Column::server_default,
            "server_default");
    restore(back.comment, o.comment, o.existing_comment, column, &schema::Column::comment, "comment");
    restore_numbering(back, o, column);
    restore(back.collation, o.collation, o.existing_collation, column, &schema::Column::collation, "collation");
    // What was new is what exists on the way back; databases that repeat a column need all of it.
    back.existing_type = o.type ? o.type : o.existing_type;
    back.existing_nullable = o.nullable ? o.nullable : o.existing_nullable;
    back.existing_server_default = o.server_default ? o.server_default : o.existing_server_default;
    back.existing_comment = o.comment ? o.comment : o.existing_comment;
    back.existing_autoincrement = o.autoincrement ? o.autoincrement : o.existing_autoincrement;
    back.existing_collation = o.collation ? o.collation : o.existing_collation;
    back.existing_identity = numbers(o) ? o.identity : o.existing_identity;
    return {back};
  }

  Back operator()(const RenameColumn& o) const { return {RenameColumn{o.table, o.new_name, o.column}}; }

  Back operator()(const CreatePrimaryKey& o) const { return {drop(o.table, o.key.name, Kind::primary_key, o.key)}; }
  Back operator()(const CreateUnique& o) const { return {drop(o.table, o.unique.name, Kind::unique, o.unique)}; }
  Back operator()(const CreateForeignKey& o) const { return {drop(o.table, o.key.name, Kind::foreign_key, o.key)}; }
  Back operator()(const CreateCheck& o) const { return {drop(o.table, o.check.name, Kind::check, o.check)}; }
  Back operator()(const CreateExclude& o) const { return {drop(o.table, o.exclude.name, Kind::exclude, o.exclude)}; }

  Back operator()(const DropConstraint& o) const {
    std::optional<AnyConstraint> constraint = o.existing;
    if (const auto* table = before_.find_table(o.table)) constraint = find_constraint(*table, o);
    if (!constraint) no_way_back(operation_, "what the constraint was is not known" + std::string(kTellIt));
    return {std::visit(Overloaded{[&](const schema::PrimaryKey& c) {
                                    return Action(CreatePrimaryKey{o.table, c});
                                  },
                                  [&](const schema::Unique& c) {
                                    return Action(CreateUnique{o.table, c});
                                  },
                                  [&](const schema::ForeignKey& c) {
                                    return Action(CreateForeignKey{o.table, c});
                                  },
                                  [&](const schema::Check& c) {
                                    return Action(CreateCheck{o.table, c});
                                  },
                                  [&](const schema::Exclude& c) {
                                    return Action(CreateExclude{o.table, c});
                                  }},
                       *constraint)};
  }

  Back operator()(const RenameConstraint& o) const { return {RenameConstraint{o.table, o.new_name, o.name}}; }

  /// A constraint is not valid only when it is made so: what was checked is made again.
  Back operator()(const ValidateConstraint& o) const {
    const auto* table = before_.find_table(o.table);
    if (table == nullptr) return {};  // that rows were checked does no harm
    Back back;
    const auto make_again = [&](const auto& constraints, Kind kind, auto create) {
      for (const auto& constraint : constraints) {
        if (constraint.name != o.name || !constraint.not_valid) continue;
        back = {drop(o.table, o.name, kind, constraint), create(constraint)};
      }
    };
    make_again(table->foreign_keys, Kind::foreign_key, [&](const auto& key) {
      return Action(CreateForeignKey{o.table, key});
    });
    make_again(table->checks, Kind::check, [&](const auto& check) { return Action(CreateCheck{o.table, check}); });
    return back;
  }

  Back operator()(const CreateIndex& o) const {
    if (o.index.if_not_exists) no_way_back(operation_, kMayHaveBeenThere);
    // It goes with its table. MySQL would not let it go before: a foreign key of the table may need it.
    if (created_.contains(o.table)) return {};
    return {DropIndex{o.table, o.index.name, false, o.index.concurrently, o.index}};
  }

  Back operator()(const DropIndex& o) const {
    for (const auto& [name, table] : before_.tables) {
      if ((!o.table.name.empty() && name != o.table) || before_.uncertain.contains(name)) continue;
      const auto found = find_index(table, o.name);
      if (found != table.indexes.end()) return {CreateIndex{name, *found}};
    }
    if (!o.existing) {
      no_way_back(operation_,
                  "what the index was is not known; create it in a migration before this one, or write "
                  "downgrade()");
    }
    return {CreateIndex{o.table, *o.existing}};
  }

  Back operator()(const RenameIndex& o) const { return {RenameIndex{o.table, o.new_name, o.name}}; }
  Back operator()(const CreateSchema& o) const {
    if (o.if_not_exists) no_way_back(operation_, kMayHaveBeenThere);
    return {DropSchema{o.name}};
  }
  Back operator()(const DropSchema& o) const { return {CreateSchema{o.name, o.if_exists}}; }
  Back operator()(const CreateSequence& o) const {
    if (o.if_not_exists) no_way_back(operation_, kMayHaveBeenThere);
    return {DropSequence{o.sequence.name}};
  }
  Back operator()(const AlterSequence& o) const { return {ops::reverse(o, found(before_.sequences, o.name))}; }
  Back operator()(const DropSequence& o) const { return {CreateSequence{found(before_.sequences, o.name)}}; }
  Back operator()(const CreateEnum& o) const {
    if (o.if_not_exists) no_way_back(operation_, kMayHaveBeenThere);
    return {DropEnum{o.type.name}};
  }

  Back operator()(const AlterEnum& o) const {
    if (!o.added.empty()) no_way_back(operation_, "databases cannot take a value out of an enum; write downgrade()");
    AlterEnum back{o.name};
    back.renamed.assign(o.renamed.rbegin(), o.renamed.rend());
    for (auto& [value, new_value] : back.renamed) std::swap(value, new_value);
    return {back};
  }

  Back operator()(const DropEnum& o) const { return {CreateEnum{found(before_.enums, o.name)}}; }
  Back operator()(const CreateView& o) const {
    if (o.if_not_exists) no_way_back(operation_, kMayHaveBeenThere);
    return {DropView{o.view.name, false, o.view.materialized}};
  }

  Back operator()(const ReplaceView& o) const {
    if (o.existing) return {ReplaceView{{o.view.name, *o.existing, o.view.materialized}, o.view.query}};
    return {ReplaceView{found(before_.views, o.view.name), o.view.query}};
  }

  Back operator()(const DropView& o) const {
    Back back{CreateView{found(before_.views, o.name)}};
    for (const auto& trigger : before_.triggers) {
      if (trigger.table == o.name) back.emplace_back(CreateTrigger{trigger});
    }
    return back;
  }
  Back operator()(const CreateTrigger& o) const {
    if (o.if_not_exists) no_way_back(operation_, kMayHaveBeenThere);
    return {DropTrigger{o.trigger.table, o.trigger.name}};
  }

  Back operator()(const DropTrigger& o) const {
    for (const auto& trigger : before_.triggers) {
      if (trigger.name == o.name && trigger.table == o.table) return {CreateTrigger{trigger}};
    }
    no_way_back(operation_, "what the trigger was is not known; write downgrade()");
  }

  Back operator()(const BulkInsert& o) const {
    if (created_.contains(o.table)) return {};  // the rows go with their table
    no_way_back(operation_, "which rows to delete is not known; write downgrade()");
  }

  Back operator()(const Execute& o) const {
    if (!o.reverse) no_way_back(operation_, "raw SQL says it with execute(...).reverse(\"...\"), or write downgrade()");
    return {Execute{*o.reverse, o.statement, o.touches}};
  }

  Back operator()(const Run& o) const {
    if (!o.reverse) no_way_back(operation_, "code says it with run(...).reverse(...), or write downgrade()");
    const auto words = o.description.empty() ? std::string() : "undo: " + o.description;
    return {Run{o.reverse, o.code, words, o.touches}};
  }

  Back operator()(const Irreversible& o) const { no_way_back(operation_, o.reason); }

  Back operator()(const Invoke& o) const {
    auto back = o.operation->reverse();
    if (!back) no_way_back(operation_, "the operation has no reverse(); write downgrade()");
    return {Invoke{std::move(back)}};
  }

 private:
  const Table& known(const QualifiedName& name) const {
    const auto* table = before_.find_table(name);
    if (table == nullptr) no_way_back(operation_, "what the table was is not known" + std::string(kTellIt));
    return *table;
  }

  template <typename Objects>
  const typename Objects::mapped_type& found(const Objects& objects, const QualifiedName& name) const {
    const auto found = objects.find(name);
    if (found == objects.end()) no_way_back(operation_, "what it was is not known; write downgrade()");
    return found->second;
  }

  Back comment(const QualifiedName& name, const std::optional<std::string>& existing) const {
    const auto* table = before_.find_table(name);
    if (table == nullptr && !existing) {
      no_way_back(operation_, "what the comment was is not known; say existing_comment(\"...\")");
    }
    const auto& old = table != nullptr ? table->comment : *existing;
    if (old.empty()) return {DropTableComment{name}};
    return {CreateTableComment{name, old}};
  }

  template <typename Constraint>
  static Action drop(const QualifiedName& table, const std::string& name, Kind kind, const Constraint& constraint) {
    return DropConstraint{table, name, kind, false, false, AnyConstraint(constraint)};
  }

  /// The old value of a property that changes, from the schema or from the operation's own facts.
  template <typename Target, typename Change, typename Existing, typename Member>
  void restore(Target& back, const Change& change, const Existing& existing, const schema::Column* column,
               Member schema::Column::*member, const char* what) const {
    if (!change) return;
    if (column != nullptr) {
      back = column->*member;
    } else if (existing) {
      back = existing;
    } else {
      no_way_back(operation_, std::string("the column's ") + what + " before this is not known; say existing_" + what +
                                  "(...), or write downgrade()");
    }
  }

  void restore_numbering(AlterColumn& back, const AlterColumn& o, const schema::Column* column) const {
    if (!numbers(o)) return;
    if (column != nullptr) {
      back.identity = column->identity;
      if (!column->identity || column->autoincrement) back.autoincrement = column->autoincrement;
    } else if (o.existing_identity) {
      back.identity = o.existing_identity;
    } else {
      restore(back.autoincrement, numbers(o), o.existing_autoincrement, nullptr, &schema::Column::autoincrement,
              "autoincrement");
    }
  }

  /// The column at its place, and what went with it.
  static Back restore_column(const Table& table, const DropColumn& o) {
    const auto has = [&](const schema::Columns& columns) {
      return std::find(columns.begin(), columns.end(), o.column) != columns.end();
    };
    AddColumn add{o.table, *table.find_column(o.column)};
    const auto place = std::find_if(table.columns.begin(), table.columns.end(),
                                    [&](const auto& column) { return column.name == o.column; });
    if (std::next(place) != table.columns.end()) {
      add.first = place == table.columns.begin();
      if (!add.first) add.after = std::prev(place)->name;
    }
    Back back{add};
    if (table.primary_key && has(table.primary_key->columns)) {
      back.emplace_back(CreatePrimaryKey{o.table, *table.primary_key});
    }
    Table without = table;
    MetaData rest;
    drop_column(Operation{o}, rest, without, o.column);
    for (const auto& unique : table.uniques) {
      if (has(unique.columns)) back.emplace_back(CreateUnique{o.table, unique});
    }
    for (const auto& key : table.foreign_keys) {
      if (has(key.columns)) back.emplace_back(CreateForeignKey{o.table, key});
    }
    for (const auto& index : table.indexes) {
      if (find_index(without, index.name) == without.indexes.end()) back.emplace_back(CreateIndex{o.table, index});
    }
    return back;
  }

  const Operation& operation_;
  const MetaData& before_;
  const std::set<QualifiedName>& created_;
};

}  // namespace

Operations reverse(const Operations& operations, const MetaData& before) {
  MetaData schema = before;
  return apply_reversing(operations, schema);
}

Operations apply_reversing(const Operations& operations, MetaData& schema) {
  // The reason somebody wrote down says more than what stands in the way first.
  for (const auto& operation : operations) {
    if (const auto* irreversible = std::get_if<Irreversible>(&operation.action)) {
      no_way_back(operation, irreversible->reason);
    }
  }
  std::set<QualifiedName> created;
  std::vector<std::vector<Action>> backs;
  backs.reserve(operations.size());
  std::size_t batches = 0;
  for (const auto& operation : operations) {
    backs.push_back(std::visit(Reverser(operation, schema, created), operation.action));
    apply(operation, schema);
    if (const auto* create = std::get_if<CreateTable>(&operation.action)) created.insert(create->table.name);
    batches = std::max(batches, operation.batch);
  }
  Operations result;
  for (std::size_t i = operations.size(); i-- > 0;) {
    // What one operation needs several for belongs together.
    const bool several = backs[i].size() > 1 && operations[i].batch == 0;
    const auto batch = several ? ++batches : operations[i].batch;
    for (auto& action : backs[i]) {
      result.push_back({std::move(action), operations[i].where, batch, operations[i].autocommit});
    }
  }
  return result;
}

}  // namespace retort::ops
