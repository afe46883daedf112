// Calendars, terms in working days, rounds begun from earlier ones, raised targets, guidance, and one document for two
// tasks.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/five_unions.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::DateOf;
using support::FileOf;
using support::Outcome;
using support::Person;
using support::World;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string DayOf(const google::type::Date& date) {
  char text[11];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", date.year(), date.month(), date.day());
  return text;
}

// All of 2025, Saturdays and Sundays off, and the days that are given.
std::string Calendar(const std::string& days = "") {
  return "id: \"vn\" title { vi: \"Lịch\" } first_day { year: 2025 month: 1 day: 1 } "
         "last_day { year: 2025 month: 12 day: 31 } weekend: WEEKDAY_SATURDAY weekend: WEEKDAY_SUNDAY " +
         days;
}

constexpr char kTuesdayOff[] = "holidays { date { year: 2025 month: 1 day: 7 } title { vi: \"Nghỉ\" } } ";

Outcome<v1::LoadCalendarResponse> Loads(World& world, Person& person, const std::string& source,
                                        const std::string& decision = "08/QĐ-BTV", bool validate_only = false) {
  v1::LoadCalendarRequest request;
  request.set_parent(world.FederationName());
  request.set_source(source);
  request.set_decision_number(decision);
  request.set_validate_only(validate_only);
  return person.Call<v1::LoadCalendarResponse>(request);
}

Outcome<v1::RecordGuidanceResponse> Records(World& world, Person& person, const std::string& item,
                                            const std::string& number = "12/HD-LĐLĐ",
                                            const std::string& day = "2025-01-03") {
  v1::RecordGuidanceRequest request;
  request.set_parent(world.FederationName());
  request.set_item(item);
  request.mutable_document()->set_number(number);
  *request.mutable_document()->mutable_date() = DateOf(day);
  request.mutable_document()->set_issuer("LĐLĐ tỉnh");
  return person.Call<v1::RecordGuidanceResponse>(request);
}

v1::DraftRoundRequest Draft(World& world, const std::string& round) {
  v1::DraftRoundRequest request;
  request.set_name(world.RoundName(round));
  return request;
}

v1::RaisedTarget& Raise(v1::DraftRoundRequest& request, const std::string& item, const std::string& figure,
                        int64_t target, const std::vector<std::string>& assignees = {}) {
  v1::RaisedTarget& raised = *request.add_targets();
  raised.set_item(item);
  raised.set_figure(figure);
  raised.set_target(target);
  for (const std::string& assignee : assignees) raised.add_assignees(assignee);
  return raised;
}

v1::AssignItemRequest Assign(World& world, const std::string& round, const std::string& item, const std::string& unit) {
  v1::AssignItemRequest request;
  request.set_parent(world.RoundName(round));
  request.set_item(item);
  request.add_assignees(world.UnitName(unit));
  request.set_decision_number("09/QĐ-BTV");
  return request;
}

const v1::RoundItem& ItemOf(const v1::Round& round, const std::string& id) {
  for (const v1::RoundItem& item : round.items()) {
    if (item.item() == id) return item;
  }
  ADD_FAILURE() << "the round does not show " << id;
  return v1::RoundItem::default_instance();
}

// "2.1/people ≥ 95 for may-hung-an".
std::vector<std::string> TargetsOf(const v1::Round& round) {
  std::vector<std::string> targets;
  for (const v1::RaisedTarget& one : round.targets()) {
    std::string text = one.item() + "/" + one.figure() + " ≥ " + std::to_string(one.target());
    for (const std::string& name : one.assignees()) text += " for " + name.substr(name.rfind('/') + 1);
    targets.push_back(text);
  }
  return targets;
}

std::string FirstFigure(World& world, const std::string& task) {
  const auto seen = world.Chair().Sees(task);
  EXPECT_GT(seen->task().figures_size(), 0) << task;
  return seen->task().figures_size() > 0 ? seen->task().figures(0).id() : "";
}

