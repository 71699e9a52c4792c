#include "runtime/journal_owner.hpp"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <random>

#include "core/fnv.hpp"

namespace retort::runtime {

namespace {

constexpr std::string_view kProcess = "process ";
constexpr std::string_view kOnHost = " on host ";
constexpr std::size_t kTokenLength = 16;

std::string host_name() {
  constexpr std::size_t kLongest = 256;
  std::string host(kLongest, '\0');
  if (gethostname(host.data(), host.size() - 1) != 0) return "?";
  host.resize(host.find('\0'));
  constexpr std::size_t kShown = 100;
  if (host.size() > kShown) host.resize(kShown);
  return host;
}

std::string random_token() {
  std::random_device device;
  Fnv1a hash;
  for (int i = 0; i < 4; ++i) hash.add_number(device());
  hash.add_number(static_cast<std::uint64_t>(getpid()));
  return hash.hex();
}

/// The same for all entries of this process; a child that was forked is another process.
std::string process_token() {
  static const std::string token = random_token();
  Fnv1a hash;
  hash.add(token);
  hash.add_number(static_cast<std::uint64_t>(getpid()));
  return hash.hex();
}

}  // namespace

std::string journal_owner() {
  return std::string(kProcess) + std::to_string(getpid()) + std::string(kOnHost) + host_name();
}

std::string new_journal_run() { return process_token() + random_token(); }

bool may_be_alive(std::string_view owner, std::string_view run) {
  const auto at = owner.find(kOnHost);
  if (!owner.starts_with(kProcess) || at == std::string_view::npos) return true;
  if (owner.substr(at + kOnHost.size()) != host_name()) return true;
  const auto digits = owner.substr(kProcess.size(), at - kProcess.size());
  pid_t process = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), process);
  if (process <= 0) return true;
  if (process == getpid()) return run.substr(0, kTokenLength) == process_token();
  return kill(process, 0) == 0 || errno == EPERM;
}

}  // namespace retort::runtime
