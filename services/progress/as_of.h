// The day that a read of figures is of.
#ifndef PHANCONG_SERVICES_PROGRESS_AS_OF_H_
#define PHANCONG_SERVICES_PROGRESS_AS_OF_H_

#include "absl/status/statusor.h"
#include "google/type/date.pb.h"
#include "services/rules/dates.h"

namespace phancong::progress {

// The day asked for, `today` where none is. INVALID_FIELD on as_of_date where it does not exist or is to come.
[[nodiscard]] absl::StatusOr<rules::Day> AsOfDay(const google::type::Date& as_of_date, rules::Day today);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_AS_OF_H_