v1::Report RatioReport(const std::string& figure, int64_t numerator, int64_t denominator) {
  v1::Report report;
  v1::FigureValue& value = *report.add_figures();
  value.set_figure(figure);
  value.set_numerator(numerator);
  value.set_denominator(denominator);
  return report;
}

// --- Calendars. ------------------------------------------------------------------------------------------------------

TEST(LoadCalendar, IsVersionedDataOfTheChair) {
  World world;
  LoadFiveUnions(world);
  v1::GetCalendarRequest newest;
  newest.set_name(world.FederationName() + "/calendars/-");
  EXPECT_REFUSED(world.Member(1).Call<v1::GetCalendarResponse>(newest), NOT_FOUND);
  EXPECT_REFUSED(Loads(world, world.ViceChair(), Calendar()), POSITION_REQUIRED);
  EXPECT_REFUSED(Loads(world, world.Chair(), Calendar(), ""), DECISION_REQUIRED);
  EXPECT_REFUSED(Loads(world, world.Chair(), Calendar("weekend: 9")), INVALID_FILE);
  const auto first = Loads(world, world.Chair(), Calendar());
  ASSERT_DONE(first);
  EXPECT_EQ(first->calendar(), "federations/bac-quang/calendars/1");
  const auto second = Loads(world, world.Chair(), Calendar(kTuesdayOff), "10/QĐ-BTV");
  ASSERT_DONE(second);
  EXPECT_EQ(second->holiday_count(), 1);
  const auto read = world.UnionChair("dien-luc").Call<v1::GetCalendarResponse>(newest);
  ASSERT_DONE(read);
  EXPECT_EQ(read->name(), "federations/bac-quang/calendars/2");
  EXPECT_EQ(read->decision_number(), "10/QĐ-BTV");
  EXPECT_EQ(read->calendar().holidays_size(), 1);
  newest.set_name(world.FederationName() + "/calendars/1");
  EXPECT_EQ(world.Chair().Call<v1::GetCalendarResponse>(newest)->calendar().holidays_size(), 0);
  newest.set_name(world.FederationName() + "/calendars/3");
  EXPECT_REFUSED(world.Chair().Call<v1::GetCalendarResponse>(newest), NOT_FOUND);
}

TEST(LoadCalendar, ChecksAFileAndSaysEverythingThatIsWrong) {
  World world;
  const auto checked = Loads(world, world.Chair(),
                             Calendar("holidays { date { year: 2025 month: 2 day: 30 } title { vi: \"x\" } }\n"
                                      "holidays { date { year: 2026 month: 1 day: 1 } title { vi: \"x\" } }"),
                             "", true);
  ASSERT_DONE(checked);
  EXPECT_EQ(checked->problems_size(), 2);
  v1::GetCalendarRequest newest;
  newest.set_name(world.FederationName() + "/calendars/-");
  EXPECT_REFUSED(world.Chair().Call<v1::GetCalendarResponse>(newest), NOT_FOUND);
}

// --- Terms in working days. ------------------------------------------------------------------------------------------

