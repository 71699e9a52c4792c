#include "runtime/sqlite3/snapshot.hpp"

#include <retort/error.hpp>

#include <cstring>
#include <string>

#include "runtime/native_library.hpp"
#include "runtime/sqlite3/native.hpp"

// Where SQLite is linked statically the functions are found by the linker; elsewhere these stay null.
namespace sqlite_api {
extern "C" {
[[gnu::weak]] decltype(::sqlite_api::sqlite3_serialize) sqlite3_serialize;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_deserialize) sqlite3_deserialize;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_malloc64) sqlite3_malloc64;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_free) sqlite3_free;
}
}  // namespace sqlite_api

namespace retort::runtime::sqlite3 {

namespace {

/// Apart from Native, which every connection needs: not every SQLite has these.
struct Functions {
  decltype(&sqlite3_serialize) serialize = nullptr;
  decltype(&sqlite3_deserialize) deserialize = nullptr;
  decltype(&sqlite3_malloc64) allocate = nullptr;
  decltype(&sqlite3_free) release = nullptr;
};

Functions load(const void* virtual_table) {
  Functions functions;
  try {
    const NativeLibrary library(virtual_table, "libsqlite3");
    library.find(functions.allocate, "sqlite3_malloc64", &sqlite3_malloc64);
    library.find(functions.release, "sqlite3_free", &sqlite3_free);
    library.find(functions.deserialize, "sqlite3_deserialize", &sqlite3_deserialize);
    library.find(functions.serialize, "sqlite3_serialize", &sqlite3_serialize);
  } catch (const UsageError&) {
    functions.serialize = nullptr;
  }
  return functions;
}

soci::sqlite3_session_backend& backend_of(soci::session& session) {
  if (session.get_backend() == nullptr || session.get_backend_name() != "sqlite3") {
    throw UsageError("a snapshot can be taken of SQLite only", {.code = "unsupported_backend"});
  }
  return *static_cast<soci::sqlite3_session_backend*>(session.get_backend());
}

const Functions& functions_for(const soci::sqlite3_session_backend& backend) {
  return native_functions<Functions>(backend, &load);
}

}  // namespace

std::optional<Snapshot> Snapshot::take(soci::session& session) {
  auto& backend = backend_of(session);
  const auto& functions = functions_for(backend);
  if (functions.serialize == nullptr) return std::nullopt;
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, decltype(functions.release)> bytes(
      functions.serialize(backend.conn_, "main", &size, 0), functions.release);
  // An empty database has no bytes; otherwise none means no memory.
  if (!bytes && size > 0) {
    throw DatabaseError("SQLite has no memory for a copy of " + std::to_string(size) + " bytes",
                        {.code = "out_of_memory"});
  }
  if (!bytes) return Snapshot({});
  return Snapshot({bytes.get(), bytes.get() + size});
}

void Snapshot::restore(soci::session& session) const {
  if (bytes_->empty()) return;
  auto& backend = backend_of(session);
  const auto& functions = functions_for(backend);
  const auto size = static_cast<sqlite3_int64>(bytes_->size());
  auto* copy = static_cast<unsigned char*>(functions.allocate(bytes_->size()));
  if (copy != nullptr) std::memcpy(copy, bytes_->data(), bytes_->size());
  // SQLite owns the copy from here on, also when it refuses it.
  const int code = copy == nullptr
                       ? SQLITE_NOMEM
                       : functions.deserialize(backend.conn_, "main", copy, size, size,
                                               SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
  if (code != SQLITE_OK) {
    throw DatabaseError("SQLite cannot take a copy of " + std::to_string(size) + " bytes",
                        {.code = "cannot_copy", .backend_code = std::to_string(code)});
  }
}

}  // namespace retort::runtime::sqlite3
