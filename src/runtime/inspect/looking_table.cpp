#include "runtime/inspect/looking_table.hpp"

#include <span>
#include <utility>

#include "ops/operation.hpp"

namespace retort::runtime {

void create_looking_table(Connection& connection, schema::Table table, const schema::QualifiedName& name) {
  table.name = name;
  table.comment.clear();
  table.foreign_keys.clear();
  // What says where and how rows are kept says nothing about expressions, and may be nothing for an empty table.
  table.options = {};
  for (auto& index : table.indexes) index.concurrently = false;
  const ops::Operation create{ops::CreateTable{std::move(table)}};
  for (const auto& statement : connection.dialect().compile(std::span(&create, 1), {}, &connection.facts())) {
    connection.execute(statement.sql);
  }
}

}  // namespace retort::runtime
