// What holds of deadlines in every history: generated ones, of one task each, by everybody who may move its date, with
// days that pass between. A model of a few lines beside it says what is late. PHANCONG_SEED=… takes other histories,
// PHANCONG_HISTORIES=… more of them.
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gtest/gtest.h"
#include "tests/services/five_unions.h"
#include "tests/support/from_environment.h"
#include "tests/support/world.h"

namespace phancong {
namespace {

using support::Person;
using support::World;

// Item 1.3 is this unit's.
constexpr char kUnit[] = "truong-dong-yen";
constexpr int kHistories = 6;
constexpr int kSteps = 150;

absl::CivilDay DayOf(const google::type::Date& date) { return absl::CivilDay(date.year(), date.month(), date.day()); }

// What the rules say of lateness, kept apart from the server: a leg ends with a submission that was not recalled,
// judged by the date in force at that moment; a cycle is as late as its latest leg.
struct Lateness {
  int64_t legs_before = 0;
  int64_t submission = 0;

  [[nodiscard]] int64_t days() const { return std::max(legs_before, submission); }
};

class History {
 public:
  History(World& world, std::mt19937_64& random, std::string unit)
      : world_(world), random_(random), task_(absl::StrCat("1.3.", unit)), unit_chair_(world.UnionChair(unit)) {
    seen_ = Sees();
    lines_ = 1;
  }

  void Takes(int steps) {
    for (int step = 1; step <= steps && !testing::Test::HasFailure(); ++step) {
      SCOPED_TRACE(absl::StrCat(task_, ", step ", step));
      TimePasses();
      Anything();
      moments_.emplace_back(world_.now_micros(), DayOf(seen_.due_date()));
    }
  }

  // The trail says of every moment what was seen at that moment.
  void LooksBack() {
    const auto trail = world_.Chair().SeesDueDates(task_);
    ASSERT_DONE(trail);
    EXPECT_EQ(trail->changes_size(), lines_) << "one line for each date";
    EXPECT_EQ(DayOf(trail->due_date_in_force()), DayOf(seen_.due_date()));
    for (const auto& [moment, due] : moments_) {
      const auto then = unit_chair_.SeesDueDates(task_, moment);
      ASSERT_DONE(then);
      EXPECT_EQ(DayOf(then->due_date_in_force()), due) << task_ << " at " << moment;
    }
    const auto before = world_.Chair().SeesDueDates(task_, support::MomentOf("2025-01-01"));
    ASSERT_DONE(before);
    EXPECT_EQ(before->changes_size(), 0);
    EXPECT_FALSE(before->has_due_date_in_force()) << "it was not issued yet";
  }

  [[nodiscard]] const std::map<std::string, int>& done() const { return done_; }

 private:
  int64_t Number(int64_t from, int64_t to) {
    return from + static_cast<int64_t>(random_() % static_cast<uint64_t>(to - from + 1));
  }
  [[nodiscard]] absl::CivilDay Today() const {
    return absl::CivilDay(1970, 1, 1) + (world_.now_micros() / 1'000'000 + 7 * 3600) / 86400;
  }
  std::string Day(int64_t from, int64_t to) { return absl::FormatCivilTime(Today() + Number(from, to)); }

  v1::Task Sees() {
    auto seen = world_.Chair().Sees(task_);
    EXPECT_DONE(seen);
    return seen->task();
  }

  // Whoever is slow: a task that waits for review, or is done, gets no later by it.
  void TimePasses() {
    if (Number(1, 3) == 1) {
      world_.PassHours(24 * Number(1, 9));
    } else {
      world_.PassHours(1);
    }
    const v1::Task now = Sees();
    EXPECT_EQ(DayOf(now.due_date()), DayOf(seen_.due_date())) << "a date moves by a decision alone";
    EXPECT_EQ(now.state(), seen_.state());
    if (seen_.timing() == v1::TIMING_AWAITING_REVIEW || seen_.timing() == v1::TIMING_DONE_ON_TIME ||
        seen_.timing() == v1::TIMING_DONE_LATE) {
      EXPECT_EQ(now.timing(), seen_.timing()) << "a slow reviewer makes nobody late";
      EXPECT_EQ(now.days_late(), seen_.days_late()) << "a slow reviewer makes nobody late";
    }
    seen_ = now;
  }

  // After a call: `moves`, where it may set another date, and then only a later one if `never_earlier`.
  enum class Moves { kNothing, kLater, kAny };
  template <class Outcome>
  bool After(const std::string& what, const Outcome& outcome, Moves moves) {
    SCOPED_TRACE(what);
    const v1::Task now = Sees();
    const absl::CivilDay before = DayOf(seen_.due_date());
    const absl::CivilDay after = DayOf(now.due_date());
    if (!outcome.ok()) {
      EXPECT_EQ(after, before) << "a refused command changes nothing";
      EXPECT_EQ(now.state(), seen_.state());
      EXPECT_EQ(now.timing(), seen_.timing());
    } else if (moves == Moves::kNothing) {
      EXPECT_EQ(after, before);
    } else {
      if (moves == Moves::kLater) {
        EXPECT_GT(after, before) << "an extension never moves a date earlier";
      }
      ++lines_;
    }
    if (outcome.ok()) ++done_[what];
    seen_ = now;
    return outcome.ok();
  }
  // It asks, or refuses: what was in force stays, and with it how the task stands.
  template <class Outcome>
  void ChangesNothing(const std::string& what, const Outcome& outcome) {
    const v1::Task before = seen_;
    After(what, outcome, Moves::kNothing);
    EXPECT_EQ(seen_.timing(), before.timing()) << what;
    EXPECT_EQ(seen_.days_late(), before.days_late()) << what;
    EXPECT_EQ(seen_.state(), before.state()) << what;
  }

