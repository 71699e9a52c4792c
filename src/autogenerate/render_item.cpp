#include "autogenerate/render_item.hpp"

#include <variant>

namespace retort::autogenerate {

namespace {

/// Takes an operation that the column can say itself into the parts of its item.
bool take_in(Item& item, const ops::Operation& next) {
  const auto& column = std::get<ops::AddColumn>(item.operation->action).column.name;
  auto& parts = item.parts;
  const auto set = [](bool& part, bool fits) {
    const bool taken = fits && !part;
    part = part || fits;
    return taken;
  };
  return std::visit(
      ops::Overloaded{
          [&](const ops::CreatePrimaryKey& o) {
            return set(parts.primary_key, o.key == schema::PrimaryKey{{}, {column}});
          },
          [&](const ops::CreateUnique& o) { return set(parts.unique, is_column_unique(o.unique, column)); },
          [&](const ops::CreateForeignKey& o) {
            if (parts.reference != nullptr || !is_column_reference(o.key, column)) {
              return false;
            }
            parts.reference = &o.key;
            return true;
          },
          [&](const ops::CreateIndex& o) { return set(parts.index, is_column_index(o.index, column, o.table)); },
          [](const auto&) { return false; }},
      next.action);
}

}  // namespace

bool belong_together(const ops::Operation& a, const ops::Operation& b) {
  const auto* table = ops::table_of(a);
  const auto* other = ops::table_of(b);
  return a.batch != 0 && a.batch == b.batch && table != nullptr && other != nullptr && *table == *other;
}

std::vector<Item> items_of(std::span<const ops::Operation> operations, std::span<const Remark> remarks) {
  std::vector<Item> items;
  for (std::size_t place = 0; place < operations.size(); ++place) {
    const auto& operation = operations[place];
    const bool adds = !items.empty() && std::holds_alternative<ops::AddColumn>(items.back().operation->action);
    const bool near = adds && belong_together(*items.back().operation, operation);
    if (near && take_in(items.back(), operation)) continue;
    items.push_back({&operation});
    for (const auto& remark : remarks) {
      if (remark.operation == place) items.back().remarks.push_back(remark.text);
    }
  }
  return items;
}

}  // namespace retort::autogenerate
