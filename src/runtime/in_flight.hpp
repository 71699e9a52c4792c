#ifndef RETORT_SRC_RUNTIME_IN_FLIGHT_HPP
#define RETORT_SRC_RUNTIME_IN_FLIGHT_HPP

#include <retort/status.hpp>

#include <optional>
#include <string>
#include <vector>

#include "runtime/connection.hpp"
#include "runtime/journal.hpp"
#include "runtime/preparation.hpp"

namespace retort::runtime {

/// The one step that an entry is about, prepared: in `steps`, alone. Throws what graph::plan_step and prepare() do.
Preparation prepare_in_flight(const SetData& set, const JournalEntry& entry, const std::vector<std::string>& rows,
                              const dialect::Dialect& dialect, std::optional<graph::Plan>& plan);

/// An entry in words, with what the catalog says about it. Nothing is written.
InFlight describe_in_flight(Connection& connection, const SetData& set, const JournalEntry& entry,
                            const std::vector<std::string>& rows);

}  // namespace retort::runtime

#endif
