#ifndef RETORT_SRC_CORE_TEXT_HPP
#define RETORT_SRC_CORE_TEXT_HPP

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace retort {

/// True for well-formed UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF).
bool is_utf8(std::string_view text) noexcept;

/// U+0000 to U+001F and U+007F.
bool is_control_character(char c) noexcept;

/// True if the text holds a control character (U+0000 to U+001F, U+007F).
bool has_control_character(std::string_view text) noexcept;

/// How many characters must be changed, added, left out or swapped with their neighbour, ignoring the case of ASCII
/// letters; `limit + 1` for more than `limit`, which most pairs of names are found to be without much work.
std::size_t edit_distance(std::string_view a, std::string_view b,
                          std::size_t limit = std::numeric_limits<std::size_t>::max() - 1);

/// The candidates that a name may have been meant to be, nearest first, each once: at most `limit`, and none that is
/// more than a third or four characters different, unless the name is the beginning of it or the other way round.
std::vector<std::string> nearest(std::string_view name, std::span<const std::string_view> candidates,
                                 std::size_t limit = 3);

/// The texts with a separator between them.
std::string join(const std::vector<std::string>& texts, std::string_view separator);

}  // namespace retort

#endif
