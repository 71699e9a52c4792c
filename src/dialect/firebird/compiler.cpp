#include "dialect/firebird/compiler.hpp"

#include <algorithm>

#include "dialect/failure.hpp"
#include "dialect/firebird/blocks.hpp"
#include "dialect/firebird/definitions.hpp"
#include "dialect/firebird/enum_columns.hpp"
#include "dialect/firebird/objects.hpp"
#include "dialect/firebird/quoting.hpp"
#include "dialect/firebird/row_blocks.hpp"
#include "dialect/firebird/table_changes.hpp"
#include "dialect/firebird/types.hpp"
#include "dialect/identifier.hpp"

namespace retort::dialect::firebird {

namespace {

using Effect = Statement::Effect;

/// One function for each alternative of ops::Action: a new one does not compile until it is answered here.
class Compiler {
 public:
  Compiler(const schema::MetaData& before, Facts* facts, Statements& out) noexcept
      : before_(before), facts_(facts), out_(out) {}

  void compile(const ops::Operation& operation, std::size_t index) {
    out_.set_operation(index, operation.autocommit);
    std::visit(*this, operation.action);
  }
  void finish() { out_.flush(); }

  void operator()(const ops::CreateTable& op) {
    std::vector<std::string> texts{create_table_text(op.table)};
    for (auto& text : after_table_texts(op.table)) texts.push_back(std::move(text));
    if (op.if_not_exists) {
      out_.add(block_unless(relation_exists(op.table.name.name), texts));
    } else {
      out_.add_all(std::move(texts));
    }
    // Keys to a table that is not there can only have gone with it, by a drop_table with cascade().
    for (const auto& [name, other] : before_.tables) {
      for (const auto& key : other.foreign_keys) {
        if (key.referent != op.table.name || name == op.table.name || op.if_not_exists) continue;
        out_.clause(name, add_clause(key));
      }
    }
  }

  void operator()(const ops::DropTable& op) {
    check_schema(op.table);
    if (op.cascade) out_.add(drop_references_text(op.table.name));
    drop("DROP TABLE ", op.table, op.if_exists, relation_exists(op.table.name));
  }

  void operator()(const ops::RenameTable& op) {
    unsupported("Firebird cannot rename a table; create \"" + op.new_name +
                "\", copy the rows with op::execute("
                "\"INSERT INTO ... SELECT ...\"), and drop \"" +
                op.table.text() + "\"");
  }

  void operator()(const ops::CreateTableComment& op) { out_.add(table_comment_text(op.table, op.comment)); }
  void operator()(const ops::DropTableComment& op) { out_.add(table_comment_text(op.table, {})); }

  void operator()(const ops::AddColumn& op) {
    check_schema(op.table);
    const auto clause = "ADD " + column_text(op.column);
    std::vector<std::string> comments;
    if (!op.column.comment.empty()) {
      comments.push_back(column_comment_text(op.table, op.column.name, op.column.comment));
    }
    if (op.if_not_exists) {
      comments.insert(comments.begin(), "ALTER TABLE " + quote(op.table.name) + " " + clause);
      out_.add(block_unless(column_exists(op.table.name, op.column.name), comments));
      return;
    }
    out_.clause(op.table, clause);
    if (const auto place = place_of(op)) {
      out_.flush();
      out_.clause(op.table, "ALTER " + quote(op.column.name) + " POSITION " + std::to_string(*place));
    }
    out_.add_all(std::move(comments));
  }

  void operator()(const ops::DropColumn& op) {
    drop_column(out_, op, op.if_exists ? std::nullopt : find_known(op.table, before_, facts_));
  }

