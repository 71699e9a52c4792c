#include "runtime/fault_points.hpp"

#include <sys/socket.h>
#include <unistd.h>
#include <retort/error.hpp>

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <type_traits>
#include <utility>

namespace retort::runtime {

namespace {

/// The first words of a statement: enough to know it, too few to show values.
std::string_view head_of(std::string_view sql) {
  std::size_t end = 0;
  for (int words = 0; words < 3 && end != std::string_view::npos; ++words) end = sql.find(' ', end + 1);
  sql = sql.substr(0, end);
  return sql.substr(0, sql.find('\n'));
}

/// What the environment asks for. One for the process, whose connections it counts together.
class Fault {
 public:
  static Fault& instance() {
    static Fault fault;
    return fault;
  }

  bool wanted() const noexcept { return action_ != Action::none; }

  void reach(std::string_view side, std::string_view call, std::string_view sql) {
    const std::lock_guard lock(mutex_);
    ++count_;
    if (action_ == Action::trace) {
      trace_ << count_ << ' ' << side << ' ' << call << ' ' << head_of(sql) << std::endl;
      return;
    }
    if (count_ != at_) return;
    if (action_ == Action::kill) ::kill(::getpid(), SIGKILL);
    shut_sockets(action_ == Action::deaf ? SHUT_RD : SHUT_RDWR);
  }

 private:
  enum class Action : unsigned char { none, kill, cut, deaf, trace };

  Fault() {
    const char* value = std::getenv("RETORT_FAULT");
    if (value == nullptr || *value == '\0') return;
    const std::string_view text(value);
    const auto colon = text.find(':');
    const auto first = text.substr(0, colon);
    const auto second = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    if (first == "trace" && !second.empty()) {
      trace_.open(std::string(second));
      if (trace_) action_ = Action::trace;
    } else if (std::from_chars(first.data(), first.data() + first.size(), at_).ec == std::errc() && at_ > 0) {
      if (second == "kill") action_ = Action::kill;
      if (second == "cut") action_ = Action::cut;
      if (second == "deaf") action_ = Action::deaf;
    }
    if (wanted()) return;
    throw UsageError("RETORT_FAULT is \"" + std::string(text) +
                         "\"; it must be N:kill, N:cut, N:deaf or trace:FILE, with N from 1 and a file that can be "
                         "written",
                     {.code = "fault_points"});
  }

  static void shut_sockets(int how) {
    const auto last = static_cast<int>(::sysconf(_SC_OPEN_MAX));
    // Clients have few descriptors, whatever the limit may be.
    constexpr int kEnough = 4096;
    for (int descriptor = 3; descriptor < last && descriptor < kEnough; ++descriptor) {
      sockaddr_storage peer{};
      socklen_t size = sizeof peer;
      void* address = &peer;
      if (::getpeername(descriptor, static_cast<sockaddr*>(address), &size) == 0) ::shutdown(descriptor, how);
    }
  }

  std::mutex mutex_;
  Action action_ = Action::none;
  std::size_t at_ = 0;
  std::size_t count_ = 0;
  std::ofstream trace_;
};

template <typename Work>
auto between(std::string_view call, std::string_view sql, Work work) {
  Fault::instance().reach("before", call, sql);
  if constexpr (std::is_void_v<decltype(work())>) {
    work();
    Fault::instance().reach("after", call, sql);
  } else {
    auto result = work();
    Fault::instance().reach("after", call, sql);
    return result;
  }
}

/// Forwards everything, with a boundary on either side of what talks to the database.
class FaultConnection final : public Connection {
 public:
  explicit FaultConnection(std::unique_ptr<Connection> inner) : inner_(std::move(inner)) {}

  const dialect::Dialect& dialect() const noexcept override { return inner_->dialect(); }
  dialect::Facts& facts() noexcept override { return inner_->facts(); }
  schema::MetaData inspect() override { return inner_->inspect(); }
  std::optional<std::string> spelled_query(std::string_view query) override { return inner_->spelled_query(query); }
  std::optional<schema::Table> spelled_table(const schema::Table& table) override {
    return inner_->spelled_table(table);
  }
  bool keeps_view_columns(const schema::QualifiedName& view, std::string_view query) override {
    return inner_->keeps_view_columns(view, query);
  }
  soci::session& session() noexcept override { return inner_->session(); }

  std::int64_t execute(std::string_view sql) override {
    return between("execute", sql, [&] { return inner_->execute(sql); });
  }
  std::vector<TextRow> rows(std::string_view sql) override {
    return between("rows", sql, [&] { return inner_->rows(sql); });
  }
  std::vector<std::string> query(std::string_view sql) override {
    return between("query", sql, [&] { return inner_->query(sql); });
  }
  std::optional<std::vector<std::string>> query_existing(std::string_view sql, const BeginOptions& lock) override {
    return between("query_existing", sql, [&] { return inner_->query_existing(sql, lock); });
  }

  bool lock(std::string_view name, const BeginOptions& options) override {
    return between("lock", {}, [&] { return inner_->lock(name, options); });
  }
  bool locks_runs() const noexcept override { return inner_->locks_runs(); }
  void prove_lock() override {
    between("prove_lock", {}, [&] { inner_->prove_lock(); });
  }
  bool has_schema(std::string_view name) override { return inner_->has_schema(name); }
  void set_patient(bool patient) override { inner_->set_patient(patient); }
  std::string unlock() noexcept override {
    return between("unlock", {}, [&] { return inner_->unlock(); });
  }

  bool in_transaction() noexcept override { return inner_->in_transaction(); }
  void begin(const BeginOptions& options) override {
    between("begin", {}, [&] { inner_->begin(options); });
  }
  std::vector<std::string> begin_with(const BeginOptions& options, std::string_view question) override {
    return between("begin", question, [&] { return inner_->begin_with(options, question); });
  }
  void commit() override {
    between("commit", {}, [&] { inner_->commit(); });
  }
  std::string rollback() noexcept override {
    return between("rollback", {}, [&] { return inner_->rollback(); });
  }

  bool foreign_keys_on() override { return inner_->foreign_keys_on(); }
  void set_foreign_keys(bool on) override {
    between("set_foreign_keys", {}, [&] { inner_->set_foreign_keys(on); });
  }

  std::unique_ptr<Connection> shadow() override { return inner_->shadow(); }
  bool is_whole() const noexcept override { return inner_->is_whole(); }

 private:
  std::unique_ptr<Connection> inner_;
};

}  // namespace

std::unique_ptr<Connection> with_fault_points(std::unique_ptr<Connection> connection) {
  if (!Fault::instance().wanted()) return connection;
  return std::make_unique<FaultConnection>(std::move(connection));
}

}  // namespace retort::runtime
