#include "cli/url.hpp"

#include <algorithm>
#include <array>

#include "cli/failure.hpp"
#include "cli/text.hpp"

namespace retort::cli {

namespace {

constexpr const char* kForms =
    "write backend://parameters, such as sqlite3://app.db or "
    "\"postgresql://host=127.0.0.1 dbname=app\"";

bool is_backend_name(std::string_view name) noexcept {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), good);
}

/// `key=value key='a value'`, the value in single or double quotes if it holds a space, a backslash before a quote.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_pairs(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  std::size_t at = 0;
  const auto skip_spaces = [&] {
    while (at < text.size() && (text[at] == ' ' || text[at] == ';' || text[at] == '\t')) ++at;
  };
  for (skip_spaces(); at < text.size(); skip_spaces()) {
    const auto equals = text.find('=', at);
    if (equals == std::string_view::npos || !is_backend_name(text.substr(at, equals - at))) return std::nullopt;
    std::pair<std::string, std::string> pair(text.substr(at, equals - at), "");
    at = equals + 1;
    const char quote_mark = at < text.size() && (text[at] == '\'' || text[at] == '"') ? text[at++] : '\0';
    const auto ends = [&](char c) { return quote_mark != '\0' ? c == quote_mark : c == ' ' || c == ';'; };
    for (; at < text.size() && !ends(text[at]); ++at) {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      pair.second += text[at];
    }
    if (quote_mark != '\0') {
      if (at == text.size()) return std::nullopt;
      ++at;
    }
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

bool may_be_shown(std::string_view key) noexcept {
  static constexpr std::array<std::string_view, 7> kShown = {"host", "hostaddr", "port",   "dbname",
                                                             "db",   "database", "service"};
  return std::find(kShown.begin(), kShown.end(), key) != kShown.end();
}

/// The name that SOCI's sqlite3 backend will open: the value of db= or dbname=, otherwise the whole text.
std::string sqlite_name(std::string_view text) {
  std::string name(text);
  std::size_t at = 0;
  while (at < text.size()) {
    const auto equals = text.find('=', at);
    if (equals == std::string_view::npos) break;
    const auto key = text.substr(at, equals - at);
    at = equals + 1;
    const bool quoted = at < text.size() && text[at] == '"';
    const auto end = quoted ? text.find('"', ++at) : text.find(' ', at);
    const auto value = text.substr(at, end == std::string_view::npos ? end : end - at);
    if (key == "db" || key == "dbname") name = value;
    if (end == std::string_view::npos) break;
    at = quoted ? std::min(text.size(), end + 2) : end + 1;
  }
  return name;
}

void check_sqlite(std::string_view parameters, const std::string& name) {
  if (parameters.empty() || name.empty()) {
    throw CommandLineError("the URL names no database file; write sqlite3://app.db", "invalid_url");
  }
  if (name.front() == '\'') {
    throw CommandLineError("SOCI knows double quotes only around a file name: sqlite3://db=\"my app.db\" timeout=5",
                           "invalid_url");
  }
  const bool whole = name == parameters && name.rfind("file:", 0) != 0;
  for (const char* option : {" timeout=", " synchronous=", " readonly=", " shared_cache=", " vfs="}) {
    if (whole && parameters.find(option) != std::string_view::npos) {
      throw CommandLineError(std::string("SOCI would take") + option +
                                 "... for a part of the file's name; write sqlite3://db=FILE" + option + "...",
                             "invalid_url");
    }
  }
}

/// The file behind a name; empty for a database in memory.
std::string sqlite_file(const std::string& name) {
  if (name == ":memory:") return {};
  if (name.rfind("file:", 0) != 0) return name;
  const auto question = name.find('?');
  const auto query = question == std::string::npos ? std::string() : name.substr(question);
  auto path = name.substr(5, question == std::string::npos ? question : question - 5);
  if (query.find("mode=memory") != std::string::npos || path == ":memory:") return {};
  // file:///path and file://localhost/path (https://www.sqlite.org/uri.html).
  if (path.rfind("//", 0) == 0) {
    const auto slash = path.find('/', 2);
    path = slash == std::string::npos ? std::string() : path.substr(slash);
  }
  std::string plain;
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); };
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '%' && i + 2 < path.size() && is_hex(path[i + 1]) && is_hex(path[i + 2])) {
      plain += static_cast<char>(digit(path[i + 1]) * 16 + digit(path[i + 2]));
      i += 2;
    } else {
      plain += path[i];
    }
  }
  return plain;
}

void replace_all(std::string& text, const std::string& what) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 3)) {
    text.replace(at, what.size(), "...");
  }
}

}  // namespace

std::string DatabaseUrl::shown() const {
  if (backend == "sqlite3") return "sqlite3 " + (file.empty() ? "in memory" : one_line(file));
  std::string result = backend;
  if (!pairs) return result;
  for (const auto& [key, value] : *pairs) {
    if (may_be_shown(key)) result += " " + key + "=" + one_line(value);
  }
  return result;
}

std::string DatabaseUrl::scrubbed(std::string_view message) const {
  if (backend == "sqlite3") return printable(message);
  if (!pairs) return "the driver's message is not shown, for it may hold parts of the URL";
  auto result = printable(message);
  for (const auto& [key, value] : *pairs) {
    if (!value.empty() && !may_be_shown(key)) replace_all(result, printable(value));
  }
  while (!result.empty() && result.back() == '\n') result.pop_back();
  return result;
}

DatabaseUrl parse_url(const std::string& text) {
  DatabaseUrl url;
  url.text = text;
  const auto colon = text.find("://");
  if (colon == std::string::npos || !is_backend_name(std::string_view(text).substr(0, colon))) {
    throw CommandLineError(std::string("the URL does not begin with the name of a backend; ") + kForms, "invalid_url");
  }
  url.backend = text.substr(0, colon);
  const auto parameters = std::string_view(text).substr(colon + 3);
  if (parameters.find('\0') != std::string_view::npos) {
    throw CommandLineError("the URL holds a NUL character", "invalid_url");
  }
  if (url.backend == "sqlite3") {
    const auto name = sqlite_name(parameters);
    check_sqlite(parameters, name);
    url.file = sqlite_file(name);
  } else {
    url.pairs = parse_pairs(parameters);
  }
  return url;
}

}  // namespace retort::cli
