#ifndef RETORT_TESTING_GTEST_HPP
#define RETORT_TESTING_GTEST_HPP

#include <cstddef>
#include <iostream>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <retort/autogenerate.hpp>
#include <retort/metadata.hpp>
#include <retort/testing.hpp>
#include <retort/testing/checks.hpp>
#include <retort/testing/schema.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// Matchers and a suite of checks for GoogleTest; the program links GTest::gmock. Needs nothing else of the library
/// than what the other headers declare.
///
/// The matchers are for a Database, an open soci::session, or a Schema that was read of one:
///
///     EXPECT_THAT(database, HasColumn("students", "name", op::string(50)));
namespace retort::testing {

namespace detail {

inline Schema read(const Schema& schema) { return schema; }
inline Schema read(const Database& database) { return schema_of(database); }
/// Only read; a matcher is handed everything as const.
inline Schema read(const soci::session& session) { return schema_of(const_cast<soci::session&>(session)); }

inline soci::session& session_of(const Database& database) { return const_cast<Database&>(database).session(); }
inline soci::session& session_of(const soci::session& session) { return const_cast<soci::session&>(session); }

inline std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

class TableMatcher {
 public:
  explicit TableMatcher(std::string table) : table_(std::move(table)) {}

  template <typename Subject>
  bool MatchAndExplain(const Subject& subject, ::testing::MatchResultListener* listener) const {
    const auto schema = read(subject);
    *listener << "whose tables are: " << listed(schema.tables());
    return schema.has_table(table_);
  }
  void DescribeTo(std::ostream* out) const { *out << "has a table \"" << table_ << '"'; }
  void DescribeNegationTo(std::ostream* out) const { *out << "has no table \"" << table_ << '"'; }

 private:
  std::string table_;
};

class ColumnMatcher {
 public:
  ColumnMatcher(std::string table, std::string column) : table_(std::move(table)), column_(std::move(column)) {}
  ColumnMatcher(std::string table, std::string column, Type type)
      : table_(std::move(table)), column_(std::move(column)), type_(std::move(type)), typed_(true) {}

  template <typename Subject>
  bool MatchAndExplain(const Subject& subject, ::testing::MatchResultListener* listener) const {
    const auto schema = read(subject);
    if (!schema.has_table(table_)) {
      *listener << "which has no such table; its tables are: " << listed(schema.tables());
      return false;
    }
    if (!schema.has_column(table_, column_)) {
      *listener << "whose columns there are: " << listed(schema.columns(table_));
      return false;
    }
    const auto type = schema.column_type(table_, column_);
    *listener << "where it is " << type;
    if (!typed_) return true;
    const auto wanted = schema.spelled(type_);
    if (wanted != type_.text()) *listener << ", and " << type_.text() << " would be " << wanted;
    return type == wanted;
  }
  void DescribeTo(std::ostream* out) const { *out << "has a column " << words(); }
  void DescribeNegationTo(std::ostream* out) const { *out << "has no column " << words(); }

 private:
  std::string words() const {
    return '"' + column_ + "\" in \"" + table_ + '"' + (typed_ ? " of the type " + type_.text() : "");
  }

  std::string table_;
  std::string column_;
  Type type_;
  bool typed_ = false;
};

class SchemaMatcher {
 public:
  explicit SchemaMatcher(Schema schema) : schema_(std::move(schema)) {}

  template <typename Subject>
  bool MatchAndExplain(const Subject& subject, ::testing::MatchResultListener* listener) const {
    const auto actual = read(subject);
    if (actual == schema_) return true;
    *listener << "which differs:\n" << unified_diff(schema_.lines(), actual.lines(), "expected", "actual");
    return false;
  }
  void DescribeTo(std::ostream* out) const { *out << "has the expected schema"; }
  void DescribeNegationTo(std::ostream* out) const { *out << "has another schema than that"; }

 private:
  Schema schema_;
};

class ModelMatcher {
 public:
  ModelMatcher(MetaData model, CompareOptions options) : model_(std::move(model)), options_(std::move(options)) {}

  template <typename Subject>
  bool MatchAndExplain(const Subject& subject, ::testing::MatchResultListener* listener) const {
    const auto operations = compare(session_of(subject), model_, options_for(subject));
    if (operations.empty()) return true;
    *listener << "to which the model would come by:";
    for (const auto& operation : operations.describe()) *listener << "\n  op::" << operation;
    return false;
  }
  void DescribeTo(std::ostream* out) const { *out << "has the schema of the model"; }
  void DescribeNegationTo(std::ostream* out) const { *out << "has another schema than the model"; }

