#ifndef RETORT_SRC_AUTOGENERATE_RENDER_OPERATION_HPP
#define RETORT_SRC_AUTOGENERATE_RENDER_OPERATION_HPP

#include "autogenerate/code.hpp"
#include "ops/operation.hpp"

namespace retort::autogenerate {

struct RenderStyle {
  /// Comments mark what destroys rows or values, and what may be refused by a table with rows.
  bool with_warnings = true;
};

/// The statements that record the operations, as they stand in upgrade() or downgrade().
void render_operations(CodeLines& lines, const ops::Operations& operations, const RenderStyle& style);

/// True if the directives can say it: a constraint without a name is found by what it says, where that is known.
bool can_be_written(const ops::Operation& operation);

}  // namespace retort::autogenerate

#endif
