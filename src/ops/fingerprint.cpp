#include "ops/fingerprint.hpp"

#include <bit>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/fnv.hpp"

namespace retort::ops {

namespace {

/// To be counted up whenever the same operations get another fingerprint; then what databases hold is not compared.
constexpr std::string_view kWay = "1:";

/// Feeds values to the hash. Every struct is taken apart by a structured binding, so that a member that is added to one
/// does not compile until it is named here.
///
/// A member at its default counts for nothing: those that come to be added, at the end of their list, leave the
/// fingerprints of what was written before as they are.
class Print {
 public:
  template <typename... Members>
  void members(const Members&... members) {
    unsigned char place = 0;
    (member(++place, members), ...);
    hash_.add_byte(0);
  }

  std::string text() const { return std::string(kWay) + hash_.hex(); }

  void add(std::string_view text) {
    hash_.add_number(text.size());
    hash_.add(text);
  }
  void add(const std::string& text) { add(std::string_view(text)); }

  template <typename Number>
  requires(std::is_integral_v<Number> || std::is_enum_v<Number>) void add(Number number) {
    hash_.add_number(static_cast<std::uint64_t>(number));
  }

  template <typename Item>
  void add(const std::vector<Item>& items) {
    hash_.add_number(items.size());
    for (const auto& item : items) add(item);
  }
  template <typename Inner>
  void add(const std::optional<Inner>& value) {
    add(value.has_value());
    if (value) add(*value);
  }
  template <typename First, typename Second>
  void add(const std::pair<First, Second>& pair) {
    add(pair.first);
    add(pair.second);
  }
  template <typename... Alternatives>
  void add(const std::variant<Alternatives...>& value) {
    hash_.add_number(value.index());
    std::visit([this](const auto& each) { this->add(each); }, value);
  }

  void add(const Type& type) {
    add(type.kind());
    add(type.length());
    add(type.scale());
    add(type.has_time_zone());
    add(type.name());
    add(type.schema());
    add(type.values());
    if (type.kind() == Type::Kind::array) add(type.element());
  }
  void add(const Value& value) {
    add(value.kind());
    if (value.kind() == Value::Kind::real) {
      hash_.add_number(std::bit_cast<std::uint64_t>(value.real()));
    } else {
      add(value.integer());
      add(value.text());
    }
  }
  void add(const Sql& sql) { add(sql.text); }
  void add(const SqlText& text) { add(text.texts()); }
  void add(const op::IndexColumn& o) {
    members(o.name(), o.is_expression(), o.is_descending(), o.nulls(), o.length(), o.collation(), o.operator_class(),
            o.by_dialect());
  }
  void add(const op::ExcludeElement& o) {
    const auto& [expression, with] = o;
    members(expression, with);
  }
  void add(const op::Identity& o) {
    const auto& [always, start, increment] = o;
    members(always, start, increment);
  }

