#ifndef RETORT_LOCATION_HPP
#define RETORT_LOCATION_HPP

#include <string>

#include <retort/export.hpp>

namespace retort {

/// A place in source code: where an operation was recorded, or where a migration was added to a set.
///
/// As the default argument of a function it is the place of that function's call. (`std::source_location` would do
/// the same, but clang 14 with libstdc++ 12 does not provide it.) The file name is the compiler's string literal and
/// lives as long as the program; copies are cheap.
struct Location {
  const char* file = __builtin_FILE();
  unsigned line = __builtin_LINE();

  /// The place nobody knows, which prints as an empty text.
  static constexpr Location unknown() noexcept { return {"", 0}; }
  constexpr bool known() const noexcept { return line != 0; }

  /// `2026_posts.cpp:17`, the file without its folders: what every message of this library shows.
  RETORT_API std::string text() const;
};

}  // namespace retort

#endif
