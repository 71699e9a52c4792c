#include <array>

#include "core/sql_lexer.hpp"

// How a script falls into statements, and which statements are about transactions: the half of sql_lexer.hpp that
// knows words.

namespace retort {

namespace {

using Kind = SqlToken::Kind;

/// Follows the tokens of one statement and tells whether a semicolon ends it.
class BodyTracker {
 public:
  void reset() { *this = BodyTracker(); }

  bool at_top_level() const noexcept { return depth_ == 0 && !declares_; }

  void see(std::string_view word) {
    // Only such a statement has a body: in others BEGIN is transaction control, and CASE balances by itself.
    if (words_ == 0) {
      defines_ = is(word, "CREATE") || is(word, "ALTER") || is(word, "RECREATE");
      executes_ = is(word, "EXECUTE");
    }
    ++words_;
    if (!has_body_) {
      // CREATE TABLE log (event TEXT, begin TEXT): what follows are names.
      if (is(word, "TABLE") || is(word, "VIEW") || is(word, "INDEX") || is(word, "TYPE")) defines_ = false;
      has_body_ = (defines_ && words_ <= kHeaderWords &&
                   (is(word, "TRIGGER") || is(word, "PROCEDURE") || is(word, "FUNCTION") || is(word, "EVENT") ||
                    is(word, "PACKAGE"))) ||
                  (executes_ && words_ == 2 && is(word, "BLOCK"));
      return;
    }
    if (is(word, "BEGIN")) {
      ++depth_;
      begun_ = true;
      declares_ = false;
    } else if (is(word, "DECLARE") && !begun_) {
      // Firebird's variables stand before the body, each with its semicolon.
      declares_ = true;
    } else if (is(word, "CASE")) {
      if (!after_end_) ++depth_;
    } else if (is(word, "END")) {
      if (depth_ > 0) --depth_;
    } else if (after_end_ && (is(word, "IF") || is(word, "LOOP") || is(word, "WHILE") || is(word, "REPEAT"))) {
      // END IF and its kin close what was not counted.
      ++depth_;
    }
    after_end_ = is(word, "END");
  }

  void see_other() noexcept { after_end_ = false; }

 private:
  // CREATE OR REPLACE DEFINER = name @ host TRIGGER: the word is not far.
  static constexpr int kHeaderWords = 9;

  static bool is(std::string_view word, std::string_view keyword) noexcept {
    return equal_ignoring_case(word, keyword);
  }

  int words_ = 0;
  int depth_ = 0;
  bool defines_ = false;
  bool executes_ = false;
  bool has_body_ = false;
  bool declares_ = false;
  bool begun_ = false;
  bool after_end_ = false;
};

}  // namespace

std::vector<std::string_view> split_statements(std::string_view script, SqlSyntax syntax) {
  std::vector<std::string_view> statements;
  SqlLexer lexer(script, syntax);
  BodyTracker body;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool empty = true;
  const auto close = [&] {
    if (!empty) statements.push_back(script.substr(begin, end - begin));
    empty = true;
    body.reset();
  };
  for (auto token = lexer.next_significant();; token = lexer.next_significant()) {
    if (token.kind == Kind::end) break;
    const auto text = token.in(script);
    if (text == ";" && body.at_top_level()) {
      close();
      continue;
    }
    if (empty) begin = token.begin;
    empty = false;
    end = token.end;
    if (token.kind == Kind::word) {
      body.see(text);
    } else {
      body.see_other();
    }
  }
  close();
  return statements;
}

bool is_one_statement(std::string_view text, SqlSyntax syntax) { return split_statements(text, syntax).size() == 1; }

std::string_view first_word(std::string_view statement, SqlSyntax syntax) noexcept {
  SqlLexer lexer(statement, syntax);
  auto first = lexer.next_significant();
  while (first.in(statement) == ";") first = lexer.next_significant();
  return first.kind == Kind::word ? first.in(statement) : std::string_view();
}

std::string transaction_control(std::string_view statement, SqlSyntax syntax) {
  const auto word = first_word(statement, syntax);
  if (word.empty()) return {};
  SqlLexer lexer(statement, syntax, static_cast<std::size_t>(word.data() - statement.data()) + word.size());
  const auto second = lexer.next_significant().in(statement);
  static constexpr std::array<std::string_view, 6> kAlways = {"BEGIN",     "COMMIT",  "ROLLBACK",
                                                              "SAVEPOINT", "RELEASE", "ABORT"};
  for (const auto keyword : kAlways) {
    if (equal_ignoring_case(word, keyword)) return std::string(keyword);
  }
  // END alone is SQLite's and PostgreSQL's COMMIT. START, PREPARE and SET begin other statements as well.
  if (equal_ignoring_case(word, "END")) return "END";
  if (equal_ignoring_case(word, "START") && equal_ignoring_case(second, "TRANSACTION")) return "START TRANSACTION";
  if (equal_ignoring_case(word, "SET") && equal_ignoring_case(second, "TRANSACTION")) return "SET TRANSACTION";
  if (equal_ignoring_case(word, "PREPARE") && equal_ignoring_case(second, "TRANSACTION")) return "PREPARE TRANSACTION";
  return {};
}

}  // namespace retort
