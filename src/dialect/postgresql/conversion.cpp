#include "dialect/postgresql/conversion.hpp"

#include "dialect/postgresql/quoting.hpp"
#include "dialect/postgresql/types.hpp"
#include "ops/apply_enum.hpp"

namespace retort::dialect::postgresql {

namespace {

using Kind = Type::Kind;

bool is_bytes(const Type& type) noexcept { return type.kind() == Kind::blob || type.kind() == Kind::binary; }

}  // namespace

bool may_need_cast(const Type& to) noexcept { return to.kind() != Kind::native && ops::enum_in(to) == nullptr; }

std::string conversion(std::string_view column, const std::optional<Type>& from, const Type& to) {
  const auto name = quote(column);
  const auto type = type_text(to);
  if (ops::enum_in(to) != nullptr) return name + "::text" + (to.kind() == Kind::array ? "[]" : "") + "::" + type;
  if (!from || to.kind() == Kind::native) return {};
  if (is_text(*from)) {
    if (is_bytes(to)) return "convert_to(" + name + ", 'UTF8')";
    return is_text(to) ? std::string() : name + "::" + type;
  }
  if (is_bytes(*from) && is_text(to)) return "convert_from(" + name + ", 'UTF8')";
  if (from->kind() == Kind::boolean && is_integer(to)) return name + "::integer";
  return {};
}

}  // namespace retort::dialect::postgresql
