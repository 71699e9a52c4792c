#ifndef RETORT_SRC_TESTING_CHECK_SUPPORT_HPP
#define RETORT_SRC_TESTING_CHECK_SUPPORT_HPP

#include <retort/testing/checks.hpp>
#include <retort/testing/schema.hpp>

#include <algorithm>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace retort::testing {

/// Runs a check; what it throws is a failure, too.
template <typename Body>
CheckResult checked(Body body) {
  try {
    return body();
  } catch (const std::exception& error) {
    return CheckResult::failed(error.what());
  }
}

inline CheckResult failed_at(const std::string& revision, const std::string& what) {
  return CheckResult::failed("revision " + revision + ": " + what);
}

inline MigratorOptions without_listener(const CheckOptions& options) {
  auto result = options.migrator;
  result.listener = nullptr;
  result.edited_migrations = EditedMigrationPolicy::ignore;
  return result;
}

inline bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

template <typename Words>
std::string join(const Words& words, std::string_view separator = ", ") {
  std::string text;
  for (const auto& word : words) {
    if (!text.empty()) text += separator;
    text += word;
  }
  return text;
}

}  // namespace retort::testing

#endif
