#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>

#include "benchmark/support.hpp"

/// What a migration file costs the engineer who has hundreds of them.
namespace retort::bench {
namespace {

void compile(benchmark::State& state, const char* file) {
  // Without a compiler cache, which CCACHE_DISABLE turns off where the compiler is one in disguise.
  const auto command =
      std::string("CCACHE_DISABLE=1 " RETORT_COMPILER " -std=c++20 -O0 -DRETORT_STATIC -I" RETORT_INCLUDE
                  " -c " RETORT_BENCHMARK_FOLDER "/compiled/") +
      file + " -o " + (scratch() / "compiled.o").string();
  for (auto _ : state) {
    if (std::system(command.c_str()) != 0) state.SkipWithError("the compiler failed");
  }
}

void compile_migration(benchmark::State& state) { compile(state, "migration.cpp"); }
void compile_standard_headers(benchmark::State& state) { compile(state, "standard_headers.cpp"); }

BENCHMARK(compile_migration)->Iterations(1)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(compile_standard_headers)->Iterations(1)->Unit(benchmark::kMillisecond)->UseRealTime();

const Compared kCompile("compiling a migration file, beside its standard headers alone", "compile_migration",
                        "compile_standard_headers", 1.4);

}  // namespace
}  // namespace retort::bench
