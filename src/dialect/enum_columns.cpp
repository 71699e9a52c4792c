#include "dialect/enum_columns.hpp"

#include <algorithm>

#include "dialect/failure.hpp"

namespace retort::dialect {

std::vector<std::string> changed_values(std::vector<std::string> values, const ops::AlterEnum& change) {
  const auto place_of = [&](const std::string& value) {
    const auto place = std::find(values.begin(), values.end(), value);
    if (place == values.end()) {
      refuse("unknown_value", "the enum \"" + change.name.text() + "\" has no value \"" + value + "\"");
    }
    return place;
  };
  for (const auto& [value, new_value] : change.renamed) *place_of(value) = new_value;
  for (const auto& addition : change.added) {
    values.insert(addition.before.empty() ? values.end() : place_of(addition.before), addition.value);
  }
  return values;
}

std::vector<EnumColumn> columns_to_alter(const schema::MetaData& schema, const ops::AlterEnum& change) {
  std::vector<EnumColumn> columns;
  for (const auto& [name, table] : schema.tables) {
    for (const auto& column : table.columns) {
      const auto& type = column.type;
      if (type.kind() != Type::Kind::enum_ || type.name() != change.name.name || type.schema() != change.name.schema) {
        continue;
      }
      // Left out, the column would keep the old values without a word.
      if (schema.uncertain.contains(name)) {
        refuse("unknown_table", "\"" + name.text() + "\" has a column of the enum \"" + change.name.text() +
                                    "\", and SQL before this may have changed it; say with touches() or data_only() "
                                    "what that SQL changes");
      }
      columns.push_back({name, column});
    }
  }
  if (columns.empty() && !schema.enums.contains(change.name)) {
    refuse("unknown_enum", "no migration before this one tells of the enum \"" + change.name.text() +
                               "\" or of a column of it; change each column with alter_column and its new values");
  }
  return columns;
}

}  // namespace retort::dialect
