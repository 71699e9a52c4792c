#include "testing/snapshot_cache.hpp"

#include <retort/error.hpp>

#include <pthread.h>

#include <new>

namespace retort::testing {

SnapshotCache& SnapshotCache::instance() {
  // Never destroyed: databases may be made by what runs at the end of the program.
  static SnapshotCache* const cache = [] {
    auto* made = new SnapshotCache();
    pthread_atfork([] { instance().before_fork(); }, [] { instance().after_fork_in_parent(); },
                   [] { instance().after_fork_in_child(); });
    return made;
  }();
  return *cache;
}

std::optional<SnapshotCache::Snapshot> SnapshotCache::get(const SnapshotKey& key,
                                                          const std::function<std::string()>& canonical,
                                                          const Make& make) {
  std::unique_lock lock(mutex_);
  if (const auto found = entries_.find(key); found != entries_.end()) return await(lock, EntryPointer(found->second));
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
  const EntryPointer kept = entry;
  if (entries_.emplace(key, kept).second) kept->keys.push_back(key);
  return first ? make_entry(lock, kept, make) : await(lock, kept);
}

std::optional<SnapshotCache::Snapshot> SnapshotCache::await(std::unique_lock<std::mutex>& lock,
                                                            const EntryPointer& entry) {
  if (entry->state == State::making && entry->maker == std::this_thread::get_id()) {
    throw UsageError(
        "database_at was called by a migration or a seed that is run for the very revision it asked for; ask for an "
        "earlier one",
        {.code = "recursive_database"});
  }
  made_.wait(lock, [&] { return entry->state != State::making; });
  if (entry->state == State::failed) std::rethrow_exception(entry->failure);
  if (entry->snapshot && !used_.empty() && entry != used_.front() && !entry->keys.empty()) {
    used_.splice(used_.begin(), used_, entry->place);
  }
  return entry->snapshot;
}

std::optional<SnapshotCache::Snapshot> SnapshotCache::make_entry(std::unique_lock<std::mutex>& lock,
                                                                 const EntryPointer& entry, const Make& make) {
  lock.unlock();
  std::optional<Snapshot> snapshot;
  std::exception_ptr failure;
  try {
    snapshot = make();
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  if (!failure) ++statistics_.migrated;
  entry->snapshot = snapshot;
  entry->failure = failure;
  entry->state = failure ? State::failed : State::ready;
  if (failure || !snapshot || snapshot->size() > limit_) {
    forget(entry);
  } else {
    used_.push_front(entry);
    entry->place = used_.begin();
    ++statistics_.kept;
    statistics_.bytes += snapshot->size();
    shrink();
  }
  made_.notify_all();
  if (failure) std::rethrow_exception(failure);
  return snapshot;
}

void SnapshotCache::forget(const EntryPointer& entry) {
  // Who holds the entry still gets what is in it; nobody finds it any more.
  for (const auto& key : entry->keys) entries_.erase(key);
  entry->keys.clear();
}

void SnapshotCache::shrink() {
  while (statistics_.bytes > limit_ && !used_.empty()) {
    const EntryPointer oldest = used_.back();
    used_.pop_back();
    statistics_.bytes -= oldest->snapshot->size();
    --statistics_.kept;
    forget(oldest);
  }
}

SnapshotStatistics SnapshotCache::statistics() {
  const std::lock_guard lock(mutex_);
  return statistics_;
}

void SnapshotCache::count_copy() {
  const std::lock_guard lock(mutex_);
  ++statistics_.copied;
}

void SnapshotCache::set_limit(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  limit_ = bytes;
  shrink();
}

void SnapshotCache::clear() {
  const std::lock_guard lock(mutex_);
  for (const auto& entry : used_) forget(entry);
  used_.clear();
  statistics_.kept = 0;
  statistics_.bytes = 0;
}

void SnapshotCache::after_fork_in_child() {
  // The threads that were making something, and those that waited for it, are in the parent only. What they left in
  // the condition variable must not be looked at.
  new (&made_) std::condition_variable;
  std::vector<EntryPointer> unfinished;
  for (const auto& [key, entry] : entries_) {
    if (entry->state == State::making && entry->maker != std::this_thread::get_id()) unfinished.push_back(entry);
  }
  for (const auto& entry : unfinished) forget(entry);
  mutex_.unlock();
}

}  // namespace retort::testing
