// Points, levels, what is missing and ages, with figures worked out by hand.
#include "services/rules/rating.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/rules/reasons.h"

namespace phancong::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Day kToday = DayOf(2025, 12, 10);
const Day kPast = DayOf(2025, 11, 30);
const Day kToCome = DayOf(2025, 12, 31);

RatedTask Task(const std::string& item, v1::TaskState state, Day due = kPast) {
  RatedTask task;
  task.item = item;
  task.leaf.deadline.state = state;
  task.leaf.deadline.due_day = due;
  return task;
}

// Submitted on a day, against the due date; accepted.
RatedTask Accepted(const std::string& item, bool met, int64_t days_late = 0) {
  RatedTask task = Task(item, v1::TASK_STATE_ACCEPTED);
  task.leaf.deadline.submitted_day = kPast + days_late;
  task.leaf.deadline.submitted_due_day = kPast;
  task.leaf.met = met;
  return task;
}

RatedTask NotApplicable(const std::string& item) {
  RatedTask task = Accepted(item, false);
  task.leaf.figures = {{.not_applicable = true}};
  return task;
}

RatedTask Submitted(const std::string& item, int64_t days_late = 0) {
  RatedTask task = Accepted(item, false, days_late);
  task.leaf.deadline.state = v1::TASK_STATE_SUBMITTED;
  return task;
}

// 50 points for results of A, B, C; 30 for being in time; 20 by judgement.
v1::RatingRules Rules() {
  v1::RatingRules rules;
  const auto add_criterion = [&](const std::string& id, v1::RatingCriterion::Basis basis, int32_t max,
                                 const std::vector<std::string>& items = {}) {
    v1::RatingCriterion& criterion = *rules.add_criteria();
    criterion.set_id(id);
    criterion.set_basis(basis);
    criterion.set_max_points(max);
    criterion.mutable_items()->Add(items.begin(), items.end());
  };
  add_criterion("results", v1::RatingCriterion::BASIS_RESULTS, 50, {"A", "B", "C"});
  add_criterion("in-time", v1::RatingCriterion::BASIS_TIMELINESS, 30);
  add_criterion("spirit", v1::RatingCriterion::BASIS_JUDGEMENT, 20);
  const auto add_level = [&](const std::string& id, int32_t points_from) {
    v1::RatingLevel& level = *rules.add_levels();
    level.set_id(id);
    level.set_points_from(points_from);
  };
  add_level("OUTSTANDING", 90);
  add_level("GOOD", 70);
  add_level("COMPLETED", 50);
  add_level("NOT_COMPLETED", 0);
  rules.set_months_since_founding(12);
  rules.set_months_since_split_or_merger(6);
  return rules;
}

std::string LevelIdOf(int64_t points, int64_t possible) {
  const v1::RatingRules rules = Rules();
  const v1::RatingLevel* const level = LevelOf(rules, points, possible);
  return level == nullptr ? "" : level->id();
}

struct Result {
  const char* what;
  RatedTask task;
  // Its part in numerator and denominator of the results, and in those of being in time; and whether it may come to
  // count in each.
  int64_t met, tasks;
  int64_t on_time, due;
  bool may_meet, may_be_on_time;
};

