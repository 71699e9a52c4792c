#ifndef RETORT_SRC_AUTOGENERATE_SNAPSHOT_WORDS_HPP
#define RETORT_SRC_AUTOGENERATE_SNAPSHOT_WORDS_HPP

#include <utility>
#include <vector>

#include "schema/metadata.hpp"

// What writing a snapshot and reading one have in common beside the members.
namespace retort::autogenerate {

/// To be counted up whenever a document would be read wrongly by what is here.
inline constexpr int kVersion = 1;
inline constexpr const char* kVersionKey = "snapshot_version";
/// The values of an enumeration and their words.
template <typename Enum>
using Words = std::vector<std::pair<Enum, const char*>>;

inline const Words<op::ReferentialAction>& words(op::ReferentialAction) {
  using Action = op::ReferentialAction;
  static const Words<Action> list = {{Action::unspecified, "unspecified"}, {Action::no_action, "no action"},
                                     {Action::restrict_, "restrict"},      {Action::cascade, "cascade"},
                                     {Action::set_null, "set null"},       {Action::set_default, "set default"}};
  return list;
}
inline const Words<schema::Deferral>& words(schema::Deferral) {
  using schema::Deferral;
  static const Words<Deferral> list = {{Deferral::none, "none"},
                                       {Deferral::deferrable, "deferrable"},
                                       {Deferral::initially_deferred, "initially deferred"}};
  return list;
}
inline const Words<schema::Trigger::Timing>& words(schema::Trigger::Timing) {
  using Timing = schema::Trigger::Timing;
  static const Words<Timing> list = {
      {Timing::before, "before"}, {Timing::after, "after"}, {Timing::instead_of, "instead of"}};
  return list;
}
inline const Words<op::IndexColumn::Nulls>& words(op::IndexColumn::Nulls) {
  using Nulls = op::IndexColumn::Nulls;
  static const Words<Nulls> list = {
      {Nulls::unspecified, "unspecified"}, {Nulls::first, "first"}, {Nulls::last, "last"}};
  return list;
}

}  // namespace retort::autogenerate

#endif
