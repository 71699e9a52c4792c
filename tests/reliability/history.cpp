#include "reliability/history.hpp"

#include <retort/migration.hpp>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace op = retort::op;

namespace retort::reliability {

namespace {

using Body = std::function<void()>;
using Rows = std::vector<std::vector<Value>>;

class Step final : public Migration {
 public:
  Step(Revision revision, Body up) : revision_(std::move(revision)), up_(std::move(up)) {}
  Revision revision() const override { return revision_; }
  void upgrade() const override { up_(); }

 private:
  Revision revision_;
  Body up_;
};

/// Rows only: everything that the journal need not ask the catalog about.
void change(SqlText sql) { op::execute(std::move(sql)).data_only(); }

/// Which session ran it is told by the database, so that the statement is the same in every process.
void write_ledger(const std::string& revision) {
  const auto with = [&](const char* session) {
    return "INSERT INTO ledger (revision, ran_by) VALUES ('" + revision + "', " + session + ")";
  };
  change(SqlText(std::vector<std::pair<std::string, std::string>>{{"sqlite", with("0")},
                                                                  {"postgresql", with("pg_backend_pid()")},
                                                                  {"mysql", with("CONNECTION_ID()")},
                                                                  {"firebird", with("CURRENT_CONNECTION")}}));
}

/// A second run of it shows.
void count(const char* how) { change(std::string("UPDATE counters SET n = ") + how); }

Rows numbered(int first, int last, const std::function<std::vector<Value>(int)>& row) {
  Rows rows;
  for (int i = first; i <= last; ++i) rows.push_back(row(i));
  return rows;
}

void customers() {
  op::create_table("counters", [](op::Table& t) {
    t.integer("id").primary_key();
    t.big_integer("n").not_null();
  });
  op::bulk_insert("counters", {"id", "n"}, {{1, 0}, {2, 10}});
  op::create_table("customers", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 60).not_null();
    t.string("city", 40).server_default("Bern");
  });
}

void orders() {
  op::create_table("orders", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("customer_id").not_null().references("customers", "id").index();
    t.date("placed");
    t.string("remark", 200);
  });
}

void customer_rows() {
  op::bulk_insert("customers", {"id", "name"}, numbered(1, 20, [](int i) {
                    return std::vector<Value>{i, "customer " + std::to_string(i)};
                  }));
}

void order_rows() {
  op::bulk_insert("orders", {"id", "customer_id", "placed", "remark"}, numbered(1, 40, [](int i) {
                    return std::vector<Value>{i, 1 + i % 20, "2026-01-" + std::to_string(10 + i % 20), "it's fine"};
                  }));
}

void emails() {
  op::add_column("customers", op::column("email", op::string(120)));
  change({{"mysql", "UPDATE customers SET email = CONCAT(name, '@example.org')"},
          {"*", "UPDATE customers SET email = name || '@example.org'"}});
}

void email_not_null() {
  op::alter_column("customers", "email", [](op::ColumnChange& c) { c.not_null().existing_type(op::string(120)); });
}

void products() {
  op::create_table("products", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("title", 80).not_null();
    t.numeric("price", 10, 2).not_null().server_default(0);
  });
  op::bulk_insert(
      "products", {"id", "title", "price"}, numbered(1, 10, [](int i) {
        return std::vector<Value>{i, "product " + std::to_string(i), op::decimal(std::to_string(i) + ".50")};
      }));
}

void order_lines() {
  op::create_table("order_lines", [](op::Table& t) {
    t.integer("order_id").primary_key().references("orders", "id");
    t.integer("line").primary_key();
    t.integer("product_id").not_null().references("products", "id");
    t.integer("quantity").not_null();
    t.check("quantity > 0").name("ck_order_lines_quantity");
  });
}

void order_line_rows() {
  op::bulk_insert("order_lines", {"order_id", "line", "product_id", "quantity"}, numbered(1, 60, [](int i) {
                    return std::vector<Value>{1 + i % 40, 1 + i / 40, 1 + i % 10, i};
                  }));
}