// Monday 6 January 2025. Five working days: 7, 8, 9, 10, 13.
TEST(ATermInWorkingDays, IsCountedOnceWhenItIsIssued) {
  World world;
  LoadFiveUnions(world);
  v1::DraftRoundRequest request = Draft(world, "2025");
  v1::DueDate& due = *request.add_due_dates();
  due.set_item("1.3");
  due.set_working_days(5);
  // Without a calendar the draft shows the term alone, and is not issued.
  auto draft = world.Chair().Call<v1::DraftRoundResponse>(request);
  ASSERT_DONE(draft);
  EXPECT_EQ(ItemOf(draft->round(), "1.3").working_days(), 5);
  EXPECT_FALSE(ItemOf(draft->round(), "1.3").has_due_date());
  const auto missing = world.Chair().IssuesRound("2025", draft->round().etag());
  EXPECT_REFUSED(missing, CALENDAR_MISSING);
  EXPECT_THAT(missing.message, HasSubstr("06/01/2025"));

  ASSERT_DONE(Loads(world, world.Chair(), Calendar()));
  EXPECT_REFUSED(world.Chair().IssuesRound("2025", draft->round().etag()), STALE) << "shown by another calendar";
  draft = world.Chair().Call<v1::DraftRoundResponse>(request);
  ASSERT_DONE(draft);
  EXPECT_EQ(DayOf(ItemOf(draft->round(), "1.3").due_date()), "2025-01-13");
  EXPECT_THAT(draft->round().calendar(), IsEmpty());
  const auto issued = world.Chair().IssuesRound("2025", draft->round().etag());
  ASSERT_DONE(issued);
  EXPECT_EQ(DayOf(ItemOf(issued->round(), "1.3").due_date()), "2025-01-13");
  EXPECT_EQ(ItemOf(issued->round(), "1.3").working_days(), 5);
  EXPECT_EQ(issued->round().calendar(), "federations/bac-quang/calendars/1");

  // Another calendar would end it on the 14th: two tasks. It moves nothing.
  const auto preview = Loads(world, world.Chair(), Calendar(kTuesdayOff), "", true);
  ASSERT_DONE(preview);
  EXPECT_EQ(preview->affected_count(), 2);
  ASSERT_DONE(Loads(world, world.Chair(), Calendar(kTuesdayOff)));
  EXPECT_EQ(DayOf(world.Chair().Sees("1.3.ubnd-tan-quang")->task().due_date()), "2025-01-13");
  ASSERT_DONE(world.Chair().Withdraws("1.3.ubnd-tan-quang"));
  EXPECT_EQ(Loads(world, world.Chair(), Calendar(kTuesdayOff), "", true)->affected_count(), 1);

  // What is given from now on counts by the new one: 8, 9.
  v1::AssignAdHocRequest urgent;
  urgent.set_parent(world.RoundName("2025"));
  urgent.mutable_title()->set_vi("Việc gấp");
  urgent.mutable_document()->set_number("45/CV");
  *urgent.mutable_document()->mutable_date() = DateOf("2025-01-03");
  urgent.add_assignees(world.UnitName("dien-luc"));
  urgent.set_decision_number("11/QĐ-BTV");
  urgent.set_working_days(2);
  const auto given = world.Chair().Call<v1::AssignAdHocResponse>(urgent);
  ASSERT_DONE(given);
  ASSERT_EQ(given->tasks_size(), 1);
  EXPECT_EQ(DayOf(given->tasks(0).due_date()), "2025-01-09");
}

TEST(ATermInWorkingDays, OrADateAndNotBoth) {
  World world;
  LoadFiveUnions(world);
  ASSERT_DONE(Loads(world, world.Chair(), Calendar()));
  v1::DraftRoundRequest request = Draft(world, "2025");
  v1::DueDate& due = *request.add_due_dates();
  due.set_item("1.3");
  EXPECT_REFUSED(world.Chair().Call<v1::DraftRoundResponse>(request), INVALID_FIELD);
  for (const int32_t days : {-1, 1001}) {
    due.set_working_days(days);
    const auto refused = world.Chair().Call<v1::DraftRoundResponse>(request);
    EXPECT_REFUSED(refused, INVALID_FIELD);
    EXPECT_THAT(refused.fields, ElementsAre("due_dates[0].working_days"));
  }
  due.set_working_days(3);
  *due.mutable_due_date() = DateOf("2025-03-01");
  EXPECT_REFUSED(world.Chair().Call<v1::DraftRoundResponse>(request), INVALID_FIELD);
  IssueAsItComes(world, "2025");
  v1::AssignItemRequest assign = Assign(world, "2025", "4.2", "dien-luc");
  EXPECT_REFUSED(world.Chair().Call<v1::AssignItemResponse>(assign), INVALID_FIELD);
  assign.set_working_days(300);
  EXPECT_REFUSED(world.Chair().Call<v1::AssignItemResponse>(assign), CALENDAR_MISSING) << "2026 is not in it";
}

