#include "dialect/mysql/types.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "dialect/failure.hpp"
#include "dialect/mysql/quoting.hpp"

namespace retort::dialect::mysql {

namespace {

using Kind = Type::Kind;

constexpr int kMostChar = 255;
constexpr int kMostVarchar = 65535;
constexpr int kMostPrecision = 65;

std::string sized(std::string_view word, const Type& type, int most, std::string_view instead) {
  if (type.length() > most) {
    unsupported(type.text() + " is longer than the " + std::to_string(most) + " that " + std::string(word) +
                " of MySQL takes; use " + std::string(instead));
  }
  return std::string(word) + "(" + std::to_string(type.length()) + ")";
}

void refuse_zone(const Type& type) {
  if (!type.has_time_zone()) return;
  unsupported("MySQL has no " + type.text() + "; use op::timestamp().with_time_zone(), or leave out the zone");
}

std::string enum_text(const Type& type) {
  std::string text = "ENUM(";
  for (const auto& value : type.values()) {
    if (text.back() != '(') text += ", ";
    if (!value.empty() && value.back() == ' ') {
      refuse("invalid_value", "the enum value \"" + value + "\" ends in a space, which MySQL removes; remove it");
    }
    // The grammar takes no introducer here.
    const auto literal = mysql::literal(Value(value));
    text += literal.starts_with("_utf8mb4") ? literal.substr(literal.find_first_of("'X")) : literal;
  }
  return text + ")";
}

std::string numeric_text(const Type& type, const Server& server) {
  const int most_scale = server.mariadb ? 38 : 30;
  if (type.length() > kMostPrecision || type.scale() > most_scale) {
    unsupported(type.text() + " has more digits than MySQL's 65, or more than " + std::to_string(most_scale) +
                " behind the point; use fewer");
  }
  return "DECIMAL(" + std::to_string(type.length()) + ", " + std::to_string(type.scale()) + ")";
}

struct Word {
  std::string_view text;
  Kind kind;
};

// What has no number, or a number that says nothing.
constexpr std::array kWords = {Word{"int", Kind::integer},        Word{"smallint", Kind::small_integer},
                               Word{"bigint", Kind::big_integer}, Word{"float", Kind::float_},
                               Word{"double", Kind::double_},     Word{"longtext", Kind::text},
                               Word{"longblob", Kind::blob},      Word{"date", Kind::date},
                               Word{"uuid", Kind::uuid},          Word{"json", Kind::json}};

// Words that the catalog has others for.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kSynonyms = {{{"integer", "int"},
                                                                                      {"int4", "int"},
                                                                                      {"int8", "bigint"},
                                                                                      {"int2", "smallint"},
                                                                                      {"int1", "tinyint"},
                                                                                      {"bool", "tinyint(1)"},
                                                                                      {"boolean", "tinyint(1)"},
                                                                                      {"numeric", "decimal"},
                                                                                      {"dec", "decimal"},
                                                                                      {"fixed", "decimal"},
                                                                                      {"real", "double"},
                                                                                      {"double precision", "double"},
                                                                                      {"character varying", "varchar"},
                                                                                      {"character", "char"}}};

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

/// A declaration: its words in lower case, the tokens in its first parentheses, and the words behind them.
struct Declared {
  std::string word;
  std::vector<std::string> arguments;
  std::vector<std::string> rest;
  bool plain = true;

  int number(std::size_t i) const {
    int value = 0;
    if (i < arguments.size()) {
      std::from_chars(arguments[i].data(), arguments[i].data() + arguments[i].size(), value);
    }
    return value;
  }
  bool is(std::string_view name) const noexcept { return word == name; }
};

Declared read(std::string_view text, const Server& server) {
  Declared result;
  bool inside = false;
  bool behind = false;
  for (const auto& token : significant_tokens(text, syntax_of(server))) {
    const auto word = token.in(text);
    if (word == "(") {
      result.plain = result.plain && !inside && !behind;
      inside = true;
    } else if (word == ")") {
      inside = false;
      behind = true;
    } else if (inside) {
      if (word != ",") result.arguments.emplace_back(word);
    } else if (behind || word == "unsigned" || word == "UNSIGNED" || word == "zerofill" || word == "ZEROFILL") {
      behind = true;
      result.rest.push_back(lowered(word));
    } else {
      if (!result.word.empty()) result.word += ' ';
      result.word += lowered(word);
    }
  }
  for (const auto& [synonym, name] : kSynonyms) {
    if (result.word != synonym) continue;
    if (name.ends_with("(1)") && result.arguments.empty()) {
      result.word = name.substr(0, name.find('('));
      result.arguments = {"1"};
    } else {
      result.word = name;
    }
    break;
  }
  return result;
}

bool counts_digits(const Declared& declared) noexcept {
  static constexpr std::array<std::string_view, 5> kIntegers = {"tinyint", "smallint", "mediumint", "int", "bigint"};
  return std::find(kIntegers.begin(), kIntegers.end(), declared.word) != kIntegers.end();
}

/// What the catalog would say, without the display widths that some versions add.
std::string canonical(Declared declared) {
  const bool zerofill = std::find(declared.rest.begin(), declared.rest.end(), "zerofill") != declared.rest.end();
  if (counts_digits(declared) && !zerofill) declared.arguments.clear();
  if (declared.is("decimal") && declared.arguments.empty()) declared.arguments = {"10", "0"};
  if (declared.is("decimal") && declared.arguments.size() == 1) declared.arguments.emplace_back("0");
  if ((declared.is("char") || declared.is("bit") || declared.is("binary")) && declared.arguments.empty()) {
    declared.arguments = {"1"};
  }
  std::string text = declared.word;
  if (!declared.arguments.empty()) {
    text += '(';
    for (std::size_t i = 0; i < declared.arguments.size(); ++i) text += (i == 0 ? "" : ",") + declared.arguments[i];
    text += ')';
  }
  for (const auto& word : declared.rest) text += " " + word;
  return text;
}

