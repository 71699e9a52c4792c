#ifndef RETORT_SRC_RUNTIME_FIREBIRD_ROW_LOCK_HPP
#define RETORT_SRC_RUNTIME_FIREBIRD_ROW_LOCK_HPP

#include <string>
#include <string_view>

#include "runtime/firebird/attachment.hpp"

namespace retort::runtime::firebird {

/// The table whose rows are locked, one for each version table.
inline constexpr std::string_view kLockTable = "retort_lock";

/// A lock that outlives commits and dies with the process: a row that is changed in a transaction of its own, beside
/// the session's, and never committed. Nobody else can change it meanwhile.
class RowLock {
 public:
  explicit RowLock(const Attachment& attachment) noexcept : attachment_(attachment) {}
  RowLock(const RowLock&) = delete;
  RowLock& operator=(const RowLock&) = delete;
  ~RowLock() { release(); }

  /// Throws StateError `locked` when another one has it for all of the time.
  bool acquire(std::string_view name, const BeginOptions& options);
  /// Throws StateError `lock_lost` when it is not held any more.
  void prove() const;
  std::string release() noexcept;

 private:
  enum class Attempt : unsigned char { taken, busy, again };
  Attempt attempt(std::string& words);
  void make_table();
  void make_row();
  std::string holder(const std::string& words) const;

  const Attachment& attachment_;
  std::string name_;
  mutable isc_tr_handle transaction_ = 0;
};

}  // namespace retort::runtime::firebird

#endif
