#ifndef RETORT_SRC_RUNTIME_APPLIED_TABLE_HPP
#define RETORT_SRC_RUNTIME_APPLIED_TABLE_HPP

#include <retort/migrator.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runtime/connection.hpp"
#include "schema/qualified_name.hpp"

namespace retort::runtime {

/// What each migration said when it was applied: a fingerprint for each revision that a run has brought in. A revision
/// that was stamped has none.
class AppliedTable {
 public:
  using Fingerprints = std::map<std::string, std::string, std::less<>>;

  AppliedTable(const dialect::Dialect& dialect, const MigratorOptions& options);

  /// False where the options want none, and in a database that is shared with Alembic, whose autogenerate would drop a
  /// table that it does not know.
  static bool is_kept(const MigratorOptions& options);

  std::string create_sql() const;
  /// By revision; nothing when the table does not exist.
  std::optional<Fingerprints> read(Connection& connection, const BeginOptions& lock) const;
  /// The statement that keeps a fingerprint, in place of one that is there already.
  std::string keep_sql(std::string_view revision, std::string_view fingerprint, bool replaces) const;
  std::string forget_sql(std::string_view revision) const;

 private:
  const dialect::Dialect* dialect_;
  schema::QualifiedName place_;
  std::string name_;
};

}  // namespace retort::runtime

#endif
