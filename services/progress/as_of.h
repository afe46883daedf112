// Reads of figures as they were shown at the end of a day.
#ifndef PHANCONG_SERVICES_PROGRESS_AS_OF_H_
#define PHANCONG_SERVICES_PROGRESS_AS_OF_H_

#include "absl/status/statusor.h"
#include "google/type/date.pb.h"
#include "services/rules/dates.h"
#include "services/serving/command.h"

namespace phancong::progress {

// The day whose end is asked for: `date`, or today where it is not given. INVALID_FIELD (as_of_date) where there is no
// such date, or it is still to come.
[[nodiscard]] absl::StatusOr<rules::Day> DayShown(const google::type::Date& date, rules::Day today);
[[nodiscard]] absl::StatusOr<rules::Day> DayShown(const serving::ReadContext& context, const google::type::Date& date);

}  // namespace phancong::progress

#endif  // PHANCONG_SERVICES_PROGRESS_AS_OF_H_
