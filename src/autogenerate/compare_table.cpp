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

/// Whether a part of one table takes part in the comparison.
class PartFilter {
 public:
  PartFilter(const Filter& filter, const TablePair& tables) noexcept : filter_(filter), tables_(tables) {}

  bool operator()(std::string_view kind, std::string_view name, bool reflected, bool has_counterpart) const {
    const auto& table = (reflected ? tables_.database : tables_.model).name;
    return filter_({kind, name, table.name, table.schema, reflected, has_counterpart});
  }

 private:
  const Filter& filter_;
  const TablePair& tables_;
};

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
  bool operator()(const schema::Exclude& exclude) const {
    return std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
      return mentions_name(exclude.where, column) ||
             std::any_of(exclude.elements.begin(), exclude.elements.end(),
                         [&](const op::ExcludeElement& each) { return mentions_name(each.expression.text, column); });
    });
  }
  bool operator()(const schema::Index& index) const {
    return std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
      return mentions_name(index.where, column) || names.contains(index.include, column) ||
             (!index.native.empty() && mentions_name(index.native.texts().front().second, column)) ||
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
                           const Gone& recreated, const PartFilter& takes_part, std::string_view kind) {
  const auto& names = recreated.names;
  const auto has = [&](const std::vector<Object>& others, const Object& object) {
    return !object.name.empty() && std::any_of(others.begin(), others.end(), [&](const Object& other) {
      return names.same(other.name, object.name);
    });
  };
  const auto is_of_database = [&](const Object& object) {
    return takes_part(kind, object.name, true, has(normal, object));
  };
  const auto is_of_model = [&](const Object& object) {
    return takes_part(kind, object.name, false, has(database, object));
  };
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
    if (is_of_database(object) && !match(object, same_name)) left.push_back(&object);
  }
  for (const auto* object : left) {
    // A name that only one side knows is no difference: the database or the model did without.
    const auto nameless = [&](const Object& other) { return !by_name && (object->name.empty() || other.name.empty()); };
    if (!match(*object, nameless)) result.dropped.push_back(object);
  }
  for (std::size_t i = 0; i < normal.size(); ++i) {
    if (!matched[i] && is_of_model(normal[i])) result.created.push_back(i);
  }
  std::sort(result.created.begin(), result.created.end());
  return result;
}

class Comparison {
 public:
  Comparison(const TablePair& tables, const Names& names, const Filter& filter)
      : database_(tables.database),
        model_(tables.model),
        normal_(tables.normal),
        names_(names),
        takes_part_(filter, tables) {}

  TableDifference run() {
    find_columns();
    const auto& gone = result_.dropped_columns;
    const Gone recreated{recreated_, names_};
    const auto constraints = [&](const auto& of_database, const auto& of_model) {
      return one_sided(of_database, of_model, false, recreated, takes_part_, "constraint");
    };
    const auto indexes = one_sided(database_.indexes, normal_.indexes, true, recreated, takes_part_, "index");
    const auto keys = constraints(database_.foreign_keys, normal_.foreign_keys);
    const auto checks = constraints(database_.checks, normal_.checks);
    const auto uniques = constraints(database_.uniques, normal_.uniques);
    const auto excludes = constraints(database_.excludes, normal_.excludes);

    for (const auto* index : indexes.dropped) {
      if (!Gone{gone, names_}(*index)) add(ops::DropIndex{name(), index->name, false, false, *index});
    }
    drop(keys.dropped, Kind::foreign_key);
    drop(checks.dropped, Kind::check);
    drop(uniques.dropped, Kind::unique);
    drop(excludes.dropped, Kind::exclude);
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
    for (const auto i : excludes.created) add(ops::CreateExclude{name(), model_.excludes[i]});
    for (const auto i : created_keys_) add(ops::CreateForeignKey{name(), model_.foreign_keys[i]});
    for (const auto i : created_indexes_) add(ops::CreateIndex{name(), model_.indexes[i]});
    validate(database_.foreign_keys, normal_.foreign_keys);
    validate(database_.checks, normal_.checks);
    comment();
    note_options();
    return std::move(result_);
  }

 private:
  const schema::QualifiedName& name() const noexcept { return database_.name; }
  void add(ops::Action action) { result_.actions.push_back(std::move(action)); }
  bool is_of_database(const std::string& column) const {
    return takes_part_("column", column, true, find(normal_, column, names_) != nullptr);
  }
  bool is_of_model(const std::string& column) const {
    return takes_part_("column", column, false, find(database_, column, names_) != nullptr);
  }

