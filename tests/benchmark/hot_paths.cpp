// The two paths that every start of a program takes, once each, for callgrind: instructions are the same on a busy
// machine. `instructions.py` runs this and prints the table.

#include <retort/migrator.hpp>

#include <gnu/libc-version.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <soci/version.h>

#include <cstdio>
#include <string>
#include <string_view>

#include "benchmark/support.hpp"

namespace {

using namespace retort;

constexpr std::size_t kRevisions = 1000;

volatile std::size_t result = 0;

/// What the counts depend on besides the sources.
void print_facts() {
#if defined(__clang__)
  const char* compiler = "clang";
#else
  const char* compiler = "g++";
#endif
#if defined(__OPTIMIZE__) && defined(NDEBUG)
  const char* built = "optimized";
#else
  const char* built = "for debugging";
#endif
  std::printf("%s %s, %s, SQLite %s, SOCI %s, glibc %s\n", compiler, __VERSION__, built,
              sqlite_api::sqlite3_libversion(), SOCI_LIB_VERSION, gnu_get_libc_version());
}

}  // namespace

/// What is counted is what happens within this: see --toggle-collect.
extern "C" [[gnu::noinline]] void retort_counted(void (*work)(void*), void* what) { work(what); }

int main(int argc, char** argv) {
  const std::string_view path = argc > 1 ? argv[1] : "";
  if (path == "facts") {
    print_facts();
    return 0;
  }
  const auto set = bench::line_of(kRevisions);
  set.validate();
  soci::session session(soci::sqlite3, path == "plan" ? ":memory:" : bench::stamped_file(kRevisions));
  auto* handle = static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
  // The first use of a connection reads its schema, whoever asks.
  bench::query_raw(handle, "SELECT count(*) FROM sqlite_master");
  struct {
    const MigrationSet& set;
    soci::session& session;
    sqlite_api::sqlite3* handle;
  } all{set, session, handle};
  if (path == "startup") {
    retort_counted(
        [](void* what) {
          auto& with = *static_cast<decltype(all)*>(what);
          result = Migrator(with.session, with.set).upgrade().steps.size();
        },
        &all);
  } else if (path == "startup_raw") {
    retort_counted(
        [](void* what) {
          auto& with = *static_cast<decltype(all)*>(what);
          result = bench::query_raw(with.handle, "SELECT version_num FROM retort_version").size();
        },
        &all);
  } else if (path == "plan") {
    retort_counted(
        [](void* what) {
          auto& with = *static_cast<decltype(all)*>(what);
          result = Migrator(with.session, with.set).pending().size();
        },
        &all);
  } else {
    std::fprintf(stderr, "usage: %s startup|startup_raw|plan|facts\n", argv[0]);
    return 2;
  }
  return 0;
}
