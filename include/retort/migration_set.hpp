#ifndef RETORT_MIGRATION_SET_HPP
#define RETORT_MIGRATION_SET_HPP

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <retort/export.hpp>
#include <retort/location.hpp>
#include <retort/migration.hpp>
#include <retort/naming_convention.hpp>

namespace retort {

namespace runtime {
class SetData;
}

/// What a set knows about one of its revisions.
struct RevisionInfo {
  Revision revision;
  /// Where it was added to the set, when that is known: `91381a2f4148_renaming.cpp:17`.
  std::string location;
  /// The labels of the branch it is on, its own and those that reach it from other revisions.
  std::vector<std::string> branch_labels;
  /// The revisions that follow it.
  std::vector<std::string> next;
  bool head = false;
  bool base = false;
  bool branchpoint = false;
  bool mergepoint = false;
  /// A version row of the database stands here (only where rows were given).
  bool current = false;
};

/// How `MigrationSet::draw` writes a history.
enum class GraphFormat : unsigned char { text, dot, mermaid };

/// The migrations of a program: a value, explicit, without any global registry.
///
/// Build it once and keep it. Copies are cheap and share the migrations. While it is used (by a Migrator, by threads)
/// it is not changed. The set is checked as a whole when it is first asked something, before any connection is used:
/// every fault (a missing parent, a cycle, an id used twice) is in the one DefinitionError.
class RETORT_API MigrationSet {
 public:
  MigrationSet();
  MigrationSet(const MigrationSet&);
  MigrationSet(MigrationSet&&) noexcept;
  MigrationSet& operator=(const MigrationSet&);
  MigrationSet& operator=(MigrationSet&&) noexcept;
  ~MigrationSet();

  /// A set of default-constructed migrations: `MigrationSet::of<CreateUsers, AddEmail>()`. It is made once; every call
  /// gives a copy, and what was found out about the one (its graph, snapshots of it for tests) is known of the others.
  template <typename... Migrations>
  static MigrationSet of() {
    static const MigrationSet made = [] {
      MigrationSet set;
      (set.add(std::make_unique<Migrations>(), Location::unknown()), ...);
      return set;
    }();
    return made;
  }

  /// Adds a migration. The order of adding is the order of branches in plans, where nothing else decides.
  /// Throws UsageError for a null pointer.
  MigrationSet& add(std::unique_ptr<Migration> migration, Location where = {});

  /// How constraints and indexes are named that the migrations give no name. UsageError for a pattern with an unknown
  /// token. It is part of what the migrations say: changing it later leaves the names that databases have already.
  MigrationSet& naming_convention(NamingConvention convention);

  std::size_t size() const noexcept;
  bool empty() const noexcept { return size() == 0; }

  /// Checks the whole set: DefinitionError with every fault, or nothing.
  void validate() const;

  /// The revisions that nothing follows.
  std::vector<RevisionInfo> heads() const;
  /// The revisions that several others follow.
  std::vector<RevisionInfo> branches() const;
  /// The revisions of a range, newest first: `base:heads`, `361dae:`, `-3:current`, or all when empty. `current` are
  /// the version rows of a database, for the marks and for the symbol `current`.
  std::vector<RevisionInfo> history(std::string_view range = {}, const std::vector<std::string>& current = {}) const;
  /// What a name stands for: an id or the beginning of one, `head`, `heads`, a label, `361dae+2`, `current`.
  std::vector<RevisionInfo> find(std::string_view name, const std::vector<std::string>& current = {}) const;
  /// The history as a picture: for a terminal, for Graphviz, for Mermaid.
  std::string draw(GraphFormat format, std::string_view range = {}, const std::vector<std::string>& current = {}) const;

  /// For the library's own use.
  const runtime::SetData& data() const noexcept;

 private:
  std::shared_ptr<runtime::SetData> data_;
};

}  // namespace retort

#endif
