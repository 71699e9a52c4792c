#include <retort/migration.hpp>

namespace op = retort::op;

class RenameStudents final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "91381a2f4148", .down_revision = {"361dae855898"}, .message = "Renaming students to scholars"};
  }

  void upgrade() const override { op::rename_table("students", "scholars"); }
  void downgrade() const override { op::rename_table("scholars", "students"); }
};
RETORT_MIGRATION(RenameStudents)
