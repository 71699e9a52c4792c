#include <map>
#include <set>
#include <string>
#include <string_view>

#include "autogenerate/diagram.hpp"
#include "autogenerate/type_words.hpp"
#include "core/text.hpp"

namespace retort::autogenerate {

namespace {

using schema::QualifiedName;
using schema::Table;

/// Mermaid takes few characters in names: where others stand, the table is shown under its own name all the same, and
/// a column has it in its comment.
class Mermaid {
 public:
  explicit Mermaid(const schema::MetaData& schema) : schema_(schema) {}

  std::string write() {
    text_ = "erDiagram\n";
    for (const auto& [name, table] : schema_.tables) place(name);
    for (const auto& name : outsiders(schema_)) place(name);
    for (const auto& [name, table] : schema_.tables) write(table);
    for (const auto& name : outsiders(schema_)) text_ += "  " + heading(name) + "\n";
    for (const auto& [name, view] : schema_.views) {
      place(name);
      text_ += "  " + heading(name) + " {\n    view query\n  }\n";
    }
    for (const auto& [name, table] : schema_.tables) {
      for (const auto& key : table.foreign_keys) {
        const auto ends = ends_of(table, key);
        text_ += "  " + ids_.at(key.referent) + (ends.optional ? " |o--" : " ||--") + (ends.single ? "o| " : "o{ ") +
                 ids_.at(name) + " : \"" + quoted(join(key.columns, ", ")) + "\"\n";
      }
    }
    return text_;
  }

 private:
  static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  /// The text with `_` for what may not stand in a name, beginning with a letter.
  static std::string word(const std::string& text, std::string_view also = {}) {
    std::string result;
    for (const char c : text) {
      const bool fits = is_word(c) || also.find(c) != std::string_view::npos;
      if (fits) {
        result += c;
      } else if (result.empty() || result.back() != '_') {
        result += '_';
      }
    }
    const bool letter = !result.empty() && is_word(result.front()) && result.front() != '_' &&
                        !(result.front() >= '0' && result.front() <= '9');
    return letter ? result : "x" + result;
  }

  /// Words of Mermaid's own are no names, in any case of letters; with a dash behind it none of them is one.
  static std::string unlike(const std::set<std::string>& words, std::string name) {
    auto small = name;
    for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return words.contains(small) ? name + "_" : name;
  }

  /// The name or the type of a column, where the marks of keys are words.
  static std::string part(const std::string& text, std::string_view also = {}) {
    static const std::set<std::string> kMarks = {"pk", "fk", "uk"};
    return unlike(kMarks, word(text, also));
  }

  static std::string quoted(const std::string& text) {
    std::string result;
    for (const char c : plain(text)) {
      switch (c) {
        case '"':
          result += "#quot;";
          break;
        case '#':
          result += "#35;";
          break;
        case '<':
          result += "#lt;";
          break;
        case '>':
          result += "#gt;";
          break;
        case '%':
          result += "#37;";
          break;
        case '\\':
          result += "#92;";
          break;
        default:
          result += c;
      }
    }
    return result.empty() ? " " : result;
  }

  void place(const QualifiedName& name) {
    static const std::set<std::string> kWords = {
        "erdiagram", "acctitle", "accdescr", "title", "direction", "style", "class", "classdef", "one", "only", "many",
        "zero",      "to",       "u",        "o",     "x",         "tb",    "bt",    "lr",       "rl",  "td"};
    const auto wanted = unlike(kWords, word(name.text()));
    auto id = wanted;
    for (std::size_t i = 2; !used_.insert(id).second; ++i) id = wanted + "_" + std::to_string(i);
    ids_.emplace(name, id);
  }

  std::string heading(const QualifiedName& name) const {
    const auto& id = ids_.at(name);
    return id == name.text() ? id : id + "[\"" + quoted(name.text()) + "\"]";
  }

  void write(const Table& table) {
    text_ += "  " + heading(table.name) + " {\n";
    for (const auto& column : table.columns) {
      const auto name = part(column.name);
      text_ += "    " + part(type_words(column.type), "()[]") + " " + name;
      if (const auto marks = marks_of(table, column).text(", "); !marks.empty()) text_ += " " + marks;
      if (name != column.name) text_ += " \"" + quoted(column.name) + "\"";
      text_ += "\n";
    }
    text_ += "  }\n";
  }

  const schema::MetaData& schema_;
  std::map<QualifiedName, std::string> ids_;
  std::set<std::string> used_;
  std::string text_;
};

}  // namespace

std::string draw_mermaid(const schema::MetaData& schema) { return Mermaid(schema).write(); }

}  // namespace retort::autogenerate
