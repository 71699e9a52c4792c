#include "cli/output_text.hpp"

#include <algorithm>
#include <cstddef>

#include "cli/text.hpp"

namespace retort::cli {

namespace {

std::string commas(const std::vector<std::string>& names) { return one_line(join(names, ", ")); }

/// `ALTER TABLE` of a statement: its first words as long as they are written in capitals.
std::size_t keywords_end(std::string_view sql) noexcept {
  std::size_t end = 0;
  std::size_t at = 0;
  while (at < sql.size() && sql[at] >= 'A' && sql[at] <= 'Z') {
    while (at < sql.size() && sql[at] >= 'A' && sql[at] <= 'Z') ++at;
    if (at < sql.size() && sql[at] != ' ' && sql[at] != ';' && sql[at] != '\n') break;
    end = at;
    if (at < sql.size()) ++at;
  }
  return end;
}

std::string indented_statement(const std::string& statement, const Style& style) {
  auto sql = printable(statement);
  while (!sql.empty() && (sql.back() == '\n' || sql.back() == ' ')) sql.pop_back();
  const bool comment = sql.rfind("--", 0) == 0;
  if (!sql.empty() && sql.back() != ';' && !comment) sql += ';';
  const auto end = keywords_end(sql);
  std::string text;
  const auto lines = split_lines(sql);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += "      ";
    if (comment) {
      text += style(Paint::faint, lines[i]);
    } else if (i == 0 && end <= lines[i].size()) {
      text += style(Paint::keyword, lines[i].substr(0, end)) + lines[i].substr(end);
    } else {
      text += lines[i];
    }
    text += '\n';
  }
  return text;
}

std::string step_heading(const Step& step, std::size_t index, std::size_t total, const Style& style) {
  const auto id = style(Paint::revision, one_line(step.revision));
  const auto parents = step.down_revision.empty() ? "<base>" : commas(step.down_revision);
  std::string text = step.direction == Direction::downgrade ? "downgrade " + id + " -> " + parents
                                                            : "upgrade " + parents + " -> " + id;
  if (!step.message.empty()) text += ", " + one_line(step.message);
  return text + " " + style(Paint::faint, "(step " + std::to_string(index) + " of " + std::to_string(total) + ")") +
         "\n";
}

}  // namespace

RevisionText::RevisionText(const MigrationSet& migrations, Style style) : migrations_(migrations), style_(style) {
  for (const auto& info : migrations.history()) {
    for (const auto& name : info.revision.depends_on) {
      for (const auto& found : migrations.find(name)) depended_on_.insert(found.revision.id);
    }
  }
}

bool RevisionText::is_effective_head(const RevisionInfo& info) const {
  return info.next.empty() && depended_on_.count(info.revision.id) != 0;
}

std::string RevisionText::parents(const RevisionInfo& info) const {
  return info.revision.down_revision.empty() ? "<base>" : commas(info.revision.down_revision);
}

std::string RevisionText::line(const RevisionInfo& info, const LineParts& parts) const {
  std::string text;
  if (parts.parents) {
    text += parents(info);
    if (!info.revision.depends_on.empty()) text += " (" + commas(info.revision.depends_on) + ")";
    text += " -> ";
  }
  text += style_(Paint::revision, one_line(info.revision.id));
  if (parts.labels && !info.branch_labels.empty()) text += " (" + commas(info.branch_labels) + ")";
  if (is_effective_head(info)) {
    text += " (effective head)";
  } else if (info.next.empty()) {
    text += style_(Paint::good, " (head)");
  }
  if (info.current) text += style_(Paint::good, " (current)");
  if (parts.tree && info.branchpoint) text += " (branchpoint)";
  if (parts.tree && info.mergepoint) text += " (mergepoint)";
  if (parts.message) text += ", " + one_line(info.revision.message);
  return text + "\n";
}

std::string RevisionText::block(const RevisionInfo& info) const {
  std::string text = "Rev: " + style_(Paint::revision, one_line(info.revision.id));
  if (info.next.empty()) text += style_(Paint::good, is_effective_head(info) ? " (effective head)" : " (head)");
  if (info.branchpoint) text += " (branchpoint)";
  if (info.mergepoint) text += " (mergepoint)";
  if (info.current) text += style_(Paint::good, " (current)");
  text += info.mergepoint ? "\nMerges: " : "\nParent: ";
  text += parents(info) + "\n";
  if (!info.revision.depends_on.empty()) text += "Also depends on: " + commas(info.revision.depends_on) + "\n";
  if (info.branchpoint) text += "Branches into: " + commas(info.next) + "\n";
  if (!info.branch_labels.empty()) text += "Branch names: " + commas(info.branch_labels) + "\n";
  text += "Path: " + one_line(info.location) + "\n\n";
  for (const auto& message_line : split_lines(printable(info.revision.message))) text += "    " + message_line + "\n";
  text += "\n    Revision ID: " + one_line(info.revision.id) + "\n";
  text += one_line("    Revises: " + commas(info.revision.down_revision)) + "\n";
  if (!info.revision.create_date.empty()) text += "    Create Date: " + one_line(info.revision.create_date) + "\n";
  return text + "\n";
}

