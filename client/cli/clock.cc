#include "client/cli/clock.h"

#include "absl/time/clock.h"

namespace phancong::client {

absl::Time SystemTime() { return absl::Now(); }

}  // namespace phancong::client
