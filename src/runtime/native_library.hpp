#ifndef RETORT_SRC_RUNTIME_NATIVE_LIBRARY_HPP
#define RETORT_SRC_RUNTIME_NATIVE_LIBRARY_HPP

#include <cstring>
#include <map>
#include <mutex>

namespace retort::runtime {

/// Where the functions of a database's client library are found that a session's backend uses.
///
/// retort links no client library: a program that uses PostgreSQL need not load SQLite. The functions are those of the
/// very copy the session was opened with, which matters when there are several in a process: they are looked up from
/// the shared object that holds the backend, or are the program's own where that was linked statically.
class NativeLibrary {
 public:
  /// `client` names the library in an error: `libpq`.
  NativeLibrary(const void* virtual_table, const char* client);
  NativeLibrary(const NativeLibrary&) = delete;
  NativeLibrary& operator=(const NativeLibrary&) = delete;
  ~NativeLibrary();

  /// `linked`: the address the linker found for a weak declaration of the function; null where it was not linked.
  /// Throws UsageError when the program hides the function.
  template <typename Function>
  void find(Function& function, const char* name, Function linked) const {
    void* address = find_in_backend(name);
    if (address == nullptr && linked != nullptr) {
      function = linked;
      return;
    }
    if (address == nullptr) address = find_anywhere(name);
    std::memcpy(&function, &address, sizeof address);
  }

  /// The virtual table of a polymorphic object: its address tells which copy of a library made the object.
  template <typename Object>
  static const void* virtual_table_of(const Object& object) {
    // The first word of a polymorphic object points to it (Itanium C++ ABI).
    const void* virtual_table = nullptr;
    std::memcpy(&virtual_table, static_cast<const void*>(&object), sizeof virtual_table);
    return virtual_table;
  }

 private:
  void* find_in_backend(const char* name) const;
  void* find_anywhere(const char* name) const;

  const char* client_;
  void* handle_ = nullptr;
};

/// The functions for a session's backend, found once for each copy of it in the process. `load` finds them.
template <typename Native, typename Backend>
const Native& native_functions(const Backend& backend, Native (*load)(const void* virtual_table)) {
  static std::mutex mutex;
  static std::map<const void*, Native> known;
  const void* virtual_table = NativeLibrary::virtual_table_of(backend);
  const std::lock_guard lock(mutex);
  const auto found = known.find(virtual_table);
  if (found != known.end()) return found->second;
  return known.emplace(virtual_table, load(virtual_table)).first->second;
}

}  // namespace retort::runtime

#endif
