#include <retort/migration.hpp>

#include "search.hpp"

namespace op = retort::op;

class SearchNotes final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "b60f93d7c812", .down_revision = {"4d28f6b1ea97"}, .message = "Search notes"};
  }

  void upgrade() const override {
    op::execute("UPDATE tags SET tag = 'cooking' WHERE tag = 'kitchen'")
        .reverse("UPDATE tags SET tag = 'kitchen' WHERE tag = 'cooking'")
        .data_only();
    notes::create_search("notes", "body");
  }
};
RETORT_MIGRATION(SearchNotes)