  void Anything() {
    switch (Number(1, 17)) {
      case 1:
      case 2: {
        const auto asked = unit_chair_.RequestsExtension(task_, Day(-4, 40));
        if (asked.ok()) extension_ = asked->extension().name();
        ChangesNothing("asked", asked);
        break;
      }
      case 3:
        if (!extension_.empty()) ChangesNothing("took back", unit_chair_.CancelsExtension(extension_));
        break;
      case 4:
        if (!extension_.empty()) ChangesNothing("refused", world_.Chair().Refuses(extension_));
        break;
      case 5:
      case 6:
        if (!extension_.empty()) {
          After("granted", world_.Chair().Grants(extension_, Number(1, 2) == 1 ? "" : Day(-4, 40)), Moves::kLater);
        }
        break;
      case 7:
        After("decreed",
              world_.Chair().ExtendsTasks("2025", Day(-2, 30), {"1.3"}, {task_.substr(task_.rfind('.') + 1)}),
              Moves::kLater);
        break;
      case 8:
        After("suspended", world_.Chair().Suspends(task_), Moves::kNothing);
        break;
      case 9:
      case 10: {
        const v1::Task before = seen_;
        if (After("resumed", world_.Chair().Resumes(task_), Moves::kAny)) {
          EXPECT_GE(DayOf(seen_.due_date()), DayOf(before.due_date())) << "days suspended are added";
          EXPECT_EQ(before.state(), v1::TASK_STATE_SUSPENDED);
          EXPECT_EQ(before.timing(), v1::TIMING_NO_DEADLINE);
        }
        break;
      }
      case 11:
      case 12: {
        const absl::CivilDay due = DayOf(seen_.due_date());
        const bool closed = seen_.timing() == v1::TIMING_NOT_MET;
        if (After("submitted", unit_chair_.Submits(task_, world_.CompleteReport(task_)), Moves::kNothing)) {
          lateness_.submission = std::max<int64_t>(0, Today() - due);
          if (closed) {
            EXPECT_GT(lateness_.submission, 0) << "what was closed is late";
          }
          submitted_late_ = closed;
          IsAsLateAs();
        }
        break;
      }
      case 13:
        if (After("recalled", unit_chair_.Recalls(task_), Moves::kNothing)) {
          lateness_.submission = 0;
          EXPECT_EQ(seen_.state(), submitted_late_ ? v1::TASK_STATE_NOT_MET : v1::TASK_STATE_IN_PROGRESS);
          EXPECT_NE(seen_.timing(), v1::TIMING_DONE_ON_TIME);
          if (!submitted_late_ && Today() > DayOf(seen_.due_date())) {
            EXPECT_EQ(seen_.timing(), v1::TIMING_OVERDUE) << "a recalled submission makes nobody punctual";
          }
        }
        break;
      case 14:
        After("review taken", world_.Chair().TakesReview(task_), Moves::kNothing);
        break;
      case 15:
        Takes();
        if (After("returned", world_.Chair().Returns(task_, "thiếu biên bản", Day(0, 15)), Moves::kAny)) {
          lateness_ = {.legs_before = lateness_.days(), .submission = 0};
          submitted_late_ = false;
        }
        break;
      case 16:
        if (Number(1, 2) == 1) {
          After("closed", world_.Chair().ClosesNotMet(task_), Moves::kNothing);
          break;
        }
        Takes();
        if (After("accepted", world_.Chair().Accepts(task_), Moves::kNothing)) {
          IsAsLateAs();
          EXPECT_EQ(seen_.timing(), lateness_.days() > 0 ? v1::TIMING_DONE_LATE : v1::TIMING_DONE_ON_TIME);
        }
        break;
      default:
        if (After("reopened", world_.Chair().Reopens(task_, Day(-1, 30)), Moves::kAny)) lateness_ = {};
        break;
    }
  }

  // Who is not in charge takes the review first.
  void Takes() { After("review taken", world_.Chair().TakesReview(task_), Moves::kNothing); }
  void IsAsLateAs() { EXPECT_EQ(seen_.days_late(), lateness_.days()); }

  World& world_;
  std::mt19937_64& random_;
  const std::string task_;
  Person& unit_chair_;
  v1::Task seen_;
  std::string extension_;
  Lateness lateness_;
  bool submitted_late_ = false;
  int lines_ = 0;
  std::vector<std::pair<int64_t, absl::CivilDay>> moments_;
  std::map<std::string, int> done_;
};

TEST(DeadlineHistory, DatesMoveAsTheRulesSayAndTheTrailRemembersThem) {
  const auto seed = static_cast<uint64_t>(FromEnvironment("PHANCONG_SEED", 20251031));
  const auto histories = FromEnvironment("PHANCONG_HISTORIES", kHistories);
  std::cout << "PHANCONG_SEED=" << seed << " PHANCONG_HISTORIES=" << histories << "\n";
  std::mt19937_64 random(seed);
  std::map<std::string, int> done;
  for (int64_t i = 0; i < histories && !HasFailure(); ++i) {
    // Item 1.3 is due on 31 October.
    World world({.first_day = "2025-09-20", .seed = seed + static_cast<uint64_t>(i)});
    services_test::LoadFiveUnions(world);
    services_test::IssueAsItComes(world, "2025");
    History history(world, random, kUnit);
    history.Takes(kSteps);
    history.LooksBack();
    for (const auto& [what, times] : history.done()) done[what] += times;
  }
  for (const auto& [what, times] : done) std::cout << "  " << times << "  " << what << "\n";
}

}  // namespace
}  // namespace phancong
