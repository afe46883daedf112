// A seeded random walk of all commands, valid and invalid, by everybody, for themselves and for others, against the
// model; a third of the requests are sent again, and the server is restarted on the way. PHANCONG_SEED=… walks another
// way, PHANCONG_STEPS=… farther.
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/rules/signed_note.h"
#include "tests/services/walk.h"
#include "tests/support/from_environment.h"
#include "tests/support/known_walk.h"
#include "tests/support/model.h"

namespace phancong::services_test {
namespace {

using support::Model;
using support::ModelDay;

constexpr char kFederation[] = "federation";
constexpr int64_t kSeed = 20250112;
constexpr int kSteps = 8'000;
constexpr int kStepsBetweenLooks = 250;
constexpr int kStepsBetweenRestarts = 1'100;

class RandomWalk : public Walk {
 public:
  // The stage, in steps as all others.
  explicit RandomWalk(uint64_t seed) : Walk(seed) { SetScene(); }

  void Takes(int steps) {
    for (int step = 1; step <= steps && !testing::Test::HasFailure(); ++step) {
      SCOPED_TRACE(absl::StrCat("step ", step));
      if (Chance(12)) Later();
      Anything();
      if (step % kStepsBetweenRestarts == 0) world_.Restart();
      if (step % kStepsBetweenLooks == 0 || step == steps) LooksAtEverything();
    }
  }

 private:
  void SetScene() {
    LoadProgramme({.who = "chu-tich", .etag = ""}, true, true);
    ImportUnions({.who = "chu-tich", .etag = ""}, {{"xa", 20}, {"truong", 30}, {"nha-may", 90}, {"cong-ty", 40}});
    for (const char* unit : {"xa", "truong", "nha-may"}) {
      Enters(world_.UnionChair(unit), v1::POSITION_UNION_CHAIR, unit);
      Enters(world_.UnionOfficer(unit), v1::POSITION_UNION_OFFICER, unit);
    }
    model_.revision = Revision();
    // The fourth union's chair has an account, and never comes: a member chairs it, too. One inspector works in another
    // union, and the chair of the Inspection Committee sits on the Standing Committee.
    CreateUnionAccounts({.who = "quan-tri", .etag = ""});
    Give({.who = "quan-tri", .etag = ""}, "uy-vien-2", v1::POSITION_UNION_CHAIR, "cong-ty");
    Give({.who = "quan-tri", .etag = ""}, "ubkt-3", v1::POSITION_UNION_OFFICER, "truong");
    Give({.who = "quan-tri", .etag = ""}, "chu-nhiem", v1::POSITION_STANDING_COMMITTEE_MEMBER, "");
    fixed_offices_ = static_cast<int64_t>(model_.offices.size());
    for (const auto& [account, field] : {std::pair{"uy-vien-1", "work"}, std::pair{"uy-vien-2", "money"}}) {
      AssignCharge({.who = "chu-tich", .etag = ""}, {.account = account, .field = field, .item = "", .unit = ""});
    }
    for (const char* round : {"2025", "2025-2026"}) {
      Draft({.who = "chu-tich", .etag = ""}, round, {});
      Issue({.who = "chu-tich", .etag = ""}, round, absl::StrCat(model_.rounds.at(round).etag), true);
    }
  }

  // --- What may happen.
  void Anything() {
    const int64_t what = Number(0, 1560);
    int64_t below = 0;
    const auto one_of = [&](int64_t weight) { return what < (below += weight); };
    if (one_of(60)) return Acknowledge();
    if (one_of(90)) return ReportProgress();
    if (one_of(170)) return Submit();
    if (one_of(40)) return Recall();
    if (one_of(30)) return RecordPaper();
    if (one_of(80)) return TakeReview();
    if (one_of(30)) return ReleaseReview();
    if (one_of(130)) return Accept();
    if (one_of(60)) return Return();
    if (one_of(8)) return Withdraw();
    if (one_of(25)) return Comment();
    if (one_of(20)) return Schedule();
    if (one_of(25)) return Notify();
    if (one_of(25)) return Start();
    if (one_of(25)) return Check();
    if (one_of(30)) return Find();
    if (one_of(8)) return DropFinding();
    if (one_of(25)) return DraftConclusion();
    if (one_of(35)) return Explain();
    if (one_of(70)) return Sign();
    if (one_of(30)) return Conclude();
    if (one_of(5)) return ReportSupervision();
    if (one_of(6)) return Cancel();
    if (one_of(8)) return CloseWithoutRemedy();
    if (one_of(25)) return SubmitRemedy();
    if (one_of(20)) return VerifyRemedy();
    if (one_of(20)) return RejectRemedy();
    if (one_of(15)) return AssignCharge(As(Mostly(Heads())), AnyCharge());
    if (one_of(10)) return EndCharge();
    if (one_of(25)) return AssignAdHoc();
    if (one_of(16)) return AssignItem();
    if (one_of(8))
      return Draft(As(Mostly(StandingCommittee())), AnyOf({"2025", "2026", "2026", "2025-2026"}), AnyWithout());
    if (one_of(8)) return IssueSomething();
    if (one_of(3)) return LoadProgramme(As(Mostly({"chu-tich"})), Chance(80), Chance(80));
    if (one_of(6)) return ImportSomething();
    if (one_of(8)) return CreateAccount();
    if (one_of(3)) return CreateUnionAccounts({.who = Mostly({"quan-tri"}), .etag = ""});
    if (one_of(4)) return ChangeAccount<v1::DisableAccountRequest, v1::DisableAccountResponse>(&Model::Disable);
    if (one_of(4)) return ChangeAccount<v1::EnableAccountRequest, v1::EnableAccountResponse>(&Model::Enable);
    if (one_of(4)) return ChangeAccount<v1::ResetAccountRequest, v1::ResetAccountResponse>(&Model::Reset);
    if (one_of(12)) return GiveSomething();
    if (one_of(10)) return EndPosition();
    if (one_of(45)) return RequestExtension();
    if (one_of(40)) return DecideExtension();
    if (one_of(12)) return CancelExtension();
    if (one_of(20)) return ExtendTasks();
    if (one_of(25)) return Suspend();
    if (one_of(35)) return Resume();
    if (one_of(20)) return CloseNotMet();
    if (one_of(10)) return Reopen();
    if (one_of(15)) return Waive();
    if (one_of(4)) return Seal();
    if (one_of(3)) return CloseTheBooks();
    if (one_of(25)) return Restate();
    if (one_of(6)) return HandOver();
    if (one_of(20)) return Delegate();
    if (one_of(14)) return EndDelegation();
    if (one_of(10)) return NameWitness();
    if (one_of(6)) return EndWitness();
    return AdvanceClock();
  }

  std::vector<std::string> StandingCommittee() {
    return Those([&](const std::string& who) { return model_.IsOfStandingCommittee(who); });
  }
  std::vector<std::string> Heads() {
    return Those([&](const std::string& who) { return model_.IsHeadOfStandingCommittee(who); });
  }
  std::vector<std::string> Inspectors() {
    return Those([&](const std::string& who) { return model_.IsInspector(who); });
  }
  std::vector<std::string> Team(const std::string& inspection) {
    const std::set<std::string>& team = model_.inspections.at(inspection).team;
    return {team.begin(), team.end()};
  }
  // Those who act for the assignee.
  std::vector<std::string> OfUnit(const Model::Task& task) {
    if (task.unit == kFederation) {
      const std::vector<std::string> in_charge = model_.InChargeOf(task);
      return in_charge.empty() ? std::vector<std::string>{"chu-tich"} : in_charge;
    }
    return Those([&](const std::string& who) { return model_.HoldsAnyIn(who, task.unit); });
  }

