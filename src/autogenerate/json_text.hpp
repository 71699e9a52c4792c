#ifndef RETORT_SRC_AUTOGENERATE_JSON_TEXT_HPP
#define RETORT_SRC_AUTOGENERATE_JSON_TEXT_HPP

#include <nlohmann/json.hpp>
#include <string>

namespace retort::autogenerate {

/// Members stay in the order in which they were written.
using Json = nlohmann::ordered_json;

/// JSON as a person would lay it out, with a line break at its end: what holds no lists of objects stands on one line
/// where that is short enough, so that a column is a line, and a change to it a line of a diff.
std::string json_text(const Json& json);

}  // namespace retort::autogenerate

#endif
