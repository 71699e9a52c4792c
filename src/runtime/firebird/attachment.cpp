#include "runtime/firebird/attachment.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

#include "core/sql_lexer.hpp"
#include "runtime/firebird/failures.hpp"

namespace retort::runtime::firebird {

namespace {

using Status = std::array<ISC_STATUS, ISC_STATUS_LENGTH>;

constexpr unsigned short kDialect = 3;
// Numbers are made texts by the database, which rounds nothing.
constexpr short kConvertedLength = 64;

/// The descriptions of a statement's columns, with room for their values.
class Columns {
 public:
  explicit Columns(short count) { allocate(count); }

  XSQLDA* get() noexcept { return reinterpret_cast<XSQLDA*>(memory_.data()); }
  short count() noexcept { return get()->sqld; }
  /// False when there are more columns than there is room for; then there is.
  bool fits() {
    if (count() <= get()->sqln) return true;
    allocate(count());
    return false;
  }

  /// Where the values are put.
  void bind() {
    values_.resize(static_cast<std::size_t>(count()));
    for (short i = 0; i < count(); ++i) {
      auto& column = get()->sqlvar[i];
      auto& value = values_[static_cast<std::size_t>(i)];
      switch (column.sqltype & ~1) {
        case SQL_TEXT:
        case SQL_VARYING:
        case SQL_DOUBLE:
        case SQL_FLOAT:
        case SQL_BLOB:
        case SQL_TIMESTAMP:
        case SQL_TYPE_DATE:
        case SQL_TYPE_TIME:
          break;
        default:
          column.sqltype = SQL_VARYING;
          column.sqlsubtype = 0;
          column.sqlscale = 0;
          column.sqllen = kConvertedLength;
      }
      column.sqltype |= 1;
      value.bytes.assign(static_cast<std::size_t>(static_cast<unsigned short>(column.sqllen)) + sizeof(short), 0);
      column.sqldata = value.bytes.data();
      column.sqlind = &value.null;
    }
  }

 private:
  struct Value {
    std::vector<char> bytes;
    short null = 0;
  };

  void allocate(short count) {
    memory_.assign(XSQLDA_LENGTH(static_cast<std::size_t>(std::max<short>(count, 1))), 0);
    get()->version = SQLDA_VERSION1;
    get()->sqln = std::max<short>(count, 1);
  }

  std::vector<char> memory_;
  std::vector<Value> values_;
};

/// A statement that is freed in any case.
class Statement {
 public:
  Statement(const Native& native, isc_db_handle& attachment) : native_(native) {
    Status status{};
    if (native_.allocate_statement(status.data(), &attachment, &handle_) != 0) fail(native_, status.data());
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() {
    Status status{};
    native_.free_statement(status.data(), &handle_, DSQL_drop);
  }
  isc_stmt_handle* get() noexcept { return &handle_; }

 private:
  const Native& native_;
  isc_stmt_handle handle_ = 0;
};

template <typename Number>
std::string digits_of(const char* data) {
  Number number{};
  std::memcpy(&number, data, sizeof number);
  std::array<char, 40> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return {digits.data(), end};
}

std::string padded(unsigned number, std::size_t width) {
  auto digits = std::to_string(number);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

/// ISO 8601, which the database's own conversion is not: it writes months as words for clients that do not say their
/// dialect, as SOCI does not.
std::string date_text(const char* data) {
  ISC_DATE days = 0;
  std::memcpy(&days, data, sizeof days);
  using namespace std::chrono;  // NOLINT(google-build-using-namespace)
  const year_month_day date(sys_days(year(1858) / 11 / 17) + std::chrono::days(days));
  return padded(static_cast<unsigned>(static_cast<int>(date.year())), 4) + "-" +
         padded(static_cast<unsigned>(date.month()), 2) + "-" + padded(static_cast<unsigned>(date.day()), 2);
}

std::string time_text(const char* data) {
  ISC_TIME time = 0;
  std::memcpy(&time, data, sizeof time);
  constexpr ISC_TIME kSecond = ISC_TIME_SECONDS_PRECISION;
  const auto seconds = time / kSecond;
  return padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2) + "." +
         padded(time % kSecond, 4);
}

/// A CHAR without the padding that only the buffer has: as many characters as the column holds.
std::string fixed_text(const XSQLVAR& column) {
  const std::string_view text(column.sqldata, static_cast<unsigned short>(column.sqllen));
  // UTF8 and UNICODE_FSS have room for four and three bytes a character.
  const int charset = column.sqlsubtype & 0xFF;
  const std::size_t width = charset == 4 ? 4 : charset == 3 ? 3 : 1;
  const auto characters = text.size() / width;
  if (width == 1) return std::string(text);
  std::size_t end = 0;
  for (std::size_t count = 0; end < text.size(); ++end) {
    if ((static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U && count++ == characters) break;
  }
  return std::string(text.substr(0, end));
}

/// A number as it stands in an answer about a statement, the low byte first.
std::uint64_t number_at(const char* data, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t i = size; i > 0; --i) number = number << 8U | static_cast<unsigned char>(data[i - 1]);
  return number;
}

class Execution {
 public:
  Execution(const Native& native, isc_db_handle& attachment, isc_tr_handle& transaction, std::string_view sql)
      : native_(native),
        attachment_(attachment),
        transaction_(transaction),
        sql_(sql),
        statement_(native, attachment) {}