TEST(Points, AreMadeOfEachKindOfTaskAsItStands) {
  const std::vector<Result> table = {
      {"accepted, met, in time", Accepted("A", true), 1, 1, 1, 1, false, false},
      {"accepted, met, a day late", Accepted("A", true, 1), 1, 1, 0, 1, false, false},
      {"accepted, not met, in time", Accepted("A", false), 0, 1, 1, 1, false, false},
      {"accepted as not applicable", NotApplicable("A"), 0, 0, 1, 1, false, false},
      {"submitted in time", Submitted("A"), 0, 1, 0, 1, true, true},
      {"submitted late", Submitted("A", 3), 0, 1, 0, 1, true, false},
      {"issued and overdue", Task("A", v1::TASK_STATE_ISSUED), 0, 1, 0, 1, true, false},
      {"due today", Task("A", v1::TASK_STATE_IN_PROGRESS, kToday), 0, 1, 0, 0, true, true},
      {"returned and not due yet", Task("A", v1::TASK_STATE_RETURNED, kToCome), 0, 1, 0, 0, true, true},
      {"closed as not met", Task("A", v1::TASK_STATE_NOT_MET), 0, 1, 0, 1, true, false},
      {"suspended", Task("A", v1::TASK_STATE_SUSPENDED), 0, 0, 0, 0, false, false},
      {"withdrawn", Task("A", v1::TASK_STATE_WITHDRAWN), 0, 0, 0, 0, false, false},
      {"of no item of the results", Accepted("Z", true), 0, 0, 1, 1, false, false},
  };
  for (const Result& row : table) {
    SCOPED_TRACE(row.what);
    // Beside one that counts everywhere, so that each criterion applies.
    const auto criteria = Assess(Rules(), {Accepted("B", true), row.task}, kToday);
    ASSERT_EQ(criteria.size(), 3U);
    EXPECT_EQ(criteria[0].numerator, 1 + row.met);
    EXPECT_EQ(criteria[0].denominator, 1 + row.tasks);
    EXPECT_EQ(criteria[1].numerator, 1 + row.on_time);
    EXPECT_EQ(criteria[1].denominator, 1 + row.due);
    EXPECT_EQ(criteria[0].tasks.back().may_count, row.may_meet);
    EXPECT_EQ(criteria[1].tasks.back().may_count, row.may_be_on_time);
    EXPECT_EQ(criteria[0].tasks.size(), static_cast<size_t>(1 + row.tasks)) << "what is traced is what is counted";
  }
}

TEST(Points, AreRoundedDown) {
  // Results 2 of 3: ⌊50·2/3⌋ = ⌊33,3⌋. In time: 4 of the 7 that are due: ⌊30·4/7⌋ = ⌊17,1⌋.
  const auto criteria = Assess(
      Rules(),
      {Accepted("A", true), Accepted("B", true, 2), Accepted("C", false), Accepted("D", true), Accepted("E", false),
       Task("F", v1::TASK_STATE_ISSUED), Submitted("G"), Task("H", v1::TASK_STATE_ISSUED, kToCome)},
      kToday);
  EXPECT_EQ(criteria[0].computed, 33);
  EXPECT_EQ(criteria[1].numerator, 4);
  EXPECT_EQ(criteria[1].denominator, 7);
  EXPECT_EQ(criteria[1].computed, 17);
  EXPECT_EQ(criteria[2].computed, std::nullopt);
  EXPECT_EQ(PossiblePoints(criteria), 100);
  // C is accepted and stays as it is. G came in time and H may: 6 of 8, ⌊30·6/8⌋ = ⌊22,5⌋.
  EXPECT_EQ(criteria[0].best, 33);
  EXPECT_EQ(criteria[1].best, 22);
  EXPECT_EQ(criteria[2].best, 20);
}

TEST(Points, LeaveOutWhatDoesNotApply) {
  // None of A, B, C was asked; D is not due yet.
  const auto criteria = Assess(Rules(), {Task("D", v1::TASK_STATE_ISSUED, kToCome)}, kToday);
  EXPECT_EQ(criteria[0].max_points, 0);
  EXPECT_EQ(criteria[0].computed, std::nullopt);
  EXPECT_EQ(criteria[1].max_points, 0);
  EXPECT_EQ(criteria[2].max_points, 20) << "what is judged always applies";
  EXPECT_EQ(PossiblePoints(criteria), 20);
  EXPECT_EQ(PossiblePoints(Assess(Rules(), {NotApplicable("A")}, kToday)), 50) << "it was in time, though";
}

TEST(Points, OfTimelinessMayBeLimitedToItems) {
  v1::RatingRules rules = Rules();
  rules.mutable_criteria(1)->add_items("D");
  const auto criteria = Assess(rules, {Accepted("A", true, 4), Accepted("D", true), Accepted("D", true, 1)}, kToday);
  EXPECT_EQ(criteria[1].numerator, 1);
  EXPECT_EQ(criteria[1].denominator, 2);
  EXPECT_EQ(criteria[1].computed, 15);
}

