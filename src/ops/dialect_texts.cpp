#include "ops/dialect_texts.hpp"

#include <retort/error.hpp>

#include <utility>
#include <variant>

namespace retort::ops {

namespace {

class Chooser {
 public:
  Chooser(std::string_view dialect, const Operation& operation) noexcept : dialect_(dialect), operation_(operation) {}

  void operator()(schema::Table& table) const {
    for (auto& column : table.columns) (*this)(column);
    for (auto& check : table.checks) (*this)(check);
    for (auto& index : table.indexes) (*this)(index);
  }
  void operator()(schema::Column& column) const {
    if (!column.computed) return;
    choose(column.computed->sql, column.computed->by_dialect, "the computed column \"" + column.name + "\"");
  }
  void operator()(schema::Check& check) const {
    choose(check.condition, check.by_dialect, check.name.empty() ? "a check" : "the check \"" + check.name + "\"");
  }
  void operator()(schema::Index& index) const {
    choose(index.where, index.where_by_dialect, "the condition of the index \"" + index.name + "\"");
    for (auto& column : index.columns) {
      if (column.by_dialect().empty()) continue;
      column.rename(text_for(column.by_dialect(), "an expression of the index \"" + index.name + "\""));
    }
  }
  template <typename Object>
  void operator()(std::optional<Object>& object) const {
    if (object) (*this)(*object);
  }
  void operator()(AnyConstraint& constraint) const {
    if (auto* check = std::get_if<schema::Check>(&constraint)) (*this)(*check);
  }

 private:
  void choose(std::string& sql, SqlText& texts, const std::string& what) const {
    if (texts.empty()) return;
    sql = text_for(texts, what);
    texts = {};
  }

  std::string text_for(const SqlText& texts, const std::string& what) const {
    if (const auto* found = texts.find(dialect_)) return *found;
    const std::string name(dialect_);
    throw UnsupportedOperation(what + " has no SQL for " + name + "; give one for \"" + name + "\", or one for \"*\"",
                               facts_of(operation_, "unsupported"));
  }

  std::string_view dialect_;
  const Operation& operation_;
};

}  // namespace

void take_texts(SqlText text, std::string& sql, SqlText& by_dialect) {
  sql = text.empty() ? std::string() : text.texts().front().second;
  const bool for_all = text.texts().size() == 1 && text.texts().front().first == "*";
  by_dialect = for_all ? SqlText() : std::move(text);
}

schema::Check check_of(std::string name, SqlText condition) {
  schema::Check check{std::move(name), {}};
  take_texts(std::move(condition), check.condition, check.by_dialect);
  return check;
}

void choose_texts(Operation& operation, std::string_view dialect) {
  const Chooser choose(dialect, operation);
  std::visit(Overloaded{[&](CreateTable& o) { choose(o.table); }, [&](AddColumn& o) { choose(o.column); },
                        [&](DropColumn& o) { choose(o.existing); }, [&](CreateCheck& o) { choose(o.check); },
                        [&](DropConstraint& o) { choose(o.existing); }, [&](CreateIndex& o) { choose(o.index); },
                        [&](DropIndex& o) { choose(o.existing); }, [](auto&) {}},
             operation.action);
}

void choose_texts(schema::Table& table, std::string_view dialect, const Operation& operation) {
  Chooser{dialect, operation}(table);
}

}  // namespace retort::ops
