#include "runtime/step_journal.hpp"

#include <algorithm>
#include <charconv>
#include <exception>
#include <span>
#include <string_view>
#include <utility>

#include "core/text.hpp"
#include "ops/fingerprint.hpp"
#include "runtime/bookkeeping.hpp"
#include "runtime/journal_owner.hpp"
#include "runtime/own_tables.hpp"
#include "runtime/probe.hpp"

namespace retort::runtime {

namespace {

using State = JournalEntry::State;

std::span<const ops::Operation> operations_of(const PreparedStep& step, const Group& group) {
  return std::span(step.operations).subspan(group.first, group.count);
}

/// A number, a colon, and as many bytes: texts with anything in them.
void append(std::string& out, std::string_view text) { out += std::to_string(text.size()) + ":" + std::string(text); }

std::string_view take(std::string_view& rest) {
  std::size_t length = 0;
  const auto* const end = rest.data() + rest.size();
  const auto [stopped, error] = std::from_chars(rest.data(), end, length);
  if (error != std::errc() || stopped == end || *stopped != ':') return rest = {};
  rest.remove_prefix(static_cast<std::size_t>(stopped - rest.data()) + 1);
  const auto text = rest.substr(0, length);
  rest.remove_prefix(text.size());
  return text;
}

}  // namespace

std::string written(const dialect::Statements& statements) {
  // A literal has its limit, on Firebird 64 kB a statement.
  constexpr std::size_t kLongest = 16000;
  std::string text;
  for (const auto& each : statements) {
    if (each.kind == dialect::Statement::Kind::code) return {};
    const char marks[] = {static_cast<char>('0' + static_cast<int>(each.kind)),
                          static_cast<char>('0' + static_cast<int>(each.effect)), each.outside_transaction ? 'o' : '-',
                          each.frees ? 'f' : '-', each.needs_freed ? 'n' : '-'};
    append(text, std::string_view(marks, sizeof marks));
    append(text, std::to_string(each.operation));
    append(text, each.subject);
    append(text, each.failure);
    append(text, each.sql);
  }
  return text.size() <= kLongest ? text : std::string();
}

dialect::Statements read_statements(const std::string& text) {
  using Statement = dialect::Statement;
  dialect::Statements statements;
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto marks = take(rest);
    if (marks.size() != 5) return {};
    Statement each;
    each.kind = static_cast<Statement::Kind>(marks[0] - '0');
    each.effect = static_cast<Statement::Effect>(marks[1] - '0');
    each.outside_transaction = marks[2] == 'o';
    each.frees = marks[3] == 'f';
    each.needs_freed = marks[4] == 'n';
    const auto operation = take(rest);
    std::from_chars(operation.data(), operation.data() + operation.size(), each.operation);
    each.subject = take(rest);
    each.failure = take(rest);
    each.sql = take(rest);
    statements.push_back(std::move(each));
  }
  return statements;
}

void StepJournal::begin(const PreparedStep& step, std::string revision, const std::vector<std::string>& rows) {
  step_ = &step;
  revision_ = std::move(revision);
  rows_ = rows;
  entry_.reset();
  committed_.reset();
  inserted_ = false;
}

void StepJournal::resume(const PreparedStep& step, JournalEntry entry) {
  begin(step, entry.revision, {});
  entry.owner = journal_owner();
  entry.total = step.groups.size();
  entry.plan_hash = ops::fingerprint(step.operations);
  entry_ = committed_ = std::move(entry);
  inserted_ = true;
}

void StepJournal::enter(Position position, State state, std::string pre_state, const dialect::Statements& statements) {
  if (!entry_) {
    entry_ = JournalEntry{.run = new_journal_run(),
                          .revision = revision_,
                          .direction = step_->direction,
                          .total = step_->groups.size(),
                          .plan_hash = ops::fingerprint(step_->operations),
                          .owner = journal_owner(),
                          .started = utc_now()};
    if (step_->direction == graph::Direction::downgrade) entry_->rows_before = join(rows_, "\n");
  }
  entry_->step = position.group + 1;
  entry_->statement = position.statement;
  entry_->state = state;
  entry_->pre_state = std::move(pre_state);
  if (position.group == step_->groups.size()) {
    entry_->done_hash = entry_->plan_hash;
    entry_->step_hash.clear();
    entry_->statements.clear();
  } else {
    const auto& group = step_->groups[position.group];
    entry_->done_hash = ops::fingerprint(std::span(step_->operations).first(group.first));
    entry_->step_hash = ops::fingerprint(operations_of(*step_, group));
    entry_->statements = group.needs_facts && statements.size() > 1 ? written(statements) : std::string();
  }
  entry_->error.clear();
  write();
}

void StepJournal::write() {
  if (std::exchange(inserted_, true)) {
    journal_.update(connection_, *entry_);
    return;
  }
  // Databases that can create it with the rest of a transaction have none until they need one.
  if (creates_journal_late(connection_.dialect()) && !journal_.exists(connection_, {})) {
    connection_.execute(journal_.create_sql());
  }
  journal_.insert(connection_, *entry_);
}

void StepJournal::finish() {
  if (!entry_) return;
  entry_->state = State::finished;
  entry_->error.clear();
  entry_->pre_state.clear();
  entry_->statements.clear();
  journal_.update(connection_, *entry_);
}

bool StepJournal::note_failure(Position position, const std::string& message, bool is_whole) noexcept {
  // What was entered in the transaction that is no more is not there.
  entry_ = committed_;
  inserted_ = committed_.has_value();
  if (!committed_) return false;
  try {
    constexpr std::size_t kShown = 1000;
    entry_->error = message.substr(0, kShown);
    while (!is_utf8(entry_->error)) entry_->error.pop_back();
    // What was entered last may have been done, and something behind it have failed.
    const bool is_it = entry_->step == position.group + 1 && entry_->statement == position.statement;
    if (is_it && is_whole && entry_->state == State::started) entry_->state = State::failed;
    connection_.begin({});
    const bool is_first = entry_->step == 1 && entry_->statement == 0;
    const bool is_nothing = is_first && entry_->state == State::failed &&
                            entry_->direction == graph::Direction::upgrade && is_untouched(connection_, *entry_);
    if (is_nothing) {
      journal_.remove(connection_, *entry_);
    } else {
      journal_.update(connection_, *entry_);
    }
    connection_.commit();
    committed_ = entry_;
    if (!is_nothing) return false;
    entry_.reset();
    committed_.reset();
    inserted_ = false;
    return true;
  } catch (const std::exception&) {
    connection_.rollback();
    return false;
  }
}

}  // namespace retort::runtime