 private:
  const CompareOptions& options_for(const soci::session&) const { return options_; }
  /// It knows what its version table is called.
  CompareOptions options_for(const Database& database) const {
    auto options = options_;
    options.version_table = database.migrator_options().version_table;
    return options;
  }

  MetaData model_;
  CompareOptions options_;
};

class RevisionMatcher {
 public:
  explicit RevisionMatcher(std::string revision) : revision_(std::move(revision)) {}

  template <typename Subject>
  bool MatchAndExplain(const Subject& subject, ::testing::MatchResultListener* listener) const {
    const auto revisions = read(subject).revisions();
    *listener << "which is at " << (revisions.empty() ? "base" : listed(revisions));
    if (revision_ == "base") return revisions.empty();
    return revisions == std::vector<std::string>{revision_};
  }
  void DescribeTo(std::ostream* out) const { *out << "is at revision " << revision_; }
  void DescribeNegationTo(std::ostream* out) const { *out << "is not at revision " << revision_; }

 private:
  std::string revision_;
};

}  // namespace detail

/// There is a table of that name, as the migrations write it (`schema.table` for one of another schema).
inline auto HasTable(std::string table) {
  return ::testing::MakePolymorphicMatcher(detail::TableMatcher(std::move(table)));
}
/// There is such a column; with a type: of the type that this database makes of it.
inline auto HasColumn(std::string table, std::string column) {
  return ::testing::MakePolymorphicMatcher(detail::ColumnMatcher(std::move(table), std::move(column)));
}
inline auto HasColumn(std::string table, std::string column, Type type) {
  return ::testing::MakePolymorphicMatcher(detail::ColumnMatcher(std::move(table), std::move(column), std::move(type)));
}
/// The catalog says the same as the other one; the explanation is a diff.
inline auto SchemaEquals(Schema expected) {
  return ::testing::MakePolymorphicMatcher(detail::SchemaMatcher(std::move(expected)));
}
inline auto SchemaEquals(const Database& expected) { return SchemaEquals(schema_of(expected)); }
/// `retort::compare` finds nothing to do; not for a Schema.
inline auto SchemaEquals(MetaData model, CompareOptions options = {}) {
  return ::testing::MakePolymorphicMatcher(detail::ModelMatcher(std::move(model), std::move(options)));
}
/// The one version row is this revision's full id; `base`: there is none.
inline auto AtRevision(std::string revision) {
  return ::testing::MakePolymorphicMatcher(detail::RevisionMatcher(std::move(revision)));
}

inline void PrintTo(const Database& database, std::ostream* out) {
  const auto revisions = schema_of(database).revisions();
  *out << "a database at " << (revisions.empty() ? "base" : detail::listed(revisions));
}
inline void PrintTo(const Schema& schema, std::ostream* out) {
  *out << "a schema of " << schema.lines().size() << " lines";
}

}  // namespace retort::testing

/// A suite with a test for each of the checks (<retort/testing/checks.hpp>): its name, then what `checks_of` takes, the
/// migrations, the model, and CheckOptions.
///
///     RETORT_CHECK_MIGRATIONS_AS(OnPostgresql, app::migrations(), app::model(), on_postgresql())
///
/// The arguments are evaluated by each test when it runs.
#define RETORT_CHECK_MIGRATIONS_AS(Suite, ...)                                                          \
  class Suite : public ::testing::TestWithParam<::std::size_t> {};                                      \
  TEST_P(Suite, Check) {                                                                                \
    const auto result = ::retort::testing::checks_of(__VA_ARGS__).at(GetParam()).run();                 \
    if (result && !result.text().empty()) ::std::cout << result.text() << ::std::endl;                  \
    EXPECT_TRUE(result);                                                                                \
  }                                                                                                     \
  INSTANTIATE_TEST_SUITE_P(Migrations, Suite,                                                           \
                           ::testing::Range(::std::size_t{0}, ::retort::testing::check_names().size()), \
                           [](const ::testing::TestParamInfo<::std::size_t>& each) {                    \
                             return ::retort::testing::check_names().at(each.param);                    \
                           });

/// The same under the name MigrationChecks: `RETORT_CHECK_MIGRATIONS(app::migrations(), app::model())`.
#define RETORT_CHECK_MIGRATIONS(...) RETORT_CHECK_MIGRATIONS_AS(MigrationChecks, __VA_ARGS__)

#endif
