#ifndef RETORT_SRC_DIALECT_POSTGRESQL_FAILURES_HPP
#define RETORT_SRC_DIALECT_POSTGRESQL_FAILURES_HPP

namespace retort::dialect::postgresql {

// What a refused statement most likely means, for whoever reads of it.

inline constexpr const char* kDuplicateRows =
    "rows that are there have the same values; make them differ first, with op::execute or op::run before it";
inline constexpr const char* kDuplicateKey =
    "rows that are there have the same values, or NULL, in it; change them first, with op::execute or op::run before "
    "it";
inline constexpr const char* kDanglingRows =
    "rows that are there refer to rows that do not exist, or the columns referred to are no key; mend that first, or "
    "say "
    "not_valid()";
inline constexpr const char* kUncheckedRows =
    "rows that are there do not satisfy it; change them first, with op::execute or op::run before it, or say "
    "not_valid()";
inline constexpr const char* kConflictingRows =
    "rows that are there conflict with each other; change them first, with op::execute or op::run before it";
inline constexpr const char* kNullRows =
    "rows that are there hold NULL in it; fill them first, with op::execute or op::run before it";
inline constexpr const char* kNullInNewColumn =
    "rows that are there would hold NULL in it; give it a server_default, or add it nullable, fill it, and say "
    "not_null "
    "then";
inline constexpr const char* kTooManyBytes =
    "rows that are there hold more bytes in it than the new type takes; change them first, with op::execute or op::run "
    "before it";
inline constexpr const char* kNotConverted =
    "values, or the default, do not become the new type by themselves; say postgresql_using(\"...\") how";
inline constexpr const char* kValueGone =
    "rows that are there have a value that the enum does not have any more; change them first, with op::execute or "
    "op::run before it";
inline constexpr const char* kNoIdentity =
    "should the column be a serial, which counts by its default: say autoincrement(false) for it first, and identity() "
    "in an alter_column behind that";
inline constexpr const char* kUnfinishedIndex =
    "an index that could not be finished stays behind, invalid and of no use; the next run drops it and builds it anew";

}  // namespace retort::dialect::postgresql

#endif
