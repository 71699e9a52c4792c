#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "integration/failing.hpp"

namespace retort::integration {

namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Root may write every file; this process does not stay root for a while.
class NotRoot {
 public:
  NotRoot() {
    if (was_root_) {
      EXPECT_EQ(::seteuid(65534), 0);
    }
  }
  NotRoot(const NotRoot&) = delete;
  NotRoot& operator=(const NotRoot&) = delete;
  ~NotRoot() {
    if (was_root_) {
      EXPECT_EQ(::seteuid(0), 0);
    }
  }

 private:
  bool was_root_ = ::geteuid() == 0;
};

}  // namespace

/// What is wrong with the database or with the call.
class BadState : public Failing {};

TEST_F(BadState, AVersionRowThatTheSetDoesNotKnowIsRefused) {
  chain_.then("a1", creates("album"));
  SqliteFile(file_).run("UPDATE retort_version SET version_num = 'ffff'");
  const auto before = contents_of(file_);
  for (const auto& call : std::vector<std::function<void(Migrator&)>>{
           [](Migrator& m) { m.upgrade(); }, [](Migrator& m) { m.downgrade("base"); }, [](Migrator& m) { m.pending(); },
           [](Migrator& m) { m.plan_upgrade(); }}) {
    const auto error = thrown<StateError>([&] {
      auto m = migrator();
      call(m);
    });
    EXPECT_EQ(error.code(), "unknown_database_revision");
    EXPECT_THAT(error.message(), HasSubstr("ffff"));
  }
  EXPECT_THAT(difference(before, contents_of(file_)), IsEmpty());
  EXPECT_THAT(migrator().current(), ElementsAre("ffff"));
  // The way out, and the policy.
  EXPECT_TRUE(migrator({.unknown_revision = UnknownRevisionPolicy::run_on}).upgrade().schema_ahead);
  migrator().stamp("a0", {.purge = true});
  EXPECT_THAT(migrator().current(), ElementsAre("a0"));
}

TEST_F(BadState, AReadOnlyFileIsToldAsThat) {
  chain_.then("a1", creates("album"));
  const auto before = contents_of(file_);
  // Permissions do not stop root; a read-only connection stops everybody.
  session_ = std::make_unique<soci::session>(soci::sqlite3, "db=" + file_ + " readonly=true");
  const auto error = thrown<DatabaseError>([&] { migrator().upgrade(); });
  EXPECT_EQ(error.code(), "read_only");
  EXPECT_THAT(error.message(), HasSubstr("check the permissions"));
  EXPECT_THAT(difference(before, contents_of(file_)), IsEmpty());
  // Asking needs no rights.
  EXPECT_THAT(migrator().current(), ElementsAre("a0"));
  EXPECT_THAT(migrator().pending(), ElementsAre("a1"));
  EXPECT_FALSE(migrator().plan_upgrade().empty());
}

TEST_F(BadState, AFileWithoutWritePermissionIsToldAsThat) {
  chain_.then("a1", creates("album"));
  session_.reset();
  ::chmod(file_.c_str(), 0444);
  ::chmod(std::filesystem::path(file_).parent_path().c_str(), 0755);
  {
    const NotRoot not_root;
    open();
    const auto error = thrown<DatabaseError>([&] { migrator().upgrade(); });
    EXPECT_EQ(error.code(), "read_only");
    EXPECT_THAT(error.message(), HasSubstr("permission"));
    EXPECT_THAT(migrator().current(), ElementsAre("a0"));
    session_.reset();
  }
  open();
  EXPECT_THAT(migrator().current(), ElementsAre("a0"));
}

TEST_F(BadState, AFileThatIsLockedIsWaitedForUntilTheTimeout) {
  chain_.then("a1", creates("album"));
  const auto before = contents_of(file_);
  SqliteFile other(file_);
  other.run("BEGIN IMMEDIATE");
  const auto start = std::chrono::steady_clock::now();
  const auto error = thrown<StateError>([&] { migrator({.lock_timeout = milliseconds(300)}).upgrade(); });
  const auto waited = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(error.code(), "locked");
  EXPECT_TRUE(error.retry_is_safe());
  EXPECT_EQ(error.revision(), "a1");
  EXPECT_THAT(error.message(), HasSubstr("300 ms"));
  EXPECT_THAT(error.message(), HasSubstr("raise lock_timeout"));
  EXPECT_GE(waited, milliseconds(300));
  EXPECT_LT(waited, milliseconds(3000));
  EXPECT_GT(witness_.waits, 3);
  // Readers may go on meanwhile.
  EXPECT_THAT(migrator().current(), ElementsAre("a0"));
  other.run("COMMIT");
  EXPECT_THAT(difference(before, contents_of(file_)), IsEmpty());
  EXPECT_EQ(migrator({.lock_timeout = milliseconds(300)}).upgrade().steps.size(), 1U);
}

TEST_F(BadState, AFileThatIsLockedForReadersTooIsWaitedFor) {
  chain_.then("a1", creates("album"));
  SqliteFile other(file_);
  other.run("BEGIN EXCLUSIVE");
  for (const auto& call : std::vector<std::function<void(Migrator&)>>{
           [](Migrator& m) { m.upgrade(); }, [](Migrator& m) { m.current(); }, [](Migrator& m) { m.stamp("a1"); },
           [](Migrator& m) { m.ensure_version(); }}) {
    const auto error = thrown<StateError>([&] {
      auto m = migrator({.lock_timeout = milliseconds(100)});
      call(m);
    });
    EXPECT_EQ(error.code(), "locked");
  }
}