  // A task in one of these states, mostly; "" where there is none.
  std::string TaskIn(const std::set<Model::State>& states) {
    if (Chance(12)) return Any(model_.tasks).first;
    std::vector<std::string> fit;
    for (const auto& [name, task] : model_.tasks) {
      if (states.contains(task.state)) fit.push_back(name);
    }
    return fit.empty() ? "" : AnyOf(fit);
  }
  // It is neither ended nor going to: somebody of its team left the Inspection Committee.
  bool IsStuck(const Model::Inspection& inspection) {
    const bool ended = inspection.state == Model::InspectionState::kConcluded ||
                       inspection.state == Model::InspectionState::kReported ||
                       inspection.state == Model::InspectionState::kCancelled;
    return !ended && std::any_of(inspection.team.begin(), inspection.team.end(),
                                 [&](const std::string& member) { return !model_.IsInspector(member); });
  }
  // One of those that fit, mostly; any that there is; "" where there is none.
  std::string InspectionIn(Model::InspectionState state) {
    if (!model_.inspections.empty() && Chance(10)) return Any(model_.inspections).first;
    std::vector<std::string> fit;
    for (const auto& [name, inspection] : model_.inspections) {
      if (inspection.state == state && (!IsStuck(inspection) || Chance(10))) fit.push_back(name);
    }
    return fit.empty() ? "" : AnyOf(fit);
  }
  std::string FindingIn(Model::FindingState state) {
    const bool any = Chance(10);
    std::vector<std::string> fit;
    for (const auto& [name, inspection] : model_.inspections) {
      for (size_t i = 0; i < inspection.findings.size(); ++i) {
        if (any || inspection.findings[i].state == state) fit.push_back(absl::StrCat(name, "/", i + 1));
      }
    }
    return fit.empty() ? "" : AnyOf(fit);
  }

  // Of an item that somebody thought of on the way, nothing is asked but to do it.
  [[nodiscard]] Model::Item DefinitionOf(const Model::Task& task) const {
    const auto found = model_.items.find(task.item);
    return found == model_.items.end() ? Model::Item{} : found->second;
  }

  // None, mostly; the right one, or one that is out of date.
  std::string AnyEtag(const Model::Task& task) {
    if (!Chance(10)) return "";
    return Chance(60) ? absl::StrCat(task.etag) : absl::StrCat(task.etag - 1);
  }

  v1::DocumentReference Numbered(const std::string& number) {
    v1::DocumentReference document;
    document.set_number(number);
    *document.mutable_date() = DateOf(support::ModelDayOf(2025, 1, 2));
    return document;
  }

  // Mostly right, sometimes wrong in one way.
  v1::Report AnyReport(const Model::Task& task) {
    const Model::Item item = DefinitionOf(task);
    v1::Report report;
    const bool not_applicable = Chance(8);
    for (const std::string& figure : item.figures) {
      if (Chance(4)) continue;
      v1::FigureValue& value = *report.add_figures();
      value.set_figure(figure);
      if (not_applicable || Chance(2)) {
        value.set_not_applicable_reason("không có");
        continue;
      }
      switch (item.measure) {
        case Model::Measure::kRatio:
          value.set_denominator(Number(0, 20));
          value.set_numerator(Number(0, value.denominator() + (Chance(8) ? 3 : 0)));
          break;
        case Model::Measure::kCoverage:
          value.set_numerator(Chance(75) ? 1 : 0);
          break;
        case Model::Measure::kLevel:
          value.set_numerator(Number(0, 1));
          break;
        default:
          value.set_numerator(Number(0, 6));
          break;
      }
    }
    if (Chance(3)) {
      report.add_figures()->set_figure("la");
      report.mutable_figures(report.figures_size() - 1)->set_numerator(1);
    }
    if (Chance(item.needs_minutes ? 92 : 30)) {
      v1::Evidence& evidence = *report.add_evidence();
      evidence.set_kind("minutes");
      *evidence.mutable_document() = Numbered("1/BB");
    }
    if (Chance(item.needs_document ? 92 : 20)) *report.mutable_document() = Numbered(AnyOf({"2/KH", "3/KH"}));
    if (Chance(40)) report.set_narrative("đã làm");
    return report;
  }

  template <class Request>
  Request About(const std::string& task, const std::string& etag) {
    Request request;
    request.set_name(world_.TaskName(task));
    request.set_etag(etag);
    return request;
  }

  void Acknowledge() {
    const std::string task = TaskIn({Model::State::kIssued});
    if (task.empty()) return Anything();
    const Model::Ask ask = As(Mostly(OfUnit(model_.tasks.at(task))), AnyEtag(model_.tasks.at(task)));
    Do<v1::AcknowledgeTaskResponse>(ask, About<v1::AcknowledgeTaskRequest>(task, ask.etag),
                                    [&] { return model_.Acknowledge(ask, task); });
  }

  void ReportProgress() {
    const std::string task = TaskIn({Model::State::kIssued, Model::State::kInProgress, Model::State::kReturned});
    if (task.empty()) return Anything();
    const Model::Ask ask = As(Mostly(OfUnit(model_.tasks.at(task))), AnyEtag(model_.tasks.at(task)));
    auto request = About<v1::ReportProgressRequest>(task, ask.etag);
    *request.mutable_report() = AnyReport(model_.tasks.at(task));
    Do<v1::ReportProgressResponse>(ask, request, [&] { return model_.Report(ask, task, request.report()); });
  }

  void Submit() {
    const std::string task =
        TaskIn({Model::State::kIssued, Model::State::kInProgress, Model::State::kReturned, Model::State::kNotMet});
    if (task.empty()) return Anything();
    const Model::Ask ask = As(Mostly(OfUnit(model_.tasks.at(task))), AnyEtag(model_.tasks.at(task)));
    auto request = About<v1::SubmitTaskRequest>(task, ask.etag);
    std::optional<v1::Report> report;
    if (Chance(75)) report = AnyReport(model_.tasks.at(task));
    if (report) *request.mutable_report() = *report;
    Do<v1::SubmitTaskResponse>(ask, request, [&] { return model_.Submit(ask, task, report); });
  }

  void Recall() {
    const std::string task = TaskIn({Model::State::kSubmitted});
    if (task.empty()) return Anything();
    const Model::Ask ask = As(Mostly(OfUnit(model_.tasks.at(task))), AnyEtag(model_.tasks.at(task)));
    Do<v1::RecallTaskResponse>(ask, About<v1::RecallTaskRequest>(task, ask.etag),
                               [&] { return model_.Recall(ask, task); });
  }

