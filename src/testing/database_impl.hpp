#ifndef RETORT_SRC_TESTING_DATABASE_IMPL_HPP
#define RETORT_SRC_TESTING_DATABASE_IMPL_HPP

#include <retort/testing.hpp>

#include <soci/soci.h>

#include <memory>

namespace retort::testing {

struct Database::Impl {
  Impl(std::unique_ptr<soci::session> open, const MigrationSet& migrations, const MigratorOptions& options)
      : session(std::move(open)), migrator(*session, migrations, options) {}

  std::unique_ptr<soci::session> session;
  Migrator migrator;
};

}  // namespace retort::testing

#endif
