#include "autogenerate/json_text.hpp"

#include <algorithm>
#include <cstddef>

namespace retort::autogenerate {

namespace {

constexpr std::size_t kWidth = 120;

bool is_list_of_objects(const Json& json) {
  return json.is_array() && std::any_of(json.begin(), json.end(), [](const Json& each) { return each.is_object(); });
}

/// True for what is laid out in lines however short it is.
bool is_tall(const Json& json) {
  if (is_list_of_objects(json)) return true;
  return json.is_object() && std::any_of(json.begin(), json.end(), is_tall);
}

std::string flat(const Json& json) {
  if (!json.is_structured()) return json.dump();
  std::string text;
  for (const auto& [key, value] : json.items()) {
    if (!text.empty()) text += ", ";
    if (json.is_object()) text += Json(key).dump() + ": ";
    text += flat(value);
  }
  return json.is_object() ? "{" + text + "}" : "[" + text + "]";
}

/// `column` is where the first line begins, and `behind` how many characters follow the last one.
std::string laid_out(const Json& json, std::size_t indent, std::size_t column, std::size_t behind, bool tall) {
  if (!json.is_structured() || json.empty()) return flat(json);
  if (!tall && !is_tall(json)) {
    auto text = flat(json);
    if (column + text.size() + behind <= kWidth) return text;
  }
  const auto inner = indent + 2;
  std::string text(1, json.is_object() ? '{' : '[');
  std::size_t left = json.size();
  for (const auto& [key, value] : json.items()) {
    const auto name = json.is_object() ? Json(key).dump() + ": " : std::string();
    text += "\n" + std::string(inner, ' ') + name;
    text += laid_out(value, inner, inner + name.size(), 1, false);
    if (--left > 0) text += ',';
  }
  return text + "\n" + std::string(indent, ' ') + (json.is_object() ? '}' : ']');
}

}  // namespace

std::string json_text(const Json& json) { return laid_out(json, 0, 0, 0, true) + "\n"; }

}  // namespace retort::autogenerate
