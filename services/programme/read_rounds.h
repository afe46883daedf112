// Rounds, read.
#ifndef PHANCONG_SERVICES_PROGRAMME_READ_ROUNDS_H_
#define PHANCONG_SERVICES_PROGRAMME_READ_ROUNDS_H_

#include "absl/status/status.h"
#include "phancong/v1/programme_service.pb.h"
#include "services/serving/command.h"

namespace phancong::programme {

// NOT_FOUND; also of a draft, to who is of no committee. To those, what was given to single units other than their own
// is left out: raised targets, and urgent duties.
[[nodiscard]] absl::Status GetRound(serving::ReadContext& context, const v1::GetRoundRequest& request,
                                    v1::GetRoundResponse* response);

// Newest period first; drafts as above. PAGE_TOKEN_INVALID.
[[nodiscard]] absl::Status ListRounds(serving::ReadContext& context, const v1::ListRoundsRequest& request,
                                      v1::ListRoundsResponse* response);

}  // namespace phancong::programme

#endif  // PHANCONG_SERVICES_PROGRAMME_READ_ROUNDS_H_
