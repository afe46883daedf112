// Request memory and refused attempts (operational).
#ifndef PHANCONG_STORAGE_REQUESTS_H_
#define PHANCONG_STORAGE_REQUESTS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/store.h"

namespace phancong::storage {

// How long a request is remembered: 90 days of real time.
inline constexpr int64_t kRequestMemoryMicros = int64_t{90} * 24 * 3600 * 1'000'000;

// It tells a mistake, and nobody gains from a collision with a request of their own.
inline constexpr size_t kRequestDigestBytes = 16;

struct RequestRow {
  std::string digest;    // of method and request: kRequestDigestBytes of a SHA-256
  std::string response;  // serialised; empty where a text was erased of it
};
// Nothing where it was not seen, or is older than the memory at `now_micros` (real time).
[[nodiscard]] absl::StatusOr<std::optional<RequestRow>> FindRequest(ReadTransaction& tx, int64_t federation,
                                                                    int64_t account, const std::string& request_id,
                                                                    int64_t now_micros);
// Of the request that wrote the entry `revision`. ALREADY_EXISTS, and nothing is written, where it is remembered.
[[nodiscard]] absl::Status RememberRequest(WriteTransaction& tx, int64_t federation, int64_t revision, int64_t account,
                                           const std::string& request_id, const RequestRow& row, int64_t now_micros);
// Forgets at most `limit` requests older than the memory.
[[nodiscard]] absl::Status ForgetOldRequests(WriteTransaction& tx, int64_t now_micros, int64_t limit);
// Of the answers that have one of these texts in them nothing is left: a retry of such a request is answered as done,
// without them.
[[nodiscard]] absl::Status ForgetAnswersWith(WriteTransaction& tx, int64_t federation,
                                             const std::set<std::string>& texts);

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
