#include <retort/migration.hpp>

namespace op = retort::op;

namespace {

class CreateItems final : public retort::Migration {
 public:
  retort::Revision revision() const override { return {.id = "4e1f8a20c7d3", .message = "Create items"}; }

  void upgrade() const override {
    op::create_table("items", [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("name", 80).not_null().unique();
      t.integer("amount").not_null().server_default(0);
    });
  }

  void downgrade() const override { op::drop_table("items"); }
};

}  // namespace

RETORT_MIGRATION(CreateItems)
