#include <retort/migration.hpp>

#include "naming.hpp"

namespace op = retort::op;

namespace {

class Orders final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "0002_orders", .down_revision = {"0001_products"}, .message = "Orders"};
  }
  void upgrade() const override {
    op::create_table("orders", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("product_id").not_null().references(shop::products(), "id");
    });
  }
};

}  // namespace

RETORT_MIGRATION(Orders)
