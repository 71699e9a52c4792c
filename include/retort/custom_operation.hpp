#ifndef RETORT_CUSTOM_OPERATION_HPP
#define RETORT_CUSTOM_OPERATION_HPP

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <retort/export.hpp>

namespace soci {
class session;
}

namespace retort {

/// A directive of the program's own, recorded with `op::invoke`. Immutable; it may be used by several threads.
class RETORT_API CustomOperation {
 public:
  CustomOperation() = default;
  CustomOperation(const CustomOperation&) = delete;
  CustomOperation& operator=(const CustomOperation&) = delete;
  virtual ~CustomOperation();

  /// In words, for plans and messages: `grant("reader")`.
  virtual std::string describe() const = 0;
  /// The statements for a dialect (`sqlite`, `postgresql`, `mysql`, `firebird`). Throw UnsupportedOperation where there
  /// are none.
  virtual std::vector<std::string> compile(std::string_view dialect) const = 0;
  /// The way back, or null when there is none (the default).
  virtual std::shared_ptr<const CustomOperation> reverse() const;
  /// The tables it changes. What is known about them counts as unknown from there on.
  virtual std::vector<std::string> touches() const;
  /// A query of one number, above 0 when all of its statements have been applied; empty (the default) for none. See
  /// ExecuteOptions::probe.
  virtual std::string probe(std::string_view dialect) const;
};

}  // namespace retort

#endif
