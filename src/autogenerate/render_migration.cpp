#include <retort/autogenerate.hpp>
#include <retort/error.hpp>

#include <algorithm>
#include <optional>

#include "autogenerate/cpp_literal.hpp"
#include "autogenerate/operations_data.hpp"
#include "autogenerate/render_operation.hpp"
#include "ops/reverse.hpp"

namespace retort {

namespace {

using autogenerate::Code;
using autogenerate::CodeLines;

Code revision_code(const Revision& revision) {
  std::vector<Code> members;
  const auto add = [&](const char* member, Code value) {
    members.push_back(Code::assigned(std::string(".") + member + " = ", std::move(value)));
  };
  add("id", Code::text(revision.id));
  if (!revision.down_revision.empty()) add("down_revision", Code::texts(revision.down_revision));
  if (!revision.message.empty()) add("message", Code::text(revision.message));
  if (!revision.depends_on.empty()) add("depends_on", Code::texts(revision.depends_on));
  if (!revision.branch_labels.empty()) add("branch_labels", Code::texts(revision.branch_labels));
  if (!revision.create_date.empty()) add("create_date", Code::text(revision.create_date));
  return Code::assigned("return ", Code::rows(std::move(members)));
}

/// Without the facts that only a derived downgrade needs: this one is written out.
void strip_existing(ops::Operations& operations) {
  for (auto& operation : operations) {
    if (auto* alter = std::get_if<ops::AlterColumn>(&operation.action)) {
      alter->existing_type.reset();
      alter->existing_nullable.reset();
      alter->existing_server_default.reset();
      alter->existing_comment.reset();
      alter->existing_autoincrement.reset();
      alter->existing_collation.reset();
      alter->existing_identity.reset();
    } else if (auto* drop = std::get_if<ops::DropColumn>(&operation.action)) {
      drop->existing.reset();
    } else if (auto* replace = std::get_if<ops::ReplaceView>(&operation.action)) {
      replace->existing.reset();
    }
  }
}

bool destroys(const ops::Operation& operation) {
  return std::holds_alternative<ops::DropTable>(operation.action) ||
         std::holds_alternative<ops::DropColumn>(operation.action);
}

void render_downgrade(CodeLines& lines, const autogenerate::OperationsData& data) {
  ops::Operations back;
  std::optional<std::string> irreversible;
  try {
    back = ops::reverse(data.operations, data.before);
  } catch (const IrreversibleOperation& error) {
    irreversible = error.operation() + ": " + error.message();
  }
  if (!irreversible && !std::all_of(back.begin(), back.end(), autogenerate::can_be_written)) {
    lines.comment(
        "The way down is derived from upgrade(): it drops a constraint without a name, which no directive finds.");
    return;
  }
  auto body = lines.inner();
  if (irreversible) {
    body.statement(Code::call("op::irreversible", {Code::text(*irreversible)}));
  } else {
    if (std::any_of(data.operations.begin(), data.operations.end(), destroys)) {
      body.comment("The structure of what upgrade() drops comes back, its rows and values do not.");
    }
    strip_existing(back);
    autogenerate::render_operations(body, back, {.with_advice = false});
  }
  lines.function("void downgrade() const override", body);
}

void render_body(CodeLines& lines, const autogenerate::OperationsData& data, const Revision& revision) {
  if (data.operations.empty() && revision.down_revision.size() > 1) {
    lines.comment("Joins its parents; nothing needs to be done.");
    lines.line("void upgrade() const override {}");
    return;
  }
  auto body = lines.inner();
  for (const auto& note : data.notes) {
    const bool has_place = std::any_of(data.remarks.begin(), data.remarks.end(),
                                       [&](const autogenerate::Remark& remark) { return remark.text == note; });
    if (!has_place) body.comment(note);
  }
  if (data.operations.empty()) body.comment("op::create_table(...), op::add_column(...), ...");
  autogenerate::render_operations(body, data.operations, {.with_advice = true, .remarks = data.remarks});
  lines.function("void upgrade() const override", body);
  lines.blank();
  if (data.operations.empty()) {
    lines.comment("The way down is derived from upgrade(). Where that cannot be, override downgrade().");
  } else {
    render_downgrade(lines, data);
  }
}

}  // namespace

std::string render_migration(const Operations& operations, const Revision& revision, const RenderOptions& options) {
  const auto name =
      options.class_name.empty() ? autogenerate::class_name(autogenerate::slug(revision.message)) : options.class_name;
  CodeLines lines;
  lines.line("#include <retort/migration.hpp>");
  lines.blank();
  lines.line("namespace op = retort::op;");
  lines.blank();
  // Two files may have the same name for their class.
  lines.line("namespace {");
  lines.blank();
  lines.line("class " + name + " final : public retort::Migration {");
  lines.open(" public:");
  auto body = lines.inner();
  body.statement(revision_code(revision));
  lines.function("retort::Revision revision() const override", body);
  lines.blank();
  render_body(lines, operations.data(), revision);
  lines.close("};");
  lines.blank();
  lines.line("}  // namespace");
  lines.blank();
  lines.line("RETORT_MIGRATION(" + name + ")");
  return lines.text();
}

std::string migration_file_name(const Revision& revision) {
  return revision.id + "_" + autogenerate::slug(revision.message) + ".cpp";
}

}  // namespace retort
