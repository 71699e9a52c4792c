#include "testing/parameters.hpp"

#include <retort/error.hpp>

#include <algorithm>

namespace retort::testing {

namespace {

constexpr std::string_view kForm =
    "write backend://key=value key=value, such as \"postgresql://host=127.0.0.1 port=5432 user=tester\"";

bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == ';'; }

[[noreturn]] void refuse(const std::string& what) {
  throw UsageError(what + "; " + std::string(kForm), {.code = "invalid_url"});
}

}  // namespace

Parameters::Parameters(std::string_view text) {
  std::size_t at = 0;
  while (true) {
    while (at < text.size() && is_blank(text[at])) ++at;
    if (at == text.size()) return;
    const auto equals = text.find('=', at);
    const auto key = text.substr(at, equals == std::string_view::npos ? 0 : equals - at);
    if (key.empty() || std::any_of(key.begin(), key.end(), is_blank)) {
      refuse("the parameters of the URL are not all of the form key=value");
    }
    at = equals + 1;
    const auto begin = at;
    const char quote = at < text.size() && (text[at] == '\'' || text[at] == '"') ? text[at++] : '\0';
    while (at < text.size() && (quote != '\0' ? text[at] != quote : !is_blank(text[at]))) {
      at += text[at] == '\\' && at + 1 < text.size() ? 2U : 1U;
    }
    if (quote != '\0' && at++ >= text.size()) refuse("a quote in the URL is not closed");
    pairs_.emplace_back(key, text.substr(begin, at - begin));
  }
}

std::string Parameters::value(std::string_view key) const {
  for (const auto& [name, value] : pairs_) {
    if (name != key) continue;
    const bool quoted = value.size() >= 2 && (value.front() == '\'' || value.front() == '"');
    return quoted ? value.substr(1, value.size() - 2) : value;
  }
  return {};
}

void Parameters::set(std::string_view key, std::string value) {
  remove(key);
  pairs_.emplace_back(key, std::move(value));
}

void Parameters::remove(std::string_view key) {
  std::erase_if(pairs_, [&](const auto& pair) { return pair.first == key; });
}

std::string Parameters::text() const {
  std::string result;
  for (const auto& [key, value] : pairs_) result += (result.empty() ? "" : " ") + key + "=" + value;
  return result;
}

std::string Parameters::shown() const {
  std::string result;
  for (const std::string_view key : {"host", "hostaddr", "port", "unix_socket", "service"}) {
    const auto shown = value(key);
    if (!shown.empty()) result += " " + std::string(key) + "=" + shown;
  }
  return result;
}

std::pair<std::string, std::string> split_url(std::string_view url) {
  const auto colon = url.find("://");
  if (colon == std::string_view::npos || colon == 0) refuse("the URL does not begin with the name of a backend");
  return {std::string(url.substr(0, colon)), std::string(url.substr(colon + 3))};
}

}  // namespace retort::testing
