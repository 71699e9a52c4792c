#ifndef RETORT_SRC_OPS_NAMING_HPP
#define RETORT_SRC_OPS_NAMING_HPP

#include <retort/naming_convention.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ops/operation.hpp"

namespace retort::ops {

/// A convention, and what is known of the database that names are for.
struct Naming {
  NamingConvention convention = {};
  /// The longest name; 0 for no limit.
  std::size_t longest = 0;
  bool in_bytes = true;
  /// Its dialect, for SQL that is given per dialect; empty where it is not known yet.
  std::string_view dialect = {};
};

/// Throws UsageError (`naming_convention`) for a pattern with an unknown or broken token.
void check_convention(const NamingConvention& convention);

/// Gives names to what has none: constraints as far as the convention says so, indexes in any case. Throws
/// OperationError (`unnamed_constraint`) where the convention wants a name completed and there is none.
void give_names(Operation& operation, const Naming& naming);
void give_names(schema::Table& table, const Naming& naming);

/// The name of an index over columns where no convention says otherwise: SQLAlchemy's `ix_<table>_<columns>`.
std::string default_index_name(const schema::QualifiedName& table, const std::vector<op::IndexColumn>& columns);

/// Names that the convention gave without a limit become those that it gives with one.
void fit_names(schema::Table& table, const Naming& naming);

}  // namespace retort::ops

#endif
