#include "benchmark/history.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>

namespace retort::bench {

namespace {

using graph::RevisionSpec;

class Silent final : public Migration {
 public:
  explicit Silent(const RevisionSpec& spec) : spec_(spec) {}

  Revision revision() const override {
    return {.id = spec_.id, .down_revision = spec_.down_revision, .depends_on = spec_.depends_on};
  }
  void upgrade() const override {}

 private:
  const RevisionSpec& spec_;
};

/// Twelve hexadecimal digits that look random and are different for each number: the factor is odd.
std::string id_of(std::size_t number) {
  char text[16];
  const std::uint64_t scattered = number * 0x9E3779B97F4BULL + 1;
  std::snprintf(text, sizeof text, "%012llx", static_cast<unsigned long long>(scattered & 0xffffffffffffULL));
  return text;
}

std::vector<RevisionSpec> make_branched(std::size_t revisions) {
  std::mt19937 random(42);
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  std::vector<RevisionSpec> specs;
  specs.reserve(revisions);
  std::vector<std::size_t> tips;
  for (std::size_t number = 0; number < revisions; ++number) {
    RevisionSpec spec;
    spec.id = id_of(number);
    const auto kind = below(100);
    if (number == 0) {
      tips.push_back(number);
    } else if (kind < 5 && tips.size() > 1) {
      std::swap(tips[below(tips.size())], tips.back());
      const auto joined = tips.back();
      tips.pop_back();
      auto& tip = tips[below(tips.size())];
      spec.down_revision = {id_of(joined), id_of(tip)};
      tip = number;
    } else if (kind < 10) {
      // As many branches begin as end.
      spec.down_revision = {id_of(below(number))};
      tips.push_back(number);
    } else {
      auto& tip = tips[below(tips.size())];
      spec.down_revision = {id_of(tip)};
      tip = number;
    }
    if (number > 0 && below(100) == 0) spec.depends_on = {id_of(below(number))};
    specs.push_back(std::move(spec));
  }
  std::sort(specs.begin(), specs.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  // Sorting has left each revision's texts anywhere in memory, where no program has them: there they lie in the order
  // of the migrations. Copies do.
  return std::vector<RevisionSpec>(specs);
}

std::vector<RevisionSpec> make_ladder(std::size_t rungs) {
  std::vector<RevisionSpec> specs(1);
  specs.front().id = id_of(0);
  for (std::size_t rung = 0; rung < rungs; ++rung) {
    const auto from = specs.back().id;
    const auto number = specs.size();
    for (const auto side : {number, number + 1}) {
      specs.emplace_back();
      specs.back().id = id_of(side);
      specs.back().down_revision = {from};
    }
    specs.emplace_back();
    specs.back().id = id_of(number + 2);
    specs.back().down_revision = {id_of(number), id_of(number + 1)};
  }
  return specs;
}

}  // namespace

const std::vector<RevisionSpec>& branched_history(std::size_t revisions) {
  static std::map<std::size_t, std::vector<RevisionSpec>> made;
  auto& specs = made[revisions];
  if (specs.empty()) specs = make_branched(revisions);
  return specs;
}

const std::vector<RevisionSpec>& ladder(std::size_t rungs) {
  static std::map<std::size_t, std::vector<RevisionSpec>> made;
  auto& specs = made[rungs];
  if (specs.empty()) specs = make_ladder(rungs);
  return specs;
}

MigrationSet set_of(const std::vector<RevisionSpec>& specs) {
  MigrationSet set;
  for (const auto& spec : specs) set.add(std::make_unique<Silent>(spec), Location::unknown());
  return set;
}

}  // namespace retort::bench
