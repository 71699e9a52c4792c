#ifndef RETORT_SRC_AUTOGENERATE_ORDER_HPP
#define RETORT_SRC_AUTOGENERATE_ORDER_HPP

#include <cstddef>
#include <utility>
#include <vector>

namespace retort::autogenerate {

/// For each of a number of things, those that come before it.
using Needs = std::vector<std::vector<std::size_t>>;

struct Order {
  /// Every thing after what it needs.
  std::vector<std::size_t> sequence;
  /// What could not be kept because of a cycle: (thing, what it needs and stands before it).
  std::vector<std::pair<std::size_t, std::size_t>> broken;
};

/// Keeps the given order where needs do not ask for another one. A thing may need itself; that says nothing.
Order ordered(const Needs& needs);

}  // namespace retort::autogenerate

#endif
