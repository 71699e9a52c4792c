#include "runtime/inspect/firebird.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>

#include "core/sql_lexer.hpp"
#include "core/text.hpp"
#include "dialect/dialect.hpp"
#include "dialect/firebird/native_defaults.hpp"
#include "dialect/firebird/normalize.hpp"
#include "dialect/firebird/objects.hpp"
#include "dialect/firebird/quoting.hpp"
#include "dialect/firebird/types.hpp"
#include "runtime/firebird/row_lock.hpp"
#include "runtime/inspect/unspeakable.hpp"

namespace retort::runtime::firebird {

namespace {

namespace dialect = retort::dialect::firebird;

/// The columns of a row, one after the other.
class Reader {
 public:
  explicit Reader(const TextRow& row) noexcept : row_(row) {}
  bool null() const { return !row_[next_]; }
  std::string text() { return row_[next_++].value_or(std::string()); }
  std::string name() { return dialect::shown_name(text()); }
  std::optional<std::string> optional_text() { return row_[next_++]; }
  std::int64_t number(std::int64_t otherwise = 0) {
    const auto& value = row_[next_++];
    if (value) std::from_chars(value->data(), value->data() + value->size(), otherwise);
    return otherwise;
  }
  bool flag() { return number() != 0; }

 private:
  const TextRow& row_;
  std::size_t next_ = 0;
};

/// Names that the database chose itself are no names.
std::string given_name(const std::string& name) { return name.rfind("INTEG_", 0) == 0 ? std::string() : name; }

op::ReferentialAction action(const std::string& rule) {
  using Action = op::ReferentialAction;
  if (rule == "CASCADE") return Action::cascade;
  if (rule == "SET NULL") return Action::set_null;
  if (rule == "SET DEFAULT") return Action::set_default;
  return Action::unspecified;
}

class CatalogReader {
 public:
  CatalogReader(const Ask& ask, const std::optional<std::string>& table) : ask_(ask) {
    schema_.complete = !table;
    if (table) only_ = retort::dialect::find_dialect("firebird")->literal(Value(dialect::stored_name(*table)));
  }

  schema::MetaData read() {
    read_relations();
    read_columns();
    read_keys();
    read_checks();
    if (only_.empty()) {
      read_sequences();
      read_triggers();
    }
    return std::move(schema_);
  }

 private:
  /// ` AND column = 'table'`, where it is about one table.
  std::string only(std::string_view column) const {
    return only_.empty() ? std::string() : " AND " + std::string(column) + " = " + only_;
  }

  schema::Table* find(const std::string& name) {
    const auto found = schema_.tables.find({{}, name});
    return found == schema_.tables.end() ? nullptr : &found->second;
  }

  void read_relations() {
    for (const auto& row : ask_("SELECT TRIM(TRAILING FROM R.RDB$RELATION_NAME), R.RDB$VIEW_SOURCE, R.RDB$DESCRIPTION, "
                                "COALESCE(R.RDB$RELATION_TYPE, 0) FROM RDB$RELATIONS R WHERE "
                                "COALESCE(R.RDB$SYSTEM_FLAG, 0) = 0" +
                                only("R.RDB$RELATION_NAME") + " ORDER BY 1")) {
      Reader reader(row);
      const schema::QualifiedName name{{}, reader.name()};
      if (name.name == kLockTable) continue;
      const auto source = reader.optional_text();
      const auto comment = reader.text();
      const auto kind = reader.number();
      if (source || kind == kView) {
        schema_.views.emplace(name, schema::View{name, trimmed(source.value_or(std::string()))});
        continue;
      }
      auto& table = schema_.tables.emplace(name, schema::Table{name}).first->second;
      table.comment = comment;
      if (kind != kTable || is_unspeakable(name.name)) schema_.uncertain.insert(name);
    }
  }

