#ifndef RETORT_SRC_OPS_RECORDER_HPP
#define RETORT_SRC_OPS_RECORDER_HPP

#include <retort/function_ref.hpp>

#include <cstddef>
#include <deque>

#include "ops/operation.hpp"

namespace retort::ops {

/// Where the directives write. One is installed for the current thread while a migration's upgrade() or downgrade()
/// runs; without one the directives throw UsageError.
class Recorder {
 public:
  Recorder() = default;
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// The recorder of this thread. Throws UsageError, naming the directive, when there is none.
  static Recorder& current(const char* directive, Location where);

  /// Adds an operation; the reference holds until the list is taken.
  Operation& add(Action action, Location where);

  /// What is added inside belongs to one batch.
  std::size_t open_batch() noexcept { return batch_ = ++batches_; }
  void close_batch() noexcept { batch_ = 0; }
  void set_autocommit(bool autocommit) noexcept { autocommit_ = autocommit; }
  bool autocommit() const noexcept { return autocommit_; }

  /// Migration::downgrade() was not overridden: the way down is to be derived.
  void set_derived() noexcept { derived_ = true; }
  bool derived() const noexcept { return derived_; }

  /// Ends the recording: the operations, with what the handles left to be settled (names of indexes made by
  /// `Column::index()` and the like) settled.
  Operations take();

 private:
  std::deque<Operation> operations_;
  std::size_t batches_ = 0;
  std::size_t batch_ = 0;
  bool autocommit_ = false;
  bool derived_ = false;
};

/// Installs a recorder for this thread and restores the one before (recordings nest: op::run inside upgrade()).
class RecorderScope {
 public:
  explicit RecorderScope(Recorder& recorder) noexcept;
  RecorderScope(const RecorderScope&) = delete;
  RecorderScope& operator=(const RecorderScope&) = delete;
  ~RecorderScope();

 private:
  Recorder* previous_;
};

/// What a migration's upgrade() or downgrade() recorded.
struct Recording {
  Operations operations;
  bool derived = false;
};

/// Runs `record` with a recorder of its own and returns what it recorded.
Recording record(FunctionRef<void()> record);

}  // namespace retort::ops

#endif
