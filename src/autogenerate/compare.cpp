#include <retort/autogenerate.hpp>
#include <retort/error.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "autogenerate/compare_objects.hpp"
#include "autogenerate/compare_table.hpp"
#include "autogenerate/compare_views.hpp"
#include "autogenerate/equivalent.hpp"
#include "autogenerate/find_renames.hpp"
#include "autogenerate/operations_data.hpp"
#include "autogenerate/order.hpp"
#include "autogenerate/sides.hpp"
#include "autogenerate/spelling.hpp"
#include "autogenerate/widening.hpp"
#include "ops/dialect_texts.hpp"
#include "ops/naming.hpp"
#include "runtime/connection.hpp"

namespace retort::autogenerate {

namespace {

using schema::MetaData;
using schema::Table;

class Comparison {
 public:
  Comparison(MetaData database, const MetaData& model, runtime::Connection& connection, const CompareOptions& options)
      : before_(std::move(database)),
        model_(model),
        connection_(connection),
        names_(connection.dialect()),
        filter_(options),
        sides_(before_, model_, names_, filter_, options.version_table),
        renames_(find_renames({before_, model_, sides_, names_, filter_, options})) {
    // What is compared is what there will be.
    if (renames_.database) renamed_.emplace(*renames_.database, model_, names_, filter_, options.version_table);
  }

  OperationsData run() {
    sides().check_references();
    note(sides().notes());
    for (auto& entry : entries()) {
      if (!entry.is_kept()) continue;
      entry.difference = compare_table({*entry.database, *entry.model, entry.normal}, names_, filter_);
      if (hangs_on_expressions(entry.difference) && spell(entry)) {
        entry.difference = compare_table({*entry.database, *entry.model, entry.normal}, names_, filter_);
      }
      entry.difference.has_renames = renames_.changed.contains(sides().key(entry.database->name));
      note_difference(entry.difference.notes);
    }
    const ObjectSides objects{before_, model_, sides(), renames_.tables, names_, filter_};
    const auto views = compare_views(objects, [this](const schema::View& view) { return can_replace(view); });
    const auto others = compare_objects(objects, views.gone);
    add(others.first);
    add(views.dropped);
    add(renames_.actions);
    add(others.before_tables);
    free_index_names();
    free_keys();
    free_changed_columns();
    create_tables();
    const auto early = drops_before_changes();
    drop_tables(early, true);
    change_tables();
    drop_tables(early, false);
    for (auto& action : closing_) add(std::move(action));
    add(views.made);
    add(others.after_views);
    add(others.last);
    note(views.notes);
    note_difference(others.notes);
    mark_open_guesses();
    data_.before = std::move(before_);
    return std::move(data_);
  }

 private:
  Sides& sides() noexcept { return renamed_ ? *renamed_ : sides_; }
  const Sides& sides() const noexcept { return renamed_ ? *renamed_ : sides_; }
  std::vector<Entry>& entries() noexcept { return sides().entries(); }
  const std::vector<Entry>& entries() const noexcept { return sides().entries(); }

  using Places = std::vector<std::size_t>;

  void add(ops::Action action, std::size_t batch = 0) {
    data_.operations.push_back({std::move(action), Location::unknown(), batch});
  }
  void add(const std::vector<ops::Action>& actions) {
    for (const auto& action : actions) add(action);
  }
  void note_difference(const std::vector<std::string>& notes) {
    data_.differs_beyond = data_.differs_beyond || !notes.empty();
    note(notes);
  }
  void note(const std::vector<std::string>& notes) {
    data_.notes.insert(data_.notes.end(), notes.begin(), notes.end());
  }

  /// The table of the model in the server's words; false where it has none of its own.
  bool spell(Entry& entry) {
    auto chosen = *entry.model;
    ops::choose_texts(chosen, names_.dialect().name(), {ops::CreateTable{chosen}});
    const auto spelled = connection_.spelled_table(chosen);
    if (spelled) take_expressions(entry.normal, *spelled);
    return spelled.has_value();
  }

