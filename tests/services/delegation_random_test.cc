// Everybody tries everything, for themselves and for everybody else, while positions and responsibilities change under
// them. Whatever the server lets through, nobody is on both sides of a thing. PHANCONG_SEED=… takes another way.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "tests/services/five_unions.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

constexpr char kUnit[] = "truong-dong-yen";
constexpr uint64_t kSeed = 20250106;
constexpr int kSteps = 2'400;
// From here on the union's chair is an inspector, and its officer a vice-chair of the Standing Committee.
constexpr int kPositionsChange = 1'600;

using People = std::set<std::string>;

bool Share(const People& a, const People& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& one) { return b.contains(one); });
}

class Capacities {
 public:
  explicit Capacities(uint64_t seed)
      : random_(seed),
        world_({.seed = seed}),
        unit_chair_(Set()),
        officer_(world_.UnionOfficer(kUnit)),
        persons_({&unit_chair_, &officer_, &world_.Chair(), &world_.ViceChair(), &world_.Member(1), &world_.Member(2),
                  &world_.Member(3), &world_.InspectionChair(), &world_.Inspector(1), &world_.Inspector(2),
                  &world_.Inspector(3)}) {
    of_chair_ = world_.PositionName(unit_chair_);
    of_officer_ = world_.PositionName(officer_);
    for (Person* person : persons_) capacities_.emplace_back(person, "");
    Delegates(unit_chair_, officer_);
    Delegates(world_.Chair(), world_.Member(1));
    Delegates(world_.ViceChair(), world_.Member(2));
    Delegates(world_.Member(2), world_.Member(1));
    Delegates(world_.Member(3), world_.ViceChair());
    Delegates(world_.InspectionChair(), world_.Inspector(3));
    Delegates(world_.Inspector(1), world_.InspectionChair());
    Delegates(world_.Inspector(2), world_.Inspector(1));
    // Two of the committees have positions in the union, too.
    EXPECT_DONE(world_.Administrator().Gives(world_.Member(1).account(), v1::POSITION_UNION_OFFICER, kUnit));
    EXPECT_DONE(world_.Administrator().Gives(world_.Inspector(3).account(), v1::POSITION_UNION_OFFICER, kUnit));
    for (const int which : {2, 3}) {
      EXPECT_DONE(world_.Chair().PutsInChargeOfUnion(world_.Member(which).account(), kUnit));
    }
    const auto tasks = world_.Chair().Lists("2025");
    EXPECT_DONE(tasks);
    for (const v1::Task& task : tasks->tasks()) {
      const bool own = task.assignee() == world_.FederationName();
      if (own && own_.size() < 8) own_.push_back(task.name());
      if (task.assignee() == world_.UnitName(kUnit) && of_union_.size() < 12) of_union_.push_back(task.name());
      reports_[task.name()] = world_.CompleteReport(task.name());
      if (!task.required_evidence().empty()) evidence_[task.name()] = task.required_evidence(0);
      items_[task.name()] = task.item();
    }
    Inspects();
  }

  void TryEverything() {
    for (int step = 0; step < kSteps && !testing::Test::HasFailure(); ++step) {
      SCOPED_TRACE(absl::StrCat("step ", step));
      if (step == kPositionsChange) ChangePositions();
      if (Number(30) == 0) MoveCharge();
      const std::string& task = Number(3) == 0 ? Any(own_) : Any(of_union_);
      const Try attempt = AnyTry(task);
      const auto& [person, whose] = Any(capacities_);
      const std::string acting = Number(20) == 0 ? Any(persons_)->account() : whose;
      person->ActsFor(acting);
      people_ = People{person->name()};
      if (!acting.empty()) people_.insert(world_.AccountName(acting));
      if (Tries(attempt, *person, task).ok()) ++done_;
      person->ActsFor("");
    }
  }

