#include "services/accounts/account_service.h"

#include <utility>

#include "services/accounts/account.h"
#include "services/accounts/administration.h"
#include "services/rules/names.h"
#include "services/rules/refusal.h"

namespace phancong::accounts {

AccountService::AccountService(serving::Calls& calls, accounts::SignIn& sign_in, serving::Sessions& sessions,
                               const serving::Clock& clock)
    : calls_(calls), sign_in_(sign_in), sessions_(sessions), clock_(clock) {}
AccountService::~AccountService() = default;

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

ServerUnaryReactor* AccountService::SignIn(CallbackServerContext* context, const v1::SignInRequest* request,
                                           v1::SignInResponse* response) {
  return calls_.Operation(context, request, [&](const serving::Actor&, serving::Done done) {
    sign_in_.Begin(*request, context->peer(), response, std::move(done));
  });
}

ServerUnaryReactor* AccountService::SignOut(CallbackServerContext* context, const v1::SignOutRequest* request,
                                            v1::SignOutResponse*) {
  return calls_.Operation(context, request, [&](const serving::Actor& actor, serving::Done done) {
    sign_in_.EndSession(actor, actor.session, std::move(done));
  });
}

ServerUnaryReactor* AccountService::WhoAmI(CallbackServerContext* context, const v1::WhoAmIRequest* request,
                                           v1::WhoAmIResponse* response) {
  return calls_.Read(context, request, response, accounts::WhoAmI);
}

ServerUnaryReactor* AccountService::ChangePassword(CallbackServerContext* context,
                                                   const v1::ChangePasswordRequest* request,
                                                   v1::ChangePasswordResponse*) {
  return calls_.Operation(context, request, [&](const serving::Actor& actor, serving::Done done) {
    sign_in_.ChangePassword(actor, *request, std::move(done));
  });
}

ServerUnaryReactor* AccountService::ListSessions(CallbackServerContext* context, const v1::ListSessionsRequest* request,
                                                 v1::ListSessionsResponse* response) {
  return calls_.Operation(context, request, [&](const serving::Actor& actor, const serving::Done& done) {
    for (const serving::Session& row : sessions_.Of(actor.federation, actor.account, clock_.NowMicros())) {
      v1::Session& session = *response->add_sessions();
      session.set_name(rules::SessionName(actor.federation_id, actor.account_id, row.session));
      *session.mutable_create_time() = TimestampOf(row.created_at);
      *session.mutable_expire_time() = TimestampOf(row.expires_at);
      session.set_current(row.session == actor.session);
      *session.mutable_use_time() = TimestampOf(row.used_at);
      *session.mutable_idle_expire_time() = TimestampOf(row.idle_expires_at());
      session.set_device(row.device);
    }
    done(absl::OkStatus());
  });
}

ServerUnaryReactor* AccountService::RevokeSession(CallbackServerContext* context,
                                                  const v1::RevokeSessionRequest* request, v1::RevokeSessionResponse*) {
  return calls_.Operation(context, request, [&](const serving::Actor& actor, serving::Done done) {
    const absl::StatusOr<rules::ResourceName> name = rules::ParseName(request->name(), rules::NameKind::kSession);
    if (!name.ok()) return done(name.status());
    if (name->id != actor.account_id) return done(rules::Refuse(v1::ERROR_REASON_POSITION_REQUIRED));
    sign_in_.EndSession(actor, name->number, std::move(done));
  });
}

ServerUnaryReactor* AccountService::CreateAccount(CallbackServerContext* context,
                                                  const v1::CreateAccountRequest* request,
                                                  v1::CreateAccountResponse* response) {
  return calls_.Command(context, request, response, accounts::CreateAccount);
}

ServerUnaryReactor* AccountService::CreateUnionAccounts(CallbackServerContext* context,
                                                        const v1::CreateUnionAccountsRequest* request,
                                                        v1::CreateUnionAccountsResponse* response) {
  return calls_.Command(context, request, response, accounts::CreateUnionAccounts);
}

ServerUnaryReactor* AccountService::DisableAccount(CallbackServerContext* context,
                                                   const v1::DisableAccountRequest* request,
                                                   v1::DisableAccountResponse* response) {
  return calls_.Command(context, request, response, accounts::DisableAccount,
                        [this](const serving::Actor& actor, const v1::DisableAccountResponse& done) {
                          DropSessions(actor, done.account());
                        });
}

ServerUnaryReactor* AccountService::EnableAccount(CallbackServerContext* context,
                                                  const v1::EnableAccountRequest* request,
                                                  v1::EnableAccountResponse* response) {
  return calls_.Command(context, request, response, accounts::EnableAccount);
}

ServerUnaryReactor* AccountService::ResetAccount(CallbackServerContext* context, const v1::ResetAccountRequest* request,
                                                 v1::ResetAccountResponse* response) {
  return calls_.Command(context, request, response, accounts::ResetAccount,
                        [this](const serving::Actor& actor, const v1::ResetAccountResponse& done) {
                          DropSessions(actor, done.account());
                        });
}

ServerUnaryReactor* AccountService::GivePosition(CallbackServerContext* context, const v1::GivePositionRequest* request,
                                                 v1::GivePositionResponse* response) {
  return calls_.Command(context, request, response, accounts::GivePosition);
}

ServerUnaryReactor* AccountService::EndPosition(CallbackServerContext* context, const v1::EndPositionRequest* request,
                                                v1::EndPositionResponse* response) {
  return calls_.Command(context, request, response, accounts::EndPosition);
}

ServerUnaryReactor* AccountService::ListAccounts(CallbackServerContext* context, const v1::ListAccountsRequest* request,
                                                 v1::ListAccountsResponse* response) {
  return calls_.Read(context, request, response, accounts::ListAccounts);
}

void AccountService::DropSessions(const serving::Actor& actor, const v1::Account& account) {
  const absl::StatusOr<rules::ResourceName> name = rules::ParseName(account.name(), rules::NameKind::kAccount);
  if (name.ok()) sessions_.RemoveAccount(actor.federation, name->id);
}

}  // namespace phancong::accounts
