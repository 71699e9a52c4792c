#include <retort/error.hpp>
#include <retort/testing.hpp>

#include <soci/soci.h>

#include <exception>
#include <utility>

namespace retort::testing {

struct Database::Impl {
  explicit Impl(const MigrationSet& migrations) : session("sqlite3", ":memory:"), migrator(session, migrations) {
    session << "PRAGMA foreign_keys = ON";
  }

  soci::session session;
  Migrator migrator;
};

Database::Database(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

soci::session& Database::session() noexcept { return impl_->session; }
Migrator& Database::migrator() noexcept { return impl_->migrator; }

Database database_at(const MigrationSet& migrations, std::string_view revision) {
  std::unique_ptr<Database::Impl> impl;
  try {
    impl = std::make_unique<Database::Impl>(migrations);
  } catch (const soci::soci_error& error) {
    std::throw_with_nested(UsageError(std::string("SOCI cannot open a SQLite database in memory: ") + error.what() +
                                          "; install its sqlite3 backend, or name its folder in SOCI_BACKENDS_PATH",
                                      {.code = "cannot_open"}));
  }
  if (revision != "base") impl->migrator.upgrade(revision);
  return Database(std::move(impl));
}

}  // namespace retort::testing