  std::int64_t run(const OnRow& on_row) {
    prepare();
    columns_.bind();
    const auto type = statement_type();
    auto* output = columns_.count() > 0 ? columns_.get() : nullptr;
    const bool cursor = type == isc_info_sql_stmt_select || type == isc_info_sql_stmt_select_for_upd;
    check(
        native_.execute(status_.data(), &transaction_, statement_.get(), kDialect, nullptr, cursor ? nullptr : output));
    if (cursor) {
      fetch(on_row);
    } else if (output != nullptr && on_row) {
      on_row(row());
    }
    return changed_rows();
  }

 private:
  void check(ISC_STATUS code) {
    if (code != 0) fail(native_, status_.data());  // the statement may hold values
  }

  void prepare() {
    // The length is too short for long statements; without one the text ends with its NUL.
    check(native_.prepare(status_.data(), &transaction_, statement_.get(), 0, sql_.c_str(), kDialect, columns_.get()));
    if (!columns_.fits()) check(native_.describe(status_.data(), statement_.get(), kDialect, columns_.get()));
    Columns parameters(1);
    check(native_.describe_bind(status_.data(), statement_.get(), kDialect, parameters.get()));
    if (parameters.count() > 0) {
      throw OperationError(
          "the statement has parameters (?) and no values for them; write the values, or use op::run, where soci::use "
          "gives them",
          {.code = "unbound_parameters"});
    }
  }

  int statement_type() {
    static constexpr char kItem = isc_info_sql_stmt_type;
    std::array<char, 16> answer{};
    check(native_.statement_info(status_.data(), statement_.get(), 1, &kItem, answer.size(), answer.data()));
    if (answer[0] != isc_info_sql_stmt_type) return 0;
    return static_cast<int>(number_at(answer.data() + 3, number_at(answer.data() + 1, 2)));
  }

  std::int64_t changed_rows() {
    static constexpr char kItem = isc_info_sql_records;
    std::array<char, 64> answer{};
    if (native_.statement_info(status_.data(), statement_.get(), 1, &kItem, answer.size(), answer.data()) != 0) {
      return 0;
    }
    if (answer[0] != isc_info_sql_records) return 0;
    std::uint64_t changed = 0;
    for (std::size_t i = 3; i + 3 < answer.size() && answer[i] != isc_info_end;) {
      const auto size = static_cast<std::size_t>(number_at(&answer[i + 1], 2));
      if (answer[i] != isc_info_req_select_count) changed += number_at(&answer[i + 3], size);
      i += 3 + size;
    }
    return static_cast<std::int64_t>(changed);
  }

  void fetch(const OnRow& on_row) {
    static constexpr ISC_STATUS kEnd = 100;
    for (;;) {
      const auto code = native_.fetch(status_.data(), statement_.get(), kDialect, columns_.get());
      if (code == kEnd) return;
      check(code);
      if (on_row) on_row(row());
    }
  }

  TextRow row() {
    TextRow result;
    for (short i = 0; i < columns_.count(); ++i) result.push_back(text(columns_.get()->sqlvar[i]));
    return result;
  }

  std::optional<std::string> text(const XSQLVAR& column) {
    if (*column.sqlind < 0) return std::nullopt;
    switch (column.sqltype & ~1) {
      case SQL_TEXT:
        return fixed_text(column);
      case SQL_DOUBLE:
        return digits_of<double>(column.sqldata);
      case SQL_FLOAT:
        return digits_of<float>(column.sqldata);
      case SQL_BLOB:
        return blob(column);
      case SQL_TIMESTAMP:
        return date_text(column.sqldata) + " " + time_text(column.sqldata + sizeof(ISC_DATE));
      case SQL_TYPE_DATE:
        return date_text(column.sqldata);
      case SQL_TYPE_TIME:
        return time_text(column.sqldata);
      default: {
        unsigned short length = 0;
        std::memcpy(&length, column.sqldata, sizeof length);
        return std::string(column.sqldata + sizeof length, length);
      }
    }
  }

