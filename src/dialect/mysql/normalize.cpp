#include "dialect/mysql/normalize.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "core/sql_lexer.hpp"
#include "dialect/identifier.hpp"
#include "dialect/mysql/definitions.hpp"
#include "dialect/mysql/objects.hpp"
#include "dialect/mysql/quoting.hpp"
#include "dialect/mysql/types.hpp"
#include "dialect/sqlite/object_text.hpp"

namespace retort::dialect::mysql {

namespace {

using Kind = Type::Kind;
using TokenKind = SqlToken::Kind;

/// How MariaDB writes functions and words that have several names.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kSpellings = {
    {{"upper", "ucase"},
     {"lower", "lcase"},
     {"substr", "substr"},
     {"substring", "substr"},
     {"char_length", "char_length"},
     {"character_length", "char_length"},
     {"power", "pow"},
     {"ceil", "ceiling"},
     {"now", "current_timestamp"},
     {"localtime", "current_timestamp"},
     {"localtimestamp", "current_timestamp"},
     {"current_timestamp", "current_timestamp"},
     {"current_date", "curdate"},
     {"curdate", "curdate"},
     {"current_time", "curtime"},
     {"curtime", "curtime"}}};

/// Those that may stand without parentheses, and have them in the catalog.
bool is_clock(std::string_view spelling) noexcept {
  return spelling == "current_timestamp" || spelling == "curdate" || spelling == "curtime";
}

std::string trimmed_zeros(std::string_view digits, int scale) {
  // The digits of a DECIMAL: exactly `scale` behind the point, where nothing is lost by that.
  const auto point = digits.find('.');
  std::string whole(digits.substr(0, point));
  std::string fraction(point == std::string_view::npos ? std::string_view() : digits.substr(point + 1));
  const auto wanted = static_cast<std::size_t>(std::max(scale, 0));
  while (fraction.size() > wanted && fraction.back() == '0') fraction.pop_back();
  if (fraction.size() < wanted) fraction.append(wanted - fraction.size(), '0');
  if (whole.empty() || whole == "-") whole += '0';
  if (whole.front() == '+') whole.erase(0, 1);
  return fraction.empty() ? whole : whole + "." + fraction;
}

/// `2024-01-01` and `2024-01-01T10:00` as the catalog has them, with all digits.
std::string full_time(const Type& type, std::string text) {
  const auto digits = static_cast<std::size_t>(second_digits(type));
  if (is_stamp(type)) {
    if (text.size() > 10 && text[10] == 'T') text[10] = ' ';
    if (text.size() == 10) text += " 00:00:00";
    if (text.size() == 16) text += ":00";
  }
  const auto point = text.find('.');
  if (text.find(':') == std::string::npos) return text;
  std::string fraction = point == std::string::npos ? std::string() : text.substr(point + 1);
  text.resize(std::min(point, text.size()));
  if (fraction.size() < digits) fraction.append(digits - fraction.size(), '0');
  return digits == 0 || fraction.size() > digits ? text : text + "." + fraction;
}

bool is_whole_number(std::string_view text) noexcept {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  return !text.empty() && text.size() < 19 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Value integer_of(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return Value(static_cast<long long>(number));
}

/// A constant, from its characters, as a value of the column's type.
Value typed(std::string text, const Type& type) {
  switch (type.kind()) {
    case Kind::boolean:
      if (text == "0" || text == "1") return Value(text == "1");
      return is_whole_number(text) ? integer_of(text) : Value(std::move(text));
    case Kind::integer:
    case Kind::small_integer:
    case Kind::big_integer:
      return is_whole_number(text) ? integer_of(text) : Value::decimal(std::move(text));
    case Kind::numeric:
      return Value::decimal(trimmed_zeros(text, type.scale()));
    case Kind::float_:
    case Kind::double_: {
      double number = 0;
      const auto end = std::from_chars(text.data(), text.data() + text.size(), number).ptr;
      return end == text.data() + text.size() ? Value(number) : Value(std::move(text));
    }
    case Kind::binary:
    case Kind::blob:
      return Value::bytes(std::move(text));
    case Kind::time:
    case Kind::timestamp:
      return Value(full_time(type, std::move(text)));
    case Kind::native:
      if (is_stamp(type)) return Value(full_time(type, std::move(text)));
      if (is_integer(type) && is_whole_number(text)) return integer_of(text);
      return Value(std::move(text));
    default:
      return Value(std::move(text));
  }
}

std::string number_text(double number) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return {digits.data(), end};
}

/// CONVERT(X'..' USING utf8mb4), as texts are written where nothing else is safe.
std::optional<std::string> converted(std::string_view sql, const std::vector<SqlToken>& tokens) {
  const auto is = [&](std::size_t i, std::string_view word) { return equal_ignoring_case(tokens[i].in(sql), word); };
  if (tokens.size() != 6 || !is(0, "convert") || tokens[2].kind != TokenKind::bytes || !is(3, "using")) {
    return std::nullopt;
  }
  return bytes_of(tokens[2].in(sql));
}

/// The characters of a constant; none for what is an expression.
std::optional<std::string> constant_of(std::string_view sql, const Server& server) {
  const auto tokens = significant_tokens(sql, syntax_of(server));
  if (tokens.empty()) return std::nullopt;
  const auto word = [&](std::size_t i) { return tokens[i].in(sql); };
  if (auto text = converted(sql, tokens)) return text;
  std::size_t i = 0;
  if (tokens.size() == 2 && tokens[0].kind == TokenKind::word && word(0).front() == '_') i = 1;
  if (tokens.size() == 2 && i == 0) {
    const bool sign = word(0) == "-" || word(0) == "+";
    if (!sign || tokens[1].kind != TokenKind::number) return std::nullopt;
    return (word(0) == "-" ? "-" : "") + std::string(word(1));
  }
  if (tokens.size() != i + 1) return std::nullopt;
  switch (tokens[i].kind) {
    case TokenKind::text:
      return unescaped(word(i), server);
    case TokenKind::bytes:
      return bytes_of(word(i));
    case TokenKind::number:
      return word(i).starts_with("0x") ? bytes_of(word(i)) : std::string(word(i));
    default:
      return std::nullopt;
  }
}

std::string characters_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::boolean:
    case Value::Kind::integer:
      return std::to_string(value.integer());
    case Value::Kind::real:
      return number_text(value.real());
    default:
      return value.text();
  }
}

