#include <retort/autogenerate.hpp>

#include <utility>

#include "autogenerate/operations_data.hpp"

namespace retort {

Operations::Operations() : data_(std::make_shared<const autogenerate::OperationsData>()) {}
Operations::Operations(std::shared_ptr<const autogenerate::OperationsData> data) noexcept : data_(std::move(data)) {}

std::size_t Operations::size() const noexcept { return data_->operations.size(); }

std::vector<std::string> Operations::describe() const {
  std::vector<std::string> words;
  words.reserve(size());
  for (const auto& operation : data_->operations) words.push_back(ops::describe(operation));
  return words;
}

const std::vector<std::string>& Operations::notes() const noexcept { return data_->notes; }

bool Operations::matches() const noexcept { return empty() && !data_->differs_beyond; }

}  // namespace retort
