#include "tests/fuzz/bodies.h"

#include <memory>
#include <set>

#include "services/accounts/administration.h"
#include "services/directory/delegations.h"
#include "services/directory/import_unions.h"
#include "services/directory/open_work.h"
#include "services/directory/read_unions.h"
#include "services/directory/responsibilities.h"
#include "services/directory/union_plans.h"
#include "services/evidence/evidence_file.h"
#include "services/grassroots_union/answer_finding.h"
#include "services/grassroots_union/extension.h"
#include "services/grassroots_union/rate_self.h"
#include "services/grassroots_union/report_task.h"
#include "services/grassroots_union/submit_plan.h"
#include "services/grassroots_union/update_facts.h"
#include "services/inspection_committee/conclude_inspection.h"
#include "services/inspection_committee/draft_inspection_plan.h"
#include "services/inspection_committee/inspect.h"
#include "services/inspection_committee/notify_inspection.h"
#include "services/inspection_committee/read_inspection_plans.h"
#include "services/inspection_committee/read_inspections.h"
#include "services/inspection_committee/sample.h"
#include "services/inspection_committee/schedule_inspection.h"
#include "services/inspection_committee/verify_remedy.h"
#include "services/journal/checkpoints.h"
#include "services/journal/erasure.h"
#include "services/journal/journal.h"
#include "services/journal/receipts.h"
#include "services/journal/signing_keys.h"
#include "services/journal/stored_entries.h"
#include "services/journal/witnesses.h"
#include "services/programme/guidance.h"
#include "services/programme/read_programme.h"
#include "services/programme/read_reports.h"
#include "services/programme/read_rounds.h"
#include "services/progress/coverage.h"
#include "services/progress/groups.h"
#include "services/progress/indicators.h"
#include "services/progress/ratings.h"
#include "services/progress/scorecard.h"
#include "services/progress/stands.h"
#include "services/progress/subordinates.h"
#include "services/progress/timeliness.h"
#include "services/progress/trend.h"
#include "services/reminders/inbox.h"
#include "services/serving/methods.h"
#include "services/standing_committee/assign_ad_hoc.h"
#include "services/standing_committee/assign_item.h"
#include "services/standing_committee/assign_responsibility.h"
#include "services/standing_committee/close_finding.h"
#include "services/standing_committee/close_task.h"
#include "services/standing_committee/decide_extension.h"
#include "services/standing_committee/decide_inspection_plan.h"
#include "services/standing_committee/decide_rating.h"
#include "services/standing_committee/draft_round.h"
#include "services/standing_committee/hand_over.h"
#include "services/standing_committee/issue_report.h"
#include "services/standing_committee/issue_round.h"
#include "services/standing_committee/load_calendar.h"
#include "services/standing_committee/load_programme.h"
#include "services/standing_committee/record_paper_report.h"
#include "services/standing_committee/record_union_change.h"
#include "services/standing_committee/review_task.h"
#include "services/standing_committee/seal_period.h"
#include "services/standing_committee/succession.h"
#include "services/standing_committee/superior.h"
#include "services/standing_committee/waive_evidence.h"
#include "services/tasks/allowed_actions.h"
#include "services/tasks/extension_file.h"
#include "services/tasks/list_tasks.h"
#include "services/tasks/read_task.h"
#include "services/tasks/restatements.h"
#include "services/tasks/review_queue.h"
#include "tests/fuzz/must.h"
#include "tests/support/contract.h"

