#include "runtime/sqlite3/refusal.hpp"

#include <retort/error.hpp>

#include <utility>

#include "dialect/sqlite/rebuild.hpp"
#include "runtime/sqlite3/native.hpp"

namespace retort::runtime::sqlite3 {

namespace {

const char* word_of(int code) {
  switch (code & 0xFF) {
    case SQLITE_READONLY:
      return "read_only";
    case SQLITE_CANTOPEN:
      return "cannot_open";
    case SQLITE_NOTADB:
      return "not_a_database";
    case SQLITE_CORRUPT:
      return "corrupt";
    case SQLITE_FULL:
      return "disk_full";
    case SQLITE_IOERR:
      return "io_error";
    case SQLITE_CONSTRAINT:
      return "constraint";
    default:
      return "database_error";
  }
}

/// A table that is being rebuilt has another name meanwhile, which nobody has ever heard of.
std::string in_the_users_words(std::string message) {
  constexpr std::string_view kPrefix = dialect::sqlite::kRebuildPrefix;
  for (auto at = message.find(kPrefix); at != std::string::npos; at = message.find(kPrefix, at)) {
    message.erase(at, kPrefix.size());
  }
  return message;
}

const char* way_out(int code) {
  switch (code & 0xFF) {
    case SQLITE_READONLY:
      return "; check the permissions of the file and its folder, the mount, and that the connection is not opened "
             "readonly";
    case SQLITE_CANTOPEN:
      return "; check that the path names a file, not a folder, and that its folder exists";
    case SQLITE_NOTADB:
      return "; the file is no SQLite database (or an encrypted one)";
    case SQLITE_FULL:
      return "; make room on the disk (or raise max_page_count) and run it again";
    default:
      return "";
  }
}

}  // namespace

void fail(int code, std::string message, std::string_view sql) {
  const auto said = in_the_users_words(std::move(message));
  ErrorFacts facts{.code = word_of(code), .sql = std::string(sql), .backend_code = std::to_string(code)};
  if (code == SQLITE_LOCKED) {
    facts.code = "statement_open";
    throw StateError(
        "SQLite: " + said +
            "; a statement or rowset of this very session is still open: finish it before the Migrator runs",
        std::move(facts));
  }
  if ((code & 0xFF) == SQLITE_BUSY || (code & 0xFF) == SQLITE_LOCKED) {
    facts.code = "locked";
    throw StateError("another connection holds the database: " + said +
                         "; run it again when that one has finished, or raise lock_timeout",
                     std::move(facts));
  }
  const bool in_transaction = said.find("from within a transaction") != std::string::npos;
  throw DatabaseError("SQLite: " + said + (in_transaction ? "; put it into an op::autocommit_block" : way_out(code)),
                      std::move(facts));
}

}  // namespace retort::runtime::sqlite3
