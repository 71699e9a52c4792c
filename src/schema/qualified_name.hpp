#ifndef RETORT_SRC_SCHEMA_QUALIFIED_NAME_HPP
#define RETORT_SRC_SCHEMA_QUALIFIED_NAME_HPP

#include <compare>
#include <string>

namespace retort::schema {

/// The name of a table or another object, with the schema it lives in (empty: the connection's own).
struct QualifiedName {
  std::string schema;
  std::string name;

  /// `name` or `schema.name`, for messages.
  std::string text() const { return schema.empty() ? name : schema + "." + name; }

  friend bool operator==(const QualifiedName&, const QualifiedName&) = default;
  friend auto operator<=>(const QualifiedName&, const QualifiedName&) = default;
};

}  // namespace retort::schema

#endif
