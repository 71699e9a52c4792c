#ifndef RETORT_TESTS_LIVE_MARIADB_SUPPORT_HPP
#define RETORT_TESTS_LIVE_MARIADB_SUPPORT_HPP

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "ops/apply.hpp"
#include "runtime/connection.hpp"
#include "support/record.hpp"
#include "support/server.hpp"

namespace retort::test {

/// A database of MariaDB, and what the library sees of it.
class Mariadb : public testing::Test {
 protected:
  /// Compiles what is recorded against the live catalog and sends it.
  template <typename Code>
  std::vector<std::string> migrate(const Code& code) {
    const auto operations = recorded(code);
    std::span<const ops::Operation> rest(operations);
    std::vector<std::string> sent;
    while (!rest.empty()) {
      const auto group = rest.first(connection_->dialect().group(rest));
      for (const auto& statement : connection_->dialect().compile(group, {}, &connection_->facts())) {
        sent.push_back(statement.sql);
        connection_->execute(statement.sql);
      }
      rest = rest.subspan(group.size());
    }
    return sent;
  }

  std::string value(const std::string& sql) {
    const auto rows = connection_->query(sql);
    return rows.empty() ? "(no row)" : rows.front();
  }
  void run(const std::string& sql) { connection_->execute(sql); }
  /// The line of SHOW CREATE TABLE that tells of a column.
  std::string column_line(const std::string& table, const std::string& column) {
    const auto native = connection_->facts().native_table({{}, table});
    if (!native) return "(no table)";
    const auto& text = native->table.sql;
    const auto begin = text.find("\n  `" + column + "` ");
    if (begin == std::string::npos) return "(no column)";
    const auto from = begin + column.size() + 6;
    auto line = text.substr(from, text.find('\n', from) - from);
    if (line.ends_with(',')) line.pop_back();
    return line;
  }

  ServerDatabase database_{"mariadb"};
  std::unique_ptr<runtime::Connection> connection_ = runtime::connect(database_.session());
};

}  // namespace retort::test

#endif
