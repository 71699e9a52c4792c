#ifndef RETORT_SRC_RUNTIME_SQLITE3_SNAPSHOT_HPP
#define RETORT_SRC_RUNTIME_SQLITE3_SNAPSHOT_HPP

#include <retort/export.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace soci {
class session;
}

namespace retort::runtime::sqlite3 {

/// A whole SQLite database as bytes, from which others are made: one copy in memory each, however many tables it has.
///
/// Immutable; copies share the bytes. No connection is kept, so that threads need no lock to copy from it and a child
/// of fork() may go on using it.
class RETORT_API Snapshot {
 public:
  /// The main database of a session to SQLite, outside of a transaction. Nothing where the session's SQLite cannot do
  /// that: it is older than 3.23, or was built without sqlite3_serialize. Throws DatabaseError.
  static std::optional<Snapshot> take(soci::session& session);

  /// Makes the main database of a session, a new one in memory, a copy of this one. Throws DatabaseError.
  void restore(soci::session& session) const;

  std::size_t size() const noexcept { return bytes_->size(); }

 private:
  explicit Snapshot(std::vector<unsigned char> bytes)
      : bytes_(std::make_shared<const std::vector<unsigned char>>(std::move(bytes))) {}

  std::shared_ptr<const std::vector<unsigned char>> bytes_;
};

}  // namespace retort::runtime::sqlite3

#endif
