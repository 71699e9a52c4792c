#ifndef RETORT_SRC_OPS_DATA_OPERATIONS_HPP
#define RETORT_SRC_OPS_DATA_OPERATIONS_HPP

#include <retort/custom_operation.hpp>
#include <retort/value.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "schema/qualified_name.hpp"

namespace soci {
class session;
}

namespace retort::ops {

struct BulkInsert {
  schema::QualifiedName table;
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
  friend bool operator==(const BulkInsert&, const BulkInsert&) = default;
};

/// One statement of the user's, untouched.
struct Execute {
  SqlText statement;
  std::optional<SqlText> reverse = {};
  /// Set when the user told which tables it changes the structure of.
  std::optional<std::vector<std::string>> touches = {};
  /// A query of one number that is above 0 when it has been applied; empty where the user gave none.
  SqlText probe = {};
  friend bool operator==(const Execute&, const Execute&) = default;
};

/// Code of the user's. Shared, so that copies of an operation are the same code: equality is that of the code.
struct Run {
  using Code = std::shared_ptr<const std::function<void(soci::session&)>>;
  Code code;
  Code reverse = {};
  std::string description = {};
  std::optional<std::vector<std::string>> touches = {};
  SqlText probe = {};
  friend bool operator==(const Run&, const Run&) = default;
};

struct Irreversible {
  std::string reason;
  friend bool operator==(const Irreversible&, const Irreversible&) = default;
};

struct Invoke {
  std::shared_ptr<const CustomOperation> operation;
  friend bool operator==(const Invoke&, const Invoke&) = default;
};

}  // namespace retort::ops

#endif