// --- Rounds from earlier ones. ---------------------------------------------------------------------------------------

TEST(CopyARound, TakesItsItemsDatesTargetsAndPlanDay) {
  World world({.first_day = "2024-01-08"});
  LoadFiveUnions(world);
  v1::DraftRoundRequest first = Draft(world, "2024");
  v1::DueDate& leap = *first.add_due_dates();
  leap.set_item("1.3");
  *leap.mutable_due_date() = DateOf("2024-02-29");
  v1::DueDate& other = *first.add_due_dates();
  other.set_item("2.2");
  *other.mutable_due_date() = DateOf("2024-09-30");
  first.add_without_items("2.4");
  first.add_without_items("3.7.2");
  *first.mutable_plan_due_date() = DateOf("2024-03-15");
  const std::string figure = [&] {
    v1::GetProgrammeRequest get;
    get.set_name(world.FederationName() + "/programmes/-");
    const auto read = world.Chair().Call<v1::GetProgrammeResponse>(get);
    for (const v1::Item& item : read->programme().items()) {
      if (item.id() == "2.2") return item.figures(0).id();
    }
    return std::string();
  }();
  Raise(first, "2.2", figure, 92);
  Raise(first, "2.2", figure, 95, {world.UnitName("may-hung-an")});
  const auto draft = world.Chair().Call<v1::DraftRoundResponse>(first);
  ASSERT_DONE(draft);
  EXPECT_THAT(TargetsOf(draft->round()),
              ElementsAre("2.2/" + figure + " ≥ 92", "2.2/" + figure + " ≥ 95 for may-hung-an"));
  ASSERT_DONE(world.Chair().IssuesRound("2024", draft->round().etag()));

  world.GoTo("2025-01-06");
  v1::DraftRoundRequest next = Draft(world, "2025");
  next.set_copy_from("2024");
  auto copy = world.Chair().Call<v1::DraftRoundResponse>(next);
  ASSERT_DONE(copy);
  EXPECT_EQ(DayOf(ItemOf(copy->round(), "1.3").due_date()), "2025-02-28");
  EXPECT_EQ(DayOf(ItemOf(copy->round(), "2.2").due_date()), "2025-09-30");
  EXPECT_NE(ItemOf(copy->round(), "2.4").left_out_reason(), "");
  EXPECT_NE(ItemOf(copy->round(), "3.7.2").left_out_reason(), "");
  EXPECT_EQ(DayOf(copy->round().plan_due_date()), "2025-03-15");
  EXPECT_THAT(TargetsOf(copy->round()),
              ElementsAre("2.2/" + figure + " ≥ 92", "2.2/" + figure + " ≥ 95 for may-hung-an"));

  // On top: one that was left out is taken in, another left out, dates and targets anew. The unit's gives way.
  next.add_with_items("2.4");
  next.add_without_items("1.3");
  *next.mutable_plan_due_date() = DateOf("2025-04-01");
  Raise(next, "2.2", figure, 97);
  copy = world.Chair().Call<v1::DraftRoundResponse>(next);
  ASSERT_DONE(copy);
  EXPECT_EQ(ItemOf(copy->round(), "2.4").left_out_reason(), "");
  EXPECT_NE(ItemOf(copy->round(), "1.3").left_out_reason(), "");
  EXPECT_EQ(DayOf(copy->round().plan_due_date()), "2025-04-01");
  EXPECT_THAT(TargetsOf(copy->round()), ElementsAre("2.2/" + figure + " ≥ 97"));
  next.add_without_items("2.4");
  EXPECT_REFUSED(world.Chair().Call<v1::DraftRoundResponse>(next), INVALID_FIELD) << "taken in and left out";

  v1::DraftRoundRequest wrong = Draft(world, "2025");
  wrong.set_copy_from("2026");
  EXPECT_REFUSED(world.Chair().Call<v1::DraftRoundResponse>(wrong), NOT_FOUND);
  wrong.set_copy_from("2025");
  EXPECT_REFUSED(world.Chair().Call<v1::DraftRoundResponse>(wrong), INVALID_FIELD);
  ASSERT_DONE(world.Chair().DraftsRound("2023-2028"));
  wrong.set_copy_from("2023-2028");
  EXPECT_REFUSED(world.Chair().Call<v1::DraftRoundResponse>(wrong), INVALID_FIELD);
}

