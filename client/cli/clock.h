// The one place where the client asks what time it is. Everything else gets the moment from the Client, so that a test
// can say it. The business of a federation goes by the server's day, and never by this clock: it says when a witness
// has signed, and how long ago.
#ifndef PHANCONG_CLIENT_CLI_CLOCK_H_
#define PHANCONG_CLIENT_CLI_CLOCK_H_

#include "absl/time/time.h"

namespace phancong::client {

// By this machine's clock.
[[nodiscard]] absl::Time SystemTime();

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_CLOCK_H_
