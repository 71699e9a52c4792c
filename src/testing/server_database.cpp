#include <pthread.h>

#include <cstdlib>
#include <memory>
#include <utility>

#include "testing/database_impl.hpp"
#include "testing/migrate.hpp"
#include "testing/once_cache.hpp"
#include "testing/server.hpp"

namespace retort::testing {

namespace {

/// A migrated database that others are copied from. Nobody is connected to it.
struct Template {
  std::shared_ptr<ServerDatabase> database;
  static std::size_t size() noexcept { return 1; }
};

using Templates = OnceCache<Template>;

/// How many there may be at a time: each takes its room on a server.
constexpr std::size_t kMostTemplates = 16;

Templates& templates() {
  static Templates* const cache = [] {
    auto* made = new Templates(kMostTemplates);
    pthread_atfork([] { templates().before_fork(); }, [] { templates().after_fork_in_parent(); },
                   [] {
                     templates().after_fork_in_child();
                     // The parent drops them when it likes.
                     templates().clear();
                   });
    return made;
  }();
  return *cache;
}

std::unique_ptr<soci::session> migrated(ServerDatabase& database, const MigrationSet& migrations,
                                        std::string_view revision, const DatabaseOptions& options) {
  auto session = database.open();
  migrate(*session, migrations, revision, options);
  return session;
}

}  // namespace

void drop_templates() { templates().clear(); }

Database::Impl::Parts on_server(const MigrationSet& migrations, std::string_view revision,
                                const DatabaseOptions& options) {
  const auto server = Server::at(options.url);
  const DatabaseKey key{migrations,
                        std::string(revision),
                        options.seeds,
                        true,
                        options.migrator.version_table,
                        options.migrator.version_schema,
                        options.migrator.edited_migrations,
                        options.url};
  Database::Impl::Parts parts;
  // A template is made with a first copy, which tells whether the server copies at all.
  const auto origin = templates().get(
      key, [&] { return canonical_revision(migrations, revision); },
      [&]() -> std::optional<Template> {
        auto made = std::make_unique<ServerDatabase>(server);
        auto session = migrated(*made, migrations, revision, options);
        session.reset();
        parts.place = std::make_unique<ServerDatabase>(server, *made);
        if (parts.place->exists()) {
          // What ends a client library was registered when it was first used: this comes before it.
          std::atexit([] { templates().clear(); });
          return Template{std::move(made)};
        }
        parts.place = std::move(made);
        return std::nullopt;
      });
  if (parts.place) {
    parts.session = parts.place->open();
    return parts;
  }
  if (origin) parts.place = std::make_unique<ServerDatabase>(server, *origin->database);
  if (origin && parts.place->exists()) {
    parts.session = parts.place->open();
    return parts;
  }
  parts.place = std::make_unique<ServerDatabase>(server);
  parts.session = migrated(*parts.place, migrations, revision, options);
  return parts;
}

}  // namespace retort::testing
