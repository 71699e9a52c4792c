#include "cli/output_json.hpp"

#include <nlohmann/json.hpp>

namespace retort::cli {

namespace {

/// Members stay in the order in which they are written here.
using Json = nlohmann::ordered_json;

std::string document(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

const char* word(Direction direction) noexcept {
  switch (direction) {
    case Direction::upgrade:
      return "upgrade";
    case Direction::downgrade:
      return "downgrade";
    case Direction::stamp:
      return "stamp";
  }
  return "";
}

const char* word(Probe probe) noexcept {
  switch (probe) {
    case Probe::not_applied:
      return "not_applied";
    case Probe::applied:
      return "applied";
    case Probe::partial:
      return "partial";
    case Probe::unknown:
      break;
  }
  return "unknown";
}

Json revision_json(const RevisionInfo& info) {
  return {{"revision", info.revision.id},
          {"down_revision", info.revision.down_revision},
          {"depends_on", info.revision.depends_on},
          {"branch_labels", info.branch_labels},
          {"message", info.revision.message},
          {"head", info.head},
          {"base", info.base},
          {"branchpoint", info.branchpoint},
          {"mergepoint", info.mergepoint},
          {"current", info.current},
          {"next", info.next},
          {"create_date", info.revision.create_date},
          {"location", info.location}};
}

Json step_json(const Step& step) {
  Json operations = Json::array();
  for (const auto& operation : step.operations) {
    operations.push_back({{"description", operation.description},
                          {"location", operation.location},
                          {"statements", operation.statements}});
  }
  return {{"revision", step.revision},
          {"direction", word(step.direction)},
          {"message", step.message},
          {"statements", step.statements()},
          {"down_revision", step.down_revision},
          {"operations", std::move(operations)},
          {"heads_after", step.heads_after},
          {"seconds", std::chrono::duration<double>(step.duration).count()},
          {"notes", step.notes}};
}

Json operations_json(const Operations& operations) {
  Json list = Json::array();
  for (const auto& each : operations.summaries()) {
    list.push_back({{"op", each.op},
                    {"table", each.table},
                    {"name", each.name},
                    {"destructive", each.destructive},
                    {"description", each.description}});
  }
  return list;
}

template <typename Steps>
Json steps_json(const Steps& from) {
  Json steps = Json::array();
  for (const auto& step : from.steps) steps.push_back(step_json(step));
  return {{"steps", std::move(steps)}, {"heads_before", from.heads_before}, {"heads_after", from.heads_after}};
}

}  // namespace

std::string json_error(const std::string& message, const ErrorFacts& facts) {
  return document({{"error",
                    {{"code", facts.code},
                     {"message", message},
                     {"revision", facts.revision},
                     {"operation", facts.operation},
                     {"sql", facts.sql},
                     {"location", facts.location},
                     {"backend_code", facts.backend_code},
                     {"applied", facts.applied},
                     {"leaves_partial_change", facts.leaves_partial_change},
                     {"retry_is_safe", facts.retry_is_safe}}}});
}

std::string json_current(const std::vector<CurrentRow>& rows, bool at_head) {
  Json current = Json::array();
  for (const auto& row : rows) {
    current.push_back({{"revision", row.revision}, {"head", row.head}, {"known", row.known}, {"message", row.message}});
  }
  return document({{"current", std::move(current)}, {"at_head", at_head}});
}

std::string json_heads(const std::vector<RevisionInfo>& heads) { return json_revisions("heads", heads); }

std::string json_revisions(const char* name, const std::vector<RevisionInfo>& revisions) {
  Json list = Json::array();
  for (const auto& info : revisions) list.push_back(revision_json(info));
  Json json;
  json[name] = std::move(list);
  return document(json);
}

std::string json_plan(const Plan& plan) { return document(steps_json(plan)); }

std::string json_report(const Report& report) {
  auto json = steps_json(report);
  json["schema_ahead"] = report.schema_ahead;
  json["edited"] = report.edited;
  return document(json);
}

std::string json_script(const std::string& dialect, const std::string& script) {
  return document({{"dialect", dialect}, {"script", script}});
}

std::string json_status(const Status& status) {
  Json in_flight = nullptr;
  if (const auto& now = status.in_flight) {
    in_flight = {{"revision", now->revision},   {"direction", word(now->direction)},
                 {"step", now->step},           {"total", now->total},
                 {"operation", now->operation}, {"location", now->location},
                 {"state", now->state},         {"probe", word(now->probe)},
                 {"error", now->error},         {"owner", now->owner},
                 {"started", now->started}};
  }
  return document({{"current", status.current},
                   {"heads", status.heads},
                   {"at_head", status.at_head()},
                   {"pending", status.pending},
                   {"unknown", status.unknown},
                   {"edited", status.edited},
                   {"in_flight", std::move(in_flight)}});
}

std::string json_version_table(const std::string& table, bool created) {
  return document({{"version_table", table}, {"created", created}});
}

std::string json_migration_file(const Revision& file, const std::string& path, const Operations* operations) {
  Json json{{"revision", file.id},
            {"down_revision", file.down_revision},
            {"depends_on", file.depends_on},
            {"branch_labels", file.branch_labels},
            {"message", file.message},
            {"create_date", file.create_date},
            {"path", path}};
  if (operations != nullptr) {
    json["operations"] = operations_json(*operations);
    json["notes"] = operations->notes();
  }
  return document(json);
}

std::string json_model_state(const ModelState& state) {
  return document({{"at_head", state.at_head},
                   {"current", state.current},
                   {"pending", state.pending},
                   {"operations", state.at_head ? operations_json(state.operations) : Json(nullptr)},
                   {"notes", state.operations.notes()}});
}

std::string json_no_migration_file(const Operations& operations) {
  return document({{"path", nullptr}, {"operations", operations_json(operations)}, {"notes", operations.notes()}});
}

}  // namespace retort::cli
