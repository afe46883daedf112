// A seeded random walk of all commands, valid and invalid, by everybody, against the model; a third of the requests are
// sent again, and the server is restarted on the way. PHANCONG_SEED=… walks another way, PHANCONG_STEPS=… farther.
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "tests/support/model.h"
#include "tests/support/world.h"

namespace phancong {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using support::Answered;
using support::Model;
using support::ModelDay;
using support::Person;
using support::World;

constexpr char kFederation[] = "federation";
constexpr int kSteps = 10'000;
constexpr int kStepsBetweenLooks = 250;
constexpr int kStepsBetweenRestarts = 1'100;

int64_t FromEnvironment(const char* name, int64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoll(text);
}

google::type::Date DateOf(ModelDay day) {
  const absl::CivilDay civil = absl::CivilDay(1970, 1, 1) + day;
  google::type::Date date;
  date.set_year(static_cast<int>(civil.year()));
  date.set_month(civil.month());
  date.set_day(civil.day());
  return date;
}

int YearOf(ModelDay day) { return static_cast<int>((absl::CivilDay(1970, 1, 1) + day).year()); }

ModelDay DayOf(const google::type::Date& date) { return support::ModelDayOf(date.year(), date.month(), date.day()); }

std::string NameOf(Model::State state) {
  switch (state) {
    case Model::State::kIssued:
      return "TASK_STATE_ISSUED";
    case Model::State::kInProgress:
      return "TASK_STATE_IN_PROGRESS";
    case Model::State::kSubmitted:
      return "TASK_STATE_SUBMITTED";
    case Model::State::kInReview:
      return "TASK_STATE_IN_REVIEW";
    case Model::State::kReturned:
      return "TASK_STATE_RETURNED";
    case Model::State::kAccepted:
      return "TASK_STATE_ACCEPTED";
    case Model::State::kWithdrawn:
      return "TASK_STATE_WITHDRAWN";
  }
  return "";
}

std::string NameOf(Model::FindingState state) {
  switch (state) {
    case Model::FindingState::kDraft:
      return "FINDING_STATE_DRAFT";
    case Model::FindingState::kIssued:
      return "FINDING_STATE_ISSUED";
    case Model::FindingState::kRemedySubmitted:
      return "FINDING_STATE_REMEDY_SUBMITTED";
    case Model::FindingState::kClosed:
      return "FINDING_STATE_CLOSED";
    case Model::FindingState::kDropped:
      return "FINDING_STATE_DROPPED";
  }
  return "";
}

std::string NameOf(Model::InspectionState state) {
  switch (state) {
    case Model::InspectionState::kScheduled:
      return "INSPECTION_STATE_SCHEDULED";
    case Model::InspectionState::kNotified:
      return "INSPECTION_STATE_NOTIFIED";
    case Model::InspectionState::kFieldwork:
      return "INSPECTION_STATE_FIELDWORK";
    case Model::InspectionState::kDrafted:
      return "INSPECTION_STATE_DRAFT_CONCLUSION";
    case Model::InspectionState::kConcluded:
      return "INSPECTION_STATE_CONCLUDED";
    case Model::InspectionState::kReported:
      return "INSPECTION_STATE_REPORTED";
    case Model::InspectionState::kCancelled:
      return "INSPECTION_STATE_CANCELLED";
  }
  return "";
}

// A field of a message, as text; "" where the message has none of that name.
std::string TextOf(const Message& message, const char* field) {
  const FieldDescriptor* found = message.GetDescriptor()->FindFieldByName(field);
  if (found == nullptr) return "";
  return found->cpp_type() == FieldDescriptor::CPPTYPE_INT64
             ? absl::StrCat(message.GetReflection()->GetInt64(message, found))
             : message.GetReflection()->GetString(message, found);
}

class Walk {
 public:
  explicit Walk(uint64_t seed)
      : random_(seed),
        world_({.round = "2025", .term = "2025-2026", .programme = "tests/programmes/walk.textproto", .seed = seed}) {
    model_.disabled["quan-tri"] = false;
    model_.offices[1] = {.account = "quan-tri", .position = v1::POSITION_ADMINISTRATOR, .unit = "", .from = 0};
    people_["quan-tri"] = &world_.Administrator();
    Enters(world_.Chair(), v1::POSITION_STANDING_COMMITTEE_CHAIR);
    Enters(world_.ViceChair(), v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR);
    for (const int which : {1, 2, 3}) Enters(world_.Member(which), v1::POSITION_STANDING_COMMITTEE_MEMBER);
    Enters(world_.InspectionChair(), v1::POSITION_INSPECTION_COMMITTEE_CHAIR);
    for (const int which : {1, 2, 3}) Enters(world_.Inspector(which), v1::POSITION_INSPECTION_COMMITTEE_MEMBER);
    Enters(world_.ExecutiveMember(), v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER);
    Enters(world_.Reader(), v1::POSITION_READER);
    for (const char* trainee : {"tap-su-1", "tap-su-2", "tap-su-3"}) {
      people_[trainee] = &world_.Newcomer(trainee);
      model_.disabled[trainee] = false;
    }
    model_.Now(world_.now_micros());
    model_.revision = Revision();

    // The stage, in steps as all others.
    SetScene();
  }

  void Takes(int steps) {
    for (int step = 1; step <= steps && !testing::Test::HasFailure(); ++step) {
      SCOPED_TRACE(absl::StrCat("step ", step));
      if (Chance(12)) Later();
      Anything();
      if (step % kStepsBetweenRestarts == 0) world_.Restart();
      if (step % kStepsBetweenLooks == 0 || step == steps) LooksAtEverything();
    }
  }

  // What was tried, and how it went: for people who read the log.
  void Tells() const {
    for (const auto& [what, times] : tried_) std::cout << "  " << times << "  " << what << "\n";
    std::cout << "  " << replays_ << "  replayed\n";
  }

