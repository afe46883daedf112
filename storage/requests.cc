#include "storage/requests.h"

#include <algorithm>

#include "services/rules/propagate.h"
#include "storage/numbers.h"

namespace phancong::storage {

absl::StatusOr<std::optional<RequestRow>> FindRequest(ReadTransaction& tx, int64_t federation, int64_t account,
                                                      const std::string& request_id, int64_t now_micros) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT digest, method, response FROM request WHERE federation = $1 AND account = $2 AND "
                            "request_id = $3 AND done_at >= $4",
                            {federation, account, request_id, now_micros - kRequestMemoryMicros}));
  if (rows.empty()) return std::nullopt;
  return RequestRow{.digest = rows[0].Bytes(0), .method = rows[0].Text(1), .response = rows[0].Bytes(2)};
}

absl::Status RememberRequest(WriteTransaction& tx, int64_t federation, int64_t account, const std::string& request_id,
                             const RequestRow& row, int64_t now_micros) {
  ASSIGN_OR_RETURN(
      const Rows seen,
      tx.Query("SELECT 1 FROM request WHERE federation = $1 AND account = $2 AND request_id = $3 AND done_at >= $4",
               {federation, account, request_id, now_micros - kRequestMemoryMicros}));
  if (!seen.empty()) return absl::AlreadyExistsError("the request was done before");
  // One that is too old to be found may not be removed yet.
  return tx.Execute(
      "INSERT INTO request (federation, account, request_id, digest, method, response, done_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (federation, account, request_id) DO UPDATE SET "
      "digest = excluded.digest, method = excluded.method, response = excluded.response, done_at = excluded.done_at",
      {federation, account, request_id, Blob{row.digest}, row.method, Blob{row.response}, now_micros});
}

absl::Status ForgetOldRequests(WriteTransaction& tx, int64_t now_micros, int64_t limit) {
  return tx.Execute(
      "DELETE FROM request WHERE (federation, account, request_id) IN (SELECT federation, account, request_id "
      "FROM request WHERE done_at < $1 ORDER BY done_at LIMIT $2)",
      {now_micros - kRequestMemoryMicros, limit});
}

absl::StatusOr<RefusedAttempts> CountRefusedAttempt(WriteTransaction& tx, int64_t federation, int64_t account,
                                                    int64_t hour, int64_t limit) {
  RefusedAttempts attempts;
  ASSIGN_OR_RETURN(attempts.in_this_hour,
                   QueryInt(tx,
                            "INSERT INTO refused_attempt (federation, account, hour, attempts) VALUES ($1, $2, $3, 1) "
                            "ON CONFLICT (federation, account, hour) DO UPDATE SET attempts = "
                            "refused_attempt.attempts + 1 RETURNING attempts",
                            {federation, account, hour}));
  ASSIGN_OR_RETURN(const Rows before,
                   tx.Query("DELETE FROM refused_attempt WHERE federation = $1 AND account = $2 AND hour <> $3 "
                            "RETURNING attempts",
                            {federation, account, hour}));
  for (const Row& row : before) attempts.uncounted_before += std::max<int64_t>(0, row.Int(0) - limit);
  return attempts;
}

}  // namespace phancong::storage
