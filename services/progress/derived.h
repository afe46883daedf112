// Indicators that the server derives itself: nobody reports them, and no figure is made up where what they rest on is
// not recorded.
#ifndef PHANCONG_SERVICES_PROGRESS_DERIVED_H_
#define PHANCONG_SERVICES_PROGRESS_DERIVED_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "phancong/v1/programme.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/rules/dates.h"
#include "storage/rounds.h"
#include "storage/store.h"

namespace phancong::progress {

// The indicator without data, with the reason.
[[nodiscard]] v1::IndicatorProgress NoData(const v1::Item& item, std::string vi, std::string en);

// An item whose source is not REPORTED, as it stood at the end of `today` in a round that was issued, by what the
// journal knew then:
//   DIRECTORY    the sum of its fact over all unions, on that day or, where that is over, on the last day of the
//                round's period, or the item's own in the round of the term; a union without the fact is not complete;
//   INSPECTIONS  for each of its strata, the unions with a concluded inspection of the kinds counted, of those in the
//                stratum's scope on the round's population day; measured DONE: met where an inspection of its kind was
//                concluded in the period before the day on which the year's settlement was sent up, not met where it
//                was sent without, and the note says that day; no data while it is not recorded, and the note says
//                whether the inspection is concluded;
//   RATINGS      of the unions in scope on the round's population day, those that were decided to be of the target's
//                level or better. Who is too young to be rated, or was no more on the period's last day, and was not
//                rated, is not applicable; so reported is what is decided and what will not be.
// `derived_from` is storage::DerivedFrom's. Errors are the store's.
[[nodiscard]] absl::StatusOr<v1::IndicatorProgress> DerivedProgress(storage::ReadTransaction& tx, int64_t federation,
                                                                    const storage::RoundRow& round,
                                                                    const v1::Programme& programme,
                                                                    const v1::Item& item, rules::Day today,
                                                                    const std::string& derived_from);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_DERIVED_H_
