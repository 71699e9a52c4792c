// Names and values become SQL, which must read back as that name and that value, whatever they hold. The first byte
// chooses the database, the second what the rest is: a name, a text, bytes, or a decimal.

#include <retort/error.hpp>
#include <retort/value.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/sql_lexer.hpp"
#include "dialect/firebird/quoting.hpp"
#include "dialect/mysql/quoting.hpp"
#include "dialect/postgresql/quoting.hpp"
#include "dialect/sqlite/quoting.hpp"
#include "fuzz/fuzz.hpp"

namespace {

using namespace retort;
using fuzz::require;
using Kind = SqlToken::Kind;

/// One database's way.
struct Dialect {
  const char* name;
  std::string (*quote)(std::string_view name);
  std::string (*literal)(const Value& value);
};

constexpr Dialect kDialects[] = {{"sqlite", dialect::sqlite::quote, dialect::sqlite::literal},
                                 {"postgresql", dialect::postgresql::quote, dialect::postgresql::literal},
                                 {"mysql", dialect::mysql::quote, dialect::mysql::literal},
                                 {"firebird", dialect::firebird::quote, dialect::firebird::literal}};

/// What may stand around a literal's parts.
bool is_around(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kWords = {
      "_utf8mb4", "_UTF8", "CAST", "AS", "BLOB", "SUB_TYPE", "TEXT", "CHARACTER", "SET", "UTF8", "BINARY", "bytea"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// A text with backslash escapes, of which the library writes but the doubled backslash.
std::string without_doubled_backslashes(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') ++i;
    if (i < text.size()) result += text[i];
  }
  return result;
}

/// The value that a literal stands for: the texts and bytes in it, one behind the other.
std::string value_of(const std::string& sql, const SqlSyntax& syntax) {
  std::string value;
  bool nul = false;
  for (const auto& token : significant_tokens(sql, syntax)) {
    require(!token.unterminated, "a literal has an end");
    const auto text = token.in(sql);
    switch (token.kind) {
      case Kind::text:
        if (text.front() == 'E') {
          value += without_doubled_backslashes(unquoted(text.substr(1)));
        } else {
          value += unquoted(text);
        }
        break;
      case Kind::bytes:
        value += dialect::mysql::bytes_of(text);
        break;
      case Kind::word:
        nul = text == "char";
        require(nul || is_around(text), "only known words stand in a literal");
        break;
      case Kind::number:
        require(nul && text == "0", "a number in a text is char(0)");
        value += '\0';
        break;
      default:
        require(text.find_first_not_of("()|:") == std::string_view::npos, "only known signs stand in a literal");
    }
  }
  return value;
}

/// A literal is the same with anything behind it.
void check_ends(const std::string& sql, const SqlSyntax& syntax) {
  const auto tokens = significant_tokens(sql + " , 'x' -- '", syntax);
  const auto alone = significant_tokens(sql, syntax);
  require(tokens.size() == alone.size() + 2, "what follows a literal is not part of it");
  for (std::size_t i = 0; i < alone.size(); ++i) {
    require(tokens[i].begin == alone[i].begin && tokens[i].end == alone[i].end, "a literal does not change");
  }
}

void check_name(const Dialect& dialect, const std::string& name, const SqlSyntax& syntax) {
  std::string sql;
  try {
    sql = dialect.quote(name);
  } catch (const OperationError& error) {
    require(error.code() == "invalid_identifier", "a refused name has its code");
    return;
  }
  const auto tokens = significant_tokens(sql, syntax);
  require(tokens.size() == 1 && tokens.front().end == sql.size() && !tokens.front().unterminated,
          "a name is one token");
  require(tokens.front().kind == Kind::quoted_name, "a name is a quoted name");
  const bool firebird = dialect.name == std::string_view("firebird");
  require(unquoted(sql) == (firebird ? dialect::firebird::stored_name(name) : name), "a name reads back");
  if (firebird && name.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos) {
    require(dialect::firebird::shown_name(dialect::firebird::stored_name(name)) == name, "a stored name is shown");
  }
  check_ends(sql, syntax);
}

/// The literal of a value, or nothing where it is refused.
std::string literal(const Dialect& dialect, const Value& value) {
  try {
    auto sql = dialect.literal(value);
    require(!sql.empty(), "a literal is something");
    return sql;
  } catch (const OperationError& error) {
    require(error.code() == "invalid_value", "a refused value has its code");
    return {};
  }
}

void check_decimal(const Dialect& dialect, const std::string& digits, const SqlSyntax& syntax) {
  const auto sql = literal(dialect, Value::decimal(digits));
  if (sql.empty()) return;
  require(sql.find_first_not_of("0123456789.+-eE'") == std::string::npos, "a decimal carries no SQL");
  require(significant_tokens(sql, syntax).size() <= 2, "a decimal is a sign and a number");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto& dialect = kDialects[data[0] % 4];
  const std::string text(fuzz::text_of(data, size).substr(2));
  // The server's settings may make a backslash an escape, or not: the literal must mean the same.
  auto plain = SqlSyntax::of(dialect.name);
  plain.backslash_escapes = false;
  auto escaping = plain;
  escaping.backslash_escapes =
      dialect.name == std::string_view("mysql") || dialect.name == std::string_view("postgresql");
  for (const auto& syntax : {plain, escaping}) {
    if (data[1] % 4 == 0) {
      check_name(dialect, text, syntax);
    } else if (data[1] % 4 == 3) {
      check_decimal(dialect, text, syntax);
    } else {
      const bool bytes = data[1] % 4 == 2;
      const auto sql = literal(dialect, bytes ? Value::bytes(text) : Value(text));
      if (sql.empty()) continue;
      auto expected = text;
      if (bytes && dialect.name == std::string_view("postgresql")) {
        expected = "\\x";
        for (const char c : text) {
          static constexpr char kDigits[] = "0123456789ABCDEF";
          expected += kDigits[static_cast<unsigned char>(c) >> 4U];
          expected += kDigits[static_cast<unsigned char>(c) & 0xFU];
        }
      }
      require(value_of(sql, syntax) == expected, "a value reads back");
      check_ends(sql, syntax);
    }
  }
  return 0;
}
