#include "autogenerate/render_operation.hpp"

#include <span>
#include <type_traits>
#include <utility>

#include "autogenerate/render_item.hpp"
#include "autogenerate/render_objects.hpp"
#include "autogenerate/render_table.hpp"

namespace retort::autogenerate {

namespace {

using Kind = op::ConstraintKind::Value;
using Codes = std::vector<Code>;

template <typename Action>
constexpr bool kInBatch =
    std::is_same_v<Action, ops::AddColumn> || std::is_same_v<Action, ops::DropColumn> ||
    std::is_same_v<Action, ops::AlterColumn> || std::is_same_v<Action, ops::RenameColumn> ||
    std::is_same_v<Action, ops::CreatePrimaryKey> || std::is_same_v<Action, ops::CreateUnique> ||
    std::is_same_v<Action, ops::CreateForeignKey> || std::is_same_v<Action, ops::CreateCheck> ||
    std::is_same_v<Action, ops::CreateExclude> || std::is_same_v<Action, ops::DropConstraint> ||
    std::is_same_v<Action, ops::RenameConstraint> || std::is_same_v<Action, ops::ValidateConstraint> ||
    std::is_same_v<Action, ops::CreateIndex> || std::is_same_v<Action, ops::DropIndex> ||
    std::is_same_v<Action, ops::CreateTableComment> || std::is_same_v<Action, ops::DropTableComment>;

/// op::TableChange has a verb for it.
bool fits_in_batch(const ops::Operation& operation) {
  return std::visit([](const auto& action) { return kInBatch<std::decay_t<decltype(action)>>; }, operation.action);
}

/// One function for each alternative of ops::Action: a new one does not compile until it can be written.
class Writer {
 public:
  Writer(CodeLines& lines, const RenderStyle& style) noexcept : lines_(lines), style_(style) {}

  void write(const Item& item, bool in_batch) {
    in_batch_ = in_batch;
    for (const auto& text : item.remarks) lines_.comment(text);
    parts_ = &item.parts;
    std::visit(*this, item.operation->action);
  }

  void operator()(const ops::CreateTable& o) {
    auto body = lines_.inner();
    render_table_body(body, o);
    lines_.lambda("op::create_table", {Code::text(o.table.name.name)}, "op::Table& t", body);
  }

  void operator()(const ops::DropTable& o) {
    warn("Destructive: the table's rows are lost.");
    Code code = Code::call("op::drop_table", {Code::text(o.table.name)});
    finish(code, o.table, o.if_exists, o.cascade);
  }

  void operator()(const ops::RenameTable& o) {
    Code code = Code::call("op::rename_table", {Code::text(o.table.name), Code::text(o.new_name)});
    finish(code, o.table);
  }

  void operator()(const ops::CreateTableComment& o) {
    auto code = call("create_table_comment", {}, o.table, {Code::text(o.comment)});
    if (o.existing) code.then("existing_comment", {Code::text(*o.existing)});
    finish(code, o.table);
  }

  void operator()(const ops::DropTableComment& o) {
    auto code = call("drop_table_comment", {}, o.table, {});
    if (o.existing) code.then("existing_comment", {Code::text(*o.existing)});
    finish(code, o.table);
  }

  void operator()(const ops::AddColumn& o) {
    const auto& column = o.column;
    if (!column.nullable && !column.server_default && !column.computed && !column.identity && !parts_->primary_key) {
      advise(
          "NOT NULL without a default: refused where the table has rows. Give it a server_default, or fill it first.");
    }
    auto code = call("add_column", {}, o.table, {column_code(column, *parts_)});
    if (o.first) code.then("first");
    if (!o.after.empty()) code.then("after", {Code::text(o.after)});
    if (o.if_not_exists) code.then("if_not_exists");
    finish(code, o.table);
  }

  void operator()(const ops::DropColumn& o) {
    warn("Destructive: the values of the column are lost.");
    auto code = call("drop_column", {}, o.table, {Code::text(o.column)});
    if (o.existing) code.then("existing", {column_code(*o.existing)});
    finish(code, o.table, o.if_exists);
  }

