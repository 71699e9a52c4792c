#ifndef RETORT_SRC_CLI_TEXT_HPP
#define RETORT_SRC_CLI_TEXT_HPP

#include <string>
#include <string_view>
#include <vector>

namespace retort::cli {

std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// A text as it may stand in one line of a terminal: line breaks become spaces, bytes that a terminal would act on
/// become `?`.
std::string one_line(std::string_view text);

/// The same with its line breaks kept.
std::string printable(std::string_view text);

/// In double quotes and on one line.
std::string quote(std::string_view text);

bool is_blank(std::string_view text) noexcept;

/// The last part of a path.
std::string file_name(std::string_view path);

std::vector<std::string> split_lines(std::string_view text);

/// `3 steps`, `1 step`.
std::string counted(std::size_t count, std::string_view noun);

}  // namespace retort::cli

#endif
