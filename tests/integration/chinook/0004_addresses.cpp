#include <soci/soci.h>
#include <retort/migration.hpp>

#include <string>
#include <vector>

namespace op = retort::op;

namespace {

class Addresses final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "c0004", .down_revision = {"c0003"}, .message = "the addresses of customers in a table of their own"};
  }

  void upgrade() const override {
    op::create_table("CustomerAddress", [](op::Table& t) {
      t.integer("CustomerId").primary_key().references("Customer", "CustomerId").on_delete(op::cascade);
      t.string("Street", 70);
      t.string("City", 40).index();
      t.string("State", 40);
      t.string("Country", 40).index();
      t.string("PostalCode", 10);
    });
    op::run(&move_out).describe("move the addresses of customers").data_only();
    op::batch_alter_table("Customer", [](op::TableChange& t) {
      for (const char* name : {"Address", "City", "State", "Country", "PostalCode"}) t.drop_column(name);
    });
  }

  void downgrade() const override {
    op::batch_alter_table("Customer", [](op::TableChange& t) {
      t.add_column(op::column("Address", op::native("NVARCHAR(70)"))).after("Company");
      t.add_column(op::column("City", op::native("NVARCHAR(40)"))).after("Address");
      t.add_column(op::column("State", op::native("NVARCHAR(40)"))).after("City");
      t.add_column(op::column("Country", op::native("NVARCHAR(40)"))).after("State");
      t.add_column(op::column("PostalCode", op::native("NVARCHAR(10)"))).after("Country");
    });
    op::execute(
        "UPDATE Customer SET (Address, City, State, Country, PostalCode) = "
        "(SELECT Street, City, State, Country, PostalCode FROM CustomerAddress AS a "
        "WHERE a.CustomerId = Customer.CustomerId)");
    op::drop_table("CustomerAddress");
  }

 private:
  struct Address {
    int customer = 0;
    std::string field[5];
    soci::indicator filled[5] = {};
  };

  static void move_out(soci::session& sql) {
    std::vector<Address> all;
    {
      Address a;
      soci::statement read =
          (sql.prepare << "SELECT CustomerId, Address, City, State, Country, PostalCode FROM Customer",
           soci::into(a.customer), soci::into(a.field[0], a.filled[0]), soci::into(a.field[1], a.filled[1]),
           soci::into(a.field[2], a.filled[2]), soci::into(a.field[3], a.filled[3]),
           soci::into(a.field[4], a.filled[4]));
      read.execute();
      while (read.fetch()) all.push_back(a);
    }
    for (auto& a : all) {
      sql << "INSERT INTO CustomerAddress VALUES (:id, :street, :city, :state, :country, :code)", soci::use(a.customer),
          soci::use(a.field[0], a.filled[0]), soci::use(a.field[1], a.filled[1]), soci::use(a.field[2], a.filled[2]),
          soci::use(a.field[3], a.filled[3]), soci::use(a.field[4], a.filled[4]);
    }
  }
};

}  // namespace

RETORT_MIGRATION(Addresses)