  void RecordPaper() {
    const std::string task = TaskIn({Model::State::kIssued, Model::State::kInProgress, Model::State::kReturned});
    if (task.empty()) return Anything();
    const Model::Ask ask = As(Mostly(StandingCommittee()), AnyEtag(model_.tasks.at(task)));
    auto request = About<v1::RecordPaperReportRequest>(task, ask.etag);
    *request.mutable_report() = AnyReport(model_.tasks.at(task));
    const ModelDay received = model_.today - Number(Chance(5) ? -1 : 0, 9);
    *request.mutable_received_date() = DateOf(received);
    Do<v1::RecordPaperReportResponse>(ask, request,
                                      [&] { return model_.RecordPaper(ask, task, request.report(), received); });
  }

  void TakeReview() {
    const std::string task = TaskIn({Model::State::kSubmitted});
    if (task.empty()) return Anything();
    const Model::Ask ask = As(Mostly(StandingCommittee()), AnyEtag(model_.tasks.at(task)));
    auto request = About<v1::TakeReviewRequest>(task, ask.etag);
    std::string reviewer = ask.who;
    if (Chance(20)) reviewer = Mostly(StandingCommittee());
    if (reviewer != ask.who) request.set_reviewer(world_.AccountName(reviewer));
    Do<v1::TakeReviewResponse>(ask, request, [&] { return model_.TakeReview(ask, task, reviewer); });
  }

  void ReleaseReview() {
    const std::string task = TaskIn({Model::State::kInReview});
    if (task.empty()) return Anything();
    const Model::Ask ask = As(Mostly(StandingCommittee()), AnyEtag(model_.tasks.at(task)));
    Do<v1::ReleaseReviewResponse>(ask, About<v1::ReleaseReviewRequest>(task, ask.etag),
                                  [&] { return model_.ReleaseReview(ask, task); });
  }

  // Whoever took the review, or is in charge; or somebody else of the committee.
  std::string ReviewerOf(const Model::Task& task) {
    if (Chance(20)) return Mostly(StandingCommittee());
    if (!task.reviewer.empty()) return task.reviewer;
    return Mostly(model_.InChargeOf(task));
  }

  void Accept() {
    const std::string task = TaskIn({Model::State::kSubmitted, Model::State::kInReview});
    if (task.empty()) return Anything();
    const Model::Ask ask = As(ReviewerOf(model_.tasks.at(task)), AnyEtag(model_.tasks.at(task)));
    auto request = About<v1::AcceptTaskRequest>(task, ask.etag);
    std::optional<v1::Report> result;
    if (Chance(20)) result = AnyReport(model_.tasks.at(task));
    if (result) *request.mutable_result() = *result;
    if (Chance(85)) request.set_reason("đạt");
    Do<v1::AcceptTaskResponse>(ask, request,
                               [&] { return model_.Accept(ask, task, result, !request.reason().empty()); });
  }

  void Return() {
    const std::string task = TaskIn({Model::State::kSubmitted, Model::State::kInReview});
    if (task.empty()) return Anything();
    const Model::Ask ask = As(ReviewerOf(model_.tasks.at(task)), AnyEtag(model_.tasks.at(task)));
    auto request = About<v1::ReturnTaskRequest>(task, ask.etag);
    const ModelDay due = model_.today + Number(Chance(10) ? -2 : 0, 20);
    *request.mutable_rework_due_date() = DateOf(due);
    if (Chance(92)) request.set_reason("thiếu minh chứng");
    Do<v1::ReturnTaskResponse>(ask, request, [&] { return model_.Return(ask, task, !request.reason().empty(), due); });
  }

  void Withdraw() {
    const std::string task = TaskIn({Model::State::kIssued, Model::State::kReturned, Model::State::kInReview});
    if (task.empty()) return Anything();
    const Model::Ask ask = As(Mostly(Heads()), AnyEtag(model_.tasks.at(task)));
    auto request = About<v1::WithdrawTaskRequest>(task, ask.etag);
    // Rarely for good, so that there is something left to do.
    if (Chance(60)) request.set_reason("không còn phù hợp");
    if (Chance(60)) request.set_decision_number("9/QĐ");
    Do<v1::WithdrawTaskResponse>(ask, request, [&] {
      return model_.Withdraw(ask, task, !request.reason().empty(), !request.decision_number().empty());
    });
  }

  void Comment() {
    const std::string task = Any(model_.tasks).first;
    const Model::Ask ask = As(Anybody(), AnyEtag(model_.tasks.at(task)));
    auto request = About<v1::CommentOnTaskRequest>(task, ask.etag);
    if (Chance(90)) request.set_text("đề nghị bổ sung");
    Do<v1::CommentOnTaskResponse>(ask, request, [&] { return model_.Comment(ask, task, !request.text().empty()); });
  }

  void Schedule() {
    const Model::Ask ask = As(Mostly({"chu-nhiem"}, 92));
    v1::ScheduleInspectionRequest request;
    request.set_parent(world_.FederationName());
    const std::string unit = AnyOf({"xa", "truong", "nha-may", "cong-ty", kFederation});
    request.set_kind(unit == kFederation && Chance(90) ? "same-level"
                                                       : AnyOf({"finance", "finance", "charter", "watch"}));
    request.set_unit(world_.UnitName(unit));
    *request.mutable_scheduled_date() = DateOf(model_.today + Number(0, 10));
    std::vector<std::string> team;
    while (team.size() < (Chance(8) ? 2U : 3U)) {
      const std::string member = Mostly(Inspectors(), 96);
      if (std::find(team.begin(), team.end(), member) == team.end()) team.push_back(member);
    }
    request.set_head(world_.AccountName(team.front()));
    team.erase(team.begin());
    for (const std::string& member : team) request.add_members(world_.AccountName(member));
    request.set_decision_number("4/QĐ-UBKT");
    request.set_unannounced(Chance(30));
    const std::string head = request.head().substr(request.head().rfind('/') + 1);
    const int year = request.scheduled_date().year();
    Do<v1::ScheduleInspectionResponse>(ask, request, [&] {
      return model_.Schedule(ask, request.kind(), unit, head, team, year, request.unannounced());
    });
  }

  template <class Request>
  Request AboutInspection(const std::string& inspection) {
    Request request;
    request.set_name(world_.InspectionName(inspection));
    return request;
  }

  void Notify() {
    const std::string inspection = InspectionIn(Model::InspectionState::kScheduled);
    if (inspection.empty()) return Anything();
    const Model::Ask ask = As(Mostly(Team(inspection)));
    auto request = AboutInspection<v1::NotifyInspectionRequest>(inspection);
    if (Chance(92)) *request.mutable_document() = Numbered("3/TB");
    Do<v1::NotifyInspectionResponse>(ask, request,
                                     [&] { return model_.Notify(ask, inspection, request.has_document()); });
  }

  void Start() {
    std::string inspection = InspectionIn(Model::InspectionState::kNotified);
    if (inspection.empty() || Chance(30)) inspection = InspectionIn(Model::InspectionState::kScheduled);
    if (inspection.empty()) return Anything();
    const Model::Ask ask = As(Mostly(Team(inspection)));
    Do<v1::StartInspectionResponse>(ask, AboutInspection<v1::StartInspectionRequest>(inspection),
                                    [&] { return model_.Start(ask, inspection); });
  }

