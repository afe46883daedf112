#include "services/inspection_committee/draft_inspection_plan.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "phancong/v1/event.pb.h"
#include "services/inspection_committee/inspection_plan_file.h"
#include "services/programme/rounds.h"
#include "services/rules/dates.h"
#include "services/rules/inspection_plan_machine.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"
#include "services/tasks/named.h"
#include "services/tasks/report.h"
#include "storage/directory.h"
#include "storage/inspection_plans.h"
#include "storage/programmes.h"

namespace phancong::inspection_committee {
namespace {

absl::StatusOr<programme::RoundKind> KindOf(const v1::Programme& programme, const std::string& id) {
  if (const std::optional<programme::RoundKind> kind = programme::RoundKindOf(programme, id)) return *kind;
  const std::string term = programme::TermRoundId(programme);
  return rules::RefuseField("plan",
                            fmt::format("“{}” không phải một năm của nhiệm kỳ, cũng không phải nhiệm kỳ {}", id, term),
                            fmt::format("“{}” is neither a year of the term nor the term {}", id, term));
}

// The day of which the population is; 0 of the term.
absl::StatusOr<rules::Day> PopulationDay(const google::type::Date& date, bool yearly, rules::Day today) {
  if (!yearly) {
    if (!rules::IsGiven(date)) return 0;
    return rules::RefuseField("population_date", "chương trình toàn khóa không chọn mẫu, nên không có ngày chốt đơn vị",
                              "the programme of the term draws no sample, so there is no such day");
  }
  ASSIGN_OR_RETURN(const rules::Day day, serving::DayOr(date, today, "population_date"));
  if (day <= today) return day;
  return rules::RefuseField("population_date", "không được sau hôm nay", "must not be after today");
}

// Adds the units named in one of the two lists; nobody twice in both.
absl::Status AddNamed(serving::CommandContext& context, const google::protobuf::RepeatedPtrField<v1::NamedUnit>& units,
                      const std::string& list, std::vector<storage::NamedUnionRow>& named) {
  for (int i = 0; i < units.size(); ++i) {
    const std::string field = fmt::format("{}[{}]", list, i);
    ASSIGN_OR_RETURN(const int64_t unit,
                     tasks::UnitNamed(context.tx(), context.actor(), units[i].unit(), field + ".unit"));
    if (unit == 0) {
      return rules::RefuseField(field + ".unit", "phải là một công đoàn cơ sở", "must be a union");
    }
    const bool twice = std::any_of(named.begin(), named.end(),
                                   [&](const storage::NamedUnionRow& row) { return row.union_number == unit; });
    if (twice) {
      return rules::RefuseField(field + ".unit", "đơn vị này đã được nêu: chọn theo rủi ro hoặc để ngoài, một lần",
                                "this unit is named already: picked or left out, once");
    }
    ASSIGN_OR_RETURN(std::string reason,
                     tasks::RequiredFreeTextOf(units[i].reason(), field + ".reason", tasks::kReasonLength));
    named.push_back({.union_number = unit, .risk = list == "risk_picks", .reason = std::move(reason)});
  }
  return absl::OkStatus();
}

// Where in the request the unit stands that is in no stratum.
absl::Status CheckStrata(const PlanFile& file, int risk_picks) {
  const storage::NamedUnionRow* const stranger = InNoStratum(file);
  if (stranger == nullptr) return absl::OkStatus();
  const auto place = static_cast<int>(stranger - file.named.data());
  const std::string field = place < risk_picks ? fmt::format("risk_picks[{}].unit", place)
                                               : fmt::format("left_out[{}].unit", place - risk_picks);
  return rules::RefuseField(field, "không thuộc nhóm nào của kế hoạch vào ngày chốt đơn vị",
                            "is in no stratum of the plan on the population date");
}

// Numbers and texts apart, as the event has them.
v1::Event DraftedEvent(serving::CommandContext& context, const PlanFile& file) {
  v1::Event event;
  v1::InspectionPlanDrafted& drafted = *event.mutable_inspection_plan_drafted();
  drafted.set_plan(file.row.plan);
  drafted.set_id(file.row.id);
  drafted.set_of_term(file.row.of_term);
  *drafted.mutable_content() = context.Keep(file.row.content);
  drafted.set_document_number(file.row.document_number);
  drafted.set_document_day(file.row.document_day);
  drafted.set_document_issuer(file.row.document_issuer);
  drafted.set_population_day(file.row.population_day);
  for (const storage::NamedUnionRow& row : file.named) {
    v1::InspectionPlanDrafted::Named& named = row.risk ? *drafted.add_risk_picks() : *drafted.add_left_out();
    named.set_union_number(row.union_number);
    *named.mutable_reason() = context.Keep(row.reason);
  }
  drafted.set_programme_version(file.row.programme_version);
  return event;
}

}  // namespace

absl::Status DraftInspectionPlan(serving::CommandContext& context, const v1::DraftInspectionPlanRequest& request,
                                 v1::DraftInspectionPlanResponse* response) {
  ASSIGN_OR_RETURN(const storage::ProgrammeRow newest, storage::NewestProgramme(context.tx(), context.federation()));
  ASSIGN_OR_RETURN(const programme::RoundKind kind, KindOf(*newest.programme, request.plan()));
  storage::InspectionPlanRow row;
  row.id = request.plan();
  row.of_term = !kind.yearly;
  row.programme_version = newest.version;
  ASSIGN_OR_RETURN(row.content, tasks::RequiredFreeTextOf(request.content(), "content", tasks::kNarrativeLength));
  ASSIGN_OR_RETURN(const v1::DocumentReference document, tasks::ReceivedDocument(request.document(), "document"));
  row.document_number = document.number();
  row.document_day = rules::DayOf(document.date()).value_or(0);
  row.document_issuer = document.issuer();
  ASSIGN_OR_RETURN(row.population_day, PopulationDay(request.population_date(), kind.yearly, context.today()));
  std::vector<storage::NamedUnionRow> named;
  RETURN_IF_ERROR(AddNamed(context, request.risk_picks(), "risk_picks", named));
  RETURN_IF_ERROR(AddNamed(context, request.left_out(), "left_out", named));

  ASSIGN_OR_RETURN(const std::optional<storage::InspectionPlanRow> before,
                   storage::FindInspectionPlan(context.tx(), context.federation(), row.id));
  const v1::InspectionPlanState state = before ? before->state : v1::INSPECTION_PLAN_STATE_UNSPECIFIED;
  PlanFiles files(context);
  row.state = state;
  ASSIGN_OR_RETURN(PlanFile file, files.OpenDraft(std::move(row), std::move(named)));
  ASSIGN_OR_RETURN(file.row.state, rules::Decide(rules::InspectionPlanCommand::kDraft, FactsOf(file),
                                                 ParticipantOf(file, context.actor()), {}));
  RETURN_IF_ERROR(CheckStrata(file, request.risk_picks_size()));
  if (request.validate_only()) return files.Show(file, response->mutable_inspection_plan());

  if (before) {
    file.row.plan = before->plan;
  } else {
    ASSIGN_OR_RETURN(file.row.plan, storage::NextInspectionPlan(context.tx(), context.federation()));
  }
  RETURN_IF_ERROR(context.Emit(DraftedEvent(context, file)));
  RETURN_IF_ERROR(storage::ForgetSeed(context.tx(), context.federation(), file.row.plan));
  ASSIGN_OR_RETURN(const PlanFile drafted, files.OpenNumber(file.row.plan));
  return files.Show(drafted, response->mutable_inspection_plan());
}

}  // namespace phancong::inspection_committee
