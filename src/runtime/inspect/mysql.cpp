#include "runtime/inspect/mysql.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "core/sql_lexer.hpp"
#include "core/text.hpp"
#include "dialect/mysql/normalize.hpp"
#include "dialect/mysql/objects.hpp"
#include "dialect/mysql/quoting.hpp"
#include "dialect/mysql/types.hpp"
#include "dialect/sqlite/object_text.hpp"
#include "runtime/inspect/unspeakable.hpp"

namespace retort::runtime::mysql {

namespace {

using dialect::mysql::Server;
using schema::QualifiedName;
using schema::Table;

bool has_word(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) { return a == b || (a ^ ' ') == b; };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

/// MySQL writes expressions with escaped quotes and with the character set before each text.
std::string expression(const std::string& text, const Server& server) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!server.mariadb && text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '\'') continue;
    if (!server.mariadb && text.compare(i, 9, "_utf8mb4'") == 0) i += 8;
    if (!server.mariadb && text.compare(i, 10, "_utf8mb4\\'") == 0) i += 9;
    plain += text[i];
  }
  return dialect::mysql::server_spelling(plain, server);
}

/// One row of a query, by place.
class Cells {
 public:
  explicit Cells(const TextRow& row) noexcept : row_(row) {}
  bool is_null(std::size_t i) const { return i >= row_.size() || !row_[i]; }
  const std::string& text(std::size_t i) const {
    static const std::string none;
    return is_null(i) ? none : *row_[i];
  }
  int number(std::size_t i) const { return is_null(i) ? 0 : std::stoi(*row_[i]); }

 private:
  const TextRow& row_;
};

op::ReferentialAction action(const std::string& rule) {
  using Action = op::ReferentialAction;
  if (rule == "CASCADE") return Action::cascade;
  if (rule == "SET NULL") return Action::set_null;
  if (rule == "SET DEFAULT") return Action::set_default;
  // InnoDB refuses at once, whichever of the two was said.
  return Action::unspecified;
}

class Reader {
 public:
  Reader(const Ask& ask, const Server& server, const QualifiedName* only) : ask_(ask), server_(server), only_(only) {
    // The catalog escapes backslashes whatever sql_mode says.
    server_.backslash_escapes = true;
    own_ = only == nullptr ? std::string() : only->schema;
    schema_ = own_.empty() ? "DATABASE()" : dialect::mysql::literal(Value(own_));
  }

  schema::MetaData read() {
    result_.complete = only_ == nullptr;
    read_tables();
    read_checks();
    read_columns();
    read_foreign_keys();
    read_indexes();
    if (only_ == nullptr) {
      read_views();
      read_triggers();
      read_sequences();
    }
    return std::move(result_);
  }

 private:
  /// ` WHERE` for a view of information_schema.
  std::string where(const char* schema_column, const char* table_column) const {
    auto text = std::string(" WHERE ") + schema_column + " = " + schema_;
    if (only_ != nullptr) {
      text += std::string(" AND ") + table_column + " = " + dialect::mysql::literal(Value(only_->name));
    }
    return text;
  }

  Table* table(const std::string& name) {
    const auto found = result_.tables.find({own_, name});
    return found == result_.tables.end() ? nullptr : &found->second;
  }

  void read_tables() {
    const auto rows = ask_(
        "SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION, TABLE_COMMENT, CREATE_OPTIONS, (SELECT "
        "DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = " +
        schema_ + ") FROM information_schema.TABLES" + where("TABLE_SCHEMA", "TABLE_NAME"));
    for (const auto& row : rows) {
      const Cells cell(row);
      const auto& type = cell.text(1);
      if (type == "SEQUENCE") sequences_.push_back(cell.text(0));
      if (type != "BASE TABLE" && type != "SYSTEM VERSIONED") continue;
      const QualifiedName name{own_, cell.text(0)};
      if (only_ == nullptr && name.name.starts_with(kLookingName)) continue;
      Table found{name};
      if (!equal_ignoring_case(cell.text(2), "InnoDB")) found.options.mysql_engine = cell.text(2);
      collations_[name.name] = cell.text(3);
      if (cell.text(3) != cell.text(6)) {
        found.options.mysql_collate = cell.text(3);
        found.options.mysql_charset = cell.text(3).substr(0, cell.text(3).find('_'));
      }
      found.comment = cell.text(4);
      const auto& options = cell.text(5);
      if (const auto format = options.find("row_format="); format != std::string::npos) {
        const auto begin = format + std::string_view("row_format=").size();
        found.options.mysql_row_format = options.substr(begin, options.find(' ', begin) - begin);
      }
      found.options.native = other_options(options);
      // What no operation can make again.
      if (type == "SYSTEM VERSIONED" || has_word(options, "PARTITIONED")) result_.uncertain.insert(name);
      result_.tables.emplace(name, std::move(found));
    }
  }

