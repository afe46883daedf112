#include "storage/requests.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "services/rules/propagate.h"
#include "storage/compress.h"
#include "storage/numbers.h"

namespace phancong::storage {

namespace {

// Rows of a federation that are looked at together.
constexpr int64_t kRequestsAtOnce = 500;

// As the two columns have it.
absl::StatusOr<std::string> Response(const std::string& response, int64_t response_bytes) {
  if (response_bytes == 0) return response;
  return Decompress(response, response_bytes);
}

// Beginning with the oldest, `limit` at most. Returns how many.
absl::StatusOr<int64_t> ForgetOldRequestsOf(WriteTransaction& tx, int64_t federation, int64_t oldest, int64_t limit) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT revision, done_at FROM request WHERE federation = $1 ORDER BY revision LIMIT $2",
                            {federation, limit}));
  const auto young = std::find_if(rows.begin(), rows.end(), [oldest](const Row& row) { return row.Int(1) >= oldest; });
  if (young == rows.begin()) return 0;
  return tx.ExecuteCounted("DELETE FROM request WHERE federation = $1 AND revision <= $2",
                           {federation, std::prev(young)->Int(0)});
}

}  // namespace

absl::StatusOr<std::optional<RequestRow>> FindRequest(ReadTransaction& tx, int64_t federation, int64_t account,
                                                      const std::string& request_id, int64_t now_micros) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT digest, response, response_bytes FROM request WHERE federation = $1 AND "
                            "account = $2 AND request_id = $3 AND done_at >= $4",
                            {federation, account, request_id, now_micros - kRequestMemoryMicros}));
  if (rows.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(std::string response, Response(rows[0].Bytes(1), rows[0].Int(2)));
  return RequestRow{.digest = rows[0].Bytes(0), .response = std::move(response)};
}

absl::Status RememberRequest(WriteTransaction& tx, int64_t federation, int64_t revision, int64_t account,
                             const std::string& request_id, const RequestRow& row, int64_t now_micros) {
  ASSIGN_OR_RETURN(const Rows seen, tx.Query("SELECT revision, done_at FROM request WHERE federation = $1 AND "
                                             "account = $2 AND request_id = $3",
                                             {federation, account, request_id}));
  if (!seen.empty()) {
    if (seen[0].Int(1) >= now_micros - kRequestMemoryMicros) {
      return absl::AlreadyExistsError("the request was done before");
    }
    // One that is too old to be found may not be removed yet.
    RETURN_IF_ERROR(
        tx.Execute("DELETE FROM request WHERE federation = $1 AND revision = $2", {federation, seen[0].Int(0)}));
  }
  std::string compressed = Compress(row.response);
  const bool smaller = compressed.size() < row.response.size();
  return tx.Execute(
      "INSERT INTO request (federation, revision, account, request_id, digest, response, response_bytes, done_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {federation, revision, account, request_id, Blob{row.digest},
       Blob{smaller ? std::move(compressed) : row.response}, smaller ? static_cast<int64_t>(row.response.size()) : 0,
       now_micros});
}

absl::Status ForgetOldRequests(WriteTransaction& tx, int64_t now_micros, int64_t limit) {
  const int64_t oldest = now_micros - kRequestMemoryMicros;
  int64_t after = std::numeric_limits<int64_t>::min();
  int64_t left = limit;
  while (left > 0) {
    ASSIGN_OR_RETURN(const Rows next, tx.Query("SELECT federation, done_at FROM request WHERE federation > $1 ORDER BY "
                                               "federation, revision LIMIT 1",
                                               {after}));
    if (next.empty()) break;
    after = next[0].Int(0);
    if (next[0].Int(1) >= oldest) continue;
    ASSIGN_OR_RETURN(const int64_t forgotten, ForgetOldRequestsOf(tx, after, oldest, left));
    left -= forgotten;
  }
  return absl::OkStatus();
}

absl::Status ForgetAnswersWith(WriteTransaction& tx, int64_t federation, const std::set<std::string>& texts) {
  int64_t after = std::numeric_limits<int64_t>::min();
  while (true) {
    ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT revision, response, response_bytes FROM request WHERE "
                                               "federation = $1 AND revision > $2 ORDER BY revision LIMIT $3",
                                               {federation, after, kRequestsAtOnce}));
    if (rows.empty()) return absl::OkStatus();
    for (const Row& row : rows) {
      ASSIGN_OR_RETURN(const std::string response, Response(row.Bytes(1), row.Int(2)));
      const bool has_one = std::any_of(texts.begin(), texts.end(), [&response](const std::string& text) {
        return response.find(text) != std::string::npos;
      });
      if (!has_one) continue;
      RETURN_IF_ERROR(
          tx.Execute("UPDATE request SET response = $3, response_bytes = 0 WHERE federation = $1 AND "
                     "revision = $2",
                     {federation, row.Int(0), Blob{}}));
    }
    after = rows.back().Int(0);
  }
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
