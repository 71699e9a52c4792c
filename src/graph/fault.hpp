#ifndef RETORT_SRC_GRAPH_FAULT_HPP
#define RETORT_SRC_GRAPH_FAULT_HPP

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <retort/error.hpp>

namespace retort::graph {

/// A text in quotes, as messages show it; every byte that is not printable ASCII is shown as `?`,
/// so that a message is fit for a terminal and for JSON whatever was typed.
std::string quoted(std::string_view text);

/// `a, b and c`; of a long list the first ones and how many more there are.
std::string listed(std::span<const std::string> names, std::size_t at_most = 12);

/// `; did you mean a or b?`, of the nearest names, or nothing.
std::string did_you_mean(std::string_view wanted, std::span<const std::string_view> names);

[[noreturn]] void throw_state(std::string code, const std::string& message, std::string revision = {});

}  // namespace retort::graph

#endif
