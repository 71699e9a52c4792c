#ifndef RETORT_SRC_GRAPH_NAME_INDEX_HPP
#define RETORT_SRC_GRAPH_NAME_INDEX_HPP

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>
#include <vector>

namespace retort::graph {

/// From a text to a number: a hash table with open addressing that stores neither text nor node, only a number and a
/// piece of the hash in each slot. `text_of(number)` is asked for the text to compare with.
///
/// std::unordered_map costs an allocation for every name, which is most of the time of loading a set of migrations.
class NameIndex {
 public:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  void reserve(std::size_t names) {
    std::size_t slots = 16;
    while (slots < names * 2) slots *= 2;
    slots_.assign(slots, Slot{kNone, 0});
  }

  static std::size_t hash(std::string_view text) noexcept { return std::hash<std::string_view>{}(text); }

  /// Returns the hash, and has the slot of the text brought near.
  std::size_t prefetch(std::string_view text) const noexcept {
    const std::size_t value = hash(text);
    __builtin_prefetch(&slots_[value & (slots_.size() - 1)]);
    return value;
  }

  /// The number of some text that has the same hash, if any: the one that find() will most likely compare with.
  std::uint32_t guess(std::size_t hash) const noexcept { return slots_[hash & (slots_.size() - 1)].number; }

  template <class TextOf>
  std::uint32_t find(std::string_view text, TextOf&& text_of) const {
    return find(text, hash(text), text_of);
  }
  template <class TextOf>
  std::uint32_t find(std::string_view text, std::size_t hash, TextOf&& text_of) const {
    if (slots_.empty()) return kNone;
    return slots_[place(text, hash, text_of)].number;
  }

  /// `hash` is that of the text. Returns kNone if the text was new, and otherwise the number that has it already. The
  /// caller has reserved enough.
  template <class TextOf>
  std::uint32_t insert(std::string_view text, std::size_t hash, std::uint32_t number, TextOf&& text_of) {
    Slot& slot = slots_[place(text, hash, text_of)];
    if (slot.number != kNone) return slot.number;
    slot = Slot{number, piece(hash)};
    return kNone;
  }

 private:
  struct Slot {
    std::uint32_t number;
    std::uint32_t piece;
  };

  static std::uint32_t piece(std::size_t hash) noexcept { return static_cast<std::uint32_t>(hash >> 32U); }

  template <class TextOf>
  std::size_t place(std::string_view text, std::size_t hash, TextOf&& text_of) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].number != kNone && !(slots_[at].piece == piece(hash) && text_of(slots_[at].number) == text))
      at = (at + 1) & mask;
    return at;
  }

  std::vector<Slot> slots_;
};

}  // namespace retort::graph

#endif
