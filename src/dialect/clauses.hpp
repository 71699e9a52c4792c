#ifndef RETORT_SRC_DIALECT_CLAUSES_HPP
#define RETORT_SRC_DIALECT_CLAUSES_HPP

#include <retort/column.hpp>
#include <retort/value.hpp>

#include <string>
#include <string_view>

#include "dialect/sql_builder.hpp"
#include "schema/table.hpp"

namespace retort::dialect {

// Clauses that standard SQL gives to all databases.

/// `CASCADE`; nothing for an action that is not specified.
std::string_view action_text(op::ReferentialAction action) noexcept;

/// SQL in parentheses, safe with a comment at its end.
void append_parenthesized(SqlBuilder& sql, std::string_view text);

/// What a default given as SQL is: a literal, a bare CURRENT_..., something in parentheses, or what needs them.
enum class DefaultForm : unsigned char { constant, bare, parenthesized, expression };

/// Throws OperationError (`invalid_value`) for a default that is empty.
DefaultForm default_form(std::string_view sql);

/// What something says in the words of this dialect alone, behind a space; nothing where it says nothing.
std::string native_text(const SqlText& native, std::string_view dialect);

/// Refuses a table without columns, which on PostgreSQL may have inherited them.
void refuse_empty_table(const schema::Table& table, std::string_view database);

/// Refuses what only PostgreSQL has, in the name of another database.
void refuse_nulls_not_distinct(bool nulls_not_distinct, const std::string& name, std::string_view database);

/// The SQL for a dialect of a text given once or per dialect. Throws UnsupportedOperation when there is none; `what`
/// names it: `view "totals"`.
const std::string& text_for(const SqlText& text, std::string_view dialect, const std::string& what);

}  // namespace retort::dialect

#endif
