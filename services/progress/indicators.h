// How far every indicator is.
#ifndef PHANCONG_SERVICES_PROGRESS_INDICATORS_H_
#define PHANCONG_SERVICES_PROGRESS_INDICATORS_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/rules/dates.h"
#include "services/serving/command.h"
#include "storage/rounds.h"
#include "storage/store.h"

namespace phancong::progress {

// The indicators of a round as they stand on `today`; of one that is sealed, as they were sealed.
[[nodiscard]] absl::StatusOr<std::vector<v1::IndicatorProgress>> IndicatorsOf(storage::ReadTransaction& tx,
                                                                              int64_t federation,
                                                                              const storage::RoundRow& row,
                                                                              rules::Day today);

// The indicators of the round's version of the programme, in its order: yearly ones from the round, the others from the
// term's round, derived ones as they stand today. An indicator that is not issued has no data, and a note. NOT_FOUND.
[[nodiscard]] absl::Status ListIndicatorProgress(serving::ReadContext& context,
                                                 const v1::ListIndicatorProgressRequest& request,
                                                 v1::ListIndicatorProgressResponse* response);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_INDICATORS_H_