  /// What CREATE_OPTIONS tells beside what has a setter, as it was written: `KEY_BLOCK_SIZE=8`.
  static SqlText other_options(const std::string& options) {
    std::string rest;
    for (std::size_t begin = 0; begin < options.size();) {
      const auto end = std::min(options.find(' ', begin), options.size());
      const auto option = options.substr(begin, end - begin);
      if (!option.empty() && !option.starts_with("row_format=") && !equal_ignoring_case(option, "partitioned")) {
        rest += (rest.empty() ? "" : " ") + option;
      }
      begin = end + 1;
    }
    return rest.empty() ? SqlText() : SqlText({{"mysql", rest}});
  }

  void read_checks() {
    if (!server_.enforces_checks()) return;
    const bool levels = server_.at_least(Server::kNever, 100510);
    const auto rows =
        server_.mariadb
            ? ask_(std::string("SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE, ") + (levels ? "LEVEL" : "'Table'") +
                   " FROM information_schema.CHECK_CONSTRAINTS" + where("CONSTRAINT_SCHEMA", "TABLE_NAME"))
            : ask_(
                  "SELECT t.TABLE_NAME, t.CONSTRAINT_NAME, c.CHECK_CLAUSE, 'Table', t.ENFORCED FROM "
                  "information_schema.TABLE_CONSTRAINTS t JOIN information_schema.CHECK_CONSTRAINTS c ON "
                  "c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME" +
                  where("t.CONSTRAINT_SCHEMA", "t.TABLE_NAME") +
                  " AND t.CONSTRAINT_TYPE = 'CHECK' ORDER BY t.TABLE_NAME, t.CONSTRAINT_NAME");
    for (const auto& row : rows) {
      const Cells cell(row);
      auto* found = table(cell.text(0));
      if (found == nullptr) continue;
      const auto condition = expression(cell.text(2), server_);
      const auto json = "json_valid(" + dialect::mysql::quote(cell.text(1)) + ")";
      if (dialect::sqlite::same_sql(condition, json)) {
        // JSON of MariaDB: the check goes by the column's name.
        json_.insert({cell.text(0), cell.text(1)});
      } else {
        found->checks.push_back({cell.text(1), condition});
        if (cell.text(4) == "NO") found->checks.back().native = SqlText({{"mysql", "NOT ENFORCED"}});
      }
    }
  }

  void read_columns() {
    const auto rows = ask_(
        "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_DEFAULT, IS_NULLABLE, COLUMN_TYPE, COLLATION_NAME, EXTRA, "
        "COLUMN_COMMENT, GENERATION_EXPRESSION FROM information_schema.COLUMNS" +
        where("TABLE_SCHEMA", "TABLE_NAME") + " ORDER BY TABLE_NAME, ORDINAL_POSITION");
    for (const auto& row : rows) {
      const Cells cell(row);
      auto* found = table(cell.text(0));
      if (found == nullptr) continue;
      found->columns.push_back(column(cell));
      const auto& name = found->columns.back().name;
      if (is_unspeakable(name)) result_.uncertain.insert(found->name);
    }
  }

  schema::Column column(const Cells& cell) const {
    const auto& extra = cell.text(6);
    const bool json = json_.contains({cell.text(0), cell.text(1)});
    auto declared = json ? std::string("json") : cell.text(4);
    if (has_word(extra, "INVISIBLE")) declared += " INVISIBLE";
    schema::Column column{cell.text(1), dialect::mysql::parse_type(declared, server_)};
    column.nullable = cell.text(3) == "YES";
    column.autoincrement = has_word(extra, "AUTO_INCREMENT");
    column.comment = cell.text(7);
    const auto collation = collations_.find(cell.text(0));
    if (!json && !cell.is_null(5) && collation != collations_.end() && cell.text(5) != collation->second) {
      column.collation = cell.text(5);
    }
    if (!cell.text(8).empty()) {
      column.computed = schema::Computed{expression(cell.text(8), server_),
                                         has_word(extra, "STORED GENERATED") || has_word(extra, "PERSISTENT")};
      return column;
    }
    read_default(cell, column);
    return column;
  }

