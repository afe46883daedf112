#include "services/standing_committee/issue.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "fmt/format.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/task_machine.h"
#include "services/rules/working_days.h"
#include "services/serving/fields.h"
#include "services/tasks/named.h"
#include "services/tasks/task_file.h"
#include "storage/calendars.h"
#include "storage/directory.h"
#include "storage/tasks.h"

namespace phancong::standing_committee {

namespace {

absl::Status RefusePast(const std::string& item, rules::Day due_day, const std::string& of_vi, const std::string& of_en,
                        rules::Day today) {
  return rules::Refuse(v1::ERROR_REASON_DUE_DATE_PAST,
                       {{"item", item},
                        {"due.vi", fmt::format("{} của {}", rules::VietnameseDate(due_day), of_vi)},
                        {"due.en", fmt::format("{} of {}", rules::IsoDate(due_day), of_en)},
                        {"today.vi", rules::VietnameseDate(today)},
                        {"today.en", rules::IsoDate(today)}});
}

}  // namespace

absl::Status CheckDueDay(const std::string& item, rules::Day due_day, rules::Day today) {
  if (due_day >= today) return absl::OkStatus();
  return RefusePast(item, due_day, "mục " + item, "item " + item, today);
}

absl::Status CheckPlanDueDay(rules::Day due_day, rules::Day today) {
  if (due_day >= today) return absl::OkStatus();
  return RefusePast("", due_day, "kế hoạch của công đoàn cơ sở", "the unions' own plans", today);
}

absl::StatusOr<DueTerm> DueTermOf(const google::type::Date& date, int32_t working_days, const std::string& date_field) {
  if (rules::IsGiven(date) == (working_days != 0)) {
    return rules::RefuseField(date_field, "ghi một trong hai: ngày hạn, hoặc số ngày làm việc",
                              "give one of the two: a due date, or a number of working days");
  }
  if (working_days == 0) {
    ASSIGN_OR_RETURN(const rules::Day day, serving::RequiredDayOf(date, date_field));
    return DueTerm{.due_day = day, .working_days = 0};
  }
  if (working_days < 1 || working_days > rules::kMostWorkingDays) {
    const size_t dot = date_field.rfind('.');
    return rules::RefuseField((dot == std::string::npos ? "" : date_field.substr(0, dot + 1)) + "working_days",
                              fmt::format("phải từ 1 đến {}", rules::kMostWorkingDays),
                              fmt::format("must be 1 to {}", rules::kMostWorkingDays));
  }
  return DueTerm{.due_day = 0, .working_days = working_days};
}

absl::StatusOr<ResolvedDue> ResolveDue(serving::CommandContext& context, const DueTerm& term) {
  if (term.working_days == 0) return ResolvedDue{.due_day = term.due_day, .working_days = 0, .calendar_version = 0};
  ASSIGN_OR_RETURN(const std::optional<storage::CalendarRow> calendar,
                   storage::NewestCalendar(context.tx(), context.federation()));
  if (!calendar) return rules::RefuseCalendarMissing(context.today());
  ASSIGN_OR_RETURN(const rules::Day due_day,
                   rules::WorkingDaysAfter(calendar->calendar, context.today(), term.working_days));
  return ResolvedDue{.due_day = due_day, .working_days = term.working_days, .calendar_version = calendar->version};
}

void SetDue(const ResolvedDue& due, v1::ItemIssued* issued) {
  issued->set_due_day(due.due_day);
  issued->set_working_days(due.working_days);
  issued->set_calendar_version(due.calendar_version);
}

absl::Status CheckNotEnded(serving::CommandContext& context, const std::vector<Assignee>& assignees) {
  for (const Assignee& assignee : assignees) {
    if (assignee.number == 0) continue;
    ASSIGN_OR_RETURN(const storage::UnionRow row,
                     storage::GetUnion(context.tx(), context.federation(), assignee.number));
    if (row.ended_day == 0 || row.ended_day > context.today()) continue;
    return rules::Refuse(v1::ERROR_REASON_UNION_ENDED, {{"union", row.title},
                                                        {"day.vi", rules::VietnameseDate(row.ended_day)},
                                                        {"day.en", rules::IsoDate(row.ended_day)}});
  }
  return absl::OkStatus();
}

absl::Status MayIssue(const serving::CommandContext& context, const std::string& item, rules::Day due_day,
                      const std::string& decision_number) {
  RETURN_IF_ERROR(CheckDueDay(item, due_day, context.today()));
  rules::Participant participant;
  participant.standing_committee = context.actor().HoldsStandingCommittee();
  participant.standing_committee_head = context.actor().HoldsStandingCommitteeHead();
  rules::Proposal proposal;
  proposal.has_decision = !decision_number.empty();
  proposal.new_due_day = due_day;
  return rules::Decide(rules::TaskCommand::kIssue, {}, participant, proposal, context.today()).status();
}

absl::StatusOr<std::vector<Assignee>> AssigneesNamed(serving::CommandContext& context,
                                                     const google::protobuf::RepeatedPtrField<std::string>& names) {
  if (names.size() > kAssignees) {
    return rules::RefuseField("assignees", fmt::format("nhiều nhất {}", kAssignees),
                              fmt::format("at most {}", kAssignees));
  }
  std::vector<Assignee> assignees;
  std::set<int64_t> numbers;
  for (int i = 0; i < names.size(); ++i) {
    const std::string field = fmt::format("assignees[{}]", i);
    ASSIGN_OR_RETURN(const int64_t number, tasks::UnitNamed(context.tx(), context.actor(), names[i], field));
    if (!numbers.insert(number).second) {
      return rules::RefuseField(field, fmt::format("{} có hai lần", names[i]),
                                fmt::format("{} is there twice", names[i]));
    }
    assignees.push_back({.number = number, .name = names[i]});
  }
  return assignees;
}

absl::StatusOr<int64_t> EmitItemIssued(serving::CommandContext& context, v1::ItemIssued issued) {
  ASSIGN_OR_RETURN(const int64_t first_task, storage::NextTask(context.tx(), context.federation()));
  issued.set_first_task(first_task);
  v1::Event event;
  *event.mutable_item_issued() = std::move(issued);
  RETURN_IF_ERROR(context.Emit(event));
  return first_task;
}

absl::Status ShowTasks(serving::CommandContext& context, int64_t first_task, int64_t count,
                       google::protobuf::RepeatedPtrField<v1::Task>* shown) {
  tasks::TaskFiles files(context);
  for (int64_t i = 0; i < std::min<int64_t>(count, kTasksShown); ++i) {
    RETURN_IF_ERROR(files.Show(first_task + i, shown->Add()));
  }
  return absl::OkStatus();
}

}  // namespace phancong::standing_committee
