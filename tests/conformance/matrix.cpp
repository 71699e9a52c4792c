// Prints the conformance matrix, case by database, as Markdown.

#include <cstdio>
#include <string>
#include <vector>

#include "conformance/answers.hpp"
#include "conformance/case.hpp"

int main() {
  using namespace retort::conformance;
  std::vector<Answers> answers;
  std::string head = "| |";
  std::string line = "|---|";
  for (const auto& name : dialect_names()) {
    answers.push_back(expected_answers(name));
    head += " " + name + " |";
    line += ":-:|";
  }
  std::printf("%s\n%s\n", head.c_str(), line.c_str());
  for (const auto& group : all_groups()) {
    for (const auto& each : group.cases) {
      std::string row = "| " + std::string(each.name) + " |";
      for (const auto& dialect : answers) {
        const auto& text = dialect.at(each.name);
        // Nothing to do is a way of doing it: a comment where there are none, a type that is made with its column.
        row += is_refusal(text) ? " no |" : text.empty() ? " - |" : " yes |";
      }
      std::printf("%s\n", row.c_str());
    }
  }
}
