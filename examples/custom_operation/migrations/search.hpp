#ifndef NOTES_SEARCH_HPP
#define NOTES_SEARCH_HPP

#include <retort/migration.hpp>
#include <string>

namespace notes {

/// A directive of this program's own: a full-text index over one column of a table, in the words of each database.
/// The place of the call goes along, so that messages name the migration and not this file.
void create_search(std::string table, std::string column, retort::Location where = {});

}  // namespace notes

#endif
