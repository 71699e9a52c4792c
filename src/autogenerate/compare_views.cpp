#include "autogenerate/compare_views.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "autogenerate/equivalent.hpp"
#include "autogenerate/order.hpp"
#include "core/sql_lexer.hpp"

namespace retort::autogenerate {

namespace {

using schema::QualifiedName;
using schema::View;

/// A view on either side or on both.
struct Pair {
  const View* database = nullptr;
  const View* model = nullptr;
  /// Names in the queries, as tables and as columns.
  std::set<std::string> reads = {};
  std::set<std::string> wants = {};
  bool goes = false;
};

class Comparison {
 public:
  Comparison(const ObjectSides& sides, const std::function<bool(const View&)>& replaceable)
      : sides_(sides), names_(sides.names), dialect_(sides.names.dialect()), replaceable_(replaceable) {
    for (const auto& [key, name] : sides.renamed) old_names_.insert_or_assign(key, name);
  }

  ViewDifference run() {
    collect();
    find_touched();
    for (auto& pair : pairs_) pair.goes = must_go(pair);
    drop_readers();
    drop();
    make();
    return std::move(result_);
  }

 private:
  bool takes_part(const QualifiedName& name, bool reflected, bool has_counterpart) const {
    return sides_.filter({"view", name.name, {}, name.schema, reflected, has_counterpart});
  }

  /// The words of a query, by the keys of their names.
  std::set<std::string> words(const View& view) const {
    std::set<std::string> words;
    const auto* query = view.query.find(dialect_.name());
    if (query == nullptr) return words;
    for (const auto& token : significant_tokens(*query, SqlSyntax::of(dialect_.name()))) {
      const auto text = token.in(*query);
      if (text == "*") words.insert("*");
      if (token.kind != SqlToken::Kind::word && token.kind != SqlToken::Kind::quoted_name) continue;
      auto name = token.kind == SqlToken::Kind::word ? bare(text) : unquoted(text);
      words.insert(names_.key(name));
      words.insert(names_.table_key(name));
    }
    return words;
  }

  /// A word without quotes, as PostgreSQL keeps it; names of the other databases have keys of their own.
  std::string bare(std::string_view text) const {
    std::string name(text);
    if (dialect_.name() != "postgresql") return name;
    for (char& c : name) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return name;
  }

  void collect() {
    std::map<std::string, const View*> wanted;
    for (const auto& [name, view] : sides_.model.views) wanted.emplace(sides_.tables.key(name), &view);
    std::set<std::string> known;
    for (const auto& [name, view] : sides_.database.views) {
      const auto key = sides_.tables.key(name);
      const auto found = wanted.find(key);
      known.insert(key);
      // Other schemas belong to others, but for the views there that the model describes.
      if (found == wanted.end() && !name.schema.empty()) continue;
      const bool both = found != wanted.end();
      if (!takes_part(name, true, both) || (both && !takes_part(found->second->name, false, true))) continue;
      Pair pair{&view, both ? found->second : nullptr, words(view)};
      if (both) pair.wants = words(*pair.model);
      places_.emplace(key, pairs_.size());
      pairs_.push_back(std::move(pair));
    }
    for (const auto& name : sides_.database.uncertain) {
      if (sides_.database.tables.contains(name)) continue;
      const auto key = sides_.tables.key(name);
      known.insert(key);
      if (!name.schema.empty() && !wanted.contains(key)) continue;
      if (!takes_part(name, true, wanted.contains(key))) continue;
      result_.notes.push_back(
          "The view \"" + name.text() +
          "\" is left alone: its CREATE VIEW names columns, which op::create_view cannot say, or its "
          "definition may not be seen.");
    }
    for (const auto& [key, view] : wanted) {
      if (known.contains(key) || !takes_part(view->name, false, false)) continue;
      places_.emplace(key, pairs_.size());
      pairs_.push_back({nullptr, view, {}, words(*view)});
    }
  }

  /// The tables that change, by the names they have in the database.
  void find_touched() {
    for (const auto& entry : sides_.tables.entries()) {
      if (entry.database == nullptr) continue;
      const auto renamed = old_names_.find(sides_.tables.key(entry.database->name));
      const bool is_renamed = renamed != old_names_.end();
      const auto& name = is_renamed ? renamed->second : entry.database->name;
      const auto& difference = entry.difference;
      if (entry.model == nullptr || is_renamed || !difference.actions.empty() || difference.has_renames) {
        touched_.insert(names_.table_key(name.name));
      }
      auto& columns = held_[names_.table_key(name.name)];
      for (const auto& column : difference.dropped_columns) columns.insert(names_.key(column));
      for (const auto& action : difference.actions) {
        const auto* alter = std::get_if<ops::AlterColumn>(&action);
        if (alter != nullptr && (alter->type || alter->collation)) columns.insert(names_.key(alter->column));
      }
    }
  }

