#include <retort/migration.hpp>

namespace op = retort::op;

namespace {

class Support final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "c0008", .down_revision = {"c0007"}, .message = "several employees may support a customer"};
  }

  void upgrade() const override {
    op::create_table("CustomerSupport", [](op::Table& t) {
      t.integer("CustomerId").references("Customer", "CustomerId").on_delete(op::cascade);
      t.integer("StaffId").references("Employee", "StaffId").index();
      t.primary_key({"CustomerId", "StaffId"});
    });
    op::execute(
        "INSERT INTO CustomerSupport SELECT CustomerId, SupportRepId FROM Customer WHERE SupportRepId IS NOT NULL");
    // Its index and its foreign key go with it.
    op::drop_column("Customer", "SupportRepId");
  }

  void downgrade() const override {
    op::batch_alter_table("Customer", [](op::TableChange& t) {
      t.add_column(op::column("SupportRepId", op::integer()));
      t.create_foreign_key("", "Employee", "SupportRepId", "StaffId").on_delete(op::no_action).on_update(op::no_action);
      t.create_index("IFK_CustomerSupportRepId", "SupportRepId");
    });
    op::execute(
        "UPDATE Customer SET SupportRepId = "
        "(SELECT min(StaffId) FROM CustomerSupport AS s WHERE s.CustomerId = Customer.CustomerId)");
    op::drop_table("CustomerSupport");
  }
};

}  // namespace

RETORT_MIGRATION(Support)