bool is_default_action(op::ReferentialAction action) noexcept {
  using Action = op::ReferentialAction;
  // InnoDB does the same for all three.
  return action == Action::no_action || action == Action::restrict_;
}

schema::Index normal_index(schema::Index index, const Server& server) {
  const auto method = index_method(index);
  const bool special = method == "FULLTEXT" || method == "SPATIAL";
  schema::Index normal;
  normal.name = std::move(index.name);
  normal.unique = index.unique;
  normal.comment = std::move(index.comment);
  normal.native = std::move(index.native);
  // InnoDB makes a BTREE of all others.
  if (special) normal.method = method == "FULLTEXT" ? "fulltext" : "spatial";
  for (const auto& column : index.columns) {
    auto element = column.is_expression() ? op::IndexColumn(Sql{server_spelling(column.name(), server)})
                                          : op::IndexColumn(column.name());
    if (column.length() > 0) std::move(element).length(column.length());
    element.descending(column.is_descending() && server.has_descending_indexes());
    normal.columns.push_back(std::move(element));
  }
  return normal;
}

}  // namespace

std::string server_spelling(std::string_view sql, const Server& server) {
  std::string text;
  SqlLexer lexer(sql, syntax_of(server));
  auto token = lexer.next();
  while (token.kind != TokenKind::end) {
    const auto following = lexer.next();
    const auto word = token.in(sql);
    const auto found = std::find_if(kSpellings.begin(), kSpellings.end(), [&](const auto& spelling) {
      return token.kind == TokenKind::word && equal_ignoring_case(word, spelling.first);
    });
    const bool call = following.in(sql) == "(";
    if (word == "!" && following.in(sql) == "=") {
      text += "<>";
      token = lexer.next();
      continue;
    }
    if (token.kind == TokenKind::comment) {
      text += ' ';
    } else if (found != kSpellings.end() && server.mariadb && call) {
      text += found->second;
    } else if (found != kSpellings.end() && server.mariadb && is_clock(found->second)) {
      text += std::string(found->second) + "()";
    } else {
      text += word;
    }
    token = following;
  }
  return std::string(sqlite::without_parentheses(text));
}

std::optional<Value> read_default(std::string_view sql, const Type& type, const Server& server) {
  const auto place = on_update_in(sql, server);
  if (place == sql.size()) {
    const auto inner = sqlite::without_parentheses(sql);
    if (equal_ignoring_case(inner, "NULL")) return std::nullopt;
    if (auto text = constant_of(inner, server)) return typed(std::move(*text), type);
  }
  return Value(Sql{server_spelling(sql, server)});
}

std::optional<Value> same_default(const std::optional<Value>& value, const Type& type, const Server& server) {
  if (!value || value->is_null()) return std::nullopt;
  if (value->kind() != Value::Kind::sql) return typed(characters_of(*value), type);
  const auto& sql = value->text();
  const auto tokens = significant_tokens(sql);
  if (tokens.size() == 1 && equal_ignoring_case(sql, "TRUE")) return typed("1", type);
  if (tokens.size() == 1 && equal_ignoring_case(sql, "FALSE")) return typed("0", type);
  return read_default(default_text(*value, type, server), type, server);
}

