#include <retort/migration.hpp>

namespace op = retort::op;

class CreateGuests final : public retort::Migration {
 public:
  retort::Revision revision() const override { return {.id = "5f0a93c1e27b", .message = "Create guests"}; }

  void upgrade() const override {
    op::create_table("guests", [](op::Table& t) {
      t.integer("id").primary_key().autoincrement();
      t.string("name", 50).not_null();
    });
    op::bulk_insert("guests", {"name"}, {{"Ada"}, {"Charles"}});
  }
};
RETORT_MIGRATION(CreateGuests)
