#ifndef RETORT_NAMING_CONVENTION_HPP
#define RETORT_NAMING_CONVENTION_HPP

#include <string>

#include <retort/export.hpp>

namespace retort {

/// How constraints and indexes are named that migrations give no name: SQLAlchemy's naming conventions, in its words.
///
/// A database that names a constraint itself does it in its own way, and a later `drop_constraint` then needs another
/// name on each. Each member is a pattern; an empty one leaves the naming to the database (indexes are named
/// `ix_%(column_0_label)s` then, as they must have a name). In a pattern stand for
///
/// - `%(table_name)s` the table,
/// - `%(column_0_name)s` the first column, `%(column_1_name)s` the second ...,
/// - `%(column_0N_name)s` all columns in one, `%(column_0_N_name)s` the same with `_` between them,
/// - `%(column_0_label)s` the table and the first column, and likewise `%(column_0_N_label)s`,
/// - `%(referred_table_name)s` and `%(referred_column_0_name)s` what a foreign key refers to,
/// - `%(constraint_name)s` the name that was given: with it the pattern is for constraints that have a name, which it
///   completes, once; those without one are refused. Only for `uq`, `ck`, `fk` and `pk`.
///
/// A name made by a pattern that is longer than the database allows is cut, and ends in eight digits of a hash of the
/// whole name instead. It is the same in every run and on every machine.
struct RETORT_API NamingConvention {
  /// Indexes.
  std::string ix = {};
  /// UNIQUE constraints.
  std::string uq = {};
  /// CHECK constraints.
  std::string ck = {};
  /// Foreign keys.
  std::string fk = {};
  /// Primary keys.
  std::string pk = {};

  /// What SQLAlchemy's documentation recommends: `ix_%(column_0_label)s`, `uq_%(table_name)s_%(column_0_name)s`,
  /// `ck_%(table_name)s_%(constraint_name)s`, `fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s`,
  /// `pk_%(table_name)s`.
  static NamingConvention recommended();

  friend bool operator==(const NamingConvention&, const NamingConvention&) = default;
};

}  // namespace retort

#endif