TEST(ThePlansDay, LiesInThePeriodAndIsNotPast) {
  World world;
  LoadFiveUnions(world);
  v1::DraftRoundRequest request = Draft(world, "2025");
  *request.mutable_plan_due_date() = DateOf("2025-01-05");
  EXPECT_REFUSED(world.Chair().Call<v1::DraftRoundResponse>(request), DUE_DATE_PAST);
  *request.mutable_plan_due_date() = DateOf("2026-01-01");
  EXPECT_REFUSED(world.Chair().Call<v1::DraftRoundResponse>(request), INVALID_FIELD);
  *request.mutable_plan_due_date() = DateOf("2025-01-07");
  const auto draft = world.Chair().Call<v1::DraftRoundResponse>(request);
  ASSERT_DONE(draft);
  world.GoTo("2025-01-08");
  const auto refused = world.Chair().IssuesRound("2025", draft->round().etag());
  EXPECT_REFUSED(refused, DUE_DATE_PAST);
  EXPECT_THAT(refused.message, HasSubstr("kế hoạch"));
}

// --- Raised targets. -------------------------------------------------------------------------------------------------

// 2.1: 100 percent by the programme, 2.2: 90. Here 2.2 of the round is raised to 92, and of the factory to 95.
// 92 of 100 meets the round's and not the factory's.
TEST(RaisedTargets, DecideWhereATargetIsTestedAndShown) {
  World world;
  LoadFiveUnions(world);
  ASSERT_DONE(world.Chair().DraftsRound("2025"));
  v1::DraftRoundRequest request = Draft(world, "2025");
  v1::GetProgrammeRequest get;
  get.set_name(world.FederationName() + "/programmes/-");
  const auto read = world.Chair().Call<v1::GetProgrammeResponse>(get);
  std::string figure;
  for (const v1::Item& item : read->programme().items()) {
    if (item.id() == "2.2") figure = item.figures(0).id();
  }
  Raise(request, "2.2", figure, 89);
  const auto low = world.Chair().Call<v1::DraftRoundResponse>(request);
  EXPECT_REFUSED(low, TARGET_TOO_LOW);
  EXPECT_EQ(low.values.at("least"), "90");
  request.mutable_targets(0)->set_target(92);
  Raise(request, "2.2", figure, 91, {world.UnitName("may-hung-an")});
  EXPECT_REFUSED(world.Chair().Call<v1::DraftRoundResponse>(request), TARGET_TOO_LOW) << "below the round's";
  request.mutable_targets(1)->set_target(95);
  Raise(request, "2.2", figure, 95, {world.UnitName("ubnd-tan-quang")});
  EXPECT_REFUSED(world.Chair().Call<v1::DraftRoundResponse>(request), OUT_OF_SCOPE);
  request.mutable_targets()->RemoveLast();
  const auto draft = world.Chair().Call<v1::DraftRoundResponse>(request);
  ASSERT_DONE(draft);
  ASSERT_DONE(world.Chair().IssuesRound("2025", draft->round().etag()));

  EXPECT_EQ(world.Chair().Sees("2.2.may-hung-an")->task().figures(0).target(), 95);
  EXPECT_EQ(world.Chair().Sees("2.2.dien-luc")->task().figures(0).target(), 92);
  for (const char* const unit : {"may-hung-an", "dien-luc"}) {
    v1::Report report = RatioReport(figure, 92, 100);
    const auto task = world.Chair().Sees(std::string("2.2.") + unit);
    for (const std::string& kind : task->task().required_evidence()) {
      v1::Evidence& evidence = *report.add_evidence();
      evidence.set_kind(kind);
      evidence.mutable_document()->set_number("01/BB");
      *evidence.mutable_document()->mutable_date() = DateOf("2025-01-06");
    }
    ASSERT_DONE(world.UnionChair(unit).Submits(std::string("2.2.") + unit, report));
    ASSERT_DONE(world.Chair().TakesReview(std::string("2.2.") + unit));
    ASSERT_DONE(world.Chair().Accepts(std::string("2.2.") + unit));
  }
  const auto met = [&](const std::string& unit) {
    const auto card = world.Chair().SeesScorecard(unit, "2025");
    for (const v1::ScorecardLine& line : card->lines()) {
      if (line.item() == "2.2") return line.met();
    }
    ADD_FAILURE() << unit;
    return false;
  };
  EXPECT_TRUE(met("dien-luc"));
  EXPECT_FALSE(met("may-hung-an"));
  // All together 184 of 200: exactly the round's 92 percent.
  const auto progress = world.Chair().SeesProgress("2025");
  for (const v1::IndicatorProgress& one : progress->indicators()) {
    if (one.item() != "2.2") continue;
    EXPECT_EQ(one.figures(0).target(), 92);
    EXPECT_TRUE(one.figures(0).met());
    EXPECT_EQ(one.figures(0).numerator(), 184);
    EXPECT_EQ(one.figures(0).denominator(), 200);
  }
}

