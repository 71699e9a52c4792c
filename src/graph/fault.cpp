#include "graph/fault.hpp"

#include <utility>

#include "core/text.hpp"

namespace retort::graph {

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

std::string did_you_mean(std::string_view wanted, std::span<const std::string_view> names) {
  const auto near = nearest(wanted, names);
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
