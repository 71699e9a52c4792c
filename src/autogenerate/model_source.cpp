#include <retort/error.hpp>
#include <retort/snapshot.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "autogenerate/code.hpp"
#include "autogenerate/render_objects.hpp"
#include "autogenerate/render_table.hpp"
#include "schema/metadata.hpp"

namespace retort {

namespace {

using autogenerate::Code;
using autogenerate::CodeLines;

/// Words of C++ that are no names.
bool is_keyword(const std::string& word) {
  static const std::set<std::string> words = {
      "alignas",     "alignof",  "and",       "and_eq",    "asm",       "auto",         "bitand",
      "bitor",       "bool",     "break",     "case",      "catch",     "char",         "char16_t",
      "char32_t",    "char8_t",  "class",     "co_await",  "co_return", "co_yield",     "compl",
      "concept",     "const",    "consteval", "constexpr", "constinit", "const_cast",   "continue",
      "decltype",    "default",  "delete",    "do",        "double",    "dynamic_cast", "else",
      "enum",        "explicit", "export",    "extern",    "false",     "float",        "for",
      "friend",      "goto",     "if",        "inline",    "int",       "long",         "mutable",
      "namespace",   "new",      "noexcept",  "not",       "not_eq",    "nullptr",      "operator",
      "or",          "or_eq",    "private",   "protected", "public",    "register",     "reinterpret_cast",
      "requires",    "return",   "short",     "signed",    "sizeof",    "static",       "static_assert",
      "static_cast", "struct",   "switch",    "template",  "this",      "thread_local", "throw",
      "true",        "try",      "typedef",   "typeid",    "typename",  "union",        "unsigned",
      "using",       "virtual",  "void",      "volatile",  "wchar_t",   "while",        "xor",
      "xor_eq"};
  return words.contains(word);
}

bool is_name(const std::string& word) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !word.empty() && letter(word.front()) && !is_keyword(word) &&
         std::all_of(word.begin(), word.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

/// The parts of `app::model`.
std::vector<std::string> parts_of(std::string_view function) {
  std::vector<std::string> parts;
  for (auto rest = function;;) {
    const auto colons = rest.find("::");
    parts.emplace_back(rest.substr(0, colons));
    if (colons == std::string_view::npos) break;
    rest.remove_prefix(colons + 2);
  }
  if (!std::all_of(parts.begin(), parts.end(), is_name)) {
    throw UsageError("\"" + std::string(function) + "\" is no name of a function; give one such as model or app::model",
                     {.code = "usage"});
  }
  return parts;
}

std::string guard_of(const std::vector<std::string>& parts) {
  std::string guard;
  for (const auto& part : parts) guard += part + "_";
  for (char& c : guard) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  guard += "HPP";
  // Two of them, or one in front of a capital, are the compiler's.
  std::string result;
  for (const char c : guard) {
    if (c != '_' || (!result.empty() && result.back() != '_')) result += c;
  }
  return result;
}

/// `schema.function(arguments)`, with a function that is given what takes the options, where there are any.
class ObjectLines {
 public:
  explicit ObjectLines(CodeLines& lines) noexcept : lines_(lines) {}

  template <typename Object>
  void write(const char* function, std::vector<Code> arguments, const char* parameter, const std::string& schema,
             const Object& object) {
    auto options = Code::word("o");
    if (!schema.empty()) options.then("schema", {Code::text(schema)});
    autogenerate::add_options(options, object);
    if (!options.has_chain()) return lines_.statement(Code::call(function, std::move(arguments)));
    auto body = lines_.inner();
    body.statement(options);
    lines_.lambda(function, std::move(arguments), std::string(parameter) + "& o", body);
  }

 private:
  CodeLines& lines_;
};

bool has_event(const schema::Trigger& trigger) { return trigger.on_insert || trigger.on_update || trigger.on_delete; }

/// The objects that are none of a table's.
void add_objects(CodeLines& lines, const schema::MetaData& schema) {
  ObjectLines objects(lines);
  for (const auto& [name, view] : schema.views) {
    if (schema.uncertain.contains(name)) continue;
    objects.write("schema.view", {Code::text(name.name), autogenerate::sql_text_code(view.query)}, "op::ViewOptions",
                  name.schema, view);
  }
  for (const auto& trigger : schema.triggers) {
    if (schema.uncertain.contains(trigger.table)) continue;
    if (!has_event(trigger)) {
      lines.comment("The trigger \"" + trigger.name + "\" is not described here: its definition is not understood.");
      continue;
    }
    objects.write("schema.trigger",
                  {Code::text(trigger.name), Code::text(trigger.table.name), autogenerate::sql_text_code(trigger.body)},
                  "op::TriggerOptions", trigger.table.schema, trigger);
  }
}

/// What tables may speak of.
void add_first(CodeLines& lines, const schema::MetaData& schema) {
  for (const auto& name : schema.schemas) lines.statement(Code::call("schema.schema", {Code::text(name)}));
  for (const auto& [name, type] : schema.enums) {
    if (type.implicit) continue;
    if (name.schema.empty()) {
      lines.statement(Code::call("schema.enum_", {Code::text(name.name), Code::texts(type.values)}));
    } else {
      lines.comment("The enum \"" + name.text() + "\" is not described here: MetaData::enum_ takes no schema.");
    }
  }
  ObjectLines objects(lines);
  for (const auto& [name, sequence] : schema.sequences) {
    objects.write("schema.sequence", {Code::text(name.name)}, "op::SequenceOptions", name.schema, sequence);
  }
}

/// The statements that fill `schema`.
CodeLines body_of(const schema::MetaData& schema, CodeLines lines) {
  lines.line("namespace op = retort::op;");
  lines.line("retort::MetaData schema;");
  add_first(lines, schema);
  for (const auto& [name, table] : schema.tables) {
    if (schema.uncertain.contains(name)) continue;
    auto body = lines.inner();
    autogenerate::render_table_body(body, {table});
    lines.lambda("schema.table", {Code::text(name.name)}, "op::Table& t", body);
  }
  add_objects(lines, schema);
  for (const auto& name : schema.uncertain) {
    lines.comment("\"" + name.text() +
                  "\" is not described here: it is virtual, a part of something virtual, or its definition is not "
                  "understood.");
  }
  for (const auto& remark : schema.remarks) lines.comment(remark);
  lines.line("return schema;");
  return lines;
}

}  // namespace

std::string render_model(const MetaData& schema, std::string_view function) {
  auto parts = parts_of(function);
  const auto guard = guard_of(parts);
  const auto name = parts.back();
  parts.pop_back();
  CodeLines lines;
  lines.line("#ifndef " + guard);
  lines.line("#define " + guard);
  lines.blank();
  lines.line("#include <retort/metadata.hpp>");
  lines.blank();
  std::string space;
  for (const auto& part : parts) space += (space.empty() ? "" : "::") + part;
  if (!space.empty()) {
    lines.line("namespace " + space + " {");
    lines.blank();
  }
  lines.comment("The schema that the program wants, for CliOptions::model and retort::compare.");
  lines.function("inline retort::MetaData " + name + "()", body_of(schema.data(), lines.inner()));
  lines.blank();
  if (!space.empty()) {
    lines.line("}  // namespace " + space);
    lines.blank();
  }
  lines.line("#endif");
  return lines.text();
}

}  // namespace retort
