#include "dialect/mysql/dialect.hpp"

#include <algorithm>

#include "dialect/identifier.hpp"
#include "dialect/mysql/compiler.hpp"
#include "dialect/mysql/grouping.hpp"
#include "dialect/mysql/normalize.hpp"
#include "dialect/mysql/quoting.hpp"

namespace retort::dialect::mysql {

namespace {

class MysqlDialect final : public Dialect {
 public:
  explicit MysqlDialect(const Server& server) noexcept : server_(server) {}

  std::string_view name() const noexcept override { return "mysql"; }
  const Capabilities& capabilities() const noexcept override { return capabilities_; }

  std::size_t group(std::span<const ops::Operation> operations) const override {
    return operations.empty() ? 0 : group_size(operations);
  }
  Statements compile(std::span<const ops::Operation> group, const schema::MetaData& before,
                     Facts* facts) const override {
    return compile_group(group, before, facts, server_);
  }
  bool needs_foreign_keys_off(std::span<const ops::Operation>) const override { return false; }
  schema::Table normalized(const schema::Table& table) const override { return mysql::normalized(table, server_); }
  schema::Trigger normalized(const schema::Trigger& trigger) const override {
    return mysql::normalized(trigger, server_);
  }
  schema::Sequence normalized(const schema::Sequence& sequence) const override {
    return mysql::normalized(sequence, server_);
  }

  // What was made before the server had a type for it.
  bool serves(const Type& held, const Type& wanted) const override {
    return wanted == op::uuid() && held == op::char_(36);
  }

  bool is_held_by_keys(const ops::AlterColumn& change, const schema::Column&) const override {
    return change.type || change.collation;
  }

  std::optional<std::string> collation_of(const schema::Table& table, const schema::Column& column) const override {
    return mysql::collation_of(table, column, server_);
  }
  std::string_view default_charset() const noexcept override { return charset_of(server_.collation); }

  const ScriptForm& script_form() const noexcept override { return server_.mariadb ? mariadb_form_ : mysql_form_; }

  std::string scripted(std::string_view statement) const override {
    // The client cuts at semicolons, also within a body.
    const auto tokens = significant_tokens(statement, syntax_of(server_));
    const bool divided =
        std::any_of(tokens.begin(), tokens.end(), [&](const SqlToken& token) { return token.in(statement) == ";"; });
    // A comment at the end would take the semicolon in.
    const bool open = !tokens.empty() && tokens.back().end < statement.size();
    if (!divided) return std::string(statement) + (open ? "\n;" : ";");
    std::string delimiter = "$$";
    while (statement.find(delimiter) != std::string_view::npos) delimiter += '$';
    return "DELIMITER " + delimiter + "\n" + std::string(statement) + "\n" + delimiter + "\nDELIMITER ;";
  }

  std::string_view version_type() const noexcept override {
    return "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
  }

  // Tables are files, and named as the file system names those.
  std::string name_key(NameOf kind, std::string_view name) const override {
    return kind == NameOf::table && server_.tells_table_case ? std::string(name) : without_case(name);
  }
  std::string quote(std::string_view identifier) const override { return mysql::quote(identifier); }
  std::string literal(const Value& value) const override { return mysql::literal(value); }

 private:
  Server server_;
  Capabilities capabilities_{
      .ddl_commits = true, .uniques_are_indexes = true, .max_identifier = 64, .identifier_limit_is_bytes = false};
  ScriptForm mariadb_form_{
      .client = "mariadb", .preamble = "SET NAMES utf8mb4;", .begin = "START TRANSACTION", .commit = "COMMIT"};
  ScriptForm mysql_form_{
      .client = "mysql", .preamble = "SET NAMES utf8mb4;", .begin = "START TRANSACTION", .commit = "COMMIT"};
};

}  // namespace

std::unique_ptr<const Dialect> make_dialect(const Server& server) { return std::make_unique<MysqlDialect>(server); }

const Dialect& mysql_dialect() noexcept {
  static const MysqlDialect instance(Server{});
  return instance;
}

const Dialect& mariadb_dialect() noexcept {
  static const MysqlDialect instance(Server{.mariadb = true, .version = 100600});
  return instance;
}

}  // namespace retort::dialect::mysql
