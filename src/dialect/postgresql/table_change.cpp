#include "dialect/postgresql/table_change.hpp"

#include <algorithm>
#include <utility>

#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"
#include "dialect/postgresql/byte_limit.hpp"
#include "dialect/postgresql/conversion.hpp"
#include "dialect/postgresql/definitions.hpp"
#include "dialect/postgresql/expressions.hpp"
#include "dialect/postgresql/failures.hpp"
#include "dialect/postgresql/names.hpp"
#include "dialect/postgresql/objects.hpp"
#include "dialect/postgresql/quoting.hpp"
#include "dialect/postgresql/types.hpp"
#include "ops/apply_enum.hpp"

namespace retort::dialect::postgresql {

TableChange::TableChange(const schema::QualifiedName& table, const schema::MetaData& before, Facts* facts,
                         Statements& out)
    : table_(table), before_(before), facts_(facts), out_(out), enums_(before, facts) {}

void TableChange::apply(const ops::Operation& operation, std::size_t index) {
  index_ = index;
  std::visit(
      [this](const auto& action) {
        if constexpr (requires { (*this)(action); }) (*this)(action);
      },
      operation.action);
}

void TableChange::make_room(const About& about) {
  const auto holds = [&](const std::string& column) { return columns_.contains(column); };
  const bool same_column =
      std::any_of(about.columns.begin(), about.columns.end(), holds) || (any_column_ && !about.columns.empty());
  const bool same_constraint = !about.constraint.empty() && constraints_.contains(about.constraint);
  if (same_column || same_constraint) finish();
  columns_.insert(about.columns.begin(), about.columns.end());
  if (!about.constraint.empty()) constraints_.insert(about.constraint);
}

void TableChange::clause(const About& about, std::string text, const char* failure) {
  make_room(about);
  part(std::move(text), failure);
}

void TableChange::part(std::string text, const char* failure) {
  if (clauses_.empty()) first_ = index_;
  clauses_.push_back(std::move(text));
  if (failure != nullptr && failure_.find(failure) == std::string::npos) {
    failure_ += (failure_.empty() ? "" : "; ") + std::string(failure);
  }
}

void TableChange::finish() {
  if (!clauses_.empty()) {
    auto sql = builder();
    sql.raw("ALTER TABLE ").name(table_).raw(clauses_.size() == 1 ? " " : "\n  ");
    sql.list(
        clauses_, [&](const std::string& text) { sql.raw(text); }, ",\n  ");
    auto& statement = out_.emplace_back();
    statement.sql = sql.take();
    statement.operation = first_;
    statement.failure = std::exchange(failure_, {});
  }
  clauses_.clear();
  columns_.clear();
  constraints_.clear();
  any_column_ = false;
  for (auto& each : after_) out_.push_back(std::move(each));
  after_.clear();
}

void TableChange::statement(std::string text, const char* failure) {
  finish();
  auto& statement = out_.emplace_back();
  statement.sql = std::move(text);
  statement.operation = index_;
  if (failure != nullptr) statement.failure = failure;
}

void TableChange::after(std::string text) {
  auto& statement = after_.emplace_back();
  statement.sql = std::move(text);
  statement.operation = index_;
}

void TableChange::operator()(const ops::AddColumn& op) {
  const auto& column = op.column;
  if (auto create = enums_.make(column.type, op.if_not_exists)) statement(std::move(*create));
  const bool empty =
      !column.nullable && !column.server_default && !column.identity && !column.autoincrement && !column.computed;
  clause({{column.name}}, (op.if_not_exists ? "ADD COLUMN IF NOT EXISTS " : "ADD COLUMN ") + column_text(column),
         empty ? kNullInNewColumn : nullptr);
  if (!column.comment.empty()) after(column_comment_text(table_, column.name, column.comment));
}

void TableChange::operator()(const ops::DropColumn& op) {
  // What depends on the column (an enum that was made for it) goes with it.
  const auto* column = known_column(op.column, false);
  clause({{op.column}}, (op.if_exists ? "DROP COLUMN IF EXISTS " : "DROP COLUMN ") + quote(op.column));
  const auto* type = column != nullptr ? &column->type : op.existing ? &op.existing->type : nullptr;
  if (type == nullptr) return;
  if (auto drop = enums_.drop({table_, op.column}, *type)) after(std::move(*drop));
}

void TableChange::add_constraint(const std::string& name, const schema::Columns& columns, bool any, std::string text,
                                 const char* failure) {
  // Constraints are added last in any case: what matters to them is a column that is altered or dropped later.
  make_room({{}, name});
  columns_.insert(columns.begin(), columns.end());
  any_column_ = any_column_ || any;
  part(std::move(text), failure);
}

void TableChange::operator()(const ops::CreatePrimaryKey& op) {
  add_constraint(op.key.name, op.key.columns, false, "ADD " + primary_key_text(op.key), kDuplicateKey);
}

void TableChange::operator()(const ops::CreateUnique& op) {
  add_constraint(op.unique.name, op.unique.columns, false, "ADD " + unique_text(op.unique), kDuplicateRows);
}

void TableChange::operator()(const ops::CreateForeignKey& op) {
  add_constraint(op.key.name, op.key.columns, op.key.referent == table_,
                 "ADD " + foreign_key_text(op.key) + std::string(not_valid_text(op.key.not_valid)),
                 op.key.not_valid ? nullptr : kDanglingRows);
}

void TableChange::operator()(const ops::CreateCheck& op) {
  add_constraint(op.check.name, {}, true,
                 "ADD " + check_text(op.check) + std::string(not_valid_text(op.check.not_valid)),
                 op.check.not_valid ? nullptr : kUncheckedRows);
}

void TableChange::operator()(const ops::CreateExclude& op) {
  add_constraint(op.exclude.name, {}, true, "ADD " + exclude_text(op.exclude), kConflictingRows);
}

void TableChange::operator()(const ops::DropConstraint& op) {
  const auto name = constraint_name(op);
  clause({{}, name}, std::string("DROP CONSTRAINT ") + (op.if_exists ? "IF EXISTS " : "") + quote(name) +
                         (op.cascade ? " CASCADE" : ""));
}

void TableChange::operator()(const ops::ValidateConstraint& op) {
  clause({{}, op.name}, "VALIDATE CONSTRAINT " + quote(op.name),
         "rows that are there do not satisfy it; change them first, with op::execute or op::run before it");
}

void TableChange::operator()(const ops::AlterColumn& op) {
  const auto column = "ALTER COLUMN " + quote(op.column);
  const bool rebuilt = rebuild_enum(op);
  if (op.type && !rebuilt) {
    if (auto create = enums_.make(*op.type)) statement(std::move(*create));
  }
  const auto from = op.type && !rebuilt ? old_type(op, may_need_cast(*op.type)) : std::nullopt;
  const bool other_limit = op.type && !rebuilt && from != op.type;
  if (other_limit && from && has_byte_limit(*from)) statement(drop_byte_limit_text(table_, op.column));
  // All clauses of one operation share a statement: the server's order is the one they need.
  make_room({{op.column}});
  if (op.type && op.server_default) part(column + " DROP DEFAULT");
  if (!rebuilt && (op.type || op.collation)) change_type(op);
  if (other_limit && has_byte_limit(*op.type)) {
    part("ADD CHECK (" + byte_limit_condition(op.column, *op.type) + ")", kTooManyBytes);
  }
  if (op.server_default) {
    const auto& value = *op.server_default;
    if (value && !(value->is_null())) {
      part(column + " SET DEFAULT " + default_text(*value));
    } else if (!op.type) {
      part(column + " DROP DEFAULT");
    }
  }
  if (op.nullable) {
    part(column + (*op.nullable ? " DROP NOT NULL" : " SET NOT NULL"), *op.nullable ? nullptr : kNullRows);
  }
  if (ops::numbers(op)) change_numbering(op);
  if (op.comment) after(column_comment_text(table_, op.column, *op.comment));
  if (op.new_name && *op.new_name != op.column) {
    statement("ALTER TABLE " + quote(table_) + " RENAME COLUMN " + quote(op.column) + " TO " + quote(*op.new_name));
  }
}

void TableChange::change_type(const ops::AlterColumn& op) {
  const auto column = "ALTER COLUMN " + quote(op.column);
  const auto held = op.type ? op.type : old_type(op, true);
  if (!held) {
    refuse("unknown_table",
           "nothing is known of column \"" + op.column + "\" of \"" + table_.text() +
               "\", and PostgreSQL changes a collation with the type; say existing_type(...), run this "
               "with a connection, or create the table in a migration before this one");
  }
  const auto from = old_type(op, false);
  auto text = column + " TYPE " + type_text(*held);
  const auto* known = known_column(op.column, false);
  if (op.collation) {
    text += op.collation->empty() ? " COLLATE \"default\"" : collate_text(*op.collation);
  } else if (is_text(*held) && known != nullptr) {
    text += collate_text(known->collation);  // a new type would come without it
  }
  std::string with = op.postgresql_using;
  if (with.empty() && op.type) {
    // Only where a cast is needed that the server does not make by itself is it asked what the column was.
    const auto source = from || !may_need_cast(*op.type) ? from : old_type(op, true);
    with = conversion(op.column, source, *op.type);
  }
  std::optional<Value> kept;
  if (!with.empty() && !op.server_default) {
    if (op.existing_server_default) kept = *op.existing_server_default;
    if (const auto* now = op.existing_server_default ? nullptr : known_column(op.column, true)) {
      kept = now->server_default;
    }
  }
  if (kept) part(column + " DROP DEFAULT");
  part(with.empty() ? text : text + " USING " + with, op.postgresql_using.empty() ? kNotConverted : nullptr);
  if (kept) part(column + " SET DEFAULT " + default_text(*kept));
  if (from && op.type && ops::enum_in(*from) != nullptr) {
    const auto* now = ops::enum_in(*op.type);
    const bool same = now != nullptr && ops::enum_name(*now) == ops::enum_name(*ops::enum_in(*from));
    if (same) return;
    if (auto drop = enums_.drop({table_, op.column}, *from)) after(std::move(*drop));
  }
}

bool TableChange::rebuild_enum(const ops::AlterColumn& op) {
  if (!op.type) return false;
  const auto* wanted = ops::enum_in(*op.type);
  if (wanted == nullptr) return false;
  const auto from = old_type(op, true);
  const auto* held = from ? ops::enum_in(*from) : nullptr;
  if (held == nullptr || ops::enum_name(*held) != ops::enum_name(*wanted)) return false;
  const auto now = enums_.values(ops::enum_name(*wanted));
  if (!now || *now == wanted->values()) return false;
  std::optional<Value> value;
  if (op.existing_server_default) {
    value = *op.existing_server_default;
  } else if (const auto* column = known_column(op.column, true)) {
    value = column->server_default;
  }
  auto texts = enums_.rebuild({ops::enum_name(*wanted), wanted->values()}, {table_, op.column}, value,
                              op.server_default.has_value());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const bool last = i + 1 == texts.size();
    statement(std::move(texts[i]), last ? kEnumInUse : i > 1 ? kValueGone : nullptr);
  }
  return true;
}

