#ifndef RETORT_TESTS_LIVE_COMPARE_SUPPORT_HPP
#define RETORT_TESTS_LIVE_COMPARE_SUPPORT_HPP

#include <retort/autogenerate.hpp>
#include <retort/migration.hpp>
#include <retort/migrator.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/connection.hpp"
#include "support/server.hpp"

namespace retort::test {

using Lines = std::vector<std::string>;

class Step final : public Migration {
 public:
  Step(std::string id, std::string parent, std::function<void()> up)
      : revision_{.id = std::move(id), .down_revision = {}}, up_(std::move(up)) {
    if (!parent.empty()) revision_.down_revision.push_back(std::move(parent));
  }
  Revision revision() const override { return revision_; }
  void upgrade() const override { up_(); }

 private:
  Revision revision_;
  std::function<void()> up_;
};

class Comparison : public ::testing::TestWithParam<const char*> {
 protected:
  Comparison() : database_(GetParam()) {}

  void migrate(std::function<void()> up) {
    const auto id = "rev" + std::to_string(set_.size() + 1);
    set_.add(std::make_unique<Step>(id, last_, std::move(up)));
    last_ = id;
    Migrator(database_.session(), set_).upgrade();
  }

  Lines difference(const MetaData& model, const CompareOptions& options = {}) {
    return compare(database_.session(), model, options).describe();
  }

  void execute(const std::string& sql) {
    const auto connection = runtime::connect(database_.session());
    connection->execute(sql);
    if (connection->in_transaction()) connection->commit();
  }

  Lines values(const std::string& sql) {
    const auto connection = runtime::connect(database_.session());
    auto lines = connection->query(sql);
    connection->rollback();
    return lines;
  }

  bool is(std::string_view server) const { return server == GetParam(); }

  ServerDatabase database_;
  MigrationSet set_;
  std::string last_;
};

}  // namespace retort::test

#endif
