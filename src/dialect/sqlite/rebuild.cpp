#include "dialect/sqlite/rebuild.hpp"

#include <algorithm>

#include "core/sql_lexer.hpp"
#include "dialect/identifier.hpp"
#include "dialect/sqlite/quoting.hpp"
#include "dialect/sqlite/table_edits.hpp"

namespace retort::dialect::sqlite {

namespace {

using Kind = ConstraintText::Kind;

constexpr std::string_view kProbe = "_retort_probe";
/// In the place of a condition: there is no column to carry over.
constexpr std::string_view kNothing = "nothing";

bool is_generated(const ColumnText& column) { return column.find(Kind::generated) != nullptr; }

class RebuildWriter {
 public:
  explicit RebuildWriter(const Rebuild& rebuild)
      : rebuild_(rebuild),
        name_(rebuild.table.name),
        temporary_{name_.schema, std::string(kRebuildPrefix) + name_.name} {}

  Statements write() {
    guard_foreign_keys();
    guard_new_columns();
    check_references(Statement::Kind::measure);
    create();
    copy();
    carry_sequence();
    replace();
    recreate_dependents();
    check_views();
    check_schema_compiles();
    check_references(Statement::Kind::verify);
    return std::move(statements_);
  }

 private:
  Statement& add(std::string sql, Statement::Kind kind = Statement::Kind::sql) {
    Statement statement;
    statement.kind = kind;
    statement.sql = std::move(sql);
    statement.operation = rebuild_.operation;
    return statements_.emplace_back(std::move(statement));
  }

  void add_verify(std::string sql, std::string subject, std::string failure) {
    auto& statement = add(std::move(sql), Statement::Kind::verify);
    statement.subject = std::move(subject);
    statement.failure = std::move(failure);
  }

  /// With foreign keys on, dropping the old table would delete or orphan the rows that refer to it.
  void guard_foreign_keys() {
    const auto& children = rebuild_.table.native.children;
    if (children.empty() && rebuild_.table.from_database) return;
    add_verify("SELECT foreign_keys FROM pragma_foreign_keys", "foreign_keys",
               "foreign keys are on, and rebuilding \"" + name_.text() +
                   "\" would change the rows that refer to it; run PRAGMA foreign_keys = OFF before the transaction "
                   "begins");
  }

  /// A new column that must have a value and has none to give: possible as long as there are no rows.
  void guard_new_columns() {
    for (const auto& column : rebuild_.after.columns) {
      if (contains(rebuild_.kept, column.name) || column.find(Kind::not_null) == nullptr || is_generated(column)) {
        continue;
      }
      const auto* value = column.find(Kind::default_);
      if (value != nullptr && !equal_ignoring_case(value->expression.in(rebuild_.after.text), "NULL")) continue;
      if (rebuild_.after.rowid_column() == &column) continue;
      auto sql = builder();
      sql.raw("SELECT EXISTS (SELECT 1 FROM ").name(name_).raw(")");
      add_verify(sql.take(), "rows of " + name_.text(),
                 "the new column \"" + column.name + "\" is NOT NULL and has no default, but \"" + name_.text() +
                     "\" has rows; give it a server_default, or add it nullable, fill it, and make it NOT NULL then");
    }
  }

  /// Rows that refer to nothing, counted before and after: more of them stop the migration.
  void check_references(Statement::Kind kind) {
    const auto check = [&](const std::string& child) {
      auto sql = builder();
      sql.raw("SELECT count(*) FROM pragma_foreign_key_check(").literal(Value(child));
      if (!name_.schema.empty()) sql.raw(", ").literal(Value(name_.schema));
      auto& statement = add(sql.raw(")").take(), kind);
      statement.subject = "foreign keys of " + child;
      statement.failure = kind == Statement::Kind::measure
                              ? "the foreign keys of \"" + child +
                                    "\" cannot be checked; each must refer to a primary key or to columns that are "
                                    "UNIQUE together"
                              : "rows of \"" + child +
                                    "\" would refer to rows that do not exist; delete or correct them first, or change "
                                    "the foreign key";
    };
    if (!rebuild_.after.foreign_keys().empty()) check(name_.name);
    for (const auto& child : rebuild_.table.native.children) {
      if (!equal_ignoring_case(child, name_.name)) check(child);
    }
  }

