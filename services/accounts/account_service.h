// AccountService on gRPC: each call in a few lines; see sign_in.h and administration.h for what they do.
#ifndef PHANCONG_SERVICES_ACCOUNTS_ACCOUNT_SERVICE_H_
#define PHANCONG_SERVICES_ACCOUNTS_ACCOUNT_SERVICE_H_

#include "phancong/v1/account_service.grpc.pb.h"
#include "services/accounts/sign_in.h"
#include "services/serving/calls.h"
#include "services/serving/clock.h"
#include "services/serving/sessions.h"

namespace phancong::accounts {

class AccountService final : public v1::AccountService::CallbackService {
 public:
  // All outlive it.
  AccountService(serving::Calls& calls, accounts::SignIn& sign_in, serving::Sessions& sessions,
                 const serving::Clock& clock);
  ~AccountService() override;

  grpc::ServerUnaryReactor* SignIn(grpc::CallbackServerContext* context, const v1::SignInRequest* request,
                                   v1::SignInResponse* response) override;
  grpc::ServerUnaryReactor* SignOut(grpc::CallbackServerContext* context, const v1::SignOutRequest* request,
                                    v1::SignOutResponse* response) override;
  grpc::ServerUnaryReactor* WhoAmI(grpc::CallbackServerContext* context, const v1::WhoAmIRequest* request,
                                   v1::WhoAmIResponse* response) override;
  grpc::ServerUnaryReactor* ChangePassword(grpc::CallbackServerContext* context,
                                           const v1::ChangePasswordRequest* request,
                                           v1::ChangePasswordResponse* response) override;
  grpc::ServerUnaryReactor* ListSessions(grpc::CallbackServerContext* context, const v1::ListSessionsRequest* request,
                                         v1::ListSessionsResponse* response) override;
  grpc::ServerUnaryReactor* RevokeSession(grpc::CallbackServerContext* context, const v1::RevokeSessionRequest* request,
                                          v1::RevokeSessionResponse* response) override;
  grpc::ServerUnaryReactor* CreateAccount(grpc::CallbackServerContext* context, const v1::CreateAccountRequest* request,
                                          v1::CreateAccountResponse* response) override;
  grpc::ServerUnaryReactor* CreateUnionAccounts(grpc::CallbackServerContext* context,
                                                const v1::CreateUnionAccountsRequest* request,
                                                v1::CreateUnionAccountsResponse* response) override;
  grpc::ServerUnaryReactor* DisableAccount(grpc::CallbackServerContext* context,
                                           const v1::DisableAccountRequest* request,
                                           v1::DisableAccountResponse* response) override;
  grpc::ServerUnaryReactor* EnableAccount(grpc::CallbackServerContext* context, const v1::EnableAccountRequest* request,
                                          v1::EnableAccountResponse* response) override;
  grpc::ServerUnaryReactor* ResetAccount(grpc::CallbackServerContext* context, const v1::ResetAccountRequest* request,
                                         v1::ResetAccountResponse* response) override;
  grpc::ServerUnaryReactor* GivePosition(grpc::CallbackServerContext* context, const v1::GivePositionRequest* request,
                                         v1::GivePositionResponse* response) override;
  grpc::ServerUnaryReactor* EndPosition(grpc::CallbackServerContext* context, const v1::EndPositionRequest* request,
                                        v1::EndPositionResponse* response) override;
  grpc::ServerUnaryReactor* ListAccounts(grpc::CallbackServerContext* context, const v1::ListAccountsRequest* request,
                                         v1::ListAccountsResponse* response) override;

 private:
  // The sessions of the account that the response describes are over.
  void DropSessions(const serving::Actor& actor, const v1::Account& account);

  serving::Calls& calls_;
  accounts::SignIn& sign_in_;
  serving::Sessions& sessions_;
  const serving::Clock& clock_;
};

}  // namespace phancong::accounts

#endif  // PHANCONG_SERVICES_ACCOUNTS_ACCOUNT_SERVICE_H_
