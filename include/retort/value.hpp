#ifndef RETORT_VALUE_HPP
#define RETORT_VALUE_HPP

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <retort/export.hpp>

namespace retort {

/// A piece of SQL that goes into a statement as it is written, such as `CURRENT_TIMESTAMP`.
///
/// It is a type of its own so that no text is ever taken for SQL by accident. Make one with `op::sql`.
struct Sql {
  std::string text;
  friend bool operator==(const Sql&, const Sql&) = default;
};

/// A value as a database holds it: a server default, or a cell of `op::bulk_insert`.
///
/// Built implicitly from numbers, texts, `true` and `false`, and `nullptr` (SQL's NULL); from `op::decimal`,
/// `op::bytes` and `op::sql` for the rest. Dates and times are given as ISO 8601 text, with a blank between date and
/// time: `2026-01-31 12:00:00`. A `T` in its place is the same to PostgreSQL and MySQL, another text to SQLite, and
/// nothing that Firebird takes: there bulk_insert puts the blank in where the migrations describe the table.
class RETORT_API Value {
 public:
  enum class Kind : unsigned char { null, boolean, integer, real, decimal, text, bytes, sql };

  Value() noexcept = default;
  Value(std::nullptr_t) noexcept {}                                                // NOLINT
  Value(bool value) noexcept : kind_(Kind::boolean), integer_(value ? 1 : 0) {}    // NOLINT
  Value(int value) noexcept : kind_(Kind::integer), integer_(value) {}             // NOLINT
  Value(unsigned value) noexcept : kind_(Kind::integer), integer_(value) {}        // NOLINT
  Value(long value) noexcept : kind_(Kind::integer), integer_(value) {}            // NOLINT
  Value(long long value) noexcept : kind_(Kind::integer), integer_(value) {}       // NOLINT
  Value(unsigned long value);                                                      // NOLINT
  Value(unsigned long long value);                                                 // NOLINT
  Value(const void*) = delete;                                                     // a pointer would become `true`
  Value(double value) noexcept : kind_(Kind::real), real_(value) {}                // NOLINT
  Value(const char* text);                                                         // NOLINT
  Value(std::string text) noexcept : kind_(Kind::text), text_(std::move(text)) {}  // NOLINT
  Value(std::string_view text);                                                    // NOLINT
  Value(Sql sql) noexcept : kind_(Kind::sql), text_(std::move(sql.text)) {}        // NOLINT

  /// An exact decimal number, from its digits: `12.30`, `-0.001`. Nothing is rounded on the way to the database.
  /// SQLite itself keeps 15 digits of a number: bulk_insert refuses more for a column of numbers, and a column of texts
  /// keeps them all.
  static Value decimal(std::string digits);
  /// Raw bytes.
  static Value bytes(std::string bytes);

  Kind kind() const noexcept { return kind_; }
  bool is_null() const noexcept { return kind_ == Kind::null; }
  /// The number of an integer; 0 or 1 of a boolean.
  std::int64_t integer() const noexcept { return integer_; }
  double real() const noexcept { return real_; }
  /// The characters of a text, the bytes of bytes, the digits of a decimal, the SQL of sql.
  const std::string& text() const noexcept { return text_; }

  friend RETORT_API bool operator==(const Value& a, const Value& b) noexcept;

 private:
  Kind kind_ = Kind::null;
  std::int64_t integer_ = 0;
  double real_ = 0;
  std::string text_;
};

/// Names of columns, or of anything else: `{"a", "b"}`, one text, or a vector.
class RETORT_API Names {
 public:
  Names(std::initializer_list<std::string_view> names);                         // NOLINT
  Names(const char* name);                                                      // NOLINT
  Names(std::string name);                                                      // NOLINT
  Names(std::vector<std::string> names) noexcept : names_(std::move(names)) {}  // NOLINT

  const std::vector<std::string>& get() const& noexcept { return names_; }
  std::vector<std::string> get() && noexcept { return std::move(names_); }

 private:
  std::vector<std::string> names_;
};

/// One SQL text for every database, or one for each: `{{"sqlite", "..."}, {"postgresql", "..."}}`.
///
/// The names are those of the dialects: `sqlite`, `postgresql`, `mysql` (MariaDB too), `firebird`. The name `*` stands
/// for every database that is not named.
class RETORT_API SqlText {
 public:
  SqlText() = default;
  SqlText(const char* text);                                                            // NOLINT
  SqlText(std::string text);                                                            // NOLINT
  SqlText(Sql sql);                                                                     // NOLINT
  SqlText(std::initializer_list<std::pair<std::string_view, std::string_view>> texts);  // NOLINT
  explicit SqlText(std::vector<std::pair<std::string, std::string>> texts) : texts_(std::move(texts)) {}

  /// The text for a dialect, or nullptr when there is none for it.
  const std::string* find(std::string_view dialect) const noexcept;
  /// All of them, in the order given.
  const std::vector<std::pair<std::string, std::string>>& texts() const noexcept { return texts_; }
  bool empty() const noexcept { return texts_.empty(); }

  friend RETORT_API bool operator==(const SqlText& a, const SqlText& b) noexcept;

 private:
  std::vector<std::pair<std::string, std::string>> texts_;
};

namespace op {

/// SQL that is used as it is written: `op::sql("CURRENT_TIMESTAMP")`.
RETORT_API Sql sql(std::string text);
/// The same with a text for each database.
RETORT_API SqlText sql(std::initializer_list<std::pair<std::string_view, std::string_view>> texts);
/// An exact decimal value: `op::decimal("12.30")`.
RETORT_API Value decimal(std::string digits);
/// Raw bytes as a value.
RETORT_API Value bytes(std::string bytes);

}  // namespace op

}  // namespace retort

#endif
