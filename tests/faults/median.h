// What trials judge times by, which vary.
#ifndef PHANCONG_TESTS_FAULTS_MEDIAN_H_
#define PHANCONG_TESTS_FAULTS_MEDIAN_H_

#include <algorithm>
#include <vector>

namespace phancong::faults {

// Of an even number the upper one of the two in the middle. There must be a value.
template <typename T>
[[nodiscard]] T Median(std::vector<T> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace phancong::faults

#endif  // PHANCONG_TESTS_FAULTS_MEDIAN_H_