  void operator()(const ops::AlterColumn& op) {
    check_schema(op.table);
    refuse_numbering(op);
    if (op.collation) {
      unsupported(
          "Firebird cannot change the collation of a column; add one with collate(), copy the values with "
          "op::execute, and drop \"" +
          op.column + "\"");
    }
    const bool asks = op.type || op.new_name;
    const auto known = asks ? find_known(op.table, before_, facts_) : std::nullopt;
    const auto column = "ALTER " + quote(op.column);
    // A default that the new type would not take goes first.
    if (op.server_default && !*op.server_default) out_.clause(op.table, column + " DROP DEFAULT");
    if (op.type) change_type(out_, op, known);
    if (op.nullable) out_.clause(op.table, column + (*op.nullable ? " DROP NOT NULL" : " SET NOT NULL"));
    if (op.server_default && *op.server_default) {
      out_.clause(op.table, column + " SET DEFAULT " + default_text(**op.server_default, op.column));
    }
    if (op.comment) out_.add(column_comment_text(op.table, op.column, *op.comment));
    if (op.new_name && *op.new_name != op.column) {
      auto now = known;
      if (auto* changed = now ? now->find_column(op.column) : nullptr; changed != nullptr && op.type) {
        changed->type = *op.type;
      }
      rename_column(out_, op.table, op.column, *op.new_name, now, before_);
    }
  }

  void operator()(const ops::RenameColumn& op) {
    if (op.column == op.new_name) return;
    rename_column(out_, op.table, op.column, op.new_name, find_known(op.table, before_, facts_), before_);
  }

  void operator()(const ops::CreatePrimaryKey& op) {
    const auto* known = before_.find_table(op.table);
    for (const auto& name : op.key.columns) {
      const auto* column = known != nullptr ? known->find_column(name) : nullptr;
      if (column == nullptr || column->nullable) out_.clause(op.table, "ALTER " + quote(name) + " SET NOT NULL");
    }
    out_.clause(op.table, add_clause(op.key));
  }
  void operator()(const ops::CreateUnique& op) { out_.clause(op.table, add_clause(op.unique), kDuplicateRows); }
  void operator()(const ops::CreateForeignKey& op) { out_.clause(op.table, add_clause(op.key)); }

  void operator()(const ops::CreateCheck& op) {
    check_schema(op.table);
    if (!op.check.not_valid) {
      // Firebird does not look at the rows that are there.
      auto& verify = out_.add(
          "SELECT COUNT(*) FROM " + quote(op.table.name) + " WHERE NOT (" + op.check.condition + "\n)", Effect::rows);
      verify.kind = Statement::Kind::verify;
      verify.subject = "check " + op.table.name + " " + op.check.condition;
      verify.failure = "rows that are in \"" + op.table.name + "\" do not satisfy the CHECK (" + op.check.condition +
                       "), and Firebird would keep them; change them first, with op::execute or op::run before it";
    }
    out_.clause(op.table, add_clause(op.check));
  }

  void operator()(const ops::CreateExclude&) { no_excludes(); }
  // not_valid() is advice: the rows were checked when the constraint was made.
  void operator()(const ops::ValidateConstraint&) {}

  void operator()(const ops::DropConstraint& op) {
    check_schema(op.table);
    if (!op.name.empty()) {
      using Kind = op::ConstraintKind::Value;
      // Those that are triggers to the database.
      const bool frees = op.kind == Kind::check || op.kind == Kind::foreign_key || op.kind == Kind::unknown;
      const auto clause = "DROP CONSTRAINT " + quote(op.name);
      if (op.if_exists) {
        out_.add(block_if(constraint_exists(op.table.name, op.name),
                          {"ALTER TABLE " + quote(op.table.name) + " " + clause}))
            .frees = frees;
      } else if (frees) {
        out_.freeing_clause(op.table, clause);
      } else {
        out_.clause(op.table, clause);
      }
    } else if (op.existing) {
      drop_constraint(out_, op.table, *op.existing);
    } else if (op.kind == op::ConstraintKind::Value::primary_key) {
      out_.add(drop_primary_key_text(op.table.name));
    } else {
      refuse("unknown_constraint",
             "a constraint without a name is found by what it says; add existing_unique(), "
             "existing_check() or existing_foreign_key() to the drop in \"" +
                 op.table.name + "\"");
    }
  }

  void operator()(const ops::RenameConstraint& op) {
    const auto known = must_know(op.table, "renames a constraint by dropping it and creating it again");
    for (auto& constraint : constraints_of(known)) {
      if (name_of(constraint) != op.name) continue;
      drop_constraint(out_, op.table, constraint);
      out_.flush();
      std::visit([&](auto& each) { each.name = op.new_name; }, constraint);
      out_.clause(op.table, add_clause(constraint));
      return;
    }
    refuse("unknown_constraint", "\"" + op.table.name + "\" has no constraint \"" + op.name + "\"");
  }

