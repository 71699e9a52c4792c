#include <retort/migration.hpp>

namespace op = retort::op;

namespace {

/// Two foreign keys, a view and a trigger point to the table.
class Recordings final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "c0009", .down_revision = {"c0008"}, .message = "tracks become recordings"};
  }

  void upgrade() const override { op::rename_table("Track", "Recording"); }
};

}  // namespace

RETORT_MIGRATION(Recordings)
