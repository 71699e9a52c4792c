#ifndef RETORT_SRC_OPS_APPLY_ENUM_HPP
#define RETORT_SRC_OPS_APPLY_ENUM_HPP

#include "ops/operation.hpp"
#include "schema/metadata.hpp"

namespace retort::ops {

// Enums are types of their own on PostgreSQL: those that create_enum makes, and those that come and go with the columns
// that name them.

/// The enum type a column is of, itself or in an array; nullptr for all other types.
const Type* enum_in(const Type& type) noexcept;
schema::QualifiedName enum_name(const Type& type);

/// True if a column of a known table is of that enum.
bool uses_enum(const schema::Table& table, const schema::QualifiedName& name);
bool uses_enum(const schema::MetaData& schema, const schema::QualifiedName& name);

/// A column of this type is there now: an enum nobody created is known from here on.
void adopt_enum(schema::MetaData& schema, const Type& type);
void adopt_enums(schema::MetaData& schema, const schema::Table& table);
/// A column of this type is no more: an enum that was made for columns goes with the last one.
void release_enum(schema::MetaData& schema, const Type& type);
void release_enums(schema::MetaData& schema, const schema::Table& table);

void alter_enum(const Operation& operation, schema::MetaData& schema, const AlterEnum& change);

}  // namespace retort::ops

#endif