TEST(Levels, BeginAtTheirShareOfThePossiblePoints) {
  struct {
    int64_t points, possible;
    const char* level;
  } const table[] = {
      {100, 100, "OUTSTANDING"},
      {90, 100, "OUTSTANDING"},
      {89, 100, "GOOD"},
      {70, 100, "GOOD"},
      {69, 100, "COMPLETED"},
      {50, 100, "COMPLETED"},
      {49, 100, "NOT_COMPLETED"},
      {0, 100, "NOT_COMPLETED"},
      // Of 85: 76 is ⌊89,4⌋ = 89, and 77 is ⌊90,6⌋ = 90.
      {76, 85, "GOOD"},
      {77, 85, "OUTSTANDING"},
      // Of 3: 2 is ⌊66,7⌋.
      {2, 3, "COMPLETED"},
      {3, 3, "OUTSTANDING"},
      // Nothing possible: no level.
      {0, 0, ""},
  };
  for (const auto& row : table)
    EXPECT_EQ(LevelIdOf(row.points, row.possible), row.level) << row.points << "/" << row.possible;
  EXPECT_EQ(LevelOf(v1::RatingRules(), 10, 10), nullptr) << "a programme without levels";
}

TEST(Levels, AreComparedByTheirOrder) {
  const v1::RatingRules rules = Rules();
  EXPECT_TRUE(IsAtLeast(rules, "OUTSTANDING", "GOOD"));
  EXPECT_TRUE(IsAtLeast(rules, "GOOD", "GOOD"));
  EXPECT_FALSE(IsAtLeast(rules, "COMPLETED", "GOOD"));
  EXPECT_FALSE(IsAtLeast(rules, "", "GOOD"));
  EXPECT_FALSE(IsAtLeast(rules, "GOOD", "SPLENDID"));
}

TEST(TheNextLevel, SaysTheFewestPointsThatGiveIt) {
  struct {
    int64_t points, possible;
    const char* level;
    int64_t missing;
  } const table[] = {
      {89, 100, "OUTSTANDING", 1},
      {70, 100, "OUTSTANDING", 20},
      {69, 100, "GOOD", 1},
      {0, 100, "COMPLETED", 50},
      // Of 85: OUTSTANDING from ⌈76,5⌉ = 77, GOOD from ⌈59,5⌉ = 60.
      {59, 85, "GOOD", 1},
      {60, 85, "OUTSTANDING", 17},
  };
  const v1::RatingRules rules = Rules();
  for (const auto& row : table) {
    const auto next = NextLevelOf(rules, row.points, row.possible);
    ASSERT_TRUE(next) << row.points;
    EXPECT_EQ(next->level->id(), row.level) << row.points << "/" << row.possible;
    EXPECT_EQ(next->points_missing, row.missing) << row.points << "/" << row.possible;
  }
  EXPECT_FALSE(NextLevelOf(rules, 90, 100)) << "the best";
  EXPECT_FALSE(NextLevelOf(rules, 0, 0));
}

TEST(TheNextLevel, NamesWhatStillGivesPointsMostFirst) {
  // Results: A met, B open: 25, and 50 if B is met. In time: A on time, B overdue: 15, and no more. Spirit: judged.
  const auto criteria = Assess(Rules(), {Accepted("A", true), Task("B", v1::TASK_STATE_ISSUED)}, kToday);
  EXPECT_EQ(criteria[0].computed, 25);
  EXPECT_EQ(criteria[1].computed, 15);
  const auto gains = GainsOf(criteria, {25, 15, 4});
  ASSERT_EQ(gains.size(), 2U);
  EXPECT_EQ(gains[0].criterion, 0U);
  EXPECT_EQ(gains[0].points, 25);
  EXPECT_EQ(gains[1].criterion, 2U);
  EXPECT_EQ(gains[1].points, 16);
  EXPECT_EQ(GainsOf(criteria, {45, 15, kNoPoints})[0].criterion, 2U) << "nothing judged yet: all of it";
  EXPECT_THAT(GainsOf(criteria, {50, 30, 20}), IsEmpty());
}

