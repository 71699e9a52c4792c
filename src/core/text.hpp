#ifndef RETORT_SRC_CORE_TEXT_HPP
#define RETORT_SRC_CORE_TEXT_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace retort {

/// True for well-formed UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF).
bool is_utf8(std::string_view text) noexcept;

/// True if the text holds a control character (U+0000 to U+001F, U+007F).
bool has_control_character(std::string_view text) noexcept;

/// How many single-character edits lead from one text to the other, ignoring the case of ASCII letters.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidates nearest to a name, nearest first: at most `limit`, and none that is more than a third different.
std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& candidates, std::size_t limit);

/// The texts with a separator between them.
std::string join(const std::vector<std::string>& texts, std::string_view separator);

}  // namespace retort

#endif