TEST(RaisedTargets, CanBeGivenWithAnItem) {
  World world;
  LoadFiveUnions(world);
  const auto draft = world.Chair().DraftsRound("2025", {"2.2"});
  ASSERT_DONE(draft);
  ASSERT_DONE(world.Chair().IssuesRound("2025", draft->round().etag()));
  v1::AssignItemRequest request = Assign(world, "2025", "2.2", "dien-luc");
  *request.mutable_due_date() = DateOf("2025-10-31");
  v1::RaisedTarget& raised = *request.add_targets();
  raised.set_figure("nothing");
  raised.set_target(95);
  EXPECT_REFUSED(world.Chair().Call<v1::AssignItemResponse>(request), INVALID_FIELD);
  v1::AssignItemRequest plain = Assign(world, "2025", "2.2", "may-hung-an");
  *plain.mutable_due_date() = DateOf("2025-10-31");
  ASSERT_DONE(world.Chair().Call<v1::AssignItemResponse>(plain));
  raised.set_figure(FirstFigure(world, "2.2.may-hung-an"));
  raised.set_item("2.1");
  EXPECT_REFUSED(world.Chair().Call<v1::AssignItemResponse>(request), INVALID_FIELD);
  raised.clear_item();
  raised.set_target(89);
  EXPECT_REFUSED(world.Chair().Call<v1::AssignItemResponse>(request), TARGET_TOO_LOW);
  raised.set_target(95);
  const auto given = world.Chair().Call<v1::AssignItemResponse>(request);
  ASSERT_DONE(given);
  EXPECT_EQ(given->tasks(0).figures(0).target(), 95);
  EXPECT_EQ(world.Chair().Sees("2.2.may-hung-an")->task().figures(0).target(), 90);
}

// --- Guidance. -------------------------------------------------------------------------------------------------------