  bool can_replace(const schema::View& view) {
    const auto* query = view.query.find(names_.dialect().name());
    return query == nullptr || connection_.keeps_view_columns(view.name, *query);
  }

  /// The order of all entries in which what a table's keys refer to comes first. Only keys between entries that
  /// `counts` takes.
  template <typename Counts>
  Order key_order(bool of_model, Counts&& counts) {
    Needs needs(entries().size());
    for (std::size_t i = 0; i < entries().size(); ++i) {
      const Table* table = of_model ? entries()[i].model : entries()[i].database;
      if (table == nullptr || !counts(entries()[i])) continue;
      const auto add_need = [&](const schema::QualifiedName& other) {
        const auto place = sides().place(other);
        if (place && counts(entries()[*place])) needs[i].push_back(*place);
      };
      for (const auto& key : table->foreign_keys) add_need(key.referent);
      for (const auto& parent : table->options.postgresql_inherits) add_need({{}, parent});
    }
    return ordered(needs);
  }

  bool is_broken(const Order& order, std::size_t place, const schema::ForeignKey& key) const {
    const auto referent = sides().place(key.referent);
    return referent &&
           std::find(order.broken.begin(), order.broken.end(), std::pair(place, *referent)) != order.broken.end();
  }

  /// An index name that passes from one table to another must be free before it is used.
  void free_index_names() {
    std::set<std::string> created;
    for (const auto& entry : entries()) {
      if (entry.is_created()) {
        for (const auto& index : entry.model->indexes) created.insert(names_.key(index.name));
      }
      for (const auto& action : entry.difference.actions) {
        if (const auto* create = std::get_if<ops::CreateIndex>(&action)) created.insert(names_.key(create->index.name));
      }
    }
    for (auto& entry : entries()) {
      if (entry.is_dropped()) {
        for (const auto& index : entry.database->indexes) {
          if (created.contains(names_.key(index.name))) {
            add(ops::DropIndex{entry.database->name, index.name, false, false, index});
          }
        }
      }
      auto& actions = entry.difference.actions;
      const auto made_here = [&](const std::string& name) {
        return std::any_of(actions.begin(), actions.end(), [&](const ops::Action& action) {
          const auto* create = std::get_if<ops::CreateIndex>(&action);
          return create != nullptr && names_.same(create->index.name, name);
        });
      };
      std::erase_if(actions, [&](const ops::Action& action) {
        const auto* drop = std::get_if<ops::DropIndex>(&action);
        if (drop == nullptr || !created.contains(names_.key(drop->name)) || made_here(drop->name)) return false;
        add(*drop);
        return true;
      });
    }
  }

  void create_tables() {
    const auto order = key_order(true, [&](const Entry& entry) { return entry.is_created(); });
    std::vector<ops::Action> closing;
    for (const auto place : order.sequence) {
      if (!entries()[place].is_created()) continue;
      ops::CreateTable create{*entries()[place].model};
      std::erase_if(create.table.foreign_keys, [&](const schema::ForeignKey& key) {
        const bool waits = waits_for_its_referent(key);
        if (!waits && !is_broken(order, place, key)) return false;
        (waits ? closing_ : closing).emplace_back(ops::CreateForeignKey{create.table.name, key});
        return true;
      });
      add(std::move(create));
    }
    for (auto& action : closing) add(std::move(action));
  }

