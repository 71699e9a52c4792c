#include <retort/migration.hpp>

namespace op = retort::op;

namespace {

class Currency final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "c0005", .down_revision = {"c0004"}, .message = "every invoice has a currency"};
  }

  void upgrade() const override {
    op::add_column("Invoice", op::column("Currency", op::char_(3)));
    op::execute(
        "UPDATE Invoice SET Currency = CASE WHEN BillingCountry IN ('Germany', 'France', 'Spain') "
        "THEN 'EUR' ELSE 'USD' END");
    op::alter_column("Invoice", "Currency", [](op::ColumnChange& c) { c.not_null(); });
  }

  /// The values go with the column: there is nothing to bring back.
  void downgrade() const override { op::drop_column("Invoice", "Currency"); }
};

}  // namespace

RETORT_MIGRATION(Currency)
