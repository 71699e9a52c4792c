#include "autogenerate/render_table.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <set>

#include "ops/naming.hpp"

namespace retort::autogenerate {

namespace {

using Kind = Type::Kind;
using schema::Deferral;

/// The verb of `op::` and of op::Table, and what it takes.
struct Verb {
  std::string name;
  std::vector<Code> arguments = {};
};

Verb verb_of(const Type& type) {
  const auto sized = [&](const char* name) { return Verb{name, {Code::number(type.length())}}; };
  switch (type.kind()) {
    case Kind::integer:
      return {"integer"};
    case Kind::small_integer:
      return {"small_integer"};
    case Kind::big_integer:
      return {"big_integer"};
    case Kind::boolean:
      return {"boolean"};
    case Kind::float_:
      return {"float_"};
    case Kind::double_:
      return {"double_"};
    case Kind::numeric: {
      auto verb = sized("numeric");
      if (type.scale() != 0) verb.arguments.push_back(Code::number(type.scale()));
      return verb;
    }
    case Kind::string:
      return sized("string");
    case Kind::text:
      return {"text"};
    case Kind::char_:
      return sized("char_");
    case Kind::binary:
      return sized("binary");
    case Kind::blob:
      return {"blob"};
    case Kind::date:
      return {"date"};
    case Kind::time:
      return {"time"};
    case Kind::timestamp:
      return {"timestamp"};
    case Kind::interval:
      return {"interval"};
    case Kind::uuid:
      return {"uuid"};
    case Kind::json:
      return {"json"};
    case Kind::enum_:
      return {"enum_", {Code::text(type.name()), Code::texts(type.values())}};
    case Kind::array:
      return {"array", {type_code(type.element())}};
    case Kind::native:
      return {"native", {Code::text(type.name())}};
  }
  return {"text"};
}

/// A type with more to say than its verb takes.
bool has_own_expression(const Type& type) { return type.kind() == Kind::enum_ && !type.schema().empty(); }

Code real_code(double value) {
  // SQL has no word for them; a number too large is infinite to every database.
  if (std::isnan(value)) return Code::word("nullptr");
  if (std::isinf(value)) return sql_code(value > 0 ? "9e999" : "-9e999");
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  std::string digits(buffer, end);
  if (digits.find_first_of(".e") == std::string::npos) digits += ".0";
  return Code::word(digits);
}

std::string action_word(op::ReferentialAction action) {
  switch (action) {
    case op::ReferentialAction::unspecified:
      break;
    case op::ReferentialAction::no_action:
      return "op::no_action";
    case op::ReferentialAction::restrict_:
      return "op::restrict";
    case op::ReferentialAction::cascade:
      return "op::cascade";
    case op::ReferentialAction::set_null:
      return "op::set_null";
    case op::ReferentialAction::set_default:
      return "op::set_default";
  }
  return "op::ReferentialAction::unspecified";
}

void add_actions(Code& code, const schema::ForeignKey& key) {
  const auto add = [&](const char* setter, op::ReferentialAction action) {
    if (action != op::ReferentialAction::unspecified) code.then(setter, {Code::word(action_word(action))});
  };
  add("on_delete", key.on_delete);
  add("on_update", key.on_update);
}

void add_deferral(Code& code, Deferral deferral) {
  if (deferral == Deferral::deferrable) code.then("deferrable");
  if (deferral == Deferral::initially_deferred) code.then("initially_deferred");
}

void add_parts(Code& code, const schema::Column& column, const ColumnParts& parts) {
  if (parts.primary_key) code.then("primary_key");
  if (column.identity) {
    code.then("identity",
              *column.identity == op::Identity{} ? std::vector<Code>() : std::vector{identity_code(*column.identity)});
  }
  if (column.autoincrement) code.then("autoincrement");
  const bool implied = parts.primary_key || column.identity;
  if (!column.nullable && !implied) code.then("not_null");
  if (column.nullable && implied) code.then("nullable");
  if (column.server_default) code.then("server_default", {value_code(*column.server_default)});
  if (column.computed) {
    const auto& computed = *column.computed;
    code.then("computed", {computed.by_dialect.empty() ? sql_code(computed.sql) : sql_text_code(computed.by_dialect)});
    if (column.computed->stored) code.then("stored");
  }
  if (!column.collation.empty()) code.then("collate", {Code::text(column.collation)});
  if (!column.native.empty()) code.then("native", {sql_text_code(column.native)});
  if (parts.reference != nullptr) {
    std::vector<Code> arguments{Code::text(parts.reference->referent.name)};
    for (const auto& each : parts.reference->referent_columns) arguments.push_back(Code::text(each));
    code.then("references", std::move(arguments));
    add_actions(code, *parts.reference);
    add_deferral(code, parts.reference->deferral);
  }
  if (parts.unique) code.then("unique");
  if (parts.index) code.then("index");
  if (!column.comment.empty()) code.then("comment", {Code::text(column.comment)});
}

void add_native(Code& code, const SqlText& native) {
  if (!native.empty()) code.then("native", {sql_text_code(native)});
}

void add_name(Code& code, const std::string& name) {
  if (!name.empty()) code.then("name", {Code::text(name)});
}

template <typename Object>
bool has_default_name(const Object&, const schema::Table&) {
  return false;
}
bool has_default_name(const schema::Index& index, const schema::Table& table) {
  return index.name == ops::default_index_name(table.name, index.columns);
}

/// What of a table its columns can say themselves. The pointers are into the table.
struct ColumnsSay {
  std::vector<ColumnParts> parts;
  std::set<const void*> said;
  bool primary_key = false;
};

ColumnsSay columns_say(const schema::Table& table) {
  ColumnsSay says{std::vector<ColumnParts>(table.columns.size()), {}, false};
  const auto& key = table.primary_key;
  says.primary_key = key && key->name.empty() && key->columns.size() == 1 && key->native.empty();
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& name = table.columns[i].name;
    auto& parts = says.parts[i];
    parts.primary_key = says.primary_key && key->columns.front() == name;
    const auto first = [&](const auto& objects, const auto& test) {
      const auto found = std::find_if(objects.begin(), objects.end(), test);
      if (found == objects.end()) return static_cast<decltype(&*found)>(nullptr);
      says.said.insert(&*found);
      return &*found;
    };
    parts.unique = first(table.uniques, [&](const auto& each) { return is_column_unique(each, name); }) != nullptr;
    parts.reference = first(table.foreign_keys, [&](const auto& each) { return is_column_reference(each, name); });
    parts.index =
        first(table.indexes, [&](const auto& each) { return is_column_index(each, name, table.name); }) != nullptr;
  }
  return says;
}

void render_options(CodeLines& lines, const ops::CreateTable& create) {
  const auto& table = create.table;
  const auto& options = table.options;
  const auto text = [&](const char* setter, const std::string& value) {
    if (!value.empty()) lines.statement(Code::call(std::string("t.") + setter, {Code::text(value)}));
  };
  const auto flag = [&](const char* setter, bool value) {
    if (value) lines.statement(Code::call(std::string("t.") + setter));
  };
  text("comment", table.comment);
  flag("sqlite_strict", options.sqlite_strict);
  flag("sqlite_without_rowid", options.sqlite_without_rowid);
  text("mysql_engine", options.mysql_engine);
  text("mysql_charset", options.mysql_charset);
  text("mysql_collate", options.mysql_collate);
  text("mysql_row_format", options.mysql_row_format);
  text("postgresql_tablespace", options.postgresql_tablespace);
  text("postgresql_partition_by", options.postgresql_partition_by);
  if (!options.postgresql_inherits.empty()) {
    lines.statement(Code::call("t.postgresql_inherits", {Code::texts(options.postgresql_inherits)}));
  }
  flag("postgresql_unlogged", options.postgresql_unlogged);
  if (!options.native.empty()) lines.statement(Code::call("t.native", {sql_text_code(options.native)}));
}

}  // namespace

