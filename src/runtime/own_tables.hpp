#ifndef RETORT_SRC_RUNTIME_OWN_TABLES_HPP
#define RETORT_SRC_RUNTIME_OWN_TABLES_HPP

#include <retort/export.hpp>

#include <array>
#include <string>
#include <string_view>

#include "dialect/dialect.hpp"
#include "schema/table.hpp"

namespace retort::runtime {

/// The tables beside the version table are named after it, so that two sets with version tables of their own share a
/// database: `retort_journal` beside `retort_version`, `x_journal` beside any other `x`.
std::string journal_name(std::string_view version_table);
std::string applied_name(std::string_view version_table);

/// The version table itself and those beside it.
RETORT_API std::array<std::string, 3> own_table_names(std::string_view version_table);

/// A name as statements write it.
std::string qualified(const dialect::Dialect& dialect, const schema::QualifiedName& name);

/// The one statement that creates the table.
std::string create_table_sql(const dialect::Dialect& dialect, schema::Table table);

/// The time in UTC: `2026-01-31 12:00:00`.
std::string utc_now();

}  // namespace retort::runtime

#endif
