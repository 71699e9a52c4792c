#ifndef RETORT_SRC_RUNTIME_TRANSACTION_HPP
#define RETORT_SRC_RUNTIME_TRANSACTION_HPP

#include <string>
#include <utility>

#include "runtime/connection.hpp"

namespace retort::runtime {

/// A transaction with what must be arranged around it. Ended by commit() or fail(); should neither be reached, the
/// destructor gives the connection back as it was.
class Transaction {
 public:
  Transaction(Connection& connection, const BeginOptions& options, bool foreign_keys_off) : connection_(connection) {
    // SQLite takes no notice of this inside of a transaction.
    if (foreign_keys_off && connection.foreign_keys_on()) {
      connection.set_foreign_keys(false);
      keys_switched_off_ = true;
    }
    try {
      connection.begin(options);
    } catch (...) {
      restore_keys();
      throw;
    }
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() { end(); }

  bool keys_switched_off() const noexcept { return keys_switched_off_; }

  void commit() {
    connection_.commit();
    restore_keys();
  }

  /// Ends it without its changes. What went wrong with that, or nothing.
  std::string end() noexcept {
    auto failure = connection_.rollback();
    restore_keys();
    return failure;
  }

 private:
  void restore_keys() noexcept {
    if (!std::exchange(keys_switched_off_, false)) return;
    try {
      connection_.set_foreign_keys(true);
    } catch (...) {
      // Only memory can be short here, and an exception already tells of it.
    }
  }

  Connection& connection_;
  bool keys_switched_off_ = false;
};

}  // namespace retort::runtime

#endif
