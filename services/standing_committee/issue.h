// What every way of issuing shares: the machine's answer, and the assignees that a request names.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_ISSUE_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_ISSUE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/task.pb.h"
#include "services/rules/dates.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// Tasks of one command at most, and shown in its response.
inline constexpr int kAssignees = 5'000;
inline constexpr int kTasksShown = 100;

// DUE_DATE_PAST, which names the item.
[[nodiscard]] absl::Status CheckDueDay(const std::string& item, rules::Day due_day, rules::Day today);

// An assignee that a request names.
struct Assignee {
  int64_t number = 0;  // 0: the federation itself
  std::string name;    // as it was named
};

// When tasks are due: on a day, or so many working days after the day of issue. One of the two is 0.
struct DueTerm {
  rules::Day due_day = 0;
  int64_t working_days = 0;
};
// What a request says in two fields, exactly one of which is given. INVALID_FIELD on the one that is wrong:
// `date_field` or `working_days`, beside it.
[[nodiscard]] absl::StatusOr<DueTerm> DueTermOf(const google::type::Date& date, int32_t working_days,
                                                const std::string& date_field);

// A term counted once, from today, by the newest calendar.
struct ResolvedDue {
  rules::Day due_day = 0;
  int64_t working_days = 0;
  int64_t calendar_version = 0;  // 0: it was a day
};
// CALENDAR_MISSING where the newest calendar does not cover the term, or none is loaded.
[[nodiscard]] absl::StatusOr<ResolvedDue> ResolveDue(serving::CommandContext& context, const DueTerm& term);
void SetDue(const ResolvedDue& due, v1::ItemIssued* issued);

// UNION_ENDED where one of the assignees is a union that is no more.
[[nodiscard]] absl::Status CheckNotEnded(serving::CommandContext& context, const std::vector<Assignee>& assignees);

// DUE_DATE_PAST, of the unions' own plans.
[[nodiscard]] absl::Status CheckPlanDueDay(rules::Day due_day, rules::Day today);

// Whether the caller may issue tasks of an item now, as the task machine decides; the same for all its assignees.
// DUE_DATE_PAST names the item.
[[nodiscard]] absl::Status MayIssue(const serving::CommandContext& context, const std::string& item, rules::Day due_day,
                                    const std::string& decision_number);

// federations/{federation} or its unions. INVALID_FIELD where one is another name, or named twice, or there are more
// than kAssignees; NOT_FOUND.
[[nodiscard]] absl::StatusOr<std::vector<Assignee>> AssigneesNamed(
    serving::CommandContext& context, const google::protobuf::RepeatedPtrField<std::string>& names);

// Emits the event with the next task's number; returns that number.
[[nodiscard]] absl::StatusOr<int64_t> EmitItemIssued(serving::CommandContext& context, v1::ItemIssued issued);

// The first kTasksShown of `count` tasks from `first_task` on.
[[nodiscard]] absl::Status ShowTasks(serving::CommandContext& context, int64_t first_task, int64_t count,
                                     google::protobuf::RepeatedPtrField<v1::Task>* shown);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_ISSUE_H_
