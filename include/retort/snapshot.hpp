#ifndef RETORT_SNAPSHOT_HPP
#define RETORT_SNAPSHOT_HPP

#include <string>
#include <string_view>
#include <vector>

#include <retort/autogenerate.hpp>
#include <retort/export.hpp>
#include <retort/metadata.hpp>
#include <retort/migration_set.hpp>

namespace soci {
class session;
}

/// Schemas as values: read from a database, added up from migrations, and written as JSON, as a picture, as C++.
///
/// The functions here keep nothing; they may be called by several threads, those with a session by the one that uses
/// it.
namespace retort {

/// What the catalog of the database behind the session says. SQLAlchemy's MetaData.reflect.
///
/// In a few queries, however many tables there are. What `options` leave out of a comparison is left out here as well:
/// the Migrator's own tables, other schemas than the connection's own, and what the filters refuse. What the catalog
/// holds and a model cannot say (a virtual table, a view whose CREATE VIEW names columns) is there by its name, and
/// counts as uncertain.
///
/// Throws UsageError for a backend without support, DatabaseError and StateError for what the database refuses.
RETORT_API MetaData inspect(soci::session& session, const CompareOptions& options = {});

/// The schema that the operations of a revision and of its ancestors add up to; no database is needed.
///
/// `revision` is what MigrationSet::find takes. SQL that was given for each database stays so. With the name of a
/// dialect (`sqlite`, `postgresql`, `mysql`, `firebird`), names made by a naming convention are no longer than it
/// allows. What raw SQL and code did is not part of it: the tables that they may have changed count as uncertain.
///
/// Throws RevisionError and DefinitionError for the revision and the set, UsageError for an unknown dialect, and what
/// migrations throw.
RETORT_API MetaData schema_at(const MigrationSet& migrations, std::string_view revision = "heads",
                              std::string_view dialect = {});
/// The same for several revisions at once.
RETORT_API MetaData schema_at(const MigrationSet& migrations, const std::vector<std::string>& revisions,
                              std::string_view dialect = {});

/// The operations that make an empty database what the schema says: a baseline for a program that adopts a database.
///
/// Tables are created before those that refer to them, a cycle of foreign keys is closed behind them, views come after
/// what they read. What counts as uncertain is left out, and told in the notes.
RETORT_API Operations creation_of(const MetaData& schema);

/// The schema as JSON that is made to be committed: always in the same order, a line a column, and what is at its
/// default left out. Texts that are not UTF-8 are written as `{"hex": "..."}`.
RETORT_API std::string to_json(const MetaData& schema);

/// The schema that to_json wrote: all of it, so that the two are equal.
///
/// Throws Error `invalid_snapshot`, which names the place in the document, for what is no JSON, has another version,
/// lacks something or says what is not known.
RETORT_API MetaData metadata_from_json(std::string_view json);

/// How `draw` writes a picture: for Graphviz, or for Mermaid.
enum class DiagramFormat : unsigned char { dot, mermaid };

/// An entity-relationship picture: tables with their columns, types and keys; a line from each foreign key to what it
/// refers to, with a crow's foot where there may be many; and the names of views.
RETORT_API std::string draw(const MetaData& schema, DiagramFormat format);

/// A header with a function that returns the schema, formatted, for a program that goes on from a database there is.
///
/// `function` is its name, with namespaces if there are any: `app::model`. UsageError if it is no name of C++. The
/// header compiles without warnings whatever the names in it; what MetaData has no word for stands in comments.
RETORT_API std::string render_model(const MetaData& schema, std::string_view function = "model");

}  // namespace retort

#endif
