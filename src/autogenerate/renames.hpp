#ifndef RETORT_SRC_AUTOGENERATE_RENAMES_HPP
#define RETORT_SRC_AUTOGENERATE_RENAMES_HPP

#include <retort/autogenerate.hpp>

#include <cstddef>
#include <vector>

#include "autogenerate/names.hpp"
#include "schema/table.hpp"

// What is gone from the database and what is new in the model, held against each other: which may be one thing under
// another name.
namespace retort::autogenerate {

/// Two that may be one, by their places in the lists they were looked for in.
struct Pairing {
  std::size_t gone;
  std::size_t added;
  /// RenameGuess::confidence; never below kLeastConfidence.
  double confidence;
};

/// Below it a pair is no guess.
inline constexpr double kLeastConfidence = 0.5;
/// From it on a guess counts as sure.
inline constexpr double kSureConfidence = 0.9;

/// How much two names have in common, from 0 to 1: letters, words, one within the other.
double name_likeness(std::string_view a, std::string_view b);

/// Tables of the database against tables of the model that were normalised. The surest first.
///
/// The work grows with the tables, not with their pairs: where there are many, only tables that share a column which
/// few others have are held against each other.
std::vector<Pairing> like_tables(const std::vector<const schema::Table*>& gone,
                                 const std::vector<const schema::Table*>& added, const Names& names);

/// Columns of one table that is on both sides, by name.
std::vector<Pairing> like_columns(const schema::Table& database, const schema::Columns& gone,
                                  const schema::Table& normal, const schema::Columns& added, const Names& names);

/// Decides about guesses, as the options say, the surest first. Each side is in one rename at most.
class RenameChoice {
 public:
  explicit RenameChoice(const CompareOptions& options) noexcept : options_(options) {}

  /// `guesses` belong to `pairings`, one to one. The places of those that are renames.
  std::vector<std::size_t> choose(const std::vector<Pairing>& pairings, const std::vector<RenameGuess>& guesses);

  /// Guesses nobody decided about: what is dropped and added, and may be one. At most one for each side.
  const std::vector<RenameGuess>& open() const noexcept { return open_; }

 private:
  bool is_rename(const RenameGuess& guess, bool& decided) const;

  const CompareOptions& options_;
  std::vector<RenameGuess> open_;
};

}  // namespace retort::autogenerate

#endif
