#include "services/inspection_committee/schedule_inspection.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "phancong/v1/event.pb.h"
#include "services/inspection_committee/inspection_file.h"
#include "services/rules/dates.h"
#include "services/rules/policy.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"
#include "services/tasks/named.h"
#include "storage/accounts.h"
#include "storage/inspections.h"
#include "storage/programmes.h"

namespace phancong::inspection_committee {
namespace {

absl::Status Unfit(std::string vi, std::string en) {
  return rules::Refuse(v1::ERROR_REASON_TEAM_UNFIT, {{"why.vi", std::move(vi)}, {"why.en", std::move(en)}});
}

absl::Status CheckKind(const v1::Programme& programme, const std::string& kind, int64_t unit) {
  const auto& kinds = programme.inspection_kinds();
  const auto known =
      std::find_if(kinds.begin(), kinds.end(), [&](const v1::InspectionKind& one) { return one.id() == kind; });
  if (known == kinds.end()) {
    return rules::RefuseField("kind", fmt::format("chương trình không có loại kiểm tra “{}”", kind),
                              fmt::format("the programme has no kind of inspection “{}”", kind));
  }
  if (known->of_federation() == (unit == 0)) return absl::OkStatus();
  return known->of_federation()
             ? rules::RefuseField("unit", "loại này chỉ kiểm tra chính liên đoàn",
                                  "this kind is of the federation itself")
             : rules::RefuseField("unit", "loại này chỉ kiểm tra công đoàn cơ sở", "this kind is of a union");
}

// The account of a member who is fit for the team.
absl::StatusOr<int64_t> MemberOf(serving::CommandContext& context, const std::string& name, const std::string& field,
                                 int64_t unit) {
  ASSIGN_OR_RETURN(const storage::AccountRow account, tasks::AccountNamed(context.tx(), context.actor(), name, field));
  if (account.disabled) return rules::Refuse(v1::ERROR_REASON_ACCOUNT_DISABLED, {{"name", name}});
  ASSIGN_OR_RETURN(std::vector<rules::PositionFact> positions,
                   storage::PositionsOfAccount(context.tx(), context.federation(), account.account));
  std::erase_if(positions, [&](const rules::PositionFact& fact) { return !rules::HoldsOn(fact, context.today()); });
  const bool inspector = std::any_of(positions.begin(), positions.end(), [](const rules::PositionFact& fact) {
    return rules::IsInspectionCommittee(fact.position);
  });
  if (!inspector) {
    return Unfit(fmt::format("{} không thuộc Ủy ban Kiểm tra.", account.id),
                 fmt::format("{} is not of the Inspection Committee.", account.id));
  }
  if (HoldsInUnit(positions, unit)) {
    return Unfit(fmt::format("{} giữ chức vụ trong đơn vị được kiểm tra.", account.id),
                 fmt::format("{} holds a position in the unit inspected.", account.id));
  }
  return account.account;
}

// The head first, nobody twice.
absl::StatusOr<std::vector<int64_t>> TeamOf(serving::CommandContext& context,
                                            const v1::ScheduleInspectionRequest& request, int64_t unit,
                                            int64_t at_least) {
  ASSIGN_OR_RETURN(const int64_t head, MemberOf(context, request.head(), "head", unit));
  std::vector<int64_t> team = {head};
  for (int i = 0; i < request.members_size(); ++i) {
    ASSIGN_OR_RETURN(const int64_t member, MemberOf(context, request.members(i), fmt::format("members[{}]", i), unit));
    if (std::find(team.begin(), team.end(), member) == team.end()) team.push_back(member);
  }
  if (static_cast<int64_t>(team.size()) < at_least) {
    return Unfit(fmt::format("phải có ít nhất {} người, kể cả trưởng đoàn.", at_least),
                 fmt::format("it has at least {} members, its head included.", at_least));
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
  RETURN_IF_ERROR(CheckKind(programme, request.kind(), unit));
  ASSIGN_OR_RETURN(const rules::Day scheduled, serving::RequiredDayOf(request.scheduled_date(), "scheduled_date"));
  ASSIGN_OR_RETURN(const std::string decision,
                   serving::LineOf(request.decision_number(), "decision_number", serving::kNumberLength));
  ASSIGN_OR_RETURN(const std::vector<int64_t> team,
                   TeamOf(context, request, unit, programme.inspection().team_at_least()));
  ASSIGN_OR_RETURN(const int64_t number, storage::NextInspection(context.tx(), context.federation()));
  ASSIGN_OR_RETURN(const std::string id, NextId(context, rules::YearOf(scheduled)));
  v1::Event event;
  v1::InspectionScheduled& inspection = *event.mutable_inspection_scheduled();
  inspection.set_inspection(number);
  inspection.set_id(id);
  inspection.set_kind(request.kind());
  inspection.set_union_number(unit);
  inspection.set_scheduled_day(scheduled);
  inspection.set_head(team.front());
  for (size_t i = 1; i < team.size(); ++i) inspection.add_members(team[i]);
  inspection.set_decision_number(decision);
  RETURN_IF_ERROR(context.Emit(event));
  InspectionFiles files(context);
  return files.ShowWhole(number, response->mutable_inspection());
}

}  // namespace phancong::inspection_committee
