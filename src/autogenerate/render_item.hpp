#ifndef RETORT_SRC_AUTOGENERATE_RENDER_ITEM_HPP
#define RETORT_SRC_AUTOGENERATE_RENDER_ITEM_HPP

#include <span>
#include <string>
#include <vector>

#include "autogenerate/operations_data.hpp"
#include "autogenerate/render_table.hpp"
#include "ops/operation.hpp"

namespace retort::autogenerate {

/// An operation with those behind it that a column says in one go.
struct Item {
  const ops::Operation* operation;
  ColumnParts parts = {};
  std::vector<std::string> remarks = {};
};

/// True for operations of one batch_alter_table.
bool belong_together(const ops::Operation& a, const ops::Operation& b);

/// What is written one by one. The operations must outlive the result.
std::vector<Item> items_of(std::span<const ops::Operation> operations, std::span<const Remark> remarks);

}  // namespace retort::autogenerate

#endif
