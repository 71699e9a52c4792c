#include "runtime/mysql/database.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <string>

#include "core/sql_lexer.hpp"

namespace retort::runtime::mysql {

namespace {

/// The session speaks UTF-8 while this lives. A session that does not is switched and switched back, for names and
/// texts would come to the server as other ones.
class InUtf8 {
 public:
  InUtf8(const Native& native, MYSQL* handle)
      : native_(native), handle_(handle), own_(native.character_set_name(handle)) {
    if (own_ == "utf8mb4") return;
    switched_ = native.set_character_set(handle, "utf8mb4") == 0;
  }
  InUtf8(const InUtf8&) = delete;
  InUtf8& operator=(const InUtf8&) = delete;
  ~InUtf8() {
    if (switched_) native_.set_character_set(handle_, own_.c_str());
  }

 private:
  const Native& native_;
  MYSQL* handle_;
  std::string own_;
  bool switched_ = false;
};

}  // namespace

bool Database::in_transaction() const noexcept { return (handle_->server_status & SERVER_STATUS_IN_TRANS) != 0; }

bool Database::commits_by_itself() const noexcept { return (handle_->server_status & SERVER_STATUS_AUTOCOMMIT) != 0; }

bool Database::backslash_escapes() const noexcept {
  return (handle_->server_status & SERVER_STATUS_NO_BACKSLASH_ESCAPES) == 0;
}

bool Database::reconnects() const noexcept {
  my_bool on = 0;
  return native_.get_option(handle_, MYSQL_OPT_RECONNECT, &on) == 0 && on != 0;
}

Refusal Database::refusal() const {
  return {native_.last_errno(handle_), native_.sqlstate(handle_), native_.last_error(handle_)};
}

void Database::read(Answer& answer) const {
  auto* result = native_.store_result(handle_);
  if (result == nullptr) {
    if (native_.field_count(handle_) == 0) answer.changed = static_cast<std::int64_t>(native_.affected_rows(handle_));
    return;
  }
  const auto columns = native_.num_fields(result);
  while (auto* row = native_.fetch_row(result)) {
    const auto* lengths = native_.fetch_lengths(result);
    auto& texts = answer.rows.emplace_back();
    texts.reserve(columns);
    for (unsigned column = 0; column < columns; ++column) {
      if (row[column] == nullptr) {
        texts.emplace_back();
      } else {
        texts.emplace_back(std::string(row[column], lengths[column]));
      }
    }
  }
  native_.free_result(result);
}

std::optional<Refusal> Database::try_run(std::string_view sql, Answer& answer) const {
  // Whether the server would refuse a second statement depends on how the session was opened.
  if (sql.find(';') != std::string_view::npos) {
    auto syntax = SqlSyntax::of("mysql");
    syntax.backslash_escapes = backslash_escapes();
    if (split_statements(sql, syntax).size() > 1) {
      throw OperationError(
          "there is a second statement behind the first: a call takes one statement; give each a call of its own",
          {.code = "several_statements"});
    }
  }
  const InUtf8 utf8(native_, handle_);
  if (native_.real_query(handle_, sql.data(), sql.size()) != 0) return refusal();
  read(answer);
  if (native_.last_errno(handle_) != 0) return refusal();
  // A CALL gives results and then a status.
  for (int more = native_.next_result(handle_); more != -1; more = native_.next_result(handle_)) {
    if (more > 0) return refusal();
    Answer rest;
    read(rest);
  }
  return std::nullopt;
}

Database::Answer Database::run(std::string_view sql) const {
  Answer answer;
  if (const auto refused = try_run(sql, answer)) fail(*refused);
  return answer;
}

}  // namespace retort::runtime::mysql
