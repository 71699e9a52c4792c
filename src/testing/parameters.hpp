#ifndef RETORT_SRC_TESTING_PARAMETERS_HPP
#define RETORT_SRC_TESTING_PARAMETERS_HPP

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace retort::testing {

/// What SOCI connects with, `key=value key='a value'`, one of them replaced now and then. Values stay as they were
/// written, quotes and all: each backend has rules of its own for them.
class Parameters {
 public:
  /// Throws UsageError `invalid_url` for what is not written so. The text is not shown: it may hold a password.
  explicit Parameters(std::string_view text);

  /// Without quotes; empty where it is absent.
  std::string value(std::string_view key) const;
  void set(std::string_view key, std::string value);
  void remove(std::string_view key);

  std::string text() const;
  /// What may be shown of it: host, port and the like.
  std::string shown() const;

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

/// `backend://parameters`, taken apart. Throws UsageError `invalid_url`.
std::pair<std::string, std::string> split_url(std::string_view url);

}  // namespace retort::testing

#endif