void TableChange::change_numbering(const ops::AlterColumn& op) {
  const auto name = quote(op.column);
  const auto column = "ALTER COLUMN " + name;
  if (!*ops::numbers(op)) {
    // A serial counts by its default, an identity by itself.
    part(column + " DROP IDENTITY IF EXISTS");
    if (!op.server_default) part(column + " DROP DEFAULT");
    return;
  }
  const auto wanted = op.identity.value_or(op::Identity{});
  if (const auto held = held_identity(op)) return change_identity(column, *held, wanted);
  if (!op.nullable) part(column + " SET NOT NULL", kNullRows);
  schema::Column numbered{op.column, {}};
  numbered.identity = wanted;
  part(column + " ADD" + identity_text(numbered));
  // The numbers of the rows that are there are taken.
  const bool up = wanted.increment.value_or(1) > 0;
  const auto furthest = (up ? "max(" : "min(") + name + ")";
  after("SELECT setval(pg_get_serial_sequence(" + literal(Value(quote(table_))) + ", " + literal(Value(op.column)) +
        "), " + furthest + ") FROM " + quote(table_) + " HAVING " + furthest +
        (up ? " > " + std::to_string(wanted.start.value_or(1) - 1)
            : " < " + std::to_string(wanted.start.value_or(-1) + 1)));
}