  void create() {
    auto drop = builder();
    add(drop.raw("DROP TABLE IF EXISTS ").name(temporary_).take());
    auto name = builder();
    std::vector<Edit> edits{{rebuild_.after.name, name.name(temporary_).take()}};
    unqualify(edits);
    add(edited(rebuild_.after.text, std::move(edits)));
  }

  /// CHECK (pupils.grade > 0) would not find its table under the temporary name; the qualifier says nothing anyway.
  void unqualify(std::vector<Edit>& edits) const {
    const auto& text = rebuild_.after.text;
    const auto look = [&](const ConstraintText& constraint) {
      if (constraint.kind != Kind::check && constraint.kind != Kind::generated) return;
      const auto expression = constraint.expression.in(text);
      const auto tokens = significant_tokens(expression);
      for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
        if (tokens[i + 1].in(expression) != "." || tokens[i].kind == SqlToken::Kind::text) continue;
        if (!equal_ignoring_case(unquoted(tokens[i].in(expression)), name_.name)) continue;
        const auto begin = constraint.expression.begin;
        edits.push_back({{begin + tokens[i].begin, begin + tokens[i + 1].end}, {}});
      }
    };
    for (const auto& column : rebuild_.after.columns) {
      for (const auto& constraint : column.constraints) look(constraint);
    }
    for (const auto& constraint : rebuild_.after.constraints) look(constraint);
  }

  /// A name that means the rowid in both tables, or none when it is not to be carried over or cannot be.
  std::string_view rowid_name() const {
    if (rebuild_.before.without_rowid || rebuild_.after.without_rowid) return {};
    const auto* alias = rebuild_.after.rowid_column();
    if (alias != nullptr && contains(rebuild_.kept, alias->name)) return {};
    for (const std::string_view name : {"rowid", "_rowid_", "oid"}) {
      if (rebuild_.before.find_column(name) == nullptr && rebuild_.after.find_column(name) == nullptr) return name;
    }
    return {};
  }

  /// SQLite moves whole records when nothing of the columns is different; SELECT * is what lets it.
  bool can_copy_whole() const {
    const auto& before = rebuild_.before.columns;
    const auto& after = rebuild_.after.columns;
    return rebuild_.table.from_database && rowid_name().empty() && rebuild_.kept.size() == before.size() &&
           std::equal(before.begin(), before.end(), after.begin(), after.end(),
                      [&](const ColumnText& a, const ColumnText& b) {
                        return equal_ignoring_case(a.name, b.name) && contains(rebuild_.kept, a.name) &&
                               !is_generated(a) && !is_generated(b);
                      });
  }

  void copy() {
    if (can_copy_whole()) return insert({}, {});
    std::vector<std::string> columns;
    for (const auto& name : rebuild_.kept) {
      const auto* from = rebuild_.before.find_column(name);
      const auto* to = rebuild_.after.find_column(name);
      if (from != nullptr && to != nullptr && !is_generated(*from) && !is_generated(*to)) {
        columns.push_back(quote(to->name));
      }
    }
    const std::string rowid(rowid_name());
    if (!rowid.empty() && !columns.empty()) {
      // Rows that are numbered from 1 without a gap get the same numbers again when SQLite gives them, which is faster
      // by a fifth than giving them ourselves. One of the two copies finds nothing to do.
      auto dense = builder();
      dense.raw("coalesce((SELECT min(" + rowid + ") FROM ").name(name_).raw("), 1) = 1 AND coalesce((SELECT max(");
      dense.raw(rowid).raw(") FROM ").name(name_).raw("), 0) = (SELECT count(*) FROM ").name(name_).raw(")");
      const auto condition = dense.take();
      insert(columns, " WHERE " + condition);
      columns.insert(columns.begin(), rowid);
      return insert(columns, " WHERE NOT (" + condition + ")");
    }
    if (!rowid.empty()) columns.push_back(rowid);
    insert(columns, columns.empty() ? kNothing : std::string_view());
  }

