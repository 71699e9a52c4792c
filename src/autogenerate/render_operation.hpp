#ifndef RETORT_SRC_AUTOGENERATE_RENDER_OPERATION_HPP
#define RETORT_SRC_AUTOGENERATE_RENDER_OPERATION_HPP

#include <span>

#include "autogenerate/code.hpp"
#include "autogenerate/operations_data.hpp"
#include "ops/operation.hpp"

namespace retort::autogenerate {

struct RenderStyle {
  /// Comments say what may be refused by a table with rows. What destroys rows or values is marked in any case.
  bool with_advice = true;
  /// What is to be said about single operations.
  std::span<const Remark> remarks = {};
};

/// The statements that record the operations, as they stand in upgrade() or downgrade().
void render_operations(CodeLines& lines, const ops::Operations& operations, const RenderStyle& style);

/// True if the directives can say it: a constraint without a name is found by what it says, where that is known.
bool can_be_written(const ops::Operation& operation);

}  // namespace retort::autogenerate

#endif
