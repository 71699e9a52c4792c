#include <retort/autogenerate.hpp>
#include <retort/error.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "autogenerate/compare_table.hpp"
#include "autogenerate/equivalent.hpp"
#include "autogenerate/operations_data.hpp"
#include "autogenerate/order.hpp"
#include "core/sql_lexer.hpp"
#include "dialect/failure.hpp"
#include "dialect/unique_indexes.hpp"
#include "ops/dialect_texts.hpp"
#include "ops/naming.hpp"
#include "runtime/connection.hpp"
#include "runtime/own_tables.hpp"

namespace retort::autogenerate {

namespace {

using schema::MetaData;
using schema::Table;

/// A table on either side or on both.
struct Entry {
  Table* database = nullptr;
  const Table* model = nullptr;
  Table normal = {};
  TableDifference difference = {};
};

std::string words(const Table& table, const schema::ForeignKey& key) {
  return "the foreign key of \"" + table.name.text() + "\" over \"" + key.columns.front() + "\"";
}

class Comparison {
 public:
  Comparison(MetaData database, const MetaData& model, const dialect::Dialect& dialect, const CompareOptions& options)
      : database_(std::move(database)), model_(model), dialect_(dialect), names_(dialect) {
    includes_ = [&options](std::string_view kind, std::string_view name) {
      return !options.include_name || options.include_name(kind, name);
    };
    collect(options.version_table);
  }

  OperationsData run() {
    check_references();
    for (auto& entry : entries_) {
      if (entry.database == nullptr || entry.model == nullptr) continue;
      entry.difference = compare_table({*entry.database, *entry.model, entry.normal}, names_, includes_);
      for (auto& note : entry.difference.notes) data_.notes.push_back(std::move(note));
    }
    drop_views();
    free_index_names();
    create_tables();
    const auto early = drops_before_changes();
    drop_tables(early, true);
    change_tables();
    drop_tables(early, false);
    create_views();
    data_.before = std::move(database_);
    return std::move(data_);
  }

 private:
  using Places = std::vector<std::size_t>;

  void collect(const std::string& version_table) {
    for (const auto& schema : database_.schemas) other_schemas_.insert(names_.table_key(schema));
    for (const auto& [name, table] : database_.tables) other_schemas_.insert(names_.table_key(name.schema));
    const auto takes_part = [&](const schema::QualifiedName& name) {
      const auto own = runtime::own_table_names(version_table);
      const bool is_own =
          std::any_of(own.begin(), own.end(), [&](const auto& each) { return names_.same_table(name.name, each); });
      return !is_own && includes_("table", name.name);
    };
    std::set<std::string> named;
    for (const auto& [name, table] : model_.tables) named.insert(place_key(name));
    for (auto& [name, table] : database_.tables) {
      // Other schemas belong to others, but for the tables there that the model describes.
      if (!takes_part(name) || (!name.schema.empty() && !named.contains(place_key(name)))) continue;
      places_.emplace(place_key(name), entries_.size());
      entries_.emplace_back().database = &table;
    }
    for (const auto& [name, table] : model_.tables) {
      if (!takes_part(name)) continue;
      const auto [place, is_new] = places_.emplace(place_key(name), entries_.size());
      auto& entry = is_new ? entries_.emplace_back() : entries_[place->second];
      if (entry.model != nullptr) {
        throw OperationError("the model has the tables \"" + entry.model->name.text() + "\" and \"" + name.text() +
                                 "\", which are one to this database; rename one",
                             {.code = "table_exists"});
      }
      entry.model = &table;
      const ops::Operation create{ops::CreateTable{table}};
      auto chosen = table;
      ops::choose_texts(chosen, dialect_.name(), create);
      entry.normal = dialect::in_operation(create, [&] { return dialect_.normalized(chosen); });
      const bool merged = dialect_.capabilities().uniques_are_indexes;
      if (merged && entry.database != nullptr) dialect::call_uniques_as(*entry.database, entry.normal);
    }
    for (auto& entry : entries_) {
      if (entry.database != nullptr && database_.uncertain.contains(entry.database->name)) {
        data_.notes.push_back("The table \"" + entry.database->name.text() +
                              "\" is left alone: it is virtual, a part of a virtual table, or its definition is not "
                              "understood.");
        entry.database = nullptr;
        entry.model = nullptr;
      }
      complete_keys(entry.normal, [](const Entry& other) { return &other.normal; });
      if (entry.database != nullptr) {
        complete_keys(*entry.database, [](const Entry& other) { return other.database; });
      }
    }
  }

  /// A catalog does not tell the connection's own schema; a model may name it all the same.
  std::string place_key(const schema::QualifiedName& name) const {
    const auto schema = names_.table_key(name.schema);
    const bool own = !other_schemas_.contains(schema) && database_.tables.contains({{}, name.name}) &&
                     !model_.tables.contains({{}, name.name});
    return schema.empty() || own ? names_.table_key(name.name) : schema + '\0' + names_.table_key(name.name);
  }
  bool is_same(const schema::QualifiedName& a, const schema::QualifiedName& b) const {
    return place_key(a) == place_key(b);
  }