  void find_columns() {
    for (const auto& column : database_.columns) {
      if (!is_of_database(column.name)) continue;
      const auto* wanted = find(normal_, column.name, names_);
      if (wanted == nullptr || !same_computed(column.computed, wanted->computed)) {
        result_.dropped_columns.push_back(column.name);
        if (wanted != nullptr) recreated_.push_back(column.name);
      }
    }
    for (const auto& column : model_.columns) {
      const auto* known = find(database_, column.name, names_);
      if ((known == nullptr || names_.contains(recreated_, column.name)) && is_of_model(column.name)) {
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
      add(ops::AddColumn{name(), with_collation(column)});
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

  /// A column that says no collation gets the table's, which may be another than that of the model's table.
  Column with_collation(Column column) const {
    const auto& dialect = names_.dialect();
    const auto given = dialect.collation_of(database_, column);
    const auto asked = dialect.collation_of(normal_, *find(normal_, column.name, names_));
    if (column.collation.empty() && given && asked && !equal_ignoring_case(*given, *asked)) column.collation = *asked;
    return column;
  }

  /// The first of the places that `made` makes something of is done.
  template <typename Made>
  static void take(std::vector<std::size_t>& places, Made&& made) {
    const auto found = std::find_if(places.begin(), places.end(), made);
    if (found != places.end()) places.erase(found);
  }

  void alter(const Column& wanted, bool new_key) {
    const auto* now = find(database_, wanted.name, names_);
    if (now == nullptr || names_.contains(recreated_, now->name)) return;
    if (!is_of_database(now->name) || !is_of_model(wanted.name)) return;
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
    const auto held = names_.dialect().collation_of(database_, *now);
    const auto asked = names_.dialect().collation_of(normal_, wanted);
    if (held && asked) {
      // Without a word it would get that of the table as it is.
      if (!equal_ignoring_case(*held, *asked)) {
        set(change.collation, described.collation.empty() ? *asked : described.collation);
      }
    } else if (!equal_ignoring_case(now->collation, wanted.collation)) {
      set(change.collation, described.collation);
    }
    if (now->comment != wanted.comment) set(change.comment, wanted.comment);
    const auto is_numbered = [](const Column& column) { return column.autoincrement || column.identity; };
    if (is_numbered(*now) && !is_numbered(wanted)) {
      set(change.autoincrement, false);
    } else if (!is_numbered(*now) && is_numbered(wanted)) {
      // It may need the key that is created further down.
      ops::AlterColumn numbered{name(), now->name};
      set_numbering(new_key ? numbered : change, described);
      if (new_key) {
        numbered_.push_back(std::move(numbered));
      } else {
        changes = true;
      }
    } else if (now->identity != wanted.identity) {
      if (names_.dialect().capabilities().alters_identities) {
        set_numbering(change, described);
        changes = true;
      } else {
        result_.notes.push_back("The column \"" + now->name + "\" of \"" + name().text() +
                                "\" is numbered in another way than the model says (always, start or increment), "
                                "which this database cannot change: create the table anew under another name, copy "
                                "the rows, and rename it.");
      }
    }
    if (!same_native(now->native, wanted.native)) {
      result_.notes.push_back("The column \"" + now->name + "\" of \"" + name().text() + "\" says " +
                              words(now->native) + " to the database, and is to say " + words(wanted.native) +
                              ", for which there is no operation: change it with op::execute.");
    }
    if (changes) add(std::move(change));
  }

  void set_numbering(ops::AlterColumn& change, const Column& described) const {
    if (described.identity && names_.dialect().capabilities().alters_identities) {
      change.identity = described.identity;
    } else {
      change.autoincrement = true;
    }
  }

  /// What was made not_valid() in the database and is valid in the model. The other way round is none of a difference:
  /// it says how a constraint is made.
  template <typename Constraint>
  void validate(const std::vector<Constraint>& database, const std::vector<Constraint>& normal) {
    for (const auto& each : database) {
      if (!each.not_valid || each.name.empty()) continue;
      const bool valid = std::any_of(normal.begin(), normal.end(), [&](const Constraint& other) {
        return !other.not_valid && names_.same(other.name, each.name) && same_content(each, other, names_);
      });
      if (valid) add(ops::ValidateConstraint{name(), each.name});
    }
  }

  void comment() {
    if (database_.comment == normal_.comment) return;
    if (normal_.comment.empty()) return add(ops::DropTableComment{name()});
    add(ops::CreateTableComment{name(), normal_.comment});
  }

  static std::string words(const SqlText& native) {
    return native.empty() ? "nothing" : "\"" + native.texts().front().second + "\"";
  }

  /// Of character sets and their collations, one of which has an older name.
  static bool same_charset(std::string_view a, std::string_view b) {
    const auto name = [](std::string_view each) {
      const bool old = equal_ignoring_case(each.substr(0, each.find('_')), "utf8");
      return old ? "utf8mb3" + std::string(each.substr(4)) : std::string(each);
    };
    return equal_ignoring_case(name(a), name(b));
  }

  void note_options() {
    const auto note = [&](const std::string& what) {
      result_.notes.push_back(
          "The table \"" + name().text() + "\" " + what +
          ", for which there is no operation: create it anew under another name, copy the rows, and "
          "rename it.");
    };
    const auto flag = [&](bool now, bool wanted, const std::string& option) {
      if (now != wanted) note(std::string(wanted ? "is" : "is no longer") + " to be " + option);
    };
    const auto text = [&](const std::string& now, const std::string& wanted, const std::string& option) {
      if (same_option(now, wanted)) return;
      note("has the " + option + " " + (now.empty() ? "of the database" : now) + ", and is to have " +
           (wanted.empty() ? "that of the database" : wanted));
    };
    const auto& now = database_.options;
    const auto& wanted = normal_.options;
    flag(now.sqlite_strict, wanted.sqlite_strict, "STRICT");
    flag(now.sqlite_without_rowid, wanted.sqlite_without_rowid, "WITHOUT ROWID");
    flag(now.postgresql_unlogged, wanted.postgresql_unlogged, "UNLOGGED");
    // What MySQL tells of an engine may be what the engine says by itself.
    const bool of_engine = wanted.native.empty() && names_.dialect().name() == "mysql";
    if (!of_engine && !same_native(now.native, wanted.native)) {
      note("says " + words(now.native) + " to the database, and is to say " + words(wanted.native));
    }
    text(now.postgresql_tablespace, wanted.postgresql_tablespace, "tablespace");
    text(now.postgresql_partition_by, wanted.postgresql_partition_by, "partition key");
    if (!names_.same(now.postgresql_inherits, wanted.postgresql_inherits)) note("inherits from other tables");
    text(now.mysql_engine, wanted.mysql_engine, "engine");
    // A model that says nothing takes what the database gives; the catalog does not tell what was said.
    if (!wanted.mysql_row_format.empty()) text(now.mysql_row_format, wanted.mysql_row_format, "row format");
    const std::string charset(now.mysql_charset.empty() ? names_.dialect().default_charset() : now.mysql_charset);
    const bool said = !wanted.mysql_charset.empty() && !charset.empty();
    if (said && !same_charset(charset, wanted.mysql_charset)) text(charset, wanted.mysql_charset, "character set");
    const bool collated = !wanted.mysql_collate.empty() && !now.mysql_collate.empty();
    if (collated && !same_charset(now.mysql_collate, wanted.mysql_collate))
      text(now.mysql_collate, wanted.mysql_collate, "collation");
  }

  const Table& database_;
  const Table& model_;
  const Table& normal_;
  const Names& names_;
  PartFilter takes_part_;
  TableDifference result_;
  /// Columns whose expression changes: no ALTER can do that.
  schema::Columns recreated_;
  std::vector<std::size_t> created_uniques_;
  std::vector<std::size_t> created_keys_;
  std::vector<std::size_t> created_indexes_;
  std::vector<ops::AlterColumn> numbered_;
};

}  // namespace

TableDifference compare_table(const TablePair& tables, const Names& names, const Filter& filter) {
  return Comparison(tables, names, filter).run();
}

LoneColumns lone_columns(const TablePair& tables, const Names& names, const Filter& filter) {
  const PartFilter takes_part(filter, tables);
  LoneColumns lone;
  for (const auto& column : tables.database.columns) {
    if (find(tables.normal, column.name, names) != nullptr) continue;
    if (takes_part("column", column.name, true, false)) lone.dropped.push_back(column.name);
  }
  for (const auto& column : tables.model.columns) {
    if (find(tables.database, column.name, names) != nullptr) continue;
    if (takes_part("column", column.name, false, false)) lone.added.push_back(column.name);
  }
  return lone;
}

}  // namespace retort::autogenerate
