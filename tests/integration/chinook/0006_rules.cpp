#include <retort/migration.hpp>

namespace op = retort::op;

namespace {

class Rules final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "c0006", .down_revision = {"c0005"}, .message = "prices and e-mail addresses follow rules"};
  }

  void upgrade() const override {
    op::create_check_constraint("ck_track_price", "Track", "UnitPrice >= 0 AND Milliseconds > 0");
    op::create_unique_constraint("uq_customer_email", "Customer", "Email");
  }
};

}  // namespace

RETORT_MIGRATION(Rules)
