#include "core/sql_rename.hpp"

#include <algorithm>
#include <utility>

namespace retort {

namespace {

/// Names that stand in SQL as they are. Keywords are short of a list here: a name that was written without quotes
/// before is taken to need none, unless its characters do.
bool needs_quotes(std::string_view name) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return name.empty() || (name.front() >= '0' && name.front() <= '9') ||
         !std::all_of(name.begin(), name.end(), is_plain);
}

std::string double_quoted(std::string_view name) {
  std::string result = "\"";
  for (const char c : name) {
    result += c;
    if (c == '"') result += c;
  }
  return result + "\"";
}

}  // namespace

std::string rename_name(std::string_view sql, std::string_view name, std::string_view new_name, SqlSyntax syntax) {
  std::string result;
  std::size_t copied = 0;
  std::string_view previous;
  SqlLexer lexer(sql, syntax);
  for (SqlToken token = lexer.next(); token.kind != SqlToken::Kind::end;) {
    const SqlToken here = token;
    token = lexer.next();
    const bool quoted = here.kind == SqlToken::Kind::quoted_name;
    if (!quoted && here.kind != SqlToken::Kind::word) continue;
    const auto spelled = here.in(sql);
    // Behind AS stands a type (in a CAST) or a name that is made up there.
    const bool behind_as = equal_ignoring_case(std::exchange(previous, spelled), "AS");
    if (behind_as || !equal_ignoring_case(quoted ? unquoted(spelled) : std::string(spelled), name)) continue;
    SqlLexer ahead(sql, syntax, here.end);
    const auto next = ahead.next_significant();
    if (!quoted && next.kind != SqlToken::Kind::end && next.in(sql) == "(") continue;
    result += sql.substr(copied, here.begin - copied);
    result += quoted || needs_quotes(new_name) ? double_quoted(new_name) : std::string(new_name);
    copied = here.end;
  }
  return result + std::string(sql.substr(copied));
}

}  // namespace retort
