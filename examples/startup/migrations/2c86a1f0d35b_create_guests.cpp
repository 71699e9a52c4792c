#include <retort/migration.hpp>

namespace op = retort::op;

class CreateGuests final : public retort::Migration {
 public:
  retort::Revision revision() const override { return {.id = "2c86a1f0d35b", .message = "Create guests"}; }

  // There is no downgrade() in this file: it is the reverse of what is recorded here.
  void upgrade() const override {
    op::create_table("guests", [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("name", 50).not_null();
    });
    op::bulk_insert("guests", {"name"}, {{"Ada"}, {"Charles"}});
  }
};
RETORT_MIGRATION(CreateGuests)
