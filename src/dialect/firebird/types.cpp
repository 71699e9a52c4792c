#include "dialect/firebird/types.hpp"

#include <algorithm>
#include <vector>

#include "core/sql_lexer.hpp"
#include "dialect/failure.hpp"
#include "dialect/firebird/native_defaults.hpp"
#include "dialect/firebird/quoting.hpp"

namespace retort::dialect::firebird {

namespace {

using Kind = Type::Kind;

// 32,765 bytes, at four a character.
constexpr int kLongestText = 8191;
constexpr int kLongestBinary = 32765;
constexpr int kMostDigits = 18;
// What tells JSON from other texts: the catalog keeps the size, and nothing depends on it.
constexpr int kJsonSegment = 4096;
constexpr int kDefaultSegment = 80;
constexpr std::string_view kEnumMark = "/* enum: ";
constexpr std::string_view kCommentEnd = " */";

// RDB$FIELDS.RDB$FIELD_TYPE.
enum Native : int {
  kSmallint = 7,
  kInteger = 8,
  kFloat = 10,
  kDate = 12,
  kTime = 13,
  kChar = 14,
  kBigint = 16,
  kBoolean = 23,
  kDouble = 27,
  kTimestamp = 35,
  kVarchar = 37,
  kBlob = 261
};

std::string sized(std::string_view word, const Type& type, int longest, std::string_view way_out) {
  const int length = type.length() > 0 ? type.length() : 1;
  if (length > longest) {
    unsupported(type.text() + " is longer than the " + std::to_string(longest) + " that Firebird takes; use " +
                std::string(way_out));
  }
  return std::string(word) + "(" + std::to_string(length) + ")";
}

void refuse_zone(const Type& type) {
  if (!type.has_time_zone()) return;
  unsupported(
      "Firebird 3 has no times with a zone; leave out with_time_zone() and store UTC, or use Firebird 4 and "
      "op::native(\"TIMESTAMP WITH TIME ZONE\")");
}

std::string numeric_text(const Type& type) {
  if (type.length() == 0) return "NUMERIC(" + std::to_string(kMostDigits) + ", " + std::to_string(type.scale()) + ")";
  if (type.length() > kMostDigits) {
    unsupported(type.text() +
                " has more digits than the 18 of Firebird 3; use 18 or fewer, op::double_(), or "
                "op::string() for digits that are never computed with");
  }
  if (type.scale() < 0 || type.scale() > type.length()) {
    unsupported(type.text() + " has a scale that Firebird does not take; use one from 0 to " +
                std::to_string(type.length()));
  }
  return "NUMERIC(" + std::to_string(type.length()) + ", " + std::to_string(type.scale()) + ")";
}

std::size_t longest_value(const Type& type) {
  std::size_t longest = 1;
  for (const auto& value : type.values()) longest = std::max(longest, characters(value));
  return longest;
}

Type with_charset(std::string_view word, const NativeType& native) {
  return Type::native_text(std::string(word) + "(" + std::to_string(native.characters) + ") CHARACTER SET " +
                           native.charset);
}

Type read_number(const NativeType& native, Kind kind) {
  if (native.sub_type == 0 && native.scale == 0) return Type(kind);
  if (native.sub_type == 2) {
    return Type::native_text("DECIMAL(" + std::to_string(native.precision) + ", " + std::to_string(-native.scale) +
                             ")");
  }
  return Type(Kind::numeric, native.precision > 0 ? native.precision : kMostDigits, -native.scale);
}

Type read_text(const NativeType& native, bool varying) {
  if (native.charset == "UTF8") return Type(varying ? Kind::string : Kind::char_, native.characters);
  if (native.charset == "OCTETS" && varying) return Type(Kind::binary, native.length);
  if (native.charset == "ASCII" && !varying && native.characters == 36) return Type(Kind::uuid);
  return with_charset(varying ? "VARCHAR" : "CHAR", native);
}

Type read_blob(const NativeType& native) {
  if (native.sub_type == 1 && native.charset == "UTF8") {
    if (native.segment == kJsonSegment) return Type(Kind::json);
    if (native.segment == kDefaultSegment || native.segment == 0) return Type(Kind::text);
  }
  if (native.sub_type == 0 && (native.segment == kDefaultSegment || native.segment == 0)) return Type(Kind::blob);
  auto text = "BLOB SUB_TYPE " + std::to_string(native.sub_type);
  if (native.segment != kDefaultSegment && native.segment != 0) {
    text += " SEGMENT SIZE " + std::to_string(native.segment);
  }
  if (native.sub_type == 1 && !native.charset.empty()) text += " CHARACTER SET " + native.charset;
  return Type::native_text(std::move(text));
}

}  // namespace

bool is_integer(const Type& type) noexcept {
  return type.kind() == Kind::integer || type.kind() == Kind::small_integer || type.kind() == Kind::big_integer;
}

std::string type_text(const Type& type) {
  switch (type.kind()) {
    case Kind::integer:
      return "INTEGER";
    case Kind::small_integer:
      return "SMALLINT";
    case Kind::big_integer:
      return "BIGINT";
    case Kind::boolean:
      return "BOOLEAN";
    case Kind::float_:
      return "FLOAT";
    case Kind::double_:
      return "DOUBLE PRECISION";
    case Kind::numeric:
      return numeric_text(type);
    case Kind::string:
      return sized("VARCHAR", type, kLongestText, "op::text()") + " CHARACTER SET UTF8";
    case Kind::text:
      return "BLOB SUB_TYPE TEXT CHARACTER SET UTF8";
    case Kind::char_:
      return sized("CHAR", type, kLongestText, "op::text()") + " CHARACTER SET UTF8";
    case Kind::binary:
      return sized("VARCHAR", type, kLongestBinary, "op::blob()") + " CHARACTER SET OCTETS";
    case Kind::blob:
      return "BLOB SUB_TYPE BINARY";
    case Kind::date:
      refuse_zone(type);
      return "DATE";
    case Kind::time:
      refuse_zone(type);
      return "TIME";
    case Kind::timestamp:
      refuse_zone(type);
      return "TIMESTAMP";
    case Kind::interval:
      unsupported("Firebird has no intervals; store seconds in op::big_integer(), and add them with DATEADD");
    case Kind::uuid:
      return "CHAR(36) CHARACTER SET ASCII";
    case Kind::json:
      return "BLOB SUB_TYPE TEXT SEGMENT SIZE " + std::to_string(kJsonSegment) + " CHARACTER SET UTF8";
    case Kind::enum_: {
      const auto longest = longest_value(type);
      if (longest > kLongestText) unsupported("a value of " + type.text() + " has more than 8191 characters");
      return "VARCHAR(" + std::to_string(longest) + ") CHARACTER SET UTF8";
    }
    case Kind::array:
      unsupported("arrays cannot be used from SQL on Firebird; use op::json(), or a table of its own");
    case Kind::native:
      return type.name();
  }
  return {};
}

Type read_type(const NativeType& native) {
  if (native.dimensions) return Type::native_text("ARRAY");
  switch (native.type) {
    case kSmallint:
      return read_number(native, Kind::small_integer);
    case kInteger:
      return read_number(native, Kind::integer);
    case kBigint:
      return read_number(native, Kind::big_integer);
    case kFloat:
      return Type(Kind::float_);
    case kDouble:
      if (native.scale < 0) return Type(Kind::numeric, native.precision, -native.scale);
      return Type(Kind::double_);
    case kDate:
      return Type(Kind::date);
    case kTime:
      return Type(Kind::time);
    case kTimestamp:
      return Type(Kind::timestamp);
    case kBoolean:
      return Type(Kind::boolean);
    case kChar:
      return read_text(native, false);
    case kVarchar:
      return read_text(native, true);
    case kBlob:
      return read_blob(native);
    default:
      return Type::native_text("TYPE " + std::to_string(native.type));
  }
}

Type normalized(const Type& type) {
  type_text(type);  // refuses what cannot be created
  switch (type.kind()) {
    case Kind::string:
    case Kind::char_:
    case Kind::binary:
      return type.length() > 0 ? type : Type(type.kind(), 1);
    case Kind::numeric:
      return type.length() > 0 ? type : Type(Kind::numeric, kMostDigits, type.scale());
    case Kind::enum_:
      return Type::enumeration(type.name(), type.values());
    case Kind::native:
      // What has a word of ours is read as that.
      for (const auto kind : {Kind::small_integer, Kind::integer, Kind::big_integer, Kind::boolean, Kind::float_,
                              Kind::double_, Kind::date, Kind::time, Kind::timestamp, Kind::text, Kind::blob}) {
        if (equal_ignoring_case(type_text(Type(kind)), type.name())) return Type(kind);
      }
      return type;
    default:
      return type;
  }
}

std::string enum_condition(std::string_view column, const Type& type) {
  auto sql = builder();
  sql.name(column).raw(" IN (");
  // The catalog keeps a text with an introducer in digits, and this text must be the one that it keeps.
  sql.list(type.values(), [&](const std::string& value) {
    auto text = text_literal(value);
    if (text.rfind("_UTF8 '", 0) == 0) text = "_UTF8 " + literal(Value::bytes(value));
    for (auto& c : text) {
      if (text[0] == '_' && c == 'x') c = 'X';
    }
    sql.raw(text);
  });
  sql.raw(")");
  // The catalog keeps the text with its comments.
  if (!type.name().empty() && type.name().find("*/") == std::string::npos) {
    sql.raw(" ").raw(kEnumMark).raw(type.name()).raw(kCommentEnd);
  }
  return sql.take();
}

std::optional<Type> read_enum(std::string_view condition, std::string_view column) {
  const auto tokens = significant_tokens(condition, SqlSyntax::of("firebird"));
  const auto is = [&](std::size_t i, std::string_view word) {
    return i < tokens.size() && equal_ignoring_case(tokens[i].in(condition), word);
  };
  if (tokens.size() < 5 || unquoted(tokens[0].in(condition)) != stored_name(column) || !is(1, "IN") || !is(2, "(")) {
    return std::nullopt;
  }
  std::vector<std::string> values;
  std::size_t i = 3;
  for (;; ++i) {
    if (is(i, "_UTF8")) ++i;
    if (i >= tokens.size()) return std::nullopt;
    if (tokens[i].kind == SqlToken::Kind::bytes) {
      values.push_back(bytes_of(tokens[i].in(condition)));
    } else if (tokens[i].kind == SqlToken::Kind::text) {
      values.push_back(unquoted(tokens[i].in(condition)));
    } else {
      return std::nullopt;
    }
    ++i;
    if (!is(i, ",")) break;
  }
  if (!is(i, ")") || i + 1 != tokens.size()) return std::nullopt;
  std::string name;
  const auto rest = condition.substr(tokens[i].end);
  const auto mark = rest.find(kEnumMark);
  const auto end = rest.rfind(kCommentEnd);
  // An enum always has a name; a list of values without one is somebody's CHECK.
  if (mark == std::string_view::npos || end == std::string_view::npos) return std::nullopt;
  name = rest.substr(mark + kEnumMark.size(), end - mark - kEnumMark.size());
  return Type::enumeration(std::move(name), std::move(values));
}

}  // namespace retort::dialect::firebird
