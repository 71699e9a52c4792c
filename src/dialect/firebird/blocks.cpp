#include "dialect/firebird/blocks.hpp"

#include <string>
#include <type_traits>
#include <variant>

#include "dialect/failure.hpp"
#include "dialect/firebird/definitions.hpp"
#include "dialect/firebird/quoting.hpp"

namespace retort::dialect::firebird {

namespace {

/// ` = 'name'`
std::string is_text(std::string_view text) { return " = " + text_literal(text); }
std::string is(std::string_view name) { return is_text(stored_name(name)); }

std::string exists(const std::string& query) { return "EXISTS (SELECT 1 FROM " + query + ")"; }

std::string block(const std::string& condition, const std::vector<std::string>& statements) {
  std::string text = "EXECUTE BLOCK AS\nBEGIN\n  IF (" + condition + ") THEN\n  BEGIN\n";
  for (const auto& statement : statements) text += "    EXECUTE STATEMENT " + text_literal(statement) + ";\n";
  return text + "  END\nEND";
}

/// EXECUTE STATEMENT of a beginning and the name in the variable N, in quotes.
std::string execute_with_name(const std::string& beginning) {
  return "EXECUTE STATEMENT " + text_literal(beginning + " \"") + " || REPLACE(N, '\"', '\"\"') || '\"';\n";
}

std::string drop_constraint_of(std::string_view table) { return "ALTER TABLE " + quote(table) + " DROP CONSTRAINT"; }

constexpr std::string_view kHead =
    "EXECUTE BLOCK AS\n"
    "  DECLARE N VARCHAR(31) CHARACTER SET UTF8;\n"
    "BEGIN\n";

/// The index that a constraint is kept by has these columns in this order and no other.
std::string has_columns(const schema::Columns& columns) {
  std::string text = " AND (SELECT COUNT(*) FROM RDB$INDEX_SEGMENTS S WHERE S.RDB$INDEX_NAME = C.RDB$INDEX_NAME) = " +
                     std::to_string(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    text += "\n    AND " + exists(
                               "RDB$INDEX_SEGMENTS S WHERE S.RDB$INDEX_NAME = C.RDB$INDEX_NAME AND "
                               "S.RDB$FIELD_POSITION = " +
                               std::to_string(i) + " AND S.RDB$FIELD_NAME" + is(columns[i]));
  }
  return text;
}

struct Description {
  /// The constraint's kind, and more conditions on RDB$RELATION_CONSTRAINTS C.
  std::string conditions;
  /// What is said when there is none: it becomes the name that the database does not find.
  std::string words;
};

Description describe(const ops::AnyConstraint& constraint) {
  return std::visit(
      [](const auto& each) -> Description {
        using Constraint = std::decay_t<decltype(each)>;
        if constexpr (std::is_same_v<Constraint, schema::PrimaryKey>) {
          return {"'PRIMARY KEY'", "no primary key"};
        } else if constexpr (std::is_same_v<Constraint, schema::Unique>) {
          return {"'UNIQUE'" + has_columns(each.columns), "no such UNIQUE"};
        } else if constexpr (std::is_same_v<Constraint, schema::ForeignKey>) {
          return {"'FOREIGN KEY'" + has_columns(each.columns), "no such FOREIGN KEY"};
        } else if constexpr (std::is_same_v<Constraint, schema::Check>) {
          return {"'CHECK' AND " + exists("RDB$CHECK_CONSTRAINTS K JOIN RDB$TRIGGERS T ON T.RDB$TRIGGER_NAME = "
                                          "K.RDB$TRIGGER_NAME WHERE K.RDB$CONSTRAINT_NAME = C.RDB$CONSTRAINT_NAME AND "
                                          "T.RDB$TRIGGER_SOURCE" +
                                          is_text(check_body(each.condition))),
                  "no such CHECK"};
        } else {
          no_excludes();
        }
      },
      constraint);
}

std::string drop_one(std::string_view table, const Description& description) {
  std::string text(kHead);
  text += "  N = " + text_literal(description.words) + ";\n";
  text += "  FOR SELECT FIRST 1 TRIM(TRAILING FROM C.RDB$CONSTRAINT_NAME) FROM RDB$RELATION_CONSTRAINTS C\n";
  text += "    WHERE C.RDB$RELATION_NAME" + is(table) + " AND C.RDB$CONSTRAINT_TYPE = " + description.conditions + "\n";
  return text + "    INTO :N DO BEGIN END\n  " + execute_with_name(drop_constraint_of(table)) + "END";
}

}  // namespace

std::string relation_exists(std::string_view name) {
  return exists("RDB$RELATIONS WHERE RDB$RELATION_NAME" + is(name));
}

std::string column_exists(std::string_view table, std::string_view column) {
  return exists("RDB$RELATION_FIELDS WHERE RDB$RELATION_NAME" + is(table) + " AND RDB$FIELD_NAME" + is(column));
}

std::string index_exists(std::string_view name) { return exists("RDB$INDICES WHERE RDB$INDEX_NAME" + is(name)); }

std::string constraint_exists(std::string_view table, std::string_view name) {
  return exists("RDB$RELATION_CONSTRAINTS WHERE RDB$RELATION_NAME" + is(table) + " AND RDB$CONSTRAINT_NAME" + is(name));
}

std::string sequence_exists(std::string_view name) {
  return exists("RDB$GENERATORS WHERE RDB$GENERATOR_NAME" + is(name));
}

std::string trigger_exists(std::string_view name) { return exists("RDB$TRIGGERS WHERE RDB$TRIGGER_NAME" + is(name)); }

std::string block_if(const std::string& condition, const std::vector<std::string>& statements) {
  return block(condition, statements);
}

std::string block_unless(const std::string& condition, const std::vector<std::string>& statements) {
  return block("NOT " + condition, statements);
}

std::string drop_unnamed_text(std::string_view table, const ops::AnyConstraint& constraint) {
  return drop_one(table, describe(constraint));
}

std::string drop_primary_key_text(std::string_view table) { return drop_one(table, describe(schema::PrimaryKey{})); }

std::string drop_dependents_text(std::string_view table, std::string_view column) {
  const auto depends_on = " AND D.RDB$DEPENDED_ON_NAME" + is(table) + " AND D.RDB$FIELD_NAME" + is(column);
  std::string text(kHead);
  text += "  FOR SELECT DISTINCT TRIM(TRAILING FROM C.RDB$CONSTRAINT_NAME) FROM RDB$RELATION_CONSTRAINTS C\n";
  text += "    WHERE C.RDB$RELATION_NAME" + is(table) + " AND (" +
          exists("RDB$INDEX_SEGMENTS S WHERE S.RDB$INDEX_NAME = C.RDB$INDEX_NAME AND S.RDB$FIELD_NAME" + is(column));
  text += "\n    OR C.RDB$CONSTRAINT_TYPE = 'CHECK' AND " +
          exists(
              "RDB$CHECK_CONSTRAINTS K JOIN RDB$DEPENDENCIES D ON D.RDB$DEPENDENT_NAME = K.RDB$TRIGGER_NAME "
              "WHERE K.RDB$CONSTRAINT_NAME = C.RDB$CONSTRAINT_NAME" +
              depends_on);
  text += ")\n    INTO :N DO " + execute_with_name(drop_constraint_of(table));
  text += "  FOR SELECT TRIM(TRAILING FROM I.RDB$INDEX_NAME) FROM RDB$INDICES I\n";
  text += "    WHERE I.RDB$RELATION_NAME" + is(table) + " AND NOT " +
          exists("RDB$RELATION_CONSTRAINTS C WHERE C.RDB$INDEX_NAME = I.RDB$INDEX_NAME");
  text += "\n    AND (" +
          exists("RDB$INDEX_SEGMENTS S WHERE S.RDB$INDEX_NAME = I.RDB$INDEX_NAME AND S.RDB$FIELD_NAME" + is(column));
  text += "\n    OR " + exists(
                            "RDB$DEPENDENCIES D WHERE D.RDB$DEPENDENT_NAME = I.RDB$INDEX_NAME AND "
                            "D.RDB$DEPENDENT_TYPE = 6" +
                            depends_on);
  text += ")\n    INTO :N DO " + execute_with_name("DROP INDEX");
  return text + "END";
}

std::string drop_references_text(std::string_view table) {
  std::string text =
      "EXECUTE BLOCK AS\n"
      "  DECLARE N VARCHAR(31) CHARACTER SET UTF8;\n"
      "  DECLARE T VARCHAR(31) CHARACTER SET UTF8;\n"
      "BEGIN\n"
      "  FOR SELECT TRIM(TRAILING FROM C.RDB$CONSTRAINT_NAME), TRIM(TRAILING FROM C.RDB$RELATION_NAME)\n"
      "    FROM RDB$RELATION_CONSTRAINTS C\n"
      "    JOIN RDB$REF_CONSTRAINTS F ON F.RDB$CONSTRAINT_NAME = C.RDB$CONSTRAINT_NAME\n"
      "    JOIN RDB$RELATION_CONSTRAINTS U ON U.RDB$CONSTRAINT_NAME = F.RDB$CONST_NAME_UQ\n";
  text += "    WHERE U.RDB$RELATION_NAME" + is(table) + " AND C.RDB$RELATION_NAME <> " +
          text_literal(stored_name(table)) + "\n";
  text +=
      "    INTO :N, :T DO EXECUTE STATEMENT 'ALTER TABLE \"' || REPLACE(T, '\"', '\"\"') || "
      "'\" DROP CONSTRAINT \"' || REPLACE(N, '\"', '\"\"') || '\"';\n";
  return text + "END";
}

}  // namespace retort::dialect::firebird
