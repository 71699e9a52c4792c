#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string_view>
#include <utility>

#include "cli/text.hpp"

namespace retort::cli {

namespace {

/// CLI11 takes a value in brackets for a list: `-m "[BUG-7]"` would arrive without them. A mark in front of the
/// bracket keeps the value whole; no text of a command line begins with this byte.
constexpr char kShield = '\x01';

std::string shielded(std::string text) {
  if (text.empty() || text.back() != ']') return text;
  std::size_t begin = 0;
  if (text.rfind("--", 0) == 0) {
    const auto equals = text.find('=');
    begin = equals == std::string::npos ? text.size() : equals + 1;
  } else if (text.size() > 2 && text[0] == '-') {
    begin = 2;
  }
  if (begin < text.size() && text[begin] == '[') text.insert(begin, 1, kShield);
  return text;
}

void unshield(std::string& text) {
  if (!text.empty() && text.front() == kShield) text.erase(0, 1);
}

/// What CLI11 writes into; the values are checked and moved on when it is done.
struct Raw {
  Arguments arguments;
  std::string color = "auto";
  std::string format;
  std::string schema_format;
  std::string rev_id;
  std::vector<std::string> x;
  double lock_timeout = -1;
  bool graph = false;
  bool cpp = false;
  bool mark_done = false;
  bool run_again = false;
  bool abandon = false;
};

void add_globals(CLI::App& app, Raw& raw) {
  auto& values = raw.arguments;
  app.add_option("--url", values.url,
                 "The database, in SOCI's form: sqlite3://app.db, postgresql://host=127.0.0.1 dbname=x. "
                 "Or set RETORT_URL, which keeps a password out of the list of processes")
      ->type_name("BACKEND://PARAMETERS");
  app.add_flag("--json", values.json, "One JSON document on standard output, also for errors");
  auto* verbose = app.add_flag("-v,--verbose", values.verbose, "Tell more: statements, whole revisions");
  app.add_flag("-q,--quiet", values.quiet, "Tell errors only")->excludes(verbose);
  app.add_option("--color", raw.color, "auto, always or never; NO_COLOR is honoured")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
  app.add_option("-x", raw.x, "An argument for the program itself, key=value; may be repeated")
      ->allow_extra_args(false)
      ->type_name("KEY=VALUE");
  app.add_option("--lock-timeout", raw.lock_timeout, "Seconds to wait for another one that is migrating")
      ->check(CLI::NonNegativeNumber)
      ->type_name("SECONDS");
}

CLI::App* add_command(CLI::App& app, Raw& raw, Command command, const char* name, const char* description) {
  auto* sub = app.add_subcommand(name, description);
  sub->fallthrough();
  sub->footer("The options for every command (--url, --json, -v, -q ...) are told by --help alone.");
  sub->preparse_callback([&raw, command](std::size_t) { raw.arguments.command = command; });
  return sub;
}

void add_running_commands(CLI::App& app, Raw& raw) {
  auto& values = raw.arguments;
  const auto add_script = [&](CLI::App* sub) {
    sub->add_flag("--sql", values.sql, "Write the SQL script instead of running it; takes from:to, needs no database");
    sub->add_option("--dialect", values.dialect, "The script's dialect; by default that of the URL")->type_name("NAME");
  };

  auto* upgrade = add_command(app, raw, Command::upgrade, "upgrade", "Run the migrations up to a revision");
  upgrade->add_option("target", values.target, "head (the default), heads, a revision, +1");
  add_script(upgrade);

  auto* downgrade = add_command(app, raw, Command::downgrade, "downgrade", "Run the migrations back down");
  downgrade->add_option("target", values.target, "base, a revision, -1")->required();
  add_script(downgrade);

  auto* plan = add_command(app, raw, Command::plan, "plan", "Show what would run, with its statements; writes nothing");
  plan->add_option("target", values.target, "As for upgrade; base and -1 plan a downgrade");
  plan->add_flag("--downgrade", values.plan_downgrade, "Plan a downgrade to the target");

  auto* stamp = add_command(app, raw, Command::stamp, "stamp", "Set the database's revisions, running nothing");
  stamp->add_option("revisions", values.revisions, "head, heads, base, revisions, +1, -1")->required();
  stamp->add_flag("--purge", values.purge, "Remove every version row first, also unknown ones");

  auto* resume = add_command(app, raw, Command::resume, "resume", "Finish the migration that a run was cut in");
  auto* mark_done =
      resume->add_flag("--mark-done", raw.mark_done, "The step it stands at was applied: go on behind it");
  auto* run_again =
      resume->add_flag("--run-again", raw.run_again, "Nothing of that step was applied: run it, and go on");
  resume->add_flag("--abandon", raw.abandon, "Forget it: you have undone all of it by hand")
      ->excludes(mark_done)
      ->excludes(run_again);
  mark_done->excludes(run_again);

  add_command(app, raw, Command::ensure_version, "ensure_version", "Create the version table if it is absent");
}

void add_asking_commands(CLI::App& app, Raw& raw) {
  auto& values = raw.arguments;
  auto* current = add_command(app, raw, Command::current, "current", "The revisions the database is at");
  current->add_flag("--check-heads", values.check_heads, "Exit with status 3 unless the database is at head");

  add_command(app, raw, Command::status, "status",
              "Where the database is, what is missing, in flight or edited; writes nothing");

  add_command(app, raw, Command::check, "check", "Exit with status 3 if the database differs from the program's model");

  auto* history = add_command(app, raw, Command::history, "history", "The revisions, newest first");
  history->add_option("-r,--rev-range", values.range, "from:to; either end may be missing, current or relative")
      ->type_name("FROM:TO");
  history->add_flag("-i,--indicate-current", values.indicate_current, "Mark where the database is");
  auto* graph = history->add_flag("--graph", raw.graph, "Draw the branches");
  history->add_option("--format", raw.format, "Draw for a terminal (text), Graphviz (dot) or Mermaid (mermaid)")
      ->check(CLI::IsMember({"text", "dot", "mermaid"}))
      ->excludes(graph);

  add_command(app, raw, Command::heads, "heads", "The revisions that nothing follows");
  add_command(app, raw, Command::branches, "branches", "The revisions that several others follow");

  auto* schema = add_command(app, raw, Command::schema, "schema",
                             "The database's schema as JSON that can be committed, or as a picture");
  auto* of_revision = schema
                          ->add_option("--rev", values.schema_revision,
                                       "The schema that a revision and those below it add up to; no database is needed")
                          ->type_name("REVISION");
  schema->add_flag("--model", values.schema_model, "The program's model")->excludes(of_revision);
  schema->add_option("--format", raw.schema_format, "json (the default), Graphviz (dot) or Mermaid (mermaid)")
      ->check(CLI::IsMember({"json", "dot", "mermaid"}));
  auto* inspect = add_command(app, raw, Command::inspect, "inspect",
                              "Write the database down as the program's model, a header of C++");
  inspect->add_flag("--cpp", raw.cpp, "A header of C++ (the default)");
  inspect
      ->add_option("--function", values.function, "The function in it, with namespaces if you like; by default model")
      ->type_name("NAME");

  auto* show = add_command(app, raw, Command::show, "show", "All that is known of a revision");
  show->add_option("revision", values.target, "A revision, head, heads, current")->required();
}

void add_writing_commands(CLI::App& app, Raw& raw) {
  auto& values = raw.arguments;
  const auto add_common = [&](CLI::App* sub) {
    sub->add_option("--branch-label", values.branch_labels, "A name for the branch that begins here")
        ->allow_extra_args(false)
        ->type_name("LABEL");
    sub->add_option("--rev-id", raw.rev_id, "The identifier, instead of a random one")->type_name("ID");
    sub->add_option("--version-path", values.version_path, "The folder to write to")->type_name("FOLDER");
    sub->add_flag("--splice", values.splice, "Allow a parent that is not a head: a new branch");
  };

  auto* revision = add_command(app, raw, Command::revision, "revision", "Write a new migration file");
  revision->add_option("-m,--message", values.message, "What it does, in one line")->required();
  revision->add_flag("--autogenerate", values.autogenerate,
                     "Fill it with what makes the database the program's model; the database must be at head");
  revision->add_flag("--baseline", values.baseline,
                     "Fill it with what recreates the database as it is: the first revision of a program that adopts "
                     "one");
  auto* assume = revision->add_flag("--assume-renames", values.assume_renames,
                                    "What is gone and what is new and like it is one thing renamed, without asking");
  revision->add_flag("--no-renames", values.no_renames, "What is gone is dropped, however much what is new is like it")
      ->excludes(assume);
  revision->add_option("--head", values.head, "The parent: a revision, branch@head, or base for a new base")
      ->type_name("REVISION");
  revision->add_option("--depends-on", values.depends_on, "A revision of another branch that must run before")
      ->allow_extra_args(false)
      ->type_name("REVISION");
  add_common(revision);

  auto* merge = add_command(app, raw, Command::merge, "merge", "Write a migration file that joins several heads");
  merge->add_option("revisions", values.revisions, "The revisions to join; heads by default");
  merge->add_option("-m,--message", values.message, "What it does, in one line");
  add_common(merge);
}

/// Where the part begins that must not be shown: a URL that was not quoted falls apart at its spaces, and one of its
/// pieces is `password=...`.
std::size_t secret_part(const std::string& text) {
  const auto equals = text.find('=');
  const auto scheme = text.find("://");
  return std::min(equals == std::string::npos ? equals : equals + 1, scheme == std::string::npos ? scheme : scheme + 3);
}

std::string without_value(const std::string& text) {
  const auto end = secret_part(text);
  return one_line(end == std::string::npos ? text : text.substr(0, end) + "...");
}

constexpr const char* kQuoteTheUrl = "; a URL with spaces must be quoted as one argument";

std::string wrong(const CLI::Error& error, const CLI::App& app) {
  const auto extras = app.remaining(true);
  const bool no_command = app.get_subcommands().empty();
  const bool required = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr || (required && no_command && !extras.empty())) {
    std::string text = no_command ? "there is no such command or option:" : "not expected here:";
    bool pieces = false;
    for (const auto& extra : extras) {
      text += " " + without_value(extra);
      pieces = pieces || secret_part(extra) != std::string::npos;
    }
    return pieces ? text + kQuoteTheUrl : text;
  }
  if (required && no_command) return "no command given";
  return one_line(error.what());
}

/// What CLI11 cannot check. Empty, or what is wrong.
std::string settle(Raw& raw, const CLI::App& app) {
  auto& values = raw.arguments;
  for (auto* text : {&values.url, &values.target, &values.dialect, &values.range, &values.message, &values.head,
                     &values.version_path, &values.schema_revision, &values.function, &raw.rev_id}) {
    unshield(*text);
  }
  for (auto* list : {&values.revisions, &values.branch_labels, &values.depends_on, &raw.x}) {
    for (auto& text : *list) unshield(text);
  }
  if (raw.color == "always") values.color = ColorChoice::always;
  if (raw.color == "never") values.color = ColorChoice::never;
  if (raw.graph || raw.format == "text") values.format = HistoryFormat::text;
  if (raw.format == "dot") values.format = HistoryFormat::dot;
  if (raw.format == "mermaid") values.format = HistoryFormat::mermaid;
  if (raw.schema_format == "dot") values.schema_format = SchemaFormat::dot;
  if (raw.schema_format == "mermaid") values.schema_format = SchemaFormat::mermaid;
  if (raw.lock_timeout >= 0) {
    values.lock_timeout = std::chrono::milliseconds(static_cast<std::int64_t>(raw.lock_timeout * 1000));
  }
  const auto subcommands = app.get_subcommands();
  const auto* sub = subcommands.empty() ? nullptr : subcommands.front();
  const auto given = [&](const char* name) {
    const auto* option = sub == nullptr ? nullptr : sub->get_option_no_throw(name);
    return option != nullptr && option->count() > 0;
  };
  if (given("--rev-id")) values.rev_id = raw.rev_id;
  if (raw.mark_done) values.resume = Resume::mark_done;
  if (raw.run_again) values.resume = Resume::run_again;
  if (raw.abandon) values.resume = Resume::abandon;

  for (const auto& pair : raw.x) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) return "-x takes key=value, not " + quote(without_value(pair));
    values.x[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  auto named = values.revisions;
  named.push_back(values.target);
  for (const auto& name : named) {
    if (secret_part(name) != std::string::npos) return quote(without_value(name)) + " is no revision" + kQuoteTheUrl;
  }
  if (values.command == Command::revision && is_blank(values.message)) {
    return "--message is empty: say in one line what the migration does";
  }
  if (values.target.empty()) {
    if (given("target") || given("revision")) return "the revision is an empty text";
    if (values.command == Command::upgrade || values.command == Command::plan) values.target = "head";
  }
  if (values.revisions.empty() && values.command == Command::merge) values.revisions = {"heads"};
  const bool range = values.target.find(':') != std::string::npos;
  if (range && !values.sql) return "a range (from:to) needs --sql; without it the range begins where the database is";
  if (!range && values.sql && values.command == Command::downgrade) return "downgrade --sql needs a range: from:to";
  if (!values.dialect.empty() && !values.sql) return "--dialect goes with --sql";
  values.autogenerate = values.autogenerate || values.baseline;
  if ((values.assume_renames || values.no_renames) && !values.autogenerate) {
    return std::string(values.no_renames ? "--no-renames" : "--assume-renames") + " goes with --autogenerate";
  }
  if (given("--rev") && values.schema_revision.empty()) return "--rev is an empty text";
  if (given("--function") && values.function.empty()) return "--function is an empty text";
  if (values.command == Command::inspect && values.json) {
    if (raw.cpp) return "--json and --cpp exclude each other";
    if (given("--function")) return "--function names the function of the C++ header; it does not go with --json";
  }
  if (values.json && values.schema_format != SchemaFormat::json) return "--json and a drawing exclude each other";
  if (values.json && values.format != HistoryFormat::list) return "--json and a drawing exclude each other";
  return {};
}

}  // namespace

