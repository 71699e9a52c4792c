#include <retort/snapshot.hpp>

#include "cli/commands.hpp"
#include "cli/comparison.hpp"
#include "cli/database.hpp"
#include "cli/output_json.hpp"
#include "cli/output_text.hpp"
#include "cli/text.hpp"

namespace retort::cli {

namespace {

/// To whoever asks whether all is well, a database that is behind is an answer.
constexpr int kBehind = 3;

std::string difference_text(const Operations& operations) {
  if (operations.matches()) return "No new upgrade operations detected.\n";
  if (operations.empty()) return "The database differs from the model in what no operation changes.\n";
  std::string text = "New upgrade operations detected:\n";
  for (const auto& words : operations.describe()) text += "  " + one_line(words) + "\n";
  return text;
}

MetaData schema_of_database(const Context& context) {
  Database database(context, Access::ask);
  return inspect(*database.session, compare_options(context));
}

/// What --rev names. A database is asked only for a name that it alone knows.
MetaData schema_of_revision(const Context& context) {
  const auto& name = context.arguments.schema_revision;
  const auto url = find_url(context.arguments, context.options);
  // Names are cut as the database would cut them, where it is known which that is.
  auto dialect = url.empty() ? std::string() : parse_url(url).backend;
  if (dialect == "sqlite3") dialect = "sqlite";
  if (dialect == "odbc") dialect.clear();
  if (!asks_database(name)) return schema_at(context.migrations, name, dialect);
  std::vector<std::string> ids;
  for (const auto& info : context.migrations.find(name, Database(context, Access::ask).migrator.current())) {
    ids.push_back(info.revision.id);
  }
  return schema_at(context.migrations, ids, dialect);
}

MetaData wanted_schema(const Context& context) {
  if (context.arguments.schema_model) {
    require_model(context);
    return context.options.model;
  }
  return context.arguments.schema_revision.empty() ? schema_of_database(context) : schema_of_revision(context);
}

}  // namespace

int run_check(const Context& context) {
  const auto state = model_state(context);
  tell_notes(context, state.operations);
  const auto text =
      state.at_head ? difference_text(state.operations) : behind_words(state.current, state.pending) + "\n";
  context.console.out(context.arguments.json ? json_model_state(state) : text);
  if (state.is_fine()) return 0;
  if (state.at_head && state.operations.empty()) return kBehind;  // the notes say what to do
  context.console.note(state.at_head ? "`revision --autogenerate -m MSG` writes the migration that makes them"
                                     : "`upgrade heads` runs what is to run; the model is compared behind that");
  return kBehind;
}

int run_schema(const Context& context) {
  const auto schema = wanted_schema(context);
  switch (context.arguments.schema_format) {
    case SchemaFormat::json:
      context.console.out(to_json(schema));
      break;
    case SchemaFormat::dot:
      context.console.out(draw(schema, DiagramFormat::dot));
      break;
    case SchemaFormat::mermaid:
      context.console.out(draw(schema, DiagramFormat::mermaid));
      break;
  }
  return 0;
}

int run_inspect(const Context& context) {
  const auto& function = context.arguments.function;
  const auto schema = schema_of_database(context);
  context.console.out(context.arguments.json ? to_json(schema)
                                             : render_model(schema, function.empty() ? "model" : function));
  return 0;
}

}  // namespace retort::cli