  Entry* find(const schema::QualifiedName& table) {
    const auto place = places_.find(place_key(table));
    return place == places_.end() ? nullptr : &entries_[place->second];
  }

  /// Foreign keys that leave it to the database get the columns they refer to: the primary key.
  template <typename Side>
  void complete_keys(Table& table, Side&& side) {
    for (auto& key : table.foreign_keys) {
      const auto* referent = find(key.referent);
      if (!key.referent_columns.empty() || referent == nullptr) continue;
      const Table* other = side(*referent);
      if (other != nullptr && other->primary_key) key.referent_columns = other->primary_key->columns;
    }
  }

  /// The tables and columns that the model's foreign keys refer to must be somewhere.
  void check_references() {
    for (const auto& entry : entries_) {
      if (entry.model == nullptr) continue;
      for (const auto& key : entry.model->foreign_keys) {
        const auto* referent = find(key.referent);
        const auto* table = referent == nullptr ? nullptr : referent->model;
        if (table == nullptr) {
          // What takes no part in the comparison may still be there.
          const bool exists = std::any_of(database_.tables.begin(), database_.tables.end(),
                                          [&](const auto& each) { return is_same(each.first, key.referent); });
          const bool goes = referent != nullptr && referent->database != nullptr;
          if (exists && !goes) continue;
          throw OperationError(words(*entry.model, key) + " refers to a table \"" + key.referent.text() +
                                   "\", which the model does not have; describe it, or correct the name",
                               {.code = "unknown_table"});
        }
        for (const auto& column : key.referent_columns) {
          const bool has = std::any_of(table->columns.begin(), table->columns.end(),
                                       [&](const schema::Column& each) { return names_.same(each.name, column); });
          if (has) continue;
          throw OperationError(words(*entry.model, key) + " refers to the column \"" + column + "\", which \"" +
                                   table->name.text() + "\" does not have; correct the name",
                               {.code = "unknown_column"});
        }
      }
    }
  }

  void add(ops::Action action, std::size_t batch = 0) {
    data_.operations.push_back({std::move(action), Location::unknown(), batch});
  }
  bool is_created(const Entry& entry) const { return entry.model != nullptr && entry.database == nullptr; }
  bool is_dropped(const Entry& entry) const { return entry.model == nullptr && entry.database != nullptr; }

  /// The order of all entries in which what a table's keys refer to comes first. Only keys between entries that
  /// `counts` takes.
  template <typename Counts>
  Order key_order(bool of_model, Counts&& counts) {
    Needs needs(entries_.size());
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const Table* table = of_model ? entries_[i].model : entries_[i].database;
      if (table == nullptr || !counts(entries_[i])) continue;
      for (const auto& key : table->foreign_keys) {
        const auto place = places_.find(place_key(key.referent));
        if (place != places_.end() && counts(entries_[place->second])) needs[i].push_back(place->second);
      }
    }
    return ordered(needs);
  }

  bool is_broken(const Order& order, std::size_t place, const schema::ForeignKey& key) const {
    const auto referent = places_.find(place_key(key.referent));
    return referent != places_.end() && std::find(order.broken.begin(), order.broken.end(),
                                                  std::pair(place, referent->second)) != order.broken.end();
  }