  void operator()(const ops::CreateIndex& op) {
    refuse_blobs(op);
    std::vector<std::string> texts{create_index_text(op.index, op.table)};
    if (!op.index.comment.empty()) texts.push_back(index_comment_text(op.index.name, op.index.comment));
    if (op.index.if_not_exists) {
      out_.add(block_unless(index_exists(op.index.name), texts));
      return;
    }
    for (auto& text : texts) {
      auto& statement = out_.add(std::move(text));
      if (op.index.unique) statement.failure = kDuplicateRows;
    }
  }
  void operator()(const ops::DropIndex& op) {
    drop("DROP INDEX ", {op.table.schema, op.name}, op.if_exists, index_exists(op.name));
  }
  void operator()(const ops::RenameIndex& op) {
    const auto known = must_know(op.table, "renames an index by dropping it and creating it again");
    for (auto index : known.indexes) {
      if (index.name != op.name) continue;
      out_.add("DROP INDEX " + quote(op.name));
      index.name = op.new_name;
      out_.add(create_index_text(index, op.table));
      if (!index.comment.empty()) out_.add(index_comment_text(index.name, index.comment));
      return;
    }
    refuse("unknown_index", "\"" + op.table.name + "\" has no index \"" + op.name + "\"");
  }

  void operator()(const ops::CreateSchema& op) { check_schema({op.name, "schema"}); }
  void operator()(const ops::DropSchema& op) { check_schema({op.name, "schema"}); }

  void operator()(const ops::CreateSequence& op) {
    auto text = create_sequence_text(op.sequence);
    out_.add(op.if_not_exists ? block_unless(sequence_exists(op.sequence.name.name), {text}) : std::move(text));
  }
  void operator()(const ops::AlterSequence& op) { out_.add(alter_sequence_text(op)); }
  void operator()(const ops::DropSequence& op) {
    drop("DROP SEQUENCE ", op.name, op.if_exists, sequence_exists(op.name.name));
  }

  // An enum is a CHECK in the columns that have it.
  void operator()(const ops::CreateEnum& op) { check_schema(op.type.name); }
  void operator()(const ops::AlterEnum& op) { alter_enum(out_, op, before_); }
  void operator()(const ops::DropEnum& op) { check_schema(op.name); }

  void operator()(const ops::CreateView& op) {
    auto text = view_text("CREATE VIEW", op.view);
    out_.add(op.if_not_exists ? block_unless(relation_exists(op.view.name.name), {text}) : std::move(text));
  }
  void operator()(const ops::ReplaceView& op) { out_.add(view_text("CREATE OR ALTER VIEW", op.view)); }
  void operator()(const ops::DropView& op) {
    if (op.materialized) {
      unsupported("Firebird has no materialized views; leave out materialized() for \"" + op.name.text() + "\"");
    }
    drop("DROP VIEW ", op.name, op.if_exists, relation_exists(op.name.name));
  }

  void operator()(const ops::CreateTrigger& op) {
    auto text = create_trigger_text(op.trigger);
    out_.add(op.if_not_exists ? block_unless(trigger_exists(op.trigger.name), {text}) : std::move(text));
  }
  void operator()(const ops::DropTrigger& op) {
    drop("DROP TRIGGER ", {op.table.schema, op.name}, op.if_exists, trigger_exists(op.name));
  }

  void operator()(const ops::BulkInsert& op) {
    check_schema(op.table);
    for (auto& sql : row_blocks(op, before_.find_table(op.table))) out_.add(std::move(sql), Effect::rows);
  }

  void operator()(const ops::Execute& op) {
    // A statement given for other databases only is none here.
    const auto* sql = op.statement.find("firebird");
    if (sql == nullptr) return;
    const bool rows_only = op.touches && op.touches->empty();
    out_.add(*sql, rows_only ? Effect::rows : Effect::any).kind = Statement::Kind::user_sql;
  }

  void operator()(const ops::Run& op) {
    const bool rows_only = op.touches && op.touches->empty();
    auto& statement = out_.add(op.description, rows_only ? Effect::rows : Effect::any);
    statement.kind = Statement::Kind::code;
    statement.code = op.code;
  }

