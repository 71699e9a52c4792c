#ifndef MODEL_HPP
#define MODEL_HPP

#include <retort/metadata.hpp>

namespace op = retort::op;

// The tables that the inventory wants. It is this that is edited; the migrations are written from it.
inline retort::MetaData model() {
  retort::MetaData model;
  model.table("items", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 80).not_null().unique();
    t.integer("amount").not_null().server_default(0);
  });
  return model;
}

#endif
