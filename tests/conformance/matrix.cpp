// Prints the conformance matrix, case by database, as Markdown; with the name of a file, says whether it is in there.

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/answers.hpp"
#include "conformance/case.hpp"

namespace {

using namespace retort::conformance;

/// A type that the catalog cannot tell from another.
std::string note(const Case& each, const std::string& name) {
  if (!std::string_view(each.name).starts_with("type ")) return {};
  const auto other = read_back_as(each, *retort::dialect::find_dialect(name));
  return other.empty() ? std::string() : ", as " + other;
}

std::string matrix() {
  std::vector<Answers> answers;
  std::string text = "| |";
  std::string line = "|---|";
  const auto names = dialect_names();
  for (const auto& name : names) {
    answers.push_back(expected_answers(name));
    text += " " + name + " |";
    line += ":-:|";
  }
  text += "\n" + line + "\n";
  for (const auto& group : all_groups()) {
    for (const auto& each : group.cases) {
      text += "| " + std::string(each.name) + " |";
      for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto& said = answers[i].at(each.name);
        // Nothing to do is a way of doing it: a comment where there are none, a type that is made with its column.
        text += said.starts_with("! unknown_table") ? " online |"
                : is_refusal(said)                  ? " no |"
                : said.empty()                      ? " - |"
                                                    : " yes" + note(each, names[i]) + " |";
      }
      text += "\n";
    }
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  const auto text = matrix();
  if (argc < 2) {
    std::fputs(text.c_str(), stdout);
    return 0;
  }
  std::ostringstream page;
  page << std::ifstream(argv[1]).rdbuf();
  if (page.str().find(text) != std::string::npos) return 0;
  std::fprintf(stderr, "%s does not show the matrix as it is:\n%s", argv[1], text.c_str());
  return 1;
}