  // Next year, when the year is sealed: everybody tries to restate what was accepted.
  void TryToRestate() {
    world_.GoTo("2026-01-05");
    services_test::IssueAsItComes(world_, "2026");
    services_test::WithdrawWhatIsOpen(world_, "2025");
    ASSERT_DONE(world_.Chair().Seals("2025"));
    int attempts = 0;
    for (const std::string& task : AllTasks()) {
      v1::Task seen = world_.Chair().Sees(task)->task();
      if (seen.state() != v1::TASK_STATE_ACCEPTED || seen.result().figures().empty()) continue;
      for (const auto& [person, whose] : capacities_) {
        person->ActsFor(whose);
        seen.mutable_result()->mutable_figures(0)->clear_not_applicable_reason();
        seen.mutable_result()->mutable_figures(0)->set_numerator(++attempts % 2);
        const auto restated = person->Restates(task, seen.result(), "2026");
        restated_ += restated.ok() ? 1 : 0;
        person->ActsFor("");
      }
    }
  }

  // Who stood on which side of each task, read from its history alone. None was reopened: each has one cycle.
  void ReadHistories() {
    for (const std::string& task : AllTasks()) {
      SCOPED_TRACE(task);
      v1::ListTaskHistoryRequest request;
      request.set_name(task);
      request.set_page_size(1000);
      const auto history = world_.Chair().Call<v1::ListTaskHistoryResponse>(request);
      ASSERT_DONE(history);
      Sides sides;
      for (const v1::Entry& entry : history->entries()) {
        if (entry.event_kinds(0) != "attempt_refused") Read(entry, sides);
      }
    }
  }

  // What happened, for people who read the log.
  void Tells() const {
    std::cout << done_ << " done on " << own_.size() + of_union_.size() << " tasks";
    for (const auto& [kind, times] : kinds_) std::cout << ", " << times << " " << kind;
    std::cout << ", " << for_another_ << " for another, " << restated_ << " restated, " << remedies_ << " remedies, "
              << judged_ << " judged, " << without_evidence_ << " reports without evidence\n";
  }

  // Whether what the sides are looked at for happened at all.
  void SeesEnough() const {
    EXPECT_GT(for_another_, 20);
    for (const auto& [kind, at_least] : std::map<std::string, int>{{"task_submitted", 15},
                                                                   {"review_taken", 10},
                                                                   {"task_accepted", 5},
                                                                   {"task_returned", 1},
                                                                   {"extension_requested", 3},
                                                                   {"extension_decided", 2},
                                                                   {"tasks_extended", 1},
                                                                   {"evidence_waived", 1},
                                                                   {"task_suspended", 1},
                                                                   {"task_resumed", 1}}) {
      EXPECT_GE(kinds_.contains(kind) ? kinds_.at(kind) : 0, at_least) << kind;
    }
    EXPECT_GT(restated_, 0);
    EXPECT_GT(remedies_, 5);
    EXPECT_GT(judged_, 5);
    EXPECT_GT(without_evidence_, 0);
  }

 private:
  // Everybody who stood on each side of one task.
  struct Sides {
    People authors;
    People accepted;
    People asked;  // for the extension that is not decided yet
  };

  Person& Set() {
    services_test::LoadFiveUnions(world_);
    services_test::IssueAsItComes(world_, "2025");
    return world_.UnionChair(kUnit);
  }
  int64_t Number(int64_t below) { return static_cast<int64_t>(random_() % static_cast<uint64_t>(below)); }
  template <class Container>
  const typename Container::value_type& Any(const Container& from) {
    return from[random_() % from.size()];
  }
  std::vector<std::string> AllTasks() const {
    std::vector<std::string> all = of_union_;
    all.insert(all.end(), own_.begin(), own_.end());
    return all;
  }

  void Delegates(Person& whose, Person& to) {
    capacities_.emplace_back(&to, whose.account());
    EXPECT_DONE(whose.Delegates(whose, to, "2026-02-01")) << whose.account() << " to " << to.account();
  }

