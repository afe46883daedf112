// Programs that tests run beside themselves.
#ifndef PHANCONG_TESTS_SUPPORT_PROGRAM_H_
#define PHANCONG_TESTS_SUPPORT_PROGRAM_H_

#include <string>
#include <vector>

namespace phancong::support {

struct Ran {
  bool succeeded = false;
  std::string out;  // both of its outputs
};

// Runs a program with these arguments, as they are, to its end.
[[nodiscard]] Ran Runs(const std::vector<std::string>& words);

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_PROGRAM_H_
