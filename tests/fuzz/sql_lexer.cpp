// SQL falls into tokens, and a script into statements. The first byte chooses the database.

#include "core/sql_lexer.hpp"

#include <string>

#include "fuzz/fuzz.hpp"

namespace {

using namespace retort;
using fuzz::require;
using Kind = SqlToken::Kind;

/// Every byte belongs to one token, and the same tokens come when a token is read alone.
void check_tokens(std::string_view sql, const SqlSyntax& syntax) {
  SqlLexer lexer(sql, syntax);
  std::size_t position = 0;
  for (auto token = lexer.next(); token.kind != Kind::end; token = lexer.next()) {
    require(token.begin == position && token.end > token.begin && token.end <= sql.size(),
            "tokens follow each other without gaps");
    require(!token.unterminated || token.end == sql.size(), "what has no end goes to the end");
    position = token.end;
    const auto text = token.in(sql);
    SqlLexer alone(text, syntax);
    const auto again = alone.next();
    require(again.kind == token.kind && again.end == text.size(), "a token alone is the same token");
    if (token.kind == Kind::quoted_name && !token.unterminated) {
      const auto name = unquoted(text);
      require(name.size() + 2 <= text.size(), "a name is shorter than with its quotes");
      require(mentions_name(text, name, syntax), "a text mentions the name it consists of");
    }
  }
  require(position == sql.size(), "the tokens are the whole text");
  require(lexer.next().kind == Kind::end, "the end stays the end");
}

/// The statements lie in the script in order, have something in them, and are one statement each.
void check_statements(std::string_view script, const SqlSyntax& syntax) {
  const char* position = script.data();
  const auto statements = split_statements(script, syntax);
  for (const auto statement : statements) {
    require(!statement.empty() && statement.data() >= position, "statements follow each other");
    position = statement.data() + statement.size();
    require(position <= script.data() + script.size(), "statements lie in the script");
    // Two dashes are a comment to MySQL when nothing follows them.
    if (syntax.spaced_dashes && statement.ends_with("--")) continue;
    const auto alone = split_statements(statement, syntax);
    require(alone.size() == 1 && alone.front() == statement, "a statement alone is one statement");
    const auto control = transaction_control(statement, syntax);
    require(control == transaction_control("/* */ ;" + std::string(statement), syntax),
            "what is in front of a statement changes nothing");
  }
  require(is_one_statement(script, syntax) == (statements.size() == 1), "one is one");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static constexpr const char* kDialects[] = {"sqlite", "postgresql", "mysql", "firebird"};
  const auto syntax = SqlSyntax::of(kDialects[data[0] % 4]);
  const auto sql = fuzz::text_of(data, size).substr(1);
  check_tokens(sql, syntax);
  check_statements(sql, syntax);
  return 0;
}
