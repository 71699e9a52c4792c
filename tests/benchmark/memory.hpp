#ifndef RETORT_TESTS_BENCHMARK_MEMORY_HPP
#define RETORT_TESTS_BENCHMARK_MEMORY_HPP

#include <string>
#include <utility>
#include <vector>

/// How much memory things take, by counting allocations.
namespace retort::bench {

/// While one lives, counts what is allocated and not given back, as the allocator rounds it.
class Counting {
 public:
  Counting();
  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;
  ~Counting();

  double bytes() const;
};

/// A line of the table of memory: what a revision takes in a history of so many.
struct Footprint {
  std::string title;
  double (*bytes_per_revision)();
};

std::vector<Footprint>& footprints();

/// Registers a footprint before main runs.
struct Weighed {
  Weighed(std::string title, double (*bytes_per_revision)()) {
    footprints().push_back({std::move(title), bytes_per_revision});
  }
};

}  // namespace retort::bench

#endif