// A claim or a decision on the criteria of one union whose results are 25 of 50 and who was always in time.
class GivenPointsTest : public ::testing::Test {
 protected:
  const std::vector<CriterionAssessment> criteria =
      Assess(Rules(), {Accepted("A", true), Accepted("B", false)}, kToday);
};

TEST_F(GivenPointsTest, OfAClaimFillInWhatIsComputed) {
  const auto claim = PointsFrom(criteria, {{"spirit", 18}}, PointsOf::kClaim);
  ASSERT_TRUE(claim.ok());
  EXPECT_THAT(*claim, ElementsAre(25, 30, 18));
  const auto other = PointsFrom(criteria, {{"spirit", 0}, {"results", 40}}, PointsOf::kClaim);
  ASSERT_TRUE(other.ok());
  EXPECT_THAT(*other, ElementsAre(40, 30, 0));
}

TEST_F(GivenPointsTest, AreRefusedWithEverythingThatIsWrong) {
  const auto wrong =
      PointsFrom(criteria, {{"results", 51}, {"in-time", -1}, {"charm", 5}, {"results", 10}}, PointsOf::kClaim);
  EXPECT_EQ(ReasonOf(wrong.status()), "INVALID_FIELD");
  EXPECT_THAT(FieldsOf(wrong.status()), ElementsAre("points[0].points", "points[1].points", "points[2].criterion",
                                                    "points[3].criterion", "points"));
  EXPECT_THAT(FieldsOf(PointsFrom(criteria, {{"results", 25}}, PointsOf::kDecision).status()),
              ElementsAre("points", "points"))
      << "a decision names every criterion";
  EXPECT_TRUE(PointsFrom(criteria, {{"results", 50}, {"in-time", 0}, {"spirit", 20}}, PointsOf::kDecision).ok());
}

TEST_F(GivenPointsTest, OfWhatDoesNotApplyAreNone) {
  const auto young = Assess(Rules(), {}, kToday);
  const auto claim = PointsFrom(young, {{"spirit", 20}}, PointsOf::kDecision);
  ASSERT_TRUE(claim.ok());
  EXPECT_THAT(*claim, ElementsAre(kNoPoints, kNoPoints, 20));
  EXPECT_THAT(FieldsOf(PointsFrom(young, {{"spirit", 20}, {"results", 1}}, PointsOf::kClaim).status()),
              ElementsAre("points[1].points"));
}

TEST_F(GivenPointsTest, NeedAReasonWhereTheyDiffer) {
  struct {
    const char* what;
    std::vector<int64_t> claim;
    std::vector<int64_t> points;
    std::vector<GivenPoints> given;
    std::vector<std::string> unexplained;
  } const table[] = {
      {"a claim as computed", {}, {25, 30, 18}, {}, {}},
      {"a claim above what is computed", {}, {26, 30, 18}, {}, {"results"}},
      {"a claim below it", {}, {25, 29, 18}, {}, {"in-time"}},
      {"with its reason", {}, {26, 30, 18}, {{"results", 26, true}}, {}},
      {"with a reason for another", {}, {26, 30, 18}, {{"in-time", 30, true}}, {"results"}},
      {"a decision as claimed and computed", {25, 30, 18}, {25, 30, 18}, {}, {}},
      {"as computed, not as claimed", {40, 30, 18}, {25, 30, 18}, {}, {"results"}},
      {"as claimed, not as computed", {40, 30, 18}, {40, 30, 18}, {}, {"results"}},
      {"a judged one differs from the claim", {25, 30, 18}, {25, 30, 12}, {}, {"spirit"}},
      {"all differ", {25, 30, 18}, {1, 2, 3}, {}, {"results", "in-time", "spirit"}},
      {"nothing was claimed of it", {kNoPoints, 30, 18}, {25, 30, 18}, {}, {}},
  };
  for (const auto& row : table) {
    EXPECT_EQ(Unexplained(criteria, row.claim, row.points, row.given), row.unexplained) << row.what;
  }
}

