#include "benchmark/memory.hpp"

#include <malloc.h>

#include <cstdlib>
#include <new>

// The program's own operator new, so that what the library allocates can be counted. Only while somebody counts: the
// benchmarks that are timed pay for one test of a flag. The benchmarks run in one thread.

namespace {

bool counting = false;
std::ptrdiff_t held = 0;

void* counted(void* memory) noexcept {
  if (counting) held += static_cast<std::ptrdiff_t>(malloc_usable_size(memory));
  return memory;
}

}  // namespace

// NOLINTBEGIN(cppcoreguidelines-no-malloc): this is where new ends
void* operator new(std::size_t size) {
  void* const memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  return counted(memory);
}

void operator delete(void* memory) noexcept {
  if (counting) held -= static_cast<std::ptrdiff_t>(malloc_usable_size(memory));
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
// NOLINTEND(cppcoreguidelines-no-malloc)

namespace retort::bench {

Counting::Counting() {
  held = 0;
  counting = true;
}
Counting::~Counting() { counting = false; }
double Counting::bytes() const { return static_cast<double>(held); }

std::vector<Footprint>& footprints() {
  static std::vector<Footprint> all;
  return all;
}

}  // namespace retort::bench
