#include "services/progress/as_of.h"

#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"

namespace phancong::progress {

absl::StatusOr<rules::Day> DayShown(const serving::ReadContext& context, const google::type::Date& date) {
  ASSIGN_OR_RETURN(const rules::Day day, serving::DayOr(date, context.today(), "as_of_date"));
  if (day > context.today()) {
    return rules::RefuseField("as_of_date", "không được sau hôm nay", "must not be after today");
  }
  return day;
}

}  // namespace phancong::progress
