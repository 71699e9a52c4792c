#ifndef RETORT_SRC_RUNTIME_RETHROW_HPP
#define RETORT_SRC_RUNTIME_RETHROW_HPP

#include <retort/error.hpp>

#include <string>

namespace retort::runtime {

/// Throws the exception that is being handled again, with facts that the place of its throwing did not know: those
/// that it lacks are taken from `facts`. An error of this library keeps its class; any other exception becomes an
/// Error with the code given, and is nested in it. Only within a catch.
///
/// `state`, if not empty, is added to the message: what was done about the failure.
[[noreturn]] void rethrow_with(ErrorFacts facts, const std::string& state = {});

}  // namespace retort::runtime

#endif
