#include <retort/migration.hpp>

namespace op = retort::op;

// A typical migration: what the benchmark of the compile time compiles.
class CreateStudents final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "361dae855898", .down_revision = {"0d3b7c6c5a11"}, .message = "create students"};
  }

  void upgrade() const override {
    op::create_table("students", [](op::Table& t) {
      t.integer("id").primary_key().autoincrement();
      t.string("name", 50).not_null();
      t.integer("grade").not_null().server_default(0);
      t.integer("school_id").references("schools", "id").on_delete(op::cascade).index();
      t.timestamp("created_on").server_default(op::sql("CURRENT_TIMESTAMP"));
      t.unique({"name", "school_id"}).name("uq_students_name");
      t.check("grade >= 0").name("ck_students_grade");
    });
    op::add_column("schools", op::column("motto", op::string(200)).server_default(""));
    op::alter_column("schools", "name", [](op::ColumnChange& c) { c.type(op::string(80)).not_null(); });
    op::create_index("ix_schools_name", "schools", {"name"}).unique();
  }

  void downgrade() const override {
    op::drop_index("ix_schools_name", "schools");
    op::alter_column("schools", "name", [](op::ColumnChange& c) { c.type(op::string(50)).nullable(); });
    op::drop_column("schools", "motto");
    op::drop_table("students");
  }
};
RETORT_MIGRATION(CreateStudents)
