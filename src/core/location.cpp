#include <retort/location.hpp>

#include <string_view>

namespace retort {

std::string Location::text() const {
  if (!known()) return {};
  const std::string_view path(file);
  const auto slash = path.find_last_of("/\\");
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1)) + ":" + std::to_string(line);
}

}  // namespace retort