Code type_code(const Type& type) {
  if (has_own_expression(type)) {
    return Code::call("retort::Type::enumeration",
                      {Code::text(type.name()), Code::texts(type.values()), Code::text(type.schema())});
  }
  auto verb = verb_of(type);
  auto code = Code::call("op::" + verb.name, std::move(verb.arguments));
  if (type.has_time_zone()) code.then("with_time_zone");
  return code;
}

Code sql_code(const std::string& sql) { return Code::call("op::sql", {Code::text(sql)}); }

Code value_code(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return Code::word("nullptr");
    case Value::Kind::boolean:
      return Code::word(value.integer() != 0 ? "true" : "false");
    case Value::Kind::integer:
      return Code::number(value.integer());
    case Value::Kind::real:
      return real_code(value.real());
    case Value::Kind::decimal:
      return Code::call("op::decimal", {Code::text(value.text())});
    case Value::Kind::text:
      return Code::text(value.text());
    case Value::Kind::bytes:
      return Code::call("op::bytes", {Code::text(value.text())});
    case Value::Kind::sql:
      return sql_code(value.text());
  }
  return Code::word("nullptr");
}

Code sql_text_code(const SqlText& text) {
  const auto& texts = text.texts();
  if (texts.size() == 1 && texts.front().first == "*") return Code::text(texts.front().second);
  std::vector<Code> elements;
  for (const auto& [dialect, sql] : texts) elements.push_back(Code::list({Code::text(dialect), Code::text(sql)}));
  return Code::rows(std::move(elements));
}

