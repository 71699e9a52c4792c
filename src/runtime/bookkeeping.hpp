#ifndef RETORT_SRC_RUNTIME_BOOKKEEPING_HPP
#define RETORT_SRC_RUNTIME_BOOKKEEPING_HPP

#include <retort/migrator.hpp>

#include "runtime/applied_table.hpp"
#include "runtime/journal.hpp"
#include "runtime/version_table.hpp"

namespace retort::runtime {

/// The library's own tables.
struct Bookkeeping {
  Bookkeeping(const dialect::Dialect& dialect, const MigratorOptions& options)
      : versions(dialect, options),
        journal(dialect, options),
        applied(dialect, options),
        keeps_applied(AppliedTable::is_kept(options)) {}

  VersionTable versions;
  Journal journal;
  AppliedTable applied;
  bool keeps_applied;
};

/// True where the journal can be created when it is first needed, with the rest of a transaction; elsewhere it is
/// created with the version table.
inline bool creates_journal_late(const dialect::Dialect& dialect) noexcept {
  const auto& capabilities = dialect.capabilities();
  return capabilities.transactional_ddl && !capabilities.commits_before_rows;
}

}  // namespace retort::runtime

#endif
