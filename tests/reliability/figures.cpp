#include "reliability/figures.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace retort::reliability {

void Figures::remark(std::string text) {
  constexpr std::size_t kEnough = 12;
  if (remarks.size() < kEnough) remarks.push_back(std::move(text));
}

std::string thousands(long number) {
  auto text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return text;
}

void print_table(std::ostream& out, const std::vector<Figures>& all) {
  out << "\n| # | database | done | wrong end states | not run exactly once | helped by a person | failed starts | "
         "claimed too much | unclear errors | overlapping DDL | |\n"
      << "|---|---|---|---:|---:|---:|---:|---:|---:|---:|---|\n";
  for (const auto& each : all) {
    out << "| " << each.experiment << " | " << each.database << " | " << each.done << " | " << each.wrong_end_states
        << " | " << each.not_once << " | " << each.helped << " | " << each.failed_starts << " | "
        << each.claimed_too_much << " | " << each.unclear << " | " << each.overlapping << " | " << each.extra << " |\n";
  }
  for (const auto& each : all) {
    for (const auto& remark : each.remarks) {
      out << "\n" << each.experiment << " on " << each.database << ": " << remark << "\n";
    }
  }
  out.flush();
}

std::string json_text(const std::vector<Figures>& all) {
  auto list = nlohmann::json::array();
  for (const auto& each : all) {
    list.push_back({{"experiment", each.experiment},
                    {"database", each.database},
                    {"done", each.done},
                    {"extra", each.extra},
                    {"wrong_end_states", each.wrong_end_states},
                    {"not_once", each.not_once},
                    {"helped", each.helped},
                    {"failed_starts", each.failed_starts},
                    {"claimed_too_much", each.claimed_too_much},
                    {"unclear", each.unclear},
                    {"overlapping", each.overlapping},
                    {"remarks", each.remarks},
                    {"seconds", each.seconds}});
  }
  return list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace retort::reliability
