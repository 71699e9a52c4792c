#include "runtime/firebird/row_lock.hpp"

#include <retort/error.hpp>

#include <utility>

#include "dialect/dialect.hpp"
#include "runtime/firebird/polling.hpp"

namespace retort::runtime::firebird {

namespace {

using std::chrono::milliseconds;

const dialect::Dialect& dialect() { return *dialect::find_dialect("firebird"); }

std::string table() { return dialect().quote(kLockTable); }

std::string touch(const std::string& name) {
  return "UPDATE " + table() + " SET \"taken\" = CURRENT_TIMESTAMP WHERE \"name\" = " + dialect().literal(Value(name));
}

/// Another one made the same at the same time.
bool was_faster(const Error& error) {
  return error.code() == "duplicate_object" || error.code() == "constraint" || error.code() == "locked" ||
         error.message().find("already exists") != std::string::npos;
}

template <typename Work>
void do_or_be_too_late(Work work) {
  try {
    work();
  } catch (const Error& error) {
    if (!was_faster(error)) throw;
  }
}

}  // namespace

bool RowLock::acquire(std::string_view name, const BeginOptions& options) {
  release();
  name_ = name;
  std::string words;
  std::string held_by;
  milliseconds next_look{0};
  // The first attempts make what is missing, and take no time.
  const auto try_once = [&] {
    constexpr int kEnough = 4;
    for (int i = 0; i < kEnough; ++i) {
      const auto result = attempt(words);
      if (result != Attempt::again) return result == Attempt::taken;
    }
    return false;
  };
  bool held = false;
  const auto try_or_see = [&] {
    held = try_once();
    return held || (options.is_settled && options.is_settled());
  };
  const bool done = poll(options.lock_timeout, try_or_see, [&](milliseconds waited) {
    if (!options.on_wait) return;
    constexpr milliseconds kBetweenLooks{1000};
    if (waited >= next_look) {
      held_by = holder(words);
      next_look = waited + kBetweenLooks;
    }
    options.on_wait(waited, held_by);
  });
  if (done && !held) name_.clear();
  if (done) return held;
  if (held_by.empty()) held_by = holder(words);
  throw StateError("another process migrates this database" + (held_by.empty() ? held_by : " (" + held_by + ")") +
                       " and held its lock for all of the " + std::to_string(options.lock_timeout.count()) +
                       " ms that were waited; run it again when that one has finished, or raise lock_timeout",
                   {.code = "locked"});
}

RowLock::Attempt RowLock::attempt(std::string& words) {
  try {
    OwnTransaction transaction(attachment_, milliseconds(0));
    if (attachment_.run(transaction.handle(), touch(name_)) == 1) {
      transaction_ = transaction.release();
      return Attempt::taken;
    }
  } catch (const StateError& error) {
    words = error.message();
    return Attempt::busy;
  } catch (const DatabaseError& error) {
    if (error.code() != "undefined_table") throw;
    make_table();
    return Attempt::again;
  }
  make_row();
  return Attempt::again;
}

void RowLock::make_table() {
  do_or_be_too_late([&] {
    OwnTransaction transaction(attachment_, milliseconds(0));
    attachment_.run(transaction.handle(), "CREATE TABLE " + table() +
                                              " (\"name\" VARCHAR(200) CHARACTER SET UTF8 NOT NULL PRIMARY KEY, "
                                              "\"taken\" TIMESTAMP)");
    transaction.commit();
  });
}

void RowLock::make_row() {
  do_or_be_too_late([&] {
    OwnTransaction transaction(attachment_, milliseconds(0));
    attachment_.run(transaction.handle(),
                    "INSERT INTO " + table() + " (\"name\") VALUES (" + dialect().literal(Value(name_)) + ")");
    transaction.commit();
  });
}

std::string RowLock::holder(const std::string& words) const {
  static constexpr std::string_view kBefore = "concurrent transaction number is ";
  const auto found = words.find(kBefore);
  if (found == std::string::npos) return {};
  const auto begin = found + kBefore.size();
  const auto number = words.substr(begin, words.find_first_not_of("0123456789", begin) - begin);
  if (number.empty()) return {};
  try {
    OwnTransaction transaction(attachment_, milliseconds(0));
    const auto rows = attachment_.rows(
        transaction.handle(),
        "SELECT A.MON$ATTACHMENT_ID, TRIM(A.MON$USER), A.MON$REMOTE_PROCESS, COALESCE(A.MON$REMOTE_PID, "
        "A.MON$SERVER_PID) FROM MON$TRANSACTIONS T JOIN MON$ATTACHMENTS A ON A.MON$ATTACHMENT_ID = "
        "T.MON$ATTACHMENT_ID WHERE T.MON$TRANSACTION_ID = " +
            number);
    if (rows.empty()) return {};
    const auto& row = rows.front();
    auto text = "attachment " + row[0].value_or("?") + " of " + row[1].value_or("?");
    if (row[2]) text += ", " + *row[2];
    if (row[3]) text += ", process " + *row[3];
    return text;
  } catch (const Error&) {
    return {};  // the monitoring tables are for those who may see them
  }
}

void RowLock::prove() const {
  if (name_.empty()) return;
  try {
    if (transaction_ != 0 && attachment_.run(transaction_, touch(name_)) == 1) return;
  } catch (const Error& error) {
    throw StateError("the lock that keeps other migrators out is lost: " + error.message(), {.code = "lock_lost"});
  }
  throw StateError("the lock that keeps other migrators out is lost; run it again", {.code = "lock_lost"});
}

std::string RowLock::release() noexcept {
  name_.clear();
  if (transaction_ == 0) return {};
  auto failure = attachment_.rollback(transaction_);
  transaction_ = 0;
  return failure;
}

}  // namespace retort::runtime::firebird
