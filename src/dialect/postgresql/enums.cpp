#include "dialect/postgresql/enums.hpp"

#include <algorithm>

#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"
#include "dialect/postgresql/definitions.hpp"
#include "dialect/postgresql/objects.hpp"
#include "dialect/postgresql/quoting.hpp"
#include "dialect/postgresql/types.hpp"
#include "ops/apply_enum.hpp"

namespace retort::dialect::postgresql {

namespace {

/// The type while another one takes its name.
constexpr const char* kOldType = "_retort_old_enum";

}  // namespace

std::optional<std::vector<std::string>> EnumTypes::values(const schema::QualifiedName& name) {
  const auto known = before_.enums.find(name);
  if (known != before_.enums.end()) return known->second.values;
  if (facts_ == nullptr) return std::nullopt;
  auto found = facts_->enum_type(name);
  if (!found) return std::nullopt;
  return std::move(found->values);
}

std::optional<std::string> EnumTypes::make(const Type& type, bool if_absent) {
  const auto* wanted = ops::enum_in(type);
  if (wanted == nullptr) return std::nullopt;
  type_text(*wanted);  // refuses one without a name
  const auto name = ops::enum_name(*wanted);
  if (made_.contains(name)) return std::nullopt;
  if (const auto known = values(name)) {
    if (*known == wanted->values()) return std::nullopt;
    refuse("enum_values",
           "the enum \"" + name.text() + "\" has the values " + quoted_list(*known) +
               ", and a type of PostgreSQL is the same for all columns; name the same values in the same "
               "order, change the type with op::alter_enum, or give this one another name");
  }
  made_.insert(name);
  auto create = create_enum_text({name, wanted->values()});
  return if_absent && facts_ == nullptr ? unless_exists(create, "duplicate_object") : create;
}

bool EnumTypes::is_used(const schema::QualifiedName& name) const {
  if (made_.contains(name)) return true;
  return std::any_of(before_.tables.begin(), before_.tables.end(), [&](const auto& each) {
    return std::any_of(each.second.columns.begin(), each.second.columns.end(), [&](const schema::Column& column) {
      const auto* type = ops::enum_in(column.type);
      return type != nullptr && ops::enum_name(*type) == name && !gone_.contains({each.first, column.name});
    });
  });
}

std::optional<std::string> EnumTypes::drop(const ColumnPlace& place, const Type& type) {
  const auto* held = ops::enum_in(type);
  if (held == nullptr) return std::nullopt;
  gone_.insert(place);
  const auto name = ops::enum_name(*held);
  const auto known = before_.enums.find(name);
  if (known == before_.enums.end() || !known->second.implicit || is_used(name)) return std::nullopt;
  auto text = "DROP TYPE " + quote(name);
  // Where raw SQL has been at work, another column may be of the type by now.
  return before_.uncertain.empty() ? text : unless_exists(text, "dependent_objects_still_exist OR undefined_object");
}

std::vector<std::string> EnumTypes::drop_all(const schema::Table& table) {
  std::vector<std::string> texts;
  for (const auto& column : table.columns) {
    if (auto text = drop({table.name, column.name}, column.type)) texts.push_back(std::move(*text));
  }
  return texts;
}

std::vector<std::string> EnumTypes::rebuild(const schema::Enum& wanted, const ColumnPlace& place,
                                            const std::optional<Value>& server_default, bool default_changes) const {
  const auto type = quote(wanted.name);
  std::vector<std::string> texts{"ALTER TYPE " + type + " RENAME TO " + quote(kOldType), create_enum_text(wanted)};
  const auto alter = [&](const ColumnPlace& at, const std::optional<Value>& value, bool array) {
    const auto column = "ALTER COLUMN " + quote(at.column);
    const std::string brackets = array ? "[]" : "";
    auto text = "ALTER TABLE " + quote(at.table) + " ";
    // The old default may be none of the new values.
    const bool keeps = !(default_changes && at == place);
    if (value || !keeps) text += column + " DROP DEFAULT, ";
    text += column + " TYPE " + type + brackets + " USING " + quote(at.column) + "::text" + brackets + "::" + type +
            brackets;
    if (value && keeps) text += ", " + column + " SET DEFAULT " + default_text(*value);
    texts.push_back(std::move(text));
  };
  bool found = false;
  for (const auto& [name, table] : before_.tables) {
    for (const auto& column : table.columns) {
      const auto* held = ops::enum_in(column.type);
      if (held == nullptr || ops::enum_name(*held) != wanted.name) continue;
      const bool here = ColumnPlace{name, column.name} == place;
      found = found || here;
      alter({name, column.name}, here && server_default ? server_default : column.server_default,
            column.type.kind() == Type::Kind::array);
    }
  }
  if (!found) alter(place, server_default, false);
  texts.push_back("DROP TYPE " + quote(schema::QualifiedName{wanted.name.schema, kOldType}));
  return texts;
}

}  // namespace retort::dialect::postgresql