  bool reads_touched(const Pair& pair) const {
    return std::any_of(touched_.begin(), touched_.end(),
                       [&](const std::string& table) { return pair.reads.contains(table); });
  }

  /// Where the database lets no column go, or become another, that a view reads.
  bool holds_columns(const Pair& pair) const {
    if (!dialect_.capabilities().views_hold_columns) return false;
    return std::any_of(held_.begin(), held_.end(), [&](const auto& table) {
      if (table.second.empty() || !pair.reads.contains(table.first)) return false;
      return pair.reads.contains("*") ||
             std::any_of(table.second.begin(), table.second.end(),
                         [&](const std::string& column) { return pair.reads.contains(column); });
    });
  }

  bool is_same(const Pair& pair) const {
    return same_options(*pair.database, *pair.model, dialect_.name()) &&
           same_query(*pair.database, *pair.model, dialect_.name());
  }

  /// A view that stands in the way of what happens to its tables goes first and comes back last.
  bool must_go(const Pair& pair) const {
    if (pair.database == nullptr) return false;
    if (pair.model == nullptr || holds_columns(pair)) return true;
    if (is_same(pair)) return false;
    const bool stays_a_view =
        same_options(*pair.database, *pair.model, dialect_.name()) && !pair.database->materialized;
    return reads_touched(pair) || !stays_a_view || !replaceable_(*pair.model);
  }

  /// A view that reads one which goes, goes as well.
  void drop_readers() {
    std::vector<std::size_t> gone;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      if (pairs_[i].goes) gone.push_back(i);
    }
    while (!gone.empty()) {
      const auto name = names_.table_key(pairs_[gone.back()].database->name.name);
      const auto own = gone.back();
      gone.pop_back();
      for (std::size_t i = 0; i < pairs_.size(); ++i) {
        if (i == own || pairs_[i].goes || pairs_[i].database == nullptr || !pairs_[i].reads.contains(name)) continue;
        pairs_[i].goes = true;
        gone.push_back(i);
      }
    }
  }

  /// Every view after those it reads.
  Order order(bool of_model) const {
    std::map<std::string, std::size_t> by_name;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const auto* view = of_model ? pairs_[i].model : pairs_[i].database;
      if (view != nullptr) by_name.emplace(names_.table_key(view->name.name), i);
    }
    Needs needs(pairs_.size());
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      for (const auto& word : of_model ? pairs_[i].wants : pairs_[i].reads) {
        const auto found = by_name.find(word);
        if (found != by_name.end()) needs[i].push_back(found->second);
      }
    }
    return ordered(needs);
  }

  void drop() {
    const auto sequence = order(false).sequence;
    for (auto place = sequence.rbegin(); place != sequence.rend(); ++place) {
      const auto& pair = pairs_[*place];
      if (!pair.goes) continue;
      result_.gone.insert(sides_.tables.key(pair.database->name));
      result_.dropped.emplace_back(ops::DropView{pair.database->name, false, pair.database->materialized});
    }
  }

  void make() {
    for (const auto place : order(true).sequence) {
      const auto& pair = pairs_[place];
      if (pair.model == nullptr) continue;
      if (pair.database == nullptr || pair.goes) {
        result_.made.emplace_back(ops::CreateView{*pair.model});
      } else if (!is_same(pair)) {
        auto view = *pair.model;
        view.name = pair.database->name;
        result_.made.emplace_back(ops::ReplaceView{std::move(view), pair.database->query});
      }
    }
  }

  const ObjectSides& sides_;
  const Names& names_;
  const dialect::Dialect& dialect_;
  const std::function<bool(const View&)>& replaceable_;
  std::map<std::string, QualifiedName> old_names_;
  std::vector<Pair> pairs_;
  std::map<std::string, std::size_t> places_;
  std::set<std::string> touched_;
  /// Tables, and their columns that go or become others.
  std::map<std::string, std::set<std::string>> held_;
  ViewDifference result_;
};

}  // namespace

ViewDifference compare_views(const ObjectSides& sides, const std::function<bool(const View&)>& replaceable) {
  return Comparison(sides, replaceable).run();
}

}  // namespace retort::autogenerate
