#include "runtime/odbc/database.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <array>
#include <climits>
#include <utility>

namespace retort::runtime::odbc {

namespace {

/// What a value is turned into, so that it is the text which the database's own client gives.
enum class Form : unsigned char { text, boolean, bytes };

/// A statement of the driver, freed in any case.
class Statement {
 public:
  Statement(const Native& native, SQLHDBC connection, Product product) : native_(native), product_(product) {
    if (!SQL_SUCCEEDED(native.alloc_handle(SQL_HANDLE_STMT, connection, &handle_))) {
      fail(product, diagnostic(SQL_HANDLE_DBC, connection));
    }
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { native_.free_handle(SQL_HANDLE_STMT, handle_); }

  void execute(const std::string& sql) {
    auto copy = sql;
    // {d '...'} and its kin stay as they are. A driver that cannot promise it has no such thing, or says so too late.
    native_.set_statement_attribute(handle_, SQL_ATTR_NOSCAN, number(SQL_NOSCAN_ON), 0);
    const auto result = native_.exec_direct(handle_, text(copy), static_cast<SQLINTEGER>(sql.size()));
    // No row was touched: no failure.
    if (result != SQL_NO_DATA) check(result);
  }

  std::vector<TextRow> rows() {
    std::vector<TextRow> result;
    const auto forms = columns();
    if (forms.empty()) return result;
    for (auto fetched = native_.fetch(handle_); fetched != SQL_NO_DATA; fetched = native_.fetch(handle_)) {
      check(fetched);
      auto& row = result.emplace_back();
      row.reserve(forms.size());
      for (std::size_t column = 0; column < forms.size(); ++column) row.push_back(value(column, forms[column]));
    }
    return result;
  }

  std::int64_t changed_rows() {
    SQLLEN count = 0;
    check(native_.count_rows(handle_, &count));
    return std::max<std::int64_t>(0, count);
  }

  /// A CALL gives results and then a status, in which an error may be.
  void finish() {
    for (auto more = native_.more_results(handle_); more != SQL_NO_DATA; more = native_.more_results(handle_)) {
      check(more);
    }
  }

 private:
  static SQLPOINTER number(SQLULEN value) {
    return reinterpret_cast<SQLPOINTER>(value);  // NOLINT(performance-no-int-to-ptr): the interface is like that
  }
  static SQLCHAR* text(std::string& value) { return reinterpret_cast<SQLCHAR*>(value.data()); }

  Diagnostic diagnostic(SQLSMALLINT type, SQLHANDLE handle) const {
    Diagnostic found;
    std::array<SQLCHAR, SQL_SQLSTATE_SIZE + 1> state{};
    SQLINTEGER code = 0;
    std::string message(2048, '\0');
    SQLSMALLINT length = 0;
    auto result = native_.diagnostic(type, handle, 1, state.data(), &code, text(message),
                                     static_cast<SQLSMALLINT>(message.size()), &length);
    if (result == SQL_SUCCESS_WITH_INFO && length > 0 && static_cast<std::size_t>(length) >= message.size()) {
      message.resize(std::min<std::size_t>(static_cast<std::size_t>(length) + 1, SHRT_MAX));
      result = native_.diagnostic(type, handle, 1, state.data(), &code, text(message),
                                  static_cast<SQLSMALLINT>(message.size()), &length);
    }
    if (!SQL_SUCCEEDED(result)) return {"HY000", 0, "the driver failed and does not say why"};
    message.resize(std::min(message.size(), message.find('\0')));
    return {reinterpret_cast<const char*>(state.data()), code, std::move(message)};
  }

  void check(SQLRETURN result) const {
    if (!SQL_SUCCEEDED(result)) fail(product_, diagnostic(SQL_HANDLE_STMT, handle_));
  }

  std::vector<Form> columns() {
    SQLSMALLINT count = 0;
    check(native_.count_columns(handle_, &count));
    std::vector<Form> forms(static_cast<std::size_t>(std::max<SQLSMALLINT>(0, count)), Form::text);
    if (product_ != Product::postgresql) return forms;
    for (std::size_t column = 0; column < forms.size(); ++column) {
      std::string name(64, '\0');
      SQLSMALLINT length = 0;
      const auto result =
          native_.column_attribute(handle_, static_cast<SQLUSMALLINT>(column + 1), SQL_DESC_TYPE_NAME, name.data(),
                                   static_cast<SQLSMALLINT>(name.size()), &length, nullptr);
      if (!SQL_SUCCEEDED(result)) continue;
      name.resize(std::min(name.size(), name.find('\0')));
      if (name == "bool") forms[column] = Form::boolean;
      if (name == "bytea") forms[column] = Form::bytes;
    }
    return forms;
  }

  std::optional<std::string> value(std::size_t column, Form form) {
    std::string whole;
    for (;;) {
      SQLLEN length = 0;
      const auto result = native_.get_data(handle_, static_cast<SQLUSMALLINT>(column + 1), SQL_C_CHAR, piece_.data(),
                                           static_cast<SQLLEN>(piece_.size()), &length);
      if (result == SQL_NO_DATA) break;
      check(result);
      if (length == SQL_NULL_DATA) return std::nullopt;
      // The driver ends each piece with a NUL. Of the length it tells what is left, if it knows.
      const auto room = piece_.size() - 1;
      const bool more = result == SQL_SUCCESS_WITH_INFO && (length < 0 || static_cast<std::size_t>(length) > room);
      whole.append(piece_.data(), more ? room : static_cast<std::size_t>(std::max<SQLLEN>(0, length)));
      if (!more) break;
    }
    if (form == Form::boolean) return whole == "1" || whole == "t" ? "t" : "f";
    if (form == Form::bytes) return "\\x" + whole;
    return whole;
  }

  const Native& native_;
  Product product_;
  SQLHSTMT handle_ = SQL_NULL_HSTMT;
  std::array<char, 8192> piece_{};
};

void refuse_parameters(std::string_view sql, SqlSyntax syntax) {
  SqlLexer lexer(sql, syntax);
  for (auto token = lexer.next(); token.kind != SqlToken::Kind::end; token = lexer.next()) {
    if (token.in(sql) != "?") continue;
    throw OperationError(
        "the statement has a parameter (?) and no value for it; write the value, or use op::run, where soci::use "
        "gives it",
        {.code = "unbound_parameters"});
  }
}

/// SQLite's driver looks for quotes, semicolons and parameters in comments, too. Where the database keeps the text, it
/// stays as it is.
std::string without_comments(std::string_view sql, SqlSyntax syntax) {
  const bool has_comment = sql.find("--") != std::string_view::npos || sql.find("/*") != std::string_view::npos;
  if (!has_comment || equal_ignoring_case(SqlLexer(sql, syntax).next_significant().in(sql), "CREATE")) {
    return std::string(sql);
  }
  std::string result;
  SqlLexer lexer(sql, syntax);
  for (auto token = lexer.next(); token.kind != SqlToken::Kind::end; token = lexer.next()) {
    result += token.kind == SqlToken::Kind::comment ? std::string_view(" ") : token.in(sql);
  }
  return result;
}

bool changes_rows(std::string_view sql, SqlSyntax syntax) {
  const auto first = SqlLexer(sql, syntax).next_significant().in(sql);
  for (const std::string_view word : {"INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "WITH"}) {
    if (equal_ignoring_case(first, word)) return true;
  }
  return false;
}

}  // namespace

std::string Database::prepared(std::string_view sql) const {
  if (sql.size() > INT_MAX) {
    throw OperationError("the statement is longer than a driver can be given; divide it", {.code = "too_large"});
  }
  if (sql.find('\0') != std::string_view::npos) {
    throw OperationError("the statement holds NUL, where it would end for the driver; remove it",
                         {.code = "invalid_value"});
  }
  if (SqlLexer(sql, syntax_).next_significant().kind == SqlToken::Kind::end) return {};
  if (sql.find(';') != std::string_view::npos) {
    const auto statements = split_statements(sql, syntax_);
    // Most drivers would run all of them.
    if (statements.size() > 1) {
      throw OperationError(
          "there is a second statement behind the first: a call takes one statement; give each a call of its own",
          {.code = "several_statements"});
    }
    if (statements.empty()) return {};
    // SQLite's driver takes a comment behind the semicolon for another one.
    sql = statements.front();
  }
  if (product_ == Product::sqlite) return without_comments(sql, syntax_);
  // MariaDB's driver sends a statement that the server cannot read. The others tell.
  if (product_ == Product::mysql && sql.find('?') != std::string_view::npos) refuse_parameters(sql, syntax_);
  return std::string(sql);
}

Database::Answer Database::run(std::string_view sql) const {
  const auto one = prepared(sql);
  // The driver manager takes nothing at all for a mistake.
  if (one.empty()) return {};
  Statement statement(native_, handle_, product_);
  statement.execute(one);
  Answer answer;
  answer.rows = statement.rows();
  // psqlODBC gives any number for other statements.
  if (answer.rows.empty() && changes_rows(sql, syntax_)) answer.changed = statement.changed_rows();
  statement.finish();
  return answer;
}

bool Database::commits_by_itself() const noexcept {
  SQLULEN on = SQL_AUTOCOMMIT_ON;
  native_.get_connection_attribute(handle_, SQL_ATTR_AUTOCOMMIT, &on, 0, nullptr);
  return static_cast<SQLUINTEGER>(on) == SQL_AUTOCOMMIT_ON;
}

std::string Database::info(SQLUSMALLINT what) const {
  std::string text(256, '\0');
  SQLSMALLINT length = 0;
  if (!SQL_SUCCEEDED(native_.get_info(handle_, what, text.data(), static_cast<SQLSMALLINT>(text.size()), &length))) {
    return {};
  }
  text.resize(std::min(text.size(), text.find('\0')));
  return text;
}

}  // namespace retort::runtime::odbc
