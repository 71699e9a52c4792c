#ifndef RETORT_SRC_CLI_DATABASE_HPP
#define RETORT_SRC_CLI_DATABASE_HPP

#include <soci/soci.h>
#include <memory>
#include <retort/listener.hpp>
#include <retort/migrator.hpp>

#include "cli/commands.hpp"
#include "cli/connection.hpp"

namespace retort::cli {

/// The options of every Migrator of the command line.
inline MigratorOptions migrator_options(const Context& context, Listener* listener = nullptr) {
  MigratorOptions options;
  options.version_table = context.options.version_table;
  options.version_schema = context.options.version_schema;
  if (context.arguments.lock_timeout) options.lock_timeout = *context.arguments.lock_timeout;
  options.listener = listener;
  return options;
}

/// The database of a command, open, with the Migrator that works on it.
struct Database {
  Database(const Context& context, Access access, Listener* listener = nullptr)
      : url(require_url(context.arguments, context.options)),
        session(connect(url, context.options, access, context.console)),
        migrator(*session, context.migrations, migrator_options(context, listener)) {}

  DatabaseUrl url;
  std::unique_ptr<soci::session> session;
  Migrator migrator;
};

}  // namespace retort::cli

#endif
