// Who is signed in: the sessions of the database, kept in memory so that no call waits for it.
#ifndef PHANCONG_SERVICES_SERVING_SESSIONS_H_
#define PHANCONG_SERVICES_SERVING_SESSIONS_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "storage/store.h"

namespace phancong::serving {

inline constexpr int64_t kDayMicros = int64_t{24} * 3600 * 1'000'000;
// A session ends 90 days of real time after sign-in, and before that when it was not used for 30: who reports once a
// month stays signed in, a device in a drawer does not.
inline constexpr int64_t kSessionMicros = 90 * kDayMicros;
inline constexpr int64_t kIdleMicros = 30 * kDayMicros;
// How exactly the database knows when a session was used.
inline constexpr int64_t kUseStepMicros = int64_t{600} * 1'000'000;

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
  int64_t used_at = 0;
  std::string device = {};  // what it called itself

  [[nodiscard]] int64_t idle_expires_at() const { return used_at + kIdleMicros; }
  [[nodiscard]] bool IsOver(int64_t now_micros) const {
    return expires_at <= now_micros || idle_expires_at() <= now_micros;
  }
};

// That a session was used.
struct SessionUse {
  int64_t federation = 0;
  int64_t session = 0;
  int64_t used_at = 0;
};

// Thread-safe; never waits for the database but in Load. Changes follow the commit of what they mirror.
class Sessions {
 public:
  // Replaces everything by what the database has. Errors are the store's.
  [[nodiscard]] absl::Status Load(storage::Store& store);

  // Nothing where the token is unknown, or its session is over at `now_micros` (real time); else it is used now.
  [[nodiscard]] std::optional<Session> Find(std::string_view token, int64_t now_micros) const;
  // An account's, oldest first.
  [[nodiscard]] std::vector<Session> Of(int64_t federation, int64_t account, int64_t now_micros) const;

  // All there are; some may be over.
  [[nodiscard]] size_t count() const;

  // What was used kUseStepMicros or more after what the database was told; each use is given once.
  [[nodiscard]] std::vector<SessionUse> TakeUses();

  // Also drops the federation's sessions that were over when this one began.
  void Add(Session session);
  void Remove(int64_t federation, int64_t session);
  void RemoveAccount(int64_t federation, std::string_view account_id);
  // In place of all that the account has, at once.
  void KeepOnly(Session session);

 private:
  // Uses are noted by many calls at a time, under the shared lock.
  struct Kept {
    explicit Kept(Session kept) : session(std::move(kept)), used_at(session.used_at), told(session.used_at) {}
    [[nodiscard]] Session AsItIs() const;
    [[nodiscard]] bool IsOver(int64_t now_micros) const {
      return session.expires_at <= now_micros || used_at.load(std::memory_order_relaxed) + kIdleMicros <= now_micros;
    }

    Session session;
    mutable std::atomic<int64_t> used_at;
    int64_t told;  // the database, when it was used last
  };
  using ByTokenHash = std::map<std::string, Kept, std::less<>>;
  // Federation, account, session: what is asked of one federation or one account walks over no other's.
  using Place = std::array<int64_t, 3>;
  using ByPlace = std::map<Place, ByTokenHash::iterator>;

  static void Keep(Session session, ByTokenHash& by_token_hash, ByPlace& by_place);
  // Of all sessions from `first` to before `end`, those of which `is_gone` says so. The mutex is held.
  void RemoveWhere(const Place& first, const Place& end, const std::function<bool(const Kept&)>& is_gone);

  mutable std::shared_mutex mutex_;
  ByTokenHash by_token_hash_;  // guarded by mutex_
  ByPlace by_place_;           // guarded by mutex_; of the same sessions
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_SESSIONS_H_
