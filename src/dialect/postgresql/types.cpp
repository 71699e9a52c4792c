#include "dialect/postgresql/types.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/sql_lexer.hpp"
#include "dialect/failure.hpp"
#include "dialect/postgresql/quoting.hpp"

namespace retort::dialect::postgresql {

namespace {

using Kind = Type::Kind;

struct Word {
  std::string_view text;
  Kind kind;
  /// How many numbers there must be in its parentheses.
  int numbers = 0;
};

// Names that PostgreSQL understands, in lower case; the catalog's own among them.
constexpr std::array kWords = {
    Word{"integer", Kind::integer},
    Word{"int", Kind::integer},
    Word{"int4", Kind::integer},
    Word{"smallint", Kind::small_integer},
    Word{"int2", Kind::small_integer},
    Word{"bigint", Kind::big_integer},
    Word{"int8", Kind::big_integer},
    Word{"boolean", Kind::boolean},
    Word{"bool", Kind::boolean},
    Word{"real", Kind::float_},
    Word{"float4", Kind::float_},
    Word{"double precision", Kind::double_},
    Word{"float8", Kind::double_},
    Word{"float", Kind::double_},
    Word{"numeric", Kind::numeric, 2},
    Word{"decimal", Kind::numeric, 2},
    Word{"character varying", Kind::string, 1},
    Word{"varchar", Kind::string, 1},
    Word{"text", Kind::text},
    Word{"character", Kind::char_, 1},
    Word{"char", Kind::char_, 1},
    Word{"bpchar", Kind::char_, 1},
    Word{"bytea", Kind::blob},
    Word{"date", Kind::date},
    Word{"time", Kind::time},
    Word{"time without time zone", Kind::time},
    Word{"timestamp", Kind::timestamp},
    Word{"timestamp without time zone", Kind::timestamp},
    Word{"interval", Kind::interval},
    Word{"uuid", Kind::uuid},
    Word{"json", Kind::json},
};

struct Zoned {
  std::string_view text;
  Kind kind;
};

constexpr std::array kZoned = {
    Zoned{"time with time zone", Kind::time},
    Zoned{"timetz", Kind::time},
    Zoned{"timestamp with time zone", Kind::timestamp},
    Zoned{"timestamptz", Kind::timestamp},
};

struct Alias {
  std::string_view text;
  std::string_view catalog;
};

// Spellings of types that op:: has no word for.
constexpr std::array kAliases = {
    Alias{"varchar", "character varying"}, Alias{"decimal", "numeric"},    Alias{"char", "character(1)"},
    Alias{"character", "character(1)"},    Alias{"varbit", "bit varying"}, Alias{"bit", "bit(1)"},
};

/// A spelling in lower case and single-spaced, its numbers and its brackets apart.
struct Spelled {
  std::string words;
  std::array<int, 2> numbers = {0, 0};
  int count = 0;
  int dimensions = 0;
  /// Nothing but words, numbers in parentheses, and brackets behind them.
  bool plain = true;
};

Spelled read(std::string_view text) {
  Spelled result;
  bool inside = false;
  bool brackets = false;
  for (const auto& token : significant_tokens(text, syntax())) {
    const auto spelled = token.in(text);
    if (spelled == "(") {
      result.plain = result.plain && result.count == 0;
      inside = true;
    } else if (spelled == ")") {
      inside = false;
    } else if (inside && token.kind == SqlToken::Kind::number && result.count < 2) {
      int& number = result.numbers[static_cast<std::size_t>(result.count++)];
      const auto end = std::from_chars(spelled.data(), spelled.data() + spelled.size(), number).ptr;
      result.plain = result.plain && end == spelled.data() + spelled.size();
    } else if (inside && spelled == ",") {
      continue;
    } else if (spelled == "[") {
      brackets = true;
      ++result.dimensions;
    } else if (spelled == "]") {
      continue;
    } else if (!inside && !brackets && token.kind == SqlToken::Kind::word) {
      if (!result.words.empty()) result.words += ' ';
      for (const char c : spelled) result.words += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!brackets || token.kind != SqlToken::Kind::number) {
      result.plain = false;
    }
  }
  return result;
}

/// `timestamp(3) with time zone`: the numbers stand in the middle.
std::string respelled(std::string_view text, const Spelled& spelled) {
  if (!spelled.plain) return std::string(text);
  auto words = spelled.words;
  if (spelled.count == 0) return words;
  for (const auto& each : kZoned) {
    if (words == each.text && words.find(' ') == std::string::npos) {
      words = words == "timetz" ? "time with time zone" : "timestamp with time zone";
    }
  }
  if (words == "time" || words == "timestamp") words += " without time zone";
  if (words == "varchar") words = "character varying";
  if (words == "decimal") words = "numeric";
  auto numbers = "(" + std::to_string(spelled.numbers[0]);
  if (spelled.count == 2) numbers += "," + std::to_string(spelled.numbers[1]);
  numbers += ")";
  const auto zone = words.find(" with");
  return zone == std::string::npos ? words + numbers : words.substr(0, zone) + numbers + words.substr(zone);
}

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

}  // namespace

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
      return "REAL";
    case Kind::double_:
      return "DOUBLE PRECISION";
    case Kind::numeric:
      if (type.length() == 0) return "NUMERIC";
      return "NUMERIC(" + std::to_string(type.length()) + ", " + std::to_string(type.scale()) + ")";
    case Kind::string:
      return sized("VARCHAR", type);
    case Kind::text:
      return "TEXT";
    case Kind::char_:
      return sized("CHAR", type);
    case Kind::binary:
    case Kind::blob:
      return "BYTEA";
    case Kind::date:
      return "DATE";
    case Kind::time:
      return zoned("TIME", type);
    case Kind::timestamp:
      return zoned("TIMESTAMP", type);
    case Kind::interval:
      return "INTERVAL";
    case Kind::uuid:
      return "UUID";
    case Kind::json:
      return "JSON";
    case Kind::enum_:
      if (type.name().empty()) {
        refuse("invalid_operation",
               "an enum has no name, and PostgreSQL makes a type of it; give it one: op::enum_(\"name\", {...})");
      }
      return quote(schema::QualifiedName{type.schema(), type.name()});
    case Kind::array:
      return type_text(type.element()) + "[]";
    case Kind::native:
      return type.name();
  }
  return {};
}