 private:
  // --- Chance.
  bool Chance(int percent) { return static_cast<int>(random_() % 100) < percent; }
  int64_t Number(int64_t from, int64_t to) {
    return from + static_cast<int64_t>(random_() % static_cast<uint64_t>(to - from + 1));
  }
  template <class Container>
  auto& Any(Container& container) {
    auto at = container.begin();
    std::advance(at, Number(0, static_cast<int64_t>(container.size()) - 1));
    return *at;
  }
  std::string AnyOf(const std::vector<std::string>& words) { return Any(words); }
  std::string Anybody() { return Any(people_).first; }
  // One of those where one is asked for, mostly; anybody else now and then.
  std::string Mostly(const std::vector<std::string>& fit, int percent = 85) {
    return fit.empty() || !Chance(percent) ? Anybody() : AnyOf(fit);
  }
  std::vector<std::string> Those(const std::function<bool(const std::string&)>& fit) {
    std::vector<std::string> accounts;
    for (const auto& [account, person] : people_) {
      if (fit(account)) accounts.push_back(account);
    }
    return accounts;
  }

  // --- The stage.
  void Enters(Person& person, v1::Position position, const std::string& unit = "") {
    people_[person.account()] = &person;
    model_.disabled[person.account()] = false;
    model_.offices[static_cast<int64_t>(model_.offices.size()) + 1] = {
        .account = person.account(), .position = position, .unit = unit, .from = 0};
  }

  int64_t Revision() {
    v1::GetCheckpointRequest request;
    request.set_parent(world_.FederationName());
    const auto checkpoint = world_.Chair().Call<v1::GetCheckpointResponse>(request);
    EXPECT_DONE(checkpoint);
    return checkpoint->revision();
  }

  void SetScene() {
    LoadProgramme("chu-tich", true, true);
    ImportUnions("chu-tich", {{"xa", 20}, {"truong", 30}, {"nha-may", 90}, {"cong-ty", 40}});
    for (const char* unit : {"xa", "truong", "nha-may"}) {
      Enters(world_.UnionChair(unit), v1::POSITION_UNION_CHAIR, unit);
      Enters(world_.UnionOfficer(unit), v1::POSITION_UNION_OFFICER, unit);
    }
    model_.revision = Revision();
    // One member chairs a union, one inspector works in another, and the chair of the Inspection Committee sits on the
    // Standing Committee.
    Give("quan-tri", "uy-vien-2", v1::POSITION_UNION_CHAIR, "cong-ty");
    Give("quan-tri", "ubkt-3", v1::POSITION_UNION_OFFICER, "truong");
    Give("quan-tri", "chu-nhiem", v1::POSITION_STANDING_COMMITTEE_MEMBER, "");
    fixed_offices_ = static_cast<int64_t>(model_.offices.size());
    for (const auto& [account, field] : {std::pair{"uy-vien-1", "work"}, std::pair{"uy-vien-2", "money"}}) {
      AssignCharge("chu-tich", {.account = account, .field = field, .item = "", .unit = ""});
    }
    for (const char* round : {"2025", "2025-2026"}) {
      Draft("chu-tich", round, {});
      Issue("chu-tich", round, absl::StrCat(model_.rounds.at(round).etag), true);
    }
  }

  // --- A step.
  void Later() {
    world_.PassHours(Number(1, 26));
    model_.Now(world_.now_micros());
  }

  // Sends the request, compares what comes with what the model says, and sends a third of them again.
  template <class Response, class Request>
  void Do(const std::string& who, Request request, const std::function<std::string()>& by_the_model) {
    const std::string method = absl::StrCat(absl::StripSuffix(Request::descriptor()->name(), "Request"));
    SCOPED_TRACE(absl::StrCat(who, ": ", method, " ", request.ShortDebugString().substr(0, 400)));
    request.set_request_id(world_.NextRequestId());
    const int64_t before = model_.revision;
    const std::string reason = by_the_model();
    ++tried_[absl::StrCat(method, " ", reason.empty() ? "done" : reason)];

    auto sent = std::make_shared<Request>(request);
    auto response = std::make_shared<Response>();
    const Answered answered = people_.at(who)->Sends(sent.get(), response.get());
    Compare(answered, reason, *response);
    if (testing::Test::HasFailure()) return;

    if (reason.empty() && model_.revision > before) {
      done_.push_back({.who = who, .request = sent, .response = response});
      if (done_.size() > 64) done_.pop_front();
    }
    if (!Chance(33)) return;
    ++replays_;
    // The one just sent, or one from before; what was refused is refused once more.
    if (!reason.empty()) {
      Response again;
      model_.Refuse(who, reason);
      Compare(people_.at(who)->Sends(sent.get(), &again), reason, again);
    } else if (!done_.empty()) {
      const Sent& replayed = Chance(50) ? done_.back() : Any(done_);
      if (Chance(5)) {
        Tampered(replayed);
      } else {
        Replay(replayed);
      }
    }
  }

  struct Sent {
    std::string who;
    std::shared_ptr<Message> request;
    std::shared_ptr<Message> response;
  };

