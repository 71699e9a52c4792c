#include "live/shop.hpp"

#include <retort/migration.hpp>

#include <fstream>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace op = retort::op;

namespace retort::live {

namespace {

using nlohmann::json;
using Body = std::function<void()>;

class Step final : public Migration {
 public:
  Step(Revision revision, Body up, Body down)
      : revision_(std::move(revision)), up_(std::move(up)), down_(std::move(down)) {}
  Revision revision() const override { return revision_; }
  void upgrade() const override { up_(); }
  void downgrade() const override { down_ ? down_() : Migration::downgrade(); }

 private:
  Revision revision_;
  Body up_;
  Body down_;
};

/// SQL with names in double quotes, which MySQL has in backticks.
SqlText quoted(const std::string& sql) {
  std::string mysql = sql;
  for (char& c : mysql) {
    if (c == '"') c = '`';
  }
  return SqlText(std::vector<std::pair<std::string, std::string>>{{"mysql", mysql}, {"*", sql}});
}

void address(op::Table& t, const std::string& prefix) {
  t.string(prefix + "Address", 70);
  t.string(prefix + "City", 40);
  t.string(prefix + "State", 40);
  t.string(prefix + "Country", 40);
  t.string(prefix + "PostalCode", 10);
}

void refers(op::Table& t, const std::string& column, const char* table, const char* key) {
  t.integer(column).references(table, key).index();
}

void named(const char* table) {
  op::create_table(table, [&](op::Table& t) {
    t.integer(std::string(table) + "Id").primary_key();
    t.string("Name", 120);
  });
}

void people() {
  op::create_table("Employee", [](op::Table& t) {
    t.integer("EmployeeId").primary_key();
    t.string("LastName", 20).not_null();
    t.string("FirstName", 20).not_null();
    t.string("Title", 30);
    refers(t, "ReportsTo", "Employee", "EmployeeId");
    t.timestamp("BirthDate");
    t.timestamp("HireDate");
    address(t, "");
    t.string("Phone", 24);
    t.string("Fax", 24);
    t.string("Email", 60);
  });
  op::create_table("Customer", [](op::Table& t) {
    t.integer("CustomerId").primary_key();
    t.string("FirstName", 40).not_null();
    t.string("LastName", 20).not_null();
    t.string("Company", 80);
    address(t, "");
    t.string("Phone", 24);
    t.string("Fax", 24);
    t.string("Email", 60).not_null();
    refers(t, "SupportRepId", "Employee", "EmployeeId");
  });
}

void music() {
  named("Artist");
  named("Genre");
  named("MediaType");
  op::create_table("Album", [](op::Table& t) {
    t.integer("AlbumId").primary_key();
    t.string("Title", 160).not_null();
    refers(t, "ArtistId", "Artist", "ArtistId");
  });
  op::create_table("Track", [](op::Table& t) {
    t.integer("TrackId").primary_key();
    t.string("Name", 200).not_null();
    refers(t, "AlbumId", "Album", "AlbumId");
    refers(t, "MediaTypeId", "MediaType", "MediaTypeId");
    refers(t, "GenreId", "Genre", "GenreId");
    t.string("Composer", 220);
    t.integer("Milliseconds").not_null();
    t.integer("Bytes");
    t.numeric("UnitPrice", 10, 2).not_null();
  });
  named("Playlist");
  op::create_table("PlaylistTrack", [](op::Table& t) {
    t.integer("PlaylistId").primary_key().references("Playlist", "PlaylistId");
    t.integer("TrackId").primary_key().references("Track", "TrackId").index();
  });
}

void sales() {
  op::create_table("Invoice", [](op::Table& t) {
    t.integer("InvoiceId").primary_key();
    refers(t, "CustomerId", "Customer", "CustomerId");
    t.timestamp("InvoiceDate").not_null();
    address(t, "Billing");
    t.numeric("Total", 10, 2).not_null();
  });
  op::create_table("InvoiceLine", [](op::Table& t) {
    t.integer("InvoiceLineId").primary_key();
    refers(t, "InvoiceId", "Invoice", "InvoiceId");
    refers(t, "TrackId", "Track", "TrackId");
    t.numeric("UnitPrice", 10, 2).not_null();
    t.integer("Quantity").not_null();
  });
}

Value value_of(const json& cell) {
  if (cell.is_null()) return nullptr;
  if (cell.is_number_integer()) return cell.get<long long>();
  // What is a floating number in JSON is money here: its digits are what is meant.
  if (cell.is_number_float()) return op::decimal(cell.dump());
  auto text = cell.get<std::string>();
  constexpr std::size_t kDate = 10;
  if (text.size() == 19 && text[kDate] == 'T') text[kDate] = ' ';
  return text;
}

using Rows = std::vector<std::vector<Value>>;

void fill(const std::vector<Rows>& rows) {
  const auto tables = shop_tables();
  for (std::size_t i = 0; i < tables.size(); ++i) op::bulk_insert(tables[i].name, tables[i].columns, rows[i]);
}

void empty() {
  auto tables = shop_tables();
  // Employees refer to one another.
  op::execute(quoted(R"(UPDATE "Employee" SET "ReportsTo" = NULL)")).data_only();
  for (auto table = tables.rbegin(); table != tables.rend(); ++table) {
    op::execute(quoted("DELETE FROM \"" + table->name + "\"")).data_only();
  }
}

SqlText price_trigger() {
  const std::string insert = R"(INSERT INTO "PriceLog" ("TrackId", "OldPrice", "NewPrice") )"
                             R"(VALUES (NEW."TrackId", OLD."UnitPrice", NEW."UnitPrice");)";
  auto mysql = insert;
  for (char& c : mysql) c = c == '"' ? '`' : c;
  return SqlText(std::vector<std::pair<std::string, std::string>>{
      {"mysql", mysql}, {"postgresql", insert + " RETURN NULL;"}, {"*", insert}});
}

void price_log() {
  op::create_table("PriceLog", [](op::Table& t) {
    t.integer("PriceLogId").primary_key().autoincrement();
    t.integer("TrackId").not_null();
    t.numeric("OldPrice", 10, 2);
    t.numeric("NewPrice", 10, 2);
    t.timestamp("ChangedOn").server_default(op::sql("CURRENT_TIMESTAMP"));
  });
  op::create_trigger("LogPrice", "Track", price_trigger()).on_update();
  op::create_view("AlbumSales",
                  quoted(R"(SELECT t."AlbumId", sum(l."UnitPrice" * l."Quantity") AS "Sales" FROM "InvoiceLine" l )"
                         R"(JOIN "Track" t ON t."TrackId" = l."TrackId" GROUP BY t."AlbumId")"));
}

constexpr const char* kAddress[] = {"Address", "City", "State", "Country", "PostalCode"};
constexpr int kAddressLength[] = {70, 40, 40, 40, 10};

void addresses_out() {
  op::create_table("CustomerAddress", [](op::Table& t) {
    t.integer("CustomerId").primary_key().references("Customer", "CustomerId").on_delete(op::cascade);
    t.string("Address", 70);
    t.string("City", 40).index();
    t.string("State", 40);
    t.string("Country", 40);
    t.string("PostalCode", 10);
  });
  op::execute(quoted(R"(INSERT INTO "CustomerAddress" ("CustomerId", "Address", "City", "State", "Country", )"
                     R"("PostalCode") SELECT "CustomerId", "Address", "City", "State", "Country", "PostalCode" )"
                     R"(FROM "Customer")"))
      .data_only();
  op::batch_alter_table("Customer", [](op::TableChange& t) {
    for (const char* name : kAddress) t.drop_column(name);
  });
}

void addresses_back() {
  op::batch_alter_table("Customer", [](op::TableChange& t) {
    for (std::size_t i = 0; i < std::size(kAddress); ++i) {
      t.add_column(op::column(kAddress[i], op::string(kAddressLength[i])));
    }
  });
  for (const char* name : kAddress) {
    const std::string column = name;
    op::execute(quoted("UPDATE \"Customer\" SET \"" + column + "\" = (SELECT a.\"" + column +
                       R"(" FROM "CustomerAddress" a WHERE a."CustomerId" = "Customer"."CustomerId"))"))
        .data_only();
  }
  op::drop_table("CustomerAddress");
}

void support() {
  op::create_table("CustomerSupport", [](op::Table& t) {
    t.integer("CustomerId").primary_key().references("Customer", "CustomerId").on_delete(op::cascade);
    t.integer("StaffId").primary_key().references("Employee", "StaffId").index();
  });
  op::execute(quoted(R"(INSERT INTO "CustomerSupport" SELECT "CustomerId", "SupportRepId" FROM "Customer" )"
                     R"(WHERE "SupportRepId" IS NOT NULL)"))
      .data_only();
  op::drop_column("Customer", "SupportRepId");
}

void support_back() {
  op::add_column("Customer", op::column("SupportRepId", op::integer()).references("Employee", "StaffId").index());
  op::execute(quoted(R"(UPDATE "Customer" SET "SupportRepId" = (SELECT min(s."StaffId") FROM "CustomerSupport" s )"
                     R"(WHERE s."CustomerId" = "Customer"."CustomerId"))"))
      .data_only();
  op::drop_table("CustomerSupport");
}

void currency() {
  op::add_column("Invoice", op::column("currency", op::char_(3)));
  op::execute(quoted(R"(UPDATE "Invoice" SET currency = CASE WHEN "BillingCountry" IN ('Germany', 'France') )"
                     R"(THEN 'EUR' ELSE 'USD' END)"))
      .data_only();
  op::alter_column("Invoice", "currency", [](op::ColumnChange& c) { c.not_null(); });
}

}  // namespace

MigrationSet shop(const std::string& chinook_json, bool renames_a_table) {
  const auto rows = std::make_shared<const std::vector<Rows>>(shop_rows(chinook_json));
  MigrationSet set;
  std::string last;
  const auto add = [&](const std::string& id, const char* message, Body up, Body down = {}) {
    Revision revision{.id = id, .message = message};
    if (!last.empty()) revision.down_revision = {last};
    set.add(std::make_unique<Step>(std::move(revision), std::move(up), std::move(down)));
    last = id;
  };
  add("s0001", "the shop's tables", [] {
    people();
    music();
    sales();
  });
  add(
      "s0002", "the shop's rows", [rows] { fill(*rows); }, &empty);
  add("s0003", "employees become staff", [] { op::rename_column("Employee", "EmployeeId", "StaffId"); });
  add("s0004", "keep a log of prices, and a view of sales", &price_log);
  add("s0005", "addresses in a table of their own", &addresses_out, &addresses_back);
  add("s0006", "every invoice has a currency", &currency, [] { op::drop_column("Invoice", "currency"); });
  add("s0007", "rules and types", [] {
    op::create_check_constraint("ck_invoice_currency", "Invoice", "currency IN ('EUR', 'USD')");
    op::create_unique_constraint("uq_customer_email", "Customer", {"Email"});
    op::alter_column("Invoice", "Total", [](op::ColumnChange& c) { c.type(op::numeric(12, 2)); });
    op::batch_alter_table("Track", [](op::TableChange& t) {
      t.alter_column("Name", [](op::ColumnChange& c) { c.type(op::string(250)); });
      t.alter_column("Bytes", [](op::ColumnChange& c) { c.type(op::big_integer()); });
    });
  });
  add("s0008", "several employees may support a customer", &support, &support_back);
  if (renames_a_table) add("s0009", "playlists become lists", [] { op::rename_table("Playlist", "List"); });
  add("s000a", "some tracks are explicit", [] {
    op::batch_alter_table("Track", [](op::TableChange& t) {
      t.add_column(op::column("Explicit", op::boolean()).not_null().server_default(false));
      t.create_index("ix_track_explicit", {"Explicit"});
    });
  });
  return set;
}

std::vector<Rows> shop_rows(const std::string& chinook_json) {
  std::ifstream file(chinook_json);
  if (!file) throw std::runtime_error("cannot read " + chinook_json);
  const auto shop = json::parse(file);
  std::vector<Rows> result;
  for (const auto& table : shop_tables()) {
    auto& rows = result.emplace_back();
    for (const auto& row : shop.at(table.name)) {
      auto& values = rows.emplace_back();
      for (const auto& column : table.columns) values.push_back(value_of(row.at(column)));
    }
  }
  return result;
}

std::vector<ShopTable> shop_tables() {
  return {{"Genre", {"GenreId", "Name"}},
          {"MediaType", {"MediaTypeId", "Name"}},
          {"Artist", {"ArtistId", "Name"}},
          {"Album", {"AlbumId", "Title", "ArtistId"}},
          {"Track",
           {"TrackId", "Name", "AlbumId", "MediaTypeId", "GenreId", "Composer", "Milliseconds", "Bytes", "UnitPrice"}},
          {"Employee",
           {"EmployeeId", "LastName", "FirstName", "Title", "ReportsTo", "BirthDate", "HireDate", "Address", "City",
            "State", "Country", "PostalCode", "Phone", "Fax", "Email"}},
          {"Customer",
           {"CustomerId", "FirstName", "LastName", "Company", "Address", "City", "State", "Country", "PostalCode",
            "Phone", "Fax", "Email", "SupportRepId"}},
          {"Invoice",
           {"InvoiceId", "CustomerId", "InvoiceDate", "BillingAddress", "BillingCity", "BillingState", "BillingCountry",
            "BillingPostalCode", "Total"}},
          {"InvoiceLine", {"InvoiceLineId", "InvoiceId", "TrackId", "UnitPrice", "Quantity"}},
          {"Playlist", {"PlaylistId", "Name"}},
          {"PlaylistTrack", {"PlaylistId", "TrackId"}}};
}

}  // namespace retort::live
