#include "testing/owner.hpp"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <sstream>
#include <vector>

namespace retort::testing {

namespace {

/// FNV-1a: the same in every program, which std::hash need not be.
std::string short_hash(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  std::array<char, 9> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), hash, 16).ptr;
  return {digits.data(), end};
}

/// The machine, and the container on it: a process id says nothing outside of it.
std::string place() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  std::string machine;
  std::ifstream("/etc/machine-id") >> machine;
  std::array<char, 64> container{};
  const auto length = readlink("/proc/self/ns/pid", container.data(), container.size());
  return short_hash(std::string(host.data()) + "/" + machine + "/" +
                    std::string(container.data(), length > 0 ? static_cast<std::size_t>(length) : 0));
}

/// When the process was started, in a measure of its system's; 0 where that does not tell. It keeps apart two
/// processes of one number.
std::string start_of(const std::string& process) {
  std::ifstream file("/proc/" + process + "/stat");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  // The program's name may hold anything, but no parenthesis comes behind it. proc(5): it is the 22nd.
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return "0";
  std::istringstream rest(text.substr(name_end + 1));
  std::string field;
  for (int i = 3; i <= 22 && rest >> field; ++i) {
  }
  return rest ? field : "0";
}

}  // namespace

std::string new_database_name() {
  static std::atomic<unsigned> count = 0;
  const auto process = std::to_string(getpid());
  return std::string(kDatabasePrefix) + place() + "_" + process + "_" + start_of(process) + "_" +
         std::to_string(++count);
}

bool is_left_over(std::string_view name) {
  if (name.substr(0, kDatabasePrefix.size()) != kDatabasePrefix) return false;
  std::vector<std::string> parts(1);
  for (const char c : name.substr(kDatabasePrefix.size())) {
    if (c == '_') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (parts.size() != 4 || parts[0] != place()) return false;
  pid_t process = 0;
  const auto& digits = parts[1];
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), process);
  if (error != std::errc() || end != digits.data() + digits.size() || process <= 0) return false;
  const bool is_there = kill(process, 0) == 0 || errno == EPERM;
  return !is_there || start_of(digits) != parts[2];
}

}  // namespace retort::testing