  // One inspection of the union and one of the federation, whose findings inspectors record in each other's names.
  void Inspects() {
    const std::vector<std::pair<std::string, std::string>> inspected = {{"programme", kUnit},
                                                                        {"same-level-finance", "federation"}};
    for (const auto& [kind, unit] : inspected) {
      const auto scheduled =
          world_.InspectionChair().Schedules(kind, unit, "2025-01-06", "chu-nhiem", {"ubkt-1", "ubkt-2"});
      ASSERT_DONE(scheduled);
      const std::string inspection = scheduled->inspection().name();
      ASSERT_DONE(world_.Inspector(1).Notifies(inspection));
      ASSERT_DONE(world_.Inspector(1).Starts(inspection));
      for (const auto& [person, whose] : capacities_) {
        v1::RecordFindingRequest request;
        request.set_name(inspection);
        request.set_text("Chưa đúng quy định.");
        request.set_grave(Number(2) == 0);
        *request.mutable_remedy_due_date() = DateOf("2025-03-01");
        person->ActsFor(whose);
        const auto found = person->Call<v1::RecordFindingResponse>(request);
        person->ActsFor("");
        if (!found.ok()) continue;
        People people = {person->name()};
        if (!whose.empty()) people.insert(world_.AccountName(whose));
        findings_.push_back(found->finding().name());
        // By those who are heard for the unit, as the conclusion is drafted below.
        explained_[found->finding().name()] = unit == kUnit ? unit_chair_.name() : world_.Chair().name();
        if (request.grave()) found_[found->finding().name()] = people;
      }
      world_.GetsConcluded(inspection);
    }
    EXPECT_GT(findings_.size(), 6U);
  }

  // Positions are those of the day; what people did stays done.
  void ChangePositions() {
    EXPECT_DONE(world_.Administrator().EndsPosition(of_chair_));
    EXPECT_DONE(world_.Administrator().EndsPosition(of_officer_));
    EXPECT_DONE(world_.Administrator().Gives(unit_chair_.account(), v1::POSITION_INSPECTION_COMMITTEE_MEMBER));
    EXPECT_DONE(world_.Administrator().Gives(officer_.account(), v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR));
    world_.GoTo("2025-01-07");
  }

  // The federation's own tasks get another member in charge.
  void MoveCharge() {
    Person& member = world_.Member(static_cast<int>(Number(3)) + 1);
    if (charge_ != 0) {
      EXPECT_DONE(world_.Chair().EndsResponsibility(charge_));
    }
    const auto put = world_.Chair().PutsInChargeOfItem(member.account(), items_.at(Any(own_)));
    ASSERT_DONE(put);
    const std::string& name = put->responsibility().name();
    charge_ = std::stoll(name.substr(name.rfind('/') + 1));
    // Responsibilities end with the day.
    if (Number(2) == 0) world_.PassHours(24);
  }

  enum class Try {
    kSubmit,
    kRecordPaper,
    kTakeReview,
    kAccept,
    kReturn,
    kRecall,
    kReleaseReview,
    kReport,
    kRequestExtension,
    kGrant,
    kRefuse,
    kCancelExtension,
    kExtendTasks,
    kWaive,
    kSuspend,
    kResume,
    kRemedy,
    kJudge,
  };

  // What fits the task as it is, mostly; sometimes something else, or something about a finding.
  Try AnyTry(const std::string& task) {
    static const std::vector<Try> with_assignee = {Try::kSubmit,
                                                   Try::kSubmit,
                                                   Try::kSubmit,
                                                   Try::kRecordPaper,
                                                   Try::kRecordPaper,
                                                   Try::kReport,
                                                   Try::kRequestExtension,
                                                   Try::kGrant,
                                                   Try::kRefuse,
                                                   Try::kCancelExtension,
                                                   Try::kRequestExtension,
                                                   Try::kExtendTasks,
                                                   Try::kWaive,
                                                   Try::kSuspend,
                                                   Try::kWaive,
                                                   Try::kWaive};
    static const std::map<v1::TaskState, std::vector<Try>> fit = {
        {v1::TASK_STATE_SUBMITTED, {Try::kTakeReview, Try::kTakeReview, Try::kAccept, Try::kRecall}},
        {v1::TASK_STATE_IN_REVIEW, {Try::kAccept, Try::kAccept, Try::kReturn, Try::kReturn, Try::kReleaseReview}},
        {v1::TASK_STATE_SUSPENDED, {Try::kResume}},
        {v1::TASK_STATE_ACCEPTED, {Try::kRemedy, Try::kJudge}},
    };
    const int64_t otherwise = Number(8);
    if (otherwise == 0) return static_cast<Try>(Number(static_cast<int64_t>(Try::kJudge) + 1));
    if (otherwise == 1) return Number(2) == 0 ? Try::kRemedy : Try::kJudge;
    const auto seen = world_.Chair().Sees(task);
    EXPECT_DONE(seen);
    const auto found = fit.find(seen->task().state());
    return Any(found == fit.end() ? with_assignee : found->second);
  }

