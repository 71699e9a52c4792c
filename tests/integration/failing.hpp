#ifndef RETORT_TESTS_INTEGRATION_FAILING_HPP
#define RETORT_TESTS_INTEGRATION_FAILING_HPP

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <retort/error.hpp>
#include <string>
#include <type_traits>
#include <typeinfo>

#include "integration/integration_support.hpp"

namespace retort::integration {

/// True if an error is not of a class that says more. (What carries a nested error is of a class of its own.)
template <typename Kind>
bool is_just(const Kind& error) {
  const auto is = [&]<typename Other>(const Other*) {
    return !std::is_same_v<Kind, Other> && dynamic_cast<const Other*>(static_cast<const Error*>(&error)) != nullptr;
  };
  if constexpr (std::is_same_v<Kind, Error>) {
    return !is(static_cast<const OperationError*>(nullptr)) && !is(static_cast<const StateError*>(nullptr)) &&
           !is(static_cast<const DatabaseError*>(nullptr)) && !is(static_cast<const UsageError*>(nullptr)) &&
           !is(static_cast<const DefinitionError*>(nullptr));
  }
  return !is(static_cast<const UnsupportedOperation*>(nullptr)) &&
         !is(static_cast<const IrreversibleOperation*>(nullptr));
}

/// What the last error that thrown() saw came from, in its own words; empty when it came from nothing.
inline std::string& cause() {
  static std::string text;
  return text;
}

/// The error an action throws, which must be of this very class. RETORT_SHOW_ERRORS=1 prints what a person would read.
template <typename Kind, typename Action>
Kind thrown(Action action) {
  try {
    action();
  } catch (const Kind& error) {
    EXPECT_TRUE(is_just(error)) << error.what();
    cause().clear();
    try {
      std::rethrow_if_nested(error);
    } catch (const std::exception& inner) {
      cause() = inner.what();
    }
    if (std::getenv("RETORT_SHOW_ERRORS") != nullptr)
      std::printf("error: %s: %s\n\n", error.code().c_str(), error.what());
    return error;
  } catch (const std::exception& error) {
    ADD_FAILURE() << "a " << typeid(error).name() << ": " << error.what();
    return Kind("", {});
  }
  ADD_FAILURE() << "nothing was thrown";
  return Kind("", {});
}

/// A database file with two tables and rows, migrated to `a0` of a chain that each test goes on with.
class Failing : public ::testing::Test {
 protected:
  void SetUp() override {
    chain_.then("a0", [] {
      op::create_table("genre", [](op::Table& t) {
        t.integer("id").primary_key();
        t.string("name", 50).not_null();
      });
      op::create_table("track", [](op::Table& t) {
        t.integer("id").primary_key();
        t.string("name", 50).not_null();
        t.integer("genre_id").references("genre", "id").on_delete(op::cascade);
      });
    });
    file_ = folder_.file("app.sqlite");
    open();
    Migrator(*session_, chain_.set()).upgrade();
    *session_ << "INSERT INTO genre VALUES (1, 'Rock'), (2, 'Jazz')";
    *session_ << "INSERT INTO track VALUES (1, 'One', 1), (2, 'Two', 2), (3, 'Three', NULL)";
  }

  void open(const std::string& options = {}) {
    session_ = std::make_unique<soci::session>(soci::sqlite3, "db=" + file_ + options);
  }

  Migrator migrator(MigratorOptions options = {}) {
    options.listener = &witness_;
    return Migrator(*session_, chain_.set(), options);
  }

  /// What the upgrade throws; afterwards the database holds what it held before, and its session is usable.
  template <typename Kind>
  Kind refused(MigratorOptions options = {}) {
    const auto before = contents_of(file_);
    auto error = thrown<Kind>([&] { migrator(options).upgrade(); });
    expect_unchanged(before);
    return error;
  }

  void expect_unchanged(const Contents& before) {
    EXPECT_THAT(difference(before, contents_of(file_)), ::testing::IsEmpty());
    EXPECT_THAT(migrator().current(), ::testing::ElementsAre("a0"));
    EXPECT_FALSE(in_transaction());
    expect_sound(file_);
  }

  bool in_transaction() {
    auto* backend = static_cast<soci::sqlite3_session_backend*>(session_->get_backend());
    return sqlite_api::sqlite3_get_autocommit(backend->conn_) == 0;
  }

  TemporaryFolder folder_;
  std::string file_;
  std::unique_ptr<soci::session> session_;
  Chain chain_;
  Witness witness_;
};

}  // namespace retort::integration

#endif
