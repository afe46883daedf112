// What is measured of a data set, small or large, so that it can be compared.
#ifndef PHANCONG_TESTS_BENCH_GROWTH_H_
#define PHANCONG_TESTS_BENCH_GROWTH_H_

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/bench/national_set.h"

namespace phancong::bench {

struct GrowthFigure {
  std::string section;
  std::string what;
  std::string unit;
  double value = 0;
};

// On the real server, on the set's database itself; then verify and a backup, without it. The same figures in the same
// order for every set. Each call lasts as said; `set.used` grows by the tasks that were handed in,
// of which some must be left.
[[nodiscard]] std::vector<GrowthFigure> MeasureGrowth(const std::string& phancongd, const std::filesystem::path& folder,
                                                      NationalSet& set, std::chrono::milliseconds lasting);

}  // namespace phancong::bench

#endif  // PHANCONG_TESTS_BENCH_GROWTH_H_
