// What was shown at the end of a day is shown again to whoever asks for that day later, byte for byte: generated
// histories of two years, with facts of past days, unions that change, responsibilities given and ended in the past,
// seals and restatements. PHANCONG_SEED=… takes another history, PHANCONG_DAYS=… more days of it.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "gtest/gtest.h"
#include "tests/support/from_environment.h"
#include "tests/support/world.h"

namespace phancong {
namespace {

using support::DateOf;
using support::Person;
using support::World;

constexpr char kUnions[] =
    "id,name,type,place,founded_on,members\n"
    "xa,CĐCS xã,PUBLIC,xã,2000-01-01,20\n"
    "truong,CĐCS Trường,PUBLIC,xã,2001-01-01,30\n"
    "benh-vien,CĐCS Bệnh viện,PUBLIC,xã,2001-01-01,50\n"
    "nha-may,CĐCS Nhà máy,ENTERPRISE,xã,2002-01-01,90\n"
    "cong-ty,CĐCS Công ty,ENTERPRISE,xã,2003-01-01,40\n";
constexpr char kFederation[] = "federation";
constexpr int kDays = 110;

std::string UnitOf(const std::string& task) { return task.substr(task.rfind('.') + 1); }
std::string ItemOf(const std::string& task) {
  const size_t begin = task.find('/') + 1;
  return task.substr(begin, task.rfind('.') - begin);
}

// What the leaves of one item add up to, by a reading of the tasks that shares nothing with the server's sums.
struct LeafSum {
  int64_t expected = 0;
  int64_t submitted = 0;
  int64_t reported = 0;
  std::map<std::string, int64_t> numerators;
  std::map<std::string, int64_t> denominators;
  std::map<std::string, int64_t> provisional_numerators;
  std::map<std::string, int64_t> provisional_denominators;
};

class Life {
 public:
  explicit Life(uint64_t seed)
      : random_(seed),
        world_({.round = "2025", .term = "2025-2026", .programme = "tests/programmes/walk.textproto", .seed = seed}) {
    EXPECT_DONE(world_.Chair().LoadsProgramme(support::FileOf(world_.options().programme)));
    EXPECT_DONE(world_.Chair().ImportsUnions(kUnions));
    units_ = {"xa", "truong", "benh-vien", "nha-may", "cong-ty"};
    world_.Member(1);
    world_.Member(2);
    EXPECT_DONE(world_.Chair().PutsInChargeOfField("uy-vien-1", "work"));
    EXPECT_DONE(world_.Chair().PutsInChargeOfItem("uy-vien-2", "I.3"));
    ++responsibilities_;
    ++responsibilities_;
  }

  void LivesOn(int days) {
    for (int day = 1; day <= days && !testing::Test::HasFailure(); ++day) {
      SCOPED_TRACE(absl::StrCat("day ", day, ", ", absl::FormatCivilTime(Today())));
      Milestones();
      tasks_ = Tasks();
      for (int64_t i = Number(2, 9); i > 0; --i) Anything();
      Remembers();
      world_.PassHours(24 * Number(1, 13));
      if (day % 40 == 0) world_.Restart();
    }
  }

  // Everything that was ever seen, asked for again.
  void LooksBack() {
    for (const auto& [day, seen] : seen_) {
      SCOPED_TRACE(day);
      const std::map<std::string, std::string> again = Looks(day);
      ASSERT_EQ(again.size(), seen.size());
      for (const auto& [what, bytes] : seen) {
        ASSERT_EQ(again.at(what), bytes) << what << " as of " << day
                                         << " is another than it was at the end of that day";
      }
      Sums(day);
      if (testing::Test::HasFailure()) return;
    }
    std::cout << "  " << seen_.size() << " days, " << asked_ << " answers\n";
    for (const auto& [what, times] : done_) std::cout << "  " << times << "  " << what << "\n";
  }

  [[nodiscard]] const std::map<std::string, int>& done() const { return done_; }

