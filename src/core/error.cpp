#include <retort/error.hpp>

#include <utility>

namespace retort {

namespace {

/// `2026_posts.cpp:17: create_table("posts"): no such type` and the facts a person needs on lines of their own.
std::string full_text(const std::string& message, const ErrorFacts& facts) {
  std::string text;
  if (!facts.location.empty()) text += facts.location + ": ";
  if (!facts.operation.empty()) text += facts.operation + ": ";
  text += message;
  if (!facts.revision.empty()) text += "\n  revision: " + facts.revision;
  if (!facts.sql.empty()) text += "\n  SQL: " + facts.sql;
  if (!facts.backend_code.empty()) text += "\n  database code: " + facts.backend_code;
  if (!facts.applied.empty()) {
    text += "\n  applied before this:";
    for (const auto& id : facts.applied) text += " " + id;
  }
  if (facts.leaves_partial_change) text += "\n  the database may stand between two revisions";
  return text;
}

}  // namespace

Error::Error(const std::string& message, ErrorFacts facts)
    : std::runtime_error(full_text(message, facts)), message_(message), facts_(std::move(facts)) {}

// Out of line, so that each class has one vtable and one type_info, which a catch in another shared library needs.
Error::~Error() = default;
Error::Error(const Error&) = default;
Error& Error::operator=(const Error&) = default;
DefinitionError::~DefinitionError() = default;
OperationError::~OperationError() = default;
UnsupportedOperation::~UnsupportedOperation() = default;
IrreversibleOperation::~IrreversibleOperation() = default;
StateError::~StateError() = default;
DatabaseError::~DatabaseError() = default;
UsageError::~UsageError() = default;

}  // namespace retort
