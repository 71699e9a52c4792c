#include "autogenerate/widening.hpp"

#include <algorithm>

namespace retort::autogenerate {

namespace {

using Kind = Type::Kind;

/// How large the numbers of a type may be; 0 for what is no integer.
int integer_rank(const Type& type) {
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

bool holds_all(const std::vector<std::string>& values, const std::vector<std::string>& of) {
  return std::all_of(of.begin(), of.end(), [&](const std::string& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
  });
}

}  // namespace

bool is_widening(const Type& from, const Type& to) {
  if (from == to) return true;
  if (integer_rank(from) != 0 && integer_rank(to) != 0) return integer_rank(from) <= integer_rank(to);
  switch (from.kind()) {
    case Kind::string:
    case Kind::char_:
      if (to.kind() == Kind::text) return true;
      return (to.kind() == Kind::string || to.kind() == from.kind()) && from.length() <= to.length();
    case Kind::binary:
      return to.kind() == Kind::blob || (to.kind() == Kind::binary && from.length() <= to.length());
    case Kind::float_:
      return to.kind() == Kind::double_;
    case Kind::numeric:
      return to.kind() == Kind::numeric && from.scale() <= to.scale() &&
             from.length() - from.scale() <= to.length() - to.scale();
    case Kind::enum_:
      if (to.kind() == Kind::enum_) return holds_all(to.values(), from.values());
      return to.kind() == Kind::text;
    case Kind::boolean:
      return integer_rank(to) != 0;
    case Kind::date:
      return to.kind() == Kind::timestamp;
    case Kind::uuid:
    case Kind::json:
      return to.kind() == Kind::text;
    default:
      return false;
  }
}

}  // namespace retort::autogenerate