  void read_default(const Cells& cell, schema::Column& column) const {
    const auto& extra = cell.text(6);
    const auto& text = cell.text(2);
    const bool told = !cell.is_null(2);
    const bool is_expression = server_.mariadb || has_word(extra, "DEFAULT_GENERATED") ||
                               (dialect::mysql::is_stamp(column.type) && text.starts_with("CURRENT_TIMESTAMP"));
    if (told && is_expression) {
      column.server_default =
          dialect::mysql::read_default(server_.mariadb ? text : expression(text, server_), column.type, server_);
    } else if (told) {
      const bool bytes = column.type.kind() == Type::Kind::binary && text.starts_with("0x");
      column.server_default = bytes ? Value::bytes(dialect::mysql::bytes_of(text))
                                    : dialect::mysql::same_default(Value(text), column.type, server_);
    }
    constexpr std::string_view kOnUpdate = "on update ";
    const auto update = extra.find(kOnUpdate);
    if (update == std::string::npos) return;
    // As SQLAlchemy has it: a part of the default.
    const auto begin = update + kOnUpdate.size();
    const auto now = extra.substr(begin, extra.find(' ', begin) - begin);
    const auto value = !told ? std::string("NULL") : is_expression ? text : dialect::mysql::literal(Value(text));
    column.server_default = Value(Sql{dialect::mysql::server_spelling(value, server_) + " ON UPDATE " +
                                      dialect::mysql::server_spelling(now, server_)});
  }

  void read_foreign_keys() {
    const auto columns = ask_(
        "SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, "
        "REFERENCED_COLUMN_NAME, REFERENCED_TABLE_SCHEMA = TABLE_SCHEMA FROM information_schema.KEY_COLUMN_USAGE" +
        where("TABLE_SCHEMA", "TABLE_NAME") +
        " AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION");
    if (columns.empty()) return;
    std::map<std::pair<std::string, std::string>, std::pair<std::string, std::string>> rules;
    for (const auto& row : ask_("SELECT TABLE_NAME, CONSTRAINT_NAME, DELETE_RULE, UPDATE_RULE FROM "
                                "information_schema.REFERENTIAL_CONSTRAINTS" +
                                where("CONSTRAINT_SCHEMA", "TABLE_NAME"))) {
      const Cells cell(row);
      rules[{cell.text(0), cell.text(1)}] = {cell.text(2), cell.text(3)};
    }
    for (const auto& row : columns) {
      const Cells cell(row);
      auto* found = table(cell.text(0));
      if (found == nullptr) continue;
      auto& keys = found->foreign_keys;
      if (keys.empty() || keys.back().name != cell.text(1)) {
        auto& key = keys.emplace_back();
        key.name = cell.text(1);
        key.referent = {cell.text(6) == "1" ? own_ : cell.text(3), cell.text(4)};
        const auto& [on_delete, on_update] = rules[{cell.text(0), cell.text(1)}];
        key.on_delete = action(on_delete);
        key.on_update = action(on_update);
      }
      keys.back().columns.push_back(cell.text(2));
      keys.back().referent_columns.push_back(cell.text(5));
    }
  }

  void read_indexes() {
    const bool expressions = server_.has_expression_indexes();
    // What the optimizer leaves alone: the two have a word each.
    const bool ignored = server_.at_least(Server::kNever, 100600);
    const bool invisible = server_.at_least(80000, Server::kNever);
    const auto rows =
        ask_(std::string("SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE, "
                         "INDEX_COMMENT, ") +
             (expressions ? "EXPRESSION" : "NULL") +
             (ignored     ? ", IGNORED = 'YES'"
              : invisible ? ", IS_VISIBLE = 'NO'"
                          : ", 0") +
             " FROM information_schema.STATISTICS" + where("TABLE_SCHEMA", "TABLE_NAME") +
             " ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX");
    Table* found = nullptr;
    schema::Index index;
    const auto close = [&] {
      if (found != nullptr && !index.columns.empty()) add_index(*found, std::move(index));
      index = {};
    };
    for (const auto& row : rows) {
      const Cells cell(row);
      auto* next = table(cell.text(0));
      if (next != found || cell.text(1) != index.name) {
        close();
        found = next;
        index.name = cell.text(1);
        index.unique = cell.text(2) == "0";
        index.comment = cell.text(7);
        if (cell.text(6) == "FULLTEXT") index.method = "fulltext";
        if (cell.text(6) == "SPATIAL") index.method = "spatial";
        if (cell.text(9) == "1") index.native = SqlText({{"mysql", ignored ? "IGNORED" : "INVISIBLE"}});
      }
      auto element =
          cell.is_null(8) ? op::IndexColumn(cell.text(3)) : op::IndexColumn(Sql{expression(cell.text(8), server_)});
      if (index.method != "spatial" && cell.number(5) > 0) std::move(element).length(cell.number(5));
      element.descending(cell.text(4) == "D");
      index.columns.push_back(std::move(element));
    }
    close();
  }

