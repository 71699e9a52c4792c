#include "benchmark/report.hpp"

#include <unistd.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string_view>

#include "benchmark/memory.hpp"
#include "benchmark/support.hpp"

namespace retort::bench {

namespace {

std::string readable(double seconds) {
  char text[32];
  if (seconds < 1e-3) {
    std::snprintf(text, sizeof text, "%.1f us", seconds * 1e6);
  } else {
    std::snprintf(text, sizeof text, "%.2f ms", seconds * 1e3);
  }
  return text;
}

void print_comparisons(const BestTimes& times) {
  std::printf("\n| what | retort | raw | ratio | at most |\n|---|---:|---:|---:|---:|\n");
  for (const auto& each : comparisons()) {
    const auto ours = times.of(each.ours);
    const auto raw = times.of(each.raw);
    if (ours <= 0 || raw <= 0) continue;
    std::printf("| %s | %s | %s | %.2f | %.2g |\n", each.title.c_str(), readable(ours).c_str(), readable(raw).c_str(),
                ours / raw, each.limit);
  }
}

void print_growths(const BestTimes& times) {
  bool first = true;
  for (const auto& each : growths()) {
    const auto small = times.of(each.small);
    const auto large = times.of(each.large);
    if (small <= 0 || large <= 0) continue;
    if (first) std::printf("\n| what | small | ten times as large | growth | at most |\n|---|---:|---:|---:|---:|\n");
    first = false;
    std::printf("| %s | %s | %s | %.2f |", each.title.c_str(), readable(small).c_str(), readable(large).c_str(),
                large / small);
    each.limit > 0 ? std::printf(" %.1f |\n", each.limit) : std::printf(" |\n");
  }
}

void print_counts() {
  if (counts().empty()) return;
  std::printf("\n| writes of the journal | number | at most |\n|---|---:|---:|\n");
  for (const auto& each : counts()) {
    std::printf("| %s | %.2f | %.0f |\n", each.title.c_str(), each.writes, each.limit);
  }
}

void print_footprints() {
  if (footprints().empty()) return;
  std::printf("\n| memory, 100,000 revisions | bytes a revision |\n|---|---:|\n");
  for (const auto& each : footprints()) std::printf("| %s | %.0f |\n", each.title.c_str(), each.bytes_per_revision());
}

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "benchmark: %s\n", what.c_str());
  std::exit(2);
}

}  // namespace

BestTimes::BestTimes() : ConsoleReporter(isatty(STDOUT_FILENO) != 0 ? OO_ColorTabular : OO_Tabular) {}

void BestTimes::ReportRuns(const std::vector<Run>& runs) {
  for (const auto& run : runs) {
    if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
    const auto seconds = run.real_accumulated_time / static_cast<double>(run.iterations);
    const auto name = run.run_name.function_name + (run.run_name.args.empty() ? "" : "/" + run.run_name.args);
    keep(best_, name, seconds);
    keep(computed_, name, run.cpu_accumulated_time / static_cast<double>(run.iterations));
  }
  ConsoleReporter::ReportRuns(runs);
}

void BestTimes::keep(Seconds& kept, const std::string& name, double seconds) {
  const auto [best, fresh] = kept.emplace(name, seconds);
  if (!fresh) best->second = std::min(best->second, seconds);
}

double BestTimes::of(const std::string& name) const {
  constexpr std::string_view kComputed = ":cpu";
  const bool computed = name.ends_with(kComputed);
  const auto& kept = computed ? computed_ : best_;
  const auto found = kept.find(computed ? name.substr(0, name.size() - kComputed.size()) : name);
  return found == kept.end() ? 0 : found->second;
}

std::map<double, double> BestTimes::curve_of(const std::string& name) const {
  std::map<double, double> curve;
  for (const auto& [full, seconds] : best_) {
    if (full.rfind(name + "/", 0) == 0) curve.emplace(std::atof(full.c_str() + name.size() + 1), seconds);
  }
  return curve;
}

void print_tables(const BestTimes& times) {
  print_comparisons(times);
  print_growths(times);
  print_counts();
  print_footprints();
  std::fflush(stdout);
}

void write_json(const BestTimes& times, const std::string& file) {
  nlohmann::ordered_json document;
  document["seconds"] = times.all();
  auto& list = document["comparisons"] = nlohmann::ordered_json::array();
  for (const auto& each : comparisons()) {
    const auto ours = times.of(each.ours);
    const auto raw = times.of(each.raw);
    if (ours <= 0 || raw <= 0) continue;
    list.push_back({{"what", each.title}, {"ours", ours}, {"raw", raw}, {"ratio", ours / raw}, {"limit", each.limit}});
  }
  auto& growing = document["growths"] = nlohmann::ordered_json::array();
  for (const auto& each : growths()) {
    const auto small = times.of(each.small);
    const auto large = times.of(each.large);
    if (small <= 0 || large <= 0) continue;
    growing.push_back({{"what", each.title}, {"small", small}, {"large", large}, {"growth", large / small}});
    if (each.limit > 0) growing.back()["limit"] = each.limit;
  }
  auto& counted = document["journal_writes"] = nlohmann::ordered_json::array();
  for (const auto& each : counts()) {
    counted.push_back({{"what", each.title}, {"number", each.writes}, {"limit", each.limit}});
  }
  std::ofstream out(file);
  out << document.dump(2) << "\n";
  if (!out.flush()) give_up("cannot write " + file);
}

void print_against(const BestTimes& times, const std::string& file) {
  std::ifstream in(file);
  const auto document = nlohmann::json::parse(in, nullptr, false);
  if (!document.is_object() || !document.contains("seconds")) give_up(file + " is not what --json has written");
  std::printf("\n| benchmark | then | now | now / then |\n|---|---:|---:|---:|\n");
  for (const auto& [name, now] : times.all()) {
    const auto then = document["seconds"].value(name, 0.0);
    if (then <= 0) continue;
    std::printf("| %s | %s | %s | %.2f |\n", name.c_str(), readable(then).c_str(), readable(now).c_str(), now / then);
  }
  std::fflush(stdout);
}

}  // namespace retort::bench