void totals() {
  op::add_column("orders", op::column("total", op::numeric(12, 2)).not_null().server_default(0));
  change("UPDATE orders SET total = total + id");
}

void tickets() {
  op::create_table("tickets", [](op::Table& t) {
    t.integer("id").primary_key();
    t.enum_("state", "ticket_state", {"open", "closed"}).not_null().server_default("open");
    t.integer("customer_id").references("customers", "id");
  });
  op::bulk_insert("tickets", {"id", "state", "customer_id"}, numbered(1, 12, [](int i) {
                    return std::vector<Value>{i, i % 2 == 0 ? "open" : "closed", 1 + i};
                  }));
}

void several_changes() {
  op::batch_alter_table("customers", [](op::TableChange& t) {
    t.add_column(op::column("phone", op::string(30)));
    t.add_column(op::column("rating", op::small_integer()).not_null().server_default(3));
    t.create_check_constraint("ck_customers_rating", "rating between 0 and 9");
  });
}

void self_reference() {
  op::add_column("products", op::column("part_of", op::integer()));
  op::create_foreign_key("fk_products_part_of", "products", "products", {"part_of"}, {"id"});
  change("UPDATE products SET part_of = 1 WHERE id > 5");
}

/// The revisions that there is one of each.
std::vector<Body> single(const std::string& database) {
  std::vector<Body> list = {
      orders,
      customer_rows,
      order_rows,
      emails,
      email_not_null,
      [] { op::create_unique_constraint("uq_customers_email", "customers", "email"); },
      [] {
        op::create_index("ix_orders_placed", "orders", {"placed", "customer_id"});
      },
      [] { count("n + 1"); },
      products,
      order_lines,
      order_line_rows,
      [] {
        op::create_view("order_sizes", "SELECT order_id, count(*) AS line_count FROM order_lines GROUP BY order_id");
      },
      totals,
      [] { op::create_check_constraint("ck_orders_total", "orders", "total >= 0"); },
      [] { op::rename_column("products", "title", "label"); },
      [database] {
        auto index = op::create_index("ix_customers_city", "customers", {"city"});
        if (database == "postgresql") index.concurrently();
      },
      [] { op::drop_index("ix_orders_placed", "orders"); },
      [] {
        count("n * 2 + id");
        change("INSERT INTO orders (id, customer_id, remark) SELECT id + 1000, customer_id, 'copied' FROM orders");
      },
      tickets,
      [] { op::alter_enum("ticket_state").add_value("waiting", "closed"); },
      [] { change("UPDATE tickets SET state = 'waiting' WHERE id > 8"); },
      several_changes,
      [] {
        op::replace_view("order_sizes", "SELECT order_id, sum(quantity) AS pieces FROM order_lines GROUP BY order_id");
      },
      self_reference,
      [] { op::drop_view("order_sizes"); },
      [] { op::drop_constraint("ck_orders_total", "orders", op::check); },
      [] { op::drop_column("customers", "phone"); },
      [] {
        op::alter_column("orders", "remark",
                         [](op::ColumnChange& c) { c.type(op::string(300)).existing_type(op::string(200)); });
      },
      [] {
        op::create_table("notes", [](op::Table& t) {
          t.integer("id").primary_key();
          t.text("body");
        });
        op::create_index("ix_notes_both", "notes", {"id"});
        op::bulk_insert("notes", {"id", "body"}, {{1, "first"}, {2, "second; with a semicolon"}});
      },
      [] {
        op::drop_table("notes");
        count("n + 100");
      },
      [] { op::drop_constraint("uq_customers_email", "customers", op::unique); },
  };
  if (database == "firebird") {
    // It cannot rename a table.
    list.emplace_back([] { op::create_table("visits", [](op::Table& t) { t.integer("id").primary_key(); }); });
  } else {
    list.emplace_back([] { op::rename_table("tickets", "requests"); });
  }
  return list;
}

