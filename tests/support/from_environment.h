// What who runs a test may ask of it: another seed, more steps.
#ifndef PHANCONG_TESTS_SUPPORT_FROM_ENVIRONMENT_H_
#define PHANCONG_TESTS_SUPPORT_FROM_ENVIRONMENT_H_

#include <cstdint>
#include <cstdlib>
#include <string>

namespace phancong {

// The number that this variable of the environment holds; throws where it holds none.
inline int64_t FromEnvironment(const char* name, int64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::stoll(value);
}

}  // namespace phancong

#endif  // PHANCONG_TESTS_SUPPORT_FROM_ENVIRONMENT_H_
