#include "services/progress/as_of.h"

#include "fmt/format.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"

namespace phancong::progress {

absl::StatusOr<rules::Day> AsOfDay(const google::type::Date& as_of_date, rules::Day today) {
  ASSIGN_OR_RETURN(const rules::Day day, serving::DayOr(as_of_date, today, "as_of_date"));
  if (day <= today) return day;
  return rules::RefuseField(
      "as_of_date", fmt::format("{} chưa đến: hôm nay là {}", rules::VietnameseDate(day), rules::VietnameseDate(today)),
      fmt::format("{} is still to come: today is {}", rules::IsoDate(day), rules::IsoDate(today)));
}

}  // namespace phancong::progress
