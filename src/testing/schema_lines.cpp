#include "testing/schema_lines.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "core/sql_lexer.hpp"

namespace retort::testing {

namespace {

std::string list(const std::vector<std::string>& words) {
  std::string text = "(";
  for (const auto& word : words) text += (text.size() > 1 ? ", " : "") + word;
  return text + ")";
}

std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text)
    result += c == '\n' ? std::string("\\n") : c == '\'' ? std::string("''") : std::string(1, c);
  return result + "'";
}

std::string said(std::string_view label, const std::string& text) {
  return text.empty() ? std::string() : " " + std::string(label) + " " + text;
}

/// The lines of one schema in one dialect.
class Lines {
 public:
  Lines(std::string_view dialect, std::string_view database) : dialect_(dialect), database_(database) {}

  std::vector<std::string> take() && { return std::move(lines_); }

  void add(const schema::Table& table, bool uncertain) {
    auto head = "table " + table.name.text() + options(table.options);
    if (!table.comment.empty()) head += " comment " + quoted(table.comment);
    if (uncertain) head += " (not read as a whole)";
    lines_.push_back(head);
    for (const auto& column : table.columns) lines_.push_back("  " + text(column));
    std::vector<std::string> rest;
    if (table.primary_key) {
      const auto& key = *table.primary_key;
      rest.push_back("  primary key " + list(key.columns) + native(key.native) + name(key.name, table));
    }
    for (const auto& unique : table.uniques) {
      rest.push_back("  unique " + list(unique.columns) + nulls(unique.nulls_not_distinct) + deferral(unique.deferral) +
                     native(unique.native) + name(unique.name, table));
    }
    for (const auto& key : table.foreign_keys) rest.push_back("  " + text(key) + name(key.name, table));
    for (const auto& check : table.checks) {
      rest.push_back("  check (" + plain(check.condition) + ")" + (check.not_valid ? " not valid" : "") +
                     native(check.native) + name(check.name, table));
    }
    for (const auto& exclude : table.excludes) rest.push_back("  " + text(exclude) + name(exclude.name, table));
    for (const auto& index : table.indexes) rest.push_back("  " + text(index));
    std::sort(rest.begin(), rest.end());
    lines_.insert(lines_.end(), rest.begin(), rest.end());
  }

  void add(const schema::View& view) {
    const auto* query = view.query.find(dialect_);
    lines_.push_back((view.materialized ? "materialized view " : "view ") + view.name.text() +
                     (query != nullptr ? " as " + plain_sql(*query, dialect_, database_) : ""));
  }

  void add(const schema::Sequence& sequence) {
    std::string line = "sequence " + sequence.name.text();
    const auto number = [&](const char* label, const std::optional<std::int64_t>& value) {
      if (value) line += std::string(" ") + label + " " + std::to_string(*value);
    };
    number("start", sequence.start);
    number("increment", sequence.increment);
    number("from", sequence.min_value);
    number("to", sequence.max_value);
    lines_.push_back(line + (sequence.cycle ? " cycle" : ""));
  }

  void add(const schema::Enum& type) { lines_.push_back("enum " + type.name.text() + " " + list(type.values)); }

  void add(const schema::Trigger& trigger) {
    using Timing = schema::Trigger::Timing;
    std::string line = "trigger " + trigger.name + " on " + trigger.table.text();
    line += trigger.timing == Timing::before ? " before" : trigger.timing == Timing::after ? " after" : " instead of";
    if (trigger.on_insert) line += " insert";
    if (trigger.on_update) line += " update" + (trigger.update_of.empty() ? "" : " of " + list(trigger.update_of));
    if (trigger.on_delete) line += " delete";
    if (trigger.for_each_statement) line += " for each statement";
    if (!trigger.when.empty()) line += " when " + plain(trigger.when);
    const auto* body = trigger.body.find(dialect_);
    lines_.push_back(line + (body != nullptr ? " as " + plain(*body) : ""));
  }

  void add_line(std::string line) { lines_.push_back(std::move(line)); }

 private:
  std::string plain(std::string_view sql) const { return plain_sql(sql, dialect_); }

  std::string native(const SqlText& native) const {
    const auto* words = native.find(dialect_);
    return words == nullptr ? std::string() : " " + plain(*words);
  }

  static std::string nulls(bool not_distinct) { return not_distinct ? " nulls not distinct" : ""; }

  /// MySQL numbers the foreign keys of a table that were given no name.
  static std::string name(const std::string& name, const schema::Table& table) {
    const auto generated = table.name.name + "_ibfk_";
    return name.empty() || name.rfind(generated, 0) == 0 ? std::string() : " named " + name;
  }

  std::string options(const schema::TableOptions& options) const {
    std::string text;
    if (options.sqlite_strict) text += " strict";
    if (options.sqlite_without_rowid) text += " without rowid";
    if (options.postgresql_unlogged) text += " unlogged";
    text += said("engine", options.mysql_engine) + said("charset", options.mysql_charset) +
            said("collate", options.mysql_collate) + said("row format", options.mysql_row_format) +
            said("tablespace", options.postgresql_tablespace) + said("partition by", options.postgresql_partition_by);
    text += native(options.native);
    return options.postgresql_inherits.empty() ? text : text + " inherits " + list(options.postgresql_inherits);
  }

  std::string value(const Value& value) const {
    switch (value.kind()) {
      case Value::Kind::null:
        return "null";
      case Value::Kind::boolean:
      case Value::Kind::integer:
        return std::to_string(value.integer());
      case Value::Kind::real:
        return std::to_string(value.real());
      case Value::Kind::decimal:
        return value.text();
      case Value::Kind::sql:
        return plain(value.text());
      case Value::Kind::text:
      case Value::Kind::bytes:
        break;
    }
    return quoted(value.text());
  }

