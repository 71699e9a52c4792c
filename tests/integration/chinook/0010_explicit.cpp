#include <retort/migration.hpp>

namespace op = retort::op;

namespace {

/// A rebuild of the renamed table: its trigger, its indexes and the view on it stay.
class Explicit final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "c000a", .down_revision = {"c0009"}, .message = "some recordings are explicit"};
  }

  void upgrade() const override {
    op::batch_alter_table("Recording", [](op::TableChange& t) {
      t.add_column(op::column("Explicit", op::boolean()).not_null().server_default(false));
      t.create_check_constraint("ck_recording_explicit", "Explicit IN (0, 1)");
      t.create_index("ix_recording_explicit", "Name").where("Explicit = 1");
    });
  }
};

}  // namespace

RETORT_MIGRATION(Explicit)
