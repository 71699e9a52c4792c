#ifndef RETORT_SRC_TESTING_DATABASE_IMPL_HPP
#define RETORT_SRC_TESTING_DATABASE_IMPL_HPP

#include <retort/testing.hpp>

#include <soci/soci.h>

#include <memory>
#include <string_view>

#include "testing/server.hpp"

namespace retort::testing {

struct Database::Impl {
  /// In the order in which they are made: the database goes last.
  struct Parts {
    std::unique_ptr<ServerDatabase> place;
    std::unique_ptr<soci::session> session;
    /// Most tests need none.
    std::unique_ptr<Migrator> migrator;
    MigrationSet migrations;
    MigratorOptions options;
  };

  explicit Impl(std::unique_ptr<Parts> made) noexcept : parts(std::move(made)) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    // In a child of fork(): to close the session would close the parent's.
    if (parts->place && !parts->place->is_ours()) static_cast<void>(parts.release());
  }

  std::unique_ptr<Parts> parts;
};

/// The database and the session on a server, at the revision.
Database::Impl::Parts on_server(const MigrationSet& migrations, std::string_view revision,
                                const DatabaseOptions& options);

}  // namespace retort::testing

#endif
