#ifndef RETORT_TESTS_SUPPORT_GENERATED_PROGRAM_HPP
#define RETORT_TESTS_SUPPORT_GENERATED_PROGRAM_HPP

#include <unistd.h>

#include <sys/wait.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace retort::test {

/// A migration program made of what was generated, as a user would build it: a file of a migration, a header with the
/// function `model`, and a main function around the command line. It goes away with the object.
///
/// For tests that are linked with `retort_generated_program`.
class GeneratedProgram {
 public:
  struct Result {
    int status = -1;
    /// Both outputs.
    std::string text;
  };

  GeneratedProgram(const std::string& migration, const std::string& model) {
    std::string pattern = (std::filesystem::temp_directory_path() / "retort_program_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    write("migration.cpp", migration);
    write("model.hpp", model);
    write("main.cpp",
          "#include <retort/cli.hpp>\n"
          "#include \"model.hpp\"\n"
          "void add_generated(retort::MigrationSet& set);\n"
          "int main(int argc, char** argv) {\n"
          "  retort::MigrationSet set;\n"
          "  add_generated(set);\n"
          "  retort::CliOptions options;\n"
          "  options.model = model();\n"
          "  return retort::cli::main(argc, argv, set, options);\n"
          "}\n");
    built_ = shell(std::string(RETORT_TEST_COMPILER) +
                   " -std=c++20 -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror"
                   " -DRETORT_MIGRATION_FACTORY=add_generated " RETORT_TEST_PROGRAM_FLAGS " " +
                   path("migration.cpp") + " " + path("main.cpp") + " -o " + path("program") +
                   " " RETORT_TEST_PROGRAM_LIBRARIES);
  }
  GeneratedProgram(const GeneratedProgram&) = delete;
  GeneratedProgram& operator=(const GeneratedProgram&) = delete;
  ~GeneratedProgram() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  /// What the compiler and the linker said; status 0 and no text when they were content.
  const Result& built() const noexcept { return built_; }
  /// Runs a command of the program on a database. The URL goes by the environment, as it may be anything.
  Result run(const std::string& url, const std::string& command) const {
    if (::setenv("RETORT_URL", url.c_str(), 1) != 0) throw std::runtime_error("no environment");
    auto result = shell(path("program") + " " + command);
    ::unsetenv("RETORT_URL");
    return result;
  }
  std::string path(const char* name) const { return (folder_ / name).string(); }

 private:
  void write(const char* name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  Result shell(const std::string& command) const {
    const int status = std::system((command + " > " + path("log") + " 2>&1").c_str());
    std::ifstream log(path("log"));
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, std::string(std::istreambuf_iterator<char>(log), {})};
  }

  std::filesystem::path folder_;
  Result built_;
};

}  // namespace retort::test

#endif
