#include <csignal>
#include <cstdio>
#include <string>
#include <utility>

#include "benchmark/report.hpp"
#include "benchmark/support.hpp"

namespace retort::bench {

namespace {

/// One panel: every curve with two points at least, its data within the script.
void write_panel(std::string& data, std::string& plots, const BestTimes& times, Axis axis) {
  for (const auto& curve : curves()) {
    const auto points = times.curve_of(curve.benchmark);
    if (curve.axis != axis || points.size() < 2) continue;
    const auto name = "$curve_" + curve.benchmark;
    data += name + " << END\n";
    for (const auto& [number, seconds] : points) {
      data += std::to_string(number) + " " + std::to_string(seconds * 1e6) + "\n";
    }
    data += "END\n";
    if (!plots.empty()) plots += ", ";
    // What is compared with is a dashed line of the same colour.
    plots += name + " using 1:2 with linespoints linewidth 2 pointtype 7 pointsize 0.5 linetype " +
             std::to_string(curve.colour) + (curve.is_raw ? " dashtype 2" : "") + " title \"" + curve.title + "\"";
  }
}

}  // namespace

bool plot_curves(const BestTimes& times, const std::string& file) {
  std::string script = "set terminal svg size 1100,560 font 'sans,13' background 'white'\nset output '" + file + "'\n";
  std::string panels;
  for (const auto& [axis, label] : {std::pair(Axis::revisions, "revisions"), std::pair(Axis::tables, "tables")}) {
    std::string plots;
    write_panel(script, plots, times, axis);
    if (plots.empty()) continue;
    panels += "set xlabel 'number of " + std::string(label) + "'\nset ylabel 'microseconds'\nplot " + plots + "\n";
  }
  if (panels.empty()) {
    std::fprintf(stderr, "benchmark: nothing ran that could be drawn\n");
    return false;
  }
  script +=
      "set linetype 1 linecolor rgb '#2c5d8a'\nset linetype 2 linecolor rgb '#c05a28'\n"
      "set linetype 3 linecolor rgb '#3a7d44'\nset linetype 4 linecolor rgb '#7b4a9e'\n"
      "set linetype 5 linecolor rgb '#a8842c'\n"
      "set logscale xy\nset format x '%.0s%c'\nset format y '%.0s%c'\nset grid\n"
      "set key below reverse Left maxcols 2\nset multiplot layout 1,2\n" +
      panels + "unset multiplot\n";
  // Without gnuplot there is nobody to write to.
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  auto* gnuplot = ::popen("gnuplot", "w");
  bool written = gnuplot != nullptr && std::fputs(script.c_str(), gnuplot) >= 0 && std::fflush(gnuplot) == 0;
  if (gnuplot != nullptr) written = ::pclose(gnuplot) == 0 && written;
  std::signal(SIGPIPE, before);
  if (!written) std::fprintf(stderr, "benchmark: no picture without gnuplot (Debian: gnuplot-nox)\n");
  return written;
}

}  // namespace retort::bench
