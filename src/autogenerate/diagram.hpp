#ifndef RETORT_SRC_AUTOGENERATE_DIAGRAM_HPP
#define RETORT_SRC_AUTOGENERATE_DIAGRAM_HPP

#include <set>
#include <string>

#include "schema/metadata.hpp"

// What pictures of a schema show, whoever draws them.
namespace retort::autogenerate {

/// What is shown of a column beside its name and type.
struct Marks {
  bool primary = false;
  bool foreign = false;
  bool unique = false;

  /// `PK FK` with a blank for the separator; empty where there are none.
  std::string text(const char* separator) const;
};

Marks marks_of(const schema::Table& table, const schema::Column& column);

/// How many rows a key joins.
struct Ends {
  /// A row may refer to none.
  bool optional = false;
  /// At most one row refers to another.
  bool single = false;
};

Ends ends_of(const schema::Table& table, const schema::ForeignKey& key);

/// The text on one line and in UTF-8: what is neither becomes `?`.
std::string plain(const std::string& text);

/// The tables that keys refer to and that are not there: of other schemas, or made by hand.
std::set<schema::QualifiedName> outsiders(const schema::MetaData& schema);

std::string draw_dot(const schema::MetaData& schema);
std::string draw_mermaid(const schema::MetaData& schema);

}  // namespace retort::autogenerate

#endif
