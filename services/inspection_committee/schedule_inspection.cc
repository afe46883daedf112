#include "services/inspection_committee/schedule_inspection.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "phancong/v1/event.pb.h"
#include "services/inspection_committee/candidates.h"
#include "services/inspection_committee/inspection_file.h"
#include "services/inspection_committee/sample.h"
#include "services/rules/dates.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/team.h"
#include "services/serving/fields.h"
#include "services/tasks/named.h"
#include "storage/accounts.h"
#include "storage/inspections.h"
#include "storage/programmes.h"

namespace phancong::inspection_committee {
namespace {

absl::StatusOr<v1::InspectionKind> KindNamed(const v1::Programme& programme, const std::string& kind, int64_t unit) {
  const auto& kinds = programme.inspection_kinds();
  const auto known =
      std::find_if(kinds.begin(), kinds.end(), [&](const v1::InspectionKind& one) { return one.id() == kind; });
  if (known == kinds.end()) {
    return rules::RefuseField("kind", fmt::format("chương trình không có loại kiểm tra “{}”", kind),
                              fmt::format("the programme has no kind of inspection “{}”", kind));
  }
  if (known->of_federation() == (unit == 0)) return *known;
  return known->of_federation()
             ? rules::RefuseField("unit", "loại này chỉ kiểm tra chính liên đoàn",
                                  "this kind is of the federation itself")
             : rules::RefuseField("unit", "loại này chỉ kiểm tra công đoàn cơ sở", "this kind is of a union");
}

// What is inspected of: as given, else the year of the inspection.
absl::StatusOr<rules::Period> PeriodOf(const v1::ScheduleInspectionRequest& request, rules::Day scheduled) {
  ASSIGN_OR_RETURN(const rules::Day begin, serving::DayOr(request.period_begin_date(), 0, "period_begin_date"));
  ASSIGN_OR_RETURN(const rules::Day end, serving::DayOr(request.period_end_date(), 0, "period_end_date"));
  if (begin == 0 && end == 0) {
    const int year = rules::YearOf(scheduled);
    return rules::Period{.begin = rules::DayOf(year, 1, 1), .end = rules::DayOf(year, 12, 31)};
  }
  if (begin == 0 || end < begin) {
    return rules::RefuseField("period_end_date",
                              "thời kỳ được kiểm tra phải có ngày đầu và ngày cuối, không trước ngày đầu",
                              "the period inspected has a first and a last day, and does not end before it begins");
  }
  return rules::Period{.begin = begin, .end = end};
}

// The account of somebody who may sign in.
absl::StatusOr<storage::AccountRow> MemberNamed(serving::CommandContext& context, const std::string& name,
                                                const std::string& field) {
  ASSIGN_OR_RETURN(const storage::AccountRow account, tasks::AccountNamed(context.tx(), context.actor(), name, field));
  if (account.disabled) return rules::Refuse(v1::ERROR_REASON_ACCOUNT_DISABLED, {{"name", name}});
  return account;
}

// The head first, nobody twice.
absl::StatusOr<std::vector<storage::AccountRow>> TeamNamed(serving::CommandContext& context,
                                                           const v1::ScheduleInspectionRequest& request) {
  std::vector<storage::AccountRow> team;
  ASSIGN_OR_RETURN(team.emplace_back(), MemberNamed(context, request.head(), "head"));
  for (int i = 0; i < request.members_size(); ++i) {
    ASSIGN_OR_RETURN(const storage::AccountRow member,
                     MemberNamed(context, request.members(i), fmt::format("members[{}]", i)));
    const bool named = std::any_of(team.begin(), team.end(),
                                   [&](const storage::AccountRow& one) { return one.account == member.account; });
    if (!named) team.push_back(member);
  }
  return team;
}

absl::StatusOr<std::string> NextId(serving::CommandContext& context, int year) {
  for (int number = 1;; ++number) {
    std::string id = fmt::format("{}-{:02}", year, number);
    ASSIGN_OR_RETURN(const std::optional<storage::InspectionRow> taken,
                     storage::FindInspection(context.tx(), context.federation(), id));
    if (!taken) return id;
  }
}

}  // namespace

absl::Status ScheduleInspection(serving::CommandContext& context, const v1::ScheduleInspectionRequest& request,
                                v1::ScheduleInspectionResponse* response) {
  ASSIGN_OR_RETURN(const storage::ProgrammeRow newest, storage::NewestProgramme(context.tx(), context.federation()));
  const v1::Programme& programme = *newest.programme;
  ASSIGN_OR_RETURN(const int64_t unit, tasks::UnitNamed(context.tx(), context.actor(), request.unit(), "unit"));
  ASSIGN_OR_RETURN(const v1::InspectionKind kind, KindNamed(programme, request.kind(), unit));
  ASSIGN_OR_RETURN(const rules::Day scheduled, serving::RequiredDayOf(request.scheduled_date(), "scheduled_date"));
  ASSIGN_OR_RETURN(const rules::Period period, PeriodOf(request, scheduled));
  ASSIGN_OR_RETURN(const std::string decision,
                   serving::LineOf(request.decision_number(), "decision_number", serving::kNumberLength));
  ASSIGN_OR_RETURN(const std::vector<storage::AccountRow> team, TeamNamed(context, request));
  const rules::Inspected inspected{.unit = unit, .period = period};
  ASSIGN_OR_RETURN(const std::vector<rules::Candidate> candidates,
                   CandidatesOf(context.tx(), context.federation(), team, inspected));
  RETURN_IF_ERROR(
      rules::CheckTeam(rules::TeamRuleOf(programme.inspection(), kind), inspected, candidates, context.today()));
  ASSIGN_OR_RETURN(const int64_t plan, PlanToCarryOut(context, request.plan(), unit));
  ASSIGN_OR_RETURN(const int64_t number, storage::NextInspection(context.tx(), context.federation()));
  ASSIGN_OR_RETURN(const std::string id, NextId(context, rules::YearOf(scheduled)));
  v1::Event event;
  v1::InspectionScheduled& inspection = *event.mutable_inspection_scheduled();
  inspection.set_inspection(number);
  inspection.set_id(id);
  inspection.set_kind(request.kind());
  inspection.set_union_number(unit);
  inspection.set_scheduled_day(scheduled);
  inspection.set_head(team.front().account);
  for (size_t i = 1; i < team.size(); ++i) inspection.add_members(team[i].account);
  inspection.set_decision_number(decision);
  inspection.set_unannounced(request.unannounced());
  inspection.set_period_begin_day(period.begin);
  inspection.set_period_end_day(period.end);
  inspection.set_plan(plan);
  RETURN_IF_ERROR(context.Emit(event));
  InspectionFiles files(context);
  return files.ShowWhole(number, response->mutable_inspection());
}

}  // namespace phancong::inspection_committee
