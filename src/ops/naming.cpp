#include "ops/naming.hpp"

#include <retort/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace retort {

NamingConvention NamingConvention::recommended() {
  return {"ix_%(column_0_label)s", "uq_%(table_name)s_%(column_0_name)s", "ck_%(table_name)s_%(constraint_name)s",
          "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk_%(table_name)s"};
}

namespace ops {

namespace {

constexpr std::string_view kGivenName = "%(constraint_name)s";
constexpr std::string_view kDefaultIndex = "ix_%(column_0_N_label)s";

/// What a name is made of.
struct Subject {
  std::string_view table;
  std::vector<std::string_view> columns = {};
  std::string_view referred_table = {};
  std::vector<std::string_view> referred_columns = {};
  std::string_view given = {};
};

[[noreturn]] void fail(std::string_view pattern, const std::string& why) {
  throw UsageError("the naming convention \"" + std::string(pattern) + "\" " + why, {.code = "naming_convention"});
}

std::string joined(const std::vector<std::string_view>& columns, std::string_view separator) {
  std::string text;
  for (const auto column : columns) {
    if (!text.empty()) text += separator;
    text += column;
  }
  return text;
}

/// `column_<which>_<what>`, the same for the columns that are referred to. Nothing for what is no such token.
bool append_columns(std::string& out, std::string_view token, const std::vector<std::string_view>& columns,
                    std::string_view table) {
  constexpr std::string_view kColumn = "column_";
  if (!token.starts_with(kColumn)) return false;
  token.remove_prefix(kColumn.size());
  const auto end = token.find_last_of('_');
  if (end == std::string_view::npos) return false;
  const auto which = token.substr(0, end);
  const auto what = token.substr(end + 1);
  if (what != "name" && what != "label" && what != "key") return false;
  if (what == "label") out.append(table).append("_");
  if (which == "0N" || which == "0_N") {
    out += joined(columns, which == "0N" ? "" : "_");
    return true;
  }
  if (which.empty() || which.find_first_not_of("0123456789") != std::string_view::npos || which.size() > 3)
    return false;
  const auto place = static_cast<std::size_t>(std::stoul(std::string(which)));
  if (place < columns.size()) out += columns[place];
  return true;
}

bool append_token(std::string& out, std::string_view token, const Subject& subject) {
  constexpr std::string_view kReferred = "referred_";
  if (token == "table_name") {
    out += subject.table;
  } else if (token == "constraint_name") {
    out += subject.given;
  } else if (token == "referred_table_name") {
    out += subject.referred_table;
  } else if (token.starts_with(kReferred)) {
    return append_columns(out, token.substr(kReferred.size()), subject.referred_columns, subject.referred_table);
  } else {
    return append_columns(out, token, subject.columns, subject.table);
  }
  return true;
}

std::string filled(std::string_view pattern, const Subject& subject) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size();) {
    const auto begin = pattern.find('%', i);
    out += pattern.substr(i, begin - i);
    if (begin == std::string_view::npos) break;
    if (pattern.substr(begin, 2) == "%%") {
      out += '%';
      i = begin + 2;
      continue;
    }
    const auto end = pattern.find(")s", begin);
    if (pattern.substr(begin, 2) != "%(" || end == std::string_view::npos) {
      fail(pattern, "has a % that begins no token; tokens look like %(table_name)s, and %% is a % itself");
    }
    const auto token = pattern.substr(begin + 2, end - begin - 2);
    if (!append_token(out, token, subject)) {
      fail(pattern, "has the unknown token \"" + std::string(token) +
                        "\"; there are table_name, column_0_name, column_0_N_name, column_0_label, "
                        "referred_table_name, referred_column_0_name and constraint_name");
    }
    i = end + 2;
  }
  return out;
}

