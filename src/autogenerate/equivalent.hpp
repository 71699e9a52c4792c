#ifndef RETORT_SRC_AUTOGENERATE_EQUIVALENT_HPP
#define RETORT_SRC_AUTOGENERATE_EQUIVALENT_HPP

#include <optional>
#include <string>
#include <string_view>

#include "autogenerate/names.hpp"
#include "schema/metadata.hpp"

// Whether two descriptions of a database that are normalised in the same way mean the same. Names of constraints are
// no part of what they say.
namespace retort::autogenerate {

bool same_type(const Type& a, const Type& b);
bool same_default(const std::optional<Value>& a, const std::optional<Value>& b);
bool same_computed(const std::optional<schema::Computed>& a, const std::optional<schema::Computed>& b);

bool same_content(const schema::PrimaryKey& a, const schema::PrimaryKey& b, const Names& names);
bool same_content(const schema::Unique& a, const schema::Unique& b, const Names& names);
bool same_content(const schema::ForeignKey& a, const schema::ForeignKey& b, const Names& names);
bool same_content(const schema::Check& a, const schema::Check& b, const Names& names);
bool same_content(const schema::Exclude& a, const schema::Exclude& b, const Names& names);
bool same_content(const schema::Index& a, const schema::Index& b, const Names& names);
bool same_content(const schema::Trigger& a, const schema::Trigger& b, const Names& names, std::string_view dialect);
/// Options of tables: words of SQL.
bool same_option(const std::string& a, const std::string& b);
/// In the words of one database.
bool same_native(const SqlText& a, const SqlText& b);
bool same_query(const schema::View& database, const schema::View& model, std::string_view dialect);
/// What is said beside the query.
bool same_options(const schema::View& database, const schema::View& model, std::string_view dialect);

}  // namespace retort::autogenerate

#endif
