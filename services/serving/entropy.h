// Randomness, a constructor argument: libsodium's in the server, a seeded one in tests.
#ifndef PHANCONG_SERVICES_SERVING_ENTROPY_H_
#define PHANCONG_SERVICES_SERVING_ENTROPY_H_

#include <cstddef>
#include <string>

namespace phancong::serving {

// Thread-safe.
class Entropy {
 public:
  virtual ~Entropy() = default;
  [[nodiscard]] virtual std::string Bytes(size_t count) = 0;
};

class SystemEntropy final : public Entropy {
 public:
  [[nodiscard]] std::string Bytes(size_t count) override;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_ENTROPY_H_
