// Delegated positions: who exercises whose, and from when to when.
#ifndef PHANCONG_SERVICES_DIRECTORY_DELEGATIONS_H_
#define PHANCONG_SERVICES_DIRECTORY_DELEGATIONS_H_

#include "absl/status/status.h"
#include "phancong/v1/directory_service.pb.h"
#include "services/serving/command.h"

namespace phancong::directory {

[[nodiscard]] absl::Status DelegatePosition(serving::CommandContext& context,
                                            const v1::DelegatePositionRequest& request,
                                            v1::DelegatePositionResponse* response);
[[nodiscard]] absl::Status EndDelegation(serving::CommandContext& context, const v1::EndDelegationRequest& request,
                                         v1::EndDelegationResponse* response);
[[nodiscard]] absl::Status ListDelegations(serving::ReadContext& context, const v1::ListDelegationsRequest& request,
                                           v1::ListDelegationsResponse* response);

}  // namespace phancong::directory

#endif  // PHANCONG_SERVICES_DIRECTORY_DELEGATIONS_H_