  // An accepted task of the unit inspected, mostly.
  std::string InspectedTask(const std::string& inspection) {
    std::vector<std::string> fit;
    for (const auto& [name, task] : model_.tasks) {
      const bool accepted = task.state == Model::State::kAccepted;
      if (task.unit == model_.inspections.at(inspection).unit && accepted) fit.push_back(name);
    }
    return fit.empty() || Chance(15) ? Any(model_.tasks).first : AnyOf(fit);
  }

  void Check() {
    const std::string inspection = InspectionIn(Model::InspectionState::kFieldwork);
    if (inspection.empty()) return Anything();
    const Model::Ask ask = As(Mostly(Team(inspection)));
    auto request = AboutInspection<v1::CheckTaskRequest>(inspection);
    const std::string task = InspectedTask(inspection);
    request.set_task(world_.TaskName(task));
    request.set_confirmed(Chance(80));
    Do<v1::CheckTaskResponse>(ask, request, [&] { return model_.Check(ask, inspection, task); });
  }

  void Find() {
    const std::string inspection = InspectionIn(Model::InspectionState::kFieldwork);
    if (inspection.empty()) return Anything();
    const Model::Ask ask = As(Mostly(Team(inspection)));
    auto request = AboutInspection<v1::RecordFindingRequest>(inspection);
    Model::Finding finding;
    if (Chance(80)) finding.task = InspectedTask(inspection);
    finding.contests = !finding.task.empty() && Chance(60);
    finding.grave = Chance(30);
    finding.remedy_due = model_.today + Number(Chance(8) ? 0 : 1, 30);
    if (!finding.task.empty()) request.set_task(world_.TaskName(finding.task));
    request.set_contests(finding.contests);
    request.set_grave(finding.grave);
    request.set_text("chưa đúng");
    *request.mutable_remedy_due_date() = DateOf(finding.remedy_due);
    Do<v1::RecordFindingResponse>(ask, request, [&] { return model_.Find(ask, inspection, finding); });
  }

  void DropFinding() {
    const std::string finding = FindingIn(Model::FindingState::kDraft);
    if (finding.empty()) return Anything();
    const std::string inspection = finding.substr(0, finding.find('/'));
    const Model::Ask ask = As(Chance(60) ? model_.inspections.at(inspection).head : Mostly(Team(inspection)));
    v1::DropFindingRequest request;
    request.set_name(world_.FindingName(finding));
    if (Chance(90)) request.set_reason("không có căn cứ");
    Do<v1::DropFindingResponse>(ask, request, [&] { return model_.Drop(ask, finding, !request.reason().empty()); });
  }

  void DraftConclusion() {
    const std::string inspection =
        InspectionIn(Chance(85) ? Model::InspectionState::kFieldwork : Model::InspectionState::kDrafted);
    if (inspection.empty()) return Anything();
    const Model::Ask ask = As(Chance(80) ? model_.inspections.at(inspection).head : Mostly(Team(inspection)));
    auto request = AboutInspection<v1::DraftConclusionRequest>(inspection);
    request.set_conclusion("đã kiểm tra");
    const ModelDay explain_by = model_.today + Number(Chance(8) ? -1 : 0, 10);
    *request.mutable_explain_by_date() = DateOf(explain_by);
    Do<v1::DraftConclusionResponse>(ask, request, [&] { return model_.DraftConclusion(ask, inspection, explain_by); });
  }

  // A draft finding that waits to be explained, mostly.
  void Explain() {
    std::vector<std::string> waiting;
    for (const auto& [name, inspection] : model_.inspections) {
      if (inspection.state != Model::InspectionState::kDrafted) continue;
      if (inspection.explain_by < model_.today && !Chance(5)) continue;
      for (size_t i = 0; i < inspection.findings.size(); ++i) {
        if (inspection.findings[i].state == Model::FindingState::kDraft)
          waiting.push_back(absl::StrCat(name, "/", i + 1));
      }
    }
    const std::string finding = waiting.empty() || Chance(10) ? FindingIn(Model::FindingState::kDraft) : AnyOf(waiting);
    if (finding.empty()) return Anything();
    const std::string unit = model_.inspections.at(finding.substr(0, finding.find('/'))).unit;
    const std::vector<std::string> heads = unit == kFederation ? Heads() : Those([&](const std::string& who) {
      return model_.Holds(who, v1::POSITION_UNION_CHAIR, unit);
    });
    const Model::Ask ask = As(Mostly(heads));
    v1::ExplainFindingRequest request;
    request.set_name(world_.FindingName(finding));
    request.set_explanation("do nhầm sổ");
    Do<v1::ExplainFindingResponse>(ask, request, [&] { return model_.Explain(ask, finding); });
  }

  void Sign() {
    const std::string inspection = InspectionIn(Model::InspectionState::kDrafted);
    if (inspection.empty()) return Anything();
    std::vector<std::string> unsigned_members;
    for (const std::string& member : Team(inspection)) {
      const bool may = model_.IsInspector(member) || Chance(10);
      if (may && !model_.inspections.at(inspection).signatures.contains(member)) unsigned_members.push_back(member);
    }
    const Model::Ask ask = As(Mostly(unsigned_members));
    auto request = AboutInspection<v1::SignConclusionRequest>(inspection);
    if (Chance(10)) request.set_reservation("chưa rõ");
    Do<v1::SignConclusionResponse>(ask, request, [&] { return model_.Sign(ask, inspection); });
  }

  // Of one that is drafted, if there is one, mostly: one that its team has signed.
  void Conclude() {
    std::vector<std::string> ready;
    for (const auto& [name, inspection] : model_.inspections) {
      const bool is_signed =
          inspection.state == Model::InspectionState::kDrafted && inspection.signatures == inspection.team;
      if (is_signed) ready.push_back(name);
    }
    std::string inspection = ready.empty() || Chance(30) ? "" : AnyOf(ready);
    if (inspection.empty()) {
      inspection = InspectionIn(Chance(50) ? Model::InspectionState::kFieldwork : Model::InspectionState::kDrafted);
    }
    if (inspection.empty()) return Anything();
    const Model::Ask ask = As(Chance(80) ? model_.inspections.at(inspection).head : Mostly(Team(inspection)));
    auto request = AboutInspection<v1::ConcludeInspectionRequest>(inspection);
    if (Chance(70)) request.set_conclusion("đã kiểm tra");
    if (Chance(92)) *request.mutable_document() = Numbered("5/KL");
    Do<v1::ConcludeInspectionResponse>(ask, request,
                                       [&] { return model_.Conclude(ask, inspection, request.has_document()); });
  }

  void ReportSupervision() {
    std::vector<std::string> watching;
    for (const auto& [name, inspection] : model_.inspections) {
      if (inspection.is_supervision() && inspection.state == Model::InspectionState::kFieldwork) {
        watching.push_back(name);
      }
    }
    const std::string inspection =
        watching.empty() || Chance(20) ? InspectionIn(Model::InspectionState::kFieldwork) : AnyOf(watching);
    if (inspection.empty()) return Anything();
    const Model::Ask ask = As(Chance(80) ? model_.inspections.at(inspection).head : Mostly(Team(inspection)));
    auto request = AboutInspection<v1::ReportSupervisionRequest>(inspection);
    request.set_report("đã giám sát");
    if (Chance(92)) *request.mutable_document() = Numbered("6/BC");
    Do<v1::ReportSupervisionResponse>(
        ask, request, [&] { return model_.ReportSupervision(ask, inspection, request.has_document()); });
  }

