#ifndef RETORT_SRC_AUTOGENERATE_TYPE_WORDS_HPP
#define RETORT_SRC_AUTOGENERATE_TYPE_WORDS_HPP

#include <retort/type.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace retort::autogenerate {

/// A type as a person reads it: `integer`, `string(50)`, `timestamp with time zone`, `enum mood`, `integer[]`.
std::string type_words(const Type& type);

/// The type of such words, but for those of enums, arrays and native types, which do not say all. Nothing for words
/// that are no type's.
std::optional<Type> type_of_words(std::string_view words);

}  // namespace retort::autogenerate

#endif