std::optional<op::Identity> TableChange::held_identity(const ops::AlterColumn& op) {
  if (op.existing_identity) return op.existing_identity;
  // Only what changes an identity has to be asked about: autoincrement() is said of columns that do not count.
  const auto* column = known_column(op.column, op.identity.has_value());
  if (column != nullptr) {
    if (column->identity) return column->identity;
    return column->autoincrement ? std::optional(op::Identity{}) : std::nullopt;
  }
  return op.existing_autoincrement.value_or(false) ? std::optional(op::Identity{}) : std::nullopt;
}

void TableChange::change_identity(const std::string& column, const op::Identity& held, const op::Identity& wanted) {
  std::string text;
  if (held.always != wanted.always) text += wanted.always ? " SET GENERATED ALWAYS" : " SET GENERATED BY DEFAULT";
  const auto step = [](const op::Identity& identity) { return identity.increment.value_or(1); };
  const auto first = [&](const op::Identity& identity) { return identity.start.value_or(step(identity) > 0 ? 1 : -1); };
  const bool turns = (step(held) > 0) != (step(wanted) > 0);
  if (step(held) != step(wanted)) text += " SET INCREMENT BY " + std::to_string(step(wanted));
  // The bounds are those of the direction, and what it has reached lies beyond them when it turns.
  if (turns) text += " SET NO MINVALUE SET NO MAXVALUE";
  if (first(held) != first(wanted)) text += " SET START WITH " + std::to_string(first(wanted));
  if (turns) text += " RESTART";
  if (!text.empty()) part(column + text, kNoIdentity);
}