bool asks_database(const std::string& name) {
  const auto at = name.rfind('@');
  const auto part = at == std::string::npos ? name : name.substr(at + 1);
  if (part.empty()) return false;
  if (part.front() == '+' || part.front() == '-') return true;
  const auto rest = part.rfind("current", 0) == 0 ? part.substr(7) : std::string("x");
  return rest.empty() || rest.front() == '+' || rest.front() == '-';
}

ParseOutcome parse_arguments(int argc, const char* const* argv) {
  ParseOutcome outcome;
  outcome.program = argc > 0 && argv != nullptr && argv[0] != nullptr ? file_name(argv[0]) : std::string("retort");
  if (outcome.program.empty()) outcome.program = "retort";

  // CLI11 takes the arguments last first.
  std::vector<std::string> words;
  bool json = false;
  for (int i = argc - 1; i > 0; --i) {
    words.push_back(shielded(argv[i]));
    json = json || words.back() == "--json";
  }

  Raw raw;
  CLI::App app("The schema migrations of this program.", outcome.program);
  app.set_version_flag("--version", outcome.program + " (retort " RETORT_VERSION ")");
  app.require_subcommand(1);
  app.footer(
      "Exit status: 0; 1 an error; 2 a wrong command line; 3 the database is behind (current --check-heads, check), or "
      "the model differs from it (check).");
  add_globals(app, raw);
  add_running_commands(app, raw);
  add_asking_commands(app, raw);
  add_writing_commands(app, raw);
  try {
    app.parse(std::move(words));
    outcome.text = settle(raw, app);
    if (!outcome.text.empty()) outcome.status = 2;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      std::ostringstream text;
      app.exit(error, text, text);
      outcome.status = 0;
      outcome.text = text.str();
    } else {
      outcome.status = 2;
      outcome.text = wrong(error, app);
    }
  }
  outcome.arguments = std::move(raw.arguments);
  // A command line that is wrong in its first word was not read up to its --json.
  outcome.arguments.json = outcome.arguments.json || json;
  return outcome;
}

}  // namespace retort::cli