  void Cancel() {
    std::vector<std::string> stuck;
    for (const auto& [name, inspection] : model_.inspections) {
      if (IsStuck(inspection)) stuck.push_back(name);
    }
    const std::string inspection =
        stuck.empty() || Chance(20) ? InspectionIn(Model::InspectionState::kScheduled) : AnyOf(stuck);
    if (inspection.empty()) return Anything();
    const Model::Ask ask = As(Mostly({"chu-nhiem"}));
    auto request = AboutInspection<v1::CancelInspectionRequest>(inspection);
    if (Chance(90)) request.set_reason("đơn vị giải thể");
    if (Chance(90)) request.set_decision_number("8/QĐ-UBKT");
    Do<v1::CancelInspectionResponse>(ask, request, [&] {
      return model_.Cancel(ask, inspection, !request.reason().empty(), !request.decision_number().empty());
    });
  }

  void CloseWithoutRemedy() {
    const std::string finding = FindingIn(Model::FindingState::kIssued);
    if (finding.empty()) return Anything();
    const Model::Ask ask = As(Mostly(Heads()));
    v1::CloseFindingWithoutRemedyRequest request;
    request.set_name(world_.FindingName(finding));
    if (Chance(90)) request.set_reason("không còn khắc phục được");
    if (Chance(90)) request.set_decision_number("9/QĐ-BTV");
    Do<v1::CloseFindingWithoutRemedyResponse>(ask, request, [&] {
      return model_.CloseWithoutRemedy(ask, finding, !request.reason().empty(), !request.decision_number().empty());
    });
  }

  void SubmitRemedy() {
    const std::string finding = FindingIn(Model::FindingState::kIssued);
    if (finding.empty()) return Anything();
    const std::string unit = model_.inspections.at(finding.substr(0, finding.find('/'))).unit;
    const std::vector<std::string> of_unit =
        unit == kFederation ? StandingCommittee()
                            : Those([&](const std::string& who) { return model_.HoldsAnyIn(who, unit); });
    const Model::Ask ask = As(Mostly(of_unit));
    v1::SubmitRemedyRequest request;
    request.set_name(world_.FindingName(finding));
    request.set_text("đã khắc phục");
    Do<v1::SubmitRemedyResponse>(ask, request, [&] { return model_.SubmitRemedy(ask, finding); });
  }

  void VerifyRemedy() {
    const std::string finding = FindingIn(Model::FindingState::kRemedySubmitted);
    if (finding.empty()) return Anything();
    const Model::Ask ask = As(Mostly(Inspectors()));
    v1::VerifyRemedyRequest request;
    request.set_name(world_.FindingName(finding));
    Do<v1::VerifyRemedyResponse>(ask, request, [&] { return model_.VerifyRemedy(ask, finding); });
  }

  void RejectRemedy() {
    const std::string finding = FindingIn(Model::FindingState::kRemedySubmitted);
    if (finding.empty()) return Anything();
    const Model::Ask ask = As(Mostly(Inspectors()));
    v1::RejectRemedyRequest request;
    request.set_name(world_.FindingName(finding));
    if (Chance(90)) request.set_reason("chưa đủ");
    const ModelDay due = model_.today + Number(Chance(10) ? -1 : 0, 20);
    *request.mutable_remedy_due_date() = DateOf(due);
    Do<v1::RejectRemedyResponse>(ask, request,
                                 [&] { return model_.RejectRemedy(ask, finding, !request.reason().empty(), due); });
  }

  void LoadProgramme(const Model::Ask& ask, bool decision, bool right) {
    v1::LoadProgrammeRequest request;
    request.set_parent(world_.FederationName());
    request.set_source(right ? support::FileOf(world_.options().programme) : "id: \"walk\"");
    if (decision) request.set_decision_number("1/NQ");
    Do<v1::LoadProgrammeResponse>(ask, request, [&] { return model_.LoadProgramme(ask, decision, right); });
  }

  void ImportUnions(const Model::Ask& ask, const std::map<std::string, int64_t>& members) {
    v1::ImportUnionsRequest request;
    request.set_parent(world_.FederationName());
    request.set_decision_number("2/QĐ");
    std::string csv = "id,name,type,place,founded_on,members\n";
    for (const auto& [unit, number] : members) {
      const bool is_public = unit == "xa" || unit == "truong";
      absl::StrAppend(&csv, unit, ",CĐCS ", unit, ",", is_public ? "PUBLIC" : "ENTERPRISE", ",xã,2001-01-01,", number,
                      "\n");
    }
    request.set_chunk(csv);
    Do<v1::ImportUnionsResponse>(ask, request, [&] { return model_.ImportUnions(ask, members); });
  }

  void ImportSomething() {
    const std::string unit = AnyOf({"xa", "truong", "nha-may", "cong-ty"});
    const int64_t now = std::prev(model_.members.at(unit).end())->second;
    ImportUnions(As(Mostly({"chu-tich"})), {{unit, Chance(30) ? now : Number(10, 99)}});
  }

  std::set<std::string> AnyWithout() { return Chance(50) ? std::set<std::string>{} : std::set<std::string>{"I.8"}; }

  void Draft(const Model::Ask& ask, const std::string& round, std::set<std::string> without) {
    v1::DraftRoundRequest request;
    request.set_name(world_.RoundName(round));
    if (round == "2025-2026") without.clear();
    for (const std::string& item : without) request.add_without_items(item);
    Do<v1::DraftRoundResponse>(ask, request, [&] { return model_.Draft(ask, round, without); });
  }

  void Issue(const Model::Ask& ask, const std::string& round, const std::string& etag, bool decision) {
    v1::IssueRoundRequest request;
    request.set_name(world_.RoundName(round));
    request.set_etag(etag);
    if (decision) request.set_decision_number("3/QĐ");
    Do<v1::IssueRoundResponse>(ask, request, [&] {
      return model_.Issue(Model::Ask{.who = ask.who, .etag = etag, .behalf = ask.behalf}, round, decision);
    });
  }

  void IssueSomething() {
    const std::string round = Chance(80) ? "2026" : AnyOf({"2025", "2025-2026"});
    const auto found = model_.rounds.find(round);
    const int64_t etag = found == model_.rounds.end() ? 1 : found->second.etag;
    // The year 2026 is issued when it has begun.
    const bool early = round == "2026" && YearOf(model_.today) < 2026;
    Issue(As(Mostly(Heads())), round, absl::StrCat(Chance(15) || early ? etag + 1 : etag), Chance(90));
  }

  void AssignItem() {
    const std::string round = AnyOf({"2025", "2025", "2026"});
    const std::string item = Chance(70) ? "I.8" : AnyOf({"I.1", "I.2", "I.5"});
    const std::string unit = AnyOf({"xa", "truong", "nha-may", "cong-ty"});
    const ModelDay due = model_.today + Number(Chance(8) ? -1 : 0, 60);
    const Model::Ask ask = As(Mostly(Heads()));
    v1::AssignItemRequest request;
    request.set_parent(world_.RoundName(round));
    request.set_item(item);
    request.add_assignees(world_.UnitName(unit));
    *request.mutable_due_date() = DateOf(due);
    if (Chance(92)) request.set_decision_number("6/QĐ");
    Do<v1::AssignItemResponse>(ask, request, [&] {
      return model_.AssignItem(ask, round, item, unit, due, !request.decision_number().empty());
    });
  }

