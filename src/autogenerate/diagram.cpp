#include "autogenerate/diagram.hpp"

#include <retort/snapshot.hpp>

#include <algorithm>

#include "core/text.hpp"

namespace retort {

namespace autogenerate {

namespace {

using schema::Column;
using schema::ForeignKey;
using schema::QualifiedName;
using schema::Table;

bool contains(const schema::Columns& columns, const std::string& name) {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

}  // namespace

std::string Marks::text(const char* separator) const {
  std::string marks;
  const auto add = [&](bool has, const char* mark) {
    if (!has) return;
    if (!marks.empty()) marks += separator;
    marks += mark;
  };
  add(primary, "PK");
  add(foreign, "FK");
  add(unique, "UK");
  return marks;
}

Marks marks_of(const Table& table, const Column& column) {
  const schema::Columns alone{column.name};
  const auto over_it = [&](const auto& each) { return contains(each.columns, column.name); };
  Marks marks;
  marks.primary = table.primary_key && contains(table.primary_key->columns, column.name);
  marks.foreign = std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), over_it);
  marks.unique = std::any_of(table.uniques.begin(), table.uniques.end(),
                             [&](const schema::Unique& unique) { return unique.columns == alone; });
  return marks;
}

Ends ends_of(const Table& table, const ForeignKey& key) {
  const auto same_columns = [&](const schema::Columns& columns) {
    return columns.size() == key.columns.size() &&
           std::all_of(columns.begin(), columns.end(), [&](const auto& each) { return contains(key.columns, each); });
  };
  Ends ends;
  for (const auto& name : key.columns) {
    const auto* column = table.find_column(name);
    ends.optional = ends.optional || (column != nullptr && column->nullable);
  }
  ends.single = (table.primary_key && same_columns(table.primary_key->columns)) ||
                std::any_of(table.uniques.begin(), table.uniques.end(),
                            [&](const schema::Unique& unique) { return same_columns(unique.columns); });
  return ends;
}

std::string plain(const std::string& text) {
  std::string result = text;
  const bool readable = is_utf8(text);
  for (char& c : result) {
    if (is_control_character(c) || (!readable && static_cast<unsigned char>(c) >= 0x80)) c = '?';
  }
  return result;
}

std::set<QualifiedName> outsiders(const schema::MetaData& schema) {
  std::set<QualifiedName> names;
  for (const auto& [name, table] : schema.tables) {
    for (const auto& key : table.foreign_keys) {
      if (!schema.tables.contains(key.referent)) names.insert(key.referent);
    }
  }
  return names;
}

}  // namespace autogenerate

std::string draw(const MetaData& schema, DiagramFormat format) {
  return format == DiagramFormat::dot ? autogenerate::draw_dot(schema.data())
                                      : autogenerate::draw_mermaid(schema.data());
}

}  // namespace retort
