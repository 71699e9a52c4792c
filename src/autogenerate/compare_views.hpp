#ifndef RETORT_SRC_AUTOGENERATE_COMPARE_VIEWS_HPP
#define RETORT_SRC_AUTOGENERATE_COMPARE_VIEWS_HPP

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "autogenerate/sides.hpp"
#include "ops/operation.hpp"

namespace retort::autogenerate {

/// What a comparison of other objects than tables is given.
struct ObjectSides {
  /// As it is, before anything is renamed.
  const schema::MetaData& database;
  const schema::MetaData& model;
  /// The tables, under the names they will have, with what becomes of each.
  const Sides& tables;
  /// Tables that are renamed: the key of the new name, and the name in the database.
  const std::map<std::string, schema::QualifiedName>& renamed;
  const Names& names;
  const Filter& filter;
};

struct ViewDifference {
  /// Views that go, those that read other ones first: before anything else happens to the tables.
  std::vector<ops::Action> dropped = {};
  /// Views that come or become others, after those they read.
  std::vector<ops::Action> made = {};
  /// The keys of those in `dropped`.
  std::set<std::string> gone = {};
  std::vector<std::string> notes = {};
};

/// `replaceable`: whether the database can give a view the model's query while it stays.
ViewDifference compare_views(const ObjectSides& sides, const std::function<bool(const schema::View&)>& replaceable);

}  // namespace retort::autogenerate

#endif
