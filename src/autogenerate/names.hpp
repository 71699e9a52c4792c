#ifndef RETORT_SRC_AUTOGENERATE_NAMES_HPP
#define RETORT_SRC_AUTOGENERATE_NAMES_HPP

#include <algorithm>
#include <string>
#include <string_view>

#include "dialect/dialect.hpp"

namespace retort::autogenerate {

/// Which names are one to a database: `Users` and `users` are two tables on PostgreSQL, and one on SQLite. Borrows the
/// dialect.
class Names {
 public:
  explicit Names(const dialect::Dialect& dialect) noexcept : dialect_(dialect) {}

  /// Of tables, views and schemas.
  std::string table_key(std::string_view name) const { return dialect_.name_key(dialect::NameOf::table, name); }
  /// Of columns, indexes and constraints.
  std::string key(std::string_view name) const { return dialect_.name_key(dialect::NameOf::part, name); }

  bool same_table(std::string_view a, std::string_view b) const { return a == b || table_key(a) == table_key(b); }
  bool same(std::string_view a, std::string_view b) const { return a == b || key(a) == key(b); }
  /// The same columns in the same order.
  bool same(const schema::Columns& a, const schema::Columns& b) const {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](const std::string& x, const std::string& y) { return same(x, y); });
  }
  bool contains(const schema::Columns& columns, std::string_view name) const {
    return std::any_of(columns.begin(), columns.end(), [&](const std::string& each) { return same(each, name); });
  }

  const dialect::Dialect& dialect() const noexcept { return dialect_; }

 private:
  const dialect::Dialect& dialect_;
};

}  // namespace retort::autogenerate

#endif
