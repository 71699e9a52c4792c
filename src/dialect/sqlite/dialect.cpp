#include "dialect/sqlite/dialect.hpp"

#include <algorithm>

#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"
#include "dialect/sqlite/compiler.hpp"
#include "dialect/sqlite/grouping.hpp"
#include "dialect/sqlite/normalize.hpp"
#include "dialect/sqlite/quoting.hpp"

namespace retort::dialect::sqlite {

namespace {

class SqliteDialect final : public Dialect {
 public:
  std::string_view name() const noexcept override { return "sqlite"; }
  const Capabilities& capabilities() const noexcept override { return capabilities_; }

  std::size_t group(std::span<const ops::Operation> operations) const override {
    return operations.empty() ? 0 : group_size(operations);
  }

  Statements compile(std::span<const ops::Operation> group, const schema::MetaData& before,
                     Facts* facts) const override {
    return compile_group(group, before, facts);
  }

  bool needs_foreign_keys_off(std::span<const ops::Operation> operations) const override {
    return std::any_of(operations.begin(), operations.end(), may_rebuild);
  }

  schema::Table normalized(const schema::Table& table) const override { return sqlite::normalized(table); }
  schema::Trigger normalized(const schema::Trigger& trigger) const override { return sqlite::normalized(trigger); }
  schema::Sequence normalized(const schema::Sequence& sequence) const override {
    unsupported("SQLite has no sequences (\"" + sequence.name.text() + "\"); use autoincrement()");
  }

  bool serves(const Type& held, const Type& wanted) const override {
    return wanted == op::uuid() && held == op::char_(36);
  }

  const ScriptForm& script_form() const noexcept override { return script_form_; }
  std::string scripted(std::string_view statement) const override { return std::string(statement) + ";"; }

  std::string name_key(NameOf, std::string_view name) const override { return without_case(name); }
  std::string quote(std::string_view identifier) const override { return sqlite::quote(identifier); }
  std::string literal(const Value& value) const override { return sqlite::literal(value); }

 private:
  Capabilities capabilities_{.transactional_ddl = true};
  ScriptForm script_form_{.client = "sqlite3 -bail"};
};

}  // namespace

const Dialect& dialect() noexcept {
  static const SqliteDialect instance;
  return instance;
}

}  // namespace retort::dialect::sqlite
