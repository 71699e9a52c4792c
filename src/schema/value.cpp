#include <retort/value.hpp>

#include <limits>

namespace retort {

namespace {

/// A number beyond 64 signed bits is kept exactly, as digits.
Value from_unsigned(unsigned long long value) {
  if (value <= static_cast<unsigned long long>(std::numeric_limits<std::int64_t>::max())) {
    return Value(static_cast<long long>(value));
  }
  return Value::decimal(std::to_string(value));
}

}  // namespace

Value::Value(unsigned long value) : Value(from_unsigned(value)) {}
Value::Value(unsigned long long value) : Value(from_unsigned(value)) {}
Value::Value(std::string_view text) : kind_(Kind::text), text_(text) {}

Value::Value(const char* text) {
  if (text == nullptr) return;  // a null pointer is no text: NULL
  kind_ = Kind::text;
  text_ = text;
}

Value Value::decimal(std::string digits) {
  Value value(std::move(digits));
  value.kind_ = Kind::decimal;
  return value;
}

Value Value::bytes(std::string bytes) {
  Value value(std::move(bytes));
  value.kind_ = Kind::bytes;
  return value;
}

bool operator==(const Value& a, const Value& b) noexcept {
  // Reals compare by their bits' meaning; a default that is not a number equals nothing, itself included.
  return a.kind_ == b.kind_ && a.integer_ == b.integer_ && a.real_ == b.real_ && a.text_ == b.text_;
}

Names::Names(std::initializer_list<std::string_view> names) : names_(names.begin(), names.end()) {}
Names::Names(const char* name) : names_{std::string(name)} {}
Names::Names(std::string name) { names_.push_back(std::move(name)); }

namespace {

constexpr const char* kEveryDialect = "*";

}  // namespace

SqlText::SqlText(const char* text) : SqlText(std::string(text)) {}
SqlText::SqlText(std::string text) { texts_.emplace_back(kEveryDialect, std::move(text)); }
SqlText::SqlText(Sql sql) : SqlText(std::move(sql.text)) {}
SqlText::SqlText(std::initializer_list<std::pair<std::string_view, std::string_view>> texts) {
  texts_.reserve(texts.size());
  for (const auto& [dialect, text] : texts) texts_.emplace_back(dialect, text);
}

const std::string* SqlText::find(std::string_view dialect) const noexcept {
  const std::string* every = nullptr;
  for (const auto& [name, text] : texts_) {
    if (name == dialect) return &text;
    if (name == kEveryDialect) every = &text;
  }
  return every;
}

bool operator==(const SqlText& a, const SqlText& b) noexcept { return a.texts_ == b.texts_; }

namespace op {

Sql sql(std::string text) { return Sql{std::move(text)}; }
SqlText sql(std::initializer_list<std::pair<std::string_view, std::string_view>> texts) { return SqlText(texts); }
Value decimal(std::string digits) { return Value::decimal(std::move(digits)); }
Value bytes(std::string bytes) { return Value::bytes(std::move(bytes)); }

}  // namespace op

}  // namespace retort
