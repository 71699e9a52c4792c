#ifndef RETORT_SRC_CORE_FNV_HPP
#define RETORT_SRC_CORE_FNV_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace retort {

/// FNV-1a of 64 bits: a number for a text that is the same in every program and on every machine. What databases hold
/// (names that were cut, locks, fingerprints) depends on it, so it never changes.
class Fnv1a {
 public:
  void add(std::string_view text) noexcept {
    for (const char c : text) add_byte(static_cast<unsigned char>(c));
  }
  void add_byte(unsigned char byte) noexcept { hash_ = (hash_ ^ byte) * kPrime; }
  /// In bytes of the same order everywhere.
  void add_number(std::uint64_t number) noexcept {
    for (unsigned shift = 0; shift < 64; shift += 8) add_byte(static_cast<unsigned char>(number >> shift));
  }
  std::uint64_t value() const noexcept { return hash_; }
  /// The value as 16 hexadecimal digits.
  std::string hex() const {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text(16, '0');
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = kDigits[(hash_ >> (60 - 4 * i)) & 0xFU];
    return text;
  }

 private:
  static constexpr std::uint64_t kPrime = 0x100000001B3ULL;
  std::uint64_t hash_ = 0xCBF29CE484222325ULL;
};

}  // namespace retort

#endif
