#include "autogenerate/spelling.hpp"

#include <algorithm>
#include <variant>

#include "ops/operation.hpp"

namespace retort::autogenerate {

namespace {

/// For each of `normal` the one of `spelled`: by its name, or else the next one that has none there. Nothing where
/// the two lists are not of the same things.
template <typename Object, typename Take>
void take_each(std::vector<Object>& normal, const std::vector<Object>& spelled, Take&& take) {
  if (normal.size() != spelled.size()) return;
  std::vector<bool> used(spelled.size(), false);
  const auto use = [&](Object& object, auto&& fits) {
    for (std::size_t i = 0; i < spelled.size(); ++i) {
      if (used[i] || !fits(spelled[i])) continue;
      used[i] = true;
      take(object, spelled[i]);
      return;
    }
  };
  for (auto& object : normal) {
    if (!object.name.empty()) use(object, [&](const Object& other) { return other.name == object.name; });
  }
  for (auto& object : normal) {
    if (object.name.empty()) use(object, [](const Object&) { return true; });
  }
}

}  // namespace

bool hangs_on_expressions(const TableDifference& difference) {
  if (std::any_of(difference.added_columns.begin(), difference.added_columns.end(), [&](const std::string& column) {
        const auto& dropped = difference.dropped_columns;
        return std::find(dropped.begin(), dropped.end(), column) != dropped.end();
      })) {
    return true;
  }
  return std::any_of(difference.actions.begin(), difference.actions.end(), [](const ops::Action& action) {
    const auto* alter = std::get_if<ops::AlterColumn>(&action);
    return (alter != nullptr && alter->server_default) || std::holds_alternative<ops::CreateCheck>(action) ||
           std::holds_alternative<ops::CreateExclude>(action) || std::holds_alternative<ops::CreateIndex>(action);
  });
}

void take_expressions(schema::Table& normal, const schema::Table& spelled) {
  if (normal.columns.size() != spelled.columns.size()) return;
  for (std::size_t i = 0; i < normal.columns.size(); ++i) {
    normal.columns[i].server_default = spelled.columns[i].server_default;
    normal.columns[i].computed = spelled.columns[i].computed;
  }
  take_each(normal.checks, spelled.checks,
            [](schema::Check& check, const schema::Check& other) { check.condition = other.condition; });
  take_each(normal.excludes, spelled.excludes, [](schema::Exclude& exclude, const schema::Exclude& other) {
    exclude.elements = other.elements;
    exclude.where = other.where;
    exclude.method = other.method;
  });
  take_each(normal.indexes, spelled.indexes, [](schema::Index& index, const schema::Index& other) {
    index.columns = other.columns;
    index.where = other.where;
  });
}

}  // namespace retort::autogenerate