  std::string text(const schema::Column& column) const {
    auto line = "column " + column.name + " " + column.type.text() + (column.nullable ? "" : " not null");
    if (column.server_default) line += " default " + value(*column.server_default);
    if (column.autoincrement) line += " autoincrement";
    if (column.identity) {
      line += column.identity->always ? " identity always" : " identity";
      line += " from " + std::to_string(column.identity->start.value_or(1)) + " by " +
              std::to_string(column.identity->increment.value_or(1));
    }
    if (column.computed) {
      line += " computed (" + plain(column.computed->sql) + ")" + (column.computed->stored ? " stored" : "");
    }
    if (!column.comment.empty()) line += " comment " + quoted(column.comment);
    return line + said("collate", column.collation) + native(column.native);
  }

  static std::string deferral(schema::Deferral deferral) {
    return deferral == schema::Deferral::none         ? ""
           : deferral == schema::Deferral::deferrable ? " deferrable"
                                                      : " initially deferred";
  }

  static std::string action(const char* when, op::ReferentialAction action) {
    using Action = op::ReferentialAction;
    const char* word = action == Action::cascade       ? "cascade"
                       : action == Action::set_null    ? "set null"
                       : action == Action::set_default ? "set default"
                       : action == Action::restrict_   ? "restrict"
                                                       : nullptr;
    return word == nullptr ? std::string() : std::string(" on ") + when + " " + word;
  }

  std::string text(const schema::ForeignKey& key) const {
    auto line = "foreign key " + list(key.columns) + " references " + key.referent.text();
    if (!key.referent_columns.empty()) line += " " + list(key.referent_columns);
    line += action("delete", key.on_delete) + action("update", key.on_update) + said("match", key.match);
    return line + deferral(key.deferral) + (key.not_valid ? " not valid" : "") + native(key.native);
  }

  std::string text(const schema::Exclude& exclude) const {
    std::string line = "exclude" + said("using", exclude.method);
    for (const auto& element : exclude.elements) line += " " + plain(element.expression.text) + " with " + element.with;
    return line + said("where", plain(exclude.where)) + deferral(exclude.deferral) + native(exclude.native);
  }

  std::string text(const schema::Index& index) const {
    std::vector<std::string> columns;
    for (const auto& column : index.columns) {
      auto each = column.is_expression() ? "(" + plain(column.name()) + ")" : column.name();
      if (column.length() > 0) each += " of " + std::to_string(column.length());
      each += said("collate", column.collation()) + said("by", column.operator_class());
      if (column.is_descending()) each += " desc";
      if (column.nulls() == op::IndexColumn::Nulls::first) each += " nulls first";
      if (column.nulls() == op::IndexColumn::Nulls::last) each += " nulls last";
      columns.push_back(each);
    }
    auto line = (index.unique ? "unique index " : "index ") + index.name + " " + list(columns);
    if (index.descending) line += " downwards";
    line += said("using", index.method) + said("where", plain(index.where));
    if (!index.include.empty()) line += " include " + list(index.include);
    line += nulls(index.nulls_not_distinct) + native(index.native);
    return line + (index.comment.empty() ? "" : " comment " + quoted(index.comment));
  }

  std::string_view dialect_;
  std::string_view database_;
  std::vector<std::string> lines_;
};

}  // namespace

std::string plain_sql(std::string_view sql, std::string_view dialect, std::string_view database) {
  std::string result;
  bool glue = true;
  const auto tokens = significant_tokens(sql, SqlSyntax::of(dialect));
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto& token = tokens[i];
    std::string text(token.in(sql));
    const bool qualifies = !database.empty() && i + 1 < tokens.size() && tokens[i + 1].in(sql) == "." &&
                           (i == 0 || tokens[i - 1].in(sql) != ".");
    if (qualifies && (token.kind == SqlToken::Kind::quoted_name ? unquoted(text) : text) == database) {
      ++i;
      continue;
    }
    if (token.kind == SqlToken::Kind::quoted_name) text = unquoted(text);
    if (token.kind == SqlToken::Kind::word || token.kind == SqlToken::Kind::quoted_name) {
      for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    const bool tight = text == ")" || text == "," || text == "." || text == "(";
    if (!glue && !tight) result += ' ';
    result += text == "\n" ? " " : text;
    glue = text == "(" || text == ".";
  }
  return result;
}

std::vector<std::string> schema_lines(const schema::MetaData& schema, std::string_view dialect,
                                      std::string_view database) {
  Lines lines(dialect, database);
  for (const auto& name : schema.schemas) lines.add_line("schema " + name);
  for (const auto& [name, type] : schema.enums) lines.add(type);
  for (const auto& [name, sequence] : schema.sequences) lines.add(sequence);
  for (const auto& [name, table] : schema.tables) lines.add(table, schema.uncertain.contains(name));
  for (const auto& [name, view] : schema.views) lines.add(view);
  for (const auto& name : schema.uncertain) {
    if (!schema.tables.contains(name)) lines.add_line("view " + name.text() + " (not read as a whole)");
  }
  auto triggers = schema.triggers;
  std::sort(triggers.begin(), triggers.end(), [](const schema::Trigger& a, const schema::Trigger& b) {
    return std::pair(a.table, a.name) < std::pair(b.table, b.name);
  });
  for (const auto& trigger : triggers) lines.add(trigger);
  return std::move(lines).take();
}

}  // namespace retort::testing