  // The same request is done once, and gets the same response; but a one-time code is kept nowhere.
  void Replay(const Sent& sent) {
    if (absl::StartsWith(sent.who, "tap-su")) return;  // may have lost what let them do it
    const std::unique_ptr<Message> again(sent.response->New());
    const Answered answered = people_.at(sent.who)->Sends(sent.request.get(), again.get());
    EXPECT_DONE(answered) << "replay of " << sent.request->GetTypeName();
    const std::unique_ptr<Message> first(sent.response->New());
    first->CopyFrom(*sent.response);
    const FieldDescriptor* code = first->GetDescriptor()->FindFieldByName("one_time_code");
    if (code != nullptr) first->GetReflection()->ClearField(first.get(), code);
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*first, *again))
        << first->DebugString() << "\nagain:\n"
        << again->DebugString();
  }

  // Another request under an id that was used.
  void Tampered(const Sent& sent) {
    if (absl::StartsWith(sent.who, "tap-su")) return;
    const std::unique_ptr<Message> other(sent.request->New());
    other->CopyFrom(*sent.request);
    bool changed = false;
    for (const char* text : {"etag", "decision_number", "reason", "text", "conclusion", "display_name", "note"}) {
      const FieldDescriptor* field = other->GetDescriptor()->FindFieldByName(text);
      if (field == nullptr || changed) continue;
      other->GetReflection()->SetString(other.get(), field, "khác");
      changed = true;
    }
    if (!changed) return;
    const std::unique_ptr<Message> response(sent.response->New());
    EXPECT_REFUSED(people_.at(sent.who)->Sends(other.get(), response.get()), REQUEST_ID_REUSED);
  }

  void Compare(const Answered& answered, const std::string& reason, const Message& response) {
    EXPECT_EQ(answered.ok() ? "" : answered.reason, reason) << answered;
    if (!answered.ok() || !reason.empty()) return;
    EXPECT_EQ(TextOf(response, "revision"), absl::StrCat(model_.revision));
    const FieldDescriptor* task = response.GetDescriptor()->FindFieldByName("task");
    if (task == nullptr || task->message_type() != v1::Task::descriptor()) return;
    CompareTask(static_cast<const v1::Task&>(response.GetReflection()->GetMessage(response, task)));
  }

  void CompareTask(const v1::Task& task) {
    const std::vector<std::string> parts = absl::StrSplit(task.name(), '/');
    const std::string name = absl::StrCat(parts.at(3), "/", parts.at(5));
    ASSERT_TRUE(model_.tasks.contains(name)) << name;
    const Model::Task& should = model_.tasks.at(name);
    SCOPED_TRACE(name);
    EXPECT_EQ(v1::TaskState_Name(task.state()), NameOf(should.state));
    EXPECT_EQ(task.etag(), absl::StrCat(should.etag));
    EXPECT_EQ(task.cycle(), should.cycle);
    EXPECT_EQ(DayOf(task.due_date()), should.due());
    EXPECT_EQ(DayOf(task.base_due_date()), should.base_due);
    EXPECT_EQ(Model::FiguresOf(task.claim()), Model::FiguresOf(should.claim));
    EXPECT_EQ(task.has_result(), should.result.has_value());
    if (should.result) {
      EXPECT_EQ(Model::FiguresOf(task.result()), Model::FiguresOf(*should.result));
    }
    const Model::Timing timing = model_.TimingOf(should);
    EXPECT_EQ(v1::Timing_Name(task.timing()), v1::Timing_Name(timing.timing));
    EXPECT_EQ(task.days_late(), timing.days_late);
    if (should.state == Model::State::kInReview) {
      EXPECT_EQ(task.reviewer(), world_.AccountName(should.reviewer));
    }
  }

  // --- The whole picture.
  void LooksAtEverything() {
    if (testing::Test::HasFailure()) return;
    EXPECT_EQ(Revision(), model_.revision);
    LooksAtTasks();
    LooksAtInspections();
    for (const auto& [name, round] : model_.rounds) {
      if (!round.issued) continue;
      SCOPED_TRACE(name);
      LooksAtTimeliness(name);
      if (name != "2025-2026") LooksAtProgress(name);
    }
  }

  void LooksAtTasks() {
    size_t seen = 0;
    v1::ListTasksRequest request;
    request.set_parent(absl::StrCat(world_.FederationName(), "/rounds/-"));
    request.set_page_size(70);
    do {
      const auto page = world_.Chair().Call<v1::ListTasksResponse>(request);
      ASSERT_DONE(page);
      for (const v1::Task& task : page->tasks()) CompareTask(task);
      seen += static_cast<size_t>(page->tasks_size());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    EXPECT_EQ(seen, model_.tasks.size());
  }

  void LooksAtInspections() {
    for (const auto& [name, should] : model_.inspections) {
      SCOPED_TRACE(name);
      const auto seen = world_.InspectionChair().SeesInspection(name);
      ASSERT_DONE(seen);
      EXPECT_EQ(v1::InspectionState_Name(seen->inspection().state()), NameOf(should.state));
      EXPECT_EQ(seen->inspection().checks_size(), should.checks);
      EXPECT_EQ(seen->inspection().signatures_size(), static_cast<int>(should.signatures.size()));
      ASSERT_EQ(seen->inspection().findings_size(), static_cast<int>(should.findings.size()));
      for (int i = 0; i < seen->inspection().findings_size(); ++i) {
        const v1::Finding& finding = seen->inspection().findings(i);
        const Model::Finding& expected = should.findings[static_cast<size_t>(i)];
        EXPECT_EQ(v1::FindingState_Name(finding.state()), NameOf(expected.state));
        EXPECT_EQ(DayOf(finding.remedy_due_date()), expected.remedy_due);
        EXPECT_EQ(finding.explanation().empty(), expected.explained_by.empty());
      }
    }
  }

  void LooksAtTimeliness(const std::string& round) {
    const auto seen = world_.Reader().SeesTimeliness(round);
    ASSERT_DONE(seen);
    const Model::Timeliness should = model_.TimelinessOf(round);
    EXPECT_EQ(seen->counts().done_on_time(), should.on_time);
    EXPECT_EQ(seen->counts().done_late(), should.late);
    EXPECT_EQ(seen->counts().overdue(), should.overdue);
    EXPECT_EQ(seen->counts().awaiting_review(), should.awaiting);
    EXPECT_EQ(seen->counts().not_due(), should.not_due);
    EXPECT_EQ(seen->counts().due(), should.on_time + should.late + should.overdue + should.awaiting);
  }

  void LooksAtProgress(const std::string& round) {
    const auto seen = world_.Reader().SeesProgress(round);
    ASSERT_DONE(seen);
    EXPECT_EQ(seen->indicators_size(), 10);
    for (const v1::IndicatorProgress& indicator : seen->indicators()) {
      SCOPED_TRACE(indicator.item());
      if (indicator.item() == "I.9") {
        EXPECT_EQ(indicator.figures(0).numerator(),
                  model_.MembersOn(std::min(model_.today, support::ModelDayOf(std::stoi(round), 12, 31))));
        continue;
      }
      if (indicator.item() == "I.10") {
        EXPECT_EQ(indicator.figures(0).numerator(), model_.InspectedIn(std::stoi(round)));
        EXPECT_EQ(indicator.figures(0).denominator(), 2);
        continue;
      }
      const std::string counted_in = model_.items.at(indicator.item()).yearly ? round : "2025-2026";
      const Model::Progress should = model_.ProgressOf(counted_in, indicator.item());
      EXPECT_EQ(indicator.expected(), should.expected);
      EXPECT_EQ(indicator.reported(), should.reported);
      EXPECT_EQ(indicator.not_applicable(), should.not_applicable);
      EXPECT_EQ(indicator.submitted(), should.submitted);
      const bool tells = indicator.state() == v1::PROGRESS_STATE_MET || indicator.state() == v1::PROGRESS_STATE_NOT_MET;
      if (!should.has_data) {
        EXPECT_FALSE(tells);
      }
      ASSERT_EQ(indicator.figures_size(), static_cast<int>(should.figures.size()));
      for (int i = 0; tells && i < indicator.figures_size(); ++i) {
        EXPECT_EQ(indicator.figures(i).numerator(), should.figures[static_cast<size_t>(i)].first);
        EXPECT_EQ(indicator.figures(i).denominator(), should.figures[static_cast<size_t>(i)].second);
      }
    }
  }

  // --- What may happen.
  void Anything() {
    const int64_t what = Number(0, 1240);
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
    if (one_of(6)) return ReportSupervision();
    if (one_of(6)) return Cancel();
    if (one_of(6)) return CloseWithoutRemedy();
    if (one_of(25)) return SubmitRemedy();
    if (one_of(20)) return VerifyRemedy();
    if (one_of(15)) return RejectRemedy();
    if (one_of(15)) return AssignCharge(Mostly(Heads()), AnyCharge());
    if (one_of(10)) return EndCharge();
    if (one_of(25)) return AssignAdHoc();
    if (one_of(8)) return AssignItem();
    if (one_of(8))
      return Draft(Mostly(StandingCommittee()), AnyOf({"2025", "2026", "2026", "2025-2026"}), AnyWithout());
    if (one_of(8)) return IssueSomething();
    if (one_of(3)) return LoadProgramme(Mostly({"chu-tich"}), Chance(80), Chance(80));
    if (one_of(6)) return ImportSomething();
    if (one_of(8)) return CreateAccount();
    if (one_of(3)) return CreateUnionAccounts();
    if (one_of(4)) return ChangeAccount<v1::DisableAccountRequest, v1::DisableAccountResponse>(&Model::Disable);
    if (one_of(4)) return ChangeAccount<v1::EnableAccountRequest, v1::EnableAccountResponse>(&Model::Enable);
    if (one_of(4)) return ChangeAccount<v1::ResetAccountRequest, v1::ResetAccountResponse>(&Model::Reset);
    if (one_of(12)) return GiveSomething();
    if (one_of(10)) return EndPosition();
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
  std::string InspectionIn(Model::InspectionState state) {
    std::vector<std::string> fit;
    for (const auto& [name, inspection] : model_.inspections) {
      if (inspection.state == state || Chance(5)) fit.push_back(name);
    }
    return fit.empty() ? "" : AnyOf(fit);
  }
  std::string FindingIn(Model::FindingState state) {
    std::vector<std::string> fit;
    for (const auto& [name, inspection] : model_.inspections) {
      for (size_t i = 0; i < inspection.findings.size(); ++i) {
        if (inspection.findings[i].state == state || Chance(10)) fit.push_back(absl::StrCat(name, "/", i + 1));
      }
    }
    return fit.empty() ? "" : AnyOf(fit);
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
    const auto found = model_.items.find(task.item);
    const Model::Item item = found == model_.items.end() ? Model::Item{} : found->second;
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
    const Model::Ask ask{.who = Mostly(OfUnit(model_.tasks.at(task))), .etag = AnyEtag(model_.tasks.at(task))};
    Do<v1::AcknowledgeTaskResponse>(ask.who, About<v1::AcknowledgeTaskRequest>(task, ask.etag),
                                    [&] { return model_.Acknowledge(ask, task); });
  }

  void ReportProgress() {
    const std::string task = TaskIn({Model::State::kIssued, Model::State::kInProgress, Model::State::kReturned});
    if (task.empty()) return Anything();
    const Model::Ask ask{.who = Mostly(OfUnit(model_.tasks.at(task))), .etag = AnyEtag(model_.tasks.at(task))};
    auto request = About<v1::ReportProgressRequest>(task, ask.etag);
    *request.mutable_report() = AnyReport(model_.tasks.at(task));
    Do<v1::ReportProgressResponse>(ask.who, request, [&] { return model_.Report(ask, task, request.report()); });
  }

  void Submit() {
    const std::string task = TaskIn({Model::State::kIssued, Model::State::kInProgress, Model::State::kReturned});
    if (task.empty()) return Anything();
    const Model::Ask ask{.who = Mostly(OfUnit(model_.tasks.at(task))), .etag = AnyEtag(model_.tasks.at(task))};
    auto request = About<v1::SubmitTaskRequest>(task, ask.etag);
    std::optional<v1::Report> report;
    if (Chance(75)) report = AnyReport(model_.tasks.at(task));
    if (report) *request.mutable_report() = *report;
    Do<v1::SubmitTaskResponse>(ask.who, request, [&] { return model_.Submit(ask, task, report); });
  }

  void Recall() {
    const std::string task = TaskIn({Model::State::kSubmitted});
    if (task.empty()) return Anything();
    const Model::Ask ask{.who = Mostly(OfUnit(model_.tasks.at(task))), .etag = AnyEtag(model_.tasks.at(task))};
    Do<v1::RecallTaskResponse>(ask.who, About<v1::RecallTaskRequest>(task, ask.etag),
                               [&] { return model_.Recall(ask, task); });
  }

  void RecordPaper() {
    const std::string task = TaskIn({Model::State::kIssued, Model::State::kInProgress, Model::State::kReturned});
    if (task.empty()) return Anything();
    const Model::Ask ask{.who = Mostly(StandingCommittee()), .etag = AnyEtag(model_.tasks.at(task))};
    auto request = About<v1::RecordPaperReportRequest>(task, ask.etag);
    *request.mutable_report() = AnyReport(model_.tasks.at(task));
    const ModelDay received = model_.today - Number(Chance(5) ? -1 : 0, 9);
    *request.mutable_received_date() = DateOf(received);
    Do<v1::RecordPaperReportResponse>(ask.who, request,
                                      [&] { return model_.RecordPaper(ask, task, request.report(), received); });
  }

  void TakeReview() {
    const std::string task = TaskIn({Model::State::kSubmitted});
    if (task.empty()) return Anything();
    const Model::Ask ask{.who = Mostly(StandingCommittee()), .etag = AnyEtag(model_.tasks.at(task))};
    auto request = About<v1::TakeReviewRequest>(task, ask.etag);
    std::string reviewer = ask.who;
    if (Chance(20)) reviewer = Mostly(StandingCommittee());
    if (reviewer != ask.who) request.set_reviewer(world_.AccountName(reviewer));
    Do<v1::TakeReviewResponse>(ask.who, request, [&] { return model_.TakeReview(ask, task, reviewer); });
  }

  void ReleaseReview() {
    const std::string task = TaskIn({Model::State::kInReview});
    if (task.empty()) return Anything();
    const Model::Ask ask{.who = Mostly(StandingCommittee()), .etag = AnyEtag(model_.tasks.at(task))};
    Do<v1::ReleaseReviewResponse>(ask.who, About<v1::ReleaseReviewRequest>(task, ask.etag),
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
    const Model::Ask ask{.who = ReviewerOf(model_.tasks.at(task)), .etag = AnyEtag(model_.tasks.at(task))};
    auto request = About<v1::AcceptTaskRequest>(task, ask.etag);
    std::optional<v1::Report> result;
    if (Chance(20)) result = AnyReport(model_.tasks.at(task));
    if (result) *request.mutable_result() = *result;
    if (Chance(85)) request.set_reason("đạt");
    Do<v1::AcceptTaskResponse>(ask.who, request,
                               [&] { return model_.Accept(ask, task, result, !request.reason().empty()); });
  }

  void Return() {
    const std::string task = TaskIn({Model::State::kSubmitted, Model::State::kInReview});
    if (task.empty()) return Anything();
    const Model::Ask ask{.who = ReviewerOf(model_.tasks.at(task)), .etag = AnyEtag(model_.tasks.at(task))};
    auto request = About<v1::ReturnTaskRequest>(task, ask.etag);
    const ModelDay due = model_.today + Number(Chance(10) ? -2 : 0, 20);
    *request.mutable_rework_due_date() = DateOf(due);
    if (Chance(92)) request.set_reason("thiếu minh chứng");
    Do<v1::ReturnTaskResponse>(ask.who, request,
                               [&] { return model_.Return(ask, task, !request.reason().empty(), due); });
  }

  void Withdraw() {
    const std::string task = TaskIn({Model::State::kIssued, Model::State::kReturned, Model::State::kInReview});
    if (task.empty()) return Anything();
    const Model::Ask ask{.who = Mostly(Heads()), .etag = AnyEtag(model_.tasks.at(task))};
    auto request = About<v1::WithdrawTaskRequest>(task, ask.etag);
    // Rarely for good, so that there is something left to do.
    if (Chance(60)) request.set_reason("không còn phù hợp");
    if (Chance(60)) request.set_decision_number("9/QĐ");
    Do<v1::WithdrawTaskResponse>(ask.who, request, [&] {
      return model_.Withdraw(ask, task, !request.reason().empty(), !request.decision_number().empty());
    });
  }

  void Comment() {
    const std::string task = Any(model_.tasks).first;
    const Model::Ask ask{.who = Anybody(), .etag = AnyEtag(model_.tasks.at(task))};
    auto request = About<v1::CommentOnTaskRequest>(task, ask.etag);
    if (Chance(90)) request.set_text("đề nghị bổ sung");
    Do<v1::CommentOnTaskResponse>(ask.who, request, [&] { return model_.Comment(ask, task, !request.text().empty()); });
  }

  void Schedule() {
    const Model::Ask ask{.who = Mostly({"chu-nhiem"}, 92), .etag = ""};
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
    Do<v1::ScheduleInspectionResponse>(ask.who, request, [&] {
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
    const Model::Ask ask{.who = Mostly(Team(inspection)), .etag = ""};
    auto request = AboutInspection<v1::NotifyInspectionRequest>(inspection);
    if (Chance(92)) *request.mutable_document() = Numbered("3/TB");
    Do<v1::NotifyInspectionResponse>(ask.who, request,
                                     [&] { return model_.Notify(ask, inspection, request.has_document()); });
  }

  void Start() {
    std::string inspection = InspectionIn(Model::InspectionState::kNotified);
    if (inspection.empty() || Chance(30)) inspection = InspectionIn(Model::InspectionState::kScheduled);
    if (inspection.empty()) return Anything();
    const Model::Ask ask{.who = Mostly(Team(inspection)), .etag = ""};
    Do<v1::StartInspectionResponse>(ask.who, AboutInspection<v1::StartInspectionRequest>(inspection),
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
    const Model::Ask ask{.who = Mostly(Team(inspection)), .etag = ""};
    auto request = AboutInspection<v1::CheckTaskRequest>(inspection);
    const std::string task = InspectedTask(inspection);
    request.set_task(world_.TaskName(task));
    request.set_confirmed(Chance(80));
    Do<v1::CheckTaskResponse>(ask.who, request, [&] { return model_.Check(ask, inspection, task); });
  }

  void Find() {
    const std::string inspection = InspectionIn(Model::InspectionState::kFieldwork);
    if (inspection.empty()) return Anything();
    const Model::Ask ask{.who = Mostly(Team(inspection)), .etag = ""};
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
    Do<v1::RecordFindingResponse>(ask.who, request, [&] { return model_.Find(ask, inspection, finding); });
  }

  void DropFinding() {
    const std::string finding = FindingIn(Model::FindingState::kDraft);
    if (finding.empty()) return Anything();
    const std::string inspection = finding.substr(0, finding.find('/'));
    const Model::Ask ask{.who = Chance(60) ? model_.inspections.at(inspection).head : Mostly(Team(inspection)),
                         .etag = ""};
    v1::DropFindingRequest request;
    request.set_name(world_.FindingName(finding));
    if (Chance(90)) request.set_reason("không có căn cứ");
    Do<v1::DropFindingResponse>(ask.who, request, [&] { return model_.Drop(ask, finding, !request.reason().empty()); });
  }

  void DraftConclusion() {
    const std::string inspection =
        InspectionIn(Chance(85) ? Model::InspectionState::kFieldwork : Model::InspectionState::kDrafted);
    if (inspection.empty()) return Anything();
    const Model::Ask ask{.who = Chance(80) ? model_.inspections.at(inspection).head : Mostly(Team(inspection)),
                         .etag = ""};
    auto request = AboutInspection<v1::DraftConclusionRequest>(inspection);
    request.set_conclusion("đã kiểm tra");
    const ModelDay explain_by = model_.today + Number(Chance(8) ? -1 : 0, 4);
    *request.mutable_explain_by_date() = DateOf(explain_by);
    Do<v1::DraftConclusionResponse>(ask.who, request,
                                    [&] { return model_.DraftConclusion(ask, inspection, explain_by); });
  }

  // A draft finding that waits to be explained, mostly.
  void Explain() {
    std::vector<std::string> waiting;
    for (const auto& [name, inspection] : model_.inspections) {
      if (inspection.state != Model::InspectionState::kDrafted) continue;
      for (size_t i = 0; i < inspection.findings.size(); ++i) waiting.push_back(absl::StrCat(name, "/", i + 1));
    }
    const std::string finding = waiting.empty() || Chance(20) ? FindingIn(Model::FindingState::kDraft) : AnyOf(waiting);
    if (finding.empty()) return Anything();
    const std::string unit = model_.inspections.at(finding.substr(0, finding.find('/'))).unit;
    const std::vector<std::string> heads = unit == kFederation ? Heads() : Those([&](const std::string& who) {
      return model_.Holds(who, v1::POSITION_UNION_CHAIR, unit);
    });
    const Model::Ask ask{.who = Mostly(heads), .etag = ""};
    v1::ExplainFindingRequest request;
    request.set_name(world_.FindingName(finding));
    request.set_explanation("do nhầm sổ");
    Do<v1::ExplainFindingResponse>(ask.who, request, [&] { return model_.Explain(ask, finding); });
  }

  void Sign() {
    const std::string inspection = InspectionIn(Model::InspectionState::kDrafted);
    if (inspection.empty()) return Anything();
    std::vector<std::string> unsigned_members;
    for (const std::string& member : Team(inspection)) {
      if (!model_.inspections.at(inspection).signatures.contains(member)) unsigned_members.push_back(member);
    }
    const Model::Ask ask{.who = Mostly(unsigned_members), .etag = ""};
    auto request = AboutInspection<v1::SignConclusionRequest>(inspection);
    if (Chance(10)) request.set_reservation("chưa rõ");
    Do<v1::SignConclusionResponse>(ask.who, request, [&] { return model_.Sign(ask, inspection); });
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
    const Model::Ask ask{.who = Chance(80) ? model_.inspections.at(inspection).head : Mostly(Team(inspection)),
                         .etag = ""};
    auto request = AboutInspection<v1::ConcludeInspectionRequest>(inspection);
    if (Chance(70)) request.set_conclusion("đã kiểm tra");
    if (Chance(92)) *request.mutable_document() = Numbered("5/KL");
    Do<v1::ConcludeInspectionResponse>(ask.who, request,
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
    const Model::Ask ask{.who = Chance(80) ? model_.inspections.at(inspection).head : Mostly(Team(inspection)),
                         .etag = ""};
    auto request = AboutInspection<v1::ReportSupervisionRequest>(inspection);
    request.set_report("đã giám sát");
    if (Chance(92)) *request.mutable_document() = Numbered("6/BC");
    Do<v1::ReportSupervisionResponse>(
        ask.who, request, [&] { return model_.ReportSupervision(ask, inspection, request.has_document()); });
  }

  void Cancel() {
    const std::string inspection = InspectionIn(Model::InspectionState::kScheduled);
    if (inspection.empty()) return Anything();
    const Model::Ask ask{.who = Mostly({"chu-nhiem"}), .etag = ""};
    auto request = AboutInspection<v1::CancelInspectionRequest>(inspection);
    if (Chance(90)) request.set_reason("đơn vị giải thể");
    if (Chance(90)) request.set_decision_number("8/QĐ-UBKT");
    Do<v1::CancelInspectionResponse>(ask.who, request, [&] {
      return model_.Cancel(ask, inspection, !request.reason().empty(), !request.decision_number().empty());
    });
  }

  void CloseWithoutRemedy() {
    const std::string finding = FindingIn(Model::FindingState::kIssued);
    if (finding.empty()) return Anything();
    const Model::Ask ask{.who = Mostly(Heads()), .etag = ""};
    v1::CloseFindingWithoutRemedyRequest request;
    request.set_name(world_.FindingName(finding));
    if (Chance(90)) request.set_reason("không còn khắc phục được");
    if (Chance(90)) request.set_decision_number("9/QĐ-BTV");
    Do<v1::CloseFindingWithoutRemedyResponse>(ask.who, request, [&] {
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
    const Model::Ask ask{.who = Mostly(of_unit), .etag = ""};
    v1::SubmitRemedyRequest request;
    request.set_name(world_.FindingName(finding));
    request.set_text("đã khắc phục");
    Do<v1::SubmitRemedyResponse>(ask.who, request, [&] { return model_.SubmitRemedy(ask, finding); });
  }

  void VerifyRemedy() {
    const std::string finding = FindingIn(Model::FindingState::kRemedySubmitted);
    if (finding.empty()) return Anything();
    const Model::Ask ask{.who = Mostly(Inspectors()), .etag = ""};
    v1::VerifyRemedyRequest request;
    request.set_name(world_.FindingName(finding));
    Do<v1::VerifyRemedyResponse>(ask.who, request, [&] { return model_.VerifyRemedy(ask, finding); });
  }

  void RejectRemedy() {
    const std::string finding = FindingIn(Model::FindingState::kRemedySubmitted);
    if (finding.empty()) return Anything();
    const Model::Ask ask{.who = Mostly(Inspectors()), .etag = ""};
    v1::RejectRemedyRequest request;
    request.set_name(world_.FindingName(finding));
    if (Chance(90)) request.set_reason("chưa đủ");
    const ModelDay due = model_.today + Number(Chance(10) ? -1 : 0, 20);
    *request.mutable_remedy_due_date() = DateOf(due);
    Do<v1::RejectRemedyResponse>(ask.who, request,
                                 [&] { return model_.RejectRemedy(ask, finding, !request.reason().empty(), due); });
  }

  void LoadProgramme(const std::string& who, bool decision, bool right) {
    v1::LoadProgrammeRequest request;
    request.set_parent(world_.FederationName());
    request.set_source(right ? support::FileOf(world_.options().programme) : "id: \"walk\"");
    if (decision) request.set_decision_number("1/NQ");
    Do<v1::LoadProgrammeResponse>(who, request,
                                  [&] { return model_.LoadProgramme({.who = who, .etag = ""}, decision, right); });
  }

  void ImportUnions(const std::string& who, const std::map<std::string, int64_t>& members) {
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
    Do<v1::ImportUnionsResponse>(who, request, [&] { return model_.ImportUnions({.who = who, .etag = ""}, members); });
  }

  void ImportSomething() {
    const std::string unit = AnyOf({"xa", "truong", "nha-may", "cong-ty"});
    const int64_t now = std::prev(model_.members.at(unit).end())->second;
    ImportUnions(Mostly({"chu-tich"}), {{unit, Chance(30) ? now : Number(10, 99)}});
  }

  std::set<std::string> AnyWithout() { return Chance(50) ? std::set<std::string>{} : std::set<std::string>{"I.8"}; }

  void Draft(const std::string& who, const std::string& round, std::set<std::string> without) {
    v1::DraftRoundRequest request;
    request.set_name(world_.RoundName(round));
    if (round == "2025-2026") without.clear();
    for (const std::string& item : without) request.add_without_items(item);
    Do<v1::DraftRoundResponse>(who, request, [&] { return model_.Draft({.who = who, .etag = ""}, round, without); });
  }

  void Issue(const std::string& who, const std::string& round, const std::string& etag, bool decision) {
    v1::IssueRoundRequest request;
    request.set_name(world_.RoundName(round));
    request.set_etag(etag);
    if (decision) request.set_decision_number("3/QĐ");
    Do<v1::IssueRoundResponse>(who, request, [&] { return model_.Issue({.who = who, .etag = etag}, round, decision); });
  }

  void IssueSomething() {
    const std::string round = Chance(80) ? "2026" : AnyOf({"2025", "2025-2026"});
    const auto found = model_.rounds.find(round);
    const int64_t etag = found == model_.rounds.end() ? 1 : found->second.etag;
    // The year 2026 is issued when it has begun.
    const bool early = round == "2026" && YearOf(model_.today) < 2026;
    Issue(Mostly(Heads()), round, absl::StrCat(Chance(15) || early ? etag + 1 : etag), Chance(90));
  }

  void AssignItem() {
    const std::string round = AnyOf({"2025", "2025", "2026"});
    const std::string item = Chance(70) ? "I.8" : AnyOf({"I.1", "I.2", "I.5"});
    const std::string unit = AnyOf({"xa", "truong", "nha-may", "cong-ty"});
    const ModelDay due = model_.today + Number(Chance(8) ? -1 : 0, 60);
    const Model::Ask ask{.who = Mostly(Heads()), .etag = ""};
    v1::AssignItemRequest request;
    request.set_parent(world_.RoundName(round));
    request.set_item(item);
    request.add_assignees(world_.UnitName(unit));
    *request.mutable_due_date() = DateOf(due);
    if (Chance(92)) request.set_decision_number("6/QĐ");
    Do<v1::AssignItemResponse>(ask.who, request, [&] {
      return model_.AssignItem(ask, round, item, unit, due, !request.decision_number().empty());
    });
  }

  void AssignAdHoc() {
    const std::string round = AnyOf({"2025", "2025", "2026"});
    const std::string unit = AnyOf({"", "xa", "nha-may", kFederation});
    const ModelDay due = model_.today + Number(Chance(8) ? -1 : 0, 60);
    const Model::Ask ask{.who = Mostly(Heads()), .etag = ""};
    v1::AssignAdHocRequest request;
    request.set_parent(world_.RoundName(round));
    request.mutable_title()->set_vi("Rà soát an toàn");
    *request.mutable_document() = Numbered("45/CV");
    if (!unit.empty()) request.add_assignees(world_.UnitName(unit));
    *request.mutable_due_date() = DateOf(due);
    if (Chance(92)) request.set_decision_number("7/QĐ");
    Do<v1::AssignAdHocResponse>(ask.who, request, [&] {
      return model_.AssignAdHoc(ask, round, unit, due, !request.decision_number().empty());
    });
  }

  Model::Charge AnyCharge() {
    Model::Charge charge{.account = Mostly(StandingCommittee()), .field = "", .item = "", .unit = ""};
    const int64_t of = Number(0, 3);
    if (of == 0) charge.field = AnyOf({"work", "money"});
    if (of == 1) charge.item = AnyOf({"I.1", "I.2", "I.3", "D1"});
    if (of >= 2) charge.unit = AnyOf({"xa", "truong", "nha-may", "cong-ty"});
    return charge;
  }

  void AssignCharge(const std::string& who, const Model::Charge& charge) {
    v1::AssignResponsibilityRequest request;
    request.set_parent(world_.FederationName());
    v1::Responsibility& responsibility = *request.mutable_responsibility();
    responsibility.set_account(world_.AccountName(charge.account));
    if (!charge.field.empty()) responsibility.set_field(charge.field);
    if (!charge.item.empty()) responsibility.set_item(charge.item);
    if (!charge.unit.empty()) responsibility.set_assignee(world_.UnitName(charge.unit));
    Do<v1::AssignResponsibilityResponse>(who, request,
                                         [&] { return model_.AssignCharge({.who = who, .etag = ""}, charge); });
  }

  void EndCharge() {
    const Model::Ask ask{.who = Mostly(Heads()), .etag = ""};
    const int64_t number = Number(1, static_cast<int64_t>(model_.charges.size()) + 1);
    v1::EndResponsibilityRequest request;
    request.set_name(absl::StrCat(world_.FederationName(), "/responsibilities/", number));
    Do<v1::EndResponsibilityResponse>(ask.who, request, [&] { return model_.EndCharge(ask, number); });
  }

  void CreateAccount() {
    const Model::Ask ask{.who = Mostly({"quan-tri"}), .etag = ""};
    v1::CreateAccountRequest request;
    request.set_parent(world_.FederationName());
    request.set_account_id(absl::StrCat("moi-", Number(1, 40)));
    request.set_display_name("Người mới");
    Do<v1::CreateAccountResponse>(ask.who, request, [&] { return model_.CreateAccount(ask, request.account_id()); });
  }

  void CreateUnionAccounts() {
    const Model::Ask ask{.who = Mostly({"quan-tri"}), .etag = ""};
    v1::CreateUnionAccountsRequest request;
    request.set_parent(world_.FederationName());
    Do<v1::CreateUnionAccountsResponse>(ask.who, request, [&] { return model_.CreateUnionAccounts(ask); });
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
    Do<Response>(ask.who, request, [&] { return (model_.*change)(ask, account); });
  }

  void Give(const std::string& who, const std::string& account, v1::Position position, const std::string& unit) {
    v1::GivePositionRequest request;
    request.set_name(world_.AccountName(account));
    request.set_position(position);
    if (!unit.empty()) request.set_body(world_.UnitName(unit));
    Do<v1::GivePositionResponse>(who, request,
                                 [&] { return model_.Give({.who = who, .etag = ""}, account, position, unit); });
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
    Give(Mostly({"quan-tri"}), account, position, unit);
  }

  // One that was given on the way; or the last administrator's.
  void EndPosition() {
    const Model::Ask ask{.who = Mostly({"quan-tri"}), .etag = ""};
    const auto last = static_cast<int64_t>(model_.offices.size());
    const int64_t number = Chance(10) ? 1 : Number(fixed_offices_ + 1, last + 1);
    v1::EndPositionRequest request;
    request.set_name(absl::StrCat(world_.FederationName(), "/positions/", number));
    Do<v1::EndPositionResponse>(ask.who, request, [&] { return model_.EndOffice(ask, number); });
  }

  void AdvanceClock() {
    const Model::Ask ask{.who = Mostly({"chu-tich", "quan-tri"}, 50), .etag = ""};
    v1::AdvanceClockRequest request;
    request.set_parent(world_.FederationName());
    request.mutable_time()->set_seconds(world_.now_micros() / 1'000'000 + 3600);
    Do<v1::AdvanceClockResponse>(ask.who, request, [&] { return model_.AdvanceClock(ask); });
  }

  std::mt19937_64 random_;
  World world_;
  Model model_;
  std::map<std::string, Person*> people_;
  std::deque<Sent> done_;
  int64_t fixed_offices_ = 0;
  int64_t replays_ = 0;
  std::map<std::string, int64_t> tried_;
};

TEST(RandomWalk, TheServerDoesWhatTheModelSays) {
  const auto seed = static_cast<uint64_t>(FromEnvironment("PHANCONG_SEED", 20250106));
  const auto steps = static_cast<int>(FromEnvironment("PHANCONG_STEPS", kSteps));
  std::cout << "PHANCONG_SEED=" << seed << " PHANCONG_STEPS=" << steps << "\n";
  Walk walk(seed);
  walk.Takes(steps);
  walk.Tells();
}

}  // namespace
}  // namespace phancong
