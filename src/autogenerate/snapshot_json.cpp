#include <retort/snapshot.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "autogenerate/json_text.hpp"
#include "autogenerate/schema_members.hpp"
#include "autogenerate/snapshot_words.hpp"
#include "autogenerate/type_words.hpp"
#include "core/text.hpp"

namespace retort {

namespace autogenerate {

namespace {

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += kDigits[static_cast<unsigned char>(c) >> 4U];
    text += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  return text;
}

/// SQL that is one text is written as that text.
bool is_one_text(const SqlText& text) { return text.texts().size() == 1 && text.texts().front().first == "*"; }

Json json_of(bool value) { return value; }
Json json_of(std::int64_t value) { return value; }
Json json_of(const std::string& text) { return is_utf8(text) ? Json(text) : Json{{"hex", hex(text)}}; }
Json json_of(const Sql& sql) { return json_of(sql.text); }

Json json_of(const SqlText& text) {
  if (is_one_text(text)) return json_of(text.texts().front().second);
  auto list = Json::array();
  for (const auto& [dialect, sql] : text.texts()) {
    list.push_back(Json{{"dialect", json_of(dialect)}, {"sql", json_of(sql)}});
  }
  return list;
}

Json json_of(const schema::QualifiedName& name) {
  if (name.schema.empty()) return json_of(name.name);
  return {{"schema", json_of(name.schema)}, {"name", json_of(name.name)}};
}

Json json_of(const Type& type) {
  switch (type.kind()) {
    case Type::Kind::enum_: {
      Json json{{"enum", json_of(type.name())}};
      if (!type.schema().empty()) json["schema"] = json_of(type.schema());
      json["values"] = Json::array();
      for (const auto& value : type.values()) json["values"].push_back(json_of(value));
      return json;
    }
    case Type::Kind::array:
      return {{"array", json_of(type.element())}};
    case Type::Kind::native:
      return {{"native", json_of(type.name())}};
    default:
      return type_words(type);
  }
}

Json json_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return nullptr;
    case Value::Kind::boolean:
      return value.integer() != 0;
    case Value::Kind::integer:
      return value.integer();
    case Value::Kind::real:
      // JSON has no words for the others.
      if (std::isfinite(value.real())) return value.real();
      return {{"real", std::isnan(value.real()) ? "nan" : value.real() > 0 ? "inf" : "-inf"}};
    case Value::Kind::decimal:
      return {{"decimal", json_of(value.text())}};
    case Value::Kind::text:
      return is_utf8(value.text()) ? Json(value.text()) : Json{{"text", json_of(value.text())}};
    case Value::Kind::bytes:
      return {{"bytes", hex(value.text())}};
    case Value::Kind::sql:
      return {{"sql", json_of(value.text())}};
  }
  return nullptr;
}

Json json_of(const op::IndexColumn& column) {
  Json json;
  const char* key = column.is_expression() ? "expression" : "column";
  json[key] = column.by_dialect().empty() ? json_of(column.name()) : json_of(column.by_dialect());
  if (column.is_descending()) json["descending"] = true;
  if (column.nulls() == op::IndexColumn::Nulls::first) json["nulls"] = "first";
  if (column.nulls() == op::IndexColumn::Nulls::last) json["nulls"] = "last";
  if (column.length() != 0) json["length"] = column.length();
  if (!column.collation().empty()) json["collation"] = json_of(column.collation());
  if (!column.operator_class().empty()) json["operator_class"] = json_of(column.operator_class());
  // Most are a column and nothing else.
  return json.size() == 1 && !column.is_expression() ? json[key] : json;
}

template <typename Enum>
requires std::is_enum_v<Enum> Json json_of(Enum value) {
  const auto& list = words(value);
  return std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.first == value; })->second;
}

template <typename Item>
Json json_of(const std::vector<Item>& items);
template <typename Item>
Json json_of(const std::set<Item>& items);
template <typename Item>
Json json_of(const std::map<schema::QualifiedName, Item>& items);
template <typename Inner>
Json json_of(const std::optional<Inner>& value);
template <typename Struct>
requires std::is_aggregate_v<Struct> Json json_of(const Struct& o);

/// Writes the members of a struct.
class Writer {
 public:
  template <typename Member>
  void operator()(const char* name, const Member& value, const Member& usual = {}) {
    if (!(value == usual)) must(name, value);
  }
  template <typename Member>
  void must(const char* name, const Member& value) {
    json[name] = json_of(value);
  }
  Json json = Json::object();
};

template <typename Items>
Json list_of(const Items& items) {
  auto list = Json::array();
  for (const auto& item : items) list.push_back(json_of(item));
  return list;
}
template <typename Item>
Json json_of(const std::vector<Item>& items) {
  return list_of(items);
}
template <typename Item>
Json json_of(const std::set<Item>& items) {
  return list_of(items);
}
/// The values have their names in them.
template <typename Item>
Json json_of(const std::map<schema::QualifiedName, Item>& items) {
  auto list = Json::array();
  for (const auto& [name, item] : items) list.push_back(json_of(item));
  return list;
}
template <typename Inner>
Json json_of(const std::optional<Inner>& value) {
  return json_of(*value);
}
template <typename Struct>
requires std::is_aggregate_v<Struct> Json json_of(const Struct& o) {
  Writer writer;
  members(writer, o);
  return std::move(writer.json);
}

}  // namespace

}  // namespace autogenerate

std::string to_json(const MetaData& schema) {
  autogenerate::Writer writer;
  writer.json[autogenerate::kVersionKey] = autogenerate::kVersion;
  autogenerate::members(writer, schema.data());
  return autogenerate::json_text(writer.json);
}

}  // namespace retort
