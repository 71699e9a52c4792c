#ifndef RETORT_TESTS_SUPPORT_SKETCH_HPP
#define RETORT_TESTS_SUPPORT_SKETCH_HPP

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "graph/revision_graph.hpp"

namespace retort::testing_support {

/// Histories in one line of text. Arrows point to the parent, and revisions are added in the order in which they are
/// first written:
///
///     a <- b <- c            a line
///     a <- b, a <- c         a branch point
///     b+c <- d               a merge
///     a                      a base that stands alone
///     c [one two]            labels of c
///     c {b+x}                what c depends on
inline std::vector<graph::RevisionSpec> sketch_specs(std::string_view text) {
  std::vector<graph::RevisionSpec> specs;
  const auto spec_of = [&](const std::string& id) -> std::size_t {
    for (std::size_t i = 0; i < specs.size(); ++i)
      if (specs[i].id == id) return i;
    specs.push_back({id, {}, {}, {}, Location::unknown()});
    return specs.size() - 1;
  };
  const auto words = [](std::string part) {
    std::replace(part.begin(), part.end(), '+', ' ');
    std::istringstream in(part);
    std::vector<std::string> result;
    for (std::string word; in >> word;) result.push_back(word);
    return result;
  };
  const auto take = [&](std::string& part, char open, char close) {
    const auto from = part.find(open);
    if (from == std::string::npos) return std::vector<std::string>();
    const auto to = part.find(close, from);
    if (to == std::string::npos) throw std::invalid_argument("sketch: no closing " + std::string(1, close));
    const auto result = words(part.substr(from + 1, to - from - 1));
    part.erase(from, to - from + 1);
    return result;
  };

  std::istringstream items{std::string(text)};
  for (std::string item; std::getline(items, item, ',');) {
    std::vector<std::string> below;
    for (bool more = true; more;) {
      const auto arrow = item.find("<-");
      more = arrow != std::string::npos;
      std::string part = item.substr(0, arrow);
      if (more) item.erase(0, arrow + 2);
      const auto labels = take(part, '[', ']');
      const auto dependencies = take(part, '{', '}');
      const auto names = words(part);
      if (names.empty()) throw std::invalid_argument("sketch: a name is missing in: " + std::string(text));
      for (const auto& name : names) {
        auto& spec = specs[spec_of(name)];
        spec.down_revision.insert(spec.down_revision.end(), below.begin(), below.end());
        spec.branch_labels.insert(spec.branch_labels.end(), labels.begin(), labels.end());
        spec.depends_on.insert(spec.depends_on.end(), dependencies.begin(), dependencies.end());
      }
      below = names;
    }
  }
  return specs;
}

inline graph::RevisionGraph sketch(std::string_view text) { return graph::RevisionGraph(sketch_specs(text)); }

}  // namespace retort::testing_support

#endif
