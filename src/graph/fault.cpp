#include "graph/fault.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>

namespace retort::graph {

namespace {

/// How many characters must be changed, added, left out or swapped with their neighbour; `limit + 1` for more than
/// `limit`, which most pairs of names are found to be without filling the table.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  if ((a.size() > b.size() ? a.size() - b.size() : b.size() - a.size()) > limit) return limit + 1;
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t best = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
      best = std::min(best, row[j]);
    }
    if (best > limit) return limit + 1;
    std::swap(before, last);
    std::swap(last, row);
  }
  return std::min(last[b.size()], limit + 1);
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) result += c < 0x20 || c >= 0x7f ? '?' : c;
  return result + "'";
}

std::string listed(std::span<const std::string> names, std::size_t at_most) {
  std::string result;
  const std::size_t shown = names.size() > at_most ? at_most : names.size();
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) result += i + 1 == names.size() ? " and " : ", ";
    result += names[i];
  }
  if (shown < names.size()) result += " and " + std::to_string(names.size() - shown) + " more";
  return result;
}

std::vector<std::string> nearest_names(std::string_view wanted, std::span<const std::string_view> names) {
  constexpr std::size_t kMost = 3;
  // A third of the name may be wrong: more, and every id of hexadecimal digits is near to every other.
  const std::size_t limit = std::min<std::size_t>(4, wanted.size() / 3);
  std::vector<std::pair<std::size_t, std::string_view>> found;
  for (const auto name : names) {
    // A name cut short or run on is near however long the rest is.
    const std::size_t common = static_cast<std::size_t>(
        std::mismatch(wanted.begin(), wanted.end(), name.begin(), name.end()).first - wanted.begin());
    const std::size_t distance = common >= 4 && common * 2 >= wanted.size() ? 1 : edit_distance(wanted, name, limit);
    if (distance <= limit) found.emplace_back(distance, name);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> result;
  for (const auto& [distance, name] : found) {
    if (result.size() == kMost) break;
    if (std::find(result.begin(), result.end(), name) == result.end()) result.emplace_back(name);
  }
  return result;
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string_view> names) {
  const auto near = nearest_names(wanted, names);
  std::string result;
  for (std::size_t i = 0; i < near.size(); ++i) {
    result += i == 0 ? "; did you mean " : i + 1 == near.size() ? " or " : ", ";
    result += quoted(near[i]);
  }
  return near.empty() ? result : result + "?";
}

void throw_state(std::string code, const std::string& message, std::string revision) {
  ErrorFacts facts;
  facts.code = std::move(code);
  facts.revision = std::move(revision);
  throw StateError(message, std::move(facts));
}

}  // namespace retort::graph
