#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "integration/integration_support.hpp"

// A database that changes hands between this library and the real Alembic, with the same history on both sides.

namespace retort::integration {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A migration that both can be told: it creates a table, or adds a column to the table of students.
struct Entry {
  Revision revision;
  std::string table;
  std::string column;
};

/// A branch that becomes one again, and a second base with a label, of which one revision depends on the first line.
std::vector<Entry> history() {
  return {
      {{.id = "students_1", .message = "students"}, "students", ""},
      {{.id = "grade_2", .down_revision = {"students_1"}, .message = "grades"}, "", "grade"},
      {{.id = "teachers_3", .down_revision = {"grade_2"}, .message = "teachers"}, "teachers", ""},
      {{.id = "rooms_4", .down_revision = {"students_1"}, .message = "rooms"}, "rooms", ""},
      {{.id = "merge_5", .down_revision = {"teachers_3", "rooms_4"}, .message = "both"}, "timetable", ""},
      {{.id = "mail_6", .down_revision = {"merge_5"}, .message = "mail"}, "", "mail"},
      {{.id = "invoices_7", .message = "invoices", .branch_labels = {"billing"}}, "invoices", ""},
      {{.id = "dunning_8", .down_revision = {"invoices_7"}, .message = "dunning", .depends_on = {"rooms_4"}},
       "reminders",
       ""},
  };
}

MigrationSet migrations() {
  MigrationSet set;
  for (const auto& entry : history()) {
    auto up = [entry] {
      if (entry.column.empty()) {
        creates(entry.table)();
      } else {
        op::add_column("students", op::column(entry.column, op::string(20)));
      }
    };
    auto down = [entry] {
      if (entry.column.empty()) {
        op::drop_table(entry.table);
      } else {
        op::drop_column("students", entry.column);
      }
    };
    set.add(std::make_unique<Scripted>(entry.revision, std::move(up), std::move(down)));
  }
  return set;
}

/// The Python that knows Alembic; Debian's package is known to the system's own only. Empty if there is none.
const std::string& python_with_alembic() {
  static const std::string python = [] {
    for (const char* candidate : {"/usr/bin/python3", "python3"}) {
      const auto command = std::string(candidate) + " -c 'import alembic, sqlalchemy' 2>/dev/null";
      if (std::system(command.c_str()) == 0) return std::string(candidate);
    }
    return std::string();
  }();
  return python;
}

std::string python_tuple(const std::vector<std::string>& texts) {
  if (texts.empty()) return "None";
  std::string result = "(";
  for (const auto& text : texts) result += "'" + text + "', ";
  return result + ")";
}

std::string python_migration(const Entry& entry) {
  const auto& revision = entry.revision;
  std::string text = "import sqlalchemy as sa\nfrom alembic import op\n\nrevision = '" + revision.id + "'\n";
  text += "down_revision = " + python_tuple(revision.down_revision) + "\n";
  text += "depends_on = " + python_tuple(revision.depends_on) + "\n";
  text += "branch_labels = " + python_tuple(revision.branch_labels) + "\n\n";
  if (entry.column.empty()) {
    return text + "def upgrade():\n    op.create_table('" + entry.table +
           "', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(50), nullable=False))\n\n" +
           "def downgrade():\n    op.drop_table('" + entry.table + "')\n";
  }
  return text + "def upgrade():\n    op.add_column('students', sa.Column('" + entry.column + "', sa.String(20)))\n\n" +
         "def downgrade():\n    op.drop_column('students', '" + entry.column + "')\n";
}

/// Prints a line for every migration that runs, so that a test sees what a command did.
constexpr const char* kEnvironment = R"(
from alembic import context
from sqlalchemy import create_engine

def tell(step, **_):
    print("ran", "up" if step.is_upgrade else "down", step.up_revision_id)

engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection, on_version_apply=tell)
    with context.begin_transaction():
        context.run_migrations()
)";

class AlembicDatabase : public ::testing::Test {
 protected:
  void SetUp() override {
    if (python_with_alembic().empty()) GTEST_SKIP() << "Alembic is not installed (Debian: alembic)";
    fs::create_directory(folder_.path() / "versions");
    std::ofstream(folder_.path() / "env.py") << kEnvironment;
    std::ofstream(folder_.path() / "alembic.ini") << "[alembic]\nscript_location = " << folder_.path().string()
                                                  << "\nsqlalchemy.url = sqlite:///" << file_ << "\n";
    for (const auto& entry : history()) {
      std::ofstream(folder_.path() / "versions" / (entry.revision.id + ".py")) << python_migration(entry);
    }
  }