/// What the later revisions do again and again, to tables of their own.
void repeated(std::size_t number) {
  const auto table = "part" + std::to_string(number / 4);
  switch (number % 4) {
    case 0:
      op::create_table(table, [](op::Table& t) {
        t.integer("id").primary_key();
        t.integer("customer_id").references("customers", "id");
        t.string("name", 40).not_null().index();
      });
      op::bulk_insert(table, {"id", "customer_id", "name"}, numbered(1, 5, [](int i) {
                        return std::vector<Value>{i, i, "n" + std::to_string(i)};
                      }));
      break;
    case 1:
      op::add_column(table, op::column("amount", op::integer()).not_null().server_default(1));
      change("UPDATE " + table + " SET amount = amount + id");
      count("n + id");
      break;
    case 2:
      op::create_index("ix_" + table + "_amount", table, {"amount", "name"});
      change("UPDATE " + table + " SET amount = amount * 3");
      op::alter_column(table, "amount",
                       [](op::ColumnChange& c) { c.type(op::big_integer()).existing_type(op::integer()); });
      break;
    default:
      op::create_unique_constraint("uq_" + table + "_name", table, "name");
      op::drop_column(table, "customer_id");
      break;
  }
}

/// One statement that a server is busy with for a while.
void slow(const HistoryOptions& options) {
  const auto numbers = std::to_string(options.slow_rows);
  op::create_table("big", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("n").not_null();
  });
  change({{"mysql", "INSERT INTO big SELECT seq, seq FROM seq_1_to_" + numbers},
          {"postgresql", "INSERT INTO big SELECT i, i FROM generate_series(1, " + numbers + ") AS i"},
          {"sqlite", "INSERT INTO big WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < " +
                         numbers + ") SELECT i, i FROM c"},
          {"firebird", "EXECUTE BLOCK AS DECLARE i INTEGER = 1; BEGIN WHILE (i <= " + numbers +
                           ") DO BEGIN INSERT INTO big VALUES (:i, :i); i = i + 1; END END"}});
}

void alter_slowly(const std::string& database) {
  if (database == "firebird") {
    // It changes a type in no time; what takes long is rows. The index is made when it commits.
    change("UPDATE big SET n = n + 1");
    op::create_index("ix_big_n", "big", {"n", "id"});
    return;
  }
  op::alter_column("big", "n", [](op::ColumnChange& c) {
    c.type(op::string(20)).existing_type(op::integer()).existing_nullable(false).postgresql_using("n::text");
  });
}

}  // namespace

std::string revision_id(int number) { return (number < 10 ? "r0" : "r") + std::to_string(number); }

MigrationSet history(const HistoryOptions& options) {
  const auto kinds = single(options.database);
  MigrationSet set;
  std::string last;
  const auto add = [&](int number, const Body& body) {
    const auto id = revision_id(number);
    Revision revision{.id = id, .message = "number " + std::to_string(number)};
    if (!last.empty()) revision.down_revision = {last};
    // The ledger is written before, behind, and on both sides of what the revision does.
    set.add(std::make_unique<Step>(std::move(revision), [=] {
      if (number == 1) {
        op::create_table("ledger", [](op::Table& t) {
          t.string("revision", 10).not_null();
          t.big_integer("ran_by");
        });
      }
      if (number % 3 != 0) write_ledger(id);
      body();
      if (number % 3 != 1) write_ledger(id + "+");
    }));
    last = id;
  };
  add(1, customers);
  int number = 2;
  for (; number <= options.revisions; ++number) {
    const auto index = static_cast<std::size_t>(number - 2);
    add(number, index < kinds.size() ? kinds[index] : Body([again = index - kinds.size()] { repeated(again); }));
  }
  if (options.slow_rows > 0) {
    add(number++, [options] { slow(options); });
    add(number++, [options] { alter_slowly(options.database); });
    add(number, [] { count("n + 7"); });
  }
  return set;
}

}  // namespace retort::reliability
