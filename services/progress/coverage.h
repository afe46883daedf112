// How many unions of each stratum were inspected in a year, against its quota.
#ifndef PHANCONG_SERVICES_PROGRESS_COVERAGE_H_
#define PHANCONG_SERVICES_PROGRESS_COVERAGE_H_

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

// The strata of the round's version of the programme, in its order, as they stood at the end of `day`, or of the
// round's period where that is over by then. Population: the unions in a stratum's scope on the round's population day.
// Of these `inspected` are those with a concluded inspection of a kind that counts, concluded in the period, and
// `under_way` those not inspected yet with one that was begun and not over; `sampled` are in the sample of the plan of
// that year. Of a sealed round, population and `inspected` are those that its indicators were sealed with. The
// indicators derived from inspections are these figures. Errors are the store's.
[[nodiscard]] absl::StatusOr<std::vector<v1::StratumCoverage>> CoverageOf(storage::ReadTransaction& tx,
                                                                          int64_t federation,
                                                                          const storage::RoundRow& round,
                                                                          rules::Day day);

// A body; NOT_FOUND, also where there was no such round on that day; INVALID_FIELD where the round is not a year's, or
// for a day to come.
[[nodiscard]] absl::Status GetCoverage(serving::ReadContext& context, const v1::GetCoverageRequest& request,
                                       v1::GetCoverageResponse* response);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_COVERAGE_H_
