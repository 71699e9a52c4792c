#ifndef RETORT_SRC_RUNTIME_TRANSACTION_HPP
#define RETORT_SRC_RUNTIME_TRANSACTION_HPP

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/connection.hpp"

namespace retort::runtime {

/// A transaction with what must be arranged around it. Ended by commit() or fail(); should neither be reached, the
/// destructor gives the connection back as it was.
class Transaction {
 public:
  /// With a question, its answer is what query() says within the transaction.
  Transaction(Connection& connection, const BeginOptions& options, bool foreign_keys_off,
              std::string_view question = {})
      : connection_(connection) {
    // SQLite takes no notice of this inside of a transaction.
    if (foreign_keys_off && connection.foreign_keys_on()) {
      connection.set_foreign_keys(false);
      keys_switched_off_ = true;
    }
    try {
      if (question.empty()) {
        connection.begin(options);
      } else {
        answer_ = connection.begin_with(options, question);
      }
    } catch (...) {
      restore_keys();
      throw;
    }
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() { end(); }

  const std::vector<std::string>& answer() const noexcept { return answer_; }
  bool keys_switched_off() const noexcept { return keys_switched_off_; }

  void commit() {
    connection_.commit();
    ended_ = true;
    restore_keys();
  }

  /// Ends it without its changes. What went wrong with that, or nothing.
  std::string end() noexcept {
    if (std::exchange(ended_, true)) return {};
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
  std::vector<std::string> answer_;
  bool keys_switched_off_ = false;
  bool ended_ = false;
};

}  // namespace retort::runtime

#endif
