#include <retort/testing/schema.hpp>

#include <algorithm>
#include <cstddef>

namespace retort::testing {

namespace {

using Lines = std::vector<std::string>;

/// A line of both texts, or of one of them.
struct Edit {
  char mark;
  const std::string* line;
};

/// Beyond this the shortest way would take too long to find.
constexpr std::size_t kLargestTable = 4'000'000;

/// All that is between the lines in common at both ends, for all that is there instead.
std::vector<Edit> replaced(const Lines& before, const Lines& after, std::size_t head, std::size_t tail) {
  std::vector<Edit> result;
  for (std::size_t k = 0; k < head; ++k) result.push_back({' ', &before[k]});
  for (std::size_t k = head; k < before.size() - tail; ++k) result.push_back({'-', &before[k]});
  for (std::size_t k = head; k < after.size() - tail; ++k) result.push_back({'+', &after[k]});
  for (std::size_t k = before.size() - tail; k < before.size(); ++k) result.push_back({' ', &before[k]});
  return result;
}

/// The shortest way from one text to the other, by the table of their longest common subsequence.
std::vector<Edit> edits(const Lines& before, const Lines& after) {
  std::size_t head = 0;
  while (head < before.size() && head < after.size() && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < before.size() - head && tail < after.size() - head &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
    ++tail;
  }
  const std::size_t rows = before.size() - head - tail;
  const std::size_t columns = after.size() - head - tail;
  if (rows * columns > kLargestTable) return replaced(before, after, head, tail);
  std::vector<std::vector<std::size_t>> common(rows + 1, std::vector<std::size_t>(columns + 1, 0));
  for (std::size_t i = rows; i-- > 0;) {
    for (std::size_t j = columns; j-- > 0;) {
      common[i][j] =
          before[head + i] == after[head + j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::vector<Edit> result;
  for (std::size_t k = 0; k < head; ++k) result.push_back({' ', &before[k]});
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < rows || j < columns) {
    if (i < rows && j < columns && before[head + i] == after[head + j]) {
      result.push_back({' ', &before[head + i]});
      ++i;
      ++j;
    } else if (j == columns || (i < rows && common[i + 1][j] >= common[i][j + 1])) {
      result.push_back({'-', &before[head + i++]});
    } else {
      result.push_back({'+', &after[head + j++]});
    }
  }
  for (std::size_t k = before.size() - tail; k < before.size(); ++k) result.push_back({' ', &before[k]});
  return result;
}

constexpr std::size_t kAround = 3;

/// The last line before a place that is not indented: the table that the place belongs to.
std::string owner(const std::vector<Edit>& all, std::size_t place) {
  while (place-- > 0) {
    if (!all[place].line->empty() && all[place].line->front() != ' ') return " " + *all[place].line;
  }
  return {};
}

}  // namespace

std::string unified_diff(const std::vector<std::string>& before, const std::vector<std::string>& after,
                         std::string_view before_name, std::string_view after_name) {
  if (before == after) return {};
  const auto all = edits(before, after);
  std::string text = "--- " + std::string(before_name) + "\n+++ " + std::string(after_name) + "\n";
  std::size_t line_before = 1;
  std::size_t line_after = 1;
  std::size_t place = 0;
  const auto pass = [&](std::size_t end) {
    for (; place < end; ++place) {
      line_before += all[place].mark != '+' ? 1U : 0U;
      line_after += all[place].mark != '-' ? 1U : 0U;
    }
  };
  while (true) {
    std::size_t first = place;
    while (first < all.size() && all[first].mark == ' ') ++first;
    if (first == all.size()) return text;
    // Changes that are near to each other are shown together.
    std::size_t last = first;
    for (std::size_t k = first; k < all.size() && k <= last + 2 * kAround; ++k) {
      if (all[k].mark != ' ') last = k;
    }
    const auto begin = first > place + kAround ? first - kAround : place;
    const auto end = std::min(all.size(), last + 1 + kAround);
    pass(begin);
    std::string body;
    std::size_t count_before = 0;
    std::size_t count_after = 0;
    for (std::size_t k = begin; k < end; ++k) {
      body += all[k].mark + *all[k].line + "\n";
      count_before += all[k].mark != '+' ? 1U : 0U;
      count_after += all[k].mark != '-' ? 1U : 0U;
    }
    const auto range = [](std::size_t line, std::size_t count) {
      return std::to_string(count == 0 ? line - 1 : line) + (count == 1 ? "" : "," + std::to_string(count));
    };
    text += "@@ -" + range(line_before, count_before) + " +" + range(line_after, count_after) + " @@" +
            owner(all, begin) + "\n" + body;
    pass(end);
  }
}

}  // namespace retort::testing