  /// An index name that passes from one table to another must be free before it is used.
  void free_index_names() {
    std::set<std::string> created;
    for (const auto& entry : entries_) {
      if (is_created(entry)) {
        for (const auto& index : entry.model->indexes) created.insert(names_.key(index.name));
      }
      for (const auto& action : entry.difference.actions) {
        if (const auto* create = std::get_if<ops::CreateIndex>(&action)) created.insert(names_.key(create->index.name));
      }
    }
    for (auto& entry : entries_) {
      if (is_dropped(entry)) {
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
    const auto order = key_order(true, [&](const Entry& entry) { return is_created(entry); });
    std::vector<ops::Action> closing;
    for (const auto place : order.sequence) {
      if (!is_created(entries_[place])) continue;
      ops::CreateTable create{*entries_[place].model};
      std::erase_if(create.table.foreign_keys, [&](const schema::ForeignKey& key) {
        if (!is_broken(order, place, key)) return false;
        closing.emplace_back(ops::CreateForeignKey{create.table.name, key});
        return true;
      });
      add(std::move(create));
    }
    for (auto& action : closing) add(std::move(action));
  }

  /// Tables whose keys hold a column of another one that is to go.
  std::vector<bool> drops_before_changes() {
    std::vector<bool> early(entries_.size(), false);
    Places found;
    const auto mark = [&](std::size_t place) {
      if (early[place]) return;
      early[place] = true;
      found.push_back(place);
    };
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (!is_dropped(entries_[i])) continue;
      for (const auto& key : entries_[i].database->foreign_keys) {
        const auto* referent = find(key.referent);
        if (referent != nullptr && loses(*referent, key)) mark(i);
      }
    }
    // And those that refer to them.
    while (!found.empty()) {
      const auto& name = entries_[found.back()].database->name;
      found.pop_back();
      for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (!is_dropped(entries_[i])) continue;
        const auto& keys = entries_[i].database->foreign_keys;
        if (std::any_of(keys.begin(), keys.end(),
                        [&](const schema::ForeignKey& key) { return is_same(key.referent, name); })) {
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
    const auto order = key_order(false, [&](const Entry& entry) { return is_dropped(entry); });
    for (const auto& [place, referent] : order.broken) {
      const auto& table = *entries_[place].database;
      if (early[place] != now) continue;
      for (const auto& key : table.foreign_keys) {
        if (!is_same(key.referent, entries_[referent].database->name)) continue;
        add(ops::DropConstraint{table.name, key.name, op::ConstraintKind::Value::foreign_key, false, false,
                                ops::AnyConstraint(key)});
      }
    }
    for (auto place = order.sequence.rbegin(); place != order.sequence.rend(); ++place) {
      if (is_dropped(entries_[*place]) && early[*place] == now) add(ops::DropTable{entries_[*place].database->name});
    }
  }

  /// A table that gets a key to a new column comes after that column's table; one that loses a key to a column that
  /// goes comes before it.
  Order change_order() {
    Needs needs(entries_.size());
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      for (const auto& action : entries_[i].difference.actions) {
        const auto* create = std::get_if<ops::CreateForeignKey>(&action);
        if (create == nullptr) continue;
        const auto referent = places_.find(place_key(create->key.referent));
        if (referent != places_.end()) needs[i].push_back(referent->second);
      }
      if (entries_[i].difference.actions.empty()) continue;
      for (const auto& key : entries_[i].database->foreign_keys) {
        const auto referent = places_.find(place_key(key.referent));
        if (referent != places_.end() && loses(entries_[referent->second], key)) needs[referent->second].push_back(i);
      }
    }
    return ordered(needs);
  }

  void change_tables() {
    std::size_t batch = 0;
    for (const auto place : change_order().sequence) {
      auto& actions = entries_[place].difference.actions;
      const auto number = actions.size() > 1 ? ++batch : 0;
      for (auto& action : actions) add(std::move(action), number);
    }
  }

  const schema::View* view_of_model(const std::string& name) const {
    for (const auto& [key, view] : model_.views) {
      if (names_.same_table(key.name, name)) return &view;
    }
    return nullptr;
  }

  /// A view whose tables change stands in the way: it goes first and comes back last.
  bool stands_in_the_way(const schema::View& view) const {
    const auto* query = view.query.find(dialect_.name());
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
      const bool changes = entry.database != nullptr && (entry.model == nullptr || !entry.difference.actions.empty());
      return changes && query != nullptr && mentions_name(*query, entry.database->name.name);
    });
  }

  void drop_views() {
    for (const auto& [name, view] : database_.views) {
      // A model describes no views of other schemas.
      if (!name.schema.empty() || !includes_("view", name.name)) continue;
      const auto* wanted = view_of_model(name.name);
      const bool same = wanted != nullptr && same_query(view, *wanted, dialect_.name());
      known_views_.insert(names_.table_key(name.name));
      if (wanted == nullptr) {
        add(ops::DropView{name});
      } else if (!same && stands_in_the_way(view)) {
        add(ops::DropView{name});
        later_.emplace_back(ops::CreateView{*wanted});
      } else if (!same) {
        later_.emplace_back(ops::ReplaceView{{name, wanted->query}, view.query});
      }
    }
    for (const auto& name : database_.uncertain) {
      if (!name.schema.empty() || database_.tables.contains(name) || !includes_("view", name.name)) continue;
      known_views_.insert(names_.table_key(name.name));
      data_.notes.push_back("The view \"" + name.text() +
                            "\" is left alone: its CREATE VIEW names columns, which op::create_view cannot say.");
    }
  }

  void create_views() {
    for (auto& action : later_) add(std::move(action));
    for (const auto& [name, view] : model_.views) {
      if (includes_("view", name.name) && !known_views_.contains(names_.table_key(name.name)))
        add(ops::CreateView{view});
    }
  }

  MetaData database_;
  const MetaData& model_;
  const dialect::Dialect& dialect_;
  Names names_;
  Includes includes_;
  std::vector<Entry> entries_;
  std::map<std::string, std::size_t> places_;
  std::set<std::string> other_schemas_;
  std::set<std::string> known_views_;
  std::vector<ops::Action> later_;
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
  autogenerate::Comparison comparison(std::move(found), wanted, connection->dialect(), options);
  return Operations(std::make_shared<const autogenerate::OperationsData>(comparison.run()));
}

}  // namespace retort