TEST(TheAgeOfAUnion, IsCountedInMonthsToTheEndOfThePeriodsLastDay) {
  const Period year{.begin = DayOf(2025, 1, 1), .end = DayOf(2025, 12, 31)};
  struct {
    const char* what;
    Day founded;
    std::vector<Day> reformed;
    Day too_young_until;
  } const table[] = {
      {"long ago", DayOf(1995, 4, 1), {}, 0},
      {"unknown", 0, {}, 0},
      {"there the whole year", DayOf(2025, 1, 1), {}, 0},
      {"a day less", DayOf(2025, 1, 2), {}, DayOf(2026, 1, 2)},
      {"at the year's end", DayOf(2025, 12, 31), {}, DayOf(2026, 12, 31)},
      {"merged just half a year before", DayOf(1995, 4, 1), {DayOf(2025, 7, 1)}, 0},
      {"merged a day later", DayOf(1995, 4, 1), {DayOf(2025, 7, 2)}, DayOf(2026, 1, 2)},
      {"merged twice: the last counts", DayOf(1995, 4, 1), {DayOf(2025, 2, 1), DayOf(2025, 9, 15)}, DayOf(2026, 3, 15)},
      {"brought forth by a split in April", DayOf(2025, 4, 1), {DayOf(2025, 4, 1)}, 0},
      {"brought forth by a split in August", DayOf(2025, 8, 31), {DayOf(2025, 8, 31)}, DayOf(2026, 2, 28)},
      {"founded in February, merged in March: still too young",
       DayOf(2025, 2, 1),
       {DayOf(2025, 3, 1)},
       DayOf(2026, 2, 1)},
      {"merged only after the year", DayOf(1995, 4, 1), {DayOf(2026, 2, 1)}, 0},
  };
  for (const auto& row : table) {
    EXPECT_EQ(TooYoungUntil(Rules(), {.founded_day = row.founded, .reformed_days = row.reformed}, year),
              row.too_young_until)
        << row.what;
  }
  EXPECT_EQ(OldEnoughFrom(Rules(), {.founded_day = DayOf(2024, 2, 29), .reformed_days = {}}, year.end),
            DayOf(2025, 2, 28));
  EXPECT_EQ(TooYoungUntil(v1::RatingRules(), {.founded_day = DayOf(2025, 12, 31), .reformed_days = {}}, year), 0)
      << "a programme that asks for no age";
  EXPECT_EQ(TooYoungUntil(v1::RatingRules(), {.founded_day = DayOf(2026, 1, 1), .reformed_days = {}}, year),
            DayOf(2026, 1, 1))
      << "not there in the year at all";
}

TEST(TheAgeOfAUnion, EndsWithIt) {
  const Period year{.begin = DayOf(2025, 1, 1), .end = DayOf(2025, 12, 31)};
  EXPECT_FALSE(EndedIn(0, year));
  EXPECT_TRUE(EndedIn(DayOf(2025, 6, 1), year));
  EXPECT_TRUE(EndedIn(DayOf(2025, 12, 31), year)) << "no more on the last day";
  EXPECT_FALSE(EndedIn(DayOf(2026, 1, 1), year)) << "there the whole year";
}

// --- Properties. ----------------------------------------------------------------------------------------------------

RatedTask AnyTask() {
  static const std::vector<std::string> kItems = {"A", "B", "C", "D"};
  const std::string item = *rc::gen::elementOf(kItems);
  switch (*rc::gen::inRange(0, 8)) {
    case 0:
      return NotApplicable(item);
    case 1:
      return Submitted(item, *rc::gen::inRange(0, 3));
    case 2:
      return Task(item, v1::TASK_STATE_ISSUED, *rc::gen::elementOf(std::vector<Day>{kPast, kToday, kToCome}));
    case 3:
      return Task(item, v1::TASK_STATE_NOT_MET);
    case 4:
      return Task(item, v1::TASK_STATE_SUSPENDED);
    case 5:
      return Task(item, v1::TASK_STATE_WITHDRAWN);
    default:
      return Accepted(item, *rc::gen::arbitrary<bool>(), *rc::gen::inRange(0, 3));
  }
}

std::vector<RatedTask> AnyTasks() {
  std::vector<RatedTask> tasks;
  const int count = *rc::gen::inRange(0, 12);
  for (int i = 0; i < count; ++i) tasks.push_back(AnyTask());
  return tasks;
}

