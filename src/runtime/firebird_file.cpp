#include "runtime/firebird_file.hpp"

#include <retort/error.hpp>

#ifdef RETORT_HAS_FIREBIRD

#include <soci/firebird/soci-firebird.h>
#include <soci/soci.h>

#include <array>
#include <string_view>

#include "runtime/native_library.hpp"

// Where the client is linked statically the functions are found by the linker; elsewhere these stay null.
extern "C" {
[[gnu::weak]] decltype(::isc_create_database) isc_create_database;
[[gnu::weak]] decltype(::isc_attach_database) isc_attach_database;
[[gnu::weak]] decltype(::isc_detach_database) isc_detach_database;
[[gnu::weak]] decltype(::isc_drop_database) isc_drop_database;
[[gnu::weak]] decltype(::fb_interpret) fb_interpret;
}

namespace retort::runtime {

namespace {

using Status = std::array<ISC_STATUS, 20>;

struct Functions {
  decltype(&isc_create_database) create;
  decltype(&isc_attach_database) attach;
  decltype(&isc_detach_database) detach;
  decltype(&isc_drop_database) drop;
  decltype(&fb_interpret) interpret;
};

Functions load(const void* virtual_table) {
  const NativeLibrary library(virtual_table, "libfbclient");
  Functions functions{};
  library.find(functions.create, "isc_create_database", &isc_create_database);
  library.find(functions.attach, "isc_attach_database", &isc_attach_database);
  library.find(functions.detach, "isc_detach_database", &isc_detach_database);
  library.find(functions.drop, "isc_drop_database", &isc_drop_database);
  library.find(functions.interpret, "fb_interpret", &fb_interpret);
  return functions;
}

/// There is no session yet to take the functions from, but there is what makes sessions.
const Functions& functions() {
  try {
    const soci::connection_parameters parameters("firebird", "");
    return native_functions<Functions>(*parameters.get_factory(), &load);
  } catch (const soci::soci_error& error) {
    throw UsageError(std::string("SOCI has no backend for Firebird: ") + error.what() +
                         "; install it, name its folder in SOCI_BACKENDS_PATH, or register one that is linked with "
                         "soci::dynamic_backends::register_backend",
                     {.code = "cannot_open"});
  }
}

void check(const Functions& firebird, const Status& status, const std::string& what) {
  if (status[0] != 1 || status[1] == 0) return;
  std::string words;
  std::array<char, 1024> line{};
  const ISC_STATUS* rest = status.data();
  while (firebird.interpret(line.data(), static_cast<unsigned>(line.size()), &rest) != 0) {
    words += (words.empty() ? "" : ": ") + std::string(line.data());
  }
  throw DatabaseError("Firebird cannot " + what + ": " + words, {.code = "database_error"});
}

/// The parameters of an attachment: a version, then code, length and bytes of each.
class Options {
 public:
  explicit Options(const FirebirdFile& file) : bytes_(1, static_cast<char>(isc_dpb_version1)) {
    if (!file.user.empty()) add(isc_dpb_user_name, file.user);
    if (!file.password.empty()) add(isc_dpb_password, file.password);
  }
  void add(int code, std::string_view text) {
    // The length is one byte.
    text = text.substr(0, 255);
    bytes_ += static_cast<char>(code);
    bytes_ += static_cast<char>(text.size());
    bytes_ += text;
  }
  short size() const noexcept { return static_cast<short>(bytes_.size()); }
  const char* data() const noexcept { return bytes_.data(); }

 private:
  std::string bytes_;
};

}  // namespace

void create_firebird_file(const FirebirdFile& file) {
  const auto& firebird = functions();
  Options options(file);
  // In the byte order of VAX computers, which is that of the interface.
  options.add(isc_dpb_page_size, std::string_view("\x00\x20", 2));
  options.add(isc_dpb_set_db_charset, "UTF8");
  // Without it the database would take quoted names for texts, as those of 1999 did.
  options.add(isc_dpb_sql_dialect, "\x03");
  Status status{};
  isc_db_handle database = 0;
  // A length of 0: the path ends with a NUL.
  firebird.create(status.data(), 0, file.path.c_str(), &database, options.size(), options.data(), 0);
  check(firebird, status, "create " + file.path);
  firebird.detach(status.data(), &database);
  check(firebird, status, "let go of " + file.path);
}

void drop_firebird_file(const FirebirdFile& file) {
  const auto& firebird = functions();
  const Options options(file);
  Status status{};
  isc_db_handle database = 0;
  firebird.attach(status.data(), 0, file.path.c_str(), &database, options.size(), options.data());
  check(firebird, status, "open " + file.path + " for dropping it");
  firebird.drop(status.data(), &database);
  if (status[0] == 1 && status[1] != 0) {
    Status ignored{};
    if (database != 0) firebird.detach(ignored.data(), &database);
  }
  check(firebird, status, "drop " + file.path);
}

}  // namespace retort::runtime

#else

namespace retort::runtime {

namespace {

[[noreturn]] void refuse() {
  throw UsageError("this build of retort knows no Firebird; build it where SOCI's backend and Firebird's headers are",
                   {.code = "unsupported_backend"});
}

}  // namespace

void create_firebird_file(const FirebirdFile&) { refuse(); }
void drop_firebird_file(const FirebirdFile&) { refuse(); }

}  // namespace retort::runtime

#endif
