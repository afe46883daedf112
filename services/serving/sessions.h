// Who is signed in: the sessions of the database, kept in memory so that no call waits for it.
#ifndef PHANCONG_SERVICES_SERVING_SESSIONS_H_
#define PHANCONG_SERVICES_SERVING_SESSIONS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "storage/store.h"

namespace phancong::serving {

// A session ends 30 days of real time after sign-in, whatever it was used for.
inline constexpr int64_t kSessionMicros = int64_t{30} * 24 * 3600 * 1'000'000;

struct Session {
  std::string token_hash;  // SHA-256 of the token
  int64_t federation = 0;
  std::string federation_id;
  int64_t account = 0;
  std::string account_id;
  int64_t session = 0;
  int64_t created_at = 0;  // real time, microseconds
  int64_t expires_at = 0;
  bool password_change_required = false;
};

// Thread-safe; never waits for the database but in Load. Changes follow the commit of what they mirror.
class Sessions {
 public:
  // Replaces everything by what the database has. Errors are the store's.
  [[nodiscard]] absl::Status Load(storage::Store& store);

  // Nothing where the token is unknown, or its session is over at `now_micros` (real time).
  [[nodiscard]] std::optional<Session> Find(std::string_view token, int64_t now_micros) const;
  // An account's, oldest first.
  [[nodiscard]] std::vector<Session> Of(int64_t federation, int64_t account, int64_t now_micros) const;

  // Also drops the federation's sessions that were over when this one began.
  void Add(Session session);
  void Remove(int64_t federation, int64_t session);
  void RemoveAccount(int64_t federation, std::string_view account_id);
  // In place of all that the account has, at once.
  void KeepOnly(Session session);

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, Session, std::less<>> by_token_hash_;  // guarded by mutex_
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_SESSIONS_H_
