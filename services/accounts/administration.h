// What the administrator does: accounts, positions, one-time codes. Bodies of commands (see serving/command.h), and the
// reads of accounts.
#ifndef PHANCONG_SERVICES_ACCOUNTS_ADMINISTRATION_H_
#define PHANCONG_SERVICES_ACCOUNTS_ADMINISTRATION_H_

#include "absl/status/status.h"
#include "phancong/v1/account_service.pb.h"
#include "services/serving/command.h"

namespace phancong::accounts {

// Chairs that one CreateUnionAccounts makes at most, so that the response stays below 1 MiB.
inline constexpr int kUnionAccountsAtOnce = 2000;

[[nodiscard]] absl::Status CreateAccount(serving::CommandContext& command, const v1::CreateAccountRequest& request,
                                         v1::CreateAccountResponse* response);
[[nodiscard]] absl::Status CreateUnionAccounts(serving::CommandContext& command,
                                               const v1::CreateUnionAccountsRequest& request,
                                               v1::CreateUnionAccountsResponse* response);
[[nodiscard]] absl::Status DisableAccount(serving::CommandContext& command, const v1::DisableAccountRequest& request,
                                          v1::DisableAccountResponse* response);
[[nodiscard]] absl::Status EnableAccount(serving::CommandContext& command, const v1::EnableAccountRequest& request,
                                         v1::EnableAccountResponse* response);
[[nodiscard]] absl::Status ResetAccount(serving::CommandContext& command, const v1::ResetAccountRequest& request,
                                        v1::ResetAccountResponse* response);
[[nodiscard]] absl::Status GivePosition(serving::CommandContext& command, const v1::GivePositionRequest& request,
                                        v1::GivePositionResponse* response);
[[nodiscard]] absl::Status EndPosition(serving::CommandContext& command, const v1::EndPositionRequest& request,
                                       v1::EndPositionResponse* response);

[[nodiscard]] absl::Status ListAccounts(serving::ReadContext& read, const v1::ListAccountsRequest& request,
                                        v1::ListAccountsResponse* response);
[[nodiscard]] absl::Status WhoAmI(serving::ReadContext& read, const v1::WhoAmIRequest& request,
                                  v1::WhoAmIResponse* response);

}  // namespace phancong::accounts

#endif  // PHANCONG_SERVICES_ACCOUNTS_ADMINISTRATION_H_
