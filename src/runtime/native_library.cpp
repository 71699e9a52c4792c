#include "runtime/native_library.hpp"

#include <retort/error.hpp>

#include <dlfcn.h>

#include <string>

namespace retort::runtime {

NativeLibrary::NativeLibrary(const void* virtual_table, const char* client) : client_(client) {
  // Look-ups in the shared object that the backend is in reach the libraries it was linked with.
  Dl_info info{};
  if (dladdr(virtual_table, &info) != 0 && info.dli_fname != nullptr) {
    handle_ = dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
  }
}

NativeLibrary::~NativeLibrary() {
  if (handle_ != nullptr) dlclose(handle_);
}

void* NativeLibrary::find_in_backend(const char* name) const {
  return handle_ != nullptr ? dlsym(handle_, name) : nullptr;
}

void* NativeLibrary::find_anywhere(const char* name) const {
  if (auto* address = dlsym(RTLD_DEFAULT, name)) return address;
  throw UsageError(std::string("the function ") + name + " of the session's client library cannot be found; link " +
                       client_ + " into the program or export its symbols (-rdynamic)",
                   {.code = "no_native_client"});
}

}  // namespace retort::runtime