const schema::Table* TableChange::real_table() {
  if (facts_ == nullptr) return nullptr;
  if (!real_) real_ = facts_->table(table_);
  return *real_ ? &**real_ : nullptr;
}

const schema::Column* TableChange::known_column(const std::string& name, bool ask) {
  if (const auto* table = before_.find_table(table_)) {
    if (const auto* column = table->find_column(name)) return column;
  }
  const auto* table = ask ? real_table() : nullptr;
  return table == nullptr ? nullptr : table->find_column(name);
}

std::optional<Type> TableChange::old_type(const ops::AlterColumn& op, bool ask) {
  if (op.existing_type) return op.existing_type;
  const auto* column = known_column(op.column, ask);
  if (column == nullptr) return std::nullopt;
  return column->type;
}

std::string TableChange::constraint_name(const ops::DropConstraint& op) {
  if (!op.name.empty()) return op.name;
  using Kind = op::ConstraintKind::Value;
  schema::Table unknown{table_};
  const auto* known = before_.find_table(table_);
  auto wanted = op.existing;
  if (!wanted && op.kind == Kind::primary_key) {
    wanted = known != nullptr && known->primary_key ? *known->primary_key : schema::PrimaryKey{};
  }
  if (!wanted) {
    refuse("unknown_constraint",
           "a constraint without a name cannot be found; give its name, or what it says with existing_unique(...) and "
           "its kin");
  }
  if (const auto* real = real_table()) {
    if (auto name = name_in(*real, *wanted)) return *name;
  }
  const auto named = std::visit([](const auto& constraint) { return constraint.name; }, *wanted);
  return named.empty() ? generated_name(known != nullptr ? *known : unknown, *wanted) : named;
}

}  // namespace retort::dialect::postgresql
