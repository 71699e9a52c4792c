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
    if (table.primary_key) keep_own(table.primary_key->native);
    for (auto& unique : table.uniques) keep_own(unique.native);
    for (auto& key : table.foreign_keys) keep_own(key.native);
    for (auto& check : table.checks) (*this)(check);
    for (auto& exclude : table.excludes) keep_own(exclude.native);
    for (auto& index : table.indexes) (*this)(index);
    keep_own(table.options.native);
  }
  void operator()(schema::Column& column) const {
    keep_own(column.native);
    if (!column.computed) return;
    choose(column.computed->sql, column.computed->by_dialect, "the computed column \"" + column.name + "\"");
  }
  void operator()(schema::PrimaryKey& key) const { keep_own(key.native); }
  void operator()(schema::Unique& unique) const { keep_own(unique.native); }
  void operator()(schema::ForeignKey& key) const { keep_own(key.native); }
  void operator()(schema::Exclude& exclude) const { keep_own(exclude.native); }
  void operator()(schema::Check& check) const {
    keep_own(check.native);
    choose(check.condition, check.by_dialect, check.name.empty() ? "a check" : "the check \"" + check.name + "\"");
  }
  void operator()(schema::Index& index) const {
    keep_own(index.native);
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
  void operator()(AnyConstraint& constraint) const { std::visit(*this, constraint); }

 private:
  /// Words of other databases are left out.
  void keep_own(SqlText& native) const {
    if (native.empty()) return;
    const auto* own = native.find(dialect_);
    native = own == nullptr || own->empty() ? SqlText() : SqlText({{dialect_, *own}});
  }

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
                        [&](DropColumn& o) { choose(o.existing); }, [&](CreatePrimaryKey& o) { choose(o.key); },
                        [&](CreateUnique& o) { choose(o.unique); }, [&](CreateForeignKey& o) { choose(o.key); },
                        [&](CreateCheck& o) { choose(o.check); }, [&](CreateExclude& o) { choose(o.exclude); },
                        [&](DropConstraint& o) { choose(o.existing); }, [&](CreateIndex& o) { choose(o.index); },
                        [&](DropIndex& o) { choose(o.existing); }, [](auto&) {}},
             operation.action);
}

void choose_texts(schema::Table& table, std::string_view dialect, const Operation& operation) {
  Chooser{dialect, operation}(table);
}

}  // namespace retort::ops