  void AssignAdHoc() {
    const std::string round = AnyOf({"2025", "2025", "2026"});
    const std::string unit = AnyOf({"", "xa", "nha-may", kFederation});
    const ModelDay due = model_.today + Number(Chance(8) ? -1 : 0, 60);
    const Model::Ask ask = As(Mostly(Heads()));
    v1::AssignAdHocRequest request;
    request.set_parent(world_.RoundName(round));
    request.mutable_title()->set_vi("Rà soát an toàn");
    *request.mutable_document() = Numbered("45/CV");
    if (!unit.empty()) request.add_assignees(world_.UnitName(unit));
    *request.mutable_due_date() = DateOf(due);
    if (Chance(92)) request.set_decision_number("7/QĐ");
    Do<v1::AssignAdHocResponse>(
        ask, request, [&] { return model_.AssignAdHoc(ask, round, unit, due, !request.decision_number().empty()); });
  }

  Model::Charge AnyCharge() {
    Model::Charge charge{.account = Mostly(StandingCommittee()), .field = "", .item = "", .unit = ""};
    const int64_t of = Number(0, 3);
    if (of == 0) charge.field = AnyOf({"work", "money"});
    if (of == 1) charge.item = AnyOf({"I.1", "I.2", "I.3", "D1"});
    if (of >= 2) charge.unit = AnyOf({"xa", "truong", "nha-may", "cong-ty"});
    return charge;
  }

  void AssignCharge(const Model::Ask& ask, const Model::Charge& charge) {
    v1::AssignResponsibilityRequest request;
    request.set_parent(world_.FederationName());
    v1::Responsibility& responsibility = *request.mutable_responsibility();
    responsibility.set_account(world_.AccountName(charge.account));
    if (!charge.field.empty()) responsibility.set_field(charge.field);
    if (!charge.item.empty()) responsibility.set_item(charge.item);
    if (!charge.unit.empty()) responsibility.set_assignee(world_.UnitName(charge.unit));
    Do<v1::AssignResponsibilityResponse>(ask, request, [&] { return model_.AssignCharge(ask, charge); });
  }

  void EndCharge() {
    const Model::Ask ask = As(Mostly(Heads()));
    const int64_t number = Number(1, static_cast<int64_t>(model_.charges.size()) + 1);
    v1::EndResponsibilityRequest request;
    request.set_name(absl::StrCat(world_.FederationName(), "/responsibilities/", number));
    Do<v1::EndResponsibilityResponse>(ask, request, [&] { return model_.EndCharge(ask, number); });
  }

  void CreateAccount() {
    const Model::Ask ask{.who = Mostly({"quan-tri"}), .etag = ""};
    v1::CreateAccountRequest request;
    request.set_parent(world_.FederationName());
    request.set_account_id(absl::StrCat("moi-", Number(1, 40)));
    request.set_display_name("Người mới");
    Do<v1::CreateAccountResponse>(ask, request, [&] { return model_.CreateAccount(ask, request.account_id()); });
  }

  void CreateUnionAccounts(const Model::Ask& ask) {
    v1::CreateUnionAccountsRequest request;
    request.set_parent(world_.FederationName());
    Do<v1::CreateUnionAccountsResponse>(ask, request, [&] { return model_.CreateUnionAccounts(ask); });
  }

  // Nobody who walks along is locked out; the administrator tries to lock out himself.
  std::string AnyAccount() {
    std::vector<std::string> accounts = {"quan-tri"};
    for (const auto& [account, disabled] : model_.disabled) {
      if (absl::StartsWith(account, "moi-")) accounts.push_back(account);
    }
    return AnyOf(accounts);
  }

  template <class Request, class Response>
  void ChangeAccount(std::string (Model::*change)(const Model::Ask&, const std::string&)) {
    const std::string account = AnyAccount();
    // A reset ends the sessions and the password of who is reset.
    if (account == "quan-tri" && change != &Model::Disable) return;
    const Model::Ask ask{.who = Mostly({"quan-tri"}), .etag = ""};
    Request request;
    request.set_name(world_.AccountName(account));
    Do<Response>(ask, request, [&] { return (model_.*change)(ask, account); });
  }

  void Give(const Model::Ask& ask, const std::string& account, v1::Position position, const std::string& unit) {
    v1::GivePositionRequest request;
    request.set_name(world_.AccountName(account));
    request.set_position(position);
    if (!unit.empty()) request.set_body(world_.UnitName(unit));
    Do<v1::GivePositionResponse>(ask, request, [&] { return model_.Give(ask, account, position, unit); });
  }

  void GiveSomething() {
    const std::string account = Chance(85) ? AnyOf({"tap-su-1", "tap-su-2", "tap-su-3"}) : AnyAccount();
    const std::vector<v1::Position> positions = {v1::POSITION_STANDING_COMMITTEE_MEMBER,
                                                 v1::POSITION_INSPECTION_COMMITTEE_MEMBER,
                                                 v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER,
                                                 v1::POSITION_READER,
                                                 v1::POSITION_UNION_OFFICER,
                                                 v1::POSITION_UNION_OFFICER};
    const v1::Position position = Any(positions);
    const std::string unit =
        position == v1::POSITION_UNION_OFFICER ? AnyOf({"xa", "truong", "nha-may", "cong-ty"}) : "";
    Give({.who = Mostly({"quan-tri"}), .etag = ""}, account, position, unit);
  }

  // One that was given on the way; or the last administrator's.
  void EndPosition() {
    const Model::Ask ask{.who = Mostly({"quan-tri"}), .etag = ""};
    const auto last = static_cast<int64_t>(model_.offices.size());
    const int64_t number = Chance(10) ? 1 : Number(fixed_offices_ + 1, last + 1);
    v1::EndPositionRequest request;
    request.set_name(absl::StrCat(world_.FederationName(), "/positions/", number));
    Do<v1::EndPositionResponse>(ask, request, [&] { return model_.EndOffice(ask, number); });
  }

  void AdvanceClock() {
    const Model::Ask ask{.who = Mostly({"chu-tich", "quan-tri"}, 50), .etag = ""};
    v1::AdvanceClockRequest request;
    request.set_parent(world_.FederationName());
    request.mutable_time()->set_seconds(world_.now_micros() / 1'000'000 + 3600);
    Do<v1::AdvanceClockResponse>(ask, request, [&] { return model_.AdvanceClock(ask); });
  }

  // A name or a key may be another's already.
  void NameWitness() {
    const Model::Ask ask = As(Mostly({"chu-tich"}));
    const std::string name = AnyOf({"ldld-tinh", "ubkt-tinh", "thanh-tra"});
    const rules::SigningKey key =
        rules::MakeSigningKey(name, rules::KeyKind::kWitness, std::string(32, AnyOf({"a", "b", "c", "d"})[0]));
    const bool decision = Chance(90);
    v1::NameWitnessRequest request;
    request.set_parent(world_.FederationName());
    request.set_verifier_key(rules::VerifierKeyText(key.verifier));
    if (decision) request.set_decision_number("21/QĐ");
    Do<v1::NameWitnessResponse>(ask, request,
                                [&] { return model_.NameWitness(ask, name, key.verifier.key, decision); });
  }