Type parse_type(std::string_view text) {
  const auto spelled = read(text);
  if (spelled.dimensions > 0) {
    auto element = parse_type(text.substr(0, text.find('[')));
    for (int i = 0; i < spelled.dimensions; ++i) element = Type::array_of(std::move(element));
    return element;
  }
  if (spelled.plain) {
    const auto alias =
        std::find_if(kAliases.begin(), kAliases.end(), [&](const Alias& each) { return each.text == spelled.words; });
    if (alias != kAliases.end() && spelled.count == 0) return parse_type(alias->catalog);
    const auto zone =
        std::find_if(kZoned.begin(), kZoned.end(), [&](const Zoned& each) { return each.text == spelled.words; });
    if (zone != kZoned.end() && spelled.count == 0) return Type(zone->kind).with_time_zone();
    const auto word = std::find_if(kWords.begin(), kWords.end(), [&](const Word& each) {
      const bool one_of_two = each.numbers == 2 && spelled.count == 1;
      return each.text == spelled.words && (each.numbers == spelled.count || one_of_two);
    });
    if (word != kWords.end()) {
      if (word->numbers == 0) return Type(word->kind);
      return Type(word->kind, spelled.numbers[0], word->numbers == 2 ? spelled.numbers[1] : 0);
    }
  }
  return Type::native_text(respelled(text, spelled));
}

Type catalog_type(const Type& type) {
  switch (type.kind()) {
    case Kind::binary:
      return type.length() > 0 ? type : op::blob();
    case Kind::date:
      return op::date();  // no zone makes a difference to a day
    case Kind::array: {
      // The catalog does not tell how many dimensions were declared: the server does not care either.
      auto element = catalog_type(type.element());
      if (element.kind() == Kind::binary) element = op::blob();  // a CHECK cannot look at each element
      return element.kind() == Kind::array ? element : Type::array_of(std::move(element));
    }
    case Kind::native: {
      auto parsed = parse_type(type.name());
      while (parsed.kind() == Kind::array && parsed.element().kind() == Kind::array) parsed = Type(parsed.element());
      return parsed;
    }
    default:
      return type;
  }
}

bool is_integer(const Type& type) noexcept {
  return type.kind() == Kind::integer || type.kind() == Kind::small_integer || type.kind() == Kind::big_integer;
}

bool is_text(const Type& type) noexcept {
  return type.kind() == Kind::string || type.kind() == Kind::text || type.kind() == Kind::char_;
}

}  // namespace retort::dialect::postgresql
