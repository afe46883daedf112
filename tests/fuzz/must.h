// What holds for every input. Where it does not, the process ends, and the fuzzer keeps the input.
#ifndef PHANCONG_TESTS_FUZZ_MUST_H_
#define PHANCONG_TESTS_FUZZ_MUST_H_

#include <cstdio>
#include <cstdlib>
#include <string>

namespace phancong::fuzz {

inline void Must(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what.c_str());
  std::abort();
}

}  // namespace phancong::fuzz

#endif  // PHANCONG_TESTS_FUZZ_MUST_H_
