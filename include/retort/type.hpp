#ifndef RETORT_TYPE_HPP
#define RETORT_TYPE_HPP

#include <memory>
#include <string>
#include <vector>

#include <retort/export.hpp>
#include <retort/value.hpp>

namespace retort {

/// The type of a column, the same value for every database; a dialect spells it.
///
/// Made by the functions of `retort::op` below. Small and cheap to copy.
class RETORT_API Type {
 public:
  enum class Kind : unsigned char {
    integer,
    small_integer,
    big_integer,
    boolean,
    float_,
    double_,
    numeric,
    string,
    text,
    char_,
    binary,
    blob,
    date,
    time,
    timestamp,
    interval,
    uuid,
    json,
    enum_,
    array,
    native
  };

  Type() noexcept = default;
  explicit Type(Kind kind, int length = 0, int scale = 0) noexcept : kind_(kind), length_(length), scale_(scale) {}

  static Type enumeration(std::string name, std::vector<std::string> values, std::string schema = {});
  static Type array_of(Type element);
  static Type native_text(std::string text);

  Kind kind() const noexcept { return kind_; }
  /// Characters of a string or char, bytes of a binary, digits of a numeric; 0 where none was given.
  int length() const noexcept { return length_; }
  /// Digits after the point of a numeric.
  int scale() const noexcept { return scale_; }
  bool has_time_zone() const noexcept { return time_zone_; }
  /// The name of an enum, or the text of a native type; else empty.
  const std::string& name() const noexcept;
  /// The schema of an enum's name; else empty.
  const std::string& schema() const noexcept;
  /// The values of an enum, in order; else empty.
  const std::vector<std::string>& values() const noexcept;
  /// What an array holds. Only for arrays.
  const Type& element() const;

  /// The same date or time type, with or without a time zone. Other types: OperationError when validated.
  Type with_time_zone(bool yes = true) const;

  /// In the words of `op::`: `string(50)`, `numeric(10, 2)`, `enum_("mood", {"ok", "sad"})`.
  std::string text() const;

  friend RETORT_API bool operator==(const Type& a, const Type& b) noexcept;

 private:
  struct Detail;

  Kind kind_ = Kind::integer;
  bool time_zone_ = false;
  int length_ = 0;
  int scale_ = 0;
  std::shared_ptr<const Detail> detail_;
};

namespace op {

/// 32 bits.
RETORT_API Type integer() noexcept;
/// 16 bits.
RETORT_API Type small_integer() noexcept;
/// 64 bits.
RETORT_API Type big_integer() noexcept;
/// BOOLEAN where the database has it, TINYINT(1) on MySQL.
RETORT_API Type boolean() noexcept;
/// Single precision (IEEE 754 binary32) where the database has it.
RETORT_API Type float_() noexcept;
/// Double precision.
RETORT_API Type double_() noexcept;
/// An exact decimal of `precision` digits, `scale` of them after the point.
RETORT_API Type numeric(int precision, int scale = 0) noexcept;
/// At most `length` characters (not bytes).
RETORT_API Type string(int length) noexcept;
/// Characters without a limit of their own.
RETORT_API Type text() noexcept;
/// Exactly `length` characters, padded with spaces by most databases.
RETORT_API Type char_(int length) noexcept;
/// At most `length` bytes. PostgreSQL: BYTEA with a CHECK of its length, which belongs to the type; compare() takes a
/// BYTEA without one for the same. SQLite keeps no length, as of no type.
RETORT_API Type binary(int length) noexcept;
/// Bytes without a limit of their own.
RETORT_API Type blob() noexcept;
RETORT_API Type date() noexcept;
RETORT_API Type time() noexcept;
/// Date and time; `.with_time_zone()` for one that knows its zone.
RETORT_API Type timestamp() noexcept;
/// A span of time. PostgreSQL and SQLite (a text there); refused elsewhere.
RETORT_API Type interval() noexcept;
/// A type of its own on PostgreSQL and on MariaDB from 10.7, 36 characters elsewhere. MySQL and older MariaDB cannot
/// tell it from char_(36) and read it back as that; compare() takes the two for the same.
RETORT_API Type uuid() noexcept;
/// A type of its own on PostgreSQL and MySQL, a text elsewhere, which MariaDB checks.
RETORT_API Type json() noexcept;
/// One of the values. A type of its own on PostgreSQL, in the column on MySQL, whose catalog keeps the values and not
/// the name, a CHECK elsewhere. A STRICT table of SQLite has columns of its own six types only, and reads them back.
RETORT_API Type enum_(std::string name, Names values);
/// Any number of elements (PostgreSQL only).
RETORT_API Type array(Type element);
/// A type in the database's own words; only for the databases that know it.
RETORT_API Type native(std::string text);

}  // namespace op

}  // namespace retort

#endif