  void read_columns() {
    for (const auto& row :
         ask_("SELECT TRIM(TRAILING FROM C.RDB$RELATION_NAME), TRIM(TRAILING FROM C.RDB$FIELD_NAME), F.RDB$FIELD_TYPE, "
              "F.RDB$FIELD_SUB_TYPE, F.RDB$FIELD_LENGTH, F.RDB$CHARACTER_LENGTH, F.RDB$FIELD_PRECISION, "
              "F.RDB$FIELD_SCALE, F.RDB$SEGMENT_LENGTH, TRIM(S.RDB$CHARACTER_SET_NAME), F.RDB$DIMENSIONS, "
              "COALESCE(C.RDB$NULL_FLAG, F.RDB$NULL_FLAG, 0), COALESCE(C.RDB$DEFAULT_SOURCE, F.RDB$DEFAULT_SOURCE), "
              "C.RDB$DESCRIPTION, F.RDB$COMPUTED_SOURCE, TRIM(L.RDB$COLLATION_NAME), "
              "TRIM(S.RDB$DEFAULT_COLLATE_NAME), C.RDB$IDENTITY_TYPE, G.RDB$INITIAL_VALUE, G.RDB$GENERATOR_INCREMENT "
              "FROM RDB$RELATION_FIELDS C "
              "JOIN RDB$RELATIONS R ON R.RDB$RELATION_NAME = C.RDB$RELATION_NAME "
              "JOIN RDB$FIELDS F ON F.RDB$FIELD_NAME = C.RDB$FIELD_SOURCE "
              "LEFT JOIN RDB$CHARACTER_SETS S ON S.RDB$CHARACTER_SET_ID = F.RDB$CHARACTER_SET_ID "
              "LEFT JOIN RDB$COLLATIONS L ON L.RDB$CHARACTER_SET_ID = F.RDB$CHARACTER_SET_ID AND "
              "L.RDB$COLLATION_ID = COALESCE(C.RDB$COLLATION_ID, F.RDB$COLLATION_ID) "
              "LEFT JOIN RDB$GENERATORS G ON G.RDB$GENERATOR_NAME = C.RDB$GENERATOR_NAME "
              "WHERE COALESCE(R.RDB$SYSTEM_FLAG, 0) = 0 AND R.RDB$VIEW_BLR IS NULL" +
              only("C.RDB$RELATION_NAME") + " ORDER BY C.RDB$RELATION_NAME, C.RDB$FIELD_POSITION")) {
      Reader reader(row);
      auto* table = find(reader.name());
      if (table != nullptr) table->columns.push_back(read_column(reader, *table));
    }
  }

  schema::Column read_column(Reader& reader, const schema::Table& table) {
    schema::Column column;
    column.name = reader.name();
    dialect::NativeType native;
    native.type = static_cast<int>(reader.number());
    native.sub_type = static_cast<int>(reader.number());
    native.length = static_cast<int>(reader.number());
    native.characters = static_cast<int>(reader.number());
    native.precision = static_cast<int>(reader.number());
    native.scale = static_cast<int>(reader.number());
    native.segment = static_cast<int>(reader.number());
    native.charset = reader.text();
    native.dimensions = reader.flag();
    column.type = dialect::read_type(native);
    column.nullable = !reader.flag();
    const auto source = reader.optional_text();
    if (source) column.server_default = dialect::read_default(*source, column.type);
    column.comment = reader.text();
    if (const auto computed = reader.optional_text()) {
      column.computed = schema::Computed{dialect::read_expression(*computed), false};
    }
    const auto collation = reader.text();
    if (collation != reader.text()) column.collation = collation;
    const bool counts = !reader.null();
    reader.number();
    const auto initial = reader.number();
    const auto increment = reader.number(1);
    if (counts) dialect::set_identity(column, initial + increment);
    if (native.dimensions || is_unspeakable(column.name)) schema_.uncertain.insert(table.name);
    return column;
  }

