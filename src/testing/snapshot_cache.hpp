#ifndef RETORT_SRC_TESTING_SNAPSHOT_CACHE_HPP
#define RETORT_SRC_TESTING_SNAPSHOT_CACHE_HPP

#include <retort/testing.hpp>

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "runtime/sqlite3/snapshot.hpp"

namespace retort::testing {

/// What tells one snapshot from another.
struct SnapshotKey {
  /// Keeps the set's data: its address tells sets apart, and is no other set's as long as the key exists.
  MigrationSet set;
  /// As it was given, or the ids that it means.
  std::string revision;
  std::vector<Seed> seeds;
  bool foreign_keys = true;
  std::string version_table;
  std::string version_schema;

  friend bool operator==(const SnapshotKey& a, const SnapshotKey& b) {
    return &a.set.data() == &b.set.data() && a.revision == b.revision && a.foreign_keys == b.foreign_keys &&
           a.version_table == b.version_table && a.version_schema == b.version_schema && a.seeds == b.seeds;
  }
};

struct SnapshotKeyHash {
  std::size_t operator()(const SnapshotKey& key) const noexcept {
    return std::hash<const void*>()(&key.set.data()) ^ std::hash<std::string>()(key.revision);
  }
};

/// The snapshots of a process. The lock is held while one is looked up, never while it is made or copied.
class SnapshotCache {
 public:
  using Snapshot = runtime::sqlite3::Snapshot;
  /// Nothing: this SQLite takes no snapshots.
  using Make = std::function<std::optional<Snapshot>()>;

  static SnapshotCache& instance();

  /// The snapshot for a key; made by the first who asks, while others wait. `canonical` gives the key's revision in the
  /// one form that all names of it have. Throws what either of them throws, each time.
  std::optional<Snapshot> get(const SnapshotKey& key, const std::function<std::string()>& canonical, const Make& make);

  SnapshotStatistics statistics();
  void count_copy();
  void set_limit(std::size_t bytes);
  void clear();

  // Around fork(): the child must find the lock free, and nobody in it who makes what others wait for.
  void before_fork() { mutex_.lock(); }
  void after_fork_in_parent() { mutex_.unlock(); }
  void after_fork_in_child();

 private:
  enum class State : unsigned char { making, ready, failed };

  struct Entry {
    State state = State::making;
    std::thread::id maker;
    std::optional<Snapshot> snapshot;
    std::exception_ptr failure;
    /// All names under which it is found.
    std::vector<SnapshotKey> keys;
    /// Where it stands in the order of use, once it is ready.
    std::list<std::shared_ptr<Entry>>::iterator place;
  };
  using EntryPointer = std::shared_ptr<Entry>;

  SnapshotCache() = default;
  std::optional<Snapshot> await(std::unique_lock<std::mutex>& lock, const EntryPointer& entry);
  std::optional<Snapshot> make_entry(std::unique_lock<std::mutex>& lock, const EntryPointer& entry, const Make& make);
  void forget(const EntryPointer& entry);
  void shrink();

  std::mutex mutex_;
  std::condition_variable made_;
  std::unordered_map<SnapshotKey, EntryPointer, SnapshotKeyHash> entries_;
  /// The one used last stands first.
  std::list<EntryPointer> used_;
  std::size_t limit_ = std::size_t{64} << 20U;
  SnapshotStatistics statistics_;
};

}  // namespace retort::testing

#endif
