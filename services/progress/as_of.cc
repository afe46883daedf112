#include "services/progress/as_of.h"

#include "fmt/format.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"

namespace phancong::progress {

absl::StatusOr<rules::Day> DayShown(const google::type::Date& date, rules::Day today) {
  ASSIGN_OR_RETURN(const rules::Day day, serving::DayOr(date, today, "as_of_date"));
  if (day <= today) return day;
  return rules::RefuseField(
      "as_of_date",
      fmt::format("{} chưa đến: hôm nay là {}", rules::VietnameseDate(day), rules::VietnameseDate(today)),
      fmt::format("{} is still to come: today is {}", rules::IsoDate(day), rules::IsoDate(today)));
}

absl::StatusOr<rules::Day> DayShown(const serving::ReadContext& context, const google::type::Date& date) {
  return DayShown(date, context.today());
}

}  // namespace phancong::progress
