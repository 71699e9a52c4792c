#ifndef RETORT_TESTS_SUPPORT_RECORD_HPP
#define RETORT_TESTS_SUPPORT_RECORD_HPP

#include <retort/op.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "ops/apply.hpp"
#include "ops/recorder.hpp"

namespace retort::test {

/// What a piece of upgrade() records.
template <typename Code>
ops::Operations recorded(const Code& code) {
  return ops::record([&] { code(); }).operations;
}

/// The schema that recorded operations add up to.
template <typename Code>
schema::MetaData schema_after(const Code& code) {
  schema::MetaData schema;
  ops::apply(recorded(code), schema);
  return schema;
}

/// The operations without their places and batches.
inline std::vector<ops::Action> actions(const ops::Operations& operations) {
  std::vector<ops::Action> result;
  for (const auto& operation : operations) result.push_back(operation.action);
  return result;
}

/// In the words of the directives.
inline std::vector<std::string> words(const ops::Operations& operations) {
  std::vector<std::string> result;
  for (const auto& operation : operations) result.push_back(ops::describe(operation));
  return result;
}

/// The error that code throws, or a failed test.
template <typename Kind, typename Code>
Kind error_of(const Code& code) {
  try {
    code();
  } catch (const Kind& error) {
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return Kind("", {});
}

}  // namespace retort::test

#endif
