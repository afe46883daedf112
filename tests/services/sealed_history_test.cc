// A sealed period never changes: generated years, each sealed as it came to be; then everybody tries everything, with
// days that pass, and all that is shown of the sealed year stays as it was, byte for byte. PHANCONG_SEED=… takes other
// histories, PHANCONG_HISTORIES=… more of them.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "gtest/gtest.h"
#include "tests/services/five_unions.h"
#include "tests/services/picture.h"
#include "tests/services/union_change_requests.h"
#include "tests/support/from_environment.h"
#include "tests/support/known_walk.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::Answered;
using support::Claim;
using support::DateOf;
using support::Person;
using support::World;

constexpr int64_t kSeed = 20260105;
constexpr int kHistories = 2;
// What is tried before the year 2025 is sealed, in 2026 and in 2027, when 2026 is sealed, too.
constexpr int kStepsOfTheYear = 250;
constexpr int kStepsAfter = 350;
constexpr int kStepsBetweenLooks = 25;
constexpr char kTerm[] = "2023-2028";

class History {
 public:
  explicit History(uint64_t seed)
      : random_(seed),
        world_({.first_day = "2025-01-06", .seed = seed}),
        programme_(support::FileOf(world_.options().programme)) {
    LoadFiveUnions(world_);
    // Items of the term that are due in the year are of that year, too.
    v1::DraftRoundRequest draft;
    draft.set_name(world_.RoundName(kTerm));
    draft.add_without_items("1.5");
    IssuesDraft(draft);
    for (const auto& [unit, due] :
         {std::pair{"ubnd-tan-quang", "2025-11-30"}, std::pair{"truong-dong-yen", "2026-11-30"}}) {
      EXPECT_DONE(world_.Chair().AssignsItem(kTerm, "1.5", {unit}, due));
    }
    IssuesYear("2025");
    for (const char* unit : {"ubnd-tan-quang", "truong-dong-yen", "may-hung-an", "dien-luc", "tu-thuc-hoa-mai"}) {
      units_.emplace_back(unit);
      people_.push_back(&world_.UnionChair(unit));
      people_.push_back(&world_.UnionOfficer(unit));
    }
    people_.insert(people_.end(), {&world_.Chair(), &world_.ViceChair(), &world_.Member(1), &world_.Member(2),
                                   &world_.InspectionChair(), &world_.Inspector(1), &world_.Inspector(2),
                                   &world_.ExecutiveMember(), &world_.Administrator()});
    EXPECT_DONE(world_.Chair().PutsInChargeOfField(world_.Member(1).account(), "representation"));
    EXPECT_DONE(world_.Chair().PutsInChargeOfUnion(world_.Member(2).account(), "dien-luc"));
    SeesTasks();
  }

  // 2025 as it comes, in 2025; sealed in January.
  void LivesTheYear() {
    for (int step = 0; step < kStepsOfTheYear && !testing::Test::HasFailure(); ++step) {
      if (step % 7 == 0) world_.PassHours(24 * Number(1, 18));
      Anything();
    }
    if (Today() < absl::CivilDay(2026, 1, 1)) world_.GoTo("2026-01-02");
    for (int i = 0; i < 3; ++i) world_.Member(1).Comments(Any(tasks_), "Đã đối chiếu.");
    Seals("2025");
  }

  // Everybody tries everything; 2025 is looked at again and again.
  void TriesEverything(int steps) {
    SeesTasks();
    for (int step = 0; step < steps && !testing::Test::HasFailure(); ++step) {
      SCOPED_TRACE(absl::StrCat("step ", step));
      if (step % 9 == 0) world_.PassHours(24 * Number(1, 8));
      if (step % 120 == 60) world_.Restart();
      if (step % 40 == 20) world_.RingsReminders();
      Anything();
      if (step % kStepsBetweenLooks == 0 || step + 1 == steps) Looks();
    }
  }

  void IssuesYear(const std::string& year) {
    v1::DraftRoundRequest draft;
    draft.set_name(world_.RoundName(year));
    *draft.mutable_plan_due_date() = DateOf(year + "-06-30");
    IssuesDraft(draft);
  }

