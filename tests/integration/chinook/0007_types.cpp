#include <retort/migration.hpp>

namespace op = retort::op;

namespace {

/// Derived both ways: a shop that was adopted with an empty baseline says what the types are.
class Types final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "c0007", .down_revision = {"c0006"}, .message = "longer names, larger totals"};
  }

  void upgrade() const override {
    op::batch_alter_table("Track", [](op::TableChange& t) {
      t.alter_column("Name",
                     [](op::ColumnChange& c) { c.type(op::text()).existing_type(op::native("NVARCHAR(200)")); });
      t.alter_column("Bytes", [](op::ColumnChange& c) {
        c.type(op::big_integer()).not_null().existing_type(op::integer()).existing_nullable();
      });
    });
    op::alter_column("Invoice", "Total", [](op::ColumnChange& c) {
      c.type(op::numeric(12, 2)).existing_type(op::native("NUMERIC(10,2)"));
    });
  }
};

}  // namespace

RETORT_MIGRATION(Types)
