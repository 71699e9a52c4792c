#include "runtime/script.hpp"

#include <retort/error.hpp>
#include <retort/listener.hpp>

#include <optional>
#include <utility>

#include "core/sql_lexer.hpp"
#include "ops/apply.hpp"
#include "ops/fingerprint.hpp"
#include "runtime/rethrow.hpp"

namespace retort::runtime {

namespace {

using dialect::Statement;

class ScriptWriter {
 public:
  ScriptWriter(const SetData& set, const Bookkeeping& books, const dialect::Dialect& dialect)
      : set_(set), books_(books), dialect_(dialect) {}

  std::string write(const graph::Plan& plan) {
    auto preparation = prepare(set_, plan, dialect_);
    schema_ = std::move(preparation.schema);
    from_base_ = plan.rows_before().empty() && plan.direction() == graph::Direction::upgrade;
    bool first = from_base_;
    if (!preparation.steps.empty()) {
      const auto& form = dialect_.script_form();
      line("-- Run it with a client that stops at the first error (" + std::string(form.client) +
           "): what follows one would be committed.");
      line("");
      if (!form.preamble.empty()) line(std::string(form.preamble) + "\n");
    }
    for (const auto& step : preparation.steps) {
      write_step(step, std::exchange(first, false));
    }
    return std::move(text_);
  }

 private:
  void line(const std::string& text) { text_ += text + "\n"; }
  void statement(const std::string& sql) { text_ += dialect_.scripted(sql) + "\n\n"; }

  void begin() {
    if (std::exchange(open_, true)) return;
    const auto word = dialect_.script_form().begin;
    if (!word.empty()) statement(std::string(word));
  }
  void commit() {
    if (std::exchange(open_, false)) statement(std::string(dialect_.script_form().commit));
    held_.reset();
    freed_ = false;
  }

  /// Transactions begin and end as they do in a run.
  void divide_before(const Statement& each) {
    const auto& capabilities = dialect_.capabilities();
    const bool structure = each.effect == Statement::Effect::structure;
    if (each.outside_transaction || (capabilities.ddl_commits && structure)) {
      commit();
      return;
    }
    const bool divided = held_ && (*held_ != each.effect || each.effect == Statement::Effect::any);
    if (capabilities.commits_before_rows && (divided || (each.needs_freed && freed_))) commit();
    begin();
    held_ = each.effect;
    freed_ = freed_ || each.frees;
  }

  void write_step(const PreparedStep& step, bool creates_version_table) {
    const auto& id = set_.graph().id(step.node);
    const auto said = set_.revision(step.node);
    const bool keys_off = dialect_.needs_foreign_keys_off(step.operations);
    const StepInfo info{id, step.direction == graph::Direction::upgrade ? Direction::upgrade : Direction::downgrade,
                        &said.down_revision, said.message};
    line("-- " + one_line(info.log_line()));
    for (const auto& note : step.notes) line("-- Note: " + one_line(note));
    line("");
    if (keys_off) {
      // Whether they were on a script cannot know, so it does not switch them on again.
      line("-- A table is rebuilt: foreign keys stay off until this connection ends.");
      statement("PRAGMA foreign_keys = OFF");
    }
    if (creates_version_table) {
      if (!dialect_.capabilities().ddl_commits) begin();
      statement(books_.versions.create_sql());
      if (!creates_journal_late(dialect_)) statement(books_.journal.create_sql());
      if (books_.keeps_applied) statement(books_.applied.create_sql());
      if (dialect_.capabilities().commits_before_rows) commit();
    }
    if (!dialect_.capabilities().ddl_commits) begin();
    try {
      for (const auto& group : step.groups) write_group(step, group);
    } catch (const Error&) {
      rethrow_with({.revision = id});
    }
    begin();
    for (const auto& change : step.changes) statement(books_.versions.change_sql(change));
    // In a database that is not made by this script, nobody knows whether the table is there.
    if (from_base_ && books_.keeps_applied) {
      statement(books_.applied.keep_sql(id, ops::fingerprint(step.operations), false));
    }
    commit();
  }

  void write_group(const PreparedStep& step, const Group& group) {
    const std::span<const ops::Operation> operations(step.operations);
    const auto now = group.needs_facts ? compile_now(step, group) : dialect::Statements();
    for (const auto& each : group.needs_facts ? now : group.statements) {
      write_statement(each, operations[group.first + each.operation]);
    }
    for (const auto& operation : operations.subspan(group.first, group.count)) ops::apply(operation, schema_);
  }

  dialect::Statements compile_now(const PreparedStep& step, const Group& group) const {
    try {
      return compile_group(step, group, schema_, dialect_, nullptr);
    } catch (const Error&) {
      rethrow_with(ops::facts_of(step.operations[group.first], {}));
    }
  }

  void write_statement(const Statement& each, const ops::Operation& operation) {
    switch (each.kind) {
      case Statement::Kind::code:
        throw OperationError(
            "code cannot be written into a script; migrate up to this revision with the program, or say it as SQL "
            "with op::execute",
            ops::facts_of(operation, "code_in_script"));
      case Statement::Kind::measure:
      case Statement::Kind::verify:
        // What a run compares with what was before; a script has nobody to compare.
        return;
      case Statement::Kind::sql:
      case Statement::Kind::user_sql:
        break;
    }
    divide_before(each);
    // A statement's own semicolon would make an empty statement of ours.
    const auto parts = split_statements(each.sql, SqlSyntax::of(dialect_.name()));
    statement(parts.size() == 1 ? std::string(parts.front()) : each.sql);
  }

  /// A comment ends with its line.
  static std::string one_line(std::string text) {
    for (auto& c : text) {
      if (c == '\n' || c == '\r') c = ' ';
    }
    return text;
  }

  const SetData& set_;
  const Bookkeeping& books_;
  const dialect::Dialect& dialect_;
  schema::MetaData schema_;
  std::string text_;
  bool from_base_ = false;
  /// A transaction is open, and what it holds.
  bool open_ = false;
  std::optional<Statement::Effect> held_ = {};
  bool freed_ = false;
};

}  // namespace

std::string write_script(const SetData& set, const graph::Plan& plan, const Bookkeeping& books,
                         const dialect::Dialect& dialect) {
  return ScriptWriter(set, books, dialect).write(plan);
}

}  // namespace retort::runtime
