#include "search.hpp"

#include <memory>
#include <retort/error.hpp>
#include <utility>
#include <vector>

namespace notes {

namespace {

enum class Change { create, drop };

class SearchChange final : public retort::CustomOperation {
 public:
  SearchChange(Change change, std::string table, std::string column)
      : change_(change), table_(std::move(table)), column_(std::move(column)) {}

  std::string describe() const override {
    return std::string(change_ == Change::create ? "create" : "drop") + "_search(\"" + table_ + "\", \"" + column_ +
           "\")";
  }

  std::vector<std::string> compile(std::string_view dialect) const override {
    const std::string name = table_ + "_search";
    if (dialect == "sqlite") {
      if (change_ == Change::drop) return {"DROP TABLE " + name};
      return {"CREATE VIRTUAL TABLE " + name + " USING fts5(" + column_ + ", content=" + table_ + ")",
              "INSERT INTO " + name + " (" + name + ") VALUES ('rebuild')"};
    }
    if (dialect == "postgresql") {
      if (change_ == Change::drop) return {"DROP INDEX " + name};
      return {"CREATE INDEX " + name + " ON " + table_ + " USING gin (to_tsvector('simple', " + column_ + "))"};
    }
    throw retort::UnsupportedOperation(describe() + " knows SQLite and PostgreSQL only", {.code = "no_search"});
  }

  // With it a migration that creates a search needs no downgrade() of its own.
  std::shared_ptr<const retort::CustomOperation> reverse() const override {
    const auto back = change_ == Change::create ? Change::drop : Change::create;
    return std::make_shared<SearchChange>(back, table_, column_);
  }

 private:
  Change change_;
  std::string table_;
  std::string column_;
};

}  // namespace

void create_search(std::string table, std::string column, retort::Location where) {
  retort::op::invoke(std::make_shared<SearchChange>(Change::create, std::move(table), std::move(column)), where);
}

}  // namespace notes
