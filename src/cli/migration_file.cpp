#include "cli/migration_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <random>
#include <system_error>

#include "cli/failure.hpp"
#include "cli/text.hpp"

namespace retort::cli {

std::string random_id() {
  std::random_device device;
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string id;
  while (id.size() < 12) {
    for (auto bits = device(), i = 0U; i < 6; ++i, bits >>= 4U) id += kDigits[bits & 15U];
  }
  return id;
}

std::string create_date_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  char text[32] = "";
  if (::localtime_r(&now, &parts) != nullptr) std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
  return text;
}

void write_new_file(const std::string& path, std::string_view content) {
  const auto reason = [](int code) { return std::system_category().message(code); };
  // O_EXCL: two who write at once cannot both succeed, and nothing that exists is touched.
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) {
    const int code = errno;
    if (code == EEXIST)
      fail("file_exists", quote(path) + " exists already and is left as it is; choose another --rev-id");
    fail("write_failed", "cannot create " + quote(path) + ": " + reason(code));
  }
  int failed = 0;
  while (!content.empty() && failed == 0) {
    const auto written = ::write(file, content.data(), content.size());
    if (written >= 0) {
      content.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      failed = errno;
    }
  }
  if (::close(file) != 0 && failed == 0) failed = errno;
  if (failed != 0) {
    ::unlink(path.c_str());
    fail("write_failed", "cannot write " + quote(path) + ": " + reason(failed) + "; nothing is left of it");
  }
}

}  // namespace retort::cli
