#ifndef RETORT_SRC_TESTING_ONCE_CACHE_HPP
#define RETORT_SRC_TESTING_ONCE_CACHE_HPP

#include <retort/error.hpp>
#include <retort/testing.hpp>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace retort::testing {

/// What tells one migrated database from another.
struct DatabaseKey {
  /// Keeps the set's data: its address tells sets apart, and is no other set's as long as the key exists.
  MigrationSet set;
  /// As it was given, or the ids that it means.
  std::string revision;
  std::vector<Seed> seeds = {};
  bool foreign_keys = true;
  std::string version_table = {};
  std::string version_schema = {};
  /// Whether a table beside it tells what was applied.
  EditedMigrationPolicy edited_migrations = EditedMigrationPolicy::warn;
  /// The server; empty for a database in memory.
  std::string url = {};

  friend bool operator==(const DatabaseKey& a, const DatabaseKey& b) {
    return &a.set.data() == &b.set.data() && a.revision == b.revision && a.foreign_keys == b.foreign_keys &&
           a.version_table == b.version_table && a.version_schema == b.version_schema &&
           a.edited_migrations == b.edited_migrations && a.url == b.url && a.seeds == b.seeds;
  }
};

struct DatabaseKeyHash {
  std::size_t operator()(const DatabaseKey& key) const noexcept {
    return std::hash<const void*>()(&key.set.data()) ^ std::hash<std::string>()(key.revision);
  }
};

/// What databases are copied from, by key: each is made once, by the first who asks, and kept as long as there is room.
///
/// For any thread. The lock is held while something is looked up, never while it is made. `Product` is cheap to copy
/// and has a size(); a copy stays good when the cache has let go of its own.
template <typename Product>
class OnceCache {
 public:
  /// Nothing: there is nothing to copy from; each database is to be migrated.
  using Make = std::function<std::optional<Product>()>;

  explicit OnceCache(std::size_t limit) : limit_(limit) {}

  /// The product for a key; others wait while it is made. `canonical` gives the key's revision in the one form that all
  /// names of it have. Throws what either of them throws, each time.
  std::optional<Product> get(const DatabaseKey& key, const std::function<std::string()>& canonical, const Make& make) {
    std::unique_lock lock(mutex_);
    if (const auto found = entries_.find(key); found != entries_.end()) return await(lock, Pointer(found->second));
    lock.unlock();
    auto by_meaning = key;
    // No revision is named so.
    by_meaning.revision = "=" + canonical();
    lock.lock();
    auto& entry = entries_[by_meaning];
    const bool first = entry == nullptr;
    if (first) {
      entry = std::make_shared<Entry>();
      entry->maker = std::this_thread::get_id();
      entry->keys.push_back(by_meaning);
    }
    const Pointer kept = entry;
    if (entries_.emplace(key, kept).second) kept->keys.push_back(key);
    return first ? fill(lock, kept, make) : await(lock, kept);
  }

  SnapshotStatistics statistics() {
    const std::lock_guard lock(mutex_);
    auto statistics = statistics_;
    statistics.copied = copied_;
    return statistics;
  }
  void count_copy() noexcept { ++copied_; }
  void set_limit(std::size_t limit) {
    const std::lock_guard lock(mutex_);
    limit_ = limit;
    shrink();
  }
  void clear() {
    const std::lock_guard lock(mutex_);
    for (const auto& entry : used_) forget(entry);
    used_.clear();
    statistics_.kept = 0;
    statistics_.bytes = 0;
  }

  // Around fork(): the child must find the lock free, and nobody in it who makes what others wait for.
  void before_fork() { mutex_.lock(); }
  void after_fork_in_parent() { mutex_.unlock(); }
  void after_fork_in_child() {
    // The threads that waited are in the parent only; what they left in the condition variable must not be looked at.
    new (&made_) std::condition_variable;
    std::vector<Pointer> unfinished;
    for (const auto& [key, entry] : entries_) {
      if (entry->state == State::making && entry->maker != std::this_thread::get_id()) unfinished.push_back(entry);
    }
    for (const auto& entry : unfinished) forget(entry);
    mutex_.unlock();
  }

 private:
  enum class State : unsigned char { making, ready, failed };

  struct Entry {
    State state = State::making;
    std::thread::id maker;
    std::optional<Product> product;
    std::exception_ptr failure;
    /// All names under which it is found; none once it was let go.
    std::vector<DatabaseKey> keys;
    /// Where it stands in the order of use, when it is kept.
    typename std::list<std::shared_ptr<Entry>>::iterator place;
  };
  using Pointer = std::shared_ptr<Entry>;

  std::optional<Product> await(std::unique_lock<std::mutex>& lock, const Pointer& entry) {
    if (entry->state == State::making && entry->maker == std::this_thread::get_id()) {
      throw UsageError(
          "database_at was called by a migration or a seed that is run for the very revision it asked for; ask for an "
          "earlier one",
          {.code = "recursive_database"});
    }
    made_.wait(lock, [&] { return entry->state != State::making; });
    if (entry->state == State::failed) std::rethrow_exception(entry->failure);
    if (!entry->keys.empty()) used_.splice(used_.begin(), used_, entry->place);
    return entry->product;
  }

  std::optional<Product> fill(std::unique_lock<std::mutex>& lock, const Pointer& entry, const Make& make) {
    lock.unlock();
    std::optional<Product> product;
    std::exception_ptr failure;
    try {
      product = make();
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    entry->product = product;
    entry->failure = failure;
    entry->state = failure ? State::failed : State::ready;
    if (!failure) ++statistics_.migrated;
    if (!product || product->size() > limit_) {
      forget(entry);
    } else {
      used_.push_front(entry);
      entry->place = used_.begin();
      ++statistics_.kept;
      statistics_.bytes += product->size();
      shrink();
    }
    made_.notify_all();
    if (failure) std::rethrow_exception(failure);
    return product;
  }

  /// Who holds the entry still gets what is in it; nobody finds it any more.
  void forget(const Pointer& entry) {
    for (const auto& key : entry->keys) entries_.erase(key);
    entry->keys.clear();
  }

  void shrink() {
    while (statistics_.bytes > limit_) {
      const Pointer oldest = used_.back();
      used_.pop_back();
      statistics_.bytes -= oldest->product->size();
      --statistics_.kept;
      forget(oldest);
    }
  }

  std::mutex mutex_;
  std::condition_variable made_;
  std::unordered_map<DatabaseKey, Pointer, DatabaseKeyHash> entries_;
  /// The one used last stands first.
  std::list<Pointer> used_;
  std::size_t limit_;
  SnapshotStatistics statistics_;
  std::atomic<std::size_t> copied_ = 0;
};

}  // namespace retort::testing

#endif
