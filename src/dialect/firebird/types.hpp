#ifndef RETORT_SRC_DIALECT_FIREBIRD_TYPES_HPP
#define RETORT_SRC_DIALECT_FIREBIRD_TYPES_HPP

#include <retort/type.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace retort::dialect::firebird {

/// What RDB$FIELDS tells of a column's type.
struct NativeType {
  /// RDB$FIELD_TYPE and RDB$FIELD_SUB_TYPE, as numbers.
  int type = 0;
  int sub_type = 0;
  int length = 0;
  int characters = 0;
  int precision = 0;
  int scale = 0;
  int segment = 0;
  /// The character set's name; empty where there is none.
  std::string charset = {};
  bool dimensions = false;
};

/// The type as it is declared. Texts are UTF8 whatever the database's default is. Two types that Firebird has one word
/// for differ in what the catalog keeps: a UUID is a text in ASCII, JSON is a text BLOB of another segment size.
///
/// Throws UnsupportedOperation for what Firebird 3 has not: zones, intervals, arrays, numbers of more than 18 digits.
std::string type_text(const Type& type);

/// read_type(what the catalog keeps of type_text(t)) == t, but for enums, whose values stand in a CHECK. What has no
/// word of ours is a native type.
Type read_type(const NativeType& native);

/// The type as it reads back when it was created.
Type normalized(const Type& type);

/// `"mood" IN ('ok', 'sad') /* enum: mood */`: the CHECK that makes an enum of a text column, with its name.
std::string enum_condition(std::string_view column, const Type& type);
/// The enum that such a condition makes of a column; none for another condition.
std::optional<Type> read_enum(std::string_view condition, std::string_view column);

bool is_integer(const Type& type) noexcept;

}  // namespace retort::dialect::firebird

#endif
