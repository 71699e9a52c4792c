#include <retort/testing/checks.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "runtime/fingerprints.hpp"
#include "testing/check_support.hpp"

namespace retort::testing {

namespace {

constexpr const char* kHead =
    "# What the released migrations say, checked by the tests: a line each, with its revision and a fingerprint.\n"
    "# New ones are added by running the tests with RETORT_RELEASE set.\n";

using Prints = std::vector<runtime::Fingerprint>;

/// Revision and fingerprint of each line; an empty map where a line is not of that form.
std::map<std::string, std::string> read(std::istream& file, std::string& bad_line) {
  std::map<std::string, std::string> released;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    std::string revision;
    std::string print;
    std::string more;
    if (!(words >> revision >> print) || words >> more || print.find(':') == std::string::npos) {
      bad_line = line;
      return {};
    }
    released[revision] = print;
  }
  return released;
}

/// Empty if it was written.
std::string write(const std::string& file, const Prints& now) {
  std::ofstream out(file, std::ios::trunc);
  out << kHead;
  for (const auto& each : now) out << each.revision << ' ' << each.print << '\n';
  out.close();
  return out ? std::string() : "cannot write " + file + "; create its folder, or name another file";
}

CheckResult check(const Prints& now, const std::string& file) {
  std::ifstream in(file);
  if (!in) {
    const auto problem = write(file, now);
    return problem.empty() ? CheckResult::passed("wrote " + file + "; put it under version control")
                           : CheckResult::failed(problem);
  }
  std::string bad_line;
  const auto released = read(in, bad_line);
  if (!bad_line.empty()) {
    return CheckResult::failed(file + ": the line \"" + bad_line +
                               "\" is no revision with its fingerprint; restore the file as it was committed");
  }
  for (const auto& [revision, print] : released) {
    const auto is_there =
        std::any_of(now.begin(), now.end(), [&](const auto& each) { return each.revision == revision; });
    if (!is_there) {
      return failed_at(revision, "it was released (" + file +
                                     ") and is gone; databases have it: put it back, and undo it in a new migration");
    }
  }
  std::vector<std::string> fresh;
  bool other_way = false;
  for (const auto& each : now) {
    const auto found = released.find(each.revision);
    if (found == released.end()) {
      fresh.push_back(each.revision);
    } else if (!runtime::prints_compare(found->second, each.print)) {
      other_way = true;
    } else if (runtime::prints_differ(found->second, each.print)) {
      return failed_at(each.revision,
                       (each.location.empty() ? "" : each.location + ": ") +
                           "it says something else now than when it was released (" + file +
                           "); databases that have it are not changed by that: put it back as it was, and say what is "
                           "new in a migration of its own");
    }
  }
  if (fresh.empty() && !other_way) return CheckResult::passed();
  if (std::getenv("RETORT_RELEASE") == nullptr) {
    return CheckResult::passed((other_way ? "the fingerprints in " + file +
                                                " were made by another version of the library and tell nothing any "
                                                "more"
                                          : join(fresh) + " may still be edited") +
                               "; run the tests with RETORT_RELEASE set to write " + file + " anew");
  }
  const auto problem = write(file, now);
  return problem.empty() ? CheckResult::passed("wrote " + file) : CheckResult::failed(problem);
}

}  // namespace

CheckResult check_released(const MigrationSet& migrations, const std::string& file) {
  return checked([&] { return check(runtime::fingerprints(migrations), file); });
}

}  // namespace retort::testing
