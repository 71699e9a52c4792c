#ifndef RETORT_SRC_RUNTIME_FIREBIRD_FILE_HPP
#define RETORT_SRC_RUNTIME_FIREBIRD_FILE_HPP

#include <retort/export.hpp>

#include <string>

namespace retort::runtime {

/// A database of Firebird, which is a file: SOCI can neither create nor drop one.
struct FirebirdFile {
  /// As a session's `service` names it: with or without a host before it.
  std::string path;
  std::string user;
  std::string password;
};

/// Creates an empty one with UTF-8 and pages of 8 KiB, by the client that SOCI's backend uses. Throws DatabaseError,
/// and UsageError where this build knows no Firebird or SOCI has no backend for it.
RETORT_API void create_firebird_file(const FirebirdFile& file);
/// The same, for dropping one that nobody is attached to.
RETORT_API void drop_firebird_file(const FirebirdFile& file);

}  // namespace retort::runtime

#endif
