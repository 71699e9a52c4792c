#ifndef RETORT_SRC_DIALECT_MYSQL_SERVER_HPP
#define RETORT_SRC_DIALECT_MYSQL_SERVER_HPP

#include <limits>
#include <string>

#include "core/sql_lexer.hpp"

namespace retort::dialect::mysql {

/// Which server the statements are for. What they can do is asked by capability; versions stand here only.
struct Server {
  static constexpr int kNever = std::numeric_limits<int>::max();

  bool mariadb = false;
  /// 8.0.34 is 80034, 10.11.2 is 101102.
  int version = 80034;
  /// Whether a backslash in '...' escapes: not under NO_BACKSLASH_ESCAPES.
  bool backslash_escapes = true;
  /// How many bytes a character of the database's default character set may take; 0 where it is not known.
  int character_bytes = 0;
  /// The collation of the database's tables that say none; empty where it is not known.
  std::string collation = {};
  /// Whether tables may differ in nothing but the case of their names (lower_case_table_names = 0, as on Linux).
  bool tells_table_case = true;

  bool at_least(int mysql_version, int mariadb_version) const noexcept {
    return version >= (mariadb ? mariadb_version : mysql_version);
  }

  bool renames_columns() const noexcept { return at_least(80000, 100502); }
  bool renames_indexes() const noexcept { return at_least(50700, 100502); }
  /// Older ones read a CHECK and forget it.
  bool enforces_checks() const noexcept { return at_least(80016, 100201); }
  /// A default may be any expression.
  bool has_expression_defaults() const noexcept { return at_least(80013, 100201); }
  /// TEXT and BLOB take a literal for a default without parentheses.
  bool has_text_defaults() const noexcept { return mariadb; }
  bool has_expression_indexes() const noexcept { return at_least(80013, kNever); }
  bool has_descending_indexes() const noexcept { return at_least(80000, 100801); }
  /// A UNIQUE over what no index can hold is kept by a hash.
  bool has_long_uniques() const noexcept { return at_least(kNever, 100400); }
  bool has_uuid() const noexcept { return at_least(kNever, 100700); }
  /// IF EXISTS and IF NOT EXISTS within ALTER TABLE.
  bool has_conditional_clauses() const noexcept { return mariadb; }
  bool has_conditional_views() const noexcept { return at_least(90100, 100103); }
  bool has_conditional_triggers() const noexcept { return at_least(80029, 100104); }
  bool has_sequences() const noexcept { return at_least(kNever, 100300); }
  bool has_generated_not_null() const noexcept { return !mariadb; }
  /// DROP CONSTRAINT drops a CHECK; before it, DROP CHECK did.
  bool drops_constraints() const noexcept { return at_least(80019, 100201); }
  const char* words() const noexcept { return mariadb ? "MariaDB" : "MySQL"; }
};

/// How this server's SQL falls into tokens.
inline SqlSyntax syntax_of(const Server& server) noexcept {
  auto syntax = SqlSyntax::of("mysql");
  syntax.backslash_escapes = server.backslash_escapes;
  return syntax;
}

}  // namespace retort::dialect::mysql

#endif
