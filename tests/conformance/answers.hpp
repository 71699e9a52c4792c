#ifndef RETORT_TESTS_CONFORMANCE_ANSWERS_HPP
#define RETORT_TESTS_CONFORMANCE_ANSWERS_HPP

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/case.hpp"
#include "dialect/dialect.hpp"

namespace retort::conformance {

/// What a dialect says to a case: its statements, each with a semicolon and a line of its own, or a line that begins
/// with `! ` and is why not. Empty where nothing is to be done.
using Answers = std::map<std::string, std::string>;

/// The answers that are expected of a dialect, from answers/<name>.answers. Throws std::runtime_error for a file that
/// is not there or has a case twice.
Answers expected_answers(std::string_view dialect);

/// What code of a case records for a dialect; nothing for a null pointer.
ops::Operations recorded(void (*code)(), const dialect::Dialect& dialect);

/// What the dialect says now, without a database.
std::string answer(const Case& asked, const dialect::Dialect& dialect);

/// The types as which the columns of a case are read back where the catalog has no other words for them: `char_(36)`
/// for an op::uuid(). Empty where all are read back as themselves.
std::string read_back_as(const Case& asked, const dialect::Dialect& dialect);

inline bool is_refusal(std::string_view answer) { return answer.starts_with("! "); }

/// `sqlite`, `postgresql`, `mysql`, `mariadb`, `firebird`: every dialect that there is.
std::vector<std::string> dialect_names();

}  // namespace retort::conformance

#endif