  void EndWitness() {
    const Model::Ask ask = As(Mostly({"chu-tich"}));
    const std::string name = AnyOf({"ldld-tinh", "ubkt-tinh", "thanh-tra"});
    const bool decision = Chance(90);
    v1::EndWitnessRequest request;
    request.set_parent(world_.FederationName());
    request.set_witness_name(name);
    if (decision) request.set_decision_number("22/QĐ");
    Do<v1::EndWitnessResponse>(ask, request, [&] { return model_.EndWitness(ask, name, decision); });
  }

  // --- Dates, exceptions, and what is closed.

  // A request of a task, mostly one that waits; its number from 1.
  std::pair<std::string, size_t> AnyExtension() {
    std::vector<std::pair<std::string, size_t>> fit;
    for (const auto& [name, task] : model_.tasks) {
      for (size_t i = 0; i < task.extensions.size(); ++i) {
        const bool waits = task.extensions[i].state == Model::ExtensionState::kRequested;
        if (waits || Chance(4)) fit.emplace_back(name, i + 1);
      }
    }
    return fit.empty() ? std::pair<std::string, size_t>{} : Any(fit);
  }
  std::string ExtensionName(const std::pair<std::string, size_t>& extension) {
    return absl::StrCat(world_.TaskName(extension.first), "/extensions/", extension.second);
  }

  void RequestExtension() {
    const std::string task = TaskIn({Model::State::kIssued, Model::State::kInProgress, Model::State::kReturned});
    if (task.empty()) return Anything();
    const Model::Ask ask = As(Mostly(OfUnit(model_.tasks.at(task))), AnyEtag(model_.tasks.at(task)));
    auto request = About<v1::RequestExtensionRequest>(task, ask.etag);
    const ModelDay due = std::max(model_.today, model_.tasks.at(task).due()) + Number(Chance(15) ? -3 : 1, 20);
    *request.mutable_due_date() = DateOf(due);
    if (Chance(92)) request.set_reason("bão làm gián đoạn");
    Do<v1::RequestExtensionResponse>(
        ask, request, [&] { return model_.RequestExtension(ask, task, due, !request.reason().empty()); });
  }

  void DecideExtension() {
    const auto extension = AnyExtension();
    if (extension.first.empty()) return Anything();
    const Model::Ask ask = As(Mostly(StandingCommittee()));
    v1::DecideExtensionRequest request;
    request.set_name(ExtensionName(extension));
    request.set_approve(Chance(65));
    std::optional<ModelDay> due;
    if (Chance(30)) due = model_.today + Number(-1, 40);
    if (due) *request.mutable_due_date() = DateOf(*due);
    if (Chance(85)) request.set_reason("đã xem xét");
    Do<v1::DecideExtensionResponse>(ask, request, [&] {
      return model_.DecideExtension(ask, extension.first, extension.second, request.approve(), due,
                                    !request.reason().empty());
    });
  }

  void CancelExtension() {
    const auto extension = AnyExtension();
    if (extension.first.empty()) return Anything();
    const Model::Task& task = model_.tasks.at(extension.first);
    const std::set<std::string>& asked = task.extensions[extension.second - 1].requested_by;
    const Model::Ask ask = As(Mostly(Chance(70) ? std::vector<std::string>(asked.begin(), asked.end()) : OfUnit(task)));
    v1::CancelExtensionRequest request;
    request.set_name(ExtensionName(extension));
    Do<v1::CancelExtensionResponse>(ask, request,
                                    [&] { return model_.CancelExtension(ask, extension.first, extension.second); });
  }

  void ExtendTasks() {
    const std::string round = AnyOf({"2025", "2025", "2026", "2025-2026"});
    const std::string unit = AnyOf({"", "xa", "truong", "nha-may", "cong-ty"});
    const std::string item = round == "2025-2026" ? "I.7" : AnyOf({"I.2", "I.3", "I.5", "D1"});
    const ModelDay due = model_.today + Number(Chance(10) ? -1 : 0, 60);
    const Model::Ask ask = As(Mostly(Heads()));
    v1::ExtendTasksRequest request;
    request.set_parent(world_.RoundName(round));
    request.add_items(item);
    if (!unit.empty()) request.add_assignees(world_.UnitName(unit));
    *request.mutable_due_date() = DateOf(due);
    if (Chance(92)) request.set_reason("cả đợt lùi hạn");
    if (Chance(92)) request.set_decision_number("10/QĐ");
    Do<v1::ExtendTasksResponse>(ask, request, [&] {
      return model_.ExtendTasks(ask, round, item, unit, due, !request.reason().empty(),
                                !request.decision_number().empty());
    });
  }

  void Suspend() {
    const std::string task = TaskIn({Model::State::kIssued, Model::State::kInProgress, Model::State::kReturned});
    if (task.empty()) return Anything();
    const Model::Ask ask = As(Mostly(Heads()), AnyEtag(model_.tasks.at(task)));
    auto request = About<v1::SuspendTaskRequest>(task, ask.etag);
    if (Chance(75)) request.set_reason("chờ hướng dẫn");
    if (Chance(75)) request.set_decision_number("11/QĐ");
    Do<v1::SuspendTaskResponse>(ask, request, [&] {
      return model_.Suspend(ask, task, !request.reason().empty(), !request.decision_number().empty());
    });
  }

  void Resume() {
    const std::string task = TaskIn({Model::State::kSuspended});
    if (task.empty()) return Anything();
    const Model::Ask ask = As(Mostly(Heads()), AnyEtag(model_.tasks.at(task)));
    auto request = About<v1::ResumeTaskRequest>(task, ask.etag);
    if (Chance(92)) request.set_reason("đã có hướng dẫn");
    if (Chance(92)) request.set_decision_number("12/QĐ");
    Do<v1::ResumeTaskResponse>(ask, request, [&] {
      return model_.Resume(ask, task, !request.reason().empty(), !request.decision_number().empty());
    });
  }

  void CloseNotMet() {
    std::string task = TaskIn({Model::State::kIssued, Model::State::kInProgress, Model::State::kReturned});
    // One that is overdue, mostly.
    for (int i = 0; i < 6 && !task.empty() && model_.tasks.at(task).due() >= model_.today; ++i) {
      task = TaskIn({Model::State::kIssued, Model::State::kInProgress, Model::State::kReturned});
    }
    if (task.empty()) return Anything();
    const Model::Ask ask = As(Mostly(Heads()), AnyEtag(model_.tasks.at(task)));
    auto request = About<v1::CloseTaskNotMetRequest>(task, ask.etag);
    if (Chance(80)) request.set_reason("quá hạn, không thực hiện");
    Do<v1::CloseTaskNotMetResponse>(ask, request,
                                    [&] { return model_.CloseNotMet(ask, task, !request.reason().empty()); });
  }

