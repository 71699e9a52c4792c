#include <retort/migration.hpp>

namespace op = retort::op;

class CreateFibtable final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "8f3d0c4b7e12", .message = "Create fibtable", .create_date = "2026-01-12 09:30:00"};
  }

  void upgrade() const override {
    op::create_table("fibtable", [](op::Table& t) {
      t.integer("id").primary_key().autoincrement();
      t.timestamp("created_on").not_null().server_default(op::sql("CURRENT_TIMESTAMP"));
      t.timestamp("updated_on").not_null().server_default(op::sql("CURRENT_TIMESTAMP"));
      t.integer("fib_index").not_null().server_default(0).unique();
      t.big_integer("fib_value").not_null().server_default(0);
    });
  }
};
RETORT_MIGRATION(CreateFibtable)