  // Closes what is open by one way or another, and remembers how the year is shown from then on.
  void Seals(const std::string& year) {
    const auto preview = world_.Chair().AsksWhatIsOpen(year);
    ASSERT_DONE(preview);
    for (const std::string& open : preview->open_tasks()) {
      if (Number(1, 2) == 1) {
        Records(world_.Chair().TakesReview(open), "review taken");
        Records(world_.Chair().Accepts(open, "đạt"), "accepted");
        Records(world_.Chair().ClosesNotMet(open), "closed");
      }
    }
    WithdrawWhatIsOpen(world_, year);
    ASSERT_DONE(world_.Chair().Seals(year));
    units_at_[year] = units_;
    pictures_[year] = PictureOf(world_, year, units_);
    since_.clear();
  }

  void GoesOnTo(const std::string& day) {
    if (Today() < absl::CivilDay(std::stoi(day.substr(0, 4)), 1, 2)) world_.GoTo(day);
  }

  void Looks() {
    for (const auto& [year, picture] : pictures_) {
      EXPECT_EQ(DifferenceOf(picture, PictureOf(world_, year, units_at_.at(year))), "")
          << year << " was changed by one of: " << absl::StrJoin(since_, "; ");
    }
    since_.clear();
  }

  void Tells(std::map<std::string, int>& done) const {
    for (const auto& [what, times] : done_) done[what] += times;
  }

 private:
  int64_t Number(int64_t from, int64_t to) {
    return from + static_cast<int64_t>(random_() % static_cast<uint64_t>(to - from + 1));
  }
  template <class Container>
  const typename Container::value_type& Any(const Container& from) {
    return from[random_() % from.size()];
  }
  [[nodiscard]] absl::CivilDay Today() const {
    return absl::CivilDay(1970, 1, 1) + (world_.now_micros() / 1'000'000 + 7 * 3600) / 86400;
  }
  // A day near today, or one of the years that are sealed, or will be.
  std::string AnyDay() {
    if (Number(1, 3) == 1) return absl::FormatCivilTime(absl::CivilDay(2025, 1, 6) + Number(0, 700));
    return absl::FormatCivilTime(Today() + Number(-20, 40));
  }
  std::string AnyRound() { return Any(std::vector<std::string>{"2025", "2025", "2026", kTerm}); }
  // One of those who may, mostly.
  Person& Mostly(Person& fit) { return Number(1, 8) == 1 ? *Any(people_) : fit; }

  void IssuesDraft(const v1::DraftRoundRequest& draft) {
    const auto drafted = world_.Chair().Call<v1::DraftRoundResponse>(draft);
    ASSERT_DONE(drafted);
    ASSERT_DONE(world_.Chair().IssuesRound(drafted->round().name(), drafted->round().etag()));
  }