TEST(Guidance, LetsAPlanBeIssued) {
  World world;
  LoadFiveUnions(world);
  IssueAsItComes(world, "2023-2028");
  v1::AssignItemRequest assign = Assign(world, "2023-2028", "P4", "federation");
  assign.set_assignees(0, world.FederationName());
  *assign.mutable_due_date() = DateOf("2025-06-30");
  EXPECT_REFUSED(world.Chair().Call<v1::AssignItemResponse>(assign), ITEM_NOT_IN_FORCE);

  EXPECT_REFUSED(Records(world, world.UnionChair("dien-luc"), "P4"), POSITION_REQUIRED);
  EXPECT_REFUSED(Records(world, world.Member(1), "P1"), INVALID_FIELD) << "waits for none";
  EXPECT_REFUSED(Records(world, world.Member(1), "P0"), INVALID_FIELD);
  EXPECT_REFUSED(Records(world, world.Member(1), "P4", ""), INVALID_FIELD);
  EXPECT_REFUSED(Records(world, world.Member(1), "P4", "12/HD", "2025-01-07"), INVALID_FIELD);
  ASSERT_DONE(Records(world, world.Member(1), "P4", "11/HD-LĐLĐ"));
  const auto replaced = Records(world, world.Member(1), "P4");
  ASSERT_DONE(replaced);
  EXPECT_EQ(replaced->guidance().document().number(), "12/HD-LĐLĐ");
  EXPECT_EQ(replaced->guidance().account(), "federations/bac-quang/accounts/uy-vien-1");

  v1::ListGuidanceRequest list;
  list.set_parent(world.FederationName());
  const auto listed = world.UnionChair("dien-luc").Call<v1::ListGuidanceResponse>(list);
  ASSERT_DONE(listed);
  std::vector<std::string> lines;
  for (const v1::Guidance& one : listed->guidance()) lines.push_back(one.item() + " " + one.document().number());
  EXPECT_THAT(lines, ElementsAre("P4 12/HD-LĐLĐ", "P5 ", "P6 ", "P7 ", "P8 ", "P9 "));

  ASSERT_DONE(world.Chair().Call<v1::AssignItemResponse>(assign));
  EXPECT_DONE(world.Chair().Sees("2023-2028/P4.federation"));
}

TEST(Guidance, PutsThePlanIntoDrafts) {
  World world;
  LoadFiveUnions(world);
  ASSERT_DONE(Records(world, world.Chair(), "P7"));
  const auto draft = world.Chair().DraftsRound("2023-2028");
  ASSERT_DONE(draft);
  EXPECT_EQ(ItemOf(draft->round(), "P7").left_out_reason(), "");
  EXPECT_TRUE(ItemOf(draft->round(), "P7").to_federation());
  EXPECT_NE(ItemOf(draft->round(), "P4").left_out_reason(), "");
}

// --- One document for two. -------------------------------------------------------------------------------------------

TEST(OneDocument, ServesAPlanAndTheDutyThatNamesIt) {
  World world;
  LoadFiveUnions(world);
  IssueAsItComes(world, "2023-2028");
  const std::string plan = "2023-2028/P1.federation";
  const std::string duty = "2023-2028/3.1.6.federation";
  const auto shown = world.Chair().Sees(duty);
  ASSERT_DONE(shown);
  EXPECT_THAT(shown->task().served_with(), ElementsAre("P1"));
  world.Member(1);
  ASSERT_DONE(world.Chair().PutsInChargeOfItem("uy-vien-1", "P1"));
  ASSERT_DONE(world.Chair().PutsInChargeOfItem("uy-vien-1", "3.1.6"));
  EXPECT_REFUSED(world.Member(1).Submits(plan, v1::Report()), DOCUMENT_MISSING) << "nothing to take it from yet";

  v1::Report with_document = world.CompleteReport(duty);
  with_document.mutable_document()->set_number("21/KH-LĐLĐ");
  *with_document.mutable_document()->mutable_date() = DateOf("2025-01-06");
  ASSERT_DONE(world.Member(1).Submits(duty, with_document));
  v1::Report without = world.CompleteReport(plan);
  without.clear_document();
  const auto submitted = world.Member(1).Submits(plan, without);
  ASSERT_DONE(submitted);
  EXPECT_EQ(submitted->task().claim().document().number(), "21/KH-LĐLĐ");
  EXPECT_EQ(DayOf(submitted->task().claim().document().date()), "2025-01-06");
  for (const std::string& task : {plan, duty}) {
    ASSERT_DONE(world.Chair().TakesReview(task));
    const auto accepted = world.Chair().Accepts(task, "đã ban hành");
    ASSERT_DONE(accepted);
    EXPECT_EQ(accepted->task().result().document().number(), "21/KH-LĐLĐ");
  }
}

