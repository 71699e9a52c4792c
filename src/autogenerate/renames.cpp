#include "autogenerate/renames.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "autogenerate/equivalent.hpp"
#include "core/sql_lexer.hpp"
#include "core/text.hpp"

namespace retort::autogenerate {

namespace {

using schema::Column;
using schema::Columns;
using schema::Table;

/// Up to this number of pairs all of them are looked at.
constexpr std::size_t kAllPairs = 2000;
/// A column that more tables than this have (`id`, `created_at`) says nothing.
constexpr std::size_t kCommonColumn = 12;
/// Where a second pair is as near as this to the first, nobody can be sure of either.
constexpr double kNear = 0.2;
constexpr double kUndecided = 0.85;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::set<std::string> words_of(const std::string& name) {
  std::set<std::string> words;
  std::string word;
  for (const char c : name + "_") {
    if (c != '_' && c != ' ' && c != '-') {
      word += c;
    } else if (!word.empty()) {
      // A plural is the same word.
      if (word.size() > 3 && word.back() == 's') word.pop_back();
      words.insert(std::exchange(word, {}));
    }
  }
  return words;
}

bool is_same_type(const Type& held, const Type& wanted, const Names& names) {
  return same_type(held, wanted) || names.dialect().serves(held, wanted);
}

/// Types that one would widen into each other.
bool is_kin(const Type& a, const Type& b) {
  using Kind = Type::Kind;
  const auto family = [](const Type& type) {
    switch (type.kind()) {
      case Kind::integer:
      case Kind::small_integer:
      case Kind::big_integer:
        return 1;
      case Kind::string:
      case Kind::text:
      case Kind::char_:
        return 2;
      case Kind::float_:
      case Kind::double_:
      case Kind::numeric:
        return 3;
      case Kind::binary:
      case Kind::blob:
        return 4;
      default:
        return 100 + static_cast<int>(type.kind());
    }
  };
  return family(a) == family(b);
}

/// A column, by its name and its type, in a form that can be looked up.
std::string signature(const Column& column, const Names& names) {
  return names.key(column.name) + '\0' + column.type.text();
}

/// Pairs that are near another one of the same side are less sure. The surest come first.
std::vector<Pairing> settled(std::vector<Pairing> pairings) {
  std::stable_sort(pairings.begin(), pairings.end(),
                   [](const Pairing& a, const Pairing& b) { return a.confidence > b.confidence; });
  std::map<std::size_t, std::vector<double>> of_gone;
  std::map<std::size_t, std::vector<double>> of_added;
  for (const auto& each : pairings) {
    of_gone[each.gone].push_back(each.confidence);
    of_added[each.added].push_back(each.confidence);
  }
  const auto has_rival = [](const std::vector<double>& confidences, double own) {
    return std::count_if(confidences.begin(), confidences.end(), [&](double other) { return other > own - kNear; }) > 1;
  };
  for (auto& each : pairings) {
    const bool rival =
        has_rival(of_gone[each.gone], each.confidence) || has_rival(of_added[each.added], each.confidence);
    if (rival) each.confidence = std::min(each.confidence, kUndecided);
  }
  std::stable_sort(pairings.begin(), pairings.end(),
                   [](const Pairing& a, const Pairing& b) { return a.confidence > b.confidence; });
  return pairings;
}

double table_confidence(const Table& gone, const Table& added, const Names& names) {
  std::size_t same = 0;
  std::size_t near = 0;
  for (const auto& column : added.columns) {
    const auto other = std::find_if(gone.columns.begin(), gone.columns.end(),
                                    [&](const Column& each) { return names.same(each.name, column.name); });
    if (other == gone.columns.end()) continue;
    (is_same_type(other->type, column.type, names) ? same : near) += 1;
  }
  const auto all = static_cast<double>(gone.columns.size() + added.columns.size());
  const double structure = 2 * (static_cast<double>(same) + static_cast<double>(near) / 2) / all;
  const bool same_key = gone.primary_key.has_value() == added.primary_key.has_value() &&
                        (!gone.primary_key || names.same(gone.primary_key->columns, added.primary_key->columns));
  // One column in common is chance; six are not.
  constexpr double kEvidence[] = {0, 0.4, 0.65, 0.8, 0.87, 0.92, 0.95};
  const double evidence = kEvidence[std::min<std::size_t>(same, std::size(kEvidence) - 1)];
  const double likeness = name_likeness(gone.name.name, added.name.name);
  return structure * (same_key ? 1 : 0.9) * (evidence + (1 - evidence) * likeness);
}

/// What stands over a column, in words that do not name it.
std::multiset<std::string> roles_of(const Table& table, const std::string& column, const Names& names) {
  std::multiset<std::string> roles;
  const auto add = [&](const Columns& columns, const std::string& what) {
    if (names.contains(columns, column)) roles.insert(what + " " + std::to_string(columns.size()));
  };
  if (table.primary_key) add(table.primary_key->columns, "primary key");
  for (const auto& unique : table.uniques) add(unique.columns, "unique");
  for (const auto& key : table.foreign_keys) {
    add(key.columns, "references " + names.table_key(key.referent.name) + " " + join(key.referent_columns, ","));
  }
  for (const auto& index : table.indexes) {
    Columns columns;
    for (const auto& each : index.columns) columns.push_back(each.name());
    add(columns, index.unique ? "unique index" : "index");
  }
  return roles;
}

std::size_t place_of(const Table& table, const std::string& column, const Names& names) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const Column& each) { return names.same(each.name, column); });
  return static_cast<std::size_t>(found - table.columns.begin());
}

bool is_same_place(const Table& database, std::size_t gone, const Table& normal, std::size_t added,
                   const Names& names) {
  if (gone == added) return true;
  return gone > 0 && added > 0 && names.same(database.columns[gone - 1].name, normal.columns[added - 1].name);
}

