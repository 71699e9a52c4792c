#ifndef RETORT_TESTS_AUTOGENERATE_AUTOGENERATE_SUPPORT_HPP
#define RETORT_TESTS_AUTOGENERATE_AUTOGENERATE_SUPPORT_HPP

#include <retort/autogenerate.hpp>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "autogenerate/operations_data.hpp"
#include "ops/apply.hpp"
#include "ops/reverse.hpp"
#include "runtime/connection.hpp"

namespace retort::test {

/// A database in memory that statements and operations are really run on.
class Database {
 public:
  Database() : session_(soci::sqlite3, ":memory:"), connection_(runtime::connect(session_)) {}
  explicit Database(const std::vector<std::string>& statements) : Database() {
    for (const auto& sql : statements) connection_->execute(sql);
  }

  soci::session& session() noexcept { return session_; }
  schema::MetaData inspect() { return connection_->inspect(); }
  Operations compare(const MetaData& model, const CompareOptions& options = {}) {
    return retort::compare(session_, model, options);
  }
  void execute(const std::string& sql) { connection_->execute(sql); }
  std::vector<std::string> query(const std::string& sql) { return connection_->query(sql); }

  /// Compiles the operations with the database's answers and runs the statements.
  void run(const ops::Operations& operations) {
    std::span<const ops::Operation> rest(operations);
    const auto& dialect = connection_->dialect();
    while (!rest.empty()) {
      const auto group = rest.first(dialect.group(rest));
      for (const auto& statement : dialect.compile(group, {}, &connection_->facts())) {
        using Kind = dialect::Statement::Kind;
        if (statement.kind == Kind::sql || statement.kind == Kind::user_sql) connection_->execute(statement.sql);
      }
      rest = rest.subspan(group.size());
    }
  }
  void run(const Operations& operations) { run(operations.data().operations); }

 private:
  soci::session session_;
  std::unique_ptr<runtime::Connection> connection_;
};

/// Operations that were recorded, as `compare` would hand them out.
inline Operations as_operations(ops::Operations operations, schema::MetaData before = {}) {
  auto data = std::make_shared<autogenerate::OperationsData>();
  data->operations = std::move(operations);
  data->before = std::move(before);
  return Operations(std::move(data));
}

/// A folder with sources that goes away.
class Sources {
 public:
  explicit Sources(const std::vector<std::string>& sources) {
    std::string pattern = (std::filesystem::temp_directory_path() / "retort_generated_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    for (std::size_t i = 0; i < sources.size(); ++i) {
      const auto path = folder_ / ("migration_" + std::to_string(i) + ".cpp");
      std::ofstream(path, std::ios::binary) << sources[i];
      files_ += " " + path.string();
    }
  }
  Sources(const Sources&) = delete;
  Sources& operator=(const Sources&) = delete;
  ~Sources() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  /// What the command says; empty when it succeeds.
  std::string run(const std::string& command) const {
    const auto log = (folder_ / "log").string();
    const bool content = std::system((command + " > " + log + " 2>&1").c_str()) == 0;
    std::ifstream in(log);
    std::string said((std::istreambuf_iterator<char>(in)), {});
    return content ? said : said + "\n(it failed)";
  }

  /// What the compiler says with the strictest warnings anybody uses.
  std::string compile(const std::string& flags) const {
    return run(std::string(RETORT_TEST_COMPILER) +
               " -std=c++20 -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror -DRETORT_STATIC"
               " -I" RETORT_TEST_INCLUDE " " +
               flags + files_);
  }

  std::string path(const char* name) const { return (folder_ / name).string(); }

 private:
  std::filesystem::path folder_;
  std::string files_;
};

/// What the compiler says about sources; empty when it is content.
inline std::string compile(const std::vector<std::string>& sources) {
  return Sources(sources).compile("-fsyntax-only");
}

/// What the compiler and the program say; empty when both succeed.
inline std::string compile_and_run(const std::string& source, const std::string& flags) {
  const Sources sources({source});
  auto said = sources.compile(flags + " -o " + sources.path("program"));
  return said.empty() ? sources.run(sources.path("program")) : said;
}

}  // namespace retort::test

#endif