bool is_made_for(std::string_view index, const schema::Columns& index_columns, std::string_view key,
                 const schema::Columns& key_columns, bool is_unique) {
  if (is_unique || index_columns.size() != key_columns.size() || !same_names(index_columns, key_columns)) return false;
  if (equal_ignoring_case(index, key)) return true;
  const bool nameless = key.empty() || key.find("_ibfk_") != std::string_view::npos ||
                        key.find_first_not_of("0123456789") == std::string_view::npos;
  if (!nameless) return false;
  // A second one of the name gets `_2`.
  const auto& first = key_columns.front();
  return equal_ignoring_case(index, first) ||
         (index.size() > first.size() + 1 && equal_ignoring_case(index.substr(0, first.size()), first) &&
          index[first.size()] == '_' &&
          index.substr(first.size() + 1).find_first_not_of("0123456789") == std::string_view::npos);
}

schema::Table normalized(const schema::Table& table, const Server& server) {
  // What cannot be created has no normal form.
  create_table_text(table, false, server, [](const schema::QualifiedName&) { return schema::Columns{"?"}; });
  auto normal = table;
  for (auto& column : normal.columns) {
    column.type = parse_type(type_text(column.type, server), server);
    if (is_numbered(column)) {
      column.autoincrement = true;
      column.identity.reset();
      column.nullable = false;
    }
    column.server_default = same_default(column.server_default, column.type, server);
    if (column.computed) column.computed->sql = server_spelling(column.computed->sql, server);
  }
  if (normal.primary_key) {
    normal.primary_key->name.clear();
    for (const auto& name : normal.primary_key->columns) {
      for (auto& column : normal.columns) {
        if (equal_ignoring_case(column.name, name)) column.nullable = false;
      }
    }
  }
  for (auto& key : normal.foreign_keys) {
    if (is_default_action(key.on_delete)) key.on_delete = op::ReferentialAction::unspecified;
    if (is_default_action(key.on_update)) key.on_update = op::ReferentialAction::unspecified;
    key.match.clear();
    key.not_valid = false;
  }
  for (auto& check : normal.checks) {
    check.condition = server_spelling(check.condition, server);
    check.not_valid = false;
  }
  for (auto& index : normal.indexes) index = normal_index(std::move(index), server);
  normal.options = {};
  normal.options.mysql_engine =
      equal_ignoring_case(table.options.mysql_engine, "InnoDB") ? "" : table.options.mysql_engine;
  normal.options.mysql_charset = table.options.mysql_charset;
  normal.options.mysql_collate = table.options.mysql_collate;
  normal.options.mysql_row_format = table.options.mysql_row_format;
  normal.options.native = table.options.native;
  return normal;
}

std::string_view charset_of(std::string_view collation) noexcept { return collation.substr(0, collation.find('_')); }

std::optional<std::string> collation_of(const schema::Table& table, const schema::Column& column,
                                        const Server& server) {
  if (!is_character(column.type) || server.collation.empty() || !table.name.schema.empty()) return std::nullopt;
  auto name = column.collation;
  if (name.empty()) name = table.options.mysql_collate;
  if (name.empty() && !table.options.mysql_charset.empty()) return std::nullopt;
  if (name.empty()) name = server.collation;
  // The older name of the same.
  constexpr std::string_view kOld = "utf8_";
  return name.starts_with(kOld) ? "utf8mb3_" + name.substr(kOld.size()) : name;
}

schema::Trigger normalized(const schema::Trigger& trigger, const Server& server) {
  create_trigger_text(trigger, false, server);  // refuses what cannot be created
  auto normal = trigger;
  normal.body = SqlText(trigger_body(trigger_action_text(trigger, server), server));
  normal.when.clear();
  return normal;
}

schema::Sequence normalized(const schema::Sequence& sequence, const Server& server) {
  create_sequence_text(sequence, false, server);
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() - 1;
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min() + 1;
  auto normal = sequence;
  const bool up = sequence.increment.value_or(1) > 0;
  if (normal.increment == 1) normal.increment.reset();
  if (normal.min_value == (up ? 1 : kLeast)) normal.min_value.reset();
  if (normal.max_value == (up ? kMost : -1)) normal.max_value.reset();
  if (normal.start == (up ? normal.min_value.value_or(1) : normal.max_value.value_or(-1))) normal.start.reset();
  return normal;
}

}  // namespace retort::dialect::mysql