TEST(OneDocument, OfAReturnedTaskServesNothing) {
  World world;
  LoadFiveUnions(world);
  IssueAsItComes(world, "2023-2028");
  world.Member(1);
  ASSERT_DONE(world.Chair().PutsInChargeOfItem("uy-vien-1", "P1"));
  ASSERT_DONE(world.Chair().PutsInChargeOfItem("uy-vien-1", "3.1.6"));
  v1::Report report = world.CompleteReport("2023-2028/P1.federation");
  report.mutable_document()->set_number("21/KH-LĐLĐ");
  *report.mutable_document()->mutable_date() = DateOf("2025-01-06");
  ASSERT_DONE(world.Member(1).Submits("2023-2028/P1.federation", report));
  ASSERT_DONE(world.Chair().TakesReview("2023-2028/P1.federation"));
  ASSERT_DONE(world.Chair().Returns("2023-2028/P1.federation", "thiếu phụ lục", "2025-02-28"));
  v1::Report duty = world.CompleteReport("2023-2028/3.1.6.federation");
  duty.clear_document();
  const auto submitted = world.Member(1).Submits("2023-2028/3.1.6.federation", duty);
  ASSERT_DONE(submitted);
  EXPECT_EQ(submitted->task().claim().document().number(), "");
}

// --- The federation's own. -------------------------------------------------------------------------------------------

// By hand from the tables of the programme: F and B are the federation's, S and O belong to the term, Y to the year.
// 4.1 and 7.1 are derived; P4 to P9 wait for guidance.
TEST(TheFederationsOwnTasks, AreIssuedInTheRoundTheyBelongTo) {
  World world;
  LoadFiveUnions(world);
  for (const char* const plan : {"P4", "P5", "P6", "P7", "P8", "P9"}) ASSERT_DONE(Records(world, world.Chair(), plan));
  const auto to_federation = [&](const std::string& round) {
    const auto draft = world.Chair().DraftsRound(round);
    EXPECT_DONE(draft);
    std::set<std::string> items;
    for (const v1::RoundItem& item : draft->round().items()) {
      if (item.to_federation()) items.insert(item.item());
    }
    EXPECT_DONE(world.Chair().IssuesRound(round, draft->round().etag()));
    for (const std::string& item : items) {
      std::string name = round;
      name += "/";
      name += item;
      EXPECT_DONE(world.Chair().Sees(name + ".federation")) << item;
    }
    return items;
  };
  const std::set<std::string> year = {"4.3",   "6.1",   "6.2",   "3.1.4", "3.1.8", "3.2.4",
                                      "3.3.2", "3.4.4", "3.5.2", "3.6.3", "3.7.2"};
  const std::set<std::string> term = {"1.5",   "1.6",   "P1",     "P2",    "P3",    "P4",    "P5",    "P6",
                                      "P7",    "P8",    "P9",     "3.1.1", "3.1.2", "3.1.3", "3.1.5", "3.1.6",
                                      "3.1.7", "3.1.9", "3.1.10", "3.2.1", "3.2.2", "3.2.3", "3.2.6", "3.2.7",
                                      "3.3.1", "3.3.3", "3.4.1",  "3.4.2", "3.4.3", "3.4.5", "3.5.1", "3.5.3",
                                      "3.6.1", "3.6.2", "3.6.4",  "3.7.1", "3.7.3", "3.7.4", "3.8.1"};
  EXPECT_EQ(to_federation("2025"), year);
  EXPECT_EQ(to_federation("2023-2028"), term);
}

}  // namespace
}  // namespace phancong::services_test
