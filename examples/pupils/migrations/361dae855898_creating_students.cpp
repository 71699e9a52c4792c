#include <retort/migration.hpp>

namespace op = retort::op;

// The table as it stood when the school began to use migrations. A database that has it is stamped with this revision;
// an empty one gets it from here.
class CreateStudents final : public retort::Migration {
 public:
  retort::Revision revision() const override { return {.id = "361dae855898", .message = "Creating students"}; }

  void upgrade() const override {
    op::create_table("students", [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("name", 50).not_null();
      t.integer("grade").not_null().server_default(0);
    });
  }
};
RETORT_MIGRATION(CreateStudents)
