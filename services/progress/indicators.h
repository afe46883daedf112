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

// The indicators of a round as they stood at the end of `day`, by what the journal knew then; of one that was sealed by
// then, as they were sealed. `row` is the round as it was known on that day.
[[nodiscard]] absl::StatusOr<std::vector<v1::IndicatorProgress>> IndicatorsOf(storage::ReadTransaction& tx,
                                                                              int64_t federation,
                                                                              const storage::RoundRow& row,
                                                                              rules::Day day);

// The indicators of the round's version of the programme, in its order: yearly ones from the round, the others from the
// term's round; as of today, or of the day asked for. An indicator that was not issued has no data, and a note.
// NOT_FOUND, also where there was no such round on that day; INVALID_FIELD for a day to come.
[[nodiscard]] absl::Status ListIndicatorProgress(serving::ReadContext& context,
                                                 const v1::ListIndicatorProgressRequest& request,
                                                 v1::ListIndicatorProgressResponse* response);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_INDICATORS_H_
