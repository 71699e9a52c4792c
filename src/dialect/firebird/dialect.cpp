#include "dialect/firebird/dialect.hpp"

#include <algorithm>
#include <array>

#include "core/sql_lexer.hpp"
#include "dialect/firebird/compiler.hpp"
#include "dialect/firebird/grouping.hpp"
#include "dialect/firebird/normalize.hpp"
#include "dialect/firebird/quoting.hpp"

namespace retort::dialect::firebird {

namespace {

class FirebirdDialect final : public Dialect {
 public:
  std::string_view name() const noexcept override { return "firebird"; }
  const Capabilities& capabilities() const noexcept override { return capabilities_; }

  std::size_t group(std::span<const ops::Operation> operations) const override {
    return operations.empty() ? 0 : group_size(operations);
  }

  Statements compile(std::span<const ops::Operation> group, const schema::MetaData& before,
                     Facts* facts) const override {
    return compile_group(group, before, facts);
  }

  bool needs_foreign_keys_off(std::span<const ops::Operation>) const override { return false; }

  schema::Table normalized(const schema::Table& table) const override { return firebird::normalized(table); }
  schema::Trigger normalized(const schema::Trigger& trigger) const override { return firebird::normalized(trigger); }
  schema::Sequence normalized(const schema::Sequence& sequence) const override {
    return firebird::normalized(sequence);
  }

  bool is_held_by_keys(const ops::AlterColumn& change, const schema::Column&) const override {
    return change.type.has_value();
  }

  const ScriptForm& script_form() const noexcept override { return script_form_; }

  /// A statement with semicolons of its own gets another end for its time.
  std::string scripted(std::string_view statement) const override {
    const auto tokens = significant_tokens(statement, SqlSyntax::of("firebird"));
    const bool plain =
        std::none_of(tokens.begin(), tokens.end(), [&](const SqlToken& token) { return token.in(statement) == ";"; });
    std::string text(statement);
    // isql reads an end in the last line's comment as a part of that comment.
    const auto line = text.rfind('\n');
    if (text.find("--", line == std::string::npos ? 0 : line) != std::string::npos) text += '\n';
    if (plain) return text + ";";
    static constexpr std::array<std::string_view, 6> kEnds = {"^", "^^", "!!", "@@", "~~", "^!^"};
    const auto* end = std::find_if(kEnds.begin(), kEnds.end(), [&](std::string_view each) {
      return statement.find(each) == std::string_view::npos;
    });
    const std::string_view chosen = end != kEnds.end() ? *end : "^@~!^";
    return "SET TERM " + std::string(chosen) + " ;\n" + text + std::string(chosen) + "\nSET TERM ; " +
           std::string(chosen);
  }

  // Ids are ASCII, and an index over them fits into the smallest page.
  std::string_view version_type() const noexcept override { return "VARCHAR(255) CHARACTER SET ASCII"; }

  std::string name_key(NameOf, std::string_view name) const override { return stored_name(name); }
  std::string quote(std::string_view identifier) const override { return firebird::quote(identifier); }
  std::string literal(const Value& value) const override { return firebird::literal(value); }

 private:
  Capabilities capabilities_{.transactional_ddl = true,
                             .commits_before_rows = true,
                             .schemas = false,
                             .views_hold_columns = true,
                             .max_identifier = kMaxIdentifier};
  ScriptForm script_form_{
      .client = "isql-fb -charset UTF8", .preamble = "SET BAIL ON;\nSET AUTODDL OFF;", .begin = {}, .commit = "COMMIT"};
};

}  // namespace

const Dialect& dialect() noexcept {
  static const FirebirdDialect instance;
  return instance;
}

}  // namespace retort::dialect::firebird
