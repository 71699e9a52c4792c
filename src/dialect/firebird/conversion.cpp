#include "dialect/firebird/conversion.hpp"

#include <algorithm>

#include "dialect/firebird/quoting.hpp"
#include "dialect/firebird/types.hpp"

namespace retort::dialect::firebird {

namespace {

using Kind = Type::Kind;

bool is_text(const Type& type) noexcept {
  return type.kind() == Kind::string || type.kind() == Kind::char_ || type.kind() == Kind::enum_;
}

/// The place of an integer among the integers; 0 for other types.
int width(const Type& type) noexcept {
  switch (type.kind()) {
    case Kind::small_integer:
      return 1;
    case Kind::integer:
      return 2;
    case Kind::big_integer:
      return 3;
    default:
      return 0;
  }
}

}  // namespace

std::size_t characters_of(const Type& type) noexcept {
  if (type.kind() != Kind::enum_) return static_cast<std::size_t>(std::max(type.length(), 1));
  std::size_t longest = 1;
  for (const auto& value : type.values()) longest = std::max(longest, characters(value));
  return longest;
}

std::string column_type_text(const Type& type) { return type_text(type); }

Conversion conversion(const Type& from, const Type& to, bool in_key) {
  if (column_type_text(from) == column_type_text(to)) return Conversion::alter;
  // What native types can become the database knows.
  if (from.kind() == Kind::native || to.kind() == Kind::native) return Conversion::alter;
  if (is_text(from) && is_text(to)) {
    const bool wider = characters_of(to) >= characters_of(from);
    return wider && (from.kind() == Kind::char_) == (to.kind() == Kind::char_) && !in_key ? Conversion::alter
                                                                                          : Conversion::replace;
  }
  if (width(from) > 0 && width(to) > width(from)) return in_key ? Conversion::replace : Conversion::alter;
  if (from.kind() == Kind::numeric && to.kind() == Kind::numeric && !in_key) {
    // The digits before the point must not become fewer, nor those behind it.
    const bool wider = to.scale() >= from.scale() && to.length() - to.scale() >= from.length() - from.scale();
    return wider ? Conversion::alter : Conversion::replace;
  }
  if (from.kind() == Kind::binary && to.kind() == Kind::binary && to.length() >= from.length() && !in_key) {
    return Conversion::alter;
  }
  return Conversion::replace;
}

}  // namespace retort::dialect::firebird
