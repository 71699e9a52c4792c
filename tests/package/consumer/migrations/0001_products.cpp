#include <retort/migration.hpp>

#include "naming.hpp"

namespace op = retort::op;

namespace {

class Products final : public retort::Migration {
 public:
  retort::Revision revision() const override { return {.id = "0001_products", .message = "Products"}; }
  void upgrade() const override {
    op::create_table(shop::products(), [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("name", 50).not_null();
    });
  }
  void downgrade() const override { op::drop_table(shop::products()); }
};

}  // namespace

RETORT_MIGRATION(Products)
