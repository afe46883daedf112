// How people prove who they are: sign-in, sign-out, their password and their sessions.
//
// None of this is business: it changes operational tables only and leaves no entry in the journal. Passwords are hashed
// on a pool of its own; what changes goes through the writer, as everything does; the table of sessions in memory
// follows each commit.
#ifndef PHANCONG_SERVICES_ACCOUNTS_SIGN_IN_H_
#define PHANCONG_SERVICES_ACCOUNTS_SIGN_IN_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "phancong/v1/account_service.pb.h"
#include "services/accounts/attempts.h"
#include "services/accounts/credentials.h"
#include "services/accounts/known_device.h"
#include "services/serving/announcements.h"
#include "services/serving/clock.h"
#include "services/serving/command.h"
#include "services/serving/entropy.h"
#include "services/serving/pool.h"
#include "services/serving/sessions.h"
#include "services/serving/writer.h"
#include "storage/store.h"

namespace phancong::accounts {

// What an account may have at most; beyond it, the oldest session ends.
inline constexpr size_t kSessionsOfAnAccount = 100;

// Thread-safe. Every call ends with exactly one `done`, from any thread; request and response stay valid until then.
class SignIn {
 public:
  using Done = std::function<void(const absl::Status&)>;

  // All outlive it.
  SignIn(storage::Store& store, serving::Writer& writer, serving::Pool& passwords, serving::Sessions& sessions,
         serving::Announcements& announcements, const serving::Clock& clock, serving::Entropy& entropy,
         PasswordCost cost, KnownDevices devices);

  // `peer` is gRPC's, whoever calls. WRONG_CREDENTIALS, in the same time whatever was wrong; TOO_MANY_ATTEMPTS: by
  // account and by address, or on a known device by that device alone, which also goes before the others where
  // passwords wait. A one-time code opens a session in which only the password can be changed; the code holds until
  // that is done.
  void Begin(const v1::SignInRequest& request, std::string_view peer, v1::SignInResponse* response, Done done);

  // WRONG_CREDENTIALS, TOO_MANY_ATTEMPTS, PASSWORD_UNFIT, PASSWORD_TOO_COMMON. Every other session of the account ends.
  void ChangePassword(const serving::Actor& actor, const v1::ChangePasswordRequest& request, Done done);

  // Ends one of the actor's own sessions. NOT_FOUND where there is none.
  void EndSession(const serving::Actor& actor, int64_t session, Done done);

  // Has the database told which sessions were used; does not wait for it. What can't be told now is told with a later
  // use.
  void NoteUses();

 private:
  struct Attempt;
  struct Change;
  struct Caller;

  // Whether they may try now, by all that counts them; those that were begun are ended by Ended.
  [[nodiscard]] absl::Status Begun(const Caller& caller);
  void Ended(const Caller& caller, const absl::Status& outcome);

  void CheckSignIn(const std::shared_ptr<Attempt>& attempt);
  void CheckChange(const std::shared_ptr<Change>& change);

  storage::Store& store_;
  serving::Writer& writer_;
  serving::Pool& passwords_;
  serving::Sessions& sessions_;
  serving::Announcements& announcements_;
  const serving::Clock& clock_;
  serving::Entropy& entropy_;
  const PasswordCost cost_;
  // Of a password that nobody has: verified where there is nothing to verify.
  const std::string dummy_hash_;
  const KnownDevices devices_;
  Attempts by_account_{kByAccount};
  Attempts by_address_{kByAddress};
  Attempts by_device_{kByAccount};
};

}  // namespace phancong::accounts

#endif  // PHANCONG_SERVICES_ACCOUNTS_SIGN_IN_H_
