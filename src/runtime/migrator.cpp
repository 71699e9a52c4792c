#include <retort/migrator.hpp>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/text.hpp"
#include "graph/history.hpp"
#include "graph/identifier.hpp"
#include "graph/plan.hpp"
#include "graph/resolve.hpp"
#include "graph/stamp.hpp"
#include "graph/version_rows.hpp"
#include "runtime/connection.hpp"
#include "runtime/edited.hpp"
#include "runtime/in_flight.hpp"
#include "runtime/migrator_lock.hpp"
#include "runtime/rethrow.hpp"
#include "runtime/run.hpp"
#include "runtime/script.hpp"
#include "runtime/set_data.hpp"
#include "runtime/step_runner.hpp"
#include "runtime/version_table.hpp"

namespace retort {

namespace {

using Rows = std::vector<std::string>;

const dialect::Dialect& dialect_named(std::string_view name) {
  const auto* dialect = dialect::find_dialect(name);
  if (dialect == nullptr) {
    throw UsageError(
        "there is no dialect \"" + std::string(name) + "\"; there are sqlite, postgresql, mysql, mariadb and firebird",
        {.code = "unknown_dialect"});
  }
  return *dialect;
}

}  // namespace

class Migrator::Impl {
 public:
  Impl(std::unique_ptr<runtime::Connection> connection, const dialect::Dialect& dialect, MigrationSet migrations,
       MigratorOptions options)
      : connection_(std::move(connection)),
        dialect_(dialect),
        migrations_(std::move(migrations)),
        options_(std::move(options)),
        books_(dialect, options_) {}

  Report upgrade(std::string_view target) {
    auto rows = read_rows();
    Report report{.heads_before = rows, .heads_after = rows};
    const auto& graph = set().graph();
    // What every start of a program asks; one read has answered it.
    const bool to_heads = target == "heads" || (target == "head" && graph.heads().size() <= 1);
    if (to_heads && graph::at_heads(graph, rows)) {
      look_for_edited(rows, report);
      return report;
    }
    if (options_.unknown_revision == UnknownRevisionPolicy::run_on && !graph::sort_rows(graph, rows).unknown.empty()) {
      report.schema_ahead = true;
      return report;
    }
    if (options_.verify_only) {
      refuse_behind(rows, target);
      look_for_edited(rows, report);
      return report;
    }
    // A relative target is counted from where the database was when it was asked for, not from where another process
    // has brought it meanwhile.
    std::string fixed(target);
    if (graph::parse_identifier(target).starts_at_rows()) {
      const auto asked = graph::plan_upgrade(graph, rows, target);
      if (!asked.empty()) fixed = graph.id(asked.order().back());
    }
    run(rows, {[&](const Rows& now) { return graph::plan_upgrade(graph, now, fixed); }}, report);
    // What was to be run has looked already.
    if (report.steps.empty()) look_for_edited(report.heads_after, report);
    return report;
  }

  Report downgrade(std::string_view target) {
    refuse_if_only_verifying("downgrade");
    auto rows = read_rows();
    Report report{.heads_before = rows, .heads_after = rows};
    const auto identifier = graph::parse_identifier(target);
    if (identifier.starts_at_rows() && identifier.offset < 0) {
      const auto entry = books_.journal.in_flight(online(), lock_options());
      if (entry && entry->direction == graph::Direction::downgrade) {
        // The step down that was cut has given up its row: counted from here it would be one more.
        if (identifier.offset == -1) return resume(Resume::automatic);
        throw StateError("a downgrade of " + entry->revision +
                             " was cut, and has to be counted among these steps; name the revision to go down to, or "
                             "finish it with resume first",
                         {.code = "unfinished_step", .revision = entry->revision});
      }
    }
    run(rows, {[&](const Rows& now) { return graph::plan_downgrade(set().graph(), now, target); }, true}, report);
    return report;
  }

  Report resume(Resume how) {
    refuse_if_only_verifying("resume");
    const auto rows = read_rows();
    Report report{.heads_before = rows, .heads_after = rows};
    runtime::resume({*connection_, books_, set(), options_}, rows, how, report);
    if (!report.steps.empty()) report.heads_after = report.steps.back().heads_after;
    return report;
  }

  Status status() {
    const auto& graph = set().graph();
    const auto rows = read_rows();
    Status status{.current = rows, .heads = heads()};
    status.unknown = graph::sort_rows(graph, rows).unknown;
    if (status.unknown.empty()) {
      status.pending = graph.ids(graph::plan_upgrade(graph, rows, "heads").order());
      const auto kept = books_.keeps_applied ? books_.applied.read(*connection_, lock_options()) : std::nullopt;
      if (kept) {
        status.edited = runtime::edited_revisions(set(), runtime::applied_fingerprints(set(), rows, dialect_), *kept);
      }
    }
    if (const auto entry = books_.journal.in_flight(*connection_, lock_options())) {
      status.in_flight = runtime::describe_in_flight(*connection_, set(), *entry, rows);
    }
    return status;
  }