bool continues_character(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::size_t length_of(std::string_view name, bool in_bytes) noexcept {
  if (in_bytes) return name.size();
  std::size_t count = 0;
  for (const char c : name) count += continues_character(c) ? 0U : 1U;
  return count;
}

/// FNV-1a: the same on every machine.
std::string hash_of(std::string_view name) {
  std::uint32_t hash = 2166136261U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string digits;
  for (int shift = 28; shift >= 0; shift -= 4) digits += kDigits[(hash >> static_cast<unsigned>(shift)) & 0xFU];
  return digits;
}

std::string cut(std::string name, const Naming& naming) {
  if (naming.longest == 0 || length_of(name, naming.in_bytes) <= naming.longest) return name;
  const auto tail = "_" + hash_of(name);
  while (!name.empty() && length_of(name, naming.in_bytes) + tail.size() > naming.longest) {
    while (name.size() > 1 && continues_character(name.back())) name.pop_back();
    name.pop_back();
  }
  return name + tail;
}

/// `ck_t_` and nothing for `ck_%(table_name)s_%(constraint_name)s`: what a name has that was completed already.
bool is_completed(std::string_view pattern, const Subject& subject) {
  const auto place = pattern.find(kGivenName);
  const auto before = filled(pattern.substr(0, place), subject);
  const auto behind = filled(pattern.substr(place + kGivenName.size()), subject);
  return subject.given.size() > before.size() + behind.size() && subject.given.starts_with(before) &&
         subject.given.ends_with(behind);
}

class Namer {
 public:
  Namer(const Naming& naming, const schema::QualifiedName& table) noexcept : naming_(naming), table_(table.name) {}

  void operator()(schema::PrimaryKey& key) const {
    constraint(key.name, naming_.convention.pk, {table_, views(key.columns)});
  }
  void operator()(schema::Unique& unique) const {
    constraint(unique.name, naming_.convention.uq, {table_, views(unique.columns)});
  }
  void operator()(schema::Check& check) const { constraint(check.name, naming_.convention.ck, {table_}); }
  void operator()(schema::ForeignKey& key) const {
    constraint(key.name, naming_.convention.fk,
               {table_, views(key.columns), key.referent.name, views(key.referent_columns)});
  }
  void operator()(schema::Exclude&) const {}
  void operator()(schema::Index& index) const {
    if (!index.name.empty()) return;
    Subject subject{table_};
    for (const auto& column : index.columns) {
      subject.columns.push_back(column.is_expression() ? std::string_view("expr") : std::string_view(column.name()));
    }
    const auto& pattern = naming_.convention.ix;
    index.name = cut(filled(pattern.empty() ? kDefaultIndex : std::string_view(pattern), subject), naming_);
  }

 private:
  static std::vector<std::string_view> views(const schema::Columns& columns) {
    return {columns.begin(), columns.end()};
  }

  void constraint(std::string& name, std::string_view pattern, Subject subject) const {
    if (pattern.empty()) return;
    if (pattern.find(kGivenName) == std::string_view::npos) {
      if (name.empty()) name = cut(filled(pattern, subject), naming_);
      return;
    }
    if (name.empty()) {
      throw OperationError("the naming convention \"" + std::string(pattern) +
                               "\" completes the name that a constraint was given, and one on \"" +
                               std::string(table_) + "\" has none; name it",
                           {.code = "unnamed_constraint"});
    }
    subject.given = name;
    if (!is_completed(pattern, subject)) name = cut(filled(pattern, subject), naming_);
  }

  const Naming& naming_;
  std::string_view table_;
};

template <typename Each>
void for_each_named(schema::Table& table, const Each& each) {
  if (table.primary_key) each(*table.primary_key);
  for (auto& unique : table.uniques) each(unique);
  for (auto& key : table.foreign_keys) each(key);
  for (auto& check : table.checks) each(check);
  for (auto& index : table.indexes) each(index);
}

/// One function for the operations that name something; the others need nothing.
struct OperationNamer {
  const Naming& naming;

  void operator()(CreateTable& o) const { give_names(o.table, naming); }
  void operator()(CreatePrimaryKey& o) const { Namer(naming, o.table)(o.key); }
  void operator()(CreateUnique& o) const { Namer(naming, o.table)(o.unique); }
  void operator()(CreateForeignKey& o) const { Namer(naming, o.table)(o.key); }
  void operator()(CreateCheck& o) const { Namer(naming, o.table)(o.check); }
  void operator()(CreateIndex& o) const { Namer(naming, o.table)(o.index); }

  /// A constraint that is told by what it says has the name it was created with.
  void operator()(DropConstraint& o) const {
    if (!o.name.empty() || !o.existing) return;
    auto existing = *o.existing;
    try {
      std::visit(Namer(naming, o.table), existing);
    } catch (const OperationError&) {
      return;  // created without a name, before there was a convention
    }
    o.name = std::visit([](const auto& constraint) { return constraint.name; }, existing);
  }

  template <typename Other>
  void operator()(Other&) const {}
};

}  // namespace

void check_convention(const NamingConvention& convention) {
  const std::string name = "x";
  const Subject subject{name, {name}, name, {name}, name};
  for (const auto* pattern : {&convention.ix, &convention.uq, &convention.ck, &convention.fk, &convention.pk}) {
    filled(*pattern, subject);
  }
  if (convention.ix.find(kGivenName) != std::string::npos) {
    fail(convention.ix, "cannot complete the names of indexes; leave out %(constraint_name)s");
  }
}

void give_names(Operation& operation, const Naming& naming) {
  try {
    std::visit(OperationNamer{naming}, operation.action);
  } catch (const OperationError& error) {
    auto facts = facts_of(operation, error.code());
    throw OperationError(error.message(), std::move(facts));
  }
}

void give_names(schema::Table& table, const Naming& naming) { for_each_named(table, Namer(naming, table.name)); }

std::string default_index_name(const schema::QualifiedName& table, const std::vector<op::IndexColumn>& columns) {
  schema::Index index{{}, columns};
  Namer(Naming{}, table)(index);
  return index.name;
}

void fit_names(schema::Table& table, const Naming& naming) {
  const Naming unlimited{naming.convention};
  for_each_named(table, [&](auto& object) {
    if (length_of(object.name, naming.in_bytes) <= naming.longest || naming.longest == 0) return;
    // Of names that were completed only the whole is known, and it can be no other one.
    auto unnamed = object;
    unnamed.name.clear();
    try {
      Namer(unlimited, table.name)(unnamed);
      if (unnamed.name != object.name) return;
    } catch (const OperationError&) {
    }
    object.name = cut(object.name, naming);
  });
}

}  // namespace ops

}  // namespace retort
