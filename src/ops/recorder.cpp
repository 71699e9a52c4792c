#include "ops/recorder.hpp"

#include <retort/error.hpp>

#include <iterator>
#include <utility>

#include "ops/dialect_texts.hpp"
#include "ops/naming.hpp"

namespace retort::ops {

namespace {

thread_local Recorder* installed = nullptr;

}  // namespace

Recorder& Recorder::current(const char* directive, Location where) {
  if (installed == nullptr) {
    throw UsageError(
        std::string("op::") + directive +
            "() was called outside of a migration: directives are recorded while a Migrator runs "
            "upgrade() or downgrade(), and do nothing by themselves",
        {.code = "outside_migration", .operation = std::string(directive) + "()", .location = where.text()});
  }
  return *installed;
}

Operation& Recorder::add(Action action, Location where) {
  auto& operation = operations_.emplace_back(Operation{std::move(action), where, batch_, autocommit_});
  if (batch_ == 0) execute_new();
  return operation;
}

Operation& Recorder::add_together(std::vector<Action> actions, Location where) {
  const bool opened = actions.size() > 1 && open_batch();
  const auto first = operations_.size();
  for (auto& action : actions) operations_.emplace_back(Operation{std::move(action), where, batch_, autocommit_});
  if (actions.size() > 1) companions_.emplace_back(first, actions.size() - 1);
  if (opened) batch_ = 0;
  if (batch_ == 0) execute_new();
  return operations_[first];
}

bool Recorder::open_batch() noexcept {
  if (batch_ != 0) return false;
  batch_ = ++batches_;
  return true;
}

void Recorder::close_batch() {
  batch_ = 0;
  execute_new();
}

void Recorder::settle() {
  for (const auto& [first, count] : companions_) {
    const auto* table = table_of(operations_[first]);
    for (std::size_t i = first + 1; i <= first + count; ++i) *table_of(operations_[i]) = *table;
  }
  companions_.clear();
  for (std::size_t i = executed_; i < operations_.size(); ++i) {
    if (!naming_.dialect.empty()) choose_texts(operations_[i], naming_.dialect);
    give_names(operations_[i], naming_);
  }
}

void Recorder::execute_new() {
  if (!immediate_) return;
  settle();
  Operations fresh(operations_.begin() + static_cast<std::ptrdiff_t>(executed_), operations_.end());
  for (std::size_t i = executed_; i < operations_.size(); ++i) operations_[i].executed = true;
  executed_ = operations_.size();
  if (!fresh.empty()) immediate_(fresh);
}

Operations Recorder::take() {
  settle();
  Operations taken(std::make_move_iterator(operations_.begin()), std::make_move_iterator(operations_.end()));
  operations_.clear();
  return taken;
}

RecorderScope::RecorderScope(Recorder& recorder) noexcept : previous_(std::exchange(installed, &recorder)) {}
RecorderScope::~RecorderScope() { installed = previous_; }

Recording record(FunctionRef<void()> record, const Naming& naming) {
  Recorder recorder({}, naming);
  const RecorderScope scope(recorder);
  record();
  return {recorder.take(), recorder.derived()};
}

}  // namespace retort::ops