  void add(const schema::QualifiedName& o) {
    const auto& [schema, name] = o;
    members(name, schema);
  }
  void add(const schema::Computed& o) {
    const auto& [sql, stored, by_dialect] = o;
    members(sql, stored, by_dialect);
  }
  void add(const schema::Column& o) {
    const auto& [name, type, nullable, autoincrement, server_default, identity, computed, comment, collation, native] =
        o;
    members(name, type, nullable, autoincrement, server_default, identity, computed, comment, collation, native);
  }
  void add(const schema::PrimaryKey& o) {
    const auto& [name, columns, native] = o;
    members(name, columns, native);
  }
  void add(const schema::Unique& o) {
    const auto& [name, columns, deferral, nulls_not_distinct, native] = o;
    members(name, columns, deferral, nulls_not_distinct, native);
  }
  void add(const schema::ForeignKey& o) {
    const auto& [name, columns, referent, referents, on_delete, on_update, deferral, match, not_valid, native] = o;
    members(name, columns, referent, referents, on_delete, on_update, deferral, match, not_valid, native);
  }
  void add(const schema::Check& o) {
    const auto& [name, condition, not_valid, by_dialect, native] = o;
    members(name, condition, not_valid, by_dialect, native);
  }
  void add(const schema::Exclude& o) {
    const auto& [name, elements, method, where, deferral, native] = o;
    members(name, elements, method, where, deferral, native);
  }
  void add(const schema::Index& o) {
    const auto& [name, columns, unique, concurrently, if_not_exists, descending, where, method, include, comment,
                 where_by_dialect, nulls_not_distinct, native] = o;
    members(name, columns, unique, concurrently, if_not_exists, descending, where, method, include, comment,
            where_by_dialect, nulls_not_distinct, native);
  }
  void add(const schema::TableOptions& o) {
    const auto& [strict, without_rowid, unlogged, engine, charset, collate, row_format, tablespace, partition, inherits,
                 native] = o;
    members(strict, without_rowid, unlogged, engine, charset, collate, row_format, tablespace, partition, inherits,
            native);
  }
  void add(const schema::Table& o) {
    const auto& [name, columns, key, uniques, foreign_keys, checks, excludes, indexes, comment, options] = o;
    members(name, columns, key, uniques, foreign_keys, checks, excludes, indexes, comment, options);
  }
  void add(const schema::Sequence& o) {
    const auto& [name, start, increment, min_value, max_value, cycle] = o;
    members(name, start, increment, min_value, max_value, cycle);
  }
  void add(const schema::Enum& o) {
    const auto& [name, values, implicit] = o;
    members(name, values, implicit);
  }
  void add(const schema::View& o) {
    const auto& [name, query, materialized, native] = o;
    members(name, query, materialized, native);
  }
  void add(const schema::Trigger& o) {
    const auto& [name, table, body, timing, on_insert, on_update, on_delete, for_each, update_of, when] = o;
    members(name, table, body, timing, on_insert, on_update, on_delete, for_each, update_of, when);
  }