Code sql_text_code(const std::string& sql, const SqlText& by_dialect) {
  return by_dialect.empty() ? Code::text(sql) : sql_text_code(by_dialect);
}

Code index_columns_code(const std::vector<op::IndexColumn>& columns) {
  using Nulls = op::IndexColumn::Nulls;
  std::vector<Code> elements;
  for (const auto& column : columns) {
    const bool has_options = !column.collation().empty() || !column.operator_class().empty() || column.length() != 0;
    bool descending = column.is_descending();
    Code code = Code::text(column.name());
    if (column.is_expression()) {
      const auto& texts = column.by_dialect();
      code = texts.empty() ? sql_code(column.name()) : Code::call("op::sql", {sql_text_code(texts)});
      if (has_options || descending || column.nulls() != Nulls::unspecified) {
        code = Code::call("op::IndexColumn", {std::move(code)});
      }
    } else if (descending) {
      code = Code::call("op::desc", {std::move(code)});
      descending = false;
    } else if (has_options || column.nulls() != Nulls::unspecified) {
      code = Code::call("op::index_column", {std::move(code)});
    }
    if (column.length() != 0) code.then("length", {Code::number(column.length())});
    if (!column.collation().empty()) code.then("collate", {Code::text(column.collation())});
    if (!column.operator_class().empty()) code.then("operator_class", {Code::text(column.operator_class())});
    if (descending) code.then("descending");
    if (column.nulls() == Nulls::first) code.then("nulls_first");
    if (column.nulls() == Nulls::last) code.then("nulls_last");
    elements.push_back(std::move(code));
  }
  return Code::list(std::move(elements));
}

Code elements_code(const std::vector<op::ExcludeElement>& elements) {
  std::vector<Code> list;
  for (const auto& element : elements) {
    list.push_back(Code::list({sql_code(element.expression.text), Code::text(element.with)}));
  }
  return Code::list(std::move(list));
}

bool is_column_reference(const schema::ForeignKey& key, const std::string& column) {
  return key.name.empty() && key.columns == schema::Columns{column} && key.referent.schema.empty() &&
         key.referent_columns.size() <= 1 && key.match.empty() && !key.not_valid && key.native.empty();
}

bool is_column_unique(const schema::Unique& unique, const std::string& column) {
  return unique == schema::Unique{{}, {column}};
}

bool is_column_index(const schema::Index& index, const std::string& column, const schema::QualifiedName& table) {
  const std::vector<op::IndexColumn> alone{op::IndexColumn(column)};
  return index == schema::Index{ops::default_index_name(table, alone), alone};
}

Code identity_code(const op::Identity& identity) {
  std::vector<Code> options;
  const auto number = [&](const char* member, const std::optional<std::int64_t>& value) {
    if (value) options.push_back(Code::word(member + (" = " + Code::number(*value).flat())));
  };
  if (identity.always) options.push_back(Code::word(".always = true"));
  number(".start", identity.start);
  number(".increment", identity.increment);
  return Code::list(std::move(options));
}

Code column_code(const schema::Column& column, const ColumnParts& parts) {
  auto code = Code::call("op::column", {Code::text(column.name), type_code(column.type)});
  add_parts(code, column, parts);
  return code;
}

void add_options(Code& code, const schema::PrimaryKey& key) { add_native(code, key.native); }

void add_options(Code& code, const schema::Unique& unique) {
  add_deferral(code, unique.deferral);
  if (unique.nulls_not_distinct) code.then("nulls_not_distinct");
  add_native(code, unique.native);
}