  Report stamp(const std::vector<std::string>& targets, StampOptions stamp_options) {
    refuse_if_only_verifying("stamp");
    auto& connection = online();
    const auto& graph = set().graph();
    auto rows = read_rows();
    Report report{.heads_before = rows, .heads_after = rows};
    auto plan = plan_stamp(rows, targets, stamp_options.purge);
    if (plan.changes.empty() && !(stamp_options.purge && !rows.empty())) return report;
    const runtime::BeginOptions lock = lock_options();
    const runtime::MigratorLock held(connection, books_.versions.name(), options_);
    refuse_in_flight(connection, lock);
    try {
      connection.begin(lock);
      const auto found = books_.versions.read(connection, lock);
      if (!found) create_version_table(lock);
      if (found.value_or(Rows()) != rows) {
        rows = found.value_or(Rows());
        report.heads_before = rows;
        plan = plan_stamp(rows, targets, stamp_options.purge);
      }
      Step step{.direction = Direction::stamp};
      step.operations.emplace_back();
      if (stamp_options.purge && !rows.empty()) {
        // Whatever stands there goes: also what no single row's change could name (duplicates, NULL).
        step.operations.back().statements.push_back(books_.versions.purge_sql());
        connection.execute(books_.versions.purge_sql());
      }
      for (const auto& change : plan.changes) {
        step.operations.back().statements.push_back(books_.versions.change_sql(change));
        books_.versions.change(connection, step.operations.back().statements.back());
      }
      for (const auto& stamped : plan.stamped) {
        Step each = step;
        each.down_revision = stamped.from;
        each.revision = stamped.to ? graph.id(*stamped.to) : std::string();
        if (stamped.to) each.message = set().revision(*stamped.to).message;
        each.heads_after = plan.rows_after;
        if (!report.steps.empty()) each.operations.clear();
        report.steps.push_back(std::move(each));
      }
      connection.commit();
    } catch (...) {
      const auto failure = connection.rollback();
      runtime::rethrow_with({}, failure.empty() ? std::string() : "and the rollback failed: " + failure);
    }
    report.heads_after = plan.rows_after;
    tell(report);
    return report;
  }

  Rows current() { return read_rows(); }
  bool at_head() { return graph::at_heads(set().graph(), read_rows()); }

  Rows pending() {
    const auto plan = graph::plan_upgrade(set().graph(), read_rows(), "heads");
    return set().graph().ids(plan.order());
  }

  Rows heads() const { return set().graph().ids(set().graph().heads()); }

  bool ensure_version() {
    refuse_if_only_verifying("ensure_version");
    auto& connection = online();
    refuse_open_transaction();
    const auto lock = lock_options();
    if (books_.versions.read(connection, lock)) return false;
    const runtime::MigratorLock held(connection, books_.versions.name(), options_);
    try {
      connection.begin(lock);
      const bool absent = !books_.versions.read(connection, lock);
      if (absent) create_version_table(lock);
      connection.commit();
      return absent;
    } catch (...) {
      connection.rollback();
      runtime::rethrow_with({.sql = books_.versions.create_sql()});
    }
  }

  Plan plan(std::string_view target, graph::Direction direction) {
    const auto rows = read_rows();
    const auto& graph = set().graph();
    const auto steps = direction == graph::Direction::upgrade ? graph::plan_upgrade(graph, rows, target)
                                                              : graph::plan_downgrade(graph, rows, target);
    Plan result{.heads_before = rows, .heads_after = graph.ids(steps.rows_after())};
    if (steps.empty()) {
      result.heads_after = rows;
      return result;
    }
    auto preparation = runtime::prepare(set(), steps, dialect_);
    // What a rebuild will be depends on the database as it will be then: a shadow of it is taken through the steps.
    const auto shadow = online().shadow();
    using Mode = runtime::StepRunner::Mode;
    runtime::StepRunner runner(shadow ? *shadow : *connection_, books_, set(), options_,
                               shadow ? Mode::rehearse : Mode::list);
    // Elsewhere the catalog as it is, and what the steps before have made of it, answer.
    runner.set_schema(shadow ? std::move(preparation.schema) : known_now());
    if (shadow && !shadow->is_whole()) runner.set_opaque();
    graph::VersionRows after(rows);
    for (const auto& step : preparation.steps) {
      result.steps.push_back(runner.run(step));
      for (const auto& change : step.changes) after.apply(change);
      result.steps.back().heads_after = after.ids();
      result.steps.back().duration = {};
    }
    return result;
  }

