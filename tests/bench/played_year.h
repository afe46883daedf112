// A year as it is lived, in two federations as large as each other: both are given their tasks, one hands them in, in
// the other each task goes all its way. What the database had grown to after each part.
#ifndef PHANCONG_TESTS_BENCH_PLAYED_YEAR_H_
#define PHANCONG_TESTS_BENCH_PLAYED_YEAR_H_

#include <cstdint>
#include <filesystem>
#include <string>

#include "tests/bench/processes.h"

namespace phancong::bench {

struct PlayedYear {
  // Of each federation.
  int64_t tasks = 0;
  // Sizes of the database, nothing being left in its log: before, with both issued, with the first one's submitted,
  // with the second one's acknowledged, submitted, taken and accepted.
  int64_t founded_bytes = 0;
  int64_t issued_bytes = 0;
  int64_t submitted_bytes = 0;
  int64_t accepted_bytes = 0;
  // Tasks that were issued, and commands after that.
  int64_t events = 0;
  // The server's at the end of the last part.
  Memory memory;
  // A task of the first, and the token of who may see it.
  std::string task;
  std::string chair_token;
};

// In `folder`, which is there, as "db".
[[nodiscard]] PlayedYear PlayYear(const std::string& phancongd, const std::filesystem::path& folder);

}  // namespace phancong::bench

#endif  // PHANCONG_TESTS_BENCH_PLAYED_YEAR_H_
