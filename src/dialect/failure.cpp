#include "dialect/failure.hpp"

#include "core/text.hpp"

namespace retort::dialect {

ErrorFacts facts(std::string code) {
  ErrorFacts facts;
  facts.code = std::move(code);
  return facts;
}

void unsupported(const std::string& message) { throw UnsupportedOperation(message, facts("unsupported")); }

void refuse(std::string code, const std::string& message) { throw OperationError(message, facts(std::move(code))); }

std::string printable(std::string_view text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  const bool utf8 = is_utf8(text);
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !utf8)) {
      out += "\\x";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 0xFU];
    } else {
      out += c;
    }
  }
  return out;
}

ErrorFacts with_operation(ErrorFacts facts, const ops::Operation& operation) {
  facts.operation = ops::describe(operation);
  facts.location = operation.where.text();
  return facts;
}

}  // namespace retort::dialect
