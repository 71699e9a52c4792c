#include <algorithm>
#include <cstddef>
#include <map>
#include <string>

#include "autogenerate/diagram.hpp"
#include "autogenerate/type_words.hpp"
#include "core/text.hpp"

namespace retort::autogenerate {

namespace {

using schema::Column;
using schema::ForeignKey;
using schema::QualifiedName;
using schema::Table;

constexpr const char* kHead = R"(digraph schema {
  graph [rankdir=RL, splines=spline, nodesep=0.35, ranksep=1.1, pad=0.3, bgcolor="white"];
  node [shape=plain, fontname="Helvetica", fontsize=11];
  edge [dir=both, color="#5a6b7b", arrowsize=0.9, penwidth=1.1, fontname="Helvetica", fontsize=9, fontcolor="#5a6b7b"];

)";

/// Graphviz draws a table as one of HTML.
class Dot {
 public:
  explicit Dot(const schema::MetaData& schema) : schema_(schema) {}

  std::string write() {
    text_ = kHead;
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

  template <typename... Parts>
  void put(const Parts&... parts) {
    ((text_ += parts), ...);
  }

  void open(const std::string& node, const QualifiedName& name, const char* color, const char* background) {
    put("  ", node, R"( [label=<<table border="1" cellborder="0" cellspacing="0" cellpadding="4" color=")", color,
        R"(" bgcolor=")", background, "\">\n");
    put(R"(    <tr><td colspan="3" bgcolor=")", color, R"("><font color="white"><b>)", html(name.text()),
        "</b></font></td></tr>\n");
  }
  void close() { put("  </table>>];\n"); }

  void write(const Table& table) {
    open(id(table.name), table.name, "#2f5d8a", "white");
    std::size_t place = 0;
    for (const auto& column : table.columns) write_column(column, marks_of(table, column), std::to_string(place++));
    close();
  }

  void write_column(const Column& column, const Marks& marks, const std::string& port) {
    auto name = html(column.name);
    if (marks.primary) name = "<u>" + name + "</u>";
    if (!column.nullable) name = "<b>" + name + "</b>";
    put(R"(    <tr><td align="left" port="l)", port, "\">", name);
    put(R"(</td><td align="left"><font color="#5a6b7b">)", html(type_words(column.type)));
    put(R"(</font></td><td align="right" port="r)", port, "\">");
    if (const auto text = marks.text(" "); !text.empty()) {
      put(R"(<font color="#5a6b7b" point-size="9">)", text, "</font>");
    }
    put("</td></tr>\n");
  }

  void write_plain(const std::string& node, const QualifiedName& name, const char* color, const char* background,
                   const char* what) {
    open(node, name, color, background);
    put(R"(    <tr><td colspan="3"><i>)", what, "</i></td></tr>\n");
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
      const auto& node = id(table.name);
      // From cell to cell a loop would lie across the neighbours: a small one on top, with the column's name.
      const bool loop = key.referent == table.name;
      put("  ", node, loop ? "" : cell(table, key.columns, false), " -> ", id(key.referent),
          loop ? "" : referent_cell(key));
      put(" [arrowtail=", ends.single ? "teeodot" : "crowodot", ", arrowhead=", ends.optional ? "teeodot" : "teetee");
      if (loop) put(", label=<", html(join(key.columns, ", ")), ">");
      put("];\n");
    }
  }

  const schema::MetaData& schema_;
  std::map<QualifiedName, std::string> ids_;
  std::string text_;
};

}  // namespace

std::string draw_dot(const schema::MetaData& schema) { return Dot(schema).write(); }

}  // namespace retort::autogenerate
