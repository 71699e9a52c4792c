#include <retort/snapshot.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "autogenerate/type_words.hpp"
#include "core/text.hpp"
#include "schema/metadata.hpp"

namespace retort {

namespace {

using autogenerate::type_words;
using schema::Column;
using schema::ForeignKey;
using schema::QualifiedName;
using schema::Table;

bool contains(const schema::Columns& columns, const std::string& name) {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

/// What a picture shows of a column beside its name.
struct Marks {
  bool primary = false;
  bool foreign = false;
  bool unique = false;

  std::string text(const char* separator) const {
    std::string marks;
    const auto add = [&](bool has, const char* mark) {
      if (has) marks += (marks.empty() ? "" : separator) + std::string(mark);
    };
    add(primary, "PK");
    add(foreign, "FK");
    add(unique, "UK");
    return marks;
  }
};

Marks marks_of(const Table& table, const Column& column) {
  const schema::Columns alone{column.name};
  const auto over_it = [&](const auto& each) { return contains(each.columns, column.name); };
  Marks marks;
  marks.primary = table.primary_key && contains(table.primary_key->columns, column.name);
  marks.foreign = std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), over_it);
  marks.unique = std::any_of(table.uniques.begin(), table.uniques.end(),
                             [&](const schema::Unique& unique) { return unique.columns == alone; });
  return marks;
}

/// How many rows a key joins.
struct Ends {
  /// A row may refer to none.
  bool optional = false;
  /// At most one row refers to another.
  bool single = false;
};

Ends ends_of(const Table& table, const ForeignKey& key) {
  const auto same_columns = [&](const schema::Columns& columns) {
    return columns.size() == key.columns.size() &&
           std::all_of(columns.begin(), columns.end(), [&](const auto& each) { return contains(key.columns, each); });
  };
  Ends ends;
  for (const auto& name : key.columns) {
    const auto* column = table.find_column(name);
    ends.optional = ends.optional || (column != nullptr && column->nullable);
  }
  ends.single = (table.primary_key && same_columns(table.primary_key->columns)) ||
                std::any_of(table.uniques.begin(), table.uniques.end(),
                            [&](const schema::Unique& unique) { return same_columns(unique.columns); });
  return ends;
}

/// The text on one line and in UTF-8: what is neither becomes `?`.
std::string plain(const std::string& text) {
  std::string result = text;
  const bool readable = is_utf8(text);
  for (char& c : result) {
    if (is_control_character(c) || (!readable && static_cast<unsigned char>(c) >= 0x80)) c = '?';
  }
  return result;
}

/// The tables that keys refer to and that are not there: of other schemas, or made by hand.
std::set<QualifiedName> outsiders(const schema::MetaData& schema) {
  std::set<QualifiedName> names;
  for (const auto& [name, table] : schema.tables) {
    for (const auto& key : table.foreign_keys) {
      if (!schema.tables.contains(key.referent)) names.insert(key.referent);
    }
  }
  return names;
}

/// Graphviz draws a table as one of HTML.
class Dot {
 public:
  explicit Dot(const schema::MetaData& schema) : schema_(schema) {}

  std::string write() {
    text_ =
        "digraph schema {\n"
        "  graph [rankdir=RL, splines=spline, nodesep=0.35, ranksep=1.1, pad=0.3, bgcolor=\"white\"];\n"
        "  node [shape=plain, fontname=\"Helvetica\", fontsize=11];\n"
        "  edge [dir=both, color=\"#5a6b7b\", arrowsize=0.9, penwidth=1.1, fontname=\"Helvetica\", fontsize=9, "
        "fontcolor=\"#5a6b7b\"];\n\n";
    for (const auto& [name, table] : schema_.tables) place(name);
    for (const auto& name : outsiders(schema_)) place(name);
    for (const auto& [name, table] : schema_.tables) write(table);
    for (const auto& name : outsiders(schema_)) write_plain(id(name), name, "#8a8f94", "#f1f2f3", "not described here");
    std::size_t views = 0;
    for (const auto& [name, view] : schema_.views) {
      write_plain("v" + std::to_string(views++), name, "#6b4f8a", "#f6f2fa",
                  view.materialized ? "materialized view" : "view");
    }
    for (const auto& [name, table] : schema_.tables) write_keys(table);
    return text_ + "}\n";
  }

 private:
  static std::string html(const std::string& text) {
    std::string result;
    for (const char c : plain(text)) {
      switch (c) {
        case '&':
          result += "&amp;";
          break;
        case '<':
          result += "&lt;";
          break;
        case '>':
          result += "&gt;";
          break;
        case '"':
          result += "&quot;";
          break;
        default:
          result += c;
      }
    }
    // An element without content is an error to Graphviz, and so is one of spaces alone to some of its versions.
    return result.find_first_not_of(' ') == std::string::npos ? "&#160;" : result;
  }