  void operator()(const ops::AlterColumn& o) {
    Code change = Code::word("c");
    if (!o.table.schema.empty() && !in_batch_) change.then("schema", {Code::text(o.table.schema)});
    const auto type = [&](const char* setter, const std::optional<Type>& value) {
      if (value) change.then(setter, {type_code(*value)});
    };
    const auto flag = [&](const char* setter, const std::optional<bool>& value) {
      if (value) change.then(setter, *value ? Codes() : Codes{Code::word("false")});
    };
    const auto text = [&](const char* setter, const std::optional<std::string>& value) {
      if (value) change.then(setter, {Code::text(*value)});
    };
    text("new_column_name", o.new_name);
    type("type", o.type);
    if (o.nullable && !*o.nullable) change.then("not_null");
    if (o.nullable && *o.nullable) change.then("nullable");
    if (o.server_default && *o.server_default) change.then("server_default", {value_code(**o.server_default)});
    if (o.server_default && !*o.server_default) change.then("drop_server_default");
    text("comment", o.comment);
    flag("autoincrement", o.autoincrement);
    if (o.identity) {
      change.then("identity", *o.identity == op::Identity{} ? Codes() : Codes{identity_code(*o.identity)});
    }
    text("collate", o.collation);
    if (!o.postgresql_using.empty()) change.then("postgresql_using", {Code::text(o.postgresql_using)});
    type("existing_type", o.existing_type);
    flag("existing_nullable", o.existing_nullable);
    if (o.existing_server_default && *o.existing_server_default) {
      change.then("existing_server_default", {value_code(**o.existing_server_default)});
    }
    text("existing_comment", o.existing_comment);
    flag("existing_autoincrement", o.existing_autoincrement);
    if (o.existing_identity) change.then("existing_identity", {identity_code(*o.existing_identity)});
    if (!change.has_chain()) return lines_.comment("The column \"" + o.column + "\" stays as it is.");
    alter(o, change);
  }

  void operator()(const ops::RenameColumn& o) {
    auto code = call("rename_column", {}, o.table, {Code::text(o.column), Code::text(o.new_name)});
    finish(code, o.table);
  }

  void operator()(const ops::CreatePrimaryKey& o) {
    auto code = call("create_primary_key", {Code::text(o.key.name)}, o.table, {Code::texts(o.key.columns)});
    add_options(code, o.key);
    finish(code, o.table);
  }

  void operator()(const ops::CreateUnique& o) {
    auto code = call("create_unique_constraint", {Code::text(o.unique.name)}, o.table, {Code::texts(o.unique.columns)});
    add_options(code, o.unique);
    finish(code, o.table);
  }

  void operator()(const ops::CreateForeignKey& o) {
    auto code =
        call("create_foreign_key", {Code::text(o.key.name)}, o.table,
             {Code::text(o.key.referent.name), Code::texts(o.key.columns), Code::texts(o.key.referent_columns)});
    if (!o.table.schema.empty() && !in_batch_) code.then("source_schema", {Code::text(o.table.schema)});
    add_options(code, o.key);
    lines_.statement(code);
  }

  void operator()(const ops::CreateCheck& o) {
    auto code = call("create_check_constraint", {Code::text(o.check.name)}, o.table,
                     {sql_text_code(o.check.condition, o.check.by_dialect)});
    add_options(code, o.check);
    finish(code, o.table);
  }

  void operator()(const ops::CreateExclude& o) {
    auto code =
        call("create_exclude_constraint", {Code::text(o.exclude.name)}, o.table, {elements_code(o.exclude.elements)});
    add_options(code, o.exclude);
    finish(code, o.table);
  }

  void operator()(const ops::DropConstraint& o) {
    if (!can_be_written({o})) {
      lines_.comment(
          "This stops the migration before it begins: the constraint has no name, and no directive finds it. Name it "
          "here if the database knows a name for it, or "
          "create the table anew without it.");
    }
    auto code = call("drop_constraint", {Code::text(o.name)}, o.table, {Code::word(kind_word(o.kind))});
    if (o.name.empty() && o.existing) {
      std::visit(
          ops::Overloaded{
              [&](const schema::Unique& c) { code.then("existing_unique", {Code::texts(c.columns)}); },
              [&](const schema::Check& c) { code.then("existing_check", {sql_text_code(c.condition, c.by_dialect)}); },
              [&](const schema::ForeignKey& c) {
                code.then("existing_foreign_key",
                          {Code::texts(c.columns), Code::text(c.referent.name), Code::texts(c.referent_columns)});
              },
              [](const auto&) {}},
          *o.existing);
    }
    finish(code, o.table, o.if_exists, o.cascade);
  }

  void operator()(const ops::RenameConstraint& o) {
    auto code = call("rename_constraint", {}, o.table, {Code::text(o.name), Code::text(o.new_name)});
    finish(code, o.table);
  }

  void operator()(const ops::ValidateConstraint& o) {
    auto code = call("validate_constraint", {Code::text(o.name)}, o.table, {});
    finish(code, o.table);
  }

  void operator()(const ops::CreateIndex& o) {
    auto code = call("create_index", {Code::text(o.index.name)}, o.table, {index_columns_code(o.index.columns)});
    add_options(code, o.index);
    finish(code, o.table);
  }

