#include <retort/migration.hpp>

namespace op = retort::op;

namespace {

class PriceLog final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "c0003", .down_revision = {"c0002"}, .message = "keep a log of prices, and a view of sales"};
  }

  void upgrade() const override {
    op::create_table("PriceLog", [](op::Table& t) {
      t.integer("PriceLogId").primary_key().autoincrement();
      t.integer("TrackId").not_null();
      t.numeric("OldPrice", 10, 2);
      t.numeric("NewPrice", 10, 2);
      t.timestamp("ChangedOn").not_null().server_default(op::sql("CURRENT_TIMESTAMP"));
    });
    op::create_trigger("LogPrice", "Track",
                       "INSERT INTO PriceLog (TrackId, OldPrice, NewPrice) "
                       "VALUES (new.TrackId, old.UnitPrice, new.UnitPrice);")
        .on_update_of("UnitPrice");
    op::create_view("AlbumSales",
                    "SELECT t.AlbumId, sum(l.UnitPrice * l.Quantity) AS Sales "
                    "FROM InvoiceLine AS l JOIN Track AS t ON t.TrackId = l.TrackId GROUP BY t.AlbumId");
  }
};

}  // namespace

RETORT_MIGRATION(PriceLog)