  void SeesTasks() {
    v1::ListTasksRequest request;
    request.set_parent(world_.RoundName("-"));
    request.set_page_size(1'000);
    const auto tasks = world_.Chair().Call<v1::ListTasksResponse>(request);
    ASSERT_DONE(tasks);
    tasks_.clear();
    for (const v1::Task& task : tasks->tasks()) tasks_.push_back(task.name());
  }

  // What was done since all was looked at, for whoever has to find out.
  void Records(const Answered& answered, const std::string& what) {
    if (!answered.ok()) return;
    ++done_[what];
    since_.push_back(what);
  }

  // One that fits, mostly.
  std::string TaskThat(const std::vector<std::string>& from, const std::function<bool(const v1::Task&)>& fits) {
    std::string task = Any(from);
    for (int i = 0; i < 8; ++i) {
      const auto seen = world_.Chair().Sees(task);
      if (seen.ok() && fits(seen->task())) break;
      task = Any(from);
    }
    return task;
  }

  Person& AssigneeOf(const std::string& task) {
    const std::string unit = task.substr(task.rfind('.') + 1);
    if (unit == "federation") return world_.Chair();
    return std::find(units_.begin(), units_.end(), unit) == units_.end() ? *Any(people_) : world_.UnionChair(unit);
  }

  void Anything() {
    using Try = void (History::*)();
    static const std::vector<std::pair<Try, int>> tries = {
        {&History::Works, 30},    {&History::Reviews, 22}, {&History::Decides, 14},      {&History::Extends, 10},
        {&History::Assigns, 5},   {&History::Imports, 5},  {&History::ChangesUnions, 5}, {&History::UpdatesFacts, 4},
        {&History::Restates, 6},  {&History::Plans, 5},    {&History::Guides, 3},        {&History::Loads, 2},
        {&History::Inspects, 12}, {&History::Appoints, 5}, {&History::SealsAgain, 1},
    };
    int64_t what = Number(0, 128);
    for (const auto& [attempt, weight] : tries) {
      if ((what -= weight) < 0) return (this->*attempt)();
    }
  }

  void Works() {
    const std::string task = TaskThat(tasks_, [](const v1::Task& seen) {
      return !seen.sealed() && (seen.state() == v1::TASK_STATE_ISSUED || seen.state() == v1::TASK_STATE_IN_PROGRESS);
    });
    Person& who = Mostly(AssigneeOf(task));
    const v1::Report report = world_.CompleteReport(task);
    switch (Number(1, 9)) {
      case 1:
        return Records(who.Acknowledges(task), "acknowledged");
      case 2: {
        v1::ReportProgressRequest request;
        request.set_name(task);
        *request.mutable_report() = report;
        if (task.find(kTerm) != std::string::npos) *request.mutable_as_of_date() = DateOf(AnyDay());
        return Records(who.Call<v1::ReportProgressResponse>(request), "reported");
      }
      case 3:
        return Records(who.Recalls(task), "recalled");
      case 4:
        return Records(Mostly(world_.Member(1)).RecordsPaper(task, report, AnyDay()), "entered from paper");
      case 5:
        return Records(who.Comments(task, "Xin ý kiến."), "commented");
      default: {
        v1::SubmitTaskRequest request;
        request.set_name(task);
        *request.mutable_report() = report;
        if (task.find(kTerm) != std::string::npos && Number(1, 2) == 1) {
          *request.mutable_as_of_date() = DateOf(AnyDay());
        }
        return Records(who.Call<v1::SubmitTaskResponse>(request), "submitted");
      }
    }
  }

  void Reviews() {
    const std::string task = TaskThat(tasks_, [](const v1::Task& seen) {
      return seen.state() == v1::TASK_STATE_SUBMITTED || seen.state() == v1::TASK_STATE_IN_REVIEW;
    });
    Person& who = Mostly(task.ends_with(".federation") ? world_.ViceChair() : world_.Chair());
    switch (Number(1, 5)) {
      case 1:
        return Records(who.ReleasesReview(task), "review given back");
      case 2:
        Records(who.TakesReview(task), "review taken");
        return Records(who.Returns(task, "thiếu biên bản", AnyDay()), "returned");
      default:
        Records(who.TakesReview(task), "review taken");
        return Records(who.Accepts(task, "đạt"), "accepted");
    }
  }

  void Decides() {
    const std::string task = Any(tasks_);
    Person& who = Mostly(task.ends_with(".federation") ? world_.ViceChair() : world_.Chair());
    switch (Number(1, 7)) {
      case 1:
        if (Number(1, 4) == 1) Records(who.Withdraws(task), "withdrawn");
        return;
      case 2:
        return Records(who.Suspends(task), "suspended");
      case 3:
        return Records(who.Resumes(task), "resumed");
      case 4:
        return Records(who.ClosesNotMet(task), "closed");
      case 5: {
        const auto seen = world_.Chair().Sees(task);
        if (seen->task().required_evidence().empty()) return;
        return Records(who.Waives(task, seen->task().required_evidence(0)), "waived");
      }
      default:
        return Records(who.Reopens(task, AnyDay()), "reopened");
    }
  }

  void Extends() {
    const std::string task = Any(tasks_);
    switch (Number(1, 6)) {
      case 1:
      case 2: {
        const auto asked = Mostly(AssigneeOf(task)).RequestsExtension(task, AnyDay());
        if (asked.ok()) extensions_.push_back(asked->extension().name());
        return Records(asked, "asked for an extension");
      }
      case 3:
        return Records(Mostly(world_.Chair()).ExtendsTasks(AnyRound(), AnyDay()), "extended");
      default:
        break;
    }
    if (extensions_.empty()) return;
    const std::string& extension = Any(extensions_);
    switch (Number(1, 3)) {
      case 1:
        return Records(Mostly(world_.ViceChair()).Grants(extension), "granted");
      case 2:
        return Records(Mostly(world_.ViceChair()).Refuses(extension), "refused");
      default:
        return Records(Any(people_)->CancelsExtension(extension), "extension taken back");
    }
  }

  void Assigns() {
    Person& who = Mostly(world_.Chair());
    switch (Number(1, 4)) {
      case 1:
        Records(who.AssignsItem(AnyRound(), Any(std::vector<std::string>{"1.3", "1.5", "2.1", "6.1"}), {Any(units_)},
                                AnyDay()),
                "assigned");
        break;
      case 2:
        Records(who.AssignsAdHoc(AnyRound(), "Rà soát an toàn", {Any(units_)}, AnyDay()), "assigned ad hoc");
        break;
      case 3:
        Records(who.DraftsRound(AnyRound()), "drafted");
        break;
      default:
        Records(who.IssuesRound(AnyRound(), "1"), "issued");
        break;
    }
    SeesTasks();
  }

  // Another name, another type, other figures, of one union or of a new one.
  void Imports() {
    const int64_t members = Number(5, 80);
    const std::string unit = Number(1, 5) == 1 ? absl::StrCat("nhap-", ++made_) : Any(units_);
    const std::string csv =
        absl::StrCat(kColumns, unit, ",CĐCS ", unit, " ", members, ",", AnyType(), ",xã Tân Quang,", "1990-01-",
                     Number(10, 28), ",", members, ",", members / 2, ",", members, ",0,không,có,\n");
    const auto imported = Mostly(world_.Chair()).ImportsUnions(csv, "02/QĐ-BTV", Number(1, 3) == 1 ? "" : AnyDay());
    Records(imported, absl::StrCat("imported"));
  }

  std::string AnyType() {
    return Any(
        std::vector<std::string>{"ADMINISTRATIVE", "PUBLIC_SERVICE", "STATE_ENTERPRISE", "NON_STATE_ENTERPRISE"});
  }

  void ChangesUnions() {
    const std::string unit = Any(units_);
    const std::string fresh = absl::StrCat("moi-", ++made_);
    v1::RecordUnionChangeRequest request;
    switch (Number(1, 12)) {
      case 1:
        request = Change(world_, v1::UNION_CHANGE_KIND_DISSOLVED, {unit}, {}, AnyDay());
        break;
      case 2:
        request = Change(world_, v1::UNION_CHANGE_KIND_MERGED, {unit, Any(units_)},
                         {Part(fresh, "CĐCS hợp nhất " + fresh, AnyType(), Facts(30))}, AnyDay());
        break;
      case 3:
      case 4:
        request = Change(world_, v1::UNION_CHANGE_KIND_SPLIT, {unit},
                         {Part(unit, "", "", Facts(11)), Part(fresh, "CĐCS " + fresh, AnyType(), Facts(4))}, AnyDay());
        break;
      case 5:
      case 6:
        request = Change(world_, v1::UNION_CHANGE_KIND_FOUNDED, {}, {Part(fresh, "CĐCS " + fresh, AnyType(), Facts(9))},
                         AnyDay());
        break;
      case 7:
      case 8:
        request = Change(world_, v1::UNION_CHANGE_KIND_TYPE_CHANGED, {unit}, {Part("", "", AnyType())}, AnyDay());
        break;
      default:
        request =
            Change(world_, v1::UNION_CHANGE_KIND_RENAMED, {unit}, {Part("", absl::StrCat("Ấn ", fresh))}, AnyDay());
        break;
    }
    const auto recorded = Mostly(world_.Chair()).Call<v1::RecordUnionChangeResponse>(request);
    Records(recorded, v1::UnionChangeKind_Name(request.kind()));
    if (recorded.ok()) SeesTasks();
  }

  void UpdatesFacts() {
    const std::string unit = Any(units_);
    v1::UpdateFactsRequest request;
    request.set_name(world_.UnitName(unit));
    (*request.mutable_facts())["members"] = Number(1, 90);
    (*request.mutable_facts())["women"] = 0;
    *request.mutable_as_of_date() = DateOf(AnyDay());
    Records(Mostly(world_.UnionChair(unit)).Call<v1::UpdateFactsResponse>(request), "facts updated");
  }

  void Restates() {
    const std::string task = TaskThat(tasks_, [](const v1::Task& seen) {
      return seen.sealed() && seen.has_result() && !seen.result().figures().empty();
    });
    const auto seen = world_.Chair().Sees(task);
    v1::Report result = seen->task().result();
    for (v1::FigureValue& value : *result.mutable_figures()) {
      if (value.has_numerator()) value.set_numerator(Number(0, std::max<int64_t>(1, value.denominator())));
    }
    const std::string round = Number(1, 4) == 1 ? "2025" : "2026";
    Records(Any(people_)->Restates(task, result, round), "restated");
    Records(world_.ViceChair().Restates(task, result, round), "restated");
  }

  void Plans() {
    const std::string unit = Any(units_);
    v1::SubmitUnionPlanRequest request;
    request.set_name(world_.UnitName(unit) + "/plans/" + AnyRound());
    request.mutable_document()->set_number(absl::StrCat(Number(1, 99), "/KH-CĐ"));
    *request.mutable_document()->mutable_date() = DateOf("2025-01-15");
    request.add_lines()->set_item(Any(std::vector<std::string>{"1.3", "2.1", "3.1", "6.1"}));
    request.mutable_lines(0)->set_measures("Mỗi quý một buổi.");
    Records(Mostly(world_.UnionChair(unit)).Call<v1::SubmitUnionPlanResponse>(request), "plan sent");
  }

  void Guides() {
    v1::RecordGuidanceRequest request;
    request.set_parent(world_.FederationName());
    request.set_item(Any(std::vector<std::string>{"P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9"}));
    request.mutable_document()->set_number(absl::StrCat(Number(1, 99), "/HD-LĐLĐ"));
    *request.mutable_document()->mutable_date() = DateOf("2025-01-02");
    Records(Mostly(world_.Chair()).Call<v1::RecordGuidanceResponse>(request), "guidance recorded");
  }

  // The programme with other titles and targets; the working days.
  void Loads() {
    if (Number(1, 2) == 1) {
      const std::string other = absl::StrReplaceAll(
          programme_,
          {{"target: 100", absl::StrCat("target: ", Number(80, 99))}, {"Thu đủ", absl::StrCat("Thu ", ++made_)}});
      return Records(Mostly(world_.Chair()).LoadsProgramme(other), "programme loaded");
    }
    v1::LoadCalendarRequest request;
    request.set_parent(world_.FederationName());
    request.set_source(support::FileOf("deploy/programmes/calendar-vn.textproto"));
    request.set_decision_number("1/QĐ");
    Records(Mostly(world_.Chair()).Call<v1::LoadCalendarResponse>(request), "calendar loaded");
  }

  // An inspection goes its way, with findings that contest what was accepted.
  void Inspects() {
    if (inspections_.empty() || Number(1, 12) == 1) {
      const auto scheduled = Mostly(world_.InspectionChair())
                                 .Schedules(Number(1, 2) == 1 ? "programme" : "finance", Any(units_),
                                            absl::FormatCivilTime(Today()), "chu-nhiem", {"ubkt-1", "ubkt-2"});
      if (scheduled.ok()) inspections_.push_back(scheduled->inspection().name());
      return Records(scheduled, "inspection scheduled");
    }
    const std::string& inspection = Any(inspections_);
    const auto seen = world_.InspectionChair().SeesInspection(inspection);
    ASSERT_DONE(seen);
    std::vector<std::string> of_unit;
    for (const std::string& task : tasks_) {
      const std::string unit = seen->inspection().unit();
      if (task.ends_with(absl::StrCat(".", unit.substr(unit.rfind('/') + 1)))) of_unit.push_back(task);
    }
    static const std::map<v1::InspectionState, std::vector<int>> fit = {
        {v1::INSPECTION_STATE_SCHEDULED, {1}},
        {v1::INSPECTION_STATE_NOTIFIED, {1}},
        {v1::INSPECTION_STATE_FIELDWORK, {2, 3, 4, 5, 6}},
        {v1::INSPECTION_STATE_DRAFT_CONCLUSION, {6}},
        {v1::INSPECTION_STATE_CONCLUDED, {7}},
    };
    const auto fitting = fit.find(seen->inspection().state());
    switch (fitting == fit.end() || Number(1, 6) == 1 ? Number(1, 8) : Any(fitting->second)) {
      case 1:
        if (Number(1, 2) == 1) return Records(Mostly(world_.Inspector(1)).Notifies(inspection), "inspection notified");
        return Records(Mostly(world_.Inspector(1)).Starts(inspection), "inspection started");
      case 2:
        if (of_unit.empty()) return;
        return Records(Mostly(world_.Inspector(1)).Checks(inspection, Any(of_unit), Number(1, 2) == 1), "checked");
      case 3:
      case 4:
      case 5:
        if (of_unit.empty()) return;
        return Contests(inspection, of_unit);
      case 6:
        return EndsInspection(inspection);
      default:
        if (seen->inspection().findings().empty()) return;
        const std::string finding = Any(seen->inspection().findings()).name();
        Records(Any(people_)->SubmitsRemedy(finding, "Đã khắc phục."), "remedied");
        return Records(Mostly(world_.Inspector(2)).VerifiesRemedy(finding), "remedy verified");
    }
  }

  // What was accepted, in the sealed year too.
  void Contests(const std::string& inspection, const std::vector<std::string>& of_unit) {
    const std::string task =
        TaskThat(of_unit, [](const v1::Task& seen) { return seen.state() == v1::TASK_STATE_ACCEPTED; });
    Records(Mostly(world_.Inspector(2))
                .Contests(inspection, task, "Chưa đúng thực tế.", absl::FormatCivilTime(Today() + Number(1, 40))),
            "contested");
  }

  // Its conclusion is drafted, signed and issued. Nobody explains: the day for that passes.
  void EndsInspection(const std::string& inspection) {
    const std::string today = absl::FormatCivilTime(Today());
    switch (Number(1, 4)) {
      case 1:
        return Records(Mostly(world_.InspectionChair()).DraftsConclusion(inspection, today), "conclusion drafted");
      case 2:
      case 3:
        for (Person* member : {&world_.InspectionChair(), &world_.Inspector(1), &world_.Inspector(2)}) {
          Records(member->Signs(inspection), "conclusion signed");
        }
        return;
      default:
        return Records(Mostly(world_.InspectionChair()).Concludes(inspection), "concluded");
    }
  }

  // Who is in charge, who leaves, who stands in for whom.
  void Appoints() {
    Person& who = Mostly(world_.Chair());
    const std::string member = Any(std::vector<std::string>{"uy-vien-1", "uy-vien-2", "pho-chu-tich"});
    switch (Number(1, 5)) {
      case 1:
        return Records(who.PutsInChargeOfUnion(member, Any(units_)), "put in charge");
      case 2:
        return Records(who.PutsInChargeOfField(member, Any(std::vector<std::string>{"representation", "finance"})),
                       "put in charge");
      case 3:
        return Records(who.EndsResponsibility(Number(1, 20)), "charge ended");
      case 4:
        return Records(who.HandsOver(member, "pho-chu-tich"), "handed over");
      default:
        return Records(world_.Administrator().Gives(Any(people_)->account(), v1::POSITION_UNION_OFFICER, Any(units_)),
                       "position given");
    }
  }

  void SealsAgain() { Records(Any(people_)->Seals("2025"), "sealed"); }

  std::mt19937_64 random_;
  World world_;
  const std::string programme_;
  std::vector<Person*> people_;
  // Those that there were in the beginning, with their chairs.
  std::vector<std::string> units_;
  std::vector<std::string> tasks_;
  std::vector<std::string> extensions_;
  std::vector<std::string> inspections_;
  int made_ = 0;
  // As each sealed year was shown at sealing, and which unions were asked for.
  std::map<std::string, Picture> pictures_;
  std::map<std::string, std::vector<std::string>> units_at_;
  std::vector<std::string> since_;
  std::map<std::string, int> done_;
};

TEST(SealedHistory, ASealedPeriodNeverChanges) {
  const auto seed = static_cast<uint64_t>(FromEnvironment("PHANCONG_SEED", kSeed));
  const auto histories = FromEnvironment("PHANCONG_HISTORIES", kHistories);
  std::cout << "PHANCONG_SEED=" << seed << " PHANCONG_HISTORIES=" << histories << "\n";
  std::map<std::string, int> done;
  for (int64_t i = 0; i < histories && !HasFailure(); ++i) {
    SCOPED_TRACE(absl::StrCat("history of seed ", seed + static_cast<uint64_t>(i)));
    History history(seed + static_cast<uint64_t>(i));
    history.LivesTheYear();
    if (HasFailure()) break;
    history.IssuesYear("2026");
    history.TriesEverything(kStepsAfter);
    if (HasFailure()) break;
    history.GoesOnTo("2027-01-04");
    history.Seals("2026");
    if (HasFailure()) break;
    history.IssuesYear("2027");
    history.TriesEverything(kStepsAfter / 2);
    history.Tells(done);
  }
  for (const auto& [what, times] : done) std::cout << "  " << times << "  " << what << "\n";
  // Other histories may come past one kind.
  if (HasFailure() || !support::kSeedsWalkIsKnown || histories < kHistories || seed != kSeed) return;
  for (const char* what : {"accepted", "contested", "extended", "imported", "programme loaded", "restated", "submitted",
                           "facts updated", "handed over", "plan sent", "inspection started"}) {
    EXPECT_GT(done[what], 0) << what;
  }
}

}  // namespace
}  // namespace phancong::services_test