  void operator()(const ops::DropIndex& o) {
    Code code = o.table.name.empty() ? Code::call("op::drop_index", {Code::text(o.name)})
                                     : call("drop_index", {Code::text(o.name)}, o.table, {});
    if (o.concurrently) code.then("concurrently");
    finish(code, o.table, o.if_exists);
  }

  void operator()(const ops::RenameIndex& o) {
    Code code = Code::call("op::rename_index", {Code::text(o.table.name), Code::text(o.name), Code::text(o.new_name)});
    finish(code, o.table);
  }

  void operator()(const ops::CreateSchema& o) {
    Code code = Code::call("op::create_schema", {Code::text(o.name)});
    if (o.if_not_exists) code.then("if_not_exists");
    lines_.statement(code);
  }

  void operator()(const ops::DropSchema& o) {
    warn("Destructive where there is something in it.");
    Code code = Code::call("op::drop_schema", {Code::text(o.name)});
    finish(code, {}, o.if_exists, o.cascade);
  }

  void operator()(const ops::CreateSequence& o) {
    const auto& sequence = o.sequence;
    Code code = Code::call("op::create_sequence", {Code::text(sequence.name.name)});
    add_options(code, sequence);
    if (o.if_not_exists) code.then("if_not_exists");
    finish(code, sequence.name);
  }

  void operator()(const ops::AlterSequence& o) {
    Code code = Code::call("op::alter_sequence", {Code::text(o.name.name)});
    add_options(code, o);
    finish(code, o.name);
  }

  void operator()(const ops::DropSequence& o) {
    warn("Destructive: how far the sequence has counted is lost.");
    drop("op::drop_sequence", o.name, o.if_exists);
  }

  void operator()(const ops::CreateEnum& o) {
    Code code = Code::call("op::create_enum", {Code::text(o.type.name.name), Code::texts(o.type.values)});
    if (o.if_not_exists) code.then("if_not_exists");
    finish(code, o.type.name);
  }

  void operator()(const ops::AlterEnum& o) {
    Code code = Code::call("op::alter_enum", {Code::text(o.name.name)});
    for (const auto& [from, to] : o.renamed) code.then("rename_value", {Code::text(from), Code::text(to)});
    for (const auto& addition : o.added) {
      Codes arguments{Code::text(addition.value)};
      if (!addition.before.empty()) arguments.push_back(Code::text(addition.before));
      code.then("add_value", std::move(arguments));
    }
    finish(code, o.name);
  }

  void operator()(const ops::DropEnum& o) { drop("op::drop_enum", o.name, o.if_exists); }

  void operator()(const ops::CreateView& o) {
    Code code = Code::call("op::create_view", {Code::text(o.view.name.name), sql_text_code(o.view.query)});
    add_options(code, o.view);
    if (o.if_not_exists) code.then("if_not_exists");
    finish(code, o.view.name);
  }

  void operator()(const ops::ReplaceView& o) {
    Code code = Code::call("op::replace_view", {Code::text(o.view.name.name), sql_text_code(o.view.query)});
    add_options(code, o.view);
    if (o.existing) code.then("existing_query", {sql_text_code(*o.existing)});
    finish(code, o.view.name);
  }

  void operator()(const ops::DropView& o) {
    Code code = Code::call("op::drop_view", {Code::text(o.name.name)});
    if (o.materialized) code.then("materialized");
    finish(code, o.name, o.if_exists, o.cascade);
  }

  void operator()(const ops::CreateTrigger& o) {
    const auto& trigger = o.trigger;
    Code code = Code::call("op::create_trigger",
                           {Code::text(trigger.name), Code::text(trigger.table.name), sql_text_code(trigger.body)});
    add_options(code, trigger);
    if (o.if_not_exists) code.then("if_not_exists");
    finish(code, trigger.table);
  }

  void operator()(const ops::DropTrigger& o) {
    Code code = Code::call("op::drop_trigger", {Code::text(o.name), Code::text(o.table.name)});
    finish(code, o.table, o.if_exists);
  }

  void operator()(const ops::BulkInsert& o) {
    Codes rows;
    for (const auto& row : o.rows) {
      Codes cells;
      for (const auto& value : row) cells.push_back(value_code(value));
      rows.push_back(Code::list(std::move(cells)));
    }
    Code code =
        Code::call("op::bulk_insert", {Code::text(o.table.name), Code::texts(o.columns), Code::rows(std::move(rows))});
    finish(code, o.table);
  }

  void operator()(const ops::Execute& o) {
    Code code = Code::call("op::execute", {sql_text_code(o.statement)});
    if (o.reverse) code.then("reverse", {sql_text_code(*o.reverse)});
    if (o.touches && o.touches->empty()) code.then("data_only");
    if (o.touches && !o.touches->empty()) code.then("touches", {Code::texts(*o.touches)});
    lines_.statement(code);
  }