void add_options(Code& code, const schema::ForeignKey& key) {
  if (!key.referent.schema.empty()) code.then("referent_schema", {Code::text(key.referent.schema)});
  add_actions(code, key);
  if (!key.match.empty()) code.then("match", {Code::text(key.match)});
  add_deferral(code, key.deferral);
  if (key.not_valid) code.then("not_valid");
  add_native(code, key.native);
}

void add_options(Code& code, const schema::Check& check) {
  if (check.not_valid) code.then("not_valid");
  add_native(code, check.native);
}

void add_options(Code& code, const schema::Exclude& exclude) {
  if (!exclude.method.empty()) code.then("using_", {Code::text(exclude.method)});
  if (!exclude.where.empty()) code.then("where", {Code::text(exclude.where)});
  add_deferral(code, exclude.deferral);
  add_native(code, exclude.native);
}

void add_options(Code& code, const schema::Index& index) {
  if (index.unique) code.then("unique");
  if (!index.where.empty()) code.then("where", {sql_text_code(index.where, index.where_by_dialect)});
  if (!index.method.empty()) code.then("using_", {Code::text(index.method)});
  if (!index.include.empty()) code.then("include", {Code::texts(index.include)});
  if (index.descending) code.then("descending");
  if (index.concurrently) code.then("concurrently");
  if (index.if_not_exists) code.then("if_not_exists");
  if (!index.comment.empty()) code.then("comment", {Code::text(index.comment)});
  if (index.nulls_not_distinct) code.then("nulls_not_distinct");
  add_native(code, index.native);
}

void render_table_body(CodeLines& lines, const ops::CreateTable& create) {
  const auto& table = create.table;
  if (!table.name.schema.empty()) lines.statement(Code::call("t.schema", {Code::text(table.name.schema)}));
  if (create.if_not_exists) lines.statement(Code::call("t.if_not_exists"));
  const auto says = columns_say(table);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    auto column = table.columns[i];
    // A key of the table brings NOT NULL to its columns as one of the column does.
    const bool in_key = table.primary_key && !says.primary_key &&
                        std::find(table.primary_key->columns.begin(), table.primary_key->columns.end(), column.name) !=
                            table.primary_key->columns.end();
    std::vector<Code> arguments{Code::text(column.name)};
    Code code = Code::word({});
    if (has_own_expression(column.type)) {
      arguments.push_back(type_code(column.type));
      code = Code::call("t.column", std::move(arguments));
    } else {
      auto verb = verb_of(column.type);
      std::move(verb.arguments.begin(), verb.arguments.end(), std::back_inserter(arguments));
      code = Code::call("t." + verb.name, std::move(arguments));
      if (column.type.has_time_zone()) code.then("with_time_zone");
    }
    if (in_key && column.nullable && !column.identity) code.then("nullable");
    if (in_key && !column.identity) column.nullable = true;
    add_parts(code, column, says.parts[i]);
    lines.statement(code);
  }
  if (table.primary_key && !says.primary_key) {
    auto code = Code::call("t.primary_key", {Code::texts(table.primary_key->columns)});
    add_name(code, table.primary_key->name);
    add_options(code, *table.primary_key);
    lines.statement(code);
  }
  const auto each = [&](const auto& objects, const auto& make) {
    for (const auto& object : objects) {
      if (says.said.contains(&object)) continue;
      Code code = make(object);
      if (!has_default_name(object, table)) add_name(code, object.name);
      add_options(code, object);
      lines.statement(code);
    }
  };
  each(table.uniques,
       [](const schema::Unique& unique) { return Code::call("t.unique", {Code::texts(unique.columns)}); });
  each(table.foreign_keys, [](const schema::ForeignKey& key) {
    return Code::call("t.foreign_key",
                      {Code::texts(key.columns), Code::text(key.referent.name), Code::texts(key.referent_columns)});
  });
  each(table.checks, [](const schema::Check& check) {
    return Code::call("t.check", {sql_text_code(check.condition, check.by_dialect)});
  });
  each(table.excludes,
       [](const schema::Exclude& exclude) { return Code::call("t.exclude", {elements_code(exclude.elements)}); });
  each(table.indexes,
       [](const schema::Index& index) { return Code::call("t.index", {index_columns_code(index.columns)}); });
  render_options(lines, create);
}

}  // namespace retort::autogenerate
