#ifndef RETORT_SRC_AUTOGENERATE_FILTER_HPP
#define RETORT_SRC_AUTOGENERATE_FILTER_HPP

#include <retort/autogenerate.hpp>

#include <string>

namespace retort::autogenerate {

/// Which objects take part, as CompareOptions say. Borrows the options.
class Filter {
 public:
  explicit Filter(const CompareOptions& options) noexcept : options_(options) {}

  bool operator()(const ComparedObject& object) const {
    // A constraint without a name cannot be named.
    const bool asked = options_.include_name && !object.name.empty();
    if (asked && !options_.include_name(object.kind, full_name(object))) return false;
    return !options_.include_object || options_.include_object(object);
  }

 private:
  static std::string full_name(const ComparedObject& object) {
    const std::string name(object.name);
    return object.kind == "column" ? std::string(object.table) + "." + name : name;
  }

  const CompareOptions& options_;
};

}  // namespace retort::autogenerate

#endif
