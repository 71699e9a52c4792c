#include "cli/migration_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <ctime>
#include <random>
#include <system_error>

#include "cli/failure.hpp"
#include "cli/text.hpp"

namespace retort::cli {

namespace {

constexpr std::size_t kLongestSlug = 40;

/// The length of the UTF-8 sequence at the front of a text that may stand in a source file as it is; 0 for a byte that
/// must be written as an escape: invalid UTF-8, control characters, and the marks that turn the direction of writing,
/// with which a source can be made to look like something else.
std::size_t plain_sequence(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto is_tail = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
  const auto lead = byte(0);
  if (lead < 0x80) return lead >= 0x20 && lead != 0x7f ? 1 : 0;
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if (!is_tail(i)) return 0;
  }
  std::uint32_t code = lead & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) code = (code << 6U) | (byte(i) & 0x3fU);
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  const bool direction = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0x200e ||
                         code == 0x200f || code == 0x061c;
  const bool line_break = code == 0x2028 || code == 0x2029 || code == 0xfeff;
  return overlong || surrogate || direction || line_break || code < 0xa0 || code > 0x10ffff ? 0 : size;
}

/// Three octal digits: a longer run of digits cannot be taken into the escape, as with a hexadecimal one.
std::string octal(char c) {
  const auto value = static_cast<unsigned char>(c);
  return {'\\', static_cast<char>('0' + (value >> 6U)), static_cast<char>('0' + ((value >> 3U) & 7U)),
          static_cast<char>('0' + (value & 7U))};
}

/// A class name from the slug. The class stands in an unnamed namespace, so two files may use the same.
std::string class_name(std::string_view from) {
  std::string name;
  bool begins = true;
  for (const char c : from) {
    if (c == '_') {
      begins = true;
      continue;
    }
    const bool lower = c >= 'a' && c <= 'z';
    name += begins && lower ? static_cast<char>(c - 'a' + 'A') : c;
    begins = false;
  }
  return name.front() >= '0' && name.front() <= '9' ? "Migration" + name : name;
}

std::string literal_list(const std::vector<std::string>& texts) {
  std::vector<std::string> literals;
  for (const auto& text : texts) literals.push_back(cpp_literal(text));
  return "{" + join(literals, ", ") + "}";
}

}  // namespace

std::string random_id() {
  std::random_device device;
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string id;
  while (id.size() < 12) {
    for (auto bits = device(), i = 0U; i < 6; ++i, bits >>= 4U) id += kDigits[bits & 15U];
  }
  return id;
}

std::string slug(std::string_view message) {
  std::string text;
  for (const char c : message) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool word = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (word) {
      text += upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!text.empty() && text.back() != '_') {
      text += '_';
    }
  }
  while (!text.empty() && text.back() == '_') text.pop_back();
  if (text.size() > kLongestSlug) {
    const auto end = text.rfind('_', kLongestSlug);
    text.resize(end == std::string::npos ? kLongestSlug : end);
  }
  return text.empty() ? "migration" : text;
}

std::string migration_file_name(const MigrationFile& file) { return file.id + "_" + slug(file.message) + ".cpp"; }

std::string cpp_literal(std::string_view text) {
  // The build counts the uses of this macro in a file, and does not know what a literal is.
  static constexpr std::string_view kMacro = "RETORT_MIGRATION";
  std::string literal = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const auto rest = text.substr(i);
    const char c = rest.front();
    const auto size = plain_sequence(rest);
    if (rest.substr(0, kMacro.size()) == kMacro) {
      literal += octal(c);
    } else if (c == '"' || c == '\\') {
      literal += {'\\', c};
    } else if (c == '?' && i > 0 && text[i - 1] == '?') {
      // With -trigraphs two question marks and a third character are another one.
      literal += "\\?";
    } else if (c == '\n') {
      literal += "\\n";
    } else if (c == '\t') {
      literal += "\\t";
    } else if (size == 0) {
      literal += octal(c);
    } else {
      literal += rest.substr(0, size);
    }
    i += size == 0 ? 1 : size;
  }
  return literal + "\"";
}

std::string render_migration_file(const MigrationFile& file) {
  const auto name = class_name(slug(file.message));
  std::string members = ".id = " + cpp_literal(file.id);
  const auto add = [&](const char* member, const std::string& value) {
    members += std::string(",\n            .") + member + " = " + value;
  };
  if (!file.down_revision.empty()) add("down_revision", literal_list(file.down_revision));
  add("message", cpp_literal(file.message));
  if (!file.depends_on.empty()) add("depends_on", literal_list(file.depends_on));
  if (!file.branch_labels.empty()) add("branch_labels", literal_list(file.branch_labels));
  add("create_date", cpp_literal(file.create_date));

  const bool merge = file.down_revision.size() > 1;
  std::string text = "#include <retort/migration.hpp>\n\n";
  text += "namespace op = retort::op;\n\nnamespace {\n\n";
  text += "class " + name + " final : public retort::Migration {\n public:\n";
  text += "  retort::Revision revision() const override {\n    return {" + members + "};\n  }\n\n";
  if (merge) {
    text += "  // Joins its parents; nothing needs to be done.\n  void upgrade() const override {}\n";
  } else {
    text += "  void upgrade() const override {\n    // op::create_table(...), op::add_column(...), ...\n  }\n\n";
    text += "  // The way down is derived from upgrade(). Where that cannot be, override downgrade().\n";
  }
  text += "};\n\n}  // namespace\n\nRETORT_MIGRATION(" + name + ")\n";
  return text;
}

std::string create_date_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  char text[32] = "";
  if (::localtime_r(&now, &parts) != nullptr) std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
  return text;
}

void write_new_file(const std::string& path, std::string_view content) {
  const auto reason = [](int code) { return std::system_category().message(code); };
  // O_EXCL: two who write at once cannot both succeed, and nothing that exists is touched.
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) {
    const int code = errno;
    if (code == EEXIST)
      fail("file_exists", quote(path) + " exists already and is left as it is; choose another --rev-id");
    fail("write_failed", "cannot create " + quote(path) + ": " + reason(code));
  }
  int failed = 0;
  while (!content.empty() && failed == 0) {
    const auto written = ::write(file, content.data(), content.size());
    if (written >= 0) {
      content.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      failed = errno;
    }
  }
  if (::close(file) != 0 && failed == 0) failed = errno;
  if (failed != 0) {
    ::unlink(path.c_str());
    fail("write_failed", "cannot write " + quote(path) + ": " + reason(failed) + "; nothing is left of it");
  }
}

}  // namespace retort::cli
