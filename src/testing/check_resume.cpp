#include <retort/error.hpp>
#include <retort/testing/checks.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "testing/check_support.hpp"
#include "testing/workshop.hpp"

namespace retort::testing {

namespace {

/// Cuts a run short before its nth statement, or behind it.
class Stop final : public Listener {
 public:
  Stop(std::size_t statement, bool behind) : statement_(statement), behind_(behind) {}

  void on_statement_begin(const StatementInfo& statement) override {
    if (++begun_ == statement_ && !behind_) stop("before", statement);
  }
  void on_statement_end(const StatementInfo& statement, std::chrono::nanoseconds) override {
    if (++ended_ == statement_ && behind_) stop("behind", statement);
  }

  /// Empty while nothing was cut short.
  const std::string& where() const noexcept { return where_; }

 private:
  void stop(const char* side, const StatementInfo& statement) {
    where_ = std::string(side) + " " + std::string(statement.sql);
    throw std::runtime_error("cut short by check_resume");
  }

  std::size_t statement_;
  bool behind_;
  std::size_t begun_ = 0;
  std::size_t ended_ = 0;
  std::string where_;
};

/// The time at which a row was made is another one each time.
RowExclusions times(const SchemaData& data) {
  using Kind = Type::Kind;
  RowExclusions excluded;
  for (const auto& [name, table] : data.schema.tables) {
    for (const auto& column : table.columns) {
      const auto kind = column.type.kind();
      const bool is_time = kind == Kind::date || kind == Kind::time || kind == Kind::timestamp;
      if (is_time && column.server_default && column.server_default->kind() == Value::Kind::sql) {
        excluded.columns.emplace(name.text(), column.name);
      }
    }
  }
  return excluded;
}

class Resume {
 public:
  Resume(const MigrationSet& migrations, const CheckOptions& options)
      : options_(options),
        workshop_(std::make_unique<Workshop>(migrations, options)),
        generator_(options.rows, options.row_seed) {}

  CheckResult run() {
    for (const auto& revision : workshop_->order()) {
      auto result = at(revision);
      if (!result) return result;
    }
    return CheckResult::passed();
  }

 private:
  CheckResult at(const std::string& revision) {
    workshop_->fill(generator_);
    const bool rows_may_change = contains(options_.rows_may_change, revision);
    const auto before = workshop_->current();
    auto undisturbed = workshop_->copy();
    undisturbed->up(revision);
    const auto after = undisturbed->current();
    const auto schema = undisturbed->schema_lines();
    const auto excluded = times(undisturbed->schema());
    const auto rows = lines_of(undisturbed->rows(), excluded);

    const auto resumes = [&](Workshop& tried, const std::string& where) {
      const auto now = tried.current();
      if (now != before && now != after) {
        return failed_at(revision, "cut short " + where + ", it leaves the database at " + join(now));
      }
      try {
        tried.up(revision);
      } catch (const std::exception& error) {
        return failed_at(revision, "cut short " + where + ", it cannot be run again: " + error.what());
      }
      auto diff = unified_diff(schema, tried.schema_lines(), "undisturbed", "cut short and run again");
      if (diff.empty() && !rows_may_change) {
        diff = unified_diff(rows, lines_of(tried.rows(), excluded), "undisturbed", "cut short and run again");
      }
      if (diff.empty()) return CheckResult::passed();
      return failed_at(revision, "cut short " + where + " and run again, it leads elsewhere\n" + diff);
    };

    // Behind one statement is before the next one, so that only the last one is left for that.
    std::size_t statements = 0;
    for (bool more = true; more; ++statements) {
      const auto result = cut_short(revision, Stop(statements + 1, false), more, resumes);
      if (!result) return result;
    }
    bool stopped = false;
    auto result = cut_short(revision, Stop(statements - 1, true), stopped, resumes);
    workshop_ = std::move(undisturbed);
    return result;
  }

  /// One run that is cut short; `stopped` tells whether there was such a place.
  template <typename Resumes>
  CheckResult cut_short(const std::string& revision, Stop&& stop, bool& stopped, Resumes& resumes) {
    const auto tried = workshop_->copy();
    try {
      tried->up(revision, &stop);
    } catch (const std::exception& error) {
      if (stop.where().empty()) return failed_at(revision, std::string("the upgrade fails: ") + error.what());
    }
    stopped = !stop.where().empty();
    return stopped ? resumes(*tried, stop.where()) : CheckResult::passed();
  }

  const CheckOptions& options_;
  std::unique_ptr<Workshop> workshop_;
  RowGenerator generator_;
};

}  // namespace

CheckResult check_resume(const MigrationSet& migrations, const CheckOptions& options) {
  return checked([&] { return Resume(migrations, options).run(); });
}

}  // namespace retort::testing
