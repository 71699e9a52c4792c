#ifndef RETORT_SRC_RUNTIME_INSPECT_FIREBIRD_HPP
#define RETORT_SRC_RUNTIME_INSPECT_FIREBIRD_HPP

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtime/connection.hpp"
#include "schema/metadata.hpp"

namespace retort::runtime::firebird {

/// Answers a query of the catalog.
using Ask = std::function<std::vector<TextRow>(const std::string& sql)>;

/// The schema that the system tables describe, or one table of it; in a number of queries that does not grow.
schema::MetaData read_catalog(const Ask& ask, const std::optional<std::string>& table = std::nullopt);

}  // namespace retort::runtime::firebird

#endif