namespace phancong::fuzz {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// What is between people and the server alone, or streams: no body of a room answers it.
const std::set<std::string>& WithoutBody() {
  static const auto& names = *new std::set<std::string>{
      "SignIn",     "SignOut",        "ChangePassword",   "ListSessions",  "RevokeSession",      "WatchEntries",
      "WatchInbox", "UploadEvidence", "DownloadEvidence", "MarkInboxRead", "AddWitnessSignature"};
  return names;
}

// Of a server that has no keys: it signs nothing.
journal::Checkpoints& Unsigned() {
  static auto& none = *new journal::SigningKeys("");
  static auto& checkpoints = *new journal::Checkpoints(none);
  return checkpoints;
}
absl::Status GetCheckpoint(serving::ReadContext& read, const v1::GetCheckpointRequest& request,
                           v1::GetCheckpointResponse* response) {
  return Unsigned().Get(read, request, response);
}
absl::Status GetReceipt(serving::ReadContext& read, const v1::GetReceiptRequest& request,
                        v1::GetReceiptResponse* response) {
  return journal::GetReceipt(read, Unsigned(), request, response);
}

class Bodies {
 public:
  template <class Request, class Response>
  void Add(absl::Status (*body)(serving::CommandContext&, const Request&, Response*)) {
    Body& made = bodies_[Request::descriptor()];
    made.command = [body](serving::CommandContext& context, const Message& request, Message* response) {
      return body(context, static_cast<const Request&>(request), static_cast<Response*>(response));
    };
  }
  template <class Request, class Response>
  void Add(absl::Status (*body)(serving::ReadContext&, const Request&, Response*)) {
    Body& made = bodies_[Request::descriptor()];
    made.read = [body](serving::ReadContext& context, const Message& request, Message* response) {
      return body(context, static_cast<const Request&>(request), static_cast<Response*>(response));
    };
  }

  // In the order of the contract.
  [[nodiscard]] std::vector<Body> InOrder() {
    std::set<const google::protobuf::ServiceDescriptor*> services;
    static auto& methods = *new serving::Methods;
    std::vector<Body> all;
    for (const MethodDescriptor* method : support::MethodsOfTheContract()) {
      if (services.insert(method->service()).second) {
        Must(methods.Add(*method->service()).ok(), "the contract declares who may call what");
      }
      if (WithoutBody().contains(method->name())) continue;
      Body& body = bodies_[method->input_type()];
      Must(static_cast<bool>(body.command) || static_cast<bool>(body.read),
           method->name() + " is called by the fuzzer");
      Must(static_cast<bool>(body.command) == support::IsCommand(*method), method->name() + " is what it says it is");
      body.descriptor = method;
      body.method = &methods.WithRequest(*method->input_type());
      all.push_back(body);
    }
    return all;
  }

 private:
  std::map<const google::protobuf::Descriptor*, Body> bodies_;
};

}  // namespace