  void operator()(const ops::Run& o) {
    const auto words = o.description.empty() ? std::string("code of its own") : o.description;
    lines_.comment("op::run: code cannot be written out; it comes here by hand: " + words);
  }

  void operator()(const ops::Irreversible& o) {
    lines_.statement(Code::call("op::irreversible", {Code::text(o.reason)}));
  }

  void operator()(const ops::Invoke& o) {
    lines_.comment("op::invoke: a custom operation cannot be written out; it comes here by hand: " +
                   (o.operation ? o.operation->describe() : std::string()));
  }

 private:
  void warn(std::string_view text) { lines_.comment(text); }
  void advise(std::string_view text) {
    if (style_.with_advice) lines_.comment(text);
  }

  /// A directive on a table, or its verb in a batch, where the table is known.
  Code call(const char* verb, Codes before, const schema::QualifiedName& table, Codes behind) const {
    if (!in_batch_) before.push_back(Code::text(table.name));
    for (auto& each : behind) before.push_back(std::move(each));
    return Code::call(std::string(in_batch_ ? "t." : "op::") + verb, std::move(before));
  }

  void finish(Code& code, const schema::QualifiedName& name, bool if_exists = false, bool cascade = false) {
    if (!name.schema.empty() && !in_batch_) code.then("schema", {Code::text(name.schema)});
    if (if_exists) code.then("if_exists");
    if (cascade) code.then("cascade");
    lines_.statement(code);
  }

  void drop(const char* directive, const schema::QualifiedName& name, bool if_exists) {
    Code code = Code::call(directive, {Code::text(name.name)});
    finish(code, name, if_exists);
  }

  void alter(const ops::AlterColumn& o, const Code& change) {
    Codes arguments;
    if (!in_batch_) arguments.push_back(Code::text(o.table.name));
    arguments.push_back(Code::text(o.column));
    const std::string function = in_batch_ ? "t.alter_column" : "op::alter_column";
    auto body = lines_.inner();
    body.statement(change);
    lines_.lambda(function, std::move(arguments), "op::ColumnChange& c", body);
  }

  static const char* kind_word(Kind kind) {
    switch (kind) {
      case Kind::unique:
        return "op::unique";
      case Kind::check:
        return "op::check";
      case Kind::foreign_key:
        return "op::foreign_key";
      case Kind::primary_key:
        return "op::primary_key";
      case Kind::exclude:
        return "op::exclude";
      case Kind::unknown:
        break;
    }
    return "op::ConstraintKind::Value::unknown";
  }

  CodeLines& lines_;
  const RenderStyle& style_;
  bool in_batch_ = false;
  const ColumnParts* parts_ = nullptr;
};

}  // namespace

bool can_be_written(const ops::Operation& operation) {
  const auto* drop = std::get_if<ops::DropConstraint>(&operation.action);
  if (drop == nullptr || !drop->name.empty()) return true;
  if (drop->kind == op::ConstraintKind::Value::primary_key) return true;
  return drop->existing && !std::holds_alternative<schema::Exclude>(*drop->existing);
}

namespace {

/// Items that are all inside of an autocommit_block, or all outside.
void render_items(CodeLines& lines, std::span<const Item> items, const RenderStyle& style) {
  Writer writer(lines, style);
  for (std::size_t i = 0; i < items.size();) {
    const auto& first = *items[i].operation;
    auto end = i + 1;
    while (fits_in_batch(first) && end < items.size() && fits_in_batch(*items[end].operation) &&
           belong_together(first, *items[end].operation)) {
      ++end;
    }
    if (end - i == 1) {
      writer.write(items[i++], false);
      continue;
    }
    const auto& table = *ops::table_of(first);
    auto body = lines.inner();
    if (!table.schema.empty()) body.statement(Code::call("t.schema", {Code::text(table.schema)}));
    Writer in_batch(body, style);
    for (; i < end; ++i) in_batch.write(items[i], true);
    lines.lambda("op::batch_alter_table", {Code::text(table.name)}, "op::TableChange& t", body);
  }
}

}  // namespace

void render_operations(CodeLines& lines, const ops::Operations& operations, const RenderStyle& style) {
  const auto items = items_of(operations, style.remarks);
  std::span<const Item> rest(items);
  while (!rest.empty()) {
    const bool autocommit = rest.front().operation->autocommit;
    std::size_t size = 1;
    while (size < rest.size() && rest[size].operation->autocommit == autocommit) ++size;
    if (autocommit) {
      auto body = lines.inner();
      render_items(body, rest.first(size), style);
      lines.lambda("op::autocommit_block", {}, "", body);
    } else {
      render_items(lines, rest.first(size), style);
    }
    rest = rest.subspan(size);
  }
}

}  // namespace retort::autogenerate
