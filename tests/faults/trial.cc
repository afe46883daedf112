#include "tests/faults/trial.h"

#include <cstdio>
#include <random>

#include "fmt/format.h"
#include "gtest/gtest.h"

namespace phancong::faults {

int RunTrial(int argc, char** argv, std::string_view count,
             absl::FunctionRef<void(const std::string&, int64_t, uint64_t)> trial) {
  if (argc < 3) {
    fmt::print(stderr, "{} PHANCONGD {} [SEED]\n", argv[0], count);
    return 2;
  }
  testing::InitGoogleTest();
  const uint64_t seed = argc > 3 ? std::stoull(argv[3]) : std::random_device{}();
  fmt::print("seed {}\n", seed);
  std::fflush(stdout);
  trial(argv[1], std::stoll(argv[2]), seed);
  return testing::UnitTest::GetInstance()->Failed() ? 1 : 0;
}

}  // namespace phancong::faults