  /// Tables whose keys hold a column of another one that is to go, or to become of another type.
  std::vector<bool> drops_before_changes() {
    std::vector<bool> early(entries().size(), false);
    Places found;
    const auto mark = [&](std::size_t place) {
      if (early[place]) return;
      early[place] = true;
      found.push_back(place);
    };
    for (std::size_t i = 0; i < entries().size(); ++i) {
      if (!entries()[i].is_dropped()) continue;
      for (const auto& key : entries()[i].database->foreign_keys) {
        const auto* referent = sides().find(key.referent);
        if ((referent != nullptr && loses(*referent, key)) || waits_for_its_referent(key)) mark(i);
      }
    }
    // And those that refer to them.
    while (!found.empty()) {
      const auto& name = entries()[found.back()].database->name;
      found.pop_back();
      for (std::size_t i = 0; i < entries().size(); ++i) {
        if (!entries()[i].is_dropped()) continue;
        const auto& keys = entries()[i].database->foreign_keys;
        if (std::any_of(keys.begin(), keys.end(),
                        [&](const schema::ForeignKey& key) { return sides().is_same(key.referent, name); })) {
          mark(i);
        }
      }
    }
    return early;
  }

  bool loses(const Entry& referent, const schema::ForeignKey& key) const {
    const auto& gone = referent.difference.dropped_columns;
    return std::any_of(key.referent_columns.begin(), key.referent_columns.end(),
                       [&](const std::string& column) { return names_.contains(gone, column); });
  }

  void drop_tables(const std::vector<bool>& early, bool now) {
    const auto order = key_order(false, [&](const Entry& entry) { return entry.is_dropped(); });
    for (const auto& [place, referent] : order.broken) {
      const auto& table = *entries()[place].database;
      if (early[place] != now) continue;
      for (const auto& key : table.foreign_keys) {
        if (!sides().is_same(key.referent, entries()[referent].database->name)) continue;
        add(ops::DropConstraint{table.name, key.name, op::ConstraintKind::Value::foreign_key, false, false,
                                ops::AnyConstraint(key)});
      }
    }
    for (auto place = order.sequence.rbegin(); place != order.sequence.rend(); ++place) {
      if (entries()[*place].is_dropped() && early[*place] == now) add(ops::DropTable{entries()[*place].database->name});
    }
  }

  /// A table that gets a key to a new column comes after that column's table; one that loses a key to a column that
  /// goes comes before it.
  Order change_order() {
    Needs needs(entries().size());
    for (std::size_t i = 0; i < entries().size(); ++i) {
      for (const auto& action : entries()[i].difference.actions) {
        const auto* create = std::get_if<ops::CreateForeignKey>(&action);
        if (create == nullptr) continue;
        if (const auto referent = sides().place(create->key.referent)) needs[i].push_back(*referent);
      }
      if (entries()[i].difference.actions.empty()) continue;
      for (const auto& key : entries()[i].database->foreign_keys) {
        const auto referent = sides().place(key.referent);
        if (referent && loses(entries()[*referent], key)) needs[*referent].push_back(i);
      }
    }
    return ordered(needs);
  }

  void change_tables() {
    std::size_t batch = 0;
    for (const auto place : change_order().sequence) {
      auto& actions = entries()[place].difference.actions;
      const auto number = actions.size() > 1 ? ++batch : 0;
      for (auto& action : actions) {
        mark_loss(*entries()[place].database, action);
        add(std::move(action), number);
      }
    }
  }

  /// A column that becomes of a type in which not all of its values have a place.
  void mark_loss(const Table& table, const ops::Action& action) {
    const auto* alter = std::get_if<ops::AlterColumn>(&action);
    const auto* column = alter == nullptr || !alter->type ? nullptr : table.find_column(alter->column);
    if (column == nullptr || is_widening(column->type, *alter->type)) return;
    data_.remarks.push_back({data_.operations.size(), "Destructive where values do not fit: " + column->type.text() +
                                                          " becomes " + alter->type->text() + "."});
  }

  /// What a key of the database is before it goes: its columns.
  static std::vector<schema::Columns> dropped_keys(const Entry& entry) {
    std::vector<schema::Columns> keys;
    for (const auto& action : entry.difference.actions) {
      const auto* drop = std::get_if<ops::DropConstraint>(&action);
      if (drop == nullptr || !drop->existing) continue;
      if (const auto* key = std::get_if<schema::PrimaryKey>(&*drop->existing)) keys.push_back(key->columns);
      if (const auto* key = std::get_if<schema::Unique>(&*drop->existing)) keys.push_back(key->columns);
    }
    return keys;
  }

