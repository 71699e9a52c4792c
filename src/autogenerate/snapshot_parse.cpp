#include <retort/error.hpp>
#include <retort/snapshot.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
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

/// Arrays of arrays end somewhere; a document may say otherwise.
constexpr std::size_t kDeepestType = 16;

[[noreturn]] void refuse(const std::string& why) {
  throw Error("this is no snapshot of a schema: " + why, {.code = "invalid_snapshot"});
}

/// A value and where it stands: `tables[2].columns[0].type`. Lives while its parent does.
struct Place {
  const Json& json;
  const Place* parent = nullptr;
  std::string step = {};

  std::string path() const {
    if (parent == nullptr) return step;
    const auto above = parent->path();
    return above.empty() || step.front() == '[' ? above + step : above + "." + step;
  }
  [[noreturn]] void fail(const std::string& why) const {
    const auto at = path();
    refuse(at.empty() ? why : at + ": " + why);
  }
  [[noreturn]] void expected(const std::string& what) const {
    fail("there should be " + what + ", and not " + std::string(json.type_name()));
  }
  Place member(const std::string& name) const { return {json.at(name), this, name}; }
  Place element(std::size_t i) const { return {json.at(i), this, "[" + std::to_string(i) + "]"}; }
  bool has(const char* name) const { return json.is_object() && json.contains(name); }
};

/// Reads the members of a struct, and refuses those that it does not have.
class Reader {
 public:
  explicit Reader(const Place& place) : place_(place) {
    if (!place.json.is_object()) place.expected("an object");
  }
  template <typename Member>
  void operator()(const char* name, Member& value, const Member& usual = {}) {
    known_.insert(name);
    if (place_.has(name)) {
      read(place_.member(name), value);
    } else {
      value = usual;
    }
  }
  template <typename Member>
  void must(const char* name, Member& value) {
    if (!place_.has(name)) place_.fail("there is no \"" + std::string(name) + "\"");
    (*this)(name, value);
  }
  void know(const char* name) { known_.insert(name); }
  void finish() const {
    for (const auto& [name, value] : place_.json.items()) {
      if (!known_.contains(name)) place_.fail("\"" + name + "\" is not known here");
    }
  }

 private:
  const Place& place_;
  std::set<std::string> known_;
};

std::string unhex(const Place& place) {
  if (!place.json.is_string()) place.expected("a text of hex digits");
  const auto& text = place.json.get_ref<const std::string&>();
  const auto digit = [&](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    place.fail("there should be pairs of hex digits, in small letters");
  };
  if (text.size() % 2 != 0) place.fail("there should be pairs of hex digits, in small letters");
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
  }
  return bytes;
}

/// The one member of an object that says by its name what it holds, or nothing.
std::string only_member(const Json& json) {
  return json.is_object() && json.size() == 1 ? json.begin().key() : std::string();
}

void read(const Place& place, bool& value) {
  if (!place.json.is_boolean()) place.expected("true or false");
  value = place.json.get<bool>();
}

void read(const Place& place, std::int64_t& value) {
  if (!place.json.is_number_integer()) place.expected("a whole number");
  if (place.json.is_number_unsigned() &&
      place.json.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    place.fail("the number is too large");
  }
  value = place.json.get<std::int64_t>();
}

void read(const Place& place, std::string& value) {
  if (only_member(place.json) == "hex") {
    value = unhex(place.member("hex"));
    return;
  }
  if (!place.json.is_string()) place.expected("a text");
  value = place.json.get<std::string>();
}

void read(const Place& place, Sql& sql) { read(place, sql.text); }

void read(const Place& place, SqlText& text) {
  if (!place.json.is_array()) {
    std::string one;
    read(place, one);
    text = SqlText(std::move(one));
    return;
  }
  std::vector<std::pair<std::string, std::string>> texts;
  for (std::size_t i = 0; i < place.json.size(); ++i) {
    const auto each = place.element(i);
    Reader reader(each);
    auto& [dialect, sql] = texts.emplace_back();
    reader.must("dialect", dialect);
    reader.must("sql", sql);
    reader.finish();
  }
  text = SqlText(std::move(texts));
}

void read(const Place& place, schema::QualifiedName& name) {
  name = {};
  if (!place.has("name")) return read(place, name.name);
  Reader reader(place);
  reader("schema", name.schema);
  reader.must("name", name.name);
  reader.finish();
}

template <typename Item>
void read(const Place& place, std::vector<Item>& items);

