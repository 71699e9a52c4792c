#ifndef RETORT_TESTS_RELIABILITY_FIGURES_HPP
#define RETORT_TESTS_RELIABILITY_FIGURES_HPP

#include <ostream>
#include <string>
#include <vector>

namespace retort::reliability {

/// What came out of one experiment on one database. Everything but `done` and `extra` must be zero.
struct Figures {
  std::string experiment;
  std::string database;
  /// What was done, with its number: `2,000 kills`.
  std::string done;
  /// Figures that are only told.
  std::string extra = {};

  /// The schema, the rows or the version rows were not those of an undisturbed run.
  long wrong_end_states = 0;
  /// Revisions whose traces in the ledger were not those of one run.
  long not_once = 0;
  /// Starts with nothing in their way did not finish the work; a person would have had to.
  long helped = 0;
  /// Starts that should have worked and failed.
  long failed_starts = 0;
  /// A version row claimed, after a fault, what was not wholly there.
  long claimed_too_much = 0;
  /// Errors that were no clear error of the library, and processes that crashed.
  long unclear = 0;
  /// Statements of two migrators at work in one database at one time.
  long overlapping = 0;

  /// What went wrong, in words: the first few.
  std::vector<std::string> remarks = {};
  double seconds = 0;

  bool fine() const noexcept {
    return wrong_end_states + not_once + helped + failed_starts + claimed_too_much + unclear + overlapping == 0;
  }
  void remark(std::string text);
};

/// The table, as README shows it, and below it what went wrong.
void print_table(std::ostream& out, const std::vector<Figures>& all);
std::string json_text(const std::vector<Figures>& all);
/// `2000` as `2,000`.
std::string thousands(long number);

}  // namespace retort::reliability

#endif
