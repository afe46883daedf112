// What the files of the model share: whom items go to, and the like.
#ifndef PHANCONG_TESTS_SUPPORT_MODEL_WORDS_H_
#define PHANCONG_TESTS_SUPPORT_MODEL_WORDS_H_

#include <algorithm>
#include <string>
#include <vector>

#include "phancong/v1/vocabulary.pb.h"

namespace phancong::support {

inline constexpr char kFederation[] = "federation";

inline const std::vector<std::string>& AllUnits() {
  static const std::vector<std::string> units = {"xa", "truong", "nha-may", "cong-ty"};
  return units;
}

inline bool Contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_MODEL_WORDS_H_