  void Reopen() {
    const std::string task = TaskIn({Model::State::kAccepted});
    if (task.empty()) return Anything();
    const Model::Ask ask = As(Mostly(Heads()), AnyEtag(model_.tasks.at(task)));
    auto request = About<v1::ReopenTaskRequest>(task, ask.etag);
    const ModelDay due = model_.today + Number(Chance(10) ? -1 : 0, 30);
    *request.mutable_due_date() = DateOf(due);
    if (Chance(85)) request.set_reason("nhập nhầm số liệu");
    Do<v1::ReopenTaskResponse>(ask, request, [&] { return model_.Reopen(ask, task, due, !request.reason().empty()); });
  }

  void Waive() {
    std::string task = TaskIn({Model::State::kIssued, Model::State::kInProgress, Model::State::kReturned});
    for (int i = 0; i < 8 && !task.empty() && !DefinitionOf(model_.tasks.at(task)).needs_minutes; ++i) {
      task = TaskIn({Model::State::kIssued, Model::State::kInProgress, Model::State::kReturned});
    }
    if (task.empty()) return Anything();
    const Model::Ask ask = As(Mostly(StandingCommittee()), AnyEtag(model_.tasks.at(task)));
    auto request = About<v1::WaiveEvidenceRequest>(task, ask.etag);
    request.set_kind("minutes");
    if (Chance(92)) request.set_reason("đã gửi bản gốc");
    Do<v1::WaiveEvidenceResponse>(ask, request, [&] { return model_.Waive(ask, task, !request.reason().empty()); });
  }

  // --- Sealing.

  void Seal() { Seal(As(Mostly(Heads())), AnyOf({"2025", "2025", "2026", "2025-2026"}), Chance(90)); }

  void Seal(const Model::Ask& ask, const std::string& round, bool decision) {
    v1::SealPeriodRequest request;
    request.set_name(world_.RoundName(round));
    if (decision) request.set_decision_number("40/QĐ");
    Do<v1::SealPeriodResponse>(ask, request, [&] { return model_.Seal(ask, round, decision); });
  }

  // The first year is over: what is open is withdrawn, and it is sealed.
  void CloseTheBooks() {
    const Model::Ask ask{.who = "chu-tich", .etag = ""};
    if (YearOf(model_.today) < 2026 || model_.rounds.at("2025").frozen) return Anything();
    for (const std::string& task : model_.OpenTasksOf("2025")) {
      auto request = About<v1::WithdrawTaskRequest>(task, "");
      request.set_reason("hết năm");
      request.set_decision_number("39/QĐ");
      Do<v1::WithdrawTaskResponse>(ask, request, [&] { return model_.Withdraw(ask, task, true, true); });
    }
    Seal(ask, "2025", true);
  }

  void Restate() {
    std::vector<std::string> fit;
    for (const auto& [name, task] : model_.tasks) {
      const bool sealed = task.state == Model::State::kAccepted && model_.IsSealed(task);
      if (sealed && !DefinitionOf(task).figures.empty()) fit.push_back(name);
    }
    const std::string task = fit.empty() || Chance(10) ? Any(model_.tasks).first : AnyOf(fit);
    const Model::Ask ask = As(Mostly(StandingCommittee()), AnyEtag(model_.tasks.at(task)));
    auto request = About<v1::RestateResultRequest>(task, ask.etag);
    const std::string round = AnyOf({"2026", "2026", "2025-2026", "2025"});
    request.set_round(round);
    *request.mutable_result() = AnyReport(model_.tasks.at(task));
    if (Chance(92)) request.set_reason("đếm nhầm");
    if (Chance(92)) request.set_decision_number("41/QĐ");
    Do<v1::RestateResultResponse>(ask, request, [&] {
      return model_.Restate(ask, task, round, request.result(), !request.reason().empty(),
                            !request.decision_number().empty());
    });
  }

  // --- Who stands in for whom.

  void HandOver() {
    const Model::Ask ask = As(Mostly(Heads()));
    const std::string leaver = Mostly(StandingCommittee());
    const std::string successor = Mostly(StandingCommittee());
    v1::HandOverRequest request;
    request.set_name(world_.AccountName(leaver));
    request.set_successor(world_.AccountName(successor));
    if (Chance(80)) request.set_decision_number("30/QĐ");
    Do<v1::HandOverResponse>(
        ask, request, [&] { return model_.HandOver(ask, leaver, successor, !request.decision_number().empty()); });
  }

  // To somebody of the same body, mostly.
  void Delegate() {
    const int64_t number = Number(1, static_cast<int64_t>(model_.offices.size()) + (Chance(5) ? 1 : 0));
    const auto found = model_.offices.find(number);
    const std::string holder = found == model_.offices.end() ? Anybody() : found->second.account;
    std::vector<std::string> colleagues;
    if (found != model_.offices.end()) {
      colleagues = Those([&](const std::string& who) {
        const Model::Office& office = found->second;
        if (!office.unit.empty()) return model_.HoldsAnyIn(who, office.unit);
        return model_.IsInspector(holder) ? model_.IsInspector(who) : model_.IsOfStandingCommittee(who);
      });
    }
    const std::string to_whom = Mostly(colleagues);
    const Model::Ask ask =
        Chance(8) ? As(Anybody()) : Model::Ask{.who = people_.contains(holder) ? holder : Anybody(), .etag = ""};
    const ModelDay to = model_.today + Number(Chance(8) ? -1 : 0, 25);
    v1::DelegatePositionRequest request;
    request.set_name(absl::StrCat(world_.FederationName(), "/positions/", number));
    request.set_delegate(world_.AccountName(to_whom));
    *request.mutable_to_date() = DateOf(to);
    request.set_reason("đi công tác");
    Do<v1::DelegatePositionResponse>(ask, request, [&] { return model_.Delegate(ask, number, to_whom, to); });
  }

  void EndDelegation() {
    const int64_t number = Number(1, static_cast<int64_t>(model_.delegations.size()) + 1);
    const auto found = model_.delegations.find(number);
    std::string holder = Anybody();
    if (found != model_.delegations.end() && Chance(85)) holder = model_.offices.at(found->second.office).account;
    const Model::Ask ask{.who = people_.contains(holder) ? holder : Anybody(), .etag = ""};
    const bool at_once = Chance(50);
    v1::EndDelegationRequest request;
    request.set_name(absl::StrCat(world_.FederationName(), "/delegations/", number));
    if (at_once) *request.mutable_to_date() = DateOf(model_.today - 1);
    Do<v1::EndDelegationResponse>(ask, request, [&] { return model_.EndDelegation(ask, number, at_once); });
  }

  int64_t fixed_offices_ = 0;
};

TEST(RandomWalk, TheServerDoesWhatTheModelSays) {
  const auto seed = static_cast<uint64_t>(FromEnvironment("PHANCONG_SEED", kSeed));
  const auto steps = static_cast<int>(FromEnvironment("PHANCONG_STEPS", kSteps));
  std::cout << "PHANCONG_SEED=" << seed << " PHANCONG_STEPS=" << steps << "\n";
  RandomWalk walk(seed);
  walk.Takes(steps);
  walk.Tells();
  // There is no clock to advance outside a demo. Another walk, or a shorter one, may come past something else.
  if (support::kSeedsWalkIsKnown && steps >= kSteps && seed == kSeed) {
    EXPECT_EQ(walk.NeverDone(), std::vector<std::string>{"AdvanceClock"});
  }
}

}  // namespace
}  // namespace phancong::services_test
