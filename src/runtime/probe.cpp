#include "runtime/probe.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "core/fnv.hpp"
#include "core/sql_lexer.hpp"
#include "ops/fingerprint.hpp"

namespace retort::runtime {

namespace {

using dialect::Facts;
using schema::QualifiedName;

/// An object whose definition tells whether a statement has been applied.
struct Subject {
  std::string_view kind;
  QualifiedName name;
  friend bool operator==(const Subject&, const Subject&) = default;
};

constexpr std::string_view kTable = "table";
constexpr std::string_view kEnum = "enum";
constexpr std::array kOtherKinds = {std::pair{std::string_view("view"), Facts::Kind::view},
                                    std::pair{std::string_view("trigger"), Facts::Kind::trigger},
                                    std::pair{std::string_view("sequence"), Facts::Kind::sequence},
                                    std::pair{std::string_view("schema"), Facts::Kind::schema}};

using Subjects = std::vector<Subject>;

void add_tables_with(const QualifiedName& name, const schema::MetaData& known, Subjects& subjects) {
  for (const auto& [table, definition] : known.tables) {
    const bool uses = std::any_of(definition.columns.begin(), definition.columns.end(), [&](const auto& column) {
      return column.type.kind() == Type::Kind::enum_ && column.type.name() == name.name &&
             column.type.schema() == name.schema;
    });
    if (uses) subjects.push_back({kTable, table});
  }
}

/// False where nothing in the catalog tells.
bool add_subjects(const ops::Operation& operation, const schema::MetaData& known, Subjects& subjects) {
  const auto of_enum = [&](const QualifiedName& name) {
    subjects.push_back({kEnum, name});
    add_tables_with(name, known, subjects);
    return true;
  };
  const auto add = [&](std::string_view kind, const QualifiedName& name) {
    subjects.push_back({kind, name});
    return true;
  };
  return std::visit(ops::Overloaded{
                        [](const ops::Execute&) { return false; },
                        [](const ops::Run&) { return false; },
                        [](const ops::Invoke&) { return false; },
                        [](const ops::Irreversible&) { return false; },
                        [](const ops::BulkInsert&) { return false; },
                        [&](const ops::CreateSchema& o) {
                          return add("schema", {{}, o.name});
                        },
                        [&](const ops::DropSchema& o) {
                          return add("schema", {{}, o.name});
                        },
                        [&](const ops::CreateSequence& o) { return add("sequence", o.sequence.name); },
                        [&](const ops::AlterSequence& o) { return add("sequence", o.name); },
                        [&](const ops::DropSequence& o) { return add("sequence", o.name); },
                        [&](const ops::CreateView& o) { return add("view", o.view.name); },
                        [&](const ops::ReplaceView& o) { return add("view", o.view.name); },
                        [&](const ops::DropView& o) { return add("view", o.name); },
                        [&](const ops::CreateTrigger& o) {
                          return add("trigger", {o.trigger.table.schema, o.trigger.name});
                        },
                        [&](const ops::DropTrigger& o) {
                          return add("trigger", {o.table.schema, o.name});
                        },
                        [&](const ops::CreateEnum& o) { return of_enum(o.type.name); },
                        [&](const ops::AlterEnum& o) { return of_enum(o.name); },
                        [&](const ops::DropEnum& o) { return of_enum(o.name); },
                        [&](const ops::RenameTable& o) {
                          return add(kTable, o.table) && add(kTable, {o.table.schema, o.new_name});
                        },
                        [&](const ops::DropIndex& o) {
                          if (!o.table.name.empty()) return add(kTable, o.table);
                          for (const auto& [name, table] : known.tables) {
                            const auto is_it = [&](const auto& index) { return index.name == o.name; };
                            if (std::any_of(table.indexes.begin(), table.indexes.end(), is_it))
                              return add(kTable, name);
                          }
                          return false;
                        },
                        [&](const auto&) { return add(kTable, *ops::table_of(operation)); },
                    },
                    operation.action);
}

/// The next number of AUTO_INCREMENT is no part of what a table is; it changes with every row.
std::string without_counter(std::string text) {
  constexpr std::string_view kCounter = " AUTO_INCREMENT=";
  const auto found = text.rfind(kCounter);
  if (found == std::string::npos || text.find('\n', found) != std::string::npos) return text;
  const auto end = text.find_first_not_of("0123456789", found + kCounter.size());
  return text.erase(found, std::min(end, text.size()) - found);
}

std::string hash_of(std::string_view text) {
  Fnv1a hash;
  hash.add(text);
  return hash.hex();
}

constexpr std::string_view kAbsent = "absent";

std::optional<std::string> table_state(Connection& connection, const QualifiedName& name) {
  auto& facts = connection.facts();
  if (const auto native = facts.native_table(name)) {
    auto text = without_counter(native->table.sql);
    for (const auto& dependent : native->dependents) text += "\n" + dependent.sql;
    return hash_of(text);
  }
  const auto table = facts.table(name);
  return table ? ops::fingerprint(*table) : std::string(kAbsent);
}

/// The state of an object, or nothing when it cannot be told.
std::optional<std::string> state_of(Connection& connection, const Subject& subject) {
  if (subject.kind == kTable) return table_state(connection, subject.name);
  if (subject.kind == kEnum) {
    const auto type = connection.facts().enum_type(subject.name);
    if (!type) return std::string(kAbsent);
    std::string all;
    for (const auto& value : type->values) all += value + '\n';
    return hash_of(all);
  }
  const auto* const kind = std::find_if(kOtherKinds.begin(), kOtherKinds.end(),
                                        [&](const auto& each) { return each.first == subject.kind; });
  if (kind == kOtherKinds.end()) return std::nullopt;
  const auto definition = connection.facts().definition(kind->second, subject.name);
  if (!definition) return std::nullopt;
  return definition->empty() ? std::string(kAbsent) : hash_of(*definition);
}

/// A line for each, `kind`, schema, name and state with tabs between: no identifier holds one.
std::string state_of(Connection& connection, const Subjects& subjects) {
  std::string text;
  for (const auto& subject : subjects) {
    const auto state = state_of(connection, subject);
    if (!state) return {};
    text += std::string(subject.kind) + '\t' + subject.name.schema + '\t' + subject.name.name + '\t' + *state + '\n';
  }
  return text;
}

/// The objects of a state that was written down.
Subjects subjects_of(std::string_view state) {
  Subjects subjects;
  while (!state.empty()) {
    const auto line = state.substr(0, state.find('\n'));
    state.remove_prefix(std::min(line.size() + 1, state.size()));
    const auto first = line.find('\t');
    const auto second = line.find('\t', first + 1);
    const auto third = line.find('\t', second + 1);
    if (third == std::string_view::npos) return {};
    subjects.push_back({line.substr(0, first),
                        {std::string(line.substr(first + 1, second - first - 1)),
                         std::string(line.substr(second + 1, third - second - 1))}});
  }
  return subjects;
}

const SqlText* probe_text(const ops::Operation& operation) {
  if (const auto* execute = std::get_if<ops::Execute>(&operation.action)) return &execute->probe;
  if (const auto* run = std::get_if<ops::Run>(&operation.action)) return &run->probe;
  return nullptr;
}

/// The query that the program gave, for this dialect.
std::string given_probe(const ops::Operation& operation, const dialect::Dialect& dialect) {
  if (const auto* text = probe_text(operation)) {
    const auto* found = text->find(dialect.name());
    return found == nullptr ? std::string() : *found;
  }
  if (const auto* invoke = std::get_if<ops::Invoke>(&operation.action)) {
    return invoke->operation->probe(dialect.name());
  }
  return {};
}

bool is_true(const std::vector<std::string>& answer) {
  if (answer.empty()) return false;
  const auto& text = answer.front();
  return text != "0" && text != "f" && text != "false" && text != "FALSE" && !text.empty();
}

bool has_name(const auto& objects, std::string_view name) {
  return std::any_of(objects.begin(), objects.end(), [&](const auto& each) { return each.name == name; });
}

/// False when what the operation makes is not there, or what it takes away is: somebody else has changed the table
/// since. True too where nothing of the kind can be told.
bool may_be_applied(Connection& connection, const ops::Operation& operation) {
  const auto* name = ops::table_of(operation);
  if (name == nullptr || name->name.empty()) return true;
  const auto table = connection.facts().table(*name);
  return std::visit(
      ops::Overloaded{
          [&](const ops::CreateTable&) { return table.has_value(); },
          [&](const ops::DropTable&) { return !table; },
          [&](const ops::RenameTable& o) {
            return !table && connection.facts().table({o.table.schema, o.new_name}).has_value();
          },
          [&](const ops::AddColumn& o) { return table && table->find_column(o.column.name) != nullptr; },
          [&](const ops::DropColumn& o) { return table && table->find_column(o.column) == nullptr; },
          [&](const ops::RenameColumn& o) {
            return table && table->find_column(o.column) == nullptr && table->find_column(o.new_name) != nullptr;
          },
          [&](const ops::AlterColumn& o) {
            return table && table->find_column(o.new_name.value_or(o.column)) != nullptr;
          },
          [&](const ops::CreateIndex& o) {
            return table && (has_name(table->indexes, o.index.name) || has_name(table->uniques, o.index.name));
          },
          [&](const ops::DropIndex& o) {
            return table && !has_name(table->indexes, o.name) && !has_name(table->uniques, o.name);
          },
          [&](const auto&) { return table.has_value(); },
      },
      operation.action);
}

/// An index that was begun CONCURRENTLY and never finished stands in the way of its own name.
bool is_half_an_index(Connection& connection, const ops::Operation& operation) {
  if (const auto* create = std::get_if<ops::CreateIndex>(&operation.action)) {
    return connection.facts().has_invalid_index({create->table.schema, create->index.name});
  }
  if (const auto* drop = std::get_if<ops::DropIndex>(&operation.action)) {
    return connection.facts().has_invalid_index({drop->table.schema, drop->name});
  }
  return false;
}

}  // namespace

std::string catalog_state(Connection& connection, std::span<const ops::Operation> operations,
                          const schema::MetaData& known) {
  Subjects subjects;
  for (const auto& operation : operations) {
    if (!add_subjects(operation, known, subjects)) return {};
  }
  // Changes to one table have it once.
  Subjects once;
  for (auto& subject : subjects) {
    if (std::find(once.begin(), once.end(), subject) == once.end()) once.push_back(std::move(subject));
  }
  return state_of(connection, once);
}

bool is_untouched(Connection& connection, const JournalEntry& entry) {
  if (entry.state == JournalEntry::State::ready) return true;
  if (entry.pre_state.empty()) return entry.state == JournalEntry::State::failed;
  return state_of(connection, subjects_of(entry.pre_state)) == entry.pre_state;
}

Probe probe(Connection& connection, const JournalEntry& entry, const ops::Operation& operation,
            std::span<const ops::Operation> operations, bool is_last) {
  if (entry.state == JournalEntry::State::ready) return Probe::not_applied;
  if (const auto query = given_probe(operation, connection.dialect()); !query.empty()) {
    return is_true(connection.query(query)) ? Probe::applied : Probe::not_applied;
  }
  if (entry.state == JournalEntry::State::failed && entry.pre_state.empty()) return Probe::not_applied;
  if (entry.pre_state.empty()) return Probe::unknown;
  if (is_half_an_index(connection, operation)) return Probe::partial;
  if (is_untouched(connection, entry)) return Probe::not_applied;
  if (!is_last) return Probe::applied;
  for (const auto& each : operations) {
    if (!may_be_applied(connection, each)) return Probe::unknown;
  }
  return Probe::applied;
}

bool changes_rows_only(std::string_view sql, const dialect::Dialect& dialect) {
  static constexpr std::array<std::string_view, 5> kWords = {"INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE"};
  const auto word = first_word(sql, SqlSyntax::of(dialect.name()));
  return std::any_of(kWords.begin(), kWords.end(), [&](auto each) { return equal_ignoring_case(word, each); });
}

}  // namespace retort::runtime
