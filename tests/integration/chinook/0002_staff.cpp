#include <retort/migration.hpp>

namespace op = retort::op;

namespace {

/// The column is what Customer and Employee itself refer to; derived both ways.
class Staff final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "c0002", .down_revision = {"c0001"}, .message = "employees become staff"};
  }

  void upgrade() const override { op::rename_column("Employee", "EmployeeId", "StaffId"); }
};

}  // namespace

RETORT_MIGRATION(Staff)