  // It is about the way down, which does not begin where it stands.
  void operator()(const ops::Irreversible&) {}

  void operator()(const ops::Invoke& op) {
    for (auto& sql : op.operation->compile("firebird")) {
      out_.add(std::move(sql), Effect::any).kind = Statement::Kind::user_sql;
    }
  }

 private:
  void drop(std::string_view beginning, const schema::QualifiedName& name, bool if_exists,
            const std::string& condition) {
    check_schema(name);
    auto text = std::string(beginning) + quote(name.name);
    out_.add(if_exists ? block_if(condition, {text}) : std::move(text));
  }

  /// Where the column shall stand, counted from 1; none for the end.
  std::optional<std::size_t> place_of(const ops::AddColumn& op) {
    if (op.first) return 1;
    if (op.after.empty()) return std::nullopt;
    const auto known = find_known(op.table, before_, facts_);
    const auto* column = known ? known->find_column(op.after) : nullptr;
    if (column == nullptr || column == &known->columns.back()) return std::nullopt;
    return static_cast<std::size_t>(column - known->columns.data()) + 2;
  }

  void refuse_blobs(const ops::CreateIndex& op) const {
    const auto* known = before_.find_table(op.table);
    if (known == nullptr) return;
    for (const auto& element : op.index.columns) {
      const auto* column = element.is_expression() ? nullptr : known->find_column(element.name());
      if (column == nullptr || type_text(column->type).rfind("BLOB", 0) != 0) continue;
      unsupported("\"" + column->name + "\" is " + column->type.text() +
                  ", a BLOB, and Firebird indexes none; make it op::string(), or index an expression: "
                  "op::sql(\"CAST(SUBSTRING(... FROM 1 FOR 100) AS VARCHAR(100))\")");
    }
  }

  schema::Table must_know(const schema::QualifiedName& table, const char* what) {
    if (auto known = find_known(table, before_, facts_)) return std::move(*known);
    refuse("unknown_table", "nothing is known of table \"" + table.text() + "\", and Firebird " + what +
                                "; run this with a connection, or create the table in a migration before this one");
  }

  void refuse_numbering(const ops::AlterColumn& op) const {
    const auto numbered = ops::numbers(op);
    if (!numbered) return;
    const auto* known = before_.find_table(op.table);
    const auto* column = known != nullptr ? known->find_column(op.column) : nullptr;
    const bool told = op.existing_autoincrement || op.existing_identity;
    if (column != nullptr || told) {
      const bool counts =
          column != nullptr ? is_numbered(*column) : op.existing_identity || op.existing_autoincrement.value_or(false);
      const auto held = column != nullptr ? column->identity : op.existing_identity;
      if (counts && *numbered && op.identity) check_same_identity(held.value_or(op::Identity{}), op);
      if (counts == *numbered) return;
    }
    unsupported("Firebird 3 cannot make \"" + op.column +
                "\" number its rows, nor stop it; add a column with "
                "autoincrement(), or use create_sequence and a BEFORE INSERT trigger");
  }

  static void check_same_identity(const op::Identity& held, const ops::AlterColumn& op) {
    const auto& wanted = *op.identity;
    const bool same_step = held.increment.value_or(1) == wanted.increment.value_or(1);
    if (same_step && held.always == wanted.always && held.start.value_or(1) == wanted.start.value_or(1)) return;
    unsupported("Firebird 3 cannot change how the identity \"" + op.column +
                "\" counts; to have it go on from another number use op::execute(\"ALTER TABLE ... ALTER ... RESTART "
                "WITH ...\"), or number the rows with create_sequence and a BEFORE INSERT trigger");
  }

  const schema::MetaData& before_;
  Facts* facts_;
  StatementList out_;
};

}  // namespace

Statements compile_group(std::span<const ops::Operation> group, const schema::MetaData& before, Facts* facts) {
  Statements statements;
  Compiler compiler(before, facts, statements);
  for (std::size_t i = 0; i < group.size(); ++i) {
    in_operation(group[i], [&] { compiler.compile(group[i], i); });
  }
  compiler.finish();
  return statements;
}

}  // namespace retort::dialect::firebird