std::string RevisionText::branches(const std::vector<RevisionInfo>& branch_points, bool verbose) const {
  std::string text;
  for (const auto& info : branch_points) {
    text += verbose ? block(info) : line(info, kBranchLine);
    const std::string indent(info.revision.id.size(), ' ');
    auto parts = kBranchLine;
    parts.message = verbose;
    for (const auto& next : info.next) {
      for (const auto& found : migrations_.find(next)) text += indent + " -> " + line(found, parts);
    }
    text += '\n';
  }
  return text;
}

std::string plan_text(const Plan& plan, const Style& style) {
  std::string text;
  std::size_t index = 0;
  for (const auto& step : plan.steps) {
    text += step_heading(step, ++index, plan.steps.size(), style);
    for (const auto& operation : step.operations) {
      // The library's own bookkeeping has no directive.
      text += "  " + (operation.description.empty() ? "version row" : printable(operation.description));
      if (!operation.location.empty()) text += "  " + style(Paint::faint, one_line(operation.location));
      text += '\n';
      for (const auto& statement : operation.statements) text += indented_statement(statement, style);
    }
    for (const auto& note : step.notes) text += "  note: " + one_line(note) + "\n";
    text += '\n';
  }
  if (plan.empty()) return "Nothing to do: the database is at " + standing(plan.heads_before) + ".\n";
  return text + counted(plan.steps.size(), "step") + ", from " + standing(plan.heads_before) + " to " +
         standing(plan.heads_after) + ".\n";
}

std::string standing(const std::vector<std::string>& rows) {
  if (rows.empty()) return "base";
  std::string text = one_line(rows.front());
  for (std::size_t i = 1; i < rows.size(); ++i) text += (i + 1 == rows.size() ? " and " : ", ") + one_line(rows[i]);
  return text;
}

std::string behind_words(const std::vector<std::string>& current, const std::vector<std::string>& pending) {
  return "Target database is not up to date: it is at " + standing(current) + ", and " +
         counted(pending.size(), "revision") + (pending.size() == 1 ? " is" : " are") + " to run";
}

namespace {

/// What the next start makes of it.
const char* outlook(Probe probe) noexcept {
  switch (probe) {
    case Probe::not_applied:
      return "nothing of that step is there: the next upgrade or resume goes on with it";
    case Probe::applied:
      return "that step is there: the next upgrade or resume goes on behind it";
    case Probe::partial:
      return "that step is there in part: the next upgrade or resume removes it and runs it again";
    case Probe::unknown:
      break;
  }
  return "whether that step was applied only you can tell: look, then use resume --mark-done, --run-again or --abandon";
}

std::string in_flight_text(const InFlight& now) {
  const bool up = now.direction == Direction::upgrade;
  std::string text = std::string(up ? "upgrade to " : "downgrade of ") + one_line(now.revision) + ", at step " +
                     std::to_string(now.step) + " of " + std::to_string(now.total);
  if (!now.operation.empty()) text += ": " + one_line(now.operation);
  if (!now.location.empty()) text += "  " + one_line(now.location);
  text += "\n           begun " + one_line(now.started) + " UTC by " + one_line(now.owner) + "\n";
  if (!now.error.empty()) text += "           refused: " + one_line(now.error) + "\n";
  return text + "           " + outlook(now.probe) + "\n";
}

}  // namespace

std::string status_text(const Status& status, const Style& style) {
  const auto list = [](const std::vector<std::string>& ids) {
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : " ") + one_line(id);
    return text.empty() ? std::string("none") : text;
  };
  std::string text = "current:   " + style(Paint::revision, one_line(standing(status.current))) + "\n";
  text += "heads:     " + list(status.heads) + "\n";
  text += "pending:   " + (status.pending.empty() ? "none" : list(status.pending)) + "\n";
  if (!status.unknown.empty()) text += "unknown:   " + list(status.unknown) + " (a newer program wrote it)\n";
  if (!status.edited.empty()) {
    text += "edited:    " + list(status.edited) + " (says something else now than when it was applied)\n";
  }
  text += "in flight: " + (status.in_flight ? in_flight_text(*status.in_flight) : std::string("nothing\n"));
  return text;
}

}  // namespace retort::cli
