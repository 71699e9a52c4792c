#include "runtime/sqlite3/statistics.hpp"

#include <exception>
#include <string>

#include "runtime/native_library.hpp"
#include "runtime/sqlite3/native.hpp"

// Where SQLite is linked statically the function is found by the linker; elsewhere this stays null.
namespace sqlite_api {
extern "C" {
[[gnu::weak]] decltype(::sqlite_api::sqlite3_config) sqlite3_config;
}
}  // namespace sqlite_api

namespace retort::runtime::sqlite3 {

void turn_off_memory_statistics() noexcept {
  try {
    // To name the backend loads it, and uses nothing of SQLite yet.
    const soci::connection_parameters parameters("sqlite3", std::string());
    const NativeLibrary library(NativeLibrary::virtual_table_of(*parameters.get_factory()), "libsqlite3");
    decltype(&sqlite3_config) configure = nullptr;
    library.find(configure, "sqlite3_config", &sqlite3_config);
    // SQLite refuses (SQLITE_MISUSE) once it is in use, and goes on as it was.
    configure(SQLITE_CONFIG_MEMSTATUS, 0);
  } catch (const std::exception&) {
    // Opening a session tells.
  }
}

}  // namespace retort::runtime::sqlite3
