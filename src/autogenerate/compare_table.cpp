#include "autogenerate/compare_table.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "autogenerate/equivalent.hpp"
#include "core/sql_lexer.hpp"
#include "ops/naming.hpp"

namespace retort::autogenerate {

namespace {

using schema::Column;
using schema::Table;
using Kind = op::ConstraintKind::Value;

const Column* find(const Table& table, std::string_view name, const Names& names) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const Column& column) { return names.same(column.name, name); });
  return found == table.columns.end() ? nullptr : &*found;
}

/// What of a table is gone when some columns are.
struct Gone {
  const schema::Columns& columns;
  const Names& names;

  bool contains_any(const schema::Columns& of) const {
    return std::any_of(of.begin(), of.end(), [&](const std::string& each) { return names.contains(columns, each); });
  }
  bool operator()(const schema::Unique& unique) const { return contains_any(unique.columns); }
  bool operator()(const schema::ForeignKey& key) const { return contains_any(key.columns); }
  bool operator()(const schema::Check&) const { return false; }
  bool operator()(const schema::Index& index) const {
    return std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
      return mentions_name(index.where, column) ||
             std::any_of(index.columns.begin(), index.columns.end(), [&](const op::IndexColumn& each) {
               return each.is_expression() ? mentions_name(each.name(), column) : names.same(each.name(), column);
             });
    });
  }
};

/// True if the object stands in the way when these columns are dropped.
template <typename Object>
bool needs(const Object&, const schema::Columns&) {
  return false;
}
bool needs(const schema::Check& check, const schema::Columns& gone) {
  return std::any_of(gone.begin(), gone.end(),
                     [&](const std::string& column) { return mentions_name(check.condition, column); });
}

/// What is on one side only: pointers into the database's list, places in the model's.
template <typename Object>
struct OneSided {
  std::vector<const Object*> dropped;
  std::vector<std::size_t> created;
};

/// `recreated`: columns that are dropped and added anew, which takes with them what stands over them.
template <typename Object>
OneSided<Object> one_sided(const std::vector<Object>& database, const std::vector<Object>& normal, bool by_name,
                           const Gone& recreated, const Includes& includes, std::string_view kind) {
  const auto& names = recreated.names;
  const auto counts = [&](const Object& object) { return object.name.empty() || includes(kind, object.name); };
  std::vector<bool> matched(normal.size(), false);
  OneSided<Object> result;
  std::vector<const Object*> left;
  const auto keep = [&](const Object& object, std::size_t place) {
    matched[place] = true;
    if (needs(object, recreated.columns)) result.dropped.push_back(&object);
    if (needs(object, recreated.columns) || recreated(object)) result.created.push_back(place);
  };
  const auto match = [&](const Object& object, auto&& agrees) {
    for (std::size_t i = 0; i < normal.size(); ++i) {
      if (matched[i] || !same_content(object, normal[i], names) || !agrees(normal[i])) continue;
      keep(object, i);
      return true;
    }
    return false;
  };
  for (const auto& object : database) {
    const auto same_name = [&](const Object& other) { return names.same(object.name, other.name); };
    if (counts(object) && !match(object, same_name)) left.push_back(&object);
  }
  for (const auto* object : left) {
    // A name that only one side knows is no difference: the database or the model did without.
    const auto nameless = [&](const Object& other) { return !by_name && (object->name.empty() || other.name.empty()); };
    if (!match(*object, nameless)) result.dropped.push_back(object);
  }
  for (std::size_t i = 0; i < normal.size(); ++i) {
    if (!matched[i] && counts(normal[i])) result.created.push_back(i);
  }
  std::sort(result.created.begin(), result.created.end());
  return result;
}

class Comparison {
 public:
  Comparison(const TablePair& tables, const Names& names, const Includes& includes)
      : database_(tables.database), model_(tables.model), normal_(tables.normal), names_(names), includes_(includes) {}