double column_confidence(const Table& database, std::size_t gone, const Table& normal, std::size_t added,
                         const Names& names) {
  const auto& now = database.columns[gone];
  const auto& wanted = normal.columns[added];
  if (!is_kin(now.type, wanted.type) || !same_computed(now.computed, wanted.computed)) return 0;
  const auto roles = roles_of(database, now.name, names);
  const bool same_roles = roles == roles_of(normal, wanted.name, names);
  const bool refers =
      std::any_of(roles.begin(), roles.end(), [](const std::string& role) { return role.starts_with("references"); });
  double confidence = is_same_type(now.type, wanted.type, names) ? 0.45 : 0.3;
  if (now.nullable == wanted.nullable) confidence += 0.05;
  if (same_default(now.server_default, wanted.server_default)) confidence += 0.05;
  if (same_roles) confidence += refers ? 0.2 : 0.1;
  if (is_same_place(database, gone, normal, added, names)) confidence += 0.15;
  confidence += 0.2 * name_likeness(now.name, wanted.name);
  return std::min(confidence, 1.0);
}

}  // namespace

double name_likeness(std::string_view a, std::string_view b) {
  const auto left = lower(a);
  const auto right = lower(b);
  if (left.empty() || right.empty()) return 0;
  const auto longest = std::max(left.size(), right.size());
  double likeness = 1 - static_cast<double>(edit_distance(left, right, longest)) / static_cast<double>(longest);
  const bool within = left.find(right) != std::string::npos || right.find(left) != std::string::npos;
  if (within && std::min(left.size(), right.size()) > 2) likeness = std::max(likeness, 0.8);
  const auto words = words_of(left);
  const auto others = words_of(right);
  const auto shared = static_cast<double>(
      std::count_if(words.begin(), words.end(), [&](const std::string& word) { return others.contains(word); }));
  const auto count = static_cast<double>(words.size() + others.size());
  if (count > 0) likeness = std::max(likeness, 0.9 * 2 * shared / count);
  return std::clamp(likeness, 0.0, 1.0);
}

std::vector<Pairing> like_tables(const std::vector<const Table*>& gone, const std::vector<const Table*>& added,
                                 const Names& names) {
  std::vector<Pairing> pairings;
  const auto look = [&](std::size_t i, std::size_t j) {
    if (names.table_key(gone[i]->name.schema) != names.table_key(added[j]->name.schema)) return;
    const auto confidence = table_confidence(*gone[i], *added[j], names);
    if (confidence >= kLeastConfidence) pairings.push_back({i, j, confidence});
  };
  if (gone.size() * added.size() <= kAllPairs) {
    for (std::size_t i = 0; i < gone.size(); ++i) {
      for (std::size_t j = 0; j < added.size(); ++j) look(i, j);
    }
    return settled(std::move(pairings));
  }
  std::map<std::string, std::vector<std::size_t>> having;
  for (std::size_t i = 0; i < gone.size(); ++i) {
    for (const auto& column : gone[i]->columns) having[signature(column, names)].push_back(i);
  }
  for (std::size_t j = 0; j < added.size(); ++j) {
    std::set<std::size_t> candidates;
    for (const auto& column : added[j]->columns) {
      const auto found = having.find(signature(column, names));
      if (found == having.end() || found->second.size() > kCommonColumn) continue;
      candidates.insert(found->second.begin(), found->second.end());
    }
    for (const auto i : candidates) look(i, j);
  }
  return settled(std::move(pairings));
}

std::vector<Pairing> like_columns(const Table& database, const Columns& gone, const Table& normal, const Columns& added,
                                  const Names& names) {
  std::vector<Pairing> pairings;
  for (std::size_t i = 0; i < gone.size(); ++i) {
    const auto from = place_of(database, gone[i], names);
    for (std::size_t j = 0; j < added.size(); ++j) {
      const auto confidence = column_confidence(database, from, normal, place_of(normal, added[j], names), names);
      if (confidence >= kLeastConfidence) pairings.push_back({i, j, confidence});
    }
  }
  return settled(std::move(pairings));
}

bool RenameChoice::is_rename(const RenameGuess& guess, bool& decided) const {
  using Renames = CompareOptions::Renames;
  decided = true;
  switch (options_.renames) {
    case Renames::none:
      return false;
    case Renames::all:
      return true;
    case Renames::ask:
      if (guess.confidence >= kSureConfidence) return true;
      if (options_.is_rename) return options_.is_rename(guess);
      break;
    case Renames::sure:
      if (guess.confidence >= kSureConfidence) return true;
      break;
  }
  decided = false;
  return false;
}

std::vector<std::size_t> RenameChoice::choose(const std::vector<Pairing>& pairings,
                                              const std::vector<RenameGuess>& guesses) {
  std::vector<std::size_t> chosen;
  std::vector<std::size_t> undecided;
  std::set<std::size_t> gone;
  std::set<std::size_t> added;
  for (std::size_t i = 0; i < pairings.size(); ++i) {
    if (gone.contains(pairings[i].gone) || added.contains(pairings[i].added)) continue;
    bool decided = false;
    if (is_rename(guesses[i], decided)) {
      chosen.push_back(i);
      gone.insert(pairings[i].gone);
      added.insert(pairings[i].added);
    } else if (!decided) {
      undecided.push_back(i);
    }
  }
  for (const auto i : undecided) {
    if (gone.contains(pairings[i].gone) || added.contains(pairings[i].added)) continue;
    gone.insert(pairings[i].gone);
    added.insert(pairings[i].added);
    open_.push_back(guesses[i]);
  }
  return chosen;
}

}  // namespace retort::autogenerate
