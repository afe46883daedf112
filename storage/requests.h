// Request memory and refused attempts (operational).
#ifndef PHANCONG_STORAGE_REQUESTS_H_
#define PHANCONG_STORAGE_REQUESTS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/store.h"

namespace phancong::storage {

// How long a request is remembered: 90 days of real time.
inline constexpr int64_t kRequestMemoryMicros = int64_t{90} * 24 * 3600 * 1'000'000;

struct RequestRow {
  std::string digest;  // SHA-256 of method and request
  std::string method;
  std::string response;  // serialised
};
// Nothing where it was not seen, or is older than the memory at `now_micros` (real time).
[[nodiscard]] absl::StatusOr<std::optional<RequestRow>> FindRequest(ReadTransaction& tx, int64_t federation,
                                                                    int64_t account, const std::string& request_id,
                                                                    int64_t now_micros);
// ALREADY_EXISTS, and nothing is written, where it is remembered.
[[nodiscard]] absl::Status RememberRequest(WriteTransaction& tx, int64_t federation, int64_t account,
                                           const std::string& request_id, const RequestRow& row, int64_t now_micros);
// Forgets at most `limit` requests older than the memory.
[[nodiscard]] absl::Status ForgetOldRequests(WriteTransaction& tx, int64_t now_micros, int64_t limit);

// Counts one more refused attempt of an account in the hour of real time since 1970, and returns how many there are
// now. Rows of other hours are removed, and their counts above `limit` returned with the hour before, once.
struct RefusedAttempts {
  int64_t in_this_hour = 0;
  int64_t uncounted_before = 0;  // attempts above the limit in the account's earlier hours, not in the journal yet
};
[[nodiscard]] absl::StatusOr<RefusedAttempts> CountRefusedAttempt(WriteTransaction& tx, int64_t federation,
                                                                  int64_t account, int64_t hour, int64_t limit);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_REQUESTS_H_
