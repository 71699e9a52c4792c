#ifndef RETORT_TESTS_CONFORMANCE_LIVE_HPP
#define RETORT_TESTS_CONFORMANCE_LIVE_HPP

#include <retort/migration_set.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "conformance/case.hpp"
#include "dialect/dialect.hpp"
#include "schema/metadata.hpp"

namespace soci {
class session;
}

namespace retort::conformance {

/// The dialects that a test server speaks: there is none of MySQL itself.
std::vector<std::string> servers();

/// Two migrations: `before`, and `change` with the way back derived.
MigrationSet set_of(const Case& each);

/// The schema that operations add up to.
schema::MetaData sum_of(void (*before)(), void (*change)(), std::string_view server);

/// Removes what a case before has left outside of its database.
void forget_schemas(soci::session& session);

/// How the database came to be what it is: by upgrades alone, or after a downgrade (or a wish for a place), when
/// columns may stand where the database puts new ones.
enum class Way : unsigned char { up, after_down };
inline Way way_up(const Case& each) { return each.places_a_column ? Way::after_down : Way::up; }

/// Fails the test where the catalog says something else than the operations do. The version table and what belongs to
/// the library beside it do not count.
///
/// `offline`: the dialect the statements were written in, where that is of an older server than the connection's.
void expect_schema(soci::session& session, const schema::MetaData& expected, Way way,
                   const dialect::Dialect* offline = nullptr);

}  // namespace retort::conformance

#endif
