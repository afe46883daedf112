#include "services/serving/sessions.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "absl/status/statusor.h"
#include "services/rules/merkle.h"
#include "services/rules/propagate.h"
#include "storage/accounts.h"
#include "storage/federations.h"

namespace phancong::serving {

absl::Status Sessions::Load(storage::Store& store) {
  std::map<std::string, Session, std::less<>> loaded;
  RETURN_IF_ERROR(store.Read([&](storage::ReadTransaction& tx) -> absl::Status {
    loaded.clear();
    ASSIGN_OR_RETURN(const std::vector<storage::FederationRow> federations, storage::ListFederations(tx));
    std::map<int64_t, std::string> federation_ids;
    for (const storage::FederationRow& row : federations) federation_ids[row.federation] = row.id;
    ASSIGN_OR_RETURN(const std::vector<storage::SessionRow> rows, storage::AllSessions(tx));
    for (const storage::SessionRow& row : rows) {
      ASSIGN_OR_RETURN(const storage::AccountRow account, storage::GetAccount(tx, row.federation, row.account));
      loaded[row.token_hash] = {.token_hash = row.token_hash,
                                .federation = row.federation,
                                .federation_id = federation_ids[row.federation],
                                .account = row.account,
                                .account_id = account.id,
                                .session = row.session,
                                .created_at = row.created_at,
                                .expires_at = row.expires_at,
                                .password_change_required = row.password_change_required};
    }
    return absl::OkStatus();
  }));
  const std::unique_lock lock(mutex_);
  by_token_hash_ = std::move(loaded);
  return absl::OkStatus();
}

std::optional<Session> Sessions::Find(std::string_view token, int64_t now_micros) const {
  const std::string token_hash = rules::Sha256(token);
  const std::shared_lock lock(mutex_);
  const auto found = by_token_hash_.find(token_hash);
  if (found == by_token_hash_.end() || found->second.expires_at <= now_micros) return std::nullopt;
  return found->second;
}

std::vector<Session> Sessions::Of(int64_t federation, int64_t account, int64_t now_micros) const {
  std::vector<Session> sessions;
  {
    const std::shared_lock lock(mutex_);
    for (const auto& [token_hash, session] : by_token_hash_) {
      if (session.federation == federation && session.account == account && session.expires_at > now_micros) {
        sessions.push_back(session);
      }
    }
  }
  std::sort(sessions.begin(), sessions.end(), [](const Session& a, const Session& b) { return a.session < b.session; });
  return sessions;
}

void Sessions::Add(Session session) {
  const std::unique_lock lock(mutex_);
  std::erase_if(by_token_hash_, [&](const auto& entry) {
    return entry.second.federation == session.federation && entry.second.expires_at <= session.created_at;
  });
  std::string token_hash = session.token_hash;
  by_token_hash_.insert_or_assign(std::move(token_hash), std::move(session));
}

void Sessions::Remove(int64_t federation, int64_t session) {
  const std::unique_lock lock(mutex_);
  std::erase_if(by_token_hash_, [&](const auto& entry) {
    return entry.second.federation == federation && entry.second.session == session;
  });
}

void Sessions::KeepOnly(Session session) {
  const std::unique_lock lock(mutex_);
  std::erase_if(by_token_hash_, [&](const auto& entry) {
    return entry.second.federation == session.federation && entry.second.account == session.account;
  });
  std::string token_hash = session.token_hash;
  by_token_hash_.insert_or_assign(std::move(token_hash), std::move(session));
}

void Sessions::RemoveAccount(int64_t federation, std::string_view account_id) {
  const std::unique_lock lock(mutex_);
  std::erase_if(by_token_hash_, [&](const auto& entry) {
    return entry.second.federation == federation && entry.second.account_id == account_id;
  });
}

}  // namespace phancong::serving
