// A federation in the middle of its second year, in which there is something of everything: the ground on which the
// fuzzer's commands fall.
#ifndef PHANCONG_TESTS_FUZZ_FEDERATION_H_
#define PHANCONG_TESTS_FUZZ_FEDERATION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "storage/store.h"

namespace phancong::fuzz {

struct Account {
  int64_t number = 0;
  std::string id;
};

struct Federation {
  storage::Store* store = nullptr;
  int64_t number = 0;
  std::string id;
  int64_t now_micros = 0;
  std::vector<Account> accounts;
};

// Made when it is first asked for, by the real server, which is stopped by then; removed when the process ends. Ends
// the process where a step of its history is refused.
[[nodiscard]] const Federation& TheFederation();

}  // namespace phancong::fuzz

#endif  // PHANCONG_TESTS_FUZZ_FEDERATION_H_