void read_type(const Place& place, Type& type, std::size_t depth) {
  if (place.json.is_string()) {
    const auto words = type_of_words(place.json.get_ref<const std::string&>());
    if (!words) place.fail("there is no type \"" + place.json.get<std::string>() + "\"");
    type = *words;
    return;
  }
  if (depth > kDeepestType) place.fail("the arrays are nested too deeply");
  Reader reader(place);
  if (place.has("array")) {
    reader.know("array");
    Type element;
    read_type(place.member("array"), element, depth + 1);
    type = Type::array_of(std::move(element));
  } else if (place.has("native")) {
    std::string text;
    reader.must("native", text);
    type = Type::native_text(std::move(text));
  } else if (place.has("enum")) {
    std::string name;
    std::string schema;
    std::vector<std::string> values;
    reader.must("enum", name);
    reader("schema", schema);
    reader.must("values", values);
    type = Type::enumeration(std::move(name), std::move(values), std::move(schema));
  } else {
    place.expected(R"(a type: a word such as "text", or an object with "enum", "array" or "native")");
  }
  reader.finish();
}

void read(const Place& place, Type& type) { read_type(place, type, 0); }

double real_of(const Place& place) {
  std::string word;
  read(place, word);
  if (word == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (word == "inf") return std::numeric_limits<double>::infinity();
  if (word == "-inf") return -std::numeric_limits<double>::infinity();
  place.fail(R"(there should be "nan", "inf" or "-inf")");
}

void read(const Place& place, Value& value) {
  const auto& json = place.json;
  if (json.is_null()) {
    value = nullptr;
  } else if (json.is_boolean()) {
    value = json.get<bool>();
  } else if (json.is_number_float()) {
    value = json.get<double>();
  } else if (json.is_number_integer()) {
    std::int64_t number = 0;
    read(place, number);
    value = number;
  } else if (json.is_string()) {
    value = json.get<std::string>();
  } else {
    const auto kind = only_member(json);
    std::string text;
    if (kind == "bytes") {
      value = Value::bytes(unhex(place.member(kind)));
    } else if (kind == "real") {
      value = real_of(place.member(kind));
    } else if (kind == "decimal" || kind == "text" || kind == "sql") {
      read(place.member(kind), text);
      value = kind == "decimal" ? Value::decimal(std::move(text))
              : kind == "sql"   ? Value(Sql{std::move(text)})
                                : Value(std::move(text));
    } else {
      place.expected(
          "a value: null, true, false, a number, a text, or an object with \"decimal\", \"bytes\", \"sql\", "
          "\"text\" or \"real\"");
    }
  }
}

template <typename Enum>
requires std::is_enum_v<Enum>
void read(const Place& place, Enum& value) {
  std::string word;
  read(place, word);
  std::string choices;
  for (const auto& [each, name] : words(Enum{})) {
    if (word == name) {
      value = each;
      return;
    }
    choices += (choices.empty() ? "" : ", ") + std::string(name);
  }
  place.fail("\"" + word + "\" is none of: " + choices);
}

void read(const Place& place, op::IndexColumn& column) {
  if (!place.json.is_object() || only_member(place.json) == "hex") {
    std::string name;
    read(place, name);
    column = op::IndexColumn(std::move(name));
    return;
  }
  Reader reader(place);
  std::string name;
  SqlText expression;
  reader("column", name);
  reader("expression", expression);
  if (place.has("column") == place.has("expression")) place.fail(R"(there should be a "column" or an "expression")");
  auto made = place.has("column") ? op::IndexColumn(std::move(name)) : op::IndexColumn(std::move(expression));
  bool descending = false;
  auto nulls = op::IndexColumn::Nulls::unspecified;
  std::int64_t length = 0;
  std::string collation;
  std::string operator_class;
  reader("descending", descending);
  reader("nulls", nulls);
  reader("length", length);
  reader("collation", collation);
  reader("operator_class", operator_class);
  reader.finish();
  if (length < 0 || length > std::numeric_limits<int>::max()) place.member("length").fail("the number is too large");
  made.descending(descending);
  column = std::move(made)
               .length(static_cast<int>(length))
               .collate(std::move(collation))
               .operator_class(std::move(operator_class));
  // A copy each: these setters hand out what they were called on.
  if (nulls == op::IndexColumn::Nulls::first) column = op::IndexColumn(column).nulls_first();
  if (nulls == op::IndexColumn::Nulls::last) column = op::IndexColumn(column).nulls_last();
}

template <typename Struct>
requires std::is_aggregate_v<Struct>
void read(const Place& place, Struct& o) {
  Reader reader(place);
  members(reader, o);
  reader.finish();
}

template <typename Inner>
void read(const Place& place, std::optional<Inner>& value) {
  read(place, value.emplace());
}

/// Calls `take` with each element of a list.
template <typename Item, typename Take>
void read_list(const Place& place, const Take& take) {
  if (!place.json.is_array()) place.expected("a list");
  for (std::size_t i = 0; i < place.json.size(); ++i) {
    auto item = [] {
      if constexpr (std::is_default_constructible_v<Item>) {
        return Item();
      } else {
        return Item(std::string());
      }
    }();
    const auto each = place.element(i);
    read(each, item);
    take(each, std::move(item));
  }
}

template <typename Item>
void read(const Place& place, std::vector<Item>& items) {
  items.clear();
  read_list<Item>(place, [&](const Place&, Item&& item) { items.push_back(std::move(item)); });
}

template <typename Item>
void read(const Place& place, std::set<Item>& items) {
  items.clear();
  read_list<Item>(place, [&](const Place&, Item&& item) { items.insert(std::move(item)); });
}

template <typename Item>
void read(const Place& place, std::map<schema::QualifiedName, Item>& items) {
  items.clear();
  read_list<Item>(place, [&](const Place& each, Item&& item) {
    const auto name = item.name;
    if (!items.emplace(name, std::move(item)).second) each.fail("there is another \"" + name.text() + "\" already");
  });
}

/// The line that a byte is on, counted from 1.
std::size_t line_of(std::string_view text, std::size_t byte) {
  const auto before = text.substr(0, byte);
  return static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
}

/// Refuses an object that says the same member twice, of which a parser would keep one and drop the other in silence.
class TwiceGuard {
 public:
  void operator()(Json::parse_event_t event, const Json& parsed) {
    using Event = Json::parse_event_t;
    if (event == Event::object_end || event == Event::array_end) {
      open_.pop_back();
      return;
    }
    if (event == Event::key) {
      auto& object = open_.back();
      object.step = parsed.get_ref<const std::string&>();
      if (!object.keys.insert(object.step).second) {
        const auto at = path();
        refuse((at.empty() ? "" : at + ": ") + "\"" + object.step + "\" stands there twice");
      }
      return;
    }
    if (!open_.empty() && open_.back().is_array) open_.back().step = "[" + std::to_string(open_.back().count++) + "]";
    if (event != Event::value) open_.push_back({event == Event::array_start});
  }

 private:
  struct Open {
    bool is_array = false;
    std::size_t count = 0;
    std::string step = {};
    std::set<std::string> keys = {};
  };

  /// Where the innermost object stands.
  std::string path() const {
    std::string text;
    for (std::size_t i = 0; i + 1 < open_.size(); ++i) {
      if (!text.empty() && !open_[i].is_array) text += '.';
      text += open_[i].step;
    }
    return text;
  }

  std::vector<Open> open_;
};

Json parsed(std::string_view text) {
  TwiceGuard guard;
  try {
    return Json::parse(text, [&](int, Json::parse_event_t event, Json& value) {
      guard(event, value);
      return true;
    });
  } catch (const nlohmann::json::parse_error& error) {
    const auto byte = error.byte == 0 ? 0 : error.byte - 1;
    refuse("it is no JSON: line " + std::to_string(line_of(text, byte)) + " cannot be read");
  } catch (const nlohmann::json::out_of_range&) {
    refuse("a number in it is larger than any database's");
  }
}

}  // namespace

}  // namespace autogenerate

MetaData metadata_from_json(std::string_view json) {
  const auto document = autogenerate::parsed(json);
  const autogenerate::Place place{document};
  if (!document.is_object()) place.expected("an object");
  std::int64_t version = 0;
  autogenerate::Reader reader(place);
  reader.must(autogenerate::kVersionKey, version);
  if (version != autogenerate::kVersion) {
    place.fail("its version is " + std::to_string(version) + ", and this library reads " +
               std::to_string(autogenerate::kVersion) + "; write it anew with `schema --json`");
  }
  auto schema = std::make_unique<schema::MetaData>();
  autogenerate::members(reader, *schema);
  reader.finish();
  return MetaData(std::move(schema));
}

}  // namespace retort
