// The snapshot of a schema: any bytes are a schema that is written and read again as it was, or an error that says
// where.

#include <retort/error.hpp>
#include <retort/snapshot.hpp>

#include <string>

#include "fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace retort;
  using fuzz::require;
  std::string written;
  try {
    written = to_json(metadata_from_json(fuzz::text_of(data, size)));
  } catch (const Error& error) {
    require(error.code() == "invalid_snapshot", "a refusal has its code");
    require(error.message().rfind("this is no snapshot of a schema: ", 0) == 0, "a refusal says what the text is not");
    return 0;
  }
  // By their texts: NaN, which a default may be, is not equal to itself.
  try {
    require(to_json(metadata_from_json(written)) == written, "it reads back as it was");
  } catch (const Error&) {
    require(false, "what was written can be read");
  }
  return 0;
}
