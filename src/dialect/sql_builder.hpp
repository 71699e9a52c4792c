#ifndef RETORT_SRC_DIALECT_SQL_BUILDER_HPP
#define RETORT_SRC_DIALECT_SQL_BUILDER_HPP

#include <retort/value.hpp>

#include <string>
#include <string_view>
#include <utility>

#include "schema/qualified_name.hpp"

namespace retort::dialect {

/// How a dialect writes names and values: each function appends.
struct Quoting {
  void (*identifier)(std::string& out, std::string_view name);
  void (*literal)(std::string& out, const Value& value);
};

/// Where statements are put together: names and values go through it and are quoted by the dialect; what is raw is
/// written by the dialect itself or is the user's own SQL.
class SqlBuilder {
 public:
  explicit SqlBuilder(const Quoting& quoting) noexcept : quoting_(&quoting) {}

  SqlBuilder& raw(std::string_view sql) {
    text_ += sql;
    return *this;
  }
  SqlBuilder& name(std::string_view identifier) {
    quoting_->identifier(text_, identifier);
    return *this;
  }
  /// With its schema where it has one.
  SqlBuilder& name(const schema::QualifiedName& name) {
    if (!name.schema.empty()) this->name(std::string_view(name.schema)).raw(".");
    return this->name(std::string_view(name.name));
  }
  SqlBuilder& literal(const Value& value) {
    quoting_->literal(text_, value);
    return *this;
  }
  /// `each` appends one element; elements are divided by `separator`.
  template <typename Range, typename Each>
  SqlBuilder& list(const Range& range, Each&& each, std::string_view separator = ", ") {
    bool first = true;
    for (const auto& element : range) {
      if (!first) raw(separator);
      first = false;
      each(element);
    }
    return *this;
  }
  /// `("a", "b")`
  template <typename Range>
  SqlBuilder& names(const Range& range) {
    raw("(");
    list(range, [this](const std::string& each) { name(std::string_view(each)); });
    return raw(")");
  }
  /// `CONSTRAINT "name" `, or nothing for a constraint without one.
  SqlBuilder& constraint(std::string_view constraint_name) {
    if (!constraint_name.empty()) raw("CONSTRAINT ").name(constraint_name).raw(" ");
    return *this;
  }

  void reserve(std::size_t size) { text_.reserve(size); }
  std::size_t size() const noexcept { return text_.size(); }
  std::string take() noexcept { return std::exchange(text_, {}); }

 private:
  const Quoting* quoting_;
  std::string text_;
};

}  // namespace retort::dialect

#endif
