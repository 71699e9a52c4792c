#include "dialect/sqlite/types.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/sql_lexer.hpp"
#include "dialect/failure.hpp"
#include "dialect/sqlite/quoting.hpp"

namespace retort::dialect::sqlite {

namespace {

using Kind = Type::Kind;

std::string sized(std::string_view word, const Type& type) {
  std::string text(word);
  if (type.length() > 0) text += "(" + std::to_string(type.length()) + ")";
  return text;
}

std::string zoned(std::string_view word, const Type& type) {
  std::string text(word);
  if (type.has_time_zone()) text += " WITH TIME ZONE";
  return text;
}

/// The bytes of UTF-8 that begin a character.
int characters(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string_view strict_word(const Type& type) {
  switch (type.kind()) {
    case Kind::integer:
    case Kind::small_integer:
    case Kind::big_integer:
    case Kind::boolean:
      return "INTEGER";
    case Kind::float_:
    case Kind::double_:
    case Kind::numeric:
      return "REAL";
    case Kind::binary:
    case Kind::blob:
      return "BLOB";
    default:
      return "TEXT";
  }
}

struct Word {
  std::string_view text;
  Kind kind;
  bool sized;
};

// The first of a kind is how it is written; the others are read. A UUID says TEXT as well: the affinity of an unknown
// word alone is NUMERIC, which would take 32 digits for a number.
constexpr std::array kWords = {
    Word{"INTEGER", Kind::integer, false},
    Word{"INT", Kind::integer, false},
    Word{"MEDIUMINT", Kind::integer, false},
    Word{"INT4", Kind::integer, false},
    Word{"SMALLINT", Kind::small_integer, false},
    Word{"TINYINT", Kind::small_integer, false},
    Word{"INT2", Kind::small_integer, false},
    Word{"BIGINT", Kind::big_integer, false},
    Word{"INT8", Kind::big_integer, false},
    Word{"BOOLEAN", Kind::boolean, false},
    Word{"BOOL", Kind::boolean, false},
    Word{"FLOAT", Kind::float_, false},
    Word{"DOUBLE", Kind::double_, false},
    Word{"DOUBLE PRECISION", Kind::double_, false},
    Word{"REAL", Kind::double_, false},
    Word{"NUMERIC", Kind::numeric, true},
    Word{"DECIMAL", Kind::numeric, true},
    Word{"DEC", Kind::numeric, true},
    Word{"VARCHAR", Kind::string, true},
    Word{"NVARCHAR", Kind::string, true},
    Word{"CHARACTER VARYING", Kind::string, true},
    Word{"VARYING CHARACTER", Kind::string, true},
    Word{"TEXT", Kind::text, false},
    Word{"CLOB", Kind::text, false},
    Word{"CHAR", Kind::char_, true},
    Word{"NCHAR", Kind::char_, true},
    Word{"CHARACTER", Kind::char_, true},
    Word{"BINARY", Kind::binary, true},
    Word{"VARBINARY", Kind::binary, true},
    Word{"BLOB", Kind::blob, false},
    Word{"DATE", Kind::date, false},
    Word{"TIME", Kind::time, false},
    Word{"TIMESTAMP", Kind::timestamp, false},
    Word{"DATETIME", Kind::timestamp, false},
    Word{"INTERVAL", Kind::interval, false},
    Word{"JSON", Kind::json, false},
    Word{"UUID TEXT", Kind::uuid, false},
    Word{"UUID", Kind::uuid, false},
};

/// A declaration's words, single-spaced, and the numbers in its parentheses.
struct Declared {
  std::string words;
  int numbers[2] = {0, 0};
  int count = 0;
  bool plain = true;
};

Declared read(std::string_view declared) {
  Declared result;
  bool inside = false;
  for (const auto& token : significant_tokens(declared)) {
    const auto text = token.in(declared);
    if (text == "(" || text == ")") {
      inside = text == "(";
    } else if (inside && token.kind == SqlToken::Kind::number && result.count < 2) {
      int& number = result.numbers[result.count++];
      const auto end = std::from_chars(text.data(), text.data() + text.size(), number).ptr;
      result.plain = result.plain && end == text.data() + text.size();
    } else if (!inside && token.kind == SqlToken::Kind::word) {
      if (!result.words.empty()) result.words += ' ';
      result.words += text;
    } else if (text != ",") {
      result.plain = false;
    }
  }
  return result;
}

}  // namespace

bool is_integer(const Type& type) noexcept {
  return type.kind() == Kind::integer || type.kind() == Kind::small_integer || type.kind() == Kind::big_integer;
}

std::string type_text(const Type& type, bool strict) {
  if (type.kind() == Kind::array) {
    unsupported("SQLite has no arrays; use op::json() and its json_each(), or a table of its own");
  }
  if (type.kind() == Kind::native) return type.name();
  if (strict) return std::string(strict_word(type));
  switch (type.kind()) {
    case Kind::numeric: {
      if (type.length() == 0) return "NUMERIC";
      return "NUMERIC(" + std::to_string(type.length()) + ", " + std::to_string(type.scale()) + ")";
    }
    case Kind::time:
      return zoned("TIME", type);
    case Kind::timestamp:
      return zoned("TIMESTAMP", type);
    case Kind::enum_: {
      int longest = 1;
      for (const auto& value : type.values()) longest = std::max(longest, characters(value));
      return "VARCHAR(" + std::to_string(longest) + ")";
    }
    default:
      break;
  }
  const auto word = std::find_if(kWords.begin(), kWords.end(), [&](const Word& w) { return w.kind == type.kind(); });
  return word->sized ? sized(word->text, type) : std::string(word->text);
}

Type parse_type(std::string_view declared) {
  auto read_type = read(declared);
  bool zone = false;
  static constexpr std::string_view kZone = " WITH TIME ZONE";
  if (read_type.words.size() > kZone.size() &&
      equal_ignoring_case(std::string_view(read_type.words).substr(read_type.words.size() - kZone.size()), kZone)) {
    read_type.words.resize(read_type.words.size() - kZone.size());
    zone = true;
  }
  const auto word = std::find_if(kWords.begin(), kWords.end(),
                                 [&](const Word& w) { return equal_ignoring_case(w.text, read_type.words); });
  const bool dated = word != kWords.end() && (word->kind == Kind::time || word->kind == Kind::timestamp);
  // TINYINT(1), FLOAT(24): a length that this type does not have says nothing to SQLite either.
  if (word == kWords.end() || !read_type.plain || (zone && !dated)) return Type::native_text(std::string(declared));
  if (!word->sized) return zone ? Type(word->kind).with_time_zone() : Type(word->kind);
  return Type(word->kind, read_type.numbers[0], word->kind == Kind::numeric ? read_type.numbers[1] : 0);
}

bool stores_numbers(std::string_view declared) {
  const auto has = [&](std::string_view word) {
    for (std::size_t i = 0; i + word.size() <= declared.size(); ++i) {
      if (equal_ignoring_case(declared.substr(i, word.size()), word)) return true;
    }
    return false;
  };
  if (has("INT")) return true;
  return !declared.empty() && !has("CHAR") && !has("CLOB") && !has("TEXT") && !has("BLOB");
}

std::string enum_condition(std::string_view column, const Type& type) {
  auto sql = builder();
  sql.name(column).raw(" IN (");
  sql.list(type.values(), [&](const std::string& value) { sql.literal(Value(value)); });
  return sql.raw(")").take();
}

}  // namespace retort::dialect::sqlite