  void place(const QualifiedName& name) { ids_.emplace(name, "t" + std::to_string(ids_.size())); }
  const std::string& id(const QualifiedName& name) const { return ids_.at(name); }

  void open(const std::string& node, const QualifiedName& name, const char* color, const char* style) {
    text_ += "  " + node +
             " [label=<<table border=\"1\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"4\" color=\"" + color +
             "\"" + style + ">\n";
    text_ += std::string("    <tr><td colspan=\"3\" bgcolor=\"") + color + "\"><font color=\"white\"><b>" +
             html(name.text()) + "</b></font></td></tr>\n";
  }
  void close() { text_ += "  </table>>];\n"; }

  void write(const Table& table) {
    open(id(table.name), table.name, "#2f5d8a", "");
    std::size_t place = 0;
    for (const auto& column : table.columns) {
      const auto marks = marks_of(table, column);
      auto name = html(column.name);
      if (marks.primary) name = "<u>" + name + "</u>";
      if (!column.nullable) name = "<b>" + name + "</b>";
      const auto port = std::to_string(place++);
      text_ += "    <tr><td align=\"left\" port=\"l" + port + "\">" + name +
               "</td><td align=\"left\"><font color=\"#5a6b7b\">" + html(type_words(column.type)) +
               "</font></td><td align=\"right\" port=\"r" + port + "\">" +
               (marks.text("").empty() ? std::string()
                                       : "<font color=\"#5a6b7b\" point-size=\"9\">" + marks.text(" ") + "</font>") +
               "</td></tr>\n";
    }
    close();
  }

  void write_plain(const std::string& node, const QualifiedName& name, const char* color, const char* background,
                   const char* what) {
    open(node, name, color, (std::string(" bgcolor=\"") + background + "\"").c_str());
    text_ += std::string("    <tr><td colspan=\"3\"><i>") + what + "</i></td></tr>\n";
    close();
  }

  static std::size_t column_of(const Table& table, const schema::Columns& columns) {
    const auto found = columns.empty() ? table.columns.end()
                                       : std::find_if(table.columns.begin(), table.columns.end(),
                                                      [&](const Column& each) { return each.name == columns.front(); });
    return static_cast<std::size_t>(found - table.columns.begin());
  }

  /// The cell of the column that a key begins with: on the left of the table that refers, on the right of the other.
  static std::string cell(const Table& table, const schema::Columns& columns, bool right) {
    const auto place = column_of(table, columns);
    if (place == table.columns.size()) return {};
    return (right ? ":r" : ":l") + std::to_string(place) + (right ? ":e" : ":w");
  }

  /// The cell that a key refers to; nothing for one in a table that is not described.
  std::string referent_cell(const ForeignKey& key) const {
    const auto referent = schema_.tables.find(key.referent);
    if (referent == schema_.tables.end()) return {};
    const auto& other = referent->second;
    const bool to_primary_key = key.referent_columns.empty() && other.primary_key;
    return cell(other, to_primary_key ? other.primary_key->columns : key.referent_columns, true);
  }

  void write_keys(const Table& table) {
    for (const auto& key : table.foreign_keys) {
      const auto ends = ends_of(table, key);
      const std::string arrows = std::string("[arrowtail=") + (ends.single ? "teeodot" : "crowodot") +
                                 ", arrowhead=" + (ends.optional ? "teeodot" : "teetee");
      const auto& node = id(table.name);
      if (key.referent == table.name) {
        // From cell to cell the loop would lie across the neighbours: a small one on top, with the column's name.
        text_ += "  " + node + " -> " + node + " " + arrows + ", label=<" + html(join(key.columns, ", ")) + ">];\n";
      } else {
        text_ += "  " + node + cell(table, key.columns, false) + " -> " + id(key.referent) + referent_cell(key) + " " +
                 arrows + "];\n";
      }
    }
  }

  const schema::MetaData& schema_;
  std::map<QualifiedName, std::string> ids_;
  std::string text_;
};

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
    // Words of Mermaid's own may be no names, in any case of letters; with the dash none of them is one.
    auto wanted = word(name.text());
    static const std::set<std::string> kTaken = {"erdiagram", "title", "direction", "style", "class", "classdef", "one",
                                                 "only",      "many",  "zero",      "to",    "u",     "o",        "x",
                                                 "tb",        "bt",    "lr",        "rl",    "td"};
    auto small = wanted;
    for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (kTaken.contains(small)) wanted += "_";
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
      const auto name = word(column.name);
      text_ += "    " + word(type_words(column.type), "()[]") + " " + name;
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

std::string draw(const MetaData& schema, DiagramFormat format) {
  return format == DiagramFormat::dot ? Dot(schema.data()).write() : Mermaid(schema.data()).write();
}

}  // namespace retort