  /// Indexes, and the keys that are kept by one: a row for each segment.
  void read_keys() {
    Key key;
    for (const auto& row :
         ask_("SELECT TRIM(TRAILING FROM I.RDB$RELATION_NAME), TRIM(TRAILING FROM I.RDB$INDEX_NAME), "
              "COALESCE(I.RDB$UNIQUE_FLAG, 0), COALESCE(I.RDB$INDEX_TYPE, 0), I.RDB$EXPRESSION_SOURCE, "
              "I.RDB$DESCRIPTION, TRIM(TRAILING FROM S.RDB$FIELD_NAME), TRIM(C.RDB$CONSTRAINT_TYPE), "
              "TRIM(TRAILING FROM C.RDB$CONSTRAINT_NAME), TRIM(F.RDB$DELETE_RULE), TRIM(F.RDB$UPDATE_RULE), "
              "TRIM(TRAILING FROM P.RDB$RELATION_NAME), TRIM(TRAILING FROM T.RDB$FIELD_NAME) "
              "FROM RDB$INDICES I "
              "LEFT JOIN RDB$INDEX_SEGMENTS S ON S.RDB$INDEX_NAME = I.RDB$INDEX_NAME "
              "LEFT JOIN RDB$RELATION_CONSTRAINTS C ON C.RDB$INDEX_NAME = I.RDB$INDEX_NAME "
              "LEFT JOIN RDB$REF_CONSTRAINTS F ON F.RDB$CONSTRAINT_NAME = C.RDB$CONSTRAINT_NAME "
              "LEFT JOIN RDB$INDICES P ON P.RDB$INDEX_NAME = I.RDB$FOREIGN_KEY "
              "LEFT JOIN RDB$INDEX_SEGMENTS T ON T.RDB$INDEX_NAME = I.RDB$FOREIGN_KEY AND T.RDB$FIELD_POSITION = "
              "S.RDB$FIELD_POSITION "
              "WHERE COALESCE(I.RDB$SYSTEM_FLAG, 0) = 0" +
              only("I.RDB$RELATION_NAME") +
              " ORDER BY I.RDB$RELATION_NAME, I.RDB$INDEX_ID, I.RDB$INDEX_NAME, "
              "S.RDB$FIELD_POSITION")) {
      Reader reader(row);
      auto table = reader.name();
      auto index = reader.name();
      if (table != key.table || index != key.index.name) {
        finish(std::exchange(key, Key{}));
        key.table = std::move(table);
        key.index.name = std::move(index);
        key.index.unique = reader.flag();
        key.descending = reader.flag();
        key.expression = reader.optional_text();
        key.index.comment = reader.text();
        key.columns.push_back(reader.name());
        key.type = reader.text();
        key.name = dialect::shown_name(given_name(reader.text()));
        key.on_delete = reader.text();
        key.on_update = reader.text();
        key.referent = reader.name();
        key.referent_columns.push_back(reader.name());
      } else {
        key.columns.push_back(dialect::shown_name(row[kSegment].value_or(std::string())));
        key.referent_columns.push_back(dialect::shown_name(row.back().value_or(std::string())));
      }
    }
    finish(std::move(key));
  }

  struct Key {
    std::string table;
    schema::Index index;
    bool descending = false;
    std::optional<std::string> expression;
    schema::Columns columns;
    std::string type;
    std::string name;
    std::string on_delete;
    std::string on_update;
    std::string referent;
    schema::Columns referent_columns;
  };

  /// A key is kept by an index of its own name, upwards, unless something else was said.
  static SqlText index_of(const Key& key) {
    const bool usual = key.index.name == key.name || key.index.name.rfind("rdb$", 0) == 0;
    if (usual && !key.descending) return {};
    return SqlText({{"firebird", std::string(key.descending ? "USING DESCENDING INDEX " : "USING INDEX ") +
                                     dialect::quote(key.index.name)}});
  }

  void finish(Key key) {
    auto* table = find(key.table);
    if (table == nullptr) return;
    if (key.type == "PRIMARY KEY") {
      table->primary_key = schema::PrimaryKey{key.name, key.columns, index_of(key)};
      for (const auto& name : key.columns) {
        if (auto* column = table->find_column(name)) column->nullable = false;
      }
    } else if (key.type == "UNIQUE") {
      table->uniques.push_back({key.name, key.columns});
      table->uniques.back().native = index_of(key);
    } else if (key.type == "FOREIGN KEY") {
      schema::ForeignKey foreign{key.name, key.columns, {{}, key.referent}, key.referent_columns};
      foreign.on_delete = action(key.on_delete);
      foreign.on_update = action(key.on_update);
      foreign.native = index_of(key);
      table->foreign_keys.push_back(std::move(foreign));
    } else {
      if (key.expression) {
        key.index.columns.emplace_back(Sql{dialect::read_expression(*key.expression)});
      } else {
        for (const auto& column : key.columns) key.index.columns.emplace_back(column);
      }
      for (auto& column : key.index.columns) column.descending(key.descending);
      table->indexes.push_back(std::move(key.index));
    }
  }

