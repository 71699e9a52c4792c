// Migrations that go beyond the built-in directives, and a Listener that tells every operation as it happens.

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <notes/migrations.hpp>
#include <retort/migrator.hpp>
#include <string>
#include <string_view>

namespace {

class Narrator final : public retort::Listener {
 public:
  void on_step_begin(const retort::StepInfo& step) override {
    std::cout << "(" << step.index << " of " << step.total << ") " << step.log_line() << '\n';
  }
  // An operation may be several statements.
  void on_statement_begin(const retort::StatementInfo& statement) override {
    // The statements that keep the version row belong to no operation.
    if (statement.operation.empty() || statement.operation == last_) return;
    std::cout << "    " << statement.operation << "  [" << statement.location << "]\n";
    last_ = statement.operation;
  }
  void on_note(std::string_view note) override { std::cout << "    note: " << note << '\n'; }

 private:
  std::string last_;
};

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::cerr << "usage: custom_operation DATABASE up|down\n";
    return EXIT_FAILURE;
  }
  soci::session sql(soci::sqlite3, argv[1]);
  Narrator narrator;
  retort::Migrator migrator(sql, notes::migrations(), {.listener = &narrator});
  if (std::string(argv[2]) == "down") {
    migrator.downgrade("1e5a7c30b9d4");
  } else {
    migrator.upgrade();
  }
  return EXIT_SUCCESS;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return EXIT_FAILURE;
}