std::string_view first_word(const std::string& text) noexcept {
  const auto end = text.find_first_of(" (");
  return std::string_view(text).substr(0, end);
}

}  // namespace

bool is_integer(const Type& type) noexcept {
  if (type.kind() == Kind::native) {
    const auto word = lowered(first_word(type.name()));
    return word == "int" || word == "integer" || word == "tinyint" || word == "smallint" || word == "mediumint" ||
           word == "bigint";
  }
  return type.kind() == Kind::integer || type.kind() == Kind::small_integer || type.kind() == Kind::big_integer;
}

bool is_character(const Type& type) noexcept {
  if (type.kind() == Kind::native) {
    const auto word = lowered(first_word(type.name()));
    return word.ends_with("text") || word.ends_with("char") || word == "enum" || word == "set";
  }
  return type.kind() == Kind::string || type.kind() == Kind::text || type.kind() == Kind::char_ ||
         type.kind() == Kind::enum_;
}

bool is_stamp(const Type& type) noexcept {
  if (type.kind() != Kind::native) return type.kind() == Kind::timestamp;
  const auto word = lowered(first_word(type.name()));
  return word == "timestamp" || word == "datetime";
}

bool is_large(const Type& type) noexcept {
  if (type.kind() == Kind::native) {
    const auto word = lowered(first_word(type.name()));
    return word.ends_with("text") || word.ends_with("blob");
  }
  return type.kind() == Kind::text || type.kind() == Kind::blob || type.kind() == Kind::json;
}

int second_digits(const Type& type) noexcept {
  if (type.kind() == Kind::timestamp || type.kind() == Kind::time) return 6;
  if (type.kind() != Kind::native) return 0;
  const auto open = type.name().find('(');
  int digits = 0;
  if (open != std::string::npos) {
    std::from_chars(type.name().data() + open + 1, type.name().data() + type.name().size(), digits);
  }
  return digits;
}

std::string type_text(const Type& type, const Server& server) {
  switch (type.kind()) {
    case Kind::integer:
      return "INT";
    case Kind::small_integer:
      return "SMALLINT";
    case Kind::big_integer:
      return "BIGINT";
    case Kind::boolean:
      return "TINYINT(1)";
    case Kind::float_:
      return "FLOAT";
    case Kind::double_:
      return "DOUBLE";
    case Kind::numeric:
      return numeric_text(type, server);
    case Kind::string:
      return sized("VARCHAR", type, kMostVarchar, "op::text()");
    case Kind::text:
      return "LONGTEXT";
    case Kind::char_:
      return sized("CHAR", type, kMostChar, "op::string(" + std::to_string(type.length()) + ")");
    case Kind::binary:
      return sized("VARBINARY", type, kMostVarchar, "op::blob()");
    case Kind::blob:
      return "LONGBLOB";
    case Kind::date:
      refuse_zone(type);
      return "DATE";
    case Kind::time:
      refuse_zone(type);
      return "TIME(6)";
    case Kind::timestamp:
      // TIMESTAMP is kept in UTC and read in the zone of the session; DATETIME is what was written.
      return type.has_time_zone() ? "TIMESTAMP(6)" : "DATETIME(6)";
    case Kind::interval:
      unsupported("MySQL has no intervals; use op::big_integer() for microseconds, or op::time() up to 838 hours");
    case Kind::uuid:
      return server.has_uuid() ? "UUID" : "CHAR(36)";
    case Kind::json:
      return "JSON";
    case Kind::enum_:
      return enum_text(type);
    case Kind::array:
      unsupported("MySQL has no arrays; use op::json(), or a table of its own");
    case Kind::native:
      return type.name();
  }
  return {};
}

Type parse_type(std::string_view text, const Server& server) {
  const auto declared = read(text, server);
  if (declared.is("enum") && declared.rest.empty()) {
    std::vector<std::string> values;
    for (const auto& argument : declared.arguments) {
      const bool hex = argument.front() == 'X' || argument.front() == 'x';
      values.push_back(hex ? bytes_of(argument) : unescaped(argument, server));
    }
    return Type::enumeration({}, std::move(values));
  }
  if (!declared.plain || !declared.rest.empty()) return Type::native_text(canonical(declared));
  const int length = declared.number(0);
  if (declared.is("tinyint") && length == 1) return op::boolean();
  if (declared.is("varchar") && length > 0) return op::string(length);
  if (declared.is("char")) return op::char_(std::max(length, 1));
  if (declared.is("varbinary") && length > 0) return op::binary(length);
  if (declared.is("decimal")) return op::numeric(length == 0 ? 10 : length, declared.number(1));
  if (declared.is("datetime") && length == 6) return op::timestamp();
  if (declared.is("timestamp") && length == 6) return op::timestamp().with_time_zone();
  if (declared.is("time") && length == 6) return op::time();
  const auto word = std::find_if(kWords.begin(), kWords.end(), [&](const Word& w) { return declared.is(w.text); });
  const bool exact = word != kWords.end() && (declared.arguments.empty() || counts_digits(declared));
  return exact ? Type(word->kind) : Type::native_text(canonical(declared));
}

}  // namespace retort::dialect::mysql
