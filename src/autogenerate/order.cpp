#include "autogenerate/order.hpp"

namespace retort::autogenerate {

Order ordered(const Needs& needs) {
  enum class State : unsigned char { untouched, open, done };
  Order order;
  std::vector<State> states(needs.size(), State::untouched);
  // A stack of its own: a chain of tables may be as long as there are tables.
  std::vector<std::pair<std::size_t, std::size_t>> stack;
  for (std::size_t first = 0; first < needs.size(); ++first) {
    if (states[first] != State::untouched) continue;
    states[first] = State::open;
    stack.emplace_back(first, 0);
    while (!stack.empty()) {
      const auto thing = stack.back().first;
      if (stack.back().second == needs[thing].size()) {
        states[thing] = State::done;
        order.sequence.push_back(thing);
        stack.pop_back();
        continue;
      }
      const auto need = needs[thing][stack.back().second++];
      if (need == thing || states[need] == State::done) continue;
      if (states[need] == State::open) {
        order.broken.emplace_back(thing, need);
        continue;
      }
      states[need] = State::open;
      stack.emplace_back(need, 0);
    }
  }
  return order;
}

}  // namespace retort::autogenerate