  // What the people of this step tried on the task, or on a finding.
  Answered Tries(Try attempt, Person& who, const std::string& task) {
    switch (attempt) {
      case Try::kSubmit: {
        const bool without = Number(2) == 0;
        return Submitted(task, without, who.Submits(task, Report(task, without)));
      }
      case Try::kRecordPaper: {
        const bool without = Number(3) == 0;
        v1::Report report = Report(task, without);
        if (report.evidence().empty()) Scanned(report);
        return Submitted(task, without, who.RecordsPaper(task, report, "2025-01-06"));
      }
      case Try::kTakeReview:
        return who.TakesReview(task);
      case Try::kAccept:
        return who.Accepts(task, "Tốt.");
      case Try::kReturn:
        return who.Returns(task, "Chưa rõ.", "2025-06-30");
      case Try::kRecall:
        return who.Recalls(task);
      case Try::kReleaseReview:
        return who.ReleasesReview(task);
      case Try::kReport:
        return who.Reports(task, reports_.at(task));
      case Try::kRequestExtension: {
        const auto asked = who.RequestsExtension(task, "2026-03-31");
        if (asked.ok()) extensions_[task] = asked->extension().name();
        return asked;
      }
      case Try::kGrant:
        return who.Grants(extensions_[task]);
      case Try::kRefuse:
        return who.Refuses(extensions_[task]);
      case Try::kCancelExtension:
        return who.CancelsExtension(extensions_[task]);
      case Try::kExtendTasks:
        return who.ExtendsTasks("2025", "2026-04-30", {items_.at(task)}, {task.substr(task.rfind('.') + 1)});
      case Try::kWaive: {
        const Answered waived = who.Waives(task, evidence_[task]);
        if (waived.ok()) waived_[task].insert(people_.begin(), people_.end());
        return waived;
      }
      case Try::kSuspend:
        return Disinterested(task, who.Suspends(task));
      case Try::kResume:
        return Disinterested(task, who.Resumes(task));
      case Try::kRemedy: {
        const std::string& finding = Any(findings_);
        const Answered remedied = who.SubmitsRemedy(finding, "Đã khắc phục.");
        if (remedied.ok()) remedied_[finding] = people_;
        remedies_ += remedied.ok() ? 1 : 0;
        return remedied;
      }
      case Try::kJudge:
        break;
    }
    const std::string& finding = Any(findings_);
    return Judged(finding, Number(3) == 0 ? static_cast<Answered>(who.VerifiesRemedy(finding))
                                          : who.RejectsRemedy(finding, "Chưa đủ.", "2025-12-31"));
  }

  v1::Report Report(const std::string& task, bool without_evidence) {
    v1::Report report = reports_.at(task);
    if (without_evidence) report.clear_evidence();
    return report;
  }
  static void Scanned(v1::Report& report) {
    report.add_evidence()->set_kind("signed-scan");
    report.mutable_evidence(0)->set_note("bản chụp báo cáo giấy");
  }

  // An exception is for others than who decided it.
  Answered Submitted(const std::string& task, bool without_evidence, const Answered& submitted) {
    if (!submitted.ok() || !without_evidence || !evidence_.contains(task)) return submitted;
    ++without_evidence_;
    EXPECT_FALSE(Share(people_, waived_[task])) << task << " lacks what its reporter waived";
    return submitted;
  }

