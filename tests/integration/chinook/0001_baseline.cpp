#include <retort/migration.hpp>

namespace op = retort::op;

namespace {

/// The database as the shop had it before any migration. It is adopted with `stamp`, so this never runs there; it is
/// what the migrations after it stand on, and what makes a fresh copy for a new shop.
class Baseline final : public retort::Migration {
 public:
  retort::Revision revision() const override { return {.id = "c0001", .message = "the shop as it was"}; }

  void upgrade() const override {
    people();
    music();
    playlists();
    sales();
  }

 private:
  static op::Column text(const char* name, int length) {
    return op::column(name, op::native("NVARCHAR(" + std::to_string(length) + ")"));
  }

  static void address(op::Table& t, const std::string& prefix) {
    t.column(text((prefix + "Address").c_str(), 70));
    t.column(text((prefix + "City").c_str(), 40));
    t.column(text((prefix + "State").c_str(), 40));
    t.column(text((prefix + "Country").c_str(), 40));
    t.column(text((prefix + "PostalCode").c_str(), 10));
  }

  static void refers(op::Table& t, const char* column, const char* table, const char* key) {
    t.foreign_key(column, table, key).on_delete(op::no_action).on_update(op::no_action);
  }

  static void people() {
    op::create_table("Employee", [](op::Table& t) {
      t.integer("EmployeeId").not_null();
      t.column(text("LastName", 20).not_null());
      t.column(text("FirstName", 20).not_null());
      t.column(text("Title", 30));
      t.integer("ReportsTo");
      t.native("BirthDate", "DATETIME");
      t.native("HireDate", "DATETIME");
      address(t, "");
      t.column(text("Phone", 24));
      t.column(text("Fax", 24));
      t.column(text("Email", 60));
      t.primary_key("EmployeeId").name("PK_Employee");
      refers(t, "ReportsTo", "Employee", "EmployeeId");
      t.index("ReportsTo").name("IFK_EmployeeReportsTo");
    });
    op::create_table("Customer", [](op::Table& t) {
      t.integer("CustomerId").not_null();
      t.column(text("FirstName", 40).not_null());
      t.column(text("LastName", 20).not_null());
      t.column(text("Company", 80));
      address(t, "");
      t.column(text("Phone", 24));
      t.column(text("Fax", 24));
      t.column(text("Email", 60).not_null());
      t.integer("SupportRepId");
      t.primary_key("CustomerId").name("PK_Customer");
      refers(t, "SupportRepId", "Employee", "EmployeeId");
      t.index("SupportRepId").name("IFK_CustomerSupportRepId");
    });
  }

  static void named(const char* table) {
    op::create_table(table, [&](op::Table& t) {
      const auto key = std::string(table) + "Id";
      t.integer(key).not_null();
      t.column(text("Name", 120));
      t.primary_key(key).name("PK_" + std::string(table));
    });
  }

  static void music() {
    named("Artist");
    named("Genre");
    named("MediaType");
    op::create_table("Album", [](op::Table& t) {
      t.integer("AlbumId").not_null();
      t.column(text("Title", 160).not_null());
      t.integer("ArtistId").not_null();
      t.primary_key("AlbumId").name("PK_Album");
      refers(t, "ArtistId", "Artist", "ArtistId");
      t.index("ArtistId").name("IFK_AlbumArtistId");
    });
    op::create_table("Track", [](op::Table& t) {
      t.integer("TrackId").not_null();
      t.column(text("Name", 200).not_null());
      t.integer("AlbumId");
      t.integer("MediaTypeId").not_null();
      t.integer("GenreId");
      t.column(text("Composer", 220));
      t.integer("Milliseconds").not_null();
      t.integer("Bytes");
      t.native("UnitPrice", "NUMERIC(10,2)").not_null();
      t.primary_key("TrackId").name("PK_Track");
      refers(t, "AlbumId", "Album", "AlbumId");
      refers(t, "GenreId", "Genre", "GenreId");
      refers(t, "MediaTypeId", "MediaType", "MediaTypeId");
      t.index("AlbumId").name("IFK_TrackAlbumId");
      t.index("GenreId").name("IFK_TrackGenreId");
      t.index("MediaTypeId").name("IFK_TrackMediaTypeId");
    });
  }

  static void playlists() {
    named("Playlist");
    op::create_table("PlaylistTrack", [](op::Table& t) {
      t.integer("PlaylistId").not_null();
      t.integer("TrackId").not_null();
      t.primary_key({"PlaylistId", "TrackId"}).name("PK_PlaylistTrack");
      refers(t, "PlaylistId", "Playlist", "PlaylistId");
      refers(t, "TrackId", "Track", "TrackId");
      t.index("PlaylistId").name("IFK_PlaylistTrackPlaylistId");
      t.index("TrackId").name("IFK_PlaylistTrackTrackId");
    });
  }

  static void sales() {
    op::create_table("Invoice", [](op::Table& t) {
      t.integer("InvoiceId").not_null();
      t.integer("CustomerId").not_null();
      t.native("InvoiceDate", "DATETIME").not_null();
      address(t, "Billing");
      t.native("Total", "NUMERIC(10,2)").not_null();
      t.primary_key("InvoiceId").name("PK_Invoice");
      refers(t, "CustomerId", "Customer", "CustomerId");
      t.index("CustomerId").name("IFK_InvoiceCustomerId");
    });
    op::create_table("InvoiceLine", [](op::Table& t) {
      t.integer("InvoiceLineId").not_null();
      t.integer("InvoiceId").not_null();
      t.integer("TrackId").not_null();
      t.native("UnitPrice", "NUMERIC(10,2)").not_null();
      t.integer("Quantity").not_null();
      t.primary_key("InvoiceLineId").name("PK_InvoiceLine");
      refers(t, "InvoiceId", "Invoice", "InvoiceId");
      refers(t, "TrackId", "Track", "TrackId");
      t.index("InvoiceId").name("IFK_InvoiceLineInvoiceId");
      t.index("TrackId").name("IFK_InvoiceLineTrackId");
    });
  }
};

}  // namespace

RETORT_MIGRATION(Baseline)
