#include <retort/migration.hpp>

namespace op = retort::op;

class AddEmailToGuests final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "e86b15f94d0a", .down_revision = {"a4c7d20b86e3"}, .message = "Add email to guests"};
  }

  void upgrade() const override {
    op::add_column("guests", op::column("email", op::string(254)));
    op::execute("UPDATE guests SET email = lower(name) || '@example.org'").data_only();
    op::create_unique_constraint("uq_guests_email", "guests", {"email"});
  }

  // Raw SQL has no reverse that anyone could derive. Here it needs none: its values go with the column.
  void downgrade() const override {
    op::drop_constraint("uq_guests_email", "guests", op::unique);
    op::drop_column("guests", "email");
  }
};
RETORT_MIGRATION(AddEmailToGuests)
