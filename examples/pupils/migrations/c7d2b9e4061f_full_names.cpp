#include <retort/migration.hpp>

namespace op = retort::op;

class FullNames final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "c7d2b9e4061f", .down_revision = {"91381a2f4148"}, .message = "Full names"};
  }

  // The way back is derived: what the column was before is known from the revisions before.
  void upgrade() const override {
    op::alter_column("scholars", "name",
                     [](op::ColumnChange& c) { c.new_column_name("full_name").type(op::string(80)); });
  }
};
RETORT_MIGRATION(FullNames)
