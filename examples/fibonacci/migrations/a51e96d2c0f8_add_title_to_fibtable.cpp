#include <retort/migration.hpp>

namespace op = retort::op;

class AddTitleToFibtable final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "a51e96d2c0f8",
            .down_revision = {"8f3d0c4b7e12"},
            .message = "Add title to fibtable",
            .create_date = "2026-02-03 16:05:00"};
  }

  // The default fills the rows that are there already.
  void upgrade() const override {
    op::add_column("fibtable", op::column("title", op::string(512)).not_null().server_default(""));
  }
};
RETORT_MIGRATION(AddTitleToFibtable)