  std::string blob(const XSQLVAR& column) {
    ISC_QUAD id{};
    std::memcpy(&id, column.sqldata, sizeof id);
    isc_blob_handle handle = 0;
    check(native_.open_blob(status_.data(), &attachment_, &transaction_, &handle, &id, 0, nullptr));
    std::string text;
    std::vector<char> segment(32768);
    for (;;) {
      unsigned short length = 0;
      const auto code = native_.get_segment(status_.data(), &handle, &length,
                                            static_cast<unsigned short>(segment.size()), segment.data());
      if (code != 0 && status_[1] != isc_segment) break;
      text.append(segment.data(), length);
    }
    const bool whole = status_[1] == isc_segstr_eof;
    const auto failure = status_;
    native_.close_blob(status_.data(), &handle);
    if (!whole) fail(native_, failure.data());
    return text;
  }

  const Native& native_;
  isc_db_handle& attachment_;
  isc_tr_handle& transaction_;
  std::string sql_;
  Status status_{};
  Statement statement_;
  Columns columns_{16};
};

bool is_ascii(std::string_view text) noexcept {
  return std::none_of(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

}  // namespace

void Attachment::start(isc_tr_handle& transaction, std::chrono::milliseconds wait) const {
  std::vector<char> parameters{isc_tpb_version3, isc_tpb_write, isc_tpb_read_committed, isc_tpb_rec_version};
  if (wait.count() <= 0) {
    parameters.push_back(isc_tpb_nowait);
  } else {
    const auto seconds = static_cast<std::uint32_t>((wait.count() + 999) / 1000);
    parameters.insert(parameters.end(), {isc_tpb_wait, isc_tpb_lock_timeout, sizeof seconds});
    for (unsigned i = 0; i < sizeof seconds; ++i) parameters.push_back(static_cast<char>(seconds >> (8 * i) & 0xFFU));
  }
  Status status{};
  transaction = 0;
  if (native_.start_transaction(status.data(), &transaction, 1, &handle_,
                                static_cast<unsigned short>(parameters.size()), parameters.data()) != 0) {
    transaction = 0;
    fail(native_, status.data());
  }
}

void Attachment::commit(isc_tr_handle& transaction) const {
  Status status{};
  if (native_.commit_transaction(status.data(), &transaction) != 0) fail(native_, status.data(), "COMMIT");
}

std::string Attachment::rollback(isc_tr_handle& transaction) const noexcept {
  Status status{};
  if (native_.rollback_transaction(status.data(), &transaction) == 0) return {};
  try {
    // The server has ended it. SOCI's session would try to commit what is still open, and throw out of its destructor.
    if (is_connection_lost(status.data())) transaction = 0;
    return words_of(native_, status.data());
  } catch (...) {
    return "out of memory";
  }
}

std::int64_t Attachment::run(isc_tr_handle& transaction, std::string_view sql, const OnRow& on_row) const {
  if (sql.find('\0') != std::string_view::npos) {
    throw OperationError(
        "the statement holds a NUL, at which Firebird would take it for ended; write such a text as "
        "_UTF8 x'...'",
        {.code = "invalid_statement"});
  }
  if (!is_ascii(sql)) check_encoding(transaction);
  return Execution(native_, handle_, transaction, sql).run(on_row);
}

std::vector<TextRow> Attachment::rows(isc_tr_handle& transaction, std::string_view sql) const {
  std::vector<TextRow> result;
  run(transaction, sql, [&](TextRow row) { result.push_back(std::move(row)); });
  return result;
}

void Attachment::check_encoding(isc_tr_handle& transaction) const {
  if (!charset_) {
    // NONE takes bytes as they are, and columns in UTF8 take them for UTF-8.
    charset_ = "NONE";
    Execution(native_, handle_, transaction,
              "SELECT TRIM(C.RDB$CHARACTER_SET_NAME) FROM MON$ATTACHMENTS A JOIN RDB$CHARACTER_SETS C ON "
              "C.RDB$CHARACTER_SET_ID = A.MON$CHARACTER_SET_ID WHERE A.MON$ATTACHMENT_ID = CURRENT_CONNECTION")
        .run([&](TextRow row) { charset_ = row.front().value_or(""); });
  }
  if (*charset_ == "UTF8" || *charset_ == "NONE") return;
  throw OperationError(
      "the session was opened with charset=" + *charset_ + ", and the statement is in UTF-8; open it with charset=UTF8",
      {.code = "connection_charset"});
}

}  // namespace retort::runtime::firebird
