#include <retort/testing.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "support/server.hpp"
#include "testing/child.hpp"
#include "testing/owner.hpp"
#include "testing/parameters.hpp"
#include "testing/server.hpp"

// What programs that were killed have left on servers.
namespace retort {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

/// A run of testing_database_holder.
class Holder {
 public:
  Holder(const std::string& url, bool holds) {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    process_ = fork();
    if (process_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      close(ends[1]);
      execl(RETORT_TESTING_HOLDER, RETORT_TESTING_HOLDER, url.c_str(), holds ? "hold" : nullptr, nullptr);
      _exit(127);
    }
    number_ = process_;
    close(ends[1]);
    std::array<char, 6> said{};
    std::size_t size = 0;
    while (size < said.size()) {
      const auto more = read(ends[0], said.data() + size, said.size() - size);
      if (more <= 0) break;
      size += static_cast<std::size_t>(more);
    }
    close(ends[0]);
    EXPECT_EQ(std::string(said.data(), size), "ready\n");
  }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;
  ~Holder() { end(SIGKILL); }

  /// What the names of its databases have in the middle.
  std::string mark() const { return "_" + std::to_string(number_) + "_"; }
  /// Ends it, or waits for its end with 0; its exit status, or the negative signal.
  int end(int signal) {
    if (process_ <= 0) return 0;
    if (signal != 0) kill(process_, signal);
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t process_ = 0;
  /// Of its process, also when that is no more.
  pid_t number_ = 0;
};

class CrashedProgram : public ::testing::TestWithParam<const char*> {
 protected:
  CrashedProgram() : url_(test::server_url(GetParam())), server_(testing::Server::at(url_)) {}

  std::vector<std::string> names_with(const std::string& mark) const {
    auto names = server_->names();
    std::erase_if(names, [&](const std::string& name) { return name.find(mark) == std::string::npos; });
    return names;
  }

  std::string url_;
  std::shared_ptr<testing::Server> server_;
};

TEST_P(CrashedProgram, LeavesItsDatabasesToTheNextWhichDropsThem) {
  Holder killed(url_, true);
  EXPECT_THAT(names_with(killed.mark()), Not(IsEmpty()));
  EXPECT_EQ(killed.end(SIGKILL), -SIGKILL);

  // One that lives meanwhile keeps what it has.
  Holder alive(url_, true);
  const auto of_alive = names_with(alive.mark());
  EXPECT_THAT(of_alive, Not(IsEmpty()));
  Holder next(url_, false);
  EXPECT_EQ(next.end(0), 0);
  EXPECT_THAT(names_with(killed.mark()), IsEmpty());
  EXPECT_THAT(names_with(next.mark()), IsEmpty());
  EXPECT_EQ(names_with(alive.mark()), of_alive);

  EXPECT_EQ(alive.end(SIGKILL), -SIGKILL);
  testing::drop_left_overs(*server_);
  EXPECT_THAT(names_with(alive.mark()), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Each, CrashedProgram, ::testing::Values("postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return std::string(each.param); });

/// The name that a process gave which is no more.
std::string name_of_dead_process() {
  std::array<int, 2> ends{};
  EXPECT_EQ(pipe(ends.data()), 0);
  EXPECT_TRUE(testing_support::child_succeeds([&] {
    const auto name = testing::new_database_name();
    return write(ends[1], name.data(), name.size()) == static_cast<ssize_t>(name.size());
  }));
  std::array<char, 100> text{};
  const auto size = read(ends[0], text.data(), text.size());
  close(ends[0]);
  close(ends[1]);
  return {text.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

TEST(FirebirdFiles, OfACopyThatWasCutShortAreRemovedAsWell) {
  const auto url = test::server_url("firebird");
  const auto server = testing::Server::at(url);
  const auto left_over = name_of_dead_process();
  const auto folder = testing::Parameters(testing::split_url(url).second).value("service");
  std::ofstream(folder.substr(0, folder.rfind('/') + 1) + left_over + ".fdb") << "half of a page";
  ASSERT_THAT(server->names(), Contains(left_over));
  testing::drop_left_overs(*server);
  EXPECT_THAT(server->names(), Not(Contains(left_over)));
}

}  // namespace
}  // namespace retort
