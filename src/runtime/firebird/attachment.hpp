#ifndef RETORT_SRC_RUNTIME_FIREBIRD_ATTACHMENT_HPP
#define RETORT_SRC_RUNTIME_FIREBIRD_ATTACHMENT_HPP

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/connection.hpp"
#include "runtime/firebird/native.hpp"

namespace retort::runtime::firebird {

using OnRow = std::function<void(TextRow)>;

/// Statements over an attachment that somebody else owns, each in a transaction that is given.
class Attachment {
 public:
  Attachment(const Native& native, isc_db_handle& handle) noexcept : native_(native), handle_(handle) {}

  /// Starts a READ COMMITTED transaction, which sees what others commit meanwhile. Without a time it does not wait for
  /// the rows of others.
  void start(isc_tr_handle& transaction, std::chrono::milliseconds wait) const;
  /// Throws, and leaves the transaction open, for what is checked only now.
  void commit(isc_tr_handle& transaction) const;
  /// The text says why it could not, and is empty otherwise.
  std::string rollback(isc_tr_handle& transaction) const noexcept;

  /// Runs one statement to its end. Throws DatabaseError, StateError `locked`, or OperationError when another statement
  /// follows, when it has parameters, and when it is in no encoding that the connection speaks. Returns the rows it
  /// changed.
  std::int64_t run(isc_tr_handle& transaction, std::string_view sql, const OnRow& on_row = {}) const;
  std::vector<TextRow> rows(isc_tr_handle& transaction, std::string_view sql) const;

  const Native& native() const noexcept { return native_; }
  isc_db_handle& handle() const noexcept { return handle_; }

 private:
  void check_encoding(isc_tr_handle& transaction) const;

  const Native& native_;
  isc_db_handle& handle_;
  /// The connection's character set, once it was asked for.
  mutable std::optional<std::string> charset_ = {};
};

/// A transaction for one purpose, rolled back at its end unless it was committed.
class OwnTransaction {
 public:
  OwnTransaction(const Attachment& attachment, std::chrono::milliseconds wait) : attachment_(attachment) {
    attachment.start(handle_, wait);
  }
  OwnTransaction(const OwnTransaction&) = delete;
  OwnTransaction& operator=(const OwnTransaction&) = delete;
  ~OwnTransaction() {
    if (handle_ != 0) attachment_.rollback(handle_);
  }

  isc_tr_handle& handle() noexcept { return handle_; }
  void commit() { attachment_.commit(handle_); }
  /// Somebody else ends it.
  isc_tr_handle release() noexcept {
    const auto handle = handle_;
    handle_ = 0;
    return handle;
  }

 private:
  const Attachment& attachment_;
  isc_tr_handle handle_ = 0;
};

}  // namespace retort::runtime::firebird

#endif