  static void add_index(Table& table, schema::Index index) {
    schema::Columns columns;
    bool plain = index.method.empty() && index.comment.empty() && index.native.empty();
    for (const auto& column : index.columns) {
      plain = plain && !column.is_expression() && !column.is_descending() && column.length() == 0;
      columns.push_back(column.name());
    }
    if (index.name == "PRIMARY") {
      table.primary_key = schema::PrimaryKey{{}, std::move(columns)};
      return;
    }
    if (index.unique && plain) {
      table.uniques.push_back({index.name, std::move(columns)});
      return;
    }
    const bool own = plain && std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const auto& key) {
                       return dialect::mysql::is_made_for(index.name, columns, key.name, key.columns, index.unique);
                     });
    if (!own) table.indexes.push_back(std::move(index));
  }

  void read_views() {
    for (const auto& row : ask_("SELECT TABLE_NAME, " + view_columns() + ", SECURITY_TYPE, " +
                                (server_.mariadb ? "ALGORITHM" : "'UNDEFINED'") + " FROM information_schema.VIEWS" +
                                where("TABLE_SCHEMA", "TABLE_NAME"))) {
      const Cells cell(row);
      const QualifiedName name{own_, cell.text(0)};
      if (name.name.starts_with(kLookingName)) continue;
      // Who may not see it gets nothing.
      if (cell.text(1).empty()) {
        result_.uncertain.insert(name);
      } else {
        schema::View view{name, SqlText(view_query(row, 1))};
        std::string words = cell.text(5) == "UNDEFINED" ? "" : "ALGORITHM=" + cell.text(5);
        if (cell.text(4) == "INVOKER") words += words.empty() ? "SQL SECURITY INVOKER" : " SQL SECURITY INVOKER";
        if (!words.empty()) view.native = SqlText({{"mysql", words}});
        result_.views.emplace(name, std::move(view));
      }
    }
  }

  void read_triggers() {
    for (const auto& row :
         ask_("SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_STATEMENT FROM "
              "information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = " +
              schema_ + " ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER")) {
      const Cells cell(row);
      using Timing = schema::Trigger::Timing;
      schema::Trigger trigger{
          cell.text(0), {own_, cell.text(1)}, SqlText(dialect::mysql::trigger_body(cell.text(4), server_))};
      trigger.timing = cell.text(2) == "BEFORE" ? Timing::before : Timing::after;
      trigger.on_insert = cell.text(3) == "INSERT";
      trigger.on_update = cell.text(3) == "UPDATE";
      trigger.on_delete = cell.text(3) == "DELETE";
      result_.triggers.push_back(std::move(trigger));
    }
  }

  void read_sequences() {
    if (sequences_.empty()) return;
    auto sql = dialect::mysql::builder();
    sql.list(
        sequences_,
        [&](const std::string& name) {
          sql.raw("SELECT ").literal(Value(name)).raw(", start_value, increment, minimum_value, maximum_value, ");
          sql.raw("cycle_option FROM ").name(QualifiedName{own_, name});
        },
        " UNION ALL ");
    for (const auto& row : ask_(sql.take())) {
      const Cells cell(row);
      const QualifiedName name{own_, cell.text(0)};
      const auto number = [&](std::size_t i) { return static_cast<std::int64_t>(std::stoll(cell.text(i))); };
      const schema::Sequence sequence{name, number(1), number(2), number(3), number(4), cell.text(5) == "1"};
      result_.sequences.emplace(name, dialect::mysql::normalized(sequence, server_));
    }
  }

  const Ask& ask_;
  Server server_;
  const QualifiedName* only_;
  /// The schema as names have it: empty for the connection's own.
  std::string own_;
  /// The same as an expression.
  std::string schema_;
  std::map<std::string, std::string> collations_;
  /// Tables and columns of JSON, where that is a text with a check.
  std::set<std::pair<std::string, std::string>> json_;
  std::vector<std::string> sequences_;
  schema::MetaData result_;
};

}  // namespace

std::string view_columns() { return "VIEW_DEFINITION, CHECK_OPTION, DATABASE()"; }

std::string view_query(const TextRow& row, std::size_t first) {
  const Cells cell(row);
  const auto& query = cell.text(first);
  const auto& option = cell.text(first + 1);
  const auto& database = cell.text(first + 2);
  const auto tokens = significant_tokens(query, SqlSyntax::of("mysql"));
  const auto is_dot = [&](std::size_t i) { return i < tokens.size() && tokens[i].in(query) == "."; };
  std::string text;
  std::size_t place = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != SqlToken::Kind::quoted_name || unquoted(tokens[i].in(query)) != database) continue;
    if (i > 0 && is_dot(i - 1)) continue;
    if (!is_dot(i + 1)) {
      // An alias of that name: which of them is meant further on cannot be told.
      text.clear();
      place = 0;
      break;
    }
    text.append(query, place, tokens[i].begin - place);
    place = tokens[i + 1].end;
  }
  text.append(query, place);
  return option.empty() || option == "NONE" ? text : text + " WITH " + option + " CHECK OPTION";
}

schema::MetaData read_catalog(const Ask& ask, const Server& server, const QualifiedName* only) {
  return Reader(ask, server, only).read();
}

}  // namespace retort::runtime::mysql
