#include "services/accounts/sign_in.h"

#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "services/accounts/account.h"
#include "services/accounts/caller_address.h"
#include "services/accounts/guessable.h"
#include "services/accounts/one_time_code.h"
#include "services/rules/merkle.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"
#include "spdlog/spdlog.h"
#include "storage/accounts.h"
#include "storage/federations.h"

namespace phancong::accounts {
namespace {

constexpr size_t kTokenBytes = 32;
constexpr int64_t kDeviceLength = 60;

std::string DummyHash(serving::Entropy& entropy, const PasswordCost& cost) {
  absl::StatusOr<std::string> hash = HashPassword(entropy.Bytes(kTokenBytes), cost);
  if (!hash.ok()) spdlog::critical("{}", hash.status().ToString());
  return hash.value_or("");
}

absl::Status WrongCredentials() { return rules::Refuse(v1::ERROR_REASON_WRONG_CREDENTIALS); }

// The same key for a name that exists and for one that does not.
std::string AttemptKey(std::string_view federation_id, std::string_view account_id) {
  return std::string(federation_id) + "/" + std::string(account_id);
}

Attempts::Outcome OutcomeOf(const absl::Status& status) {
  if (status.ok()) return Attempts::Outcome::kRight;
  return absl::IsUnauthenticated(status) ? Attempts::Outcome::kWrong : Attempts::Outcome::kUntold;
}

// Who an account is, and how it proves it, as a snapshot has it.
struct Known {
  storage::FederationRow federation;
  storage::AccountRow account;
  storage::CredentialRow credential;
};

// Nothing where there is no such account, it is disabled, or it has no credential.
absl::StatusOr<std::optional<Known>> Look(storage::ReadTransaction& tx, const std::string& federation_id,
                                          const std::string& account_id) {
  Known known;
  absl::StatusOr<storage::FederationRow> federation = storage::FindFederation(tx, federation_id);
  if (absl::IsNotFound(federation.status())) return std::nullopt;
  RETURN_IF_ERROR(federation.status());
  known.federation = *std::move(federation);
  ASSIGN_OR_RETURN(std::optional<storage::AccountRow> account,
                   storage::FindAccount(tx, known.federation.federation, account_id));
  if (!account || account->disabled) return std::nullopt;
  known.account = *std::move(account);
  ASSIGN_OR_RETURN(std::optional<storage::CredentialRow> credential,
                   storage::FindCredential(tx, known.federation.federation, known.account.account));
  if (!credential) return std::nullopt;
  known.credential = *std::move(credential);
  return known;
}

// Whether nothing has changed since the password was looked at.
absl::Status CheckStillSo(storage::ReadTransaction& tx, const Known& known) {
  ASSIGN_OR_RETURN(const storage::AccountRow account,
                   storage::GetAccount(tx, known.federation.federation, known.account.account));
  ASSIGN_OR_RETURN(const std::optional<storage::CredentialRow> credential,
                   storage::FindCredential(tx, known.federation.federation, known.account.account));
  if (account.disabled || !credential || credential->hash != known.credential.hash) return WrongCredentials();
  return absl::OkStatus();
}

storage::SessionRow RowOf(const serving::Session& session) {
  return {.federation = session.federation,
          .session = session.session,
          .account = session.account,
          .token_hash = session.token_hash,
          .created_at = session.created_at,
          .expires_at = session.expires_at,
          .password_change_required = session.password_change_required,
          .used_at = session.used_at,
          .device = session.device};
}

// Sessions unused since then are over; the hour is what the database may not know yet.
int64_t UsedSince(const serving::Session& session) {
  return session.created_at - serving::kIdleMicros - int64_t{3600} * 1'000'000;
}

// Names that the password must not be made of.
std::vector<std::string> NamesAround(const Known& known) {
  return {known.account.id, known.account.display_name, known.federation.id, known.federation.title_vi};
}

}  // namespace

// Who tries a password, by all that counts them.
struct SignIn::Caller {
  std::string account;                // "bac-quang/chu-tich"
  std::string address;                // empty: not asked, since they are signed in
  std::optional<std::string> device;  // known to the account: then what others try does not count
};

struct SignIn::Attempt {
  std::string federation_id;
  std::string account_id;
  std::string password;
  std::string device;
  std::string device_token;  // as it was shown, where it is known
  v1::SignInResponse* response;
  Done done;
  std::optional<Known> known;
  serving::Session session;
  std::vector<int64_t> ended;  // sessions that make room for it
  absl::Status outcome;
};

struct SignIn::Change {
  serving::Actor actor;
  std::string old_password;
  std::string new_password;
  Done done;
  std::optional<Known> known;
  std::string new_hash;
  std::optional<serving::Session> session;
  absl::Status outcome;
};

SignIn::SignIn(storage::Store& store, serving::Writer& writer, serving::Pool& passwords, serving::Sessions& sessions,
               serving::Announcements& announcements, const serving::Clock& clock, serving::Entropy& entropy,
               PasswordCost cost, KnownDevices devices)
    : store_(store),
      writer_(writer),
      passwords_(passwords),
      sessions_(sessions),
      announcements_(announcements),
      clock_(clock),
      entropy_(entropy),
      cost_(cost),
      dummy_hash_(DummyHash(entropy, cost)),
      devices_(std::move(devices)) {}

absl::Status SignIn::Begun(const Caller& caller) {
  const int64_t now = clock_.NowMicros();
  if (caller.device) return by_device_.Begin(*caller.device, now);
  RETURN_IF_ERROR(by_address_.Begin(caller.address, now));
  absl::Status begun = by_account_.Begin(caller.account, now);
  if (!begun.ok()) by_address_.End(caller.address, Attempts::Outcome::kUntold, now);
  return begun;
}

void SignIn::Ended(const Caller& caller, const absl::Status& outcome) {
  const int64_t now = clock_.NowMicros();
  if (caller.device) return by_device_.End(*caller.device, OutcomeOf(outcome), now);
  by_account_.End(caller.account, OutcomeOf(outcome), now);
  by_address_.End(caller.address, OutcomeOf(outcome), now);
}

void SignIn::Begin(const v1::SignInRequest& request, std::string_view peer, v1::SignInResponse* response, Done done) {
  const absl::StatusOr<rules::ResourceName> parent =
      rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent");
  if (!parent.ok()) return done(parent.status());
  absl::StatusOr<std::string> device = serving::LineOf(request.device(), "device", kDeviceLength);
  if (!device.ok()) return done(device.status());
  // What is no account's id is nobody's, and is not kept as if it were.
  const std::string account_id = rules::IsAccountId(request.account_id()) ? request.account_id() : std::string();
  const std::string account = AttemptKey(parent->federation, account_id);
  const Caller caller{.account = account,
                      .address = CallerAddress(peer),
                      .device = devices_.DeviceOf(request.device_token(), account, clock_.NowMicros())};
  if (absl::Status begun = Begun(caller); !begun.ok()) return done(begun);
  auto attempt = std::make_shared<Attempt>();
  attempt->device = *std::move(device);
  if (caller.device) attempt->device_token = request.device_token();
  attempt->federation_id = parent->federation;
  attempt->account_id = account_id;
  attempt->password = request.password();
  attempt->response = response;
  attempt->done = [this, caller, done = std::move(done)](const absl::Status& status) {
    Ended(caller, status);
    done(status);
  };
  const absl::Status taken =
      passwords_.Submit([this, attempt] { CheckSignIn(attempt); },
                        caller.device ? serving::Pool::Turn::kFirst : serving::Pool::Turn::kUsual);
  if (!taken.ok()) attempt->done(taken);
}

void SignIn::CheckSignIn(const std::shared_ptr<Attempt>& attempt) {
  const absl::Status looked = store_.Read([&](storage::ReadTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(attempt->known, Look(tx, attempt->federation_id, attempt->account_id));
    return absl::OkStatus();
  });
  if (!looked.ok()) return attempt->done(looked);
  // Every way takes the time of one password.
  const bool has_password = attempt->known && !attempt->known->credential.one_time;
  bool right = IsPassword(attempt->password, has_password ? attempt->known->credential.hash : dummy_hash_);
  if (!has_password) {
    right = attempt->known && IsOneTimeCode(attempt->password, attempt->known->credential.hash);
  }
  if (!right) return attempt->done(WrongCredentials());

  const Known& known = *attempt->known;
  const std::string token = absl::WebSafeBase64Escape(entropy_.Bytes(kTokenBytes));
  const int64_t now = clock_.NowMicros();
  attempt->session = {.token_hash = rules::Sha256(token),
                      .federation = known.federation.federation,
                      .federation_id = known.federation.id,
                      .account = known.account.account,
                      .account_id = known.account.id,
                      .session = 0,
                      .created_at = now,
                      .expires_at = now + serving::kSessionMicros,
                      .password_change_required = known.credential.one_time,
                      .used_at = now,
                      .device = attempt->device};
  const auto work = [this, attempt](storage::WriteTransaction& tx) {
    attempt->outcome = tx.Savepoint([&]() -> absl::Status {
      serving::Session& session = attempt->session;
      RETURN_IF_ERROR(CheckStillSo(tx, *attempt->known));
      attempt->ended.clear();
      const std::vector<serving::Session> others =
          sessions_.Of(session.federation, session.account, session.created_at);
      for (size_t i = 0; i + kSessionsOfAnAccount <= others.size(); ++i) {
        RETURN_IF_ERROR(storage::RemoveSession(tx, session.federation, others[i].session));
        attempt->ended.push_back(others[i].session);
      }
      ASSIGN_OR_RETURN(session.session, storage::AddSession(tx, RowOf(session), UsedSince(session)));
      ASSIGN_OR_RETURN(*attempt->response->mutable_account(),
                       DescribeAccount(tx, session.federation, session.federation_id, attempt->known->account));
      return absl::OkStatus();
    });
  };
  const auto written = [this, attempt, token](const absl::Status& committed) {
    const serving::Session& session = attempt->session;
    if (!committed.ok()) return attempt->done(committed);
    if (!attempt->outcome.ok()) return attempt->done(attempt->outcome);
    for (const int64_t ended : attempt->ended) sessions_.Remove(session.federation, ended);
    sessions_.Add(session);
    attempt->response->set_token(token);
    *attempt->response->mutable_expire_time() = TimestampOf(session.expires_at);
    attempt->response->set_password_change_required(session.password_change_required);
    attempt->response->set_device_token(
        attempt->device_token.empty()
            ? devices_.TokenFor(AttemptKey(session.federation_id, session.account_id), session.created_at, entropy_)
            : attempt->device_token);
    attempt->done(absl::OkStatus());
  };
  const absl::Status taken =
      writer_.Submit({.federation = known.federation.federation, .abandoned = {}, .work = work, .done = written});
  if (!taken.ok()) attempt->done(taken);
}

void SignIn::ChangePassword(const serving::Actor& actor, const v1::ChangePasswordRequest& request, Done done) {
  absl::StatusOr<std::string> new_password = NewPassword(request.new_password());
  if (!new_password.ok()) return done(new_password.status());
  // A session is a device that is known as well: others can't make it wait, and it can't make others wait.
  const Caller caller{
      .account = {},
      .address = {},
      .device = AttemptKey(actor.federation_id, actor.account_id) + "/" + std::to_string(actor.session)};
  if (absl::Status begun = Begun(caller); !begun.ok()) return done(begun);
  auto change = std::make_shared<Change>();
  change->actor = actor;
  change->old_password = request.old_password();
  change->new_password = *std::move(new_password);
  change->done = [this, caller, done = std::move(done)](const absl::Status& status) {
    Ended(caller, status);
    done(status);
  };
  const absl::Status taken = passwords_.Submit([this, change] { CheckChange(change); }, serving::Pool::Turn::kFirst);
  if (!taken.ok()) change->done(taken);
}

void SignIn::CheckChange(const std::shared_ptr<Change>& change) {
  const absl::Status looked = store_.Read([&](storage::ReadTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(change->known, Look(tx, change->actor.federation_id, change->actor.account_id));
    return absl::OkStatus();
  });
  if (!looked.ok()) return change->done(looked);
  const auto is_it = [&](std::string_view typed) {
    const storage::CredentialRow& credential = change->known->credential;
    return credential.one_time ? IsOneTimeCode(typed, credential.hash) : IsPassword(typed, credential.hash);
  };
  if (!change->known || !is_it(change->old_password)) return change->done(WrongCredentials());
  if (is_it(change->new_password)) {
    return change->done(rules::Refuse(
        v1::ERROR_REASON_PASSWORD_UNFIT,
        {{"min", std::to_string(kLeastPasswordLength)}, {"max", std::to_string(kGreatestPasswordLength)}}));
  }
  if (IsGuessable(change->new_password, NamesAround(*change->known))) {
    return change->done(rules::Refuse(v1::ERROR_REASON_PASSWORD_TOO_COMMON));
  }
  absl::StatusOr<std::string> hash = HashPassword(change->new_password, cost_);
  if (!hash.ok()) return change->done(hash.status());
  change->new_hash = *std::move(hash);

  const auto work = [this, change](storage::WriteTransaction& tx) {
    const serving::Actor& actor = change->actor;
    change->outcome = tx.Savepoint([&]() -> absl::Status {
      RETURN_IF_ERROR(CheckStillSo(tx, *change->known));
      RETURN_IF_ERROR(
          storage::SetCredential(tx, actor.federation, actor.account, {.hash = change->new_hash, .one_time = false}));
      // The session of this call goes on, free of the one-time code, in place of all.
      change->session = std::nullopt;
      for (serving::Session& session : sessions_.Of(actor.federation, actor.account, clock_.NowMicros())) {
        if (session.session == actor.session) change->session = std::move(session);
      }
      RETURN_IF_ERROR(storage::RemoveSessionsOf(tx, actor.federation, actor.account, 0));
      if (!change->session) return rules::Refuse(v1::ERROR_REASON_NOT_SIGNED_IN);
      change->session->password_change_required = false;
      ASSIGN_OR_RETURN(change->session->session,
                       storage::AddSession(tx, RowOf(*change->session), UsedSince(*change->session)));
      return absl::OkStatus();
    });
  };
  const auto written = [this, change](const absl::Status& committed) {
    if (committed.ok() && change->outcome.ok()) {
      sessions_.KeepOnly(*change->session);
      announcements_.Announce(change->actor.federation);
    }
    change->done(committed.ok() ? change->outcome : committed);
  };
  const absl::Status taken =
      writer_.Submit({.federation = change->actor.federation, .abandoned = {}, .work = work, .done = written});
  if (!taken.ok()) change->done(taken);
}

void SignIn::EndSession(const serving::Actor& actor, int64_t session, Done done) {
  bool known = false;
  for (const serving::Session& own : sessions_.Of(actor.federation, actor.account, clock_.NowMicros())) {
    known = known || own.session == session;
  }
  if (!known) {
    return done(rules::RefuseNotFound(rules::SessionName(actor.federation_id, actor.account_id, session)));
  }
  auto outcome = std::make_shared<absl::Status>();
  auto shared_done = std::make_shared<Done>(std::move(done));
  const auto work = [federation = actor.federation, session, outcome](storage::WriteTransaction& tx) {
    *outcome = tx.Savepoint([&] { return storage::RemoveSession(tx, federation, session); });
  };
  const auto written = [this, federation = actor.federation, session, outcome,
                        shared_done](const absl::Status& committed) {
    if (committed.ok() && outcome->ok()) {
      sessions_.Remove(federation, session);
      announcements_.Announce(federation);
    }
    (*shared_done)(committed.ok() ? *outcome : committed);
  };
  const absl::Status taken =
      writer_.Submit({.federation = actor.federation, .abandoned = {}, .work = work, .done = written});
  if (!taken.ok()) (*shared_done)(taken);
}

void SignIn::NoteUses() {
  std::map<int64_t, std::vector<serving::SessionUse>> by_federation;
  for (const serving::SessionUse& use : sessions_.TakeUses()) by_federation[use.federation].push_back(use);
  for (auto& [federation, uses] : by_federation) {
    const auto outcome = std::make_shared<absl::Status>();
    const auto work = [uses = std::move(uses), outcome](storage::WriteTransaction& tx) {
      *outcome = tx.Savepoint([&]() -> absl::Status {
        for (const serving::SessionUse& use : uses) {
          RETURN_IF_ERROR(storage::SetSessionUsed(tx, use.federation, use.session, use.used_at));
        }
        return absl::OkStatus();
      });
    };
    const auto written = [outcome](const absl::Status& committed) {
      const absl::Status& status = committed.ok() ? *outcome : committed;
      if (!status.ok()) spdlog::warn("when sessions were used was not noted: {}", status.ToString());
    };
    const absl::Status taken =
        writer_.Submit({.federation = federation, .abandoned = {}, .work = work, .done = written});
    if (!taken.ok()) written(taken);
  }
}

}  // namespace phancong::accounts
