// How far the term's items stand at the end of each year.
#ifndef PHANCONG_SERVICES_PROGRESS_STANDS_H_
#define PHANCONG_SERVICES_PROGRESS_STANDS_H_

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

// The term's items that the assignees report on, in the order of the programme, each summed as an indicator is, over
// the latest stand of each task that is not of a day after the year's end, nor after `day`, by what the journal knew at
// the end of that day. Of a year that was sealed by then, as it was sealed. None where the term's round was not issued,
// or `year` is the term's round itself. `year` is the round as it was known on that day.
[[nodiscard]] absl::StatusOr<std::vector<v1::IndicatorProgress>> StandsOfPlay(storage::ReadTransaction& tx,
                                                                              int64_t federation,
                                                                              const storage::RoundRow& year,
                                                                              rules::Day day);

// As of today, or of the day asked for. NOT_FOUND, also where there was no such round on that day; INVALID_FIELD where
// the round is not a year's, or the day is still to come.
[[nodiscard]] absl::Status ListStandsOfPlay(serving::ReadContext& context, const v1::ListStandsOfPlayRequest& request,
                                            v1::ListStandsOfPlayResponse* response);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_STANDS_H_
