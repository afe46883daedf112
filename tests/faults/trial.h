// How a trial is begun: PROGRAM COUNT [SEED] on the command line.
#ifndef PHANCONG_TESTS_FAULTS_TRIAL_H_
#define PHANCONG_TESTS_FAULTS_TRIAL_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"

namespace phancong::faults {

// Runs it with the server's program, the count and the seed, which is printed first and drawn where none is given. What
// the process is to end with: 2, and how it is called, where words are missing; 1 where an expectation failed. `count`
// is what the second word is called.
[[nodiscard]] int RunTrial(int argc, char** argv, std::string_view count,
                           absl::FunctionRef<void(const std::string&, int64_t, uint64_t)> trial);

}  // namespace phancong::faults

#endif  // PHANCONG_TESTS_FAULTS_TRIAL_H_
