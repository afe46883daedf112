#include "services/standing_committee/seal_period.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "phancong/v1/event.pb.h"
#include "services/inspection_committee/inspection_file.h"
#include "services/programme/rounds.h"
#include "services/progress/indicators.h"
#include "services/progress/stands.h"
#include "services/rules/inspection_machine.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/sealing.h"
#include "services/rules/target.h"
#include "services/rules/task_machine.h"
#include "services/serving/fields.h"
#include "services/tasks/free_text.h"
#include "services/tasks/report.h"
#include "services/tasks/restatements.h"
#include "services/tasks/task_file.h"
#include "storage/inspections.h"
#include "storage/reports.h"
#include "storage/rounds.h"
#include "storage/sealing.h"
#include "storage/tasks.h"

namespace phancong::standing_committee {
namespace {

constexpr int64_t kTasksNamed = 100;

absl::Status ShowRound(serving::CommandContext& context, const std::string& id, v1::Round* shown) {
  const serving::Actor& actor = context.actor();
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   programme::RequireRound(context.tx(), context.federation(), actor.federation_id, id));
  ASSIGN_OR_RETURN(*shown, programme::ShowRound(context.tx(), context.federation(), actor.federation_id, round,
                                                programme::RoundView::kWithItems, actor.language, context.today()));
  return absl::OkStatus();
}

// The finding that showed it: concluded, and about the task. Nothing where none is named.
absl::StatusOr<std::optional<storage::FindingRow>> FindingNamed(serving::CommandContext& context,
                                                                const std::string& name, int64_t task) {
  if (name.empty()) return std::nullopt;
  RETURN_IF_ERROR(rules::ParseName(name, rules::NameKind::kFinding, "finding").status());
  inspection_committee::InspectionFiles files(context);
  ASSIGN_OR_RETURN(const inspection_committee::FindingFile file, files.OpenFinding(name, ""));
  if (!rules::IsIssued(file.row.state) || file.row.task != task) {
    return rules::RefuseField("finding", "phải là phát hiện đã kết luận về chính nhiệm vụ này",
                              "must be a concluded finding about this task");
  }
  return file.row;
}

}  // namespace

absl::Status SealPeriod(serving::CommandContext& context, const v1::SealPeriodRequest& request,
                        v1::SealPeriodResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kRound));
  ASSIGN_OR_RETURN(const std::string decision_number,
                   serving::LineOf(request.decision_number(), "decision_number", serving::kNumberLength));
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   programme::RequireRound(context.tx(), context.federation(), name.federation, name.id));
  RETURN_IF_ERROR(programme::RequireState(round, v1::ROUND_STATE_ISSUED));
  RETURN_IF_ERROR(serving::CheckEtag(request.etag(), round.revision, request.name()));
  ASSIGN_OR_RETURN(const storage::OpenTasks open,
                   storage::OpenTasksOf(context.tx(), context.federation(), round.round, round.period, kTasksNamed));
  tasks::TaskFiles files(context);
  std::vector<std::string> open_names;
  for (const int64_t task : open.tasks) {
    ASSIGN_OR_RETURN(storage::TaskRow row, storage::GetTask(context.tx(), context.federation(), task));
    ASSIGN_OR_RETURN(const tasks::TaskFile file, files.Open(std::move(row)));
    open_names.push_back(file.name);
  }
  if (request.validate_only()) {
    response->set_open_count(open.count);
    response->mutable_open_tasks()->Add(open_names.begin(), open_names.end());
    return ShowRound(context, round.id, response->mutable_round());
  }
  RETURN_IF_ERROR(rules::MaySeal({.period_end = round.period.end,
                                  .open_tasks = open.count,
                                  .open_task = open_names.empty() ? std::string() : open_names.front(),
                                  .has_decision = !decision_number.empty()},
                                 context.today()));
  ASSIGN_OR_RETURN(const std::vector<v1::IndicatorProgress> indicators,
                   progress::IndicatorsOf(context.tx(), context.federation(), round, context.today()));
  ASSIGN_OR_RETURN(const std::vector<v1::IndicatorProgress> stands,
                   progress::StandsOfPlay(context.tx(), context.federation(), round, context.today()));
  v1::Event event;
  v1::PeriodSealed& sealed = *event.mutable_period_sealed();
  sealed.set_round_number(round.round);
  sealed.set_decision_number(decision_number);
  sealed.mutable_indicators()->Add(indicators.begin(), indicators.end());
  sealed.mutable_stands()->Add(stands.begin(), stands.end());
  RETURN_IF_ERROR(context.Emit(event));
  return ShowRound(context, round.id, response->mutable_round());
}

