#ifndef RETORT_MIGRATION_HPP
#define RETORT_MIGRATION_HPP

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include <retort/export.hpp>
#include <retort/location.hpp>
#include <retort/op.hpp>

namespace retort {

class MigrationSet;

/// Who a migration is and what it stands on.
struct Revision {
  /// Letters, digits, `_` and `.`, at most 255 of them; unique in its set. `head`, `heads`, `base` and `current` are
  /// taken.
  std::string id;
  /// The revisions this one follows. None: a base. Several: a merge.
  std::vector<std::string> down_revision = {};
  /// One line, in words: what logs and plans show.
  std::string message = {};
  /// Revisions (ids or labels) of other branches that must be applied before this one.
  std::vector<std::string> depends_on = {};
  /// Names for the branch that starts here.
  std::vector<std::string> branch_labels = {};
  /// When the file was written: `2026-01-31 12:00:00`. Shown, never compared.
  std::string create_date = {};
};

/// One step of a schema's history. Subclasses are immutable: the same object is asked again and again, possibly by
/// several threads.
class RETORT_API Migration {
 public:
  Migration() = default;
  Migration(const Migration&) = delete;
  Migration& operator=(const Migration&) = delete;
  virtual ~Migration();

  virtual Revision revision() const = 0;

  /// Records the way up with the directives of `retort::op`. It describes and executes nothing: when it throws, nothing
  /// has happened. It may be called without a database, and more than once.
  virtual void upgrade() const = 0;

  /// Records the way down. By default it is the reverse of what upgrade() records; what an alteration or a drop must
  /// restore is taken from the schema that the earlier migrations add up to, or from `existing_*`. Where neither tells,
  /// planning throws IrreversibleOperation. The reverse of a drop restores the structure, not the rows.
  virtual void downgrade() const;
};

namespace detail {
RETORT_API void add_migration(MigrationSet& set, std::unique_ptr<Migration> migration, Location where);
}

}  // namespace retort

/// Makes a migration class known to the set that `retort_add_migrations` (CMake) builds from a folder: once in each
/// file, behind the class, at global scope. In a file that is not built that way it does nothing, and the class is
/// handed to a MigrationSet by name.
#if defined(RETORT_MIGRATION_FACTORY)
#define RETORT_MIGRATION(Class)                                                                              \
  void RETORT_MIGRATION_FACTORY(::retort::MigrationSet& set);                                                \
  void RETORT_MIGRATION_FACTORY(::retort::MigrationSet& set) {                                               \
    ::retort::detail::add_migration(set, std::make_unique<Class>(), ::retort::Location{__FILE__, __LINE__}); \
  }
#else
#define RETORT_MIGRATION(Class) \
  static_assert(std::is_base_of_v<::retort::Migration, Class>, #Class " must derive from retort::Migration");
#endif

#endif