RC_GTEST_PROP(Ratings, NeverGiveMoreThanTheGreatest, ()) {
  for (const CriterionAssessment& criterion : Assess(Rules(), AnyTasks(), kToday)) {
    RC_ASSERT(criterion.numerator >= 0 && criterion.numerator <= criterion.denominator);
    RC_ASSERT(criterion.computed.value_or(0) >= 0);
    RC_ASSERT(criterion.computed.value_or(0) <= criterion.best);
    RC_ASSERT(criterion.best <= criterion.max_points);
    RC_ASSERT((criterion.max_points == 0) == (criterion.denominator == 0 && criterion.criterion != "spirit"));
    const auto counting = std::count_if(criterion.tasks.begin(), criterion.tasks.end(),
                                        [](const TracedTask& task) { return task.counts; });
    RC_ASSERT(counting == criterion.numerator);
  }
}

RC_GTEST_PROP(Ratings, DoNotDependOnTheOrderOfTasks, ()) {
  std::vector<RatedTask> tasks = AnyTasks();
  const auto before = Assess(Rules(), tasks, kToday);
  std::reverse(tasks.begin(), tasks.end());
  const auto after = Assess(Rules(), tasks, kToday);
  for (size_t i = 0; i < before.size(); ++i) {
    RC_ASSERT(before[i].computed.value_or(-1) == after[i].computed.value_or(-1));
    RC_ASSERT(before[i].max_points == after[i].max_points);
    RC_ASSERT(before[i].best == after[i].best);
  }
}

// Whoever meets one task more, or is in time once more, has no fewer points in any criterion.
RC_GTEST_PROP(Ratings, DoNotFallByDoingBetter, ()) {
  std::vector<RatedTask> tasks = AnyTasks();
  tasks.push_back(Accepted("A", false, 2));
  const auto before = Assess(Rules(), tasks, kToday);
  tasks.back() = Accepted("A", true, 0);
  const auto after = Assess(Rules(), tasks, kToday);
  for (size_t i = 0; i < before.size(); ++i) {
    RC_ASSERT(before[i].computed.value_or(-1) <= after[i].computed.value_or(-1));
  }
}

RC_GTEST_PROP(Ratings, RiseWithTheirPoints, ()) {
  const v1::RatingRules rules = Rules();
  const int64_t possible = *rc::gen::inRange(1, 2000);
  const int64_t points = *rc::gen::inRange<int64_t>(0, possible);
  const std::string level = LevelIdOf(points, possible);
  RC_ASSERT(IsAtLeast(rules, LevelIdOf(points + 1, possible), level));
  // As the contract says it: ⌊100·points/possible⌋ is the level's or more, and below the level above.
  const auto next = NextLevelOf(rules, points, possible);
  RC_ASSERT(100 * points / possible >= LevelOf(rules, points, possible)->points_from());
  if (!next) {
    RC_ASSERT(level == "OUTSTANDING");
    return;
  }
  RC_ASSERT(100 * points / possible < next->level->points_from());
  // Where few points are possible, one of them may lead past it.
  RC_ASSERT(IsAtLeast(rules, LevelIdOf(points + next->points_missing, possible), next->level->id()));
  RC_ASSERT(LevelIdOf(points + next->points_missing - 1, possible) == level);
}

RC_GTEST_PROP(Ratings, GrowOldEnoughOnce, ()) {
  const Day founded = DayOf(2023, 1, 1) + *rc::gen::inRange(0, 1500);
  const Day reformed = founded + *rc::gen::inRange(0, 600);
  const UnionAge age{.founded_day = founded, .reformed_days = {reformed}};
  bool was_old = false;
  for (int year = 2023; year <= 2030; ++year) {
    const Period period{.begin = DayOf(year, 1, 1), .end = DayOf(year, 12, 31)};
    if (reformed > period.end) continue;
    const Day until = TooYoungUntil(Rules(), age, period);
    RC_ASSERT(until == 0 || until > period.end + 1);
    RC_ASSERT(!(was_old && until != 0));
    was_old = until == 0;
  }
  RC_ASSERT(was_old);
}

}  // namespace
}  // namespace phancong::rules