 private:
  int64_t Number(int64_t from, int64_t to) {
    return from + static_cast<int64_t>(random_() % static_cast<uint64_t>(to - from + 1));
  }
  bool Chance(int percent) { return Number(1, 100) <= percent; }
  template <class Container>
  auto& Any(Container& container) {
    auto at = container.begin();
    std::advance(at, Number(0, static_cast<int64_t>(container.size()) - 1));
    return *at;
  }
  [[nodiscard]] absl::CivilDay Today() const {
    return absl::CivilDay(1970, 1, 1) + (world_.now_micros() / 1'000'000 + 7 * 3600) / 86400;
  }
  std::string Day(int64_t from, int64_t to) { return absl::FormatCivilTime(Today() + Number(from, to)); }

  template <class Outcome>
  bool Did(const std::string& what, const Outcome& outcome) {
    if (outcome.ok()) ++done_[what];
    return outcome.ok();
  }

  std::vector<std::string> Tasks() {
    std::vector<std::string> tasks;
    v1::ListTasksRequest request;
    request.set_parent(absl::StrCat(world_.FederationName(), "/rounds/-"));
    request.set_page_size(1'000);
    const auto page = world_.Chair().Call<v1::ListTasksResponse>(request);
    EXPECT_DONE(page);
    EXPECT_TRUE(page->next_page_token().empty());
    all_.assign(page->tasks().begin(), page->tasks().end());
    for (const v1::Task& task : all_) {
      tasks.push_back(absl::StrReplaceAll(task.name().substr(task.name().find("/rounds/") + 8), {{"/tasks/", "/"}}));
    }
    return tasks;
  }

  // Rounds are drafted, drafted anew, issued and sealed in their time.
  void Milestones() {
    Issues("2025", absl::CivilDay(2025, 1, 10));
    Issues("2025-2026", absl::CivilDay(2025, 3, 1));
    Issues("2026", absl::CivilDay(2026, 1, 20));
    if (!sealed_ && Today() >= absl::CivilDay(2026, 3, 1)) Seals();
  }

  void Issues(const std::string& round, absl::CivilDay on) {
    if (Today() + 30 < on || issued_.contains(round)) return;
    const std::vector<std::string> without = Chance(50) ? std::vector<std::string>{"I.8"} : std::vector<std::string>();
    const auto draft = world_.Chair().DraftsRound(round, without);
    if (!Did("drafted", draft) || Today() < on) return;
    if (Did("issued", world_.Chair().IssuesRound(round, draft->round().etag()))) issued_.insert(round);
  }

  void Seals() {
    v1::SealPeriodRequest request;
    request.set_name(world_.RoundName("2025"));
    request.set_decision_number("40/QĐ-LĐLĐ");
    request.set_validate_only(true);
    const auto preview = world_.Chair().Call<v1::SealPeriodResponse>(request);
    ASSERT_DONE(preview);
    for (const std::string& open : preview->open_tasks()) world_.Chair().Withdraws(open);
    request.set_validate_only(false);
    sealed_ = Did("sealed", world_.Chair().Call<v1::SealPeriodResponse>(request));
  }

  Person& AssigneeOf(const std::string& task) {
    return UnitOf(task) == kFederation ? world_.Member(1) : world_.UnionChair(UnitOf(task));
  }

  // A report of any figures, now and then of none that apply.
  v1::Report AnyReport(const std::string& task) {
    v1::Report report = world_.CompleteReport(task);
    const bool none = Chance(10);
    for (v1::FigureValue& value : *report.mutable_figures()) {
      if (none) {
        value.clear_numerator();
        value.clear_denominator();
        value.set_not_applicable_reason("không có đối tượng");
      } else if (value.has_denominator()) {
        value.set_denominator(Number(1, 40));
        value.set_numerator(Number(0, value.denominator()));
      } else {
        value.set_numerator(Number(0, 1));
      }
    }
    return report;
  }

  void Submits(const std::string& task) {
    v1::SubmitTaskRequest request;
    request.set_name(world_.TaskName(task));
    *request.mutable_report() = AnyReport(task);
    // Of an item of the term: figures of a day that may be long past.
    if (absl::StartsWith(task, "2025-2026/") && Chance(60)) *request.mutable_as_of_date() = DateOf(Day(-40, 0));
    Did("submitted", AssigneeOf(task).Call<v1::SubmitTaskResponse>(request));
  }

  void Reports(const std::string& task) {
    v1::ReportProgressRequest request;
    request.set_name(world_.TaskName(task));
    *request.mutable_report() = AnyReport(task);
    if (absl::StartsWith(task, "2025-2026/") && Chance(60)) *request.mutable_as_of_date() = DateOf(Day(-40, 0));
    Did("reported", AssigneeOf(task).Call<v1::ReportProgressResponse>(request));
  }

  void Anything() {
    if (Chance(25)) {
      TheDirectory();
      return;
    }
    if (tasks_.empty()) return;
    const std::string task = Any(tasks_);
    switch (Number(1, 19)) {
      case 1:
        Did("acknowledged", AssigneeOf(task).Acknowledges(task));
        break;
      case 2:
      case 3:
        Reports(task);
        break;
      case 4:
      case 5:
      case 6:
      case 7:
        Submits(task);
        break;
      case 8:
        Did("recalled", AssigneeOf(task).Recalls(task));
        break;
      case 9:
      case 10:
      case 11:
        Accepts(task);
        break;
      case 12:
        world_.Chair().TakesReview(task);
        Did("returned", world_.Chair().Returns(task, "thiếu biên bản", Day(0, 15)));
        break;
      case 13:
        Did("reopened", world_.Chair().Reopens(task, Day(1, 40)));
        break;
      case 14:
        if (Chance(20)) Did("withdrawn", world_.Chair().Withdraws(task));
        break;
      case 15:
        if (Did("suspended", world_.Chair().Suspends(task)) && Chance(30)) world_.Chair().Resumes(task);
        break;
      case 16:
        Did("resumed", world_.Chair().Resumes(task));
        break;
      case 17:
        Did("closed", world_.Chair().ClosesNotMet(task));
        break;
      case 18:
        Did("decreed", world_.Chair().ExtendsTasks(task.substr(0, task.find('/')), Day(5, 60), {ItemOf(task)}));
        break;
      default:
        Later(task);
        break;
    }
  }

  void Accepts(const std::string& task) {
    // The longest waiting, not any: so that something is accepted now and then.
    std::vector<std::string> waiting;
    for (size_t i = 0; i < all_.size(); ++i) {
      if (all_[i].timing() == v1::TIMING_AWAITING_REVIEW) waiting.push_back(tasks_[i]);
    }
    const std::string chosen = waiting.empty() ? task : Any(waiting);
    Person& reviewer = UnitOf(chosen) == kFederation ? world_.Member(2) : world_.Chair();
    world_.Chair().TakesReview(chosen, reviewer.account());
    if (UnitOf(chosen) != kFederation) reviewer.TakesReview(chosen);
    if (Chance(25)) {
      Did("accepted otherwise", reviewer.AcceptsInstead(chosen, AnyReport(chosen), "đếm lại"));
    } else {
      Did("accepted", reviewer.Accepts(chosen));
    }
  }

  // What comes on top: paper, ad hoc duties, items left out, restatements of what is sealed.
  void Later(const std::string& task) {
    switch (Number(1, 4)) {
      case 1:
        Did("on paper", world_.Member(2).RecordsPaper(task, AnyReport(task), Day(-5, 0)));
        break;
      case 2:
        Did("assigned", world_.Chair().AssignsItem(Chance(50) ? "2025" : "2026", "I.8", {Any(units_)}, Day(10, 90)));
        break;
      case 3:
        Did("ad hoc", world_.Chair().AssignsAdHoc(Chance(50) ? "2025" : "2026", "Việc gấp", {Any(units_)}, Day(5, 30)));
        break;
      default: {
        v1::RestateResultRequest request;
        request.set_name(world_.TaskName(task));
        request.set_round("2026");
        *request.mutable_result() = AnyReport(task);
        request.set_reason("đếm nhầm");
        request.set_decision_number("41/QĐ-LĐLĐ");
        Did("restated", world_.Member(1).Call<v1::RestateResultResponse>(request));
        break;
      }
    }
  }

  void TheDirectory() {
    const std::string unit = Any(units_);
    switch (Number(1, 6)) {
      case 1:
      case 2: {
        // A file of today, or of a past day: it replaces what was known of that day.
        const std::string csv =
            absl::StrCat("id,name,type,place,founded_on,members\n", unit, ",", titles_[unit], " ", Number(1, 3), ",",
                         Chance(80) ? types_[unit] : "ENTERPRISE", ",xã,2004-01-01,", Number(1, 90), "\n");
        Did("imported", world_.Chair().ImportsUnions(csv, "05/QĐ-BTV", Chance(60) ? Day(-60, 0) : ""));
        break;
      }
      case 3: {
        v1::UpdateFactsRequest request;
        request.set_name(world_.UnitName(unit));
        (*request.mutable_facts())["members"] = Number(1, 99);
        if (Chance(70)) *request.mutable_as_of_date() = DateOf(Day(-60, 0));
        Did("facts", world_.UnionChair(unit).Call<v1::UpdateFactsResponse>(request));
        break;
      }
      case 4:
        Changes(unit);
        break;
      case 5: {
        v1::AssignResponsibilityRequest request;
        request.set_parent(world_.FederationName());
        v1::Responsibility& responsibility = *request.mutable_responsibility();
        responsibility.set_account(world_.AccountName(Chance(50) ? "uy-vien-1" : "uy-vien-2"));
        responsibility.set_decision_number("08/QĐ-BTV");
        switch (Number(1, 3)) {
          case 1:
            responsibility.set_field(Chance(50) ? "work" : "money");
            break;
          case 2:
            responsibility.set_item(Chance(50) ? "I.2" : "D1");
            break;
          default:
            responsibility.set_assignee(world_.UnitName(unit));
            break;
        }
        *responsibility.mutable_from_date() = DateOf(Day(-50, 20));
        if (Did("in charge", world_.Chair().Call<v1::AssignResponsibilityResponse>(request))) ++responsibilities_;
        break;
      }
      default: {
        v1::EndResponsibilityRequest request;
        request.set_name(
            absl::StrCat(world_.FederationName(), "/responsibilities/", Number(1, std::max(1, responsibilities_))));
        *request.mutable_to_date() = DateOf(Day(-30, 20));
        Did("not in charge", world_.Chair().Call<v1::EndResponsibilityResponse>(request));
        break;
      }
    }
  }

  void Changes(const std::string& unit) {
    v1::RecordUnionChangeRequest request;
    request.set_parent(world_.FederationName());
    request.set_decision_number("31/QĐ-LĐLĐ");
    *request.mutable_on_date() = DateOf(Day(-30, 10));
    v1::UnionPart& into = *request.add_into();
    (*into.mutable_facts())["members"] = Number(5, 80);
    std::string what;
    switch (Number(1, 4)) {
      case 1:
        what = "founded";
        request.set_kind(v1::UNION_CHANGE_KIND_FOUNDED);
        into.set_id(absl::StrCat("moi-", units_.size()));
        into.set_title("CĐCS mới");
        into.set_type(Chance(50) ? "PUBLIC" : "ENTERPRISE");
        break;
      case 2:
        what = "type changed";
        request.set_kind(v1::UNION_CHANGE_KIND_TYPE_CHANGED);
        request.add_from(world_.UnitName(unit));
        into.set_id(unit);
        into.set_type(types_[unit] == "PUBLIC" ? "ENTERPRISE" : "PUBLIC");
        into.clear_facts();
        break;
      case 3:
        what = "renamed";
        request.set_kind(v1::UNION_CHANGE_KIND_RENAMED);
        request.add_from(world_.UnitName(unit));
        into.set_id(unit);
        into.set_title(absl::StrCat("CĐCS đổi tên ", Number(1, 99)));
        into.clear_facts();
        break;
      default: {
        if (units_.size() < 5) return;
        const std::string other = Any(units_);
        if (other == unit) return;
        what = "merged";
        request.set_kind(v1::UNION_CHANGE_KIND_MERGED);
        request.add_from(world_.UnitName(unit));
        request.add_from(world_.UnitName(other));
        into.set_id(unit);
        break;
      }
    }
    const auto changed = world_.Chair().Call<v1::RecordUnionChangeResponse>(request);
    if (!Did(what, changed)) {
      ++refused_[absl::StrCat(what, " ", changed.reason)];
      return;
    }
    if (what == "founded") units_.insert(into.id());
    if (what == "type changed") types_[unit] = into.type();
  }

  // --- Looking. `day`: "" as it is now.
  template <class Response, class Request>
  void Look(const std::string& what, Request request, const std::string& day,
            std::map<std::string, std::string>& seen) {
    if (!day.empty()) *request.mutable_as_of_date() = DateOf(day);
    auto answer = world_.Chair().Call<Response>(request);
    ++asked_;
    if constexpr (requires { answer.response.clear_revision(); }) answer.response.clear_revision();
    seen[what] = answer.ok() ? answer.response.SerializeAsString() : absl::StrCat("refused: ", answer.reason);
  }

  std::map<std::string, std::string> Looks(const std::string& day) {
    std::map<std::string, std::string> seen;
    for (const char* round : {"2025", "2026", "2025-2026"}) {
      v1::ListIndicatorProgressRequest progress;
      progress.set_parent(world_.RoundName(round));
      Look<v1::ListIndicatorProgressResponse>(absl::StrCat("progress ", round), progress, day, seen);
      v1::GetTimelinessRequest timeliness;
      timeliness.set_parent(world_.RoundName(round));
      Look<v1::GetTimelinessResponse>(absl::StrCat("timeliness ", round), timeliness, day, seen);
      v1::ListStandsOfPlayRequest stands;
      stands.set_parent(world_.RoundName(round));
      Look<v1::ListStandsOfPlayResponse>(absl::StrCat("stands ", round), stands, day, seen);
      for (const auto grouping :
           {v1::PROGRESS_GROUPING_TYPE, v1::PROGRESS_GROUPING_FIELD, v1::PROGRESS_GROUPING_MEMBER}) {
        v1::ListProgressGroupsRequest groups;
        groups.set_parent(world_.RoundName(round));
        groups.set_grouping(grouping);
        Look<v1::ListProgressGroupsResponse>(absl::StrCat("groups ", round, " ", grouping), groups, day, seen);
      }
      for (const std::string unit : {"xa", "truong", "benh-vien", "nha-may", "cong-ty", "moi-5"}) {
        v1::GetUnionScorecardRequest card;
        card.set_name(world_.UnitName(unit));
        card.set_round(round);
        Look<v1::GetUnionScorecardResponse>(absl::StrCat("scorecard ", unit, " ", round), card, day, seen);
      }
    }
    v1::GetTimelinessRequest all;
    all.set_parent(absl::StrCat(world_.FederationName(), "/rounds/-"));
    Look<v1::GetTimelinessResponse>("timeliness of all", all, day, seen);
    return seen;
  }

  void Remembers() {
    const std::string day = absl::FormatCivilTime(Today());
    seen_[day] = Looks("");
    tasks_ = Tasks();
    std::map<std::string, LeafSum>& sums = sums_[day];
    for (size_t i = 0; i < all_.size(); ++i) {
      const v1::Task& task = all_[i];
      if (task.state() == v1::TASK_STATE_WITHDRAWN) continue;
      LeafSum& sum = sums[absl::StrCat(tasks_[i].substr(0, tasks_[i].find('/')), " ", ItemOf(tasks_[i]))];
      ++sum.expected;
      const bool submitted = task.state() == v1::TASK_STATE_SUBMITTED || task.state() == v1::TASK_STATE_IN_REVIEW;
      const bool accepted = task.state() == v1::TASK_STATE_ACCEPTED;
      sum.submitted += submitted ? 1 : 0;
      sum.reported += accepted ? 1 : 0;
      for (const v1::FigureValue& value : accepted ? task.result().figures() : task.claim().figures()) {
        if (accepted) {
          sum.numerators[value.figure()] += value.numerator();
          sum.denominators[value.figure()] += value.denominator();
        }
        if (accepted || submitted) {
          sum.provisional_numerators[value.figure()] += value.numerator();
          sum.provisional_denominators[value.figure()] += value.denominator();
        }
      }
    }
  }

  // Federation = Σ unions + its own, for every indicator of the day, whoever asks for it later.
  void Sums(const std::string& day) {
    for (const char* round : {"2025", "2026"}) {
      v1::ListIndicatorProgressRequest request;
      request.set_parent(world_.RoundName(round));
      *request.mutable_as_of_date() = DateOf(day);
      const auto progress = world_.Chair().Call<v1::ListIndicatorProgressResponse>(request);
      if (!progress.ok()) continue;
      for (const v1::IndicatorProgress& indicator : progress->indicators()) {
        if (indicator.source() != v1::Item::SOURCE_REPORTED) continue;
        SCOPED_TRACE(absl::StrCat(round, " ", indicator.item()));
        // A sealed year shows the term as it was sealed.
        const bool of_the_term = indicator.item() == "I.4" || indicator.item() == "I.7";
        if (of_the_term && std::string(round) == "2025" && day >= "2026-03-01") continue;
        const LeafSum& sum = sums_[day][absl::StrCat(of_the_term ? "2025-2026" : round, " ", indicator.item())];
        EXPECT_EQ(indicator.expected(), sum.expected);
        EXPECT_EQ(indicator.submitted(), sum.submitted);
        EXPECT_EQ(indicator.reported(), sum.reported);
        if (indicator.measure() != v1::Item::MEASURE_RATIO && indicator.measure() != v1::Item::MEASURE_COUNT &&
            indicator.measure() != v1::Item::MEASURE_AVERAGE) {
          continue;
        }
        for (const v1::FigureProgress& figure : indicator.figures()) {
          const auto of = [&](const std::map<std::string, int64_t>& by_figure) {
            const auto found = by_figure.find(figure.figure());
            return found == by_figure.end() ? 0 : found->second;
          };
          EXPECT_EQ(figure.numerator(), of(sum.numerators));
          EXPECT_EQ(figure.provisional_numerator(), of(sum.provisional_numerators));
          if (indicator.measure() != v1::Item::MEASURE_RATIO) continue;
          EXPECT_EQ(figure.denominator(), of(sum.denominators));
          EXPECT_EQ(figure.provisional_denominator(), of(sum.provisional_denominators));
        }
      }
    }
  }

  std::mt19937_64 random_;
  World world_;
  std::set<std::string> units_;
  std::map<std::string, std::string> titles_ = {{"xa", "CĐCS xã"},
                                                {"truong", "CĐCS Trường"},
                                                {"benh-vien", "CĐCS Bệnh viện"},
                                                {"nha-may", "CĐCS Nhà máy"},
                                                {"cong-ty", "CĐCS Công ty"}};
  std::map<std::string, std::string> types_ = {{"xa", "PUBLIC"},
                                               {"truong", "PUBLIC"},
                                               {"benh-vien", "PUBLIC"},
                                               {"nha-may", "ENTERPRISE"},
                                               {"cong-ty", "ENTERPRISE"}};
  std::set<std::string> issued_;
  bool sealed_ = false;
  int responsibilities_ = 0;
  std::vector<std::string> tasks_;
  std::vector<v1::Task> all_;
  std::map<std::string, std::map<std::string, std::string>> seen_;
  std::map<std::string, std::map<std::string, LeafSum>> sums_;
  std::map<std::string, int> done_;
  std::map<std::string, int> refused_;
  int64_t asked_ = 0;
};

TEST(AsOf, WhatWasShownAtTheEndOfADayIsShownOfThatDayForEver) {
  const auto seed = static_cast<uint64_t>(FromEnvironment("PHANCONG_SEED", 20260630));
  const auto days = static_cast<int>(FromEnvironment("PHANCONG_DAYS", kDays));
  std::cout << "PHANCONG_SEED=" << seed << " PHANCONG_DAYS=" << days << "\n";
  Life life(seed);
  life.LivesOn(days);
  if (testing::Test::HasFailure()) return;
  life.LooksBack();
  for (const char* what : {"imported", "facts", "type changed", "merged", "sealed", "accepted", "reopened", "in charge",
                           "not in charge", "submitted"}) {
    EXPECT_TRUE(life.done().contains(what) || days < kDays) << what << " never happened";
  }
}

}  // namespace
}  // namespace phancong