  void add(const CreateTable& o) {
    const auto& [table, if_not_exists] = o;
    members(kind("create_table"), table, if_not_exists);
  }
  void add(const DropTable& o) {
    const auto& [table, if_exists, cascade] = o;
    members(kind("drop_table"), table, if_exists, cascade);
  }
  void add(const RenameTable& o) {
    const auto& [table, new_name] = o;
    members(kind("rename_table"), table, new_name);
  }
  void add(const CreateTableComment& o) {
    const auto& [table, comment, existing] = o;
    members(kind("create_table_comment"), table, comment, existing);
  }
  void add(const DropTableComment& o) {
    const auto& [table, existing] = o;
    members(kind("drop_table_comment"), table, existing);
  }
  void add(const AddColumn& o) {
    const auto& [table, column, if_not_exists, first, after] = o;
    members(kind("add_column"), table, column, if_not_exists, first, after);
  }
  void add(const DropColumn& o) {
    const auto& [table, column, if_exists, existing] = o;
    members(kind("drop_column"), table, column, if_exists, existing);
  }
  void add(const AlterColumn& o) {
    const auto& [table, column, new_name, type, nullable, server_default, comment, autoincrement, collation, using_,
                 was_type, was_nullable, was_default, was_comment, was_autoincrement, was_collation, identity,
                 was_identity] = o;
    members(kind("alter_column"), table, column, new_name, type, nullable, server_default, comment, autoincrement,
            collation, using_, was_type, was_nullable, was_default, was_comment, was_autoincrement, was_collation,
            identity, was_identity);
  }
  void add(const RenameColumn& o) {
    const auto& [table, column, new_name] = o;
    members(kind("rename_column"), table, column, new_name);
  }
  void add(const CreatePrimaryKey& o) {
    const auto& [table, key] = o;
    members(kind("create_primary_key"), table, key);
  }
  void add(const CreateUnique& o) {
    const auto& [table, unique] = o;
    members(kind("create_unique_constraint"), table, unique);
  }
  void add(const CreateForeignKey& o) {
    const auto& [table, key] = o;
    members(kind("create_foreign_key"), table, key);
  }
  void add(const CreateCheck& o) {
    const auto& [table, check] = o;
    members(kind("create_check_constraint"), table, check);
  }
  void add(const CreateExclude& o) {
    const auto& [table, exclude] = o;
    members(kind("create_exclude_constraint"), table, exclude);
  }
  void add(const DropConstraint& o) {
    const auto& [table, name, kind_of_it, if_exists, cascade, existing] = o;
    members(kind("drop_constraint"), table, name, kind_of_it, if_exists, cascade, existing);
  }
  void add(const RenameConstraint& o) {
    const auto& [table, name, new_name] = o;
    members(kind("rename_constraint"), table, name, new_name);
  }
  void add(const ValidateConstraint& o) {
    const auto& [table, name] = o;
    members(kind("validate_constraint"), table, name);
  }
  void add(const CreateIndex& o) {
    const auto& [table, index] = o;
    members(kind("create_index"), table, index);
  }
  void add(const DropIndex& o) {
    const auto& [table, name, if_exists, concurrently, existing] = o;
    members(kind("drop_index"), table, name, if_exists, concurrently, existing);
  }
  void add(const RenameIndex& o) {
    const auto& [table, name, new_name] = o;
    members(kind("rename_index"), table, name, new_name);
  }
  void add(const CreateSchema& o) {
    const auto& [name, if_not_exists] = o;
    members(kind("create_schema"), name, if_not_exists);
  }
  void add(const DropSchema& o) {
    const auto& [name, if_exists, cascade] = o;
    members(kind("drop_schema"), name, if_exists, cascade);
  }
  void add(const CreateSequence& o) {
    const auto& [sequence, if_not_exists] = o;
    members(kind("create_sequence"), sequence, if_not_exists);
  }
  void add(const AlterSequence& o) {
    const auto& [name, start, increment, min_value, max_value, cycle] = o;
    members(kind("alter_sequence"), name, start, increment, min_value, max_value, cycle);
  }
  void add(const DropSequence& o) {
    const auto& [name, if_exists] = o;
    members(kind("drop_sequence"), name, if_exists);
  }
  void add(const CreateEnum& o) {
    const auto& [type, if_not_exists] = o;
    members(kind("create_enum"), type, if_not_exists);
  }
  void add(const AlterEnum::Addition& o) {
    const auto& [value, before] = o;
    members(value, before);
  }
  void add(const AlterEnum& o) {
    const auto& [name, added, renamed] = o;
    members(kind("alter_enum"), name, added, renamed);
  }
  void add(const DropEnum& o) {
    const auto& [name, if_exists] = o;
    members(kind("drop_enum"), name, if_exists);
  }
  void add(const CreateView& o) {
    const auto& [view, if_not_exists] = o;
    members(kind("create_view"), view, if_not_exists);
  }
  void add(const ReplaceView& o) {
    const auto& [view, existing] = o;
    members(kind("replace_view"), view, existing);
  }
  void add(const DropView& o) {
    const auto& [name, if_exists, materialized, cascade] = o;
    members(kind("drop_view"), name, if_exists, materialized, cascade);
  }
  void add(const CreateTrigger& o) {
    const auto& [trigger, if_not_exists] = o;
    members(kind("create_trigger"), trigger, if_not_exists);
  }
  void add(const DropTrigger& o) {
    const auto& [table, name, if_exists] = o;
    members(kind("drop_trigger"), table, name, if_exists);
  }
  void add(const BulkInsert& o) {
    const auto& [table, columns, rows] = o;
    members(kind("bulk_insert"), table, columns, rows);
  }
  void add(const Execute& o) {
    // What tells about the statement (its reverse, its tables, its probe) may be told later.
    members(kind("execute"), o.statement);
  }
  void add(const Run& o) { members(kind("run"), o.description); }
  void add(const Irreversible&) { members(kind("irreversible")); }
  void add(const Invoke& o) { members(kind("invoke"), o.operation->describe()); }
  void add(const Operation& o) {
    const auto& [action, where, batch, autocommit, executed] = o;
    std::visit([this](const auto& each) { add(each); }, action);
    members(autocommit);
  }

 private:
  static std::string_view kind(std::string_view directive) noexcept { return directive; }

  template <typename Member>
  void member(unsigned char place, const Member& value) {
    if (value == Member{}) return;
    hash_.add_byte(place);
    add(value);
  }

  Fnv1a hash_;
};

}  // namespace

std::string fingerprint(std::span<const Operation> operations) {
  Print print;
  for (const auto& operation : operations) print.add(operation);
  return print.text();
}

std::string fingerprint(const schema::Table& table) {
  Print print;
  print.add(table);
  return print.text();
}

bool fingerprints_differ(std::string_view a, std::string_view b) noexcept {
  return a != b && a.starts_with(kWay) && b.starts_with(kWay);
}

}  // namespace retort::ops