absl::Status RestateResult(serving::CommandContext& context, const v1::RestateResultRequest& request,
                           v1::RestateResultResponse* response) {
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const tasks::TaskFile file, files.OpenForChange(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  ASSIGN_OR_RETURN(const std::string decision_number,
                   serving::LineOf(request.decision_number(), "decision_number", serving::kNumberLength));
  if (request.round().empty()) {
    return rules::RefuseField("round", "phải ghi đợt giao đang mở, như 2026", "names the open round, such as 2026");
  }
  const serving::Actor& actor = context.actor();
  ASSIGN_OR_RETURN(const storage::RoundRow round,
                   programme::RequireRound(context.tx(), context.federation(), actor.federation_id, request.round()));
  RETURN_IF_ERROR(programme::RequireState(round, v1::ROUND_STATE_ISSUED));
  ASSIGN_OR_RETURN(const std::optional<storage::FindingRow> finding,
                   FindingNamed(context, request.finding(), file.row.task));
  ASSIGN_OR_RETURN(const rules::Participant participant, files.ParticipantOf(file, actor));
  const bool accepted = rules::PhaseOf(file.row.state) == rules::TaskPhase::kAccepted;
  // What it stands on, narrative, document and evidence, is the accepted result's where it is left out.
  ASSIGN_OR_RETURN(const v1::Report sealed, storage::ReadReport(context.tx(), context.federation(), file.row.task,
                                                                file.row.cycle, storage::ReportKind::kResult));
  absl::StatusOr<v1::Report> result = tasks::ReceivedReport(context, file, request.result(), "result");
  if (result.ok()) {
    if (result->narrative().empty()) result->set_narrative(sealed.narrative());
    if (result->evidence().empty()) *result->mutable_evidence() = sealed.evidence();
    if (!result->has_document() && sealed.has_document()) *result->mutable_document() = sealed.document();
    const absl::Status complete = rules::CheckComplete(*file.item, *file.programme, *result, file.WaivedEvidence());
    if (!complete.ok()) result = complete;
  }
  ASSIGN_OR_RETURN(const std::vector<v1::FigureValue> in_force,
                   storage::FiguresInForce(context.tx(), context.federation(), file.row.task, file.row.cycle));
  v1::Report before = result.ok() ? *result : v1::Report();
  before.clear_figures();
  before.mutable_figures()->Add(in_force.begin(), in_force.end());
  RETURN_IF_ERROR(rules::MayRestate(
      {.sealed = file.sealed,
       .accepted = accepted,
       .author = participant.author,
       .position_in_assignee = participant.position_in_assignee,
       .accepted_by_them = accepted && (actor.IsOneOf(file.row.reviewer) || actor.IsOneOf(file.row.accepted_by)),
       .fit = result.status(),
       .differs = result.ok() && !rules::SameValues(before, *result),
       .has_reason = !reason.empty(),
       .has_decision = !decision_number.empty()}));
  ASSIGN_OR_RETURN(const int64_t number, storage::NextRestatement(context.tx(), context.federation()));
  v1::Event event;
  v1::ResultRestated& restated = *event.mutable_result_restated();
  restated.set_restatement(number);
  restated.set_round_number(round.round);
  restated.set_task(file.row.task);
  *restated.mutable_result() = tasks::Keep(context, *result);
  *restated.mutable_reason() = context.Keep(reason);
  restated.set_decision_number(decision_number);
  if (finding) {
    restated.set_inspection(finding->inspection);
    restated.set_finding(finding->finding);
  }
  RETURN_IF_ERROR(context.Emit(event));
  ASSIGN_OR_RETURN(const storage::RestatementRow row,
                   storage::GetRestatement(context.tx(), context.federation(), number));
  return tasks::ShowRestatement(context.tx(), context.federation(), actor.federation_id, files, row,
                                response->mutable_restatement());
}

}  // namespace phancong::standing_committee
