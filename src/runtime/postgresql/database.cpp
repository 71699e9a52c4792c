#include "runtime/postgresql/database.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <charconv>

#include "core/sql_lexer.hpp"
#include "runtime/postgresql/failure.hpp"
#include "runtime/rethrow.hpp"

namespace retort::runtime::postgresql {

bool Answer::succeeded() const noexcept {
  switch (status()) {
    case PGRES_EMPTY_QUERY:
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
      return true;
    default:
      return false;
  }
}

std::string Answer::state() const { return field(PG_DIAG_SQLSTATE); }

std::string Answer::field(int code) const {
  const char* text = native().result_error_field(result_.get(), code);
  return text == nullptr ? std::string() : std::string(text);
}

std::int64_t Answer::changed_rows() const noexcept {
  const std::string_view digits = native().cmd_tuples(result_.get());
  std::int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::vector<TextRow> Answer::rows() const {
  std::vector<TextRow> result;
  const int count = native().ntuples(result_.get());
  const int columns = native().nfields(result_.get());
  result.reserve(static_cast<std::size_t>(count));
  for (int row = 0; row < count; ++row) {
    auto& values = result.emplace_back(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) {
      if (native().getisnull(result_.get(), row, column) != 0) continue;
      values[static_cast<std::size_t>(column)].emplace(
          native().getvalue(result_.get(), row, column),
          static_cast<std::size_t>(native().getlength(result_.get(), row, column)));
    }
  }
  return result;
}

void Database::check_text(std::string_view sql) const {
  if (sql.find('\0') != std::string_view::npos) {
    throw OperationError("the statement holds NUL, where it would end for PostgreSQL; remove it",
                         {.code = "invalid_value"});
  }
  const bool ascii = std::all_of(sql.begin(), sql.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return;
  const char* encoding = native_.parameter_status(handle_, "client_encoding");
  const char* server = native_.parameter_status(handle_, "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) == "UTF8") return;
  // Such a server takes bytes as they are.
  if (server != nullptr && std::string_view(server) == "SQL_ASCII") return;
  throw StateError("the statement is UTF-8, and the session's client_encoding is " + std::string(encoding) +
                       ", in which the server would read other characters; open the session with client_encoding=UTF8",
                   {.code = "client_encoding"});
}

Answer Database::try_execute(std::string_view sql) const {
  check_text(sql);
  const std::string text(sql);
  // Asked the one way the server refuses a second statement; the other way is the faster one, and what holds no
  // semicolon holds no second statement.
  const bool surely_one = text.find(';') == std::string::npos;
  Answer answer(native_, surely_one
                             ? native_.exec(handle_, text.c_str())
                             : native_.exec_params(handle_, text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
  if (answer.status() == PGRES_COPY_IN || answer.status() == PGRES_COPY_OUT || answer.status() == PGRES_COPY_BOTH) {
    // The next call ends the copying.
    Answer(native_, native_.exec_params(handle_, "", 0, nullptr, nullptr, nullptr, nullptr, 0));
    throw OperationError(
        "COPY to or from a client has no data here; use op::bulk_insert, or a file on the server, or op::run",
        {.code = "copy"});
  }
  return answer;
}

Answer Database::execute(std::string_view sql) const {
  auto answer = try_execute(sql);
  if (!answer.succeeded()) fail(answer, sql);
  return answer;
}

std::vector<Answer> Database::try_each(std::span<const std::string> statements) const {
  std::string text;
  for (const auto& statement : statements) {
    check_text(statement);
    text.append(statement).append(";");
  }
  std::vector<Answer> answers;
  if (native_.send_query(handle_, text.c_str()) == 0) fail(Answer(native_, nullptr), text);
  while (auto* result = native_.get_result(handle_)) answers.emplace_back(native_, result);
  if (answers.empty()) fail(Answer(native_, nullptr), text);
  return answers;
}

std::vector<Answer> Database::execute_each(std::span<const std::string> statements) const {
  auto answers = try_each(statements);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i].succeeded()) continue;
    const auto& refused = statements[std::min(i, statements.size() - 1)];
    try {
      fail(answers[i], refused);
    } catch (const Error&) {
      rethrow_with({.sql = refused});
    }
  }
  return answers;
}

void Database::fail(const Answer& answer, std::string_view sql) const {
  const auto state = answer.state();
  if (state == "42601" && split_statements(sql, SqlSyntax::of("postgresql")).size() > 1) {
    throw OperationError(
        "there is a second statement behind the first: a call takes one statement; give each a call of its own",
        {.code = "several_statements", .backend_code = state});
  }
  Refusal refusal{state,
                  answer.field(PG_DIAG_MESSAGE_PRIMARY),
                  answer.field(PG_DIAG_MESSAGE_DETAIL),
                  answer.field(PG_DIAG_MESSAGE_HINT),
                  answer.field(PG_DIAG_STATEMENT_POSITION),
                  !is_connected()};
  // Without an answer from the server libpq itself has something to say.
  if (refusal.message.empty()) refusal.message = native_.error_message(handle_);
  throw_refusal(refusal);
}

bool Database::in_transaction() const noexcept {
  const auto status = native_.transaction_status(handle_);
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

}  // namespace retort::runtime::postgresql