  TableDifference run() {
    find_columns();
    const auto& gone = result_.dropped_columns;
    const Gone recreated{recreated_, names_};
    const auto indexes = one_sided(database_.indexes, normal_.indexes, true, recreated, includes_, "index");
    const auto keys =
        one_sided(database_.foreign_keys, normal_.foreign_keys, false, recreated, includes_, "constraint");
    const auto checks = one_sided(database_.checks, normal_.checks, false, recreated, includes_, "constraint");
    const auto uniques = one_sided(database_.uniques, normal_.uniques, false, recreated, includes_, "constraint");

    for (const auto* index : indexes.dropped) {
      if (!Gone{gone, names_}(*index)) add(ops::DropIndex{name(), index->name, false, false, *index});
    }
    drop(keys.dropped, Kind::foreign_key);
    drop(checks.dropped, Kind::check);
    drop(uniques.dropped, Kind::unique);
    const bool new_key = drop_primary_key();
    created_uniques_ = uniques.created;
    created_keys_ = keys.created;
    created_indexes_ = indexes.created;
    // A table is never without a column. Otherwise what goes makes room for the names of what comes.
    const bool all_go = gone.size() == database_.columns.size();
    if (all_go) add_columns();
    for (const auto& column : gone) add(ops::DropColumn{name(), column});
    if (!all_go) add_columns();
    for (const auto& column : normal_.columns) alter(column, new_key);
    if (new_key && normal_.primary_key) add(ops::CreatePrimaryKey{name(), *model_.primary_key});
    for (const auto& change : numbered_) add(change);
    for (const auto i : created_uniques_) add(ops::CreateUnique{name(), model_.uniques[i]});
    for (const auto i : checks.created) {
      // The CHECK of an enum without a name is none of the model's own.
      const auto offset = normal_.checks.size() - model_.checks.size();
      add(ops::CreateCheck{name(), i < offset ? normal_.checks[i] : model_.checks[i - offset]});
    }
    for (const auto i : created_keys_) add(ops::CreateForeignKey{name(), model_.foreign_keys[i]});
    for (const auto i : created_indexes_) add(ops::CreateIndex{name(), model_.indexes[i]});
    note_options();
    return std::move(result_);
  }

 private:
  const schema::QualifiedName& name() const noexcept { return database_.name; }
  void add(ops::Action action) { result_.actions.push_back(std::move(action)); }
  bool includes(const std::string& column) const { return includes_("column", database_.name.name + "." + column); }

  void find_columns() {
    for (const auto& column : database_.columns) {
      if (!includes(column.name)) continue;
      const auto* wanted = find(normal_, column.name, names_);
      if (wanted == nullptr || !same_computed(column.computed, wanted->computed)) {
        result_.dropped_columns.push_back(column.name);
        if (wanted != nullptr) recreated_.push_back(column.name);
      }
    }
    for (const auto& column : model_.columns) {
      const auto* known = find(database_, column.name, names_);
      if (includes(column.name) && (known == nullptr || names_.contains(recreated_, column.name))) {
        result_.added_columns.push_back(column.name);
      }
    }
  }

  template <typename Constraint>
  void drop(const std::vector<const Constraint*>& constraints, Kind kind) {
    for (const auto* each : constraints) {
      if (Gone{result_.dropped_columns, names_}(*each)) continue;
      add(ops::DropConstraint{name(), each->name, kind, false, false, ops::AnyConstraint(*each)});
    }
  }

  /// True if the model's key is to be created.
  bool drop_primary_key() {
    const auto& now = database_.primary_key;
    const auto& wanted = normal_.primary_key;
    if (now && wanted) {
      const bool renamed = !now->name.empty() && !wanted->name.empty() && !names_.same(now->name, wanted->name);
      if (same_content(*now, *wanted, names_) && !renamed) return false;
    }
    if (!now) return wanted.has_value();
    // The key of one column goes with it; of a larger one the other columns would be left.
    if (now->columns.size() > 1 || !names_.contains(result_.dropped_columns, now->columns.front())) {
      // A table has one: without a name of its own it is found by any.
      auto called = now->name.empty() ? "pk_" + name().name : now->name;
      add(ops::DropConstraint{name(), std::move(called), Kind::primary_key, false, false, ops::AnyConstraint(*now)});
    }
    return wanted.has_value();
  }

