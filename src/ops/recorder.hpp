#ifndef RETORT_SRC_OPS_RECORDER_HPP
#define RETORT_SRC_OPS_RECORDER_HPP

#include <retort/function_ref.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include "ops/naming.hpp"
#include "ops/operation.hpp"

namespace retort::ops {

/// Where the directives write. One is installed for the current thread while a migration's upgrade() or downgrade()
/// runs; without one the directives throw UsageError.
class Recorder {
 public:
  /// What executes an operation at once, for recordings inside op::run.
  using Immediate = std::function<void(const Operations&)>;

  explicit Recorder(Immediate immediate = {}, Naming naming = {})
      : immediate_(std::move(immediate)), naming_(std::move(naming)) {}
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// The recorder of this thread. Throws UsageError, naming the directive, when there is none.
  static Recorder& current(const char* directive, Location where);

  /// Adds an operation; the reference holds until the list is taken.
  Operation& add(Action action, Location where);

  /// Adds operations that belong together; options given to the first one's handle (its schema) hold for all.
  Operation& add_together(std::vector<Action> actions, Location where);

  /// What is added inside belongs to one batch. Returns false when one is open already.
  bool open_batch() noexcept;
  void close_batch();
  void set_autocommit(bool autocommit) noexcept { autocommit_ = autocommit; }
  bool autocommit() const noexcept { return autocommit_; }

  /// Migration::downgrade() was not overridden: the way down is to be derived.
  void set_derived() noexcept { derived_ = true; }
  bool derived() const noexcept { return derived_; }

  /// Ends the recording: the operations, with what the handles left to be settled (names of indexes made by
  /// `Column::index()` and the like) settled.
  Operations take();

 private:
  void settle();
  void execute_new();

  Immediate immediate_;
  Naming naming_;
  std::deque<Operation> operations_;
  /// First operation and number of those that follow its schema.
  std::vector<std::pair<std::size_t, std::size_t>> companions_;
  std::size_t executed_ = 0;
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
Recording record(FunctionRef<void()> record, const Naming& naming = {});

}  // namespace retort::ops

#endif