const std::vector<Body>& BodiesOfTheContract() {
  static const auto& bodies = *new std::vector<Body>([] {
    Bodies made;
    made.Add(accounts::CreateAccount);
    made.Add(accounts::CreateUnionAccounts);
    made.Add(accounts::DisableAccount);
    made.Add(accounts::EnableAccount);
    made.Add(accounts::EndPosition);
    made.Add(accounts::GivePosition);
    made.Add(accounts::ListAccounts);
    made.Add(accounts::ResetAccount);
    made.Add(accounts::WhoAmI);
    made.Add(directory::DelegatePosition);
    made.Add(directory::EndDelegation);
    made.Add(directory::GetUnion);
    made.Add(directory::GetUnionPlan);
    made.Add(directory::ImportUnions);
    made.Add(directory::ListDelegations);
    made.Add(directory::ListOpenWork);
    made.Add(directory::ListResponsibilities);
    made.Add(directory::ListUnionChanges);
    made.Add(directory::ListUnionPlans);
    made.Add(directory::ListUnions);
    made.Add(evidence::EraseEvidence);
    made.Add(evidence::GetEvidence);
    made.Add(evidence::ListEvidence);
    made.Add(grassroots_union::AcknowledgeTask);
    made.Add(grassroots_union::CancelExtension);
    made.Add(grassroots_union::ExplainFinding);
    made.Add(grassroots_union::RecallTask);
    made.Add(grassroots_union::ReportProgress);
    made.Add(grassroots_union::RequestExtension);
    made.Add(grassroots_union::SubmitRemedy);
    made.Add(grassroots_union::SubmitSelfRating);
    made.Add(grassroots_union::SubmitTask);
    made.Add(grassroots_union::SubmitUnionPlan);
    made.Add(grassroots_union::UpdateFacts);
    made.Add(inspection_committee::CancelInspection);
    made.Add(inspection_committee::CheckTask);
    made.Add(inspection_committee::CloseInspectionPlan);
    made.Add(inspection_committee::ConcludeInspection);
    made.Add(inspection_committee::DraftConclusion);
    made.Add(inspection_committee::DraftInspectionPlan);
    made.Add(inspection_committee::DrawSample);
    made.Add(inspection_committee::DropFinding);
    made.Add(inspection_committee::GetDraw);
    made.Add(inspection_committee::GetInspection);
    made.Add(inspection_committee::GetInspectionPlan);
    made.Add(inspection_committee::ListFindings);
    made.Add(inspection_committee::ListInspectionPlans);
    made.Add(inspection_committee::ListInspections);
    made.Add(inspection_committee::NotifyInspection);
    made.Add(inspection_committee::RecordFinding);
    made.Add(inspection_committee::RejectRemedy);
    made.Add(inspection_committee::ReplaceDrawnUnit);
    made.Add(inspection_committee::ReportSupervision);
    made.Add(inspection_committee::ScheduleInspection);
    made.Add(inspection_committee::SignConclusion);
    made.Add(inspection_committee::StartInspection);
    made.Add(inspection_committee::VerifyRemedy);
    made.Add(journal::AdvanceClock);
    made.Add(journal::EndWitness);
    made.Add(journal::EraseTexts);
    made.Add(GetCheckpoint);
    made.Add(GetReceipt);
    made.Add(journal::ListEntries);
    made.Add(journal::ListStoredEntries);
    made.Add(journal::NameWitness);
    made.Add(journal::ProveConsistency);
    made.Add(journal::ProveInclusion);
    made.Add(programme::GetCalendar);
    made.Add(programme::GetProgramme);
    made.Add(programme::GetReport);
    made.Add(programme::GetRound);
    made.Add(programme::ListGuidance);
    made.Add(programme::ListReports);
    made.Add(programme::ListRounds);
    made.Add(progress::GetCoverage);
    made.Add(progress::GetRating);
    made.Add(progress::GetTimeliness);
    made.Add(progress::GetUnionScorecard);
    made.Add(progress::ListIndicatorProgress);
    made.Add(progress::ListIndicatorTrend);
    made.Add(progress::ListProgressGroups);
    made.Add(progress::ListRatings);
    made.Add(progress::ListStandsOfPlay);
    made.Add(progress::ListSubordinateProgress);
    made.Add(reminders::ListInbox);
    made.Add(reminders::SetMailAddress);
    made.Add(standing_committee::AcceptTask);
    made.Add(standing_committee::AdmitUnions);
    made.Add(standing_committee::ApproveInspectionPlan);
    made.Add(standing_committee::AssignAdHoc);
    made.Add(standing_committee::AssignItem);
    made.Add(standing_committee::AssignResponsibility);
    made.Add(standing_committee::CloseFederation);
    made.Add(standing_committee::CloseFindingWithoutRemedy);
    made.Add(standing_committee::CloseTaskNotMet);
    made.Add(standing_committee::DecideExtension);
    made.Add(standing_committee::DecideInspectionShortfall);
    made.Add(standing_committee::DecideRating);
    made.Add(standing_committee::DraftRound);
    made.Add(standing_committee::EndResponsibility);
    made.Add(standing_committee::ExtendTasks);
    made.Add(standing_committee::HandOver);
    made.Add(standing_committee::IssueReport);
    made.Add(standing_committee::IssueRound);
    made.Add(standing_committee::LoadCalendar);
    made.Add(standing_committee::LoadProgramme);
    made.Add(standing_committee::RecordGuidance);
    made.Add(standing_committee::RecordPaperReport);
    made.Add(standing_committee::RecordSettlement);
    made.Add(standing_committee::RecordUnionChange);
    made.Add(standing_committee::ReleaseReview);
    made.Add(standing_committee::ReopenTask);
    made.Add(standing_committee::RestateResult);
    made.Add(standing_committee::ResumeTask);
    made.Add(standing_committee::ReturnTask);
    made.Add(standing_committee::SealPeriod);
    made.Add(standing_committee::SetSuperior);
    made.Add(standing_committee::SuspendTask);
    made.Add(standing_committee::TakeReview);
    made.Add(standing_committee::WaiveEvidence);
    made.Add(standing_committee::WithdrawTask);
    made.Add(tasks::CommentOnTask);
    made.Add(tasks::GetTask);
    made.Add(tasks::ListAllowedActions);
    made.Add(tasks::ListComments);
    made.Add(tasks::ListDueDates);
    made.Add(tasks::ListExtensions);
    made.Add(tasks::ListRestatements);
    made.Add(tasks::ListReviewQueue);
    made.Add(tasks::ListTaskHistory);
    made.Add(tasks::ListTasks);
    return made.InOrder();
  }());
  return bodies;
}

}  // namespace phancong::fuzz
