#ifndef RETORT_METADATA_HPP
#define RETORT_METADATA_HPP

#include <memory>
#include <string>

#include <retort/export.hpp>
#include <retort/function_ref.hpp>
#include <retort/location.hpp>
#include <retort/naming_convention.hpp>
#include <retort/op_options.hpp>
#include <retort/table.hpp>
#include <retort/value.hpp>

namespace retort {

namespace schema {
struct MetaData;
}

/// The schema a program wants: what `compare` holds against a database. SQLAlchemy's MetaData.
///
/// A value: copies are independent of each other. It is written once and read from then on, and may then be read by
/// several threads. It knows no database; what one of them cannot express is told when it is compared with that one.
class RETORT_API MetaData {
 public:
  MetaData();
  /// For the library's own use.
  explicit MetaData(std::unique_ptr<schema::MetaData> data) noexcept;
  MetaData(const MetaData& other);
  MetaData(MetaData&&) noexcept;
  MetaData& operator=(const MetaData& other);
  MetaData& operator=(MetaData&&) noexcept;
  ~MetaData();

  /// How constraints and indexes without a name are named in the tables described from now on: the convention that the
  /// migrations have, too. UsageError for a pattern with an unknown token.
  MetaData& naming_convention(NamingConvention convention);

  /// Adds a table, described with the verbs of `op::create_table`.
  ///
  /// Checked at once: OperationError, with the place of the call, for a table that is there already, for two columns of
  /// one name, for a key or an index over a column that the table does not have, and for all else that create_table
  /// refuses. Nothing is added then. The tables that foreign keys refer to may be described later: `compare` looks for
  /// them.
  MetaData& table(std::string name, FunctionRef<void(op::Table&)> describe, Location where = {});

  /// Adds a view; `query` is the SELECT behind the AS. OperationError for a view that is there already.
  MetaData& view(std::string name, SqlText query, Location where = {});
  /// The same with options: a schema, materialized.
  MetaData& view(std::string name, SqlText query, FunctionRef<void(op::ViewOptions&)> describe, Location where = {});

  /// Adds a trigger on a table or a view, which may be described later; `body` and the options are those of
  /// `op::create_trigger`. OperationError for a second one of that name on the table, and for one without an event.
  MetaData& trigger(std::string name, std::string table, SqlText body, FunctionRef<void(op::TriggerOptions&)> describe,
                    Location where = {});

  /// Adds a sequence; what takes its numbers from it says so in its server_default. OperationError for one that is
  /// there already.
  MetaData& sequence(std::string name, Location where = {});
  MetaData& sequence(std::string name, FunctionRef<void(op::SequenceOptions&)> describe, Location where = {});

  /// Adds an enum that is there by itself, as `op::create_enum` makes it: for types that no column of the model is of,
  /// or that are to outlive their columns. Where enums are no types of their own (all but PostgreSQL) it says nothing.
  /// OperationError for one that is there already, and for other values than a column's of the same name.
  MetaData& enum_(std::string name, Names values, Location where = {});

  /// Adds a schema (PostgreSQL). Those that tables are in need not be named.
  MetaData& schema(std::string name, Location where = {});

  bool empty() const noexcept;

  /// What has been said so far; for the library's own use.
  const schema::MetaData& data() const noexcept { return *data_; }

 private:
  std::unique_ptr<schema::MetaData> data_;
};

}  // namespace retort

#endif
