#include "dialect/postgresql/quoting.hpp"

#include "core/text.hpp"
#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"
#include "dialect/literal.hpp"

namespace retort::dialect::postgresql {

const Quoting kQuoting{append_identifier, append_literal};

namespace {

void append_text(std::string& out, std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    refuse("invalid_value", "a text holds NUL, which no text of PostgreSQL can; store it as op::bytes in a blob()");
  }
  if (!is_utf8(text)) {
    refuse("invalid_value", "a text is not UTF-8; save the source file as UTF-8, or store it as op::bytes in a blob()");
  }
  if (text.find('\\') == std::string_view::npos) {
    append_quoted(out, text, '\'');
    return;
  }
  std::string doubled;
  doubled.reserve(text.size() + 8);
  for (const char c : text) {
    if (c == '\\') doubled += c;
    doubled += c;
  }
  out += 'E';
  append_quoted(out, doubled, '\'');
}

}  // namespace

void append_identifier(std::string& out, std::string_view name) {
  check_identifier(name);
  if (name.size() > kMaxIdentifier) {
    refuse("invalid_identifier", "the name \"" + std::string(name) + "\" has " + std::to_string(name.size()) +
                                     " bytes, and PostgreSQL keeps the first " + std::to_string(kMaxIdentifier) +
                                     " of a name; give it a shorter one");
  }
  append_quoted(out, name, '"');
}

void append_literal(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      out += "NULL";
      return;
    case Value::Kind::boolean:
      out += value.integer() != 0 ? "TRUE" : "FALSE";
      return;
    case Value::Kind::integer:
      out += std::to_string(value.integer());
      return;
    case Value::Kind::real:
      append_real(out, value.real());
      return;
    case Value::Kind::decimal:
      append_decimal(out, value.text());
      return;
    case Value::Kind::text:
      append_text(out, value.text());
      return;
    case Value::Kind::bytes:
      out += "E'\\\\x";
      append_hex_digits(out, value.text());
      out += "'::bytea";
      return;
    case Value::Kind::sql:
      out += value.text();
      return;
  }
}

std::string quote(std::string_view name) {
  std::string out;
  append_identifier(out, name);
  return out;
}

std::string quote(const schema::QualifiedName& name) { return builder().name(name).take(); }

std::string literal(const Value& value) {
  std::string out;
  append_literal(out, value);
  return out;
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string dollar_quoted(std::string_view text) {
  std::string tag = "$body$";
  for (int i = 1; text.find(tag.substr(0, tag.size() - 1)) != std::string_view::npos; ++i) {
    tag = "$body" + std::to_string(i) + "$";
  }
  return tag + std::string(text) + tag;
}

}  // namespace retort::dialect::postgresql