  /// A key that foreign keys refer to cannot go before them: those that stay go for a while.
  void free_keys() {
    for (auto& referent : entries()) {
      if (!referent.is_kept()) continue;
      const auto keys = dropped_keys(referent);
      if (keys.empty()) continue;
      for (auto& entry : entries()) {
        if (!entry.is_kept()) continue;
        for (const auto& key : entry.database->foreign_keys) {
          if (!sides().is_same(key.referent, referent.database->name)) continue;
          const bool held = std::any_of(keys.begin(), keys.end(), [&](const schema::Columns& columns) {
            return names_.same(columns, key.referent_columns);
          });
          if (held) step_aside(entry, key);
        }
      }
    }
  }

  /// The columns of a table that become something else, as far as foreign keys stand in the way of that.
  schema::Columns held_columns(const Entry& entry) const {
    schema::Columns columns;
    for (const auto& action : entry.difference.actions) {
      const auto* alter = std::get_if<ops::AlterColumn>(&action);
      const auto* now = alter == nullptr ? nullptr : entry.database->find_column(alter->column);
      if (now != nullptr && names_.dialect().is_held_by_keys(*alter, *now)) columns.push_back(now->name);
    }
    return columns;
  }

  bool holds(const schema::ForeignKey& key, const schema::Columns& own, const schema::Columns& referred) const {
    const auto has = [&](const schema::Columns& held, const schema::Columns& columns) {
      return std::any_of(columns.begin(), columns.end(),
                         [&](const std::string& column) { return names_.contains(held, column); });
    };
    // One of the model may leave them out: it refers to the other's key.
    const bool any = key.referent_columns.empty() && !referred.empty();
    return any || has(own, key.columns) || has(referred, key.referent_columns);
  }

  /// Both sides of a foreign key become of another type without it: it goes before the first of them, and comes behind
  /// the last. So does one that is new.
  void free_changed_columns() {
    std::vector<schema::Columns> held;
    held.reserve(entries().size());
    for (const auto& entry : entries()) held.push_back(entry.is_kept() ? held_columns(entry) : schema::Columns());
    const schema::Columns none;
    const auto referred = [&](const schema::ForeignKey& key) -> const schema::Columns& {
      const auto place = sides().place(key.referent);
      return place ? held[*place] : none;
    };
    for (std::size_t i = 0; i < entries().size(); ++i) {
      auto& entry = entries()[i];
      if (entry.is_kept()) {
        for (const auto& key : entry.database->foreign_keys) {
          if (holds(key, held[i], referred(key))) step_aside(entry, key);
        }
      }
      std::erase_if(entry.difference.actions, [&](const ops::Action& action) {
        const auto* create = std::get_if<ops::CreateForeignKey>(&action);
        if (create == nullptr || !holds(create->key, held[i], referred(create->key))) return false;
        closing_.emplace_back(*create);
        return true;
      });
    }
    held_ = std::move(held);
  }

  /// True of a key to a column that is yet to change.
  bool waits_for_its_referent(const schema::ForeignKey& key) const {
    const auto place = sides().place(key.referent);
    return place && holds(key, {}, held_[*place]);
  }

  void step_aside(Entry& entry, const schema::ForeignKey& key) {
    const auto& normal = entry.normal.foreign_keys;
    const auto same = std::find_if(normal.begin(), normal.end(), [&](const schema::ForeignKey& other) {
      return same_content(key, other, names_) &&
             (names_.same(key.name, other.name) || key.name.empty() || other.name.empty());
    });
    // One that is dropped by itself, or falls with its columns, is dropped in time.
    auto& actions = entry.difference.actions;
    std::erase_if(actions, [&](const ops::Action& action) {
      const auto* drop = std::get_if<ops::DropConstraint>(&action);
      const auto* existing =
          drop == nullptr || !drop->existing ? nullptr : std::get_if<schema::ForeignKey>(&*drop->existing);
      return existing != nullptr && *existing == key;
    });
    if (!aside_.insert(&key).second) return;
    add(ops::DropConstraint{entry.database->name, key.name, op::ConstraintKind::Value::foreign_key, false, false,
                            ops::AnyConstraint(key)});
    if (same == normal.end()) return;
    closing_.emplace_back(ops::CreateForeignKey{
        entry.database->name, entry.model->foreign_keys[static_cast<std::size_t>(same - normal.begin())]});
  }