  std::string script(std::string_view range, graph::Direction direction) const {
    const auto& graph = set().graph();
    const auto ends = graph::parse_range(range);
    const bool up = direction == graph::Direction::upgrade;
    if (!up && (!ends || ends->from.empty() || ends->to.empty())) {
      throw UsageError("a script for a downgrade needs both ends, as no database tells where it begins: from:to",
                       {.code = "script_range"});
    }
    Rows rows;
    if (ends) refuse_database(ends->from, true);
    refuse_database(ends ? ends->to : range, false);
    if (ends && !ends->from.empty() && ends->from != "base") {
      rows = graph.ids(graph::resolve(graph, ends->from, {}));
    }
    const auto target = ends ? (ends->to.empty() ? std::string_view("heads") : ends->to) : range;
    const auto steps = up ? graph::plan_upgrade(graph, rows, target) : graph::plan_downgrade(graph, rows, target);
    // Online an upgrade to what is applied has nothing to do; here it is a range the wrong way round, which tells.
    if (up && steps.empty() && !rows.empty()) graph::history(graph, range, {});
    return runtime::write_script(set(), steps, books_, dialect_);
  }

  const MigrationSet& migrations() const noexcept { return migrations_; }

 private:
  /// With purge the plan starts from an empty table, unless a target is counted from its rows.
  graph::StampPlan plan_stamp(const Rows& rows, const Rows& targets, bool purge) const {
    const auto& graph = set().graph();
    if (!purge) return graph::plan_stamp(graph, rows, targets, false);
    Rows fixed;
    for (const auto& target : targets) {
      const auto identifier = graph::parse_identifier(target);
      if (!identifier.starts_at_rows() && identifier.name != "current") {
        fixed.push_back(target);
        continue;
      }
      for (auto& id : graph.ids(graph::resolve(graph, target, rows))) fixed.push_back(std::move(id));
      if (fixed.empty()) fixed.emplace_back("base");
    }
    return graph::plan_stamp(graph, {}, fixed, false);
  }

  /// Where the database is, a script does not know: taken for base, it would create everything once more.
  static void refuse_database(std::string_view end, bool first) {
    if (end.empty()) return;
    const auto identifier = graph::parse_identifier(end);
    // Steps at the other end are counted from where the range begins.
    if (identifier.name != "current" && !(first && identifier.starts_at_rows())) return;
    throw UsageError("\"" + std::string(end) +
                         "\" is where the database is, and a script is written without one; name the revision by its "
                         "id, as current tells it",
                     {.code = "script_range"});
  }

  schema::MetaData known_now() {
    auto schema = online().inspect();
    // Raw SQL in the steps may make what is not known here.
    schema.complete = false;
    return schema;
  }

  /// In a transaction, and a transaction is open behind it.
  void create_version_table(const runtime::BeginOptions& lock) {
    runtime::create_own_table(*connection_, books_.versions.create_sql(), lock);
  }

  const runtime::SetData& set() const noexcept { return migrations_.data(); }

  runtime::Connection& online() {
    if (connection_) return *connection_;
    throw UsageError("this Migrator was made offline, for scripts; make one with a session", {.code = "offline"});
  }

  runtime::BeginOptions lock_options() const { return runtime::begin_options(options_); }

  void refuse_if_only_verifying(const char* call) const {
    if (!options_.verify_only) return;
    throw UsageError(std::string(call) + " changes the database, and this Migrator is verify_only",
                     {.code = "verify_only"});
  }

  /// For verify_only: the database must be where an upgrade would bring it.
  void refuse_behind(const Rows& rows, std::string_view target) {
    const auto& graph = set().graph();
    if (const auto entry = books_.journal.in_flight(*connection_, lock_options())) {
      throw StateError("the migration of revision " + entry->revision + " is not finished (" + entry->owner +
                           " began it); a program that may change the database has to finish it",
                       {.code = "unfinished_step", .revision = entry->revision});
    }
    const auto plan = graph::plan_upgrade(graph, rows, target);
    if (plan.empty()) return;
    const auto missing = graph.ids(plan.order());
    constexpr std::size_t kNamed = 12;
    auto named = missing;
    if (named.size() > kNamed) named.resize(kNamed);
    throw StateError("the database is behind this program: " + join(named, ", ") +
                         (missing.size() > kNamed ? " and " + std::to_string(missing.size() - kNamed) + " more" : "") +
                         (missing.size() == 1 ? " is" : " are") +
                         " missing; this Migrator is verify_only, so upgrade it with a program that may change it",
                     {.code = "behind", .revision = missing.front()});
  }

