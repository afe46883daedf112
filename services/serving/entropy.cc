#include "services/serving/entropy.h"

#include <sodium.h>

#include <cstdlib>

namespace phancong::serving {

std::string SystemEntropy::Bytes(size_t count) {
  // Without a source of randomness there are no salts, tokens or codes: nothing may go on.
  static const bool ready = sodium_init() >= 0;
  if (!ready) std::abort();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace phancong::serving
