#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/serving/sessions.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

using google::protobuf::FieldDescriptor;

std::string GetString(const google::protobuf::Message& message, const char* field) {
  const FieldDescriptor* descriptor = message.GetDescriptor()->FindFieldByName(field);
  return descriptor == nullptr ? "" : message.GetReflection()->GetString(message, descriptor);
}

void SetString(google::protobuf::Message* message, const char* field, const std::string& value) {
  const FieldDescriptor* descriptor = message->GetDescriptor()->FindFieldByName(field);
  if (descriptor != nullptr) message->GetReflection()->SetString(message, descriptor, value);
}

template <class Request>
Request Named(const std::string& name) {
  Request request;
  request.set_name(name);
  return request;
}

template <class Request>
Request Below(const std::string& parent) {
  Request request;
  request.set_parent(parent);
  return request;
}

// By its number.
v1::DocumentReference Document(const std::string& number) {
  v1::DocumentReference document;
  document.set_number(number);
  *document.mutable_date() = DateOf("2025-01-02");
  document.set_issuer("Ủy ban Kiểm tra");
  return document;
}

}  // namespace

std::string Person::name() const { return world_.AccountName(account_); }

Answered Person::Sends(google::protobuf::Message* request, google::protobuf::Message* response) {
  if (world_.now_micros() >= signed_in_until_) {
    if (Answered answered = SignsIn(); !answered.ok()) return answered;
  }
  if (GetString(*request, "request_id").empty()) SetString(request, "request_id", world_.NextRequestId());
  return world_.Call(*request, response, token_, language_, acts_for_);
}

Answered Person::SignsIn() {
  auto request = Below<v1::SignInRequest>(world_.FederationName());
  request.set_account_id(account_);
  request.set_password(password_);
  v1::SignInResponse response;
  Answered answered = world_.Call(request, &response, "", language_);
  if (!answered.ok()) return answered;
  token_ = response.token();
  signed_in_until_ = world_.now_micros() + serving::kIdleMicros;
  return answered;
}

Outcome<v1::ChangePasswordResponse> Person::ChangesPassword(const std::string& new_password) {
  auto request = Below<v1::ChangePasswordRequest>(world_.FederationName());
  request.set_old_password(password_);
  request.set_new_password(new_password);
  auto outcome = Call<v1::ChangePasswordResponse>(request);
  if (outcome.ok()) password_ = new_password;
  return outcome;
}

Outcome<v1::DelegatePositionResponse> Person::Delegates(Person& whose, Person& to, const std::string& until) {
  auto request = Named<v1::DelegatePositionRequest>(world_.PositionName(whose));
  request.set_delegate(to.name());
  *request.mutable_to_date() = DateOf(until);
  return Call<v1::DelegatePositionResponse>(request);
}

Outcome<v1::ListInboxResponse> Person::ReadsInbox(bool only_unread) {
  auto request = Below<v1::ListInboxRequest>(name());
  request.set_page_size(1000);
  request.set_only_unread(only_unread);
  return Call<v1::ListInboxResponse>(request);
}

Outcome<v1::MarkInboxReadResponse> Person::MarksReadUpTo(int64_t number) {
  auto request = Below<v1::MarkInboxReadRequest>(name());
  request.set_up_to(number);
  return Call<v1::MarkInboxReadResponse>(request);
}

Outcome<v1::SetMailAddressResponse> Person::SetsMailAddress(const std::string& address) {
  auto request = Named<v1::SetMailAddressRequest>(name());
  request.set_address(address);
  return Call<v1::SetMailAddressResponse>(request);
}

Outcome<v1::GetTaskResponse> Person::Sees(const std::string& task) {
  return Call<v1::GetTaskResponse>(Named<v1::GetTaskRequest>(world_.TaskName(task)));
}

Outcome<v1::ListTasksResponse> Person::Lists(const std::string& round) {
  auto request = Below<v1::ListTasksRequest>(world_.RoundName(round));
  request.set_page_size(1000);
  return Call<v1::ListTasksResponse>(request);
}

Outcome<v1::ListAllowedActionsResponse> Person::AsksWhatIsAllowed(const std::string& task) {
  return Call<v1::ListAllowedActionsResponse>(Named<v1::ListAllowedActionsRequest>(world_.TaskName(task)));
}