  /// What may be a rename is said where it is dropped and where it is added.
  void mark_open_guesses() {
    for (const auto& guess : renames_.open) {
      const bool of_table = guess.kind == "table";
      const auto call =
          of_table ? "op::rename_table(\"" + guess.from + "\", \"" + guess.to + "\")"
                   : "op::rename_column(\"" + guess.table + "\", \"" + guess.from + "\", \"" + guess.to + "\")";
      const auto remark = (of_table ? "The table \"" : "The column \"" + guess.table + ".") + guess.from +
                          "\" is dropped and \"" + guess.to +
                          "\" is added. That may be a rename, which keeps what is in it: then write " + call +
                          " in place of the two.";
      data_.notes.push_back(remark);
      for (std::size_t i = 0; i < data_.operations.size(); ++i) {
        if (is_of(data_.operations[i].action, guess)) data_.remarks.push_back({i, remark});
      }
    }
  }

  bool is_of(const ops::Action& action, const RenameGuess& guess) const {
    if (guess.kind == "table") {
      const auto* drop = std::get_if<ops::DropTable>(&action);
      const auto* create = std::get_if<ops::CreateTable>(&action);
      return (drop != nullptr && drop->table.name == guess.from) ||
             (create != nullptr && create->table.name.name == guess.to);
    }
    const auto* drop = std::get_if<ops::DropColumn>(&action);
    return drop != nullptr && names_.same_table(drop->table.name, guess.table) && drop->column == guess.from;
  }

  MetaData before_;
  const MetaData& model_;
  runtime::Connection& connection_;
  Names names_;
  Filter filter_;
  /// With the database as it is.
  Sides sides_;
  FoundRenames renames_;
  /// With the database as it is when everything is renamed, if anything is.
  std::optional<Sides> renamed_;
  std::vector<ops::Action> closing_;
  /// Keys of the database that were dropped before the rest.
  std::set<const schema::ForeignKey*> aside_;
  /// For each entry: see held_columns.
  std::vector<schema::Columns> held_;
  OperationsData data_;
};

/// Where a server keeps a view's query in words of its own, and says the model's in the same, the view gets the
/// model's.
void speak_as_the_model(runtime::Connection& connection, const MetaData& model, MetaData& database) {
  const auto dialect = connection.dialect().name();
  for (const auto& [name, wanted] : model.views) {
    const auto found = database.views.find(name);
    const auto* query = wanted.query.find(dialect);
    if (found == database.views.end() || query == nullptr || same_query(found->second, wanted, dialect)) continue;
    auto spelled = connection.spelled_query(*query);
    if (!spelled || !same_query(found->second, {name, SqlText(std::move(*spelled))}, dialect)) continue;
    found->second.query = wanted.query;
  }
}

}  // namespace

}  // namespace retort::autogenerate

namespace retort {

Operations compare(soci::session& session, const MetaData& model, const CompareOptions& options) {
  const auto connection = runtime::connect(session);
  const auto& capabilities = connection->dialect().capabilities();
  auto wanted = model.data();
  const ops::Naming naming{wanted.naming, capabilities.max_identifier, capabilities.identifier_limit_is_bytes};
  for (auto& [name, table] : wanted.tables) ops::fit_names(table, naming);
  auto found = connection->inspect();
  autogenerate::speak_as_the_model(*connection, wanted, found);
  autogenerate::Comparison comparison(std::move(found), wanted, *connection, options);
  return Operations(std::make_shared<const autogenerate::OperationsData>(comparison.run()));
}

}  // namespace retort
