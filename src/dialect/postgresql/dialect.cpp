#include "dialect/postgresql/dialect.hpp"

#include "dialect/postgresql/compiler.hpp"
#include "dialect/postgresql/grouping.hpp"
#include "dialect/postgresql/normalize.hpp"
#include "dialect/postgresql/quoting.hpp"
#include "dialect/postgresql/triggers.hpp"

namespace retort::dialect::postgresql {

namespace {

bool is_comparable(const Type& a, const Type& b) noexcept {
  const auto family = [](const Type& type) {
    using Kind = Type::Kind;
    if (type.kind() == Kind::small_integer || type.kind() == Kind::big_integer) return Kind::integer;
    return type.kind() == Kind::string ? Kind::text : type.kind();
  };
  if (a == b) return true;
  return family(a) == family(b) && a.has_time_zone() == b.has_time_zone() && family(a) != Type::Kind::native &&
         family(a) != Type::Kind::enum_ && family(a) != Type::Kind::array;
}

class PostgresqlDialect final : public Dialect {
 public:
  std::string_view name() const noexcept override { return "postgresql"; }
  const Capabilities& capabilities() const noexcept override { return capabilities_; }

  std::size_t group(std::span<const ops::Operation> operations) const override {
    return operations.empty() ? 0 : group_size(operations);
  }

  Statements compile(std::span<const ops::Operation> group, const schema::MetaData& before,
                     Facts* facts) const override {
    return compile_group(group, before, facts);
  }

  bool needs_foreign_keys_off(std::span<const ops::Operation>) const override { return false; }

  schema::Table normalized(const schema::Table& table) const override { return postgresql::normalized(table); }
  schema::Trigger normalized(const schema::Trigger& trigger) const override { return postgresql::normalized(trigger); }
  schema::Sequence normalized(const schema::Sequence& sequence) const override {
    return postgresql::normalized(sequence);
  }

  // A column of BYTEA that was made by other means has no CHECK of its length.
  bool serves(const Type& held, const Type& wanted) const override {
    return wanted.kind() == Type::Kind::binary && held == op::blob();
  }

  // Types that an operator compares across a key may differ for a while.
  bool is_held_by_keys(const ops::AlterColumn& change, const schema::Column& now) const override {
    return change.type && !is_comparable(now.type, *change.type);
  }

  const ScriptForm& script_form() const noexcept override { return script_form_; }
  // psql does not cut at a semicolon between dollar quotes.
  std::string scripted(std::string_view statement) const override { return std::string(statement) + ";"; }

  std::string name_key(NameOf, std::string_view name) const override { return std::string(name); }
  std::string quote(std::string_view identifier) const override { return postgresql::quote(identifier); }
  std::string literal(const Value& value) const override { return postgresql::literal(value); }

 private:
  Capabilities capabilities_{.transactional_ddl = true,
                             .enum_types = true,
                             .lists_schemas = true,
                             .views_hold_columns = true,
                             .alters_identities = true,
                             .max_identifier = kMaxIdentifier};
  ScriptForm script_form_{.client = "psql -v ON_ERROR_STOP=1", .preamble = "SET client_encoding = 'UTF8';"};
};

}  // namespace

const Dialect& dialect() noexcept {
  static const PostgresqlDialect instance;
  return instance;
}

}  // namespace retort::dialect::postgresql
