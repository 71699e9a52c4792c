#include "autogenerate/type_words.hpp"

#include <array>
#include <charconv>
#include <cstddef>

namespace retort::autogenerate {

namespace {

using Kind = Type::Kind;

/// In the order of Type::Kind, up to the kinds with more to say than numbers.
constexpr std::array<std::string_view, 18> kWords = {
    "integer", "small_integer", "big_integer", "boolean", "float", "double",    "numeric",  "string", "text",
    "char",    "binary",        "blob",        "date",    "time",  "timestamp", "interval", "uuid",   "json"};
static_assert(static_cast<std::size_t>(Kind::json) + 1 == kWords.size());

constexpr std::string_view kZone = " with time zone";

/// Takes a number off the beginning.
std::optional<int> take_number(std::string_view& text) {
  int number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take(std::string_view& text, std::string_view beginning) {
  if (!text.starts_with(beginning)) return false;
  text.remove_prefix(beginning.size());
  return true;
}

}  // namespace

std::string type_words(const Type& type) {
  if (type.kind() == Kind::enum_) return "enum " + type.name();
  if (type.kind() == Kind::array) return type_words(type.element()) + "[]";
  if (type.kind() == Kind::native) return type.name();
  std::string words(kWords[static_cast<std::size_t>(type.kind())]);
  if (type.length() != 0 || type.scale() != 0) {
    words += "(" + std::to_string(type.length());
    if (type.scale() != 0) words += ", " + std::to_string(type.scale());
    words += ")";
  }
  if (type.has_time_zone()) words += kZone;
  return words;
}

std::optional<Type> type_of_words(std::string_view words) {
  const auto name = words.substr(0, words.find_first_of("( "));
  auto rest = words.substr(name.size());
  for (std::size_t kind = 0; kind < kWords.size(); ++kind) {
    if (kWords[kind] != name) continue;
    int length = 0;
    int scale = 0;
    if (take(rest, "(")) {
      const auto first = take_number(rest);
      const auto second = first && take(rest, ", ") ? take_number(rest) : std::optional<int>(0);
      if (!first || !second || !take(rest, ")")) return std::nullopt;
      length = *first;
      scale = *second;
    }
    const Type type(static_cast<Kind>(kind), length, scale);
    const bool zone = take(rest, kZone);
    if (!rest.empty()) return std::nullopt;
    return zone ? type.with_time_zone() : type;
  }
  return std::nullopt;
}

}  // namespace retort::autogenerate