  /// What the command prints, sorted where it lists: Alembic's order of rows is that of the table.
  Lines alembic(const std::string& arguments) {
    const auto command = python_with_alembic() + " -W ignore -c 'from alembic.config import main; main()' -c '" +
                         folder_.file("alembic.ini") + "' " + arguments + " 2>&1";
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"), [](std::FILE*) { return 0; });
    if (!pipe) throw std::runtime_error("popen failed");
    Lines lines;
    std::array<char, 4096> buffer{};
    while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe.get()) != nullptr) {
      std::string line = buffer.data();
      if (!line.empty() && line.back() == '\n') line.pop_back();
      lines.push_back(std::move(line));
    }
    const int status = ::pclose(pipe.release());
    EXPECT_EQ(status, 0) << "alembic " << arguments << ": " << ::testing::PrintToString(lines);
    return lines;
  }

  Lines alembic_current() {
    auto lines = alembic("current");
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  /// A session and a migrator of its own for each question, as for another program that opens the file.
  template <typename Ask>
  auto retort(const Ask& ask) {
    soci::session sql(soci::sqlite3, file_);
    Migrator migrator(sql, migrations(), {.version_table = "alembic_version"});
    return ask(migrator);
  }
  Lines retort_current() {
    auto rows = retort([](Migrator& migrator) { return migrator.current(); });
    std::sort(rows.begin(), rows.end());
    return rows;
  }
  /// The revisions that ran, in order.
  Lines retort_upgrade(const std::string& target) {
    return ran(retort([&](Migrator& migrator) { return migrator.upgrade(target); }));
  }
  Lines retort_downgrade(const std::string& target) {
    return ran(retort([&](Migrator& migrator) { return migrator.downgrade(target); }));
  }

  /// All tables, and the columns that were added to one of them.
  Lines tables() {
    SqliteFile file(file_);
    auto lines = file.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
    for (const auto& column :
         file.query("SELECT name FROM pragma_table_info('students') WHERE name IN ('grade', 'mail') "
                    "ORDER BY name")) {
      lines.push_back("students." + column);
    }
    return lines;
  }

  const std::string& file() const { return file_; }

 private:
  static Lines ran(const Report& report) {
    Lines lines;
    for (const auto& step : report.steps) lines.push_back(step.revision);
    return lines;
  }

  TemporaryFolder folder_;
  std::string file_ = folder_.file("school.db");
};

const auto kAllTables = ElementsAre("alembic_version", "invoices", "reminders", "rooms", "students", "teachers",
                                    "timetable", "students.grade", "students.mail");

}  // namespace

TEST_F(AlembicDatabase, IsTakenToItsHeadsAndAlembicAgrees) {
  alembic("upgrade teachers_3");
  alembic("upgrade rooms_4");
  EXPECT_THAT(retort_current(), ElementsAre("rooms_4", "teachers_3"));

  EXPECT_THAT(retort_upgrade("heads"), ElementsAre("merge_5", "mail_6", "invoices_7", "dunning_8"));
  EXPECT_THAT(alembic_current(), ElementsAre("dunning_8 (head)", "mail_6 (head)"));
  EXPECT_THAT(alembic("upgrade heads"), IsEmpty());
  EXPECT_THAT(tables(), kAllTables);
  expect_sound(file());
}

TEST_F(AlembicDatabase, IsTakenBackPastAMergeAndAlembicGoesOn) {
  alembic("upgrade heads");
  EXPECT_TRUE(retort([](Migrator& migrator) { return migrator.at_head(); }));

  EXPECT_THAT(retort_downgrade("teachers_3"), ElementsAre("mail_6", "merge_5"));
  // The row of rooms_4 is implied by the revision that depends on it.
  EXPECT_THAT(retort_current(), ElementsAre("dunning_8", "teachers_3"));
  // Alembic shows what a row implies by its dependencies, too; the rows are the same.
  EXPECT_THAT(alembic_current(), ElementsAre("dunning_8 (head)", "rooms_4", "teachers_3"));

  EXPECT_THAT(alembic("upgrade heads"), ElementsAre("ran up merge_5", "ran up mail_6"));
  EXPECT_THAT(retort_current(), ElementsAre("dunning_8", "mail_6"));
  EXPECT_THAT(retort_upgrade("heads"), IsEmpty());
  EXPECT_THAT(tables(), kAllTables);
  expect_sound(file());
}

TEST_F(AlembicDatabase, CanHaveBeenCreatedHere) {
  EXPECT_THAT(retort_upgrade("merge_5"), ElementsAre("students_1", "grade_2", "teachers_3", "rooms_4", "merge_5"));
  EXPECT_THAT(alembic_current(), ElementsAre("merge_5 (mergepoint)"));

  EXPECT_THAT(alembic("upgrade heads"), ElementsAre("ran up mail_6", "ran up invoices_7", "ran up dunning_8"));
  EXPECT_TRUE(retort([](Migrator& migrator) { return migrator.at_head(); }));
  EXPECT_THAT(tables(), kAllTables);

  alembic("downgrade base");
  EXPECT_THAT(retort_current(), IsEmpty());
  EXPECT_THAT(tables(), ElementsAre("alembic_version"));
  EXPECT_EQ(retort_upgrade("heads").size(), history().size());
  EXPECT_THAT(alembic_current(), ElementsAre("dunning_8 (head)", "mail_6 (head)"));
  EXPECT_THAT(retort_downgrade("base").size(), history().size());
  EXPECT_THAT(alembic_current(), IsEmpty());
  expect_sound(file());
}

TEST_F(AlembicDatabase, ChangesHandsAfterEveryRevision) {
  const auto without_marks = [](Lines lines) {
    for (auto& line : lines) line = line.substr(0, line.find(' '));
    return lines;
  };
  bool alembics_turn = true;
  for (const auto& entry : history()) {
    const auto& id = entry.revision.id;
    if (alembics_turn) {
      EXPECT_THAT(alembic("upgrade " + id), ElementsAre("ran up " + id));
    } else {
      EXPECT_THAT(retort_upgrade(id), ElementsAre(id));
    }
    alembics_turn = !alembics_turn;
    EXPECT_EQ(without_marks(alembic_current()), retort_current()) << "after " << id;
  }
  EXPECT_THAT(tables(), kAllTables);
}

}  // namespace retort::integration