TEST_F(BadState, AFolderIsNoDatabase) {
  // SOCI opens lazily what SQLite opens lazily; either it or the first read refuses.
  try {
    soci::session session(soci::sqlite3, "db=" + folder_.path().string());
    const auto error = thrown<DatabaseError>([&] { Migrator(session, chain_.set()).upgrade(); });
    EXPECT_EQ(error.code(), "cannot_open");
    EXPECT_THAT(error.message(), HasSubstr("not a folder"));
  } catch (const soci::soci_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("unable to open"));
  }
}

TEST_F(BadState, AFileThatIsNoDatabaseIsToldAsThat) {
  const auto path = folder_.file("notes.txt");
  if (auto* file = std::fopen(path.c_str(), "w")) {
    for (int i = 0; i < 100; ++i) std::fputs("this is a text and no database\n", file);
    std::fclose(file);
  }
  soci::session session(soci::sqlite3, "db=" + path);
  const auto error = thrown<DatabaseError>([&] { Migrator(session, chain_.set()).upgrade(); });
  EXPECT_EQ(error.code(), "not_a_database");
  EXPECT_EQ(fs::file_size(path), 3100U);
}

TEST_F(BadState, ASessionInsideATransactionIsRefused) {
  chain_.then("a1", creates("album"));
  const auto before = contents_of(file_);
  session_->begin();
  *session_ << "INSERT INTO genre VALUES (7, 'Folk')";
  for (const auto& call : std::vector<std::function<void(Migrator&)>>{
           [](Migrator& m) { m.upgrade(); }, [](Migrator& m) { m.downgrade("base"); },
           [](Migrator& m) { m.stamp("a1"); }, [](Migrator& m) { m.ensure_version(); },
           [](Migrator& m) { m.plan_upgrade(); }}) {
    const auto error = thrown<StateError>([&] {
      auto m = migrator();
      call(m);
    });
    EXPECT_EQ(error.code(), "transaction_open");
    EXPECT_THAT(error.message(), HasSubstr("commit it or roll it back"));
  }
  // The program's own transaction is left as it was.
  EXPECT_TRUE(in_transaction());
  session_->rollback();
  EXPECT_THAT(difference(before, contents_of(file_)), IsEmpty());
}

TEST_F(BadState, AFullDiskInTheMiddleLeavesNothingAndTheNextRunSucceeds) {
  chain_.then("a1", creates("album"));
  chain_.then("a2", [] {
    op::create_table("blob", [](op::Table& t) {
      t.integer("id").primary_key();
      t.blob("bytes");
    });
    op::execute("INSERT INTO blob (bytes) VALUES (zeroblob(40000)), (zeroblob(40000))");
  });
  chain_.then("a3", [] { op::create_check_constraint("ck_track", "track", "id > 0"); });
  const auto before = contents_of(file_);
  // At every number of pages that is too few.
  const auto pages = std::stoi(SqliteFile(file_).value("PRAGMA page_count"));
  int failures = 0;
  for (int limit = pages;; ++limit) {
    *session_ << "PRAGMA max_page_count = " + std::to_string(limit);
    try {
      migrator().upgrade();
      break;
    } catch (const DatabaseError& error) {
      ASSERT_EQ(error.code(), "disk_full") << error.what();
      EXPECT_THAT(error.message(), HasSubstr("make room"));
      EXPECT_EQ(error.backend_code(), "13");
      EXPECT_FALSE(error.leaves_partial_change());
      const auto current = migrator().current();
      ASSERT_EQ(current.size(), 1U);
      EXPECT_EQ(current.front(),
                error.applied().empty() ? (failures == 0 ? "a0" : current.front()) : error.applied().back());
      EXPECT_FALSE(in_transaction());
      expect_sound(file_);
      ++failures;
    }
    ASSERT_LT(limit, 1000);
  }
  EXPECT_GT(failures, 15);
  EXPECT_THAT(migrator().current(), ElementsAre("a3"));
  EXPECT_EQ(contents_of(file_).rows["track"], before.rows.at("track"));
  EXPECT_EQ(SqliteFile(file_).value("SELECT count(*) FROM blob"), "2");
}

TEST_F(BadState, AnUnknownTargetNamesWhatIsNear) {
  chain_.then("a1", creates("album"));
  const auto error = thrown<StateError>([&] { migrator().upgrade("a7"); });
  EXPECT_EQ(error.code(), "unknown_revision");
  EXPECT_THAT(error.message(), HasSubstr("a7"));
  EXPECT_EQ(thrown<StateError>([&] { migrator().upgrade("+5"); }).code().empty(), false);
  EXPECT_EQ(thrown<StateError>([&] { migrator().upgrade("a"); }).code(), "ambiguous_revision");
  EXPECT_THAT(migrator().current(), ElementsAre("a0"));
}

TEST_F(BadState, AnOfflineMigratorHasNoDatabase) {
  auto offline = Migrator::offline("sqlite", chain_.set());
  EXPECT_EQ(thrown<UsageError>([&] { offline.upgrade(); }).code(), "offline");
  EXPECT_EQ(thrown<UsageError>([&] { Migrator::offline("oracle", chain_.set()); }).code(), "unknown_dialect");
}

}  // namespace retort::integration
