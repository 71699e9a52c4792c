#include <algorithm>
#include <map>

#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/failure.hpp"
#include "cli/output_json.hpp"
#include "cli/output_text.hpp"
#include "cli/text.hpp"

namespace retort::cli {

namespace {

bool range_asks_database(const std::string& range) {
  const auto colon = range.find(':');
  return colon != std::string::npos &&
         (asks_database(range.substr(0, colon)) || asks_database(range.substr(colon + 1)));
}

std::vector<std::string> version_rows(const Context& context) {
  return Database(context, Access::ask).migrator.current();
}

GraphFormat graph_format(HistoryFormat format) noexcept {
  if (format == HistoryFormat::dot) return GraphFormat::dot;
  return format == HistoryFormat::mermaid ? GraphFormat::mermaid : GraphFormat::text;
}

std::string with_line_break(std::string text) {
  if (!text.empty() && text.back() != '\n') text += '\n';
  return text;
}

/// The rows with what the set knows of each. A row the set does not know is shown, not refused: it is what a person
/// asks this command for.
std::map<std::string, RevisionInfo> known_rows(const MigrationSet& migrations, const std::vector<std::string>& rows) {
  std::map<std::string, RevisionInfo> known;
  for (auto& info : migrations.history()) {
    const auto& id = info.revision.id;
    if (std::find(rows.begin(), rows.end(), id) != rows.end()) known.emplace(id, std::move(info));
  }
  return known;
}

}  // namespace

int run_current(const Context& context) {
  auto& console = context.console;
  Database database(context, Access::ask);
  const auto rows = database.migrator.current();
  const auto known = known_rows(context.migrations, rows);
  const bool all_known = known.size() == rows.size();
  // With a row that the set does not know, the question would be an error.
  const bool at_head = all_known && database.migrator.at_head();

  if (context.arguments.json) {
    std::vector<CurrentRow> list;
    for (const auto& id : rows) {
      const auto found = known.find(id);
      CurrentRow row{.revision = id, .head = false, .known = found != known.end(), .message = {}};
      if (row.known) row.head = found->second.next.empty();
      if (row.known) row.message = found->second.revision.message;
      list.push_back(row);
    }
    console.out(json_current(list, at_head));
  } else {
    const RevisionText text(context.migrations, console.out_style());
    if (context.arguments.verbose) console.out("Current revision(s) for " + database.url.shown() + ":\n");
    for (const auto& id : rows) {
      const auto found = known.find(id);
      if (found == known.end()) {
        console.out(console.out_style()(Paint::revision, one_line(id)) + " (unknown to this program)\n");
      } else {
        console.out(context.arguments.verbose ? text.block(found->second) : text.line(found->second, kCurrentLine));
      }
    }
  }
  if (!context.arguments.check_heads || at_head) return 0;
  console.note(all_known ? "the database is not at head: " + counted(database.migrator.pending().size(), "revision") +
                               " to run; `upgrade heads` runs what is missing"
                         : "the database is at a revision that this program does not know");
  return 3;
}

int run_status(const Context& context) {
  Database database(context, Access::ask);
  const auto status = database.migrator.status();
  context.console.out(context.arguments.json ? json_status(status) : status_text(status, context.console.out_style()));
  return 0;
}

int run_history(const Context& context) {
  auto& console = context.console;
  const auto& arguments = context.arguments;
  if (!arguments.range.empty() && arguments.range.find(':') == std::string::npos) {
    throw CommandLineError("a range is [from]:[to], such as 361dae:, :current or -3:current");
  }
  // JSON tells which revisions are current wherever that can be known.
  const bool ask = arguments.indicate_current || range_asks_database(arguments.range) ||
                   (arguments.json && !find_url(arguments, context.options).empty());
  const auto rows = ask ? version_rows(context) : std::vector<std::string>();
  if (arguments.format != HistoryFormat::list) {
    console.out(
        with_line_break(context.migrations.draw(graph_format(arguments.format), arguments.range,
                                                arguments.indicate_current ? rows : std::vector<std::string>())));
    return 0;
  }
  auto revisions = context.migrations.history(arguments.range, rows);
  if (arguments.json) {
    console.out(json_revisions("revisions", revisions));
    return 0;
  }
  const RevisionText text(context.migrations, console.out_style());
  for (auto& info : revisions) {
    // A range may have needed the rows; the mark was not asked for.
    info.current = info.current && arguments.indicate_current;
    console.out(arguments.verbose ? text.block(info) : text.line(info, kHistoryLine));
  }
  return 0;
}

int run_heads(const Context& context) {
  const auto heads = context.migrations.heads();
  if (context.arguments.json) {
    context.console.out(json_heads(heads));
    return 0;
  }
  const RevisionText text(context.migrations, context.console.out_style());
  for (const auto& info : heads) {
    context.console.out(context.arguments.verbose ? text.block(info) : text.line(info, kHeadsLine));
  }
  return 0;
}

int run_branches(const Context& context) {
  const auto branch_points = context.migrations.branches();
  if (context.arguments.json) {
    context.console.out(json_revisions("branches", branch_points));
  } else {
    const RevisionText text(context.migrations, context.console.out_style());
    context.console.out(text.branches(branch_points, context.arguments.verbose));
  }
  return 0;
}

int run_show(const Context& context) {
  const auto& name = context.arguments.target;
  const auto rows = asks_database(name) ? version_rows(context) : std::vector<std::string>();
  const auto found = context.migrations.find(name, rows);
  if (context.arguments.json) {
    context.console.out(json_revisions("revisions", found));
    return 0;
  }
  if (found.empty()) context.console.note(quote(name) + " stands for no revision here");
  const RevisionText text(context.migrations, context.console.out_style());
  for (const auto& info : found) context.console.out(text.block(info));
  return 0;
}

}  // namespace retort::cli
