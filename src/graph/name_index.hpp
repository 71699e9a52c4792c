#ifndef RETORT_SRC_GRAPH_NAME_INDEX_HPP
#define RETORT_SRC_GRAPH_NAME_INDEX_HPP

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <vector>

namespace retort::graph {

/// From a text to a number: a hash table with open addressing that stores neither text nor node. A slot is four bytes,
/// the number and, in the bits that numbers do not need, a piece of the hash. `text_of(number)` is asked for the text
/// to compare with.
///
/// std::unordered_map costs an allocation for every name, which is most of the time of loading a set of migrations, and
/// memory that is looked at in no order is the rest of it: a small table stays near.
class NameIndex {
 public:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  void reserve(std::size_t names) {
    std::size_t slots = 16;
    while (slots < names * 2) slots *= 2;
    slots_.assign(slots, kNone);
    number_bits_ = static_cast<unsigned>(std::bit_width(names));
  }

  static std::size_t hash(std::string_view text) noexcept {
    // Names are short: eight bytes at a time, and the last ones by reading some a second time.
    constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
    const char* at = text.data();
    std::size_t left = text.size();
    std::uint64_t value = left * kOdd;
    const auto mix = [&](std::uint64_t word) {
      value = (value ^ word) * kOdd;
      value ^= value >> 32U;
    };
    if (left >= 8) {
      const char* const last = at + left - 8;
      for (; at < last; at += 8) mix(word<std::uint64_t>(at));
      mix(word<std::uint64_t>(last));
    } else if (left >= 4) {
      mix(word<std::uint32_t>(at) | std::uint64_t{word<std::uint32_t>(at + left - 4)} << 32U);
    } else {
      for (; left > 0; ++at, --left) mix(static_cast<unsigned char>(*at));
    }
    return static_cast<std::size_t>(value * kOdd >> 16U);
  }

  /// Returns the hash, and has the slot of the text brought near.
  std::size_t prefetch(std::string_view text) const noexcept {
    const std::size_t value = hash(text);
    __builtin_prefetch(&slots_[value & (slots_.size() - 1)]);
    return value;
  }

  /// The number of a text with the same piece of the hash, if any: the one that find() will most likely compare with.
  std::uint32_t guess(std::size_t hash) const noexcept {
    return number(slots_[place(hash, [](std::uint32_t) { return true; })]);
  }

  template <class TextOf>
  std::uint32_t find(std::string_view text, TextOf&& text_of) const {
    return find(text, hash(text), text_of);
  }
  template <class TextOf>
  std::uint32_t find(std::string_view text, std::size_t hash, TextOf&& text_of) const {
    if (slots_.empty()) return kNone;
    return number(slots_[place(hash, [&](std::uint32_t number) { return text_of(number) == text; })]);
  }

  /// `hash` is that of the text. Returns kNone if the text was new, and otherwise the number that has it already. The
  /// caller has reserved enough.
  template <class TextOf>
  std::uint32_t insert(std::string_view text, std::size_t hash, std::uint32_t number, TextOf&& text_of) {
    std::uint32_t& slot = slots_[place(hash, [&](std::uint32_t other) { return text_of(other) == text; })];
    if (slot != kNone) return this->number(slot);
    slot = piece(hash) | number;
    return kNone;
  }

 private:
  template <typename Word>
  static Word word(const char* bytes) noexcept {
    Word result;
    std::memcpy(&result, bytes, sizeof result);
    return result;
  }

  // The table is never full and a number is never all ones, so that kNone is no slot in use.
  std::uint32_t number_mask() const noexcept {
    return static_cast<std::uint32_t>((std::uint64_t{1} << number_bits_) - 1);
  }
  std::uint32_t number(std::uint32_t slot) const noexcept { return slot == kNone ? kNone : slot & number_mask(); }
  std::uint32_t piece(std::size_t hash) const noexcept {
    return static_cast<std::uint32_t>(hash >> 16U) & ~number_mask();
  }

  template <class IsIt>
  std::size_t place(std::size_t hash, IsIt&& is_it) const {
    const std::size_t mask = slots_.size() - 1;
    const std::uint32_t wanted = piece(hash);
    std::size_t at = hash & mask;
    while (slots_[at] != kNone && !((slots_[at] & ~number_mask()) == wanted && is_it(slots_[at] & number_mask())))
      at = (at + 1) & mask;
    return at;
  }

  std::vector<std::uint32_t> slots_;
  unsigned number_bits_ = 0;
};

}  // namespace retort::graph

#endif
