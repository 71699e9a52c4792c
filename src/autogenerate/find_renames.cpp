#include "autogenerate/find_renames.hpp"

#include <retort/error.hpp>

#include <span>
#include <utility>

#include "autogenerate/compare_table.hpp"
#include "autogenerate/renames.hpp"
#include "ops/apply.hpp"

namespace retort::autogenerate {

namespace {

using schema::QualifiedName;
using schema::Table;

class Search {
 public:
  explicit Search(const RenameSearch& search) : search_(search), choice_(search.options) {}

  FoundRenames run() {
    if (search_.options.renames == CompareOptions::Renames::none) return {};
    tables(search_.sides);
    if (!found_.database) {
      columns(search_.sides);
    } else {
      columns({*found_.database, search_.model, search_.names, search_.filter, search_.options.version_table});
    }
    found_.open = choice_.open();
    return std::move(found_);
  }

 private:
  const schema::MetaData& database() const { return found_.database ? *found_.database : search_.database; }

  /// Whether the database can do it at all (Firebird renames no table).
  bool is_possible(const ops::Action& action) const {
    const ops::Operation operation{action};
    try {
      search_.names.dialect().compile(std::span(&operation, 1), database(), nullptr);
    } catch (const UnsupportedOperation&) {
      return false;
    } catch (const Error&) {
      // It is possible where more is known.
    }
    return true;
  }

  void take(ops::Action action) {
    if (!found_.database) found_.database = search_.database;
    ops::apply(ops::Operation{action}, *found_.database);
    found_.actions.push_back(std::move(action));
  }

  void tables(const Sides& both) {
    std::vector<const Table*> gone;
    std::vector<const Table*> added;
    for (const auto& entry : both.entries()) {
      if (entry.is_dropped()) gone.push_back(entry.database);
      if (entry.is_created()) added.push_back(&entry.normal);
    }
    std::vector<Pairing> possible;
    std::vector<RenameGuess> guesses;
    for (const auto& pairing : like_tables(gone, added, search_.names)) {
      const auto& from = gone[pairing.gone]->name;
      const auto& to = added[pairing.added]->name;
      if (!is_possible(ops::RenameTable{from, to.name})) continue;
      possible.push_back(pairing);
      guesses.push_back({"table", {}, from.name, to.name, pairing.confidence});
    }
    std::vector<std::pair<QualifiedName, QualifiedName>> chosen;
    for (const auto i : choice_.choose(possible, guesses)) {
      chosen.emplace_back(gone[possible[i].gone]->name, added[possible[i].added]->name);
    }
    for (const auto& [from, to] : chosen) {
      found_.tables.emplace(both.key({from.schema, to.name}), from);
      take(ops::RenameTable{from, to.name});
    }
  }

  void columns(const Sides& both) {
    std::vector<ops::Action> actions;
    for (const auto& entry : both.entries()) {
      if (!entry.is_kept()) continue;
      const TablePair tables{*entry.database, *entry.model, entry.normal};
      const auto lone = lone_columns(tables, search_.names, search_.filter);
      if (lone.dropped.empty() || lone.added.empty()) continue;
      std::vector<Pairing> possible;
      std::vector<RenameGuess> guesses;
      for (const auto& pairing : like_columns(*entry.database, lone.dropped, entry.normal, lone.added, search_.names)) {
        const auto& from = lone.dropped[pairing.gone];
        const auto& to = lone.added[pairing.added];
        if (!is_possible(ops::RenameColumn{entry.database->name, from, to})) continue;
        possible.push_back(pairing);
        guesses.push_back({"column", entry.model->name.name, from, to, pairing.confidence});
      }
      for (const auto i : choice_.choose(possible, guesses)) {
        actions.emplace_back(ops::RenameColumn{entry.database->name, guesses[i].from, guesses[i].to});
        found_.changed.insert(both.key(entry.database->name));
      }
    }
    for (auto& action : actions) take(std::move(action));
  }

  const RenameSearch& search_;
  RenameChoice choice_;
  FoundRenames found_;
};

}  // namespace

FoundRenames find_renames(const RenameSearch& search) { return Search(search).run(); }

}  // namespace retort::autogenerate