  // Who works on the task, or has a position in its unit, suspends and resumes nothing.
  template <class Outcome>
  Answered Disinterested(const std::string& task, const Outcome& outcome) {
    if (!outcome.ok()) return outcome;
    const auto& in_charge = outcome->task().members_in_charge();
    People interested(in_charge.begin(), in_charge.end());
    if (in_charge.empty()) interested = People{world_.Chair().name()};
    if (!task.ends_with(".federation")) {
      interested = People{world_.Member(1).name()};
    }
    EXPECT_FALSE(Share(people_, interested))
        << task << ": " << absl::StrJoin(people_, ", ") << "; in charge: " << absl::StrJoin(interested, ", ");
    return outcome;
  }

  Answered Judged(const std::string& finding, const Answered& judged) {
    if (!judged.ok()) return judged;
    ++judged_;
    EXPECT_FALSE(people_.contains(explained_.at(finding))) << "who explained " << finding << " judges the remedy";
    EXPECT_FALSE(Share(people_, remedied_.at(finding))) << "who remedied " << finding << " judges the remedy";
    EXPECT_FALSE(Share(people_, found_[finding])) << "who found " << finding << ", a grave one, judges the remedy";
    return judged;
  }

  void Read(const v1::Entry& entry, Sides& sides) {
    People people = {entry.account()};
    if (!entry.on_behalf_of().empty()) people.insert(entry.on_behalf_of());
    for_another_ += entry.on_behalf_of().empty() ? 0 : 1;
    const std::string& kind = entry.event_kinds(0);
    ++kinds_[kind];
    SCOPED_TRACE(absl::StrCat(entry.revision(), ": ", kind, " by ", entry.display_name()));
    if (kind == "task_submitted" || kind == "progress_reported") sides.authors.insert(people.begin(), people.end());
    if (kind == "review_taken" || kind == "task_accepted" || kind == "task_returned") {
      EXPECT_FALSE(Share(people, sides.authors)) << "they wrote it";
    }
    if (kind == "task_accepted") sides.accepted = people;
    if (kind == "evidence_waived") {
      EXPECT_FALSE(Share(people, sides.authors)) << "they wrote it";
    }
    if (kind == "extension_requested") sides.asked = people;
    if (kind == "extension_decided" || kind == "tasks_extended") {
      EXPECT_FALSE(Share(people, sides.asked)) << "they asked for it";
    }
    if (kind == "extension_decided" || kind == "extension_cancelled") sides.asked.clear();
    if (kind == "result_restated") {
      EXPECT_FALSE(Share(people, sides.authors)) << "they wrote it";
      EXPECT_FALSE(Share(people, sides.accepted)) << "they accepted it";
    }
  }

  std::mt19937_64 random_;
  World world_;
  Person& unit_chair_;
  Person& officer_;
  std::vector<Person*> persons_;
  // Each as somebody: in their own right, or for whom they may.
  std::vector<std::pair<Person*, std::string>> capacities_;
  std::string of_chair_;
  std::string of_officer_;
  std::vector<std::string> of_union_;
  std::vector<std::string> own_;
  std::map<std::string, v1::Report> reports_;
  std::map<std::string, std::string> evidence_;
  std::map<std::string, std::string> items_;
  std::map<std::string, std::string> extensions_;
  std::map<std::string, People> waived_;
  std::vector<std::string> findings_;
  std::map<std::string, People> found_;
  std::map<std::string, std::string> explained_;
  std::map<std::string, People> remedied_;
  int64_t charge_ = 0;
  // Of the present step.
  People people_;
  int done_ = 0;
  int for_another_ = 0;
  int restated_ = 0;
  int remedies_ = 0;
  int judged_ = 0;
  int without_evidence_ = 0;
  std::map<std::string, int> kinds_;
};

TEST(DelegatedPositions, NeverPutAPersonOnBothSides) {
  const char* given = std::getenv("PHANCONG_SEED");
  const uint64_t seed = given == nullptr ? kSeed : static_cast<uint64_t>(std::atoll(given));
  std::cout << "PHANCONG_SEED=" << seed << "\n";
  Capacities capacities(seed);
  capacities.TryEverything();
  if (testing::Test::HasFailure()) return;
  capacities.TryToRestate();
  capacities.ReadHistories();
  capacities.Tells();
  // Another way may come past one kind.
  if (seed == kSeed) capacities.SeesEnough();
}

}  // namespace
}  // namespace phancong::support
