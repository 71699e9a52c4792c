#ifndef RETORT_SRC_AUTOGENERATE_RENDER_TABLE_HPP
#define RETORT_SRC_AUTOGENERATE_RENDER_TABLE_HPP

#include <string>
#include <vector>

#include "autogenerate/code.hpp"
#include "ops/table_operations.hpp"
#include "schema/table.hpp"

// The parts of a table as C++ expressions in the words of `op::`.
namespace retort::autogenerate {

/// `op::string(50)`.
Code type_code(const Type& type);
Code value_code(const Value& value);
Code sql_code(const std::string& sql);
Code sql_text_code(const SqlText& text);
/// The one text, or those for each database where there are any.
Code sql_text_code(const std::string& sql, const SqlText& by_dialect);
Code index_columns_code(const std::vector<op::IndexColumn>& columns);
Code elements_code(const std::vector<op::ExcludeElement>& elements);

/// What is said of a column beside its name and type, and what else stands on it alone.
struct ColumnParts {
  bool primary_key = false;
  bool unique = false;
  bool index = false;
  const schema::ForeignKey* reference = nullptr;
};

/// True for a key that Column::references() can say.
bool is_column_reference(const schema::ForeignKey& key, const std::string& column);
bool is_column_unique(const schema::Unique& unique, const std::string& column);
bool is_column_index(const schema::Index& index, const std::string& column, const schema::QualifiedName& table);

/// `op::column("title", op::string(512)).not_null()`.
/// `{.always = true}`: what an identity says beside that it is one.
Code identity_code(const op::Identity& identity);
Code column_code(const schema::Column& column, const ColumnParts& parts = {});

/// Chains the options of a constraint or an index but for its name.
void add_options(Code& code, const schema::PrimaryKey& key);
void add_options(Code& code, const schema::Unique& unique);
void add_options(Code& code, const schema::ForeignKey& key);
void add_options(Code& code, const schema::Check& check);
void add_options(Code& code, const schema::Exclude& exclude);
void add_options(Code& code, const schema::Index& index);

/// The lines within create_table.
void render_table_body(CodeLines& lines, const ops::CreateTable& create);

}  // namespace retort::autogenerate

#endif