  /// A stamp says where the database is, which is not known while a migration is applied in part.
  void refuse_in_flight(runtime::Connection& connection, const runtime::BeginOptions& lock) {
    const auto entry = books_.journal.in_flight(connection, lock);
    if (!entry) return;
    throw StateError("the migration of revision " + entry->revision + " is not finished (" + entry->owner +
                         " began it); finish it with resume, or give it up with resume --abandon before you stamp",
                     {.code = "unfinished_step", .revision = entry->revision});
  }

  /// When there is nothing to do: where somebody would hear of it.
  void look_for_edited(const Rows& rows, Report& report) {
    const bool refuses = options_.edited_migrations == EditedMigrationPolicy::refuse;
    const bool warns = options_.edited_migrations == EditedMigrationPolicy::warn && options_.listener != nullptr;
    if ((!refuses && !warns) || !books_.keeps_applied) return;
    const auto kept = books_.applied.read(*connection_, lock_options());
    if (!kept || kept->empty()) return;
    const auto now = runtime::applied_fingerprints(set(), rows, dialect_);
    runtime::tell_edited(options_, runtime::edited_revisions(set(), now, *kept), report);
  }

  void refuse_open_transaction() {
    if (online().in_transaction()) {
      throw StateError("the session is inside a transaction; commit it or roll it back before the Migrator is called",
                       {.code = "transaction_open"});
    }
  }

  /// The set is checked before the connection is used for anything.
  Rows read_rows() {
    set().graph();
    refuse_open_transaction();
    return books_.versions.read(online(), lock_options()).value_or(Rows());
  }

  void run(const Rows& rows, const runtime::Task& task, Report& report) {
    runtime::run({*connection_, books_, set(), options_}, rows, task, report);
    if (!report.steps.empty()) report.heads_after = report.steps.back().heads_after;
  }

  void tell(const Report& report) {
    if (options_.listener == nullptr) return;
    std::size_t index = 0;
    for (const auto& step : report.steps) {
      const StepInfo info{step.revision, step.direction, &step.down_revision, {}, ++index, report.steps.size()};
      options_.listener->on_step_begin(info);
      options_.listener->on_step_end(info, step.duration);
    }
  }

  std::unique_ptr<runtime::Connection> connection_;
  const dialect::Dialect& dialect_;
  MigrationSet migrations_;
  MigratorOptions options_;
  runtime::Bookkeeping books_;
};

Migrator::Migrator(soci::session& session, MigrationSet migrations, MigratorOptions options) {
  auto connection = runtime::connect(session);
  const auto& dialect = connection->dialect();
  if (!options.version_schema.empty() && !connection->has_schema(options.version_schema)) {
    throw UsageError("there is no schema \"" + options.version_schema +
                         "\" for the version table; create it (on SQLite: attach the database) or leave version_schema "
                         "empty",
                     {.code = "version_schema"});
  }
  impl_ = std::make_unique<Impl>(std::move(connection), dialect, std::move(migrations), std::move(options));
}

Migrator::Migrator(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}

Migrator Migrator::offline(std::string_view dialect, MigrationSet migrations, MigratorOptions options) {
  return Migrator(std::make_unique<Impl>(nullptr, dialect_named(dialect), std::move(migrations), std::move(options)));
}

Migrator::Migrator(Migrator&&) noexcept = default;
Migrator& Migrator::operator=(Migrator&&) noexcept = default;
Migrator::~Migrator() = default;

Report Migrator::upgrade(std::string_view target) { return impl_->upgrade(target); }
Report Migrator::downgrade(std::string_view target) { return impl_->downgrade(target); }
Report Migrator::stamp(std::string_view target, StampOptions options) {
  return impl_->stamp({std::string(target)}, options);
}
Report Migrator::stamp(const std::vector<std::string>& targets, StampOptions options) {
  return impl_->stamp(targets, options);
}
Report Migrator::resume(Resume how) { return impl_->resume(how); }
Status Migrator::status() { return impl_->status(); }
std::vector<std::string> Migrator::current() { return impl_->current(); }
bool Migrator::at_head() { return impl_->at_head(); }
std::vector<std::string> Migrator::pending() { return impl_->pending(); }
std::vector<std::string> Migrator::heads() const { return impl_->heads(); }
bool Migrator::ensure_version() { return impl_->ensure_version(); }
Plan Migrator::plan_upgrade(std::string_view target) { return impl_->plan(target, graph::Direction::upgrade); }
Plan Migrator::plan_downgrade(std::string_view target) { return impl_->plan(target, graph::Direction::downgrade); }
std::string Migrator::script_upgrade(std::string_view range) { return impl_->script(range, graph::Direction::upgrade); }
std::string Migrator::script_downgrade(std::string_view range) {
  return impl_->script(range, graph::Direction::downgrade);
}
const MigrationSet& Migrator::migrations() const noexcept { return impl_->migrations(); }

}  // namespace retort