Outcome<v1::ListDueDatesResponse> Person::SeesDueDates(const std::string& task, int64_t at_micros) {
  auto request = Named<v1::ListDueDatesRequest>(world_.TaskName(task));
  if (at_micros != 0) {
    request.mutable_at_time()->set_seconds(at_micros / 1'000'000);
    request.mutable_at_time()->set_nanos(static_cast<int32_t>(at_micros % 1'000'000 * 1'000));
  }
  return Call<v1::ListDueDatesResponse>(request);
}

Outcome<v1::ListExtensionsResponse> Person::ListsExtensions(const std::string& round) {
  auto request = Below<v1::ListExtensionsRequest>(world_.RoundName(round));
  request.set_page_size(1000);
  return Call<v1::ListExtensionsResponse>(request);
}

Outcome<v1::CommentOnTaskResponse> Person::Comments(const std::string& task, const std::string& text) {
  auto request = Named<v1::CommentOnTaskRequest>(world_.TaskName(task));
  request.set_text(text);
  return Call<v1::CommentOnTaskResponse>(request);
}

Outcome<v1::GetInspectionResponse> Person::SeesInspection(const std::string& inspection) {
  return Call<v1::GetInspectionResponse>(Named<v1::GetInspectionRequest>(world_.InspectionName(inspection)));
}

Outcome<v1::ListIndicatorProgressResponse> Person::SeesProgress(const std::string& round) {
  return Call<v1::ListIndicatorProgressResponse>(Below<v1::ListIndicatorProgressRequest>(world_.RoundName(round)));
}

Outcome<v1::GetTimelinessResponse> Person::SeesTimeliness(const std::string& round) {
  return Call<v1::GetTimelinessResponse>(Below<v1::GetTimelinessRequest>(world_.RoundName(round)));
}

Outcome<v1::GetUnionScorecardResponse> Person::SeesScorecard(const std::string& unit, const std::string& round) {
  auto request = Named<v1::GetUnionScorecardRequest>(world_.UnitName(unit));
  request.set_round(round);
  return Call<v1::GetUnionScorecardResponse>(request);
}

Outcome<v1::GetRatingResponse> Person::SeesRating(const std::string& unit) {
  return Call<v1::GetRatingResponse>(Named<v1::GetRatingRequest>(world_.RatingName(unit)));
}

Outcome<v1::ListRatingsResponse> Person::ListsRatings(const std::string& round) {
  auto request = Below<v1::ListRatingsRequest>(world_.FederationName());
  request.set_round(round);
  request.set_page_size(1000);
  return Call<v1::ListRatingsResponse>(request);
}

Outcome<v1::DecideRatingResponse> Person::DecidesRating(const std::string& unit, const RatingPoints& points,
                                                        const std::string& reason, const std::string& decision) {
  auto request = Named<v1::DecideRatingRequest>(world_.RatingName(unit));
  for (const auto& [criterion, given] : points) {
    v1::CriterionPoints& added = *request.add_points();
    added.set_criterion(criterion);
    added.set_points(given);
  }
  request.set_reason(reason);
  request.set_decision_number(decision);
  return Call<v1::DecideRatingResponse>(request);
}

Outcome<v1::RecordSettlementResponse> Person::RecordsSettlement(const std::string& sent, const std::string& reason) {
  auto request = Below<v1::RecordSettlementRequest>(world_.FederationName());
  *request.mutable_sent_date() = DateOf(sent);
  request.set_year(request.sent_date().year());
  request.mutable_document()->set_number("12/BC-LĐLĐ");
  *request.mutable_document()->mutable_date() = DateOf(sent);
  request.set_reason(reason);
  return Call<v1::RecordSettlementResponse>(request);
}

Outcome<v1::SubmitSelfRatingResponse> Person::RatesItself(const std::string& unit, const RatingPoints& points,
                                                          const std::string& reason) {
  auto request = Named<v1::SubmitSelfRatingRequest>(world_.RatingName(unit));
  for (const auto& [criterion, given] : points) {
    v1::CriterionPoints& added = *request.add_points();
    added.set_criterion(criterion);
    added.set_points(given);
    added.set_reason(reason);
  }
  request.set_narrative("Một năm tốt.");
  return Call<v1::SubmitSelfRatingResponse>(request);
}

Outcome<v1::ListEntriesResponse> Person::ReadsJournal(int64_t from_revision) {
  auto request = Below<v1::ListEntriesRequest>(world_.FederationName());
  request.set_page_size(1000);
  request.set_from_revision(from_revision);
  return Call<v1::ListEntriesResponse>(request);
}

Outcome<v1::CreateAccountResponse> Person::CreatesAccount(const std::string& account, const std::string& display_name) {
  auto request = Below<v1::CreateAccountRequest>(world_.FederationName());
  request.set_account_id(account);
  request.set_display_name(display_name);
  return Call<v1::CreateAccountResponse>(request);
}

Outcome<v1::CreateUnionAccountsResponse> Person::CreatesUnionAccounts() {
  return Call<v1::CreateUnionAccountsResponse>(Below<v1::CreateUnionAccountsRequest>(world_.FederationName()));
}

Outcome<v1::GivePositionResponse> Person::Gives(const std::string& account, v1::Position position,
                                                const std::string& unit, const std::string& from,
                                                const std::string& to) {
  auto request = Named<v1::GivePositionRequest>(world_.AccountName(account));
  request.set_position(position);
  if (!unit.empty()) request.set_body(world_.UnitName(unit));
  if (!from.empty()) *request.mutable_from_date() = DateOf(from);
  if (!to.empty()) *request.mutable_to_date() = DateOf(to);
  return Call<v1::GivePositionResponse>(request);
}

Outcome<v1::EndPositionResponse> Person::EndsPosition(const std::string& position, const std::string& last_day) {
  auto request = Named<v1::EndPositionRequest>(position);
  if (!last_day.empty()) *request.mutable_to_date() = DateOf(last_day);
  return Call<v1::EndPositionResponse>(request);
}

Outcome<v1::DisableAccountResponse> Person::Disables(const std::string& account) {
  return Call<v1::DisableAccountResponse>(Named<v1::DisableAccountRequest>(world_.AccountName(account)));
}

Outcome<v1::EnableAccountResponse> Person::Enables(const std::string& account) {
  return Call<v1::EnableAccountResponse>(Named<v1::EnableAccountRequest>(world_.AccountName(account)));
}

Outcome<v1::ResetAccountResponse> Person::Resets(const std::string& account) {
  return Call<v1::ResetAccountResponse>(Named<v1::ResetAccountRequest>(world_.AccountName(account)));
}

Outcome<v1::AdvanceClockResponse> Person::AdvancesClock(const std::string& day) {
  auto request = Below<v1::AdvanceClockRequest>(world_.FederationName());
  request.mutable_time()->set_seconds(MomentOf(day) / 1'000'000);
  return Call<v1::AdvanceClockResponse>(request);
}

Outcome<v1::LoadProgrammeResponse> Person::LoadsProgramme(const std::string& source, const std::string& decision) {
  auto request = Below<v1::LoadProgrammeRequest>(world_.FederationName());
  request.set_source(source);
  request.set_decision_number(decision);
  return Call<v1::LoadProgrammeResponse>(request);
}

Outcome<v1::ImportUnionsResponse> Person::ImportsUnions(const std::string& csv, const std::string& decision,
                                                        const std::string& as_of) {
  auto request = Below<v1::ImportUnionsRequest>(world_.FederationName());
  request.set_chunk(csv);
  request.set_decision_number(decision);
  if (!as_of.empty()) *request.mutable_as_of_date() = DateOf(as_of);
  return Call<v1::ImportUnionsResponse>(request);
}

Outcome<v1::AssignResponsibilityResponse> Person::PutsInChargeOfField(const std::string& account,
                                                                      const std::string& field) {
  auto request = Below<v1::AssignResponsibilityRequest>(world_.FederationName());
  request.mutable_responsibility()->set_account(world_.AccountName(account));
  request.mutable_responsibility()->set_field(field);
  request.mutable_responsibility()->set_decision_number("08/QĐ-BTV");
  return Call<v1::AssignResponsibilityResponse>(request);
}

Outcome<v1::AssignResponsibilityResponse> Person::PutsInChargeOfItem(const std::string& account,
                                                                     const std::string& item) {
  auto request = Below<v1::AssignResponsibilityRequest>(world_.FederationName());
  request.mutable_responsibility()->set_account(world_.AccountName(account));
  request.mutable_responsibility()->set_item(item);
  request.mutable_responsibility()->set_decision_number("08/QĐ-BTV");
  return Call<v1::AssignResponsibilityResponse>(request);
}

Outcome<v1::AssignResponsibilityResponse> Person::PutsInChargeOfUnion(const std::string& account,
                                                                      const std::string& unit) {
  auto request = Below<v1::AssignResponsibilityRequest>(world_.FederationName());
  request.mutable_responsibility()->set_account(world_.AccountName(account));
  request.mutable_responsibility()->set_assignee(world_.UnitName(unit));
  request.mutable_responsibility()->set_decision_number("08/QĐ-BTV");
  return Call<v1::AssignResponsibilityResponse>(request);
}

Outcome<v1::EndResponsibilityResponse> Person::EndsResponsibility(int64_t responsibility) {
  return Call<v1::EndResponsibilityResponse>(
      Named<v1::EndResponsibilityRequest>(absl::StrCat(world_.FederationName(), "/responsibilities/", responsibility)));
}

Outcome<v1::DraftRoundResponse> Person::DraftsRound(const std::string& round, const std::vector<std::string>& without,
                                                    const std::string& population_day) {
  auto request = Named<v1::DraftRoundRequest>(world_.RoundName(round));
  request.mutable_without_items()->Add(without.begin(), without.end());
  if (!population_day.empty()) *request.mutable_population_date() = DateOf(population_day);
  return Call<v1::DraftRoundResponse>(request);
}

Outcome<v1::IssueRoundResponse> Person::IssuesRound(const std::string& round, const std::string& etag,
                                                    const std::string& decision) {
  auto request = Named<v1::IssueRoundRequest>(world_.RoundName(round));
  request.set_etag(etag);
  request.set_decision_number(decision);
  return Call<v1::IssueRoundResponse>(request);
}

Outcome<v1::AssignItemResponse> Person::AssignsItem(const std::string& round, const std::string& item,
                                                    const std::vector<std::string>& units, const std::string& due,
                                                    const std::string& decision) {
  auto request = Below<v1::AssignItemRequest>(world_.RoundName(round));
  request.set_item(item);
  for (const std::string& unit : units) request.add_assignees(world_.UnitName(unit));
  *request.mutable_due_date() = DateOf(due);
  request.set_decision_number(decision);
  return Call<v1::AssignItemResponse>(request);
}

Outcome<v1::AssignAdHocResponse> Person::AssignsAdHoc(const std::string& round, const std::string& title,
                                                      const std::vector<std::string>& units, const std::string& due,
                                                      const std::string& decision) {
  auto request = Below<v1::AssignAdHocRequest>(world_.RoundName(round));
  request.mutable_title()->set_vi(title);
  request.mutable_document()->set_number("99/CV-LĐLĐ");
  *request.mutable_document()->mutable_date() = DateOf("2025-01-03");
  request.mutable_document()->set_issuer("LĐLĐ tỉnh");
  for (const std::string& unit : units) request.add_assignees(world_.UnitName(unit));
  *request.mutable_due_date() = DateOf(due);
  request.set_decision_number(decision);
  return Call<v1::AssignAdHocResponse>(request);
}

Outcome<v1::RecordPaperReportResponse> Person::RecordsPaper(const std::string& task, const v1::Report& report,
                                                            const std::string& received) {
  auto request = Named<v1::RecordPaperReportRequest>(world_.TaskName(task));
  *request.mutable_report() = report;
  *request.mutable_received_date() = DateOf(received);
  return Call<v1::RecordPaperReportResponse>(request);
}

Outcome<v1::TakeReviewResponse> Person::TakesReview(const std::string& task, const std::string& reviewer) {
  auto request = Named<v1::TakeReviewRequest>(world_.TaskName(task));
  if (!reviewer.empty()) request.set_reviewer(world_.AccountName(reviewer));
  return Call<v1::TakeReviewResponse>(request);
}

Outcome<v1::ReleaseReviewResponse> Person::ReleasesReview(const std::string& task) {
  return Call<v1::ReleaseReviewResponse>(Named<v1::ReleaseReviewRequest>(world_.TaskName(task)));
}

Outcome<v1::AcceptTaskResponse> Person::Accepts(const std::string& task, const std::string& reason) {
  auto request = Named<v1::AcceptTaskRequest>(world_.TaskName(task));
  request.set_reason(reason);
  return Call<v1::AcceptTaskResponse>(request);
}

Outcome<v1::AcceptTaskResponse> Person::AcceptsInstead(const std::string& task, const v1::Report& result,
                                                       const std::string& reason) {
  auto request = Named<v1::AcceptTaskRequest>(world_.TaskName(task));
  *request.mutable_result() = result;
  request.set_reason(reason);
  return Call<v1::AcceptTaskResponse>(request);
}

Outcome<v1::ReturnTaskResponse> Person::Returns(const std::string& task, const std::string& reason,
                                                const std::string& rework_due) {
  auto request = Named<v1::ReturnTaskRequest>(world_.TaskName(task));
  request.set_reason(reason);
  *request.mutable_rework_due_date() = DateOf(rework_due);
  return Call<v1::ReturnTaskResponse>(request);
}

Outcome<v1::WithdrawTaskResponse> Person::Withdraws(const std::string& task, const std::string& reason,
                                                    const std::string& decision) {
  auto request = Named<v1::WithdrawTaskRequest>(world_.TaskName(task));
  request.set_reason(reason);
  request.set_decision_number(decision);
  return Call<v1::WithdrawTaskResponse>(request);
}

Outcome<v1::DecideExtensionResponse> Person::Grants(const std::string& extension, const std::string& due) {
  auto request = Named<v1::DecideExtensionRequest>(world_.ExtensionName(extension));
  request.set_approve(true);
  if (!due.empty()) *request.mutable_due_date() = DateOf(due);
  return Call<v1::DecideExtensionResponse>(request);
}

Outcome<v1::DecideExtensionResponse> Person::Refuses(const std::string& extension, const std::string& reason) {
  auto request = Named<v1::DecideExtensionRequest>(world_.ExtensionName(extension));
  request.set_reason(reason);
  return Call<v1::DecideExtensionResponse>(request);
}

Outcome<v1::ExtendTasksResponse> Person::ExtendsTasks(const std::string& round, const std::string& due,
                                                      const std::vector<std::string>& items,
                                                      const std::vector<std::string>& units, bool validate_only,
                                                      const std::string& decision) {
  auto request = Below<v1::ExtendTasksRequest>(world_.RoundName(round));
  request.mutable_items()->Add(items.begin(), items.end());
  for (const std::string& unit : units) request.add_assignees(world_.UnitName(unit));
  *request.mutable_due_date() = DateOf(due);
  request.set_reason("bão số 3");
  request.set_decision_number(decision);
  request.set_validate_only(validate_only);
  return Call<v1::ExtendTasksResponse>(request);
}

Outcome<v1::SuspendTaskResponse> Person::Suspends(const std::string& task, const std::string& reason,
                                                  const std::string& decision) {
  auto request = Named<v1::SuspendTaskRequest>(world_.TaskName(task));
  request.set_reason(reason);
  request.set_decision_number(decision);
  return Call<v1::SuspendTaskResponse>(request);
}

Outcome<v1::ResumeTaskResponse> Person::Resumes(const std::string& task, const std::string& reason,
                                                const std::string& decision) {
  auto request = Named<v1::ResumeTaskRequest>(world_.TaskName(task));
  request.set_reason(reason);
  request.set_decision_number(decision);
  return Call<v1::ResumeTaskResponse>(request);
}

Outcome<v1::CloseTaskNotMetResponse> Person::ClosesNotMet(const std::string& task, const std::string& reason) {
  auto request = Named<v1::CloseTaskNotMetRequest>(world_.TaskName(task));
  request.set_reason(reason);
  return Call<v1::CloseTaskNotMetResponse>(request);
}

Outcome<v1::ReopenTaskResponse> Person::Reopens(const std::string& task, const std::string& due,
                                                const std::string& reason) {
  auto request = Named<v1::ReopenTaskRequest>(world_.TaskName(task));
  request.set_reason(reason);
  if (!due.empty()) *request.mutable_due_date() = DateOf(due);
  return Call<v1::ReopenTaskResponse>(request);
}

Outcome<v1::RequestExtensionResponse> Person::RequestsExtension(const std::string& task, const std::string& due,
                                                                const std::string& reason) {
  auto request = Named<v1::RequestExtensionRequest>(world_.TaskName(task));
  if (!due.empty()) *request.mutable_due_date() = DateOf(due);
  request.set_reason(reason);
  return Call<v1::RequestExtensionResponse>(request);
}

Outcome<v1::CancelExtensionResponse> Person::CancelsExtension(const std::string& extension) {
  return Call<v1::CancelExtensionResponse>(Named<v1::CancelExtensionRequest>(world_.ExtensionName(extension)));
}

Outcome<v1::WaiveEvidenceResponse> Person::Waives(const std::string& task, const std::string& kind,
                                                  const std::string& reason) {
  auto request = Named<v1::WaiveEvidenceRequest>(world_.TaskName(task));
  request.set_kind(kind);
  request.set_reason(reason);
  return Call<v1::WaiveEvidenceResponse>(request);
}

Outcome<v1::SealPeriodResponse> Person::Seals(const std::string& round, const std::string& decision) {
  auto request = Named<v1::SealPeriodRequest>(world_.RoundName(round));
  request.set_decision_number(decision);
  return Call<v1::SealPeriodResponse>(request);
}

Outcome<v1::SealPeriodResponse> Person::AsksWhatIsOpen(const std::string& round) {
  auto request = Named<v1::SealPeriodRequest>(world_.RoundName(round));
  request.set_validate_only(true);
  return Call<v1::SealPeriodResponse>(request);
}

Outcome<v1::RestateResultResponse> Person::Restates(const std::string& task, const v1::Report& result,
                                                    const std::string& round, const std::string& reason,
                                                    const std::string& decision) {
  auto request = Named<v1::RestateResultRequest>(world_.TaskName(task));
  *request.mutable_result() = result;
  request.set_round(round);
  request.set_reason(reason);
  request.set_decision_number(decision);
  return Call<v1::RestateResultResponse>(request);
}

Outcome<v1::HandOverResponse> Person::HandsOver(const std::string& from, const std::string& to,
                                                const std::string& decision, bool validate_only) {
  auto request = Named<v1::HandOverRequest>(world_.AccountName(from));
  request.set_successor(world_.AccountName(to));
  request.set_decision_number(decision);
  request.set_validate_only(validate_only);
  return Call<v1::HandOverResponse>(request);
}

Outcome<v1::AcknowledgeTaskResponse> Person::Acknowledges(const std::string& task) {
  return Call<v1::AcknowledgeTaskResponse>(Named<v1::AcknowledgeTaskRequest>(world_.TaskName(task)));
}

Outcome<v1::ReportProgressResponse> Person::Reports(const std::string& task, const v1::Report& report) {
  auto request = Named<v1::ReportProgressRequest>(world_.TaskName(task));
  *request.mutable_report() = report;
  return Call<v1::ReportProgressResponse>(request);
}

Outcome<v1::SubmitTaskResponse> Person::Submits(const std::string& task, const v1::Report& report) {
  auto request = Named<v1::SubmitTaskRequest>(world_.TaskName(task));
  *request.mutable_report() = report;
  return Call<v1::SubmitTaskResponse>(request);
}

Outcome<v1::SubmitTaskResponse> Person::Submits(const std::string& task) {
  return Call<v1::SubmitTaskResponse>(Named<v1::SubmitTaskRequest>(world_.TaskName(task)));
}

Outcome<v1::RecallTaskResponse> Person::Recalls(const std::string& task) {
  return Call<v1::RecallTaskResponse>(Named<v1::RecallTaskRequest>(world_.TaskName(task)));
}

Outcome<v1::SubmitRemedyResponse> Person::SubmitsRemedy(const std::string& finding, const std::string& text) {
  auto request = Named<v1::SubmitRemedyRequest>(world_.FindingName(finding));
  request.set_text(text);
  return Call<v1::SubmitRemedyResponse>(request);
}

Outcome<v1::ScheduleInspectionResponse> Person::Schedules(const std::string& kind, const std::string& unit,
                                                          const std::string& day, const std::string& head,
                                                          const std::vector<std::string>& members) {
  auto request = Below<v1::ScheduleInspectionRequest>(world_.FederationName());
  request.set_kind(kind);
  request.set_unit(world_.UnitName(unit));
  *request.mutable_scheduled_date() = DateOf(day);
  request.set_head(world_.AccountName(head));
  for (const std::string& member : members) request.add_members(world_.AccountName(member));
  request.set_decision_number("09/QĐ-UBKT");
  return Call<v1::ScheduleInspectionResponse>(request);
}

Outcome<v1::NotifyInspectionResponse> Person::Notifies(const std::string& inspection, const std::string& document) {
  auto request = Named<v1::NotifyInspectionRequest>(world_.InspectionName(inspection));
  if (!document.empty()) *request.mutable_document() = Document(document);
  return Call<v1::NotifyInspectionResponse>(request);
}

Outcome<v1::DraftInspectionPlanResponse> Person::DraftsInspectionPlan(const std::string& plan,
                                                                      const std::vector<std::string>& risk_picks,
                                                                      const std::vector<std::string>& left_out,
                                                                      const std::string& population_day) {
  auto request = Below<v1::DraftInspectionPlanRequest>(world_.FederationName());
  request.set_plan(plan);
  request.set_content("Kiểm tra tài chính công đoàn.");
  if (!population_day.empty()) *request.mutable_population_date() = DateOf(population_day);
  for (const std::string& unit : risk_picks) {
    request.add_risk_picks()->set_unit(world_.UnitName(unit));
    request.mutable_risk_picks(request.risk_picks_size() - 1)->set_reason("quyết toán chậm");
  }
  for (const std::string& unit : left_out) {
    request.add_left_out()->set_unit(world_.UnitName(unit));
    request.mutable_left_out(request.left_out_size() - 1)->set_reason("đang sáp nhập");
  }
  return Call<v1::DraftInspectionPlanResponse>(request);
}

Outcome<v1::ApproveInspectionPlanResponse> Person::ApprovesInspectionPlan(const std::string& plan,
                                                                          const std::string& decision) {
  auto request = Named<v1::ApproveInspectionPlanRequest>(world_.InspectionPlanName(plan));
  if (const auto seen = SeesInspectionPlan(plan); seen.ok()) request.set_etag(seen->inspection_plan().etag());
  request.set_decision_number(decision);
  return Call<v1::ApproveInspectionPlanResponse>(request);
}

Outcome<v1::DrawSampleResponse> Person::DrawsSample(const std::string& plan) {
  return Call<v1::DrawSampleResponse>(Named<v1::DrawSampleRequest>(world_.InspectionPlanName(plan)));
}

Outcome<v1::ReplaceDrawnUnitResponse> Person::ReplacesDrawnUnit(const std::string& plan, const std::string& unit,
                                                                const std::string& reason,
                                                                const std::string& decision) {
  auto request = Named<v1::ReplaceDrawnUnitRequest>(world_.InspectionPlanName(plan));
  request.set_unit(world_.UnitName(unit));
  request.set_reason(reason);
  request.set_decision_number(decision);
  return Call<v1::ReplaceDrawnUnitResponse>(request);
}

Outcome<v1::CloseInspectionPlanResponse> Person::ClosesInspectionPlan(const std::string& plan) {
  return Call<v1::CloseInspectionPlanResponse>(Named<v1::CloseInspectionPlanRequest>(world_.InspectionPlanName(plan)));
}

Outcome<v1::DecideInspectionShortfallResponse> Person::DecidesShortfall(const std::string& plan,
                                                                        const std::string& reason,
                                                                        const std::string& decision) {
  auto request = Named<v1::DecideInspectionShortfallRequest>(world_.InspectionPlanName(plan));
  request.set_reason(reason);
  request.set_decision_number(decision);
  return Call<v1::DecideInspectionShortfallResponse>(request);
}

Outcome<v1::GetInspectionPlanResponse> Person::SeesInspectionPlan(const std::string& plan) {
  return Call<v1::GetInspectionPlanResponse>(Named<v1::GetInspectionPlanRequest>(world_.InspectionPlanName(plan)));
}

Outcome<v1::GetDrawResponse> Person::SeesDraw(const std::string& plan) {
  return Call<v1::GetDrawResponse>(Named<v1::GetDrawRequest>(world_.InspectionPlanName(plan)));
}

Outcome<v1::GetCoverageResponse> Person::SeesCoverage(const std::string& round, const std::string& day) {
  auto request = Below<v1::GetCoverageRequest>(world_.RoundName(round));
  if (!day.empty()) *request.mutable_as_of_date() = DateOf(day);
  return Call<v1::GetCoverageResponse>(request);
}

Outcome<v1::StartInspectionResponse> Person::Starts(const std::string& inspection) {
  return Call<v1::StartInspectionResponse>(Named<v1::StartInspectionRequest>(world_.InspectionName(inspection)));
}

Outcome<v1::CheckTaskResponse> Person::Checks(const std::string& inspection, const std::string& task, bool confirmed) {
  auto request = Named<v1::CheckTaskRequest>(world_.InspectionName(inspection));
  request.set_task(world_.TaskName(task));
  request.set_confirmed(confirmed);
  return Call<v1::CheckTaskResponse>(request);
}

Outcome<v1::RecordFindingResponse> Person::Finds(const std::string& inspection, const std::string& text,
                                                 const std::string& remedy_due) {
  auto request = Named<v1::RecordFindingRequest>(world_.InspectionName(inspection));
  request.set_text(text);
  *request.mutable_remedy_due_date() = DateOf(remedy_due);
  return Call<v1::RecordFindingResponse>(request);
}

Outcome<v1::RecordFindingResponse> Person::Contests(const std::string& inspection, const std::string& task,
                                                    const std::string& text, const std::string& remedy_due) {
  auto request = Named<v1::RecordFindingRequest>(world_.InspectionName(inspection));
  request.set_task(world_.TaskName(task));
  request.set_contests(true);
  request.set_text(text);
  *request.mutable_remedy_due_date() = DateOf(remedy_due);
  return Call<v1::RecordFindingResponse>(request);
}

Outcome<v1::DropFindingResponse> Person::DropsFinding(const std::string& finding, const std::string& reason) {
  auto request = Named<v1::DropFindingRequest>(world_.FindingName(finding));
  request.set_reason(reason);
  return Call<v1::DropFindingResponse>(request);
}

Outcome<v1::DraftConclusionResponse> Person::DraftsConclusion(const std::string& inspection,
                                                              const std::string& explain_by,
                                                              const std::string& discipline_proposal) {
  auto request = Named<v1::DraftConclusionRequest>(world_.InspectionName(inspection));
  request.set_conclusion("Đơn vị còn thiếu sót.");
  request.set_discipline_proposal(discipline_proposal);
  if (!explain_by.empty()) *request.mutable_explain_by_date() = DateOf(explain_by);
  return Call<v1::DraftConclusionResponse>(request);
}

Outcome<v1::SignConclusionResponse> Person::Signs(const std::string& inspection, const std::string& reservation) {
  auto request = Named<v1::SignConclusionRequest>(world_.InspectionName(inspection));
  request.set_reservation(reservation);
  return Call<v1::SignConclusionResponse>(request);
}

Outcome<v1::ConcludeInspectionResponse> Person::Concludes(const std::string& inspection, const std::string& document) {
  auto request = Named<v1::ConcludeInspectionRequest>(world_.InspectionName(inspection));
  if (!document.empty()) *request.mutable_document() = Document(document);
  return Call<v1::ConcludeInspectionResponse>(request);
}

Outcome<v1::ReportSupervisionResponse> Person::ReportsSupervision(const std::string& inspection,
                                                                  const std::string& document) {
  auto request = Named<v1::ReportSupervisionRequest>(world_.InspectionName(inspection));
  request.set_report("Đơn vị thực hiện nghiêm túc.");
  if (!document.empty()) *request.mutable_document() = Document(document);
  return Call<v1::ReportSupervisionResponse>(request);
}

Outcome<v1::CancelInspectionResponse> Person::CancelsInspection(const std::string& inspection,
                                                                const std::string& reason,
                                                                const std::string& decision) {
  auto request = Named<v1::CancelInspectionRequest>(world_.InspectionName(inspection));
  request.set_reason(reason);
  request.set_decision_number(decision);
  return Call<v1::CancelInspectionResponse>(request);
}

Outcome<v1::ExplainFindingResponse> Person::Explains(const std::string& finding, const std::string& explanation) {
  auto request = Named<v1::ExplainFindingRequest>(world_.FindingName(finding));
  request.set_explanation(explanation);
  return Call<v1::ExplainFindingResponse>(request);
}

Outcome<v1::CloseFindingWithoutRemedyResponse> Person::ClosesWithoutRemedy(const std::string& finding,
                                                                           const std::string& reason,
                                                                           const std::string& decision) {
  auto request = Named<v1::CloseFindingWithoutRemedyRequest>(world_.FindingName(finding));
  request.set_reason(reason);
  request.set_decision_number(decision);
  return Call<v1::CloseFindingWithoutRemedyResponse>(request);
}

Outcome<v1::ListFindingsResponse> Person::ListsFindings(const std::string& unit, bool overdue) {
  auto request = Below<v1::ListFindingsRequest>(world_.FederationName());
  request.set_page_size(1000);
  if (!unit.empty()) request.set_unit(world_.UnitName(unit));
  request.set_overdue(overdue);
  return Call<v1::ListFindingsResponse>(request);
}

Outcome<v1::VerifyRemedyResponse> Person::VerifiesRemedy(const std::string& finding) {
  return Call<v1::VerifyRemedyResponse>(Named<v1::VerifyRemedyRequest>(world_.FindingName(finding)));
}

Outcome<v1::RejectRemedyResponse> Person::RejectsRemedy(const std::string& finding, const std::string& reason,
                                                        const std::string& remedy_due) {
  auto request = Named<v1::RejectRemedyRequest>(world_.FindingName(finding));
  request.set_reason(reason);
  *request.mutable_remedy_due_date() = DateOf(remedy_due);
  return Call<v1::RejectRemedyResponse>(request);
}

}  // namespace phancong::support
