#include <retort/migration.hpp>

#include "naming.hpp"

namespace op = retort::op;

namespace {

class AddPrice final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "0003_add_price", .down_revision = {"0002_orders"}, .message = "Prices"};
  }
  void upgrade() const override { op::add_column(shop::products(), op::column("price", op::integer())); }
};

}  // namespace

RETORT_MIGRATION(AddPrice)
