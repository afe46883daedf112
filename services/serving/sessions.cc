#include "services/serving/sessions.h"

#include <mutex>
#include <utility>

#include "absl/status/statusor.h"
#include "services/rules/merkle.h"
#include "services/rules/propagate.h"
#include "storage/accounts.h"
#include "storage/federations.h"

namespace phancong::serving {

Session Sessions::Kept::AsItIs() const {
  Session now = session;
  now.used_at = used_at.load(std::memory_order_relaxed);
  return now;
}

void Sessions::Keep(Session session, ByTokenHash& by_token_hash, ByPlace& by_place) {
  const Place place = {session.federation, session.account, session.session};
  std::string token_hash = session.token_hash;
  by_place.emplace(place, by_token_hash.emplace(std::move(token_hash), std::move(session)).first);
}

void Sessions::RemoveWhere(const Place& first, const Place& end, const std::function<bool(const Kept&)>& is_gone) {
  const auto last = by_place_.lower_bound(end);
  for (auto at = by_place_.lower_bound(first); at != last;) {
    if (!is_gone(at->second->second)) {
      ++at;
      continue;
    }
    by_token_hash_.erase(at->second);
    at = by_place_.erase(at);
  }
}

absl::Status Sessions::Load(storage::Store& store) {
  ByTokenHash loaded;
  ByPlace places;
  RETURN_IF_ERROR(store.Read([&](storage::ReadTransaction& tx) -> absl::Status {
    loaded.clear();
    places.clear();
    ASSIGN_OR_RETURN(const std::vector<storage::FederationRow> federations, storage::ListFederations(tx));
    std::map<int64_t, std::string> federation_ids;
    for (const storage::FederationRow& row : federations) federation_ids[row.federation] = row.id;
    ASSIGN_OR_RETURN(const std::vector<storage::SessionRow> rows, storage::AllSessions(tx));
    for (const storage::SessionRow& row : rows) {
      ASSIGN_OR_RETURN(const storage::AccountRow account, storage::GetAccount(tx, row.federation, row.account));
      Keep({.token_hash = row.token_hash,
            .federation = row.federation,
            .federation_id = federation_ids[row.federation],
            .account = row.account,
            .account_id = account.id,
            .session = row.session,
            .created_at = row.created_at,
            .expires_at = row.expires_at,
            .password_change_required = row.password_change_required,
            .used_at = row.used_at,
            .device = row.device},
           loaded, places);
    }
    return absl::OkStatus();
  }));
  const std::unique_lock lock(mutex_);
  by_token_hash_.swap(loaded);
  by_place_.swap(places);
  return absl::OkStatus();
}

std::optional<Session> Sessions::Find(std::string_view token, int64_t now_micros) const {
  const std::string token_hash = rules::Sha256(token);
  const std::shared_lock lock(mutex_);
  const auto found = by_token_hash_.find(token_hash);
  if (found == by_token_hash_.end()) return std::nullopt;
  Session session = found->second.AsItIs();
  if (session.IsOver(now_micros)) return std::nullopt;
  if (session.used_at < now_micros) found->second.used_at.store(now_micros, std::memory_order_relaxed);
  return session;
}

std::vector<Session> Sessions::Of(int64_t federation, int64_t account, int64_t now_micros) const {
  std::vector<Session> sessions;
  const std::shared_lock lock(mutex_);
  const auto end = by_place_.lower_bound({federation, account + 1, 0});
  for (auto at = by_place_.lower_bound({federation, account, 0}); at != end; ++at) {
    if (Session session = at->second->second.AsItIs(); !session.IsOver(now_micros)) {
      sessions.push_back(std::move(session));
    }
  }
  return sessions;
}

size_t Sessions::count() const {
  const std::shared_lock lock(mutex_);
  return by_token_hash_.size();
}

std::vector<SessionUse> Sessions::TakeUses() {
  const std::unique_lock lock(mutex_);
  std::vector<SessionUse> uses;
  for (auto& [token_hash, kept] : by_token_hash_) {
    const int64_t used_at = kept.used_at.load(std::memory_order_relaxed);
    if (used_at - kept.told < kUseStepMicros) continue;
    kept.told = used_at;
    uses.push_back({.federation = kept.session.federation, .session = kept.session.session, .used_at = used_at});
  }
  return uses;
}

void Sessions::Add(Session session) {
  const std::unique_lock lock(mutex_);
  RemoveWhere({session.federation, 0, 0}, {session.federation + 1, 0, 0},
              [&](const Kept& other) { return other.IsOver(session.created_at); });
  Keep(std::move(session), by_token_hash_, by_place_);
}

void Sessions::Remove(int64_t federation, int64_t session) {
  const std::unique_lock lock(mutex_);
  RemoveWhere({federation, 0, 0}, {federation + 1, 0, 0},
              [&](const Kept& other) { return other.session.session == session; });
}

void Sessions::KeepOnly(Session session) {
  const std::unique_lock lock(mutex_);
  RemoveWhere({session.federation, session.account, 0}, {session.federation, session.account + 1, 0},
              [](const Kept&) { return true; });
  Keep(std::move(session), by_token_hash_, by_place_);
}

void Sessions::RemoveAccount(int64_t federation, std::string_view account_id) {
  const std::unique_lock lock(mutex_);
  RemoveWhere({federation, 0, 0}, {federation + 1, 0, 0},
              [&](const Kept& other) { return other.session.account_id == account_id; });
}

}  // namespace phancong::serving
