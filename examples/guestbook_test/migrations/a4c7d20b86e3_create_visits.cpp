#include <retort/migration.hpp>

namespace op = retort::op;

class CreateVisits final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "a4c7d20b86e3", .down_revision = {"5f0a93c1e27b"}, .message = "Create visits"};
  }

  void upgrade() const override {
    op::create_table("visits", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("guest_id").not_null().references("guests", "id").on_delete(op::cascade).index();
      t.timestamp("visited_on").not_null().server_default(op::sql("CURRENT_TIMESTAMP"));
    });
  }
};
RETORT_MIGRATION(CreateVisits)
