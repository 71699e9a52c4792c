// The words that name revisions: `[branch@][name][(+|-)N]`, and `from:to`.

#include "graph/identifier.hpp"

#include <retort/error.hpp>

#include <string>

#include "fuzz/fuzz.hpp"

namespace {

using namespace retort;
using fuzz::require;

bool lies_in(std::string_view part, std::string_view whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

/// What was read says the same when it is written and read again.
void check_identifier(std::string_view text) {
  graph::Identifier read;
  try {
    read = graph::parse_identifier(text);
  } catch (const StateError& error) {
    require(error.code() == "invalid_identifier", "a refusal has its code");
    return;
  }
  require(!text.empty(), "nothing names nothing");
  require(lies_in(read.branch, text) && lies_in(read.name, text), "the parts are parts of the text");
  for (const auto part : {read.branch, read.name}) {
    require(part.size() <= graph::kLongestName, "no part is longer than a name");
    for (const char c : part) require(graph::is_name_character(c), "a part has a name's characters only");
  }
  require(!graph::is_reserved_word(read.branch), "a branch is no reserved word");
  require(!read.name.empty() || read.is_relative(), "it names something, or counts from somewhere");
  std::string written;
  if (!read.branch.empty()) written += std::string(read.branch) + "@";
  written += read.name;
  if (read.is_relative()) written += (read.offset > 0 ? "+" : "") + std::to_string(read.offset);
  const auto again = graph::parse_identifier(written);
  require(again.branch == read.branch && again.name == read.name && again.offset == read.offset,
          "it reads back as it was");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  check_identifier(text);
  require(graph::is_valid_name(text) == graph::name_fault(text, "id").empty(), "a name is valid or has a fault");
  if (graph::is_valid_name(text)) {
    const auto read = graph::parse_identifier(text);
    require(read.name == text && read.branch.empty() && !read.is_relative(), "a valid id names itself");
  }
  try {
    if (const auto range = graph::parse_range(text)) {
      require(std::string(range->from) + ":" + std::string(range->to) == text, "a range is its two ends");
      check_identifier(range->from);
      check_identifier(range->to);
    } else {
      require(text.find(':') == std::string_view::npos, "what has a colon is a range");
    }
  } catch (const StateError& error) {
    require(error.code() == "invalid_identifier", "a refusal has its code");
  }
  return 0;
}