  /// All columns without a list; the place of a list that is empty is taken by NULLs, which give as many rows.
  void insert(const std::vector<std::string>& columns, std::string_view where) {
    auto sql = builder();
    // Rows that conflict stop the rebuild, whatever an ON CONFLICT of the table would do with them.
    sql.raw(mentions_name(rebuild_.after.text, "CONFLICT") ? "INSERT OR ABORT INTO " : "INSERT INTO ").name(temporary_);
    const auto append = [&](const std::string& column) { sql.raw(column); };
    if (where == kNothing) {
      sql.raw(" (").name(std::string_view(rebuild_.after.columns.front().name)).raw(") SELECT NULL");
      where = {};
    } else if (columns.empty()) {
      sql.raw(" SELECT *");
    } else {
      sql.raw(" (").list(columns, append).raw(") SELECT ").list(columns, append);
    }
    // In the order of the rows: an index that covers the columns would give its own, and make the copy slow.
    sql.raw(" FROM ").name(name_).raw(" NOT INDEXED").raw(where);
    add(sql.take()).failure = "the rows of \"" + name_.text() +
                              "\" do not fit its new definition; correct them first, with op::execute or op::run "
                              "before this operation";
  }

  /// AUTOINCREMENT never gives a number twice, so the highest one ever given goes with the table.
  void carry_sequence() {
    const auto* before = rebuild_.before.primary_key();
    const auto* after = rebuild_.after.primary_key();
    if (before == nullptr || after == nullptr || !before->autoincrement || !after->autoincrement) return;
    const schema::QualifiedName sequence{name_.schema, "sqlite_sequence"};
    const Value old_name(name_.name);
    const Value new_name(temporary_.name);
    auto forget = builder();
    add(forget.raw("DELETE FROM ").name(sequence).raw(" WHERE name = ").literal(new_name).take());
    auto carry = builder();
    carry.raw("INSERT INTO ").name(sequence).raw(" (name, seq) SELECT ").literal(new_name);
    add(carry.raw(", seq FROM ").name(sequence).raw(" WHERE name = ").literal(old_name).take());
  }

  /// In legacy mode the renaming leaves alone what names the table: foreign keys, views and triggers of others.
  void replace() {
    auto drop = builder();
    add(drop.raw("DROP TABLE ").name(name_).take());
    add("PRAGMA legacy_alter_table = ON");
    auto rename = builder();
    rename.raw("ALTER TABLE ").name(temporary_).raw(" RENAME TO ").name(std::string_view(name_.name));
    add(rename.take());
    add("PRAGMA legacy_alter_table = OFF");
  }

  void recreate_dependents() {
    for (const auto& dependent : rebuild_.dependents) {
      auto& statement = add(dependent.object.sql);
      statement.operation = dependent.created_by.value_or(rebuild_.operation);
    }
  }

  /// Other columns may make a view ambiguous or leave it without one.
  void check_views() {
    if (!rebuild_.drops_columns() && !rebuild_.adds_columns()) return;
    for (const auto& view : rebuild_.table.native.views) {
      if (!mentions_name(view.sql, name_.name)) continue;
      auto sql = builder();
      sql.raw("SELECT count(*) FROM (SELECT 1 FROM ").name(schema::QualifiedName{name_.schema, view.name});
      add_verify(sql.raw(" LIMIT 0)").take(), "view " + view.name,
                 "view \"" + view.name + "\" does not work with the new form of \"" + name_.text() +
                     "\"; drop the view before this operation and create it anew after it");
    }
  }

  /// Renaming a column, of any table, makes SQLite compile every view and trigger there is. That finds those that still
  /// use a dropped column, as ALTER TABLE ... DROP COLUMN would.
  void check_schema_compiles() {
    if (!rebuild_.drops_columns()) return;
    const schema::QualifiedName probe{name_.schema, std::string(kProbe)};
    auto drop = builder();
    add(drop.raw("DROP TABLE IF EXISTS ").name(probe).take());
    auto create = builder();
    add(create.raw("CREATE TABLE ").name(probe).raw(" (a)").take());
    auto rename = builder();
    rename.raw("ALTER TABLE ").name(probe).raw(" RENAME COLUMN a TO b");
    add(rename.take()).failure = "a view or a trigger does not compile now; drop it before the column of \"" +
                                 name_.text() + "\" that it uses, and create it anew after";
    auto clean = builder();
    add(clean.raw("DROP TABLE ").name(probe).take());
  }

  const Rebuild& rebuild_;
  schema::QualifiedName name_;
  schema::QualifiedName temporary_;
  Statements statements_;
};

}  // namespace

Statements rebuild_statements(const Rebuild& rebuild) { return RebuildWriter(rebuild).write(); }

}  // namespace retort::dialect::sqlite