  void read_checks() {
    // Each CHECK is two triggers; the one before INSERT tells all.
    for (const auto& row :
         ask_("SELECT TRIM(TRAILING FROM C.RDB$RELATION_NAME), TRIM(TRAILING FROM "
              "C.RDB$CONSTRAINT_NAME), T.RDB$TRIGGER_SOURCE FROM RDB$RELATION_CONSTRAINTS C "
              "JOIN RDB$CHECK_CONSTRAINTS K ON K.RDB$CONSTRAINT_NAME = C.RDB$CONSTRAINT_NAME "
              "JOIN RDB$TRIGGERS T ON T.RDB$TRIGGER_NAME = K.RDB$TRIGGER_NAME "
              "WHERE C.RDB$CONSTRAINT_TYPE = 'CHECK' AND T.RDB$TRIGGER_TYPE = 1" +
              only("C.RDB$RELATION_NAME") + " ORDER BY 1, CHAR_LENGTH(TRIM(T.RDB$TRIGGER_NAME)), T.RDB$TRIGGER_NAME")) {
      Reader reader(row);
      auto* table = find(reader.name());
      if (table == nullptr) continue;
      auto name = dialect::shown_name(given_name(reader.text()));
      auto condition = dialect::read_expression(reader.text());
      if (name.empty() && make_enum(*table, condition)) continue;
      table->checks.push_back({std::move(name), std::move(condition)});
    }
  }

  static bool make_enum(schema::Table& table, const std::string& condition) {
    for (auto& column : table.columns) {
      if (column.type.kind() != Type::Kind::string) continue;
      if (auto type = dialect::read_enum(condition, column.name)) {
        column.type = std::move(*type);
        return true;
      }
    }
    return false;
  }

  void read_sequences() {
    for (const auto& row : ask_("SELECT TRIM(TRAILING FROM RDB$GENERATOR_NAME), RDB$INITIAL_VALUE, "
                                "RDB$GENERATOR_INCREMENT FROM RDB$GENERATORS WHERE COALESCE(RDB$SYSTEM_FLAG, 0) = 0 "
                                "ORDER BY 1")) {
      Reader reader(row);
      schema::Sequence sequence{{{}, reader.name()}};
      const auto initial = reader.number();
      const auto increment = reader.number(1);
      if (initial + increment != 1) sequence.start = initial + increment;
      if (increment != 1) sequence.increment = increment;
      schema_.sequences.emplace(sequence.name, sequence);
    }
  }

  void read_triggers() {
    for (const auto& row : ask_("SELECT TRIM(TRAILING FROM RDB$TRIGGER_NAME), TRIM(TRAILING FROM RDB$RELATION_NAME), "
                                "RDB$TRIGGER_TYPE, RDB$TRIGGER_SOURCE FROM RDB$TRIGGERS WHERE "
                                "COALESCE(RDB$SYSTEM_FLAG, 0) = 0 AND RDB$RELATION_NAME IS NOT NULL ORDER BY 2, 1")) {
      Reader reader(row);
      schema::Trigger trigger;
      trigger.name = reader.name();
      trigger.table = {{}, reader.name()};
      // One more than two bits for each event, the lowest bit for before and after.
      const auto code = reader.number() + 1;
      trigger.timing = (code & 1) != 0 ? schema::Trigger::Timing::after : schema::Trigger::Timing::before;
      for (auto events = code >> 1; events != 0; events >>= 2) {
        trigger.on_insert = trigger.on_insert || (events & 3) == 1;
        trigger.on_update = trigger.on_update || (events & 3) == 2;
        trigger.on_delete = trigger.on_delete || (events & 3) == 3;
      }
      trigger.body = SqlText(dialect::trigger_body(reader.text()));
      schema_.triggers.push_back(std::move(trigger));
    }
  }

  static std::string trimmed(const std::string& text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
  }

  static constexpr std::int64_t kTable = 0;
  static constexpr std::int64_t kView = 1;
  static constexpr std::size_t kSegment = 6;

  const Ask& ask_;
  std::string only_;
  schema::MetaData schema_;
};

}  // namespace

schema::MetaData read_catalog(const Ask& ask, const std::optional<std::string>& table) {
  return CatalogReader(ask, table).read();
}

}  // namespace retort::runtime::firebird
