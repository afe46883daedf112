// Accounts, positions, responsibilities (projected), and credentials and sessions (operational).
#ifndef PHANCONG_STORAGE_ACCOUNTS_H_
#define PHANCONG_STORAGE_ACCOUNTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rules/policy.h"
#include "storage/as_of.h"
#include "storage/store.h"

namespace phancong::storage {

struct AccountRow {
  int64_t account = 0;
  std::string id;
  std::string display_name;
  bool disabled = false;
  int64_t revision = 0;
};

// Nothing where there is none: that is not an error.
[[nodiscard]] absl::StatusOr<std::optional<AccountRow>> FindAccount(ReadTransaction& tx, int64_t federation,
                                                                    const std::string& id);
// NOT_FOUND where there is none.
[[nodiscard]] absl::StatusOr<AccountRow> GetAccount(ReadTransaction& tx, int64_t federation, int64_t account);
// Accounts with a number greater than `after`, in order.
[[nodiscard]] absl::StatusOr<std::vector<AccountRow>> ListAccounts(ReadTransaction& tx, int64_t federation,
                                                                   int64_t after, int64_t limit);
// The number that the next account gets; likewise for positions and responsibilities.
[[nodiscard]] absl::StatusOr<int64_t> NextAccount(ReadTransaction& tx, int64_t federation);
[[nodiscard]] absl::StatusOr<int64_t> NextPosition(ReadTransaction& tx, int64_t federation);
[[nodiscard]] absl::StatusOr<int64_t> NextResponsibility(ReadTransaction& tx, int64_t federation);

// All positions of an account, past and future ones too, oldest first; of a union; of everybody.
[[nodiscard]] absl::StatusOr<std::vector<rules::PositionFact>> PositionsOfAccount(ReadTransaction& tx,
                                                                                  int64_t federation, int64_t account);
[[nodiscard]] absl::StatusOr<std::vector<rules::PositionFact>> PositionsInUnion(ReadTransaction& tx, int64_t federation,
                                                                                int64_t union_number);
[[nodiscard]] absl::StatusOr<std::vector<rules::PositionFact>> AllPositions(ReadTransaction& tx, int64_t federation);
[[nodiscard]] absl::StatusOr<std::optional<rules::PositionFact>> FindPosition(ReadTransaction& tx, int64_t federation,
                                                                              int64_t position_number);

struct ResponsibilityRow {
  int64_t responsibility = 0;
  int64_t account = 0;
  std::string field;  // one of these three is set
  int64_t item = 0;
  int64_t union_number = 0;
  rules::Day from_day = 0;
  rules::Day to_day = 0;
  std::string decision_number;
};

// Those in force on a day, by what was known, in the order they were assigned.
[[nodiscard]] absl::StatusOr<std::vector<ResponsibilityRow>> ResponsibilitiesOn(ReadTransaction& tx, int64_t federation,
                                                                                const AsOf& as_of);
// Those of them that are of this item, field or union (0: the federation itself, which is in nobody's charge as a
// union).
[[nodiscard]] absl::StatusOr<std::vector<ResponsibilityRow>> ResponsibilitiesFor(ReadTransaction& tx,
                                                                                 int64_t federation, const AsOf& as_of,
                                                                                 int64_t item, const std::string& field,
                                                                                 int64_t union_number);
[[nodiscard]] absl::StatusOr<std::optional<ResponsibilityRow>> FindResponsibility(ReadTransaction& tx,
                                                                                  int64_t federation,
                                                                                  int64_t responsibility);
// All of an account's, past and future ones too, in the order they were assigned.
[[nodiscard]] absl::StatusOr<std::vector<ResponsibilityRow>> ResponsibilitiesOf(ReadTransaction& tx, int64_t federation,
                                                                                int64_t account);

// --- Operational: how people prove who they are. -------------------------------------------------------------------

struct CredentialRow {
  std::string hash;  // libsodium's crypto_pwhash_str
  bool one_time = false;
};
[[nodiscard]] absl::StatusOr<std::optional<CredentialRow>> FindCredential(ReadTransaction& tx, int64_t federation,
                                                                          int64_t account);
[[nodiscard]] absl::Status SetCredential(WriteTransaction& tx, int64_t federation, int64_t account,
                                         const CredentialRow& credential);

// What one Argon2id costs.
struct PasswordCostRow {
  int64_t operations = 0;
  int64_t memory_bytes = 0;
};
// Nothing where the database was made before costs were measured.
[[nodiscard]] absl::StatusOr<std::optional<PasswordCostRow>> FindPasswordCost(ReadTransaction& tx);
// Where there is none yet and no account either: passwords of before have another cost, and would be told apart by it.
[[nodiscard]] absl::Status SetPasswordCost(WriteTransaction& tx, const PasswordCostRow& cost);

struct SessionRow {
  int64_t federation = 0;
  int64_t session = 0;
  int64_t account = 0;
  std::string token_hash;  // SHA-256 of the token
  int64_t created_at = 0;  // real time, microseconds
  int64_t expires_at = 0;
  bool password_change_required = false;
  int64_t used_at = 0;
  std::string device = {};  // what it called itself
};
// Gives the session its number and stores it; removes, of the federation's hundred oldest, those that have expired by
// its created_at, or were not used since `used_since`.
[[nodiscard]] absl::StatusOr<int64_t> AddSession(WriteTransaction& tx, const SessionRow& session, int64_t used_since);
// It was used later than is stored. Not an error where there is no such session any more.
[[nodiscard]] absl::Status SetSessionUsed(WriteTransaction& tx, int64_t federation, int64_t session, int64_t used_at);
[[nodiscard]] absl::StatusOr<std::vector<SessionRow>> AllSessions(ReadTransaction& tx);
[[nodiscard]] absl::Status RemoveSession(WriteTransaction& tx, int64_t federation, int64_t session);
// All of an account's but one (0: all).
[[nodiscard]] absl::Status RemoveSessionsOf(WriteTransaction& tx, int64_t federation, int64_t account,
                                            int64_t but_session);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_ACCOUNTS_H_
