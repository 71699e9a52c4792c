#ifndef RETORT_SRC_OPS_FINGERPRINT_HPP
#define RETORT_SRC_OPS_FINGERPRINT_HPP

#include <span>
#include <string>

#include "ops/operation.hpp"
#include "schema/table.hpp"

namespace retort::ops {

/// A short text that stands for what the operations say, such as `1:0123456789abcdef`: the same for equal operations in
/// every program and on every machine, another one as soon as anything that matters to a database differs. Where they
/// were written does not matter, nor does the code of op::run, of which only the description is known, nor that of an
/// op::invoke, which counts by its description.
///
/// The number before the colon is the way in which it was made: fingerprints with different numbers say nothing about
/// each other.
std::string fingerprint(std::span<const Operation> operations);

/// The same for a table as a catalog tells it.
std::string fingerprint(const schema::Table& table);

/// True if the two were made in the same way and differ.
bool fingerprints_differ(std::string_view a, std::string_view b) noexcept;

}  // namespace retort::ops

#endif
