#ifndef RETORT_SRC_AUTOGENERATE_CPP_LITERAL_HPP
#define RETORT_SRC_AUTOGENERATE_CPP_LITERAL_HPP

#include <string>
#include <string_view>
#include <vector>

namespace retort::autogenerate {

/// The text as a C++ string literal that means the same bytes, whatever they are.
std::string cpp_literal(std::string_view text);

/// The same cut into literals that stand behind each other, each at most `width` characters where there is a place to
/// cut: behind a line break of the text, or behind a space.
std::vector<std::string> cpp_literals(std::string_view text, std::size_t width);

/// The text as it may stand in a `//` comment of one line: nothing in it ends or continues the line, misleads a reader
/// or is counted by the build.
std::string comment_text(std::string_view text);

/// The words of a message as they stand in a file's name; `migration` when there are none.
std::string slug(std::string_view message);

/// `renaming_students` as `RenamingStudents`.
std::string class_name(std::string_view slug);

}  // namespace retort::autogenerate

#endif
