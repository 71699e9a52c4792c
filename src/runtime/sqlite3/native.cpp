#include "runtime/sqlite3/native.hpp"

#include <retort/error.hpp>

#include <dlfcn.h>

#include <cstring>
#include <map>
#include <mutex>
#include <string>

// Where SQLite is linked statically the functions are found by the linker; elsewhere these stay null.
namespace sqlite_api {
extern "C" {
[[gnu::weak]] decltype(::sqlite_api::sqlite3_prepare_v2) sqlite3_prepare_v2;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_bind_parameter_count) sqlite3_bind_parameter_count;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_step) sqlite3_step;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_finalize) sqlite3_finalize;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_column_text) sqlite3_column_text;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_column_bytes) sqlite3_column_bytes;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_errmsg) sqlite3_errmsg;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_extended_errcode) sqlite3_extended_errcode;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_changes) sqlite3_changes;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_get_autocommit) sqlite3_get_autocommit;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_open_v2) sqlite3_open_v2;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_close) sqlite3_close;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_set_authorizer) sqlite3_set_authorizer;
}
}  // namespace sqlite_api

namespace retort::runtime::sqlite3 {

namespace {

class Library {
 public:
  /// The shared object a backend's virtual functions are in; its look-ups reach the libraries it was linked with.
  explicit Library(const void* virtual_table) {
    Dl_info info{};
    if (dladdr(virtual_table, &info) != 0 && info.dli_fname != nullptr) {
      handle_ = dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
    }
  }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library() {
    if (handle_ != nullptr) dlclose(handle_);
  }

  template <typename Function>
  void find(Function& function, const char* name, Function linked) const {
    void* address = handle_ != nullptr ? dlsym(handle_, name) : nullptr;
    if (address != nullptr) {
      std::memcpy(&function, &address, sizeof address);
    } else if (linked != nullptr) {
      function = linked;
    } else if ((address = dlsym(RTLD_DEFAULT, name)) != nullptr) {
      std::memcpy(&function, &address, sizeof address);
    } else {
      throw UsageError(std::string("the function ") + name +
                           " of the session's SQLite cannot be found; link libsqlite3 into the program or export its "
                           "symbols (-rdynamic)",
                       {.code = "no_native_client"});
    }
  }

 private:
  void* handle_ = nullptr;
};

Native load(const void* virtual_table) {
  const Library library(virtual_table);
  Native native{};
  library.find(native.prepare, "sqlite3_prepare_v2", &sqlite3_prepare_v2);
  library.find(native.bind_parameter_count, "sqlite3_bind_parameter_count", &sqlite3_bind_parameter_count);
  library.find(native.step, "sqlite3_step", &sqlite3_step);
  library.find(native.finalize, "sqlite3_finalize", &sqlite3_finalize);
  library.find(native.column_text, "sqlite3_column_text", &sqlite3_column_text);
  library.find(native.column_bytes, "sqlite3_column_bytes", &sqlite3_column_bytes);
  library.find(native.errmsg, "sqlite3_errmsg", &sqlite3_errmsg);
  library.find(native.extended_errcode, "sqlite3_extended_errcode", &sqlite3_extended_errcode);
  library.find(native.changes, "sqlite3_changes", &sqlite3_changes);
  library.find(native.get_autocommit, "sqlite3_get_autocommit", &sqlite3_get_autocommit);
  library.find(native.open, "sqlite3_open_v2", &sqlite3_open_v2);
  library.find(native.close, "sqlite3_close", &sqlite3_close);
  library.find(native.set_authorizer, "sqlite3_set_authorizer", &sqlite3_set_authorizer);
  return native;
}

}  // namespace

const Native& native_for(soci::sqlite3_session_backend& backend) {
  // The first word of a polymorphic object points to its class's virtual table (Itanium C++ ABI).
  const void* virtual_table = nullptr;
  std::memcpy(&virtual_table, static_cast<const void*>(&backend), sizeof virtual_table);
  static std::mutex mutex;
  static std::map<const void*, Native> known;
  const std::lock_guard lock(mutex);
  const auto found = known.find(virtual_table);
  if (found != known.end()) return found->second;
  return known.emplace(virtual_table, load(virtual_table)).first->second;
}

}  // namespace retort::runtime::sqlite3