  /// Each column with what stands over it alone and has no name of its own, as one would write them together.
  void add_columns() {
    for (const auto& column : model_.columns) {
      if (!names_.contains(result_.added_columns, column.name)) continue;
      add(ops::AddColumn{name(), column});
      take(created_uniques_, [&](std::size_t i) {
        const auto& unique = model_.uniques[i];
        if (unique != schema::Unique{{}, {column.name}}) return false;
        add(ops::CreateUnique{name(), unique});
        return true;
      });
      take(created_keys_, [&](std::size_t i) {
        const auto& key = model_.foreign_keys[i];
        if (!key.name.empty() || key.columns != schema::Columns{column.name}) return false;
        add(ops::CreateForeignKey{name(), key});
        return true;
      });
      take(created_indexes_, [&](std::size_t i) {
        const auto& index = model_.indexes[i];
        const std::vector<op::IndexColumn> alone{op::IndexColumn(column.name)};
        if (index != schema::Index{ops::default_index_name(model_.name, alone), alone}) return false;
        add(ops::CreateIndex{name(), index});
        return true;
      });
    }
  }

  /// The first of the places that `made` makes something of is done.
  template <typename Made>
  static void take(std::vector<std::size_t>& places, Made&& made) {
    const auto found = std::find_if(places.begin(), places.end(), made);
    if (found != places.end()) places.erase(found);
  }

  void alter(const Column& wanted, bool new_key) {
    const auto* now = find(database_, wanted.name, names_);
    if (now == nullptr || !includes(now->name) || names_.contains(recreated_, now->name)) return;
    const auto& described = *find(model_, wanted.name, names_);
    ops::AlterColumn change{name(), now->name};
    bool changes = false;
    const auto set = [&](auto& target, const auto& value) {
      target = value;
      changes = true;
    };
    const bool serves = same_type(now->type, wanted.type) || names_.dialect().serves(now->type, wanted.type);
    if (!serves) set(change.type, described.type);
    // A key that goes leaves the columns without the NOT NULL it brought.
    const bool freed = new_key && database_.primary_key && names_.contains(database_.primary_key->columns, now->name) &&
                       !(normal_.primary_key && names_.contains(normal_.primary_key->columns, now->name));
    if (now->nullable != wanted.nullable || (freed && !wanted.nullable)) set(change.nullable, wanted.nullable);
    if (!same_default(now->server_default, wanted.server_default)) {
      set(change.server_default, described.server_default);
    }
    if (!equal_ignoring_case(now->collation, wanted.collation)) set(change.collation, described.collation);
    if (now->autoincrement != wanted.autoincrement) {
      if (wanted.autoincrement && new_key) {
        // It needs the key that is created further down.
        ops::AlterColumn numbered{name(), now->name};
        numbered.autoincrement = true;
        numbered_.push_back(std::move(numbered));
      } else {
        set(change.autoincrement, wanted.autoincrement);
      }
    }
    if (changes) add(std::move(change));
  }

  void note_options() {
    const auto note = [&](bool now, bool wanted, const char* option) {
      if (now == wanted) return;
      result_.notes.push_back("The table \"" + name().text() + "\" is " + (wanted ? "" : "no longer ") + "to be " +
                              option +
                              ", for which there is no operation: create it anew under another "
                              "name, copy the rows, and rename it.");
    };
    note(database_.options.sqlite_strict, normal_.options.sqlite_strict, "STRICT");
    note(database_.options.sqlite_without_rowid, normal_.options.sqlite_without_rowid, "WITHOUT ROWID");
  }

  const Table& database_;
  const Table& model_;
  const Table& normal_;
  const Names& names_;
  const Includes& includes_;
  TableDifference result_;
  /// Columns whose expression changes: no ALTER can do that.
  schema::Columns recreated_;
  std::vector<std::size_t> created_uniques_;
  std::vector<std::size_t> created_keys_;
  std::vector<std::size_t> created_indexes_;
  std::vector<ops::AlterColumn> numbered_;
};

}  // namespace

TableDifference compare_table(const TablePair& tables, const Names& names, const Includes& includes) {
  return Comparison(tables, names, includes).run();
}

}  // namespace retort::autogenerate
