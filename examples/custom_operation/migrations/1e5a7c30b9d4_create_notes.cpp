#include <retort/migration.hpp>

namespace op = retort::op;

class CreateNotes final : public retort::Migration {
 public:
  retort::Revision revision() const override { return {.id = "1e5a7c30b9d4", .message = "Create notes"}; }

  void upgrade() const override {
    op::create_table("notes", [](op::Table& t) {
      t.integer("id").primary_key();
      t.text("body").not_null();
      t.string("tags", 200).not_null().server_default("");
    });
    op::bulk_insert(
        "notes", {"body", "tags"},
        {{"Buy vinegar", "shop kitchen"}, {"Read about retorts", "chemistry"}, {"Clean the oven", "kitchen"}});
  }
};
RETORT_MIGRATION(CreateNotes)
