// Who may be on the team of an inspection: every bar, at the borders of the period inspected.
#include "services/rules/team.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/rules/reasons.h"

namespace phancong::rules {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr int64_t kUnit = 7;
const Day kBegin = DayOf(2024, 1, 1);
const Day kEnd = DayOf(2024, 12, 31);
const Day kToday = DayOf(2025, 3, 3);
const Inspected kInspected{.unit = kUnit, .period = {.begin = kBegin, .end = kEnd}};
const Inspected kFederation{.unit = 0, .period = {.begin = kBegin, .end = kEnd}};

PositionFact Held(v1::Position position, int64_t unit = 0, Day from = kBegin - 1000, Day to = 0) {
  return {.number = 1, .account = 1, .position = position, .union_number = unit, .from_day = from, .to_day = to};
}

// Somebody of the Inspection Committee whom nothing keeps off a team.
Candidate Inspector(const std::string& account) {
  return {.account = account,
          .positions = {Held(v1::POSITION_INSPECTION_COMMITTEE_MEMBER)},
          .in_charge = {},
          .stood_in = {},
          .dealings = {}};
}

TeamRule RuleOf(std::vector<v1::TeamBar> bars) { return {.at_least = 1, .bars = std::move(bars)}; }

// Whether the bar keeps the person off the team.
bool Bars(v1::TeamBar bar, const Candidate& person, const Inspected& inspected = kInspected) {
  const absl::Status status = CheckTeam(RuleOf({bar}), inspected, {person}, kToday);
  EXPECT_TRUE(status.ok() || ReasonOf(status) == "TEAM_UNFIT") << status;
  return !status.ok();
}

TEST(TeamRule, IsTheKindsElseThatOfAllTeams) {
  v1::InspectionRules all;
  all.set_team_at_least(3);
  v1::InspectionKind kind;
  EXPECT_EQ(TeamRuleOf(all, kind).at_least, 3);
  EXPECT_THAT(TeamRuleOf(all, kind).bars,
              ElementsAre(v1::TEAM_BAR_POSITION, v1::TEAM_BAR_REVIEWER, v1::TEAM_BAR_HELPER));
  kind.set_of_federation(true);
  EXPECT_THAT(TeamRuleOf(all, kind).bars, ElementsAre(v1::TEAM_BAR_STANDING_COMMITTEE));
  kind.set_team_at_least(5);
  kind.add_team_bars(v1::TEAM_BAR_STANDING_COMMITTEE_HEAD);
  EXPECT_EQ(TeamRuleOf(all, kind).at_least, 5);
  EXPECT_THAT(TeamRuleOf(all, kind).bars, ElementsAre(v1::TEAM_BAR_STANDING_COMMITTEE_HEAD));
}

TEST(Team, IsLargeEnoughAndOfTheInspectionCommittee) {
  TeamRule rule{.at_least = 3, .bars = {}};
  const Candidate a = Inspector("a");
  const Candidate b = Inspector("b");
  EXPECT_EQ(ReasonOf(CheckTeam(rule, kInspected, {a, b}, kToday)), "TEAM_UNFIT");
  EXPECT_EQ(MessageOf(CheckTeam(rule, kInspected, {a, b}, kToday), "vi"),
            "Đoàn kiểm tra không hợp lệ: phải có ít nhất 3 người, kể cả trưởng đoàn.");
  EXPECT_TRUE(CheckTeam(rule, kInspected, {a, b, Inspector("c")}, kToday).ok());

  Candidate outsider = Inspector("ngoài");
  outsider.positions = {Held(v1::POSITION_STANDING_COMMITTEE_MEMBER)};
  EXPECT_THAT(MessageOf(CheckTeam(rule, kInspected, {a, b, outsider}, kToday), "en"),
              HasSubstr("ngoài is not of the Inspection Committee"));
  Candidate former = Inspector("cũ");
  former.positions[0].to_day = kToday - 1;
  EXPECT_EQ(ReasonOf(CheckTeam(rule, kInspected, {a, b, former}, kToday)), "TEAM_UNFIT");
  former.positions[0].to_day = kToday;
  EXPECT_TRUE(CheckTeam(rule, kInspected, {a, b, former}, kToday).ok()) << "held to the end of the day";
}

TEST(TeamBar, APositionInTheUnitTodayOrInThePeriod) {
  struct Case {
    const char* name;
    PositionFact fact;
    bool barred;
  };
  const std::vector<Case> cases = {
      {"all along", Held(v1::POSITION_UNION_OFFICER, kUnit), true},
      {"of another unit", Held(v1::POSITION_UNION_CHAIR, kUnit + 1), false},
      {"ended before the period", Held(v1::POSITION_UNION_CHAIR, kUnit, kBegin - 100, kBegin - 1), false},
      {"ended on its first day", Held(v1::POSITION_UNION_CHAIR, kUnit, kBegin - 100, kBegin), true},
      {"began on its last day", Held(v1::POSITION_UNION_CHAIR, kUnit, kEnd, kEnd + 10), true},
      {"between the period and today", Held(v1::POSITION_UNION_CHAIR, kUnit, kEnd + 1, kToday - 1), false},
      {"from today on", Held(v1::POSITION_UNION_CHAIR, kUnit, kToday), true},
      {"from tomorrow on", Held(v1::POSITION_UNION_CHAIR, kUnit, kToday + 1), false},
      {"ended before it began", Held(v1::POSITION_UNION_CHAIR, kUnit, kBegin + 10, kBegin + 9), false},
      {"on the Standing Committee", Held(v1::POSITION_STANDING_COMMITTEE_CHAIR), false},
  };
  for (const Case& one : cases) {
    Candidate person = Inspector("a");
    person.positions.push_back(one.fact);
    EXPECT_EQ(Bars(v1::TEAM_BAR_POSITION, person), one.barred) << one.name;
  }
}

TEST(TeamBar, APositionInTheFederationIsOneInItsStandingCommittee) {
  Candidate person = Inspector("a");
  EXPECT_FALSE(Bars(v1::TEAM_BAR_POSITION, person, kFederation));
  person.positions.push_back(Held(v1::POSITION_UNION_CHAIR, kUnit));
  EXPECT_FALSE(Bars(v1::TEAM_BAR_POSITION, person, kFederation));
  person.positions.push_back(Held(v1::POSITION_STANDING_COMMITTEE_MEMBER, 0, kBegin - 9, kBegin));
  EXPECT_TRUE(Bars(v1::TEAM_BAR_POSITION, person, kFederation));
}

TEST(TeamBar, AReviewerWasInChargeOrReviewedInThePeriod) {
  EXPECT_FALSE(Bars(v1::TEAM_BAR_REVIEWER, Inspector("a")));
  for (const Deed deed : {Deed::kTookReview, Deed::kAccepted, Deed::kReturned}) {
    for (const auto& [day, barred] : {std::pair{kBegin - 1, false}, {kBegin, true}, {kEnd, true}, {kEnd + 1, false}}) {
      Candidate person = Inspector("a");
      person.dealings = {{.deed = deed, .day = day}};
      EXPECT_EQ(Bars(v1::TEAM_BAR_REVIEWER, person), barred) << static_cast<int>(deed) << " on " << IsoDate(day);
      EXPECT_FALSE(Bars(v1::TEAM_BAR_HELPER, person)) << static_cast<int>(deed);
    }
  }
  const std::vector<std::pair<Period, bool>> charges = {{{kBegin - 9, kBegin - 1}, false},
                                                        {{kBegin - 9, kBegin}, true},
                                                        {{kEnd, 0}, true},
                                                        {{kEnd + 1, 0}, false},
                                                        {{kBegin - 9, 0}, true}};
  for (const auto& [days, barred] : charges) {
    Candidate person = Inspector("a");
    person.in_charge = {days};
    EXPECT_EQ(Bars(v1::TEAM_BAR_REVIEWER, person), barred) << IsoDate(days.begin);
    EXPECT_FALSE(Bars(v1::TEAM_BAR_POSITION, person));
  }
}

TEST(TeamBar, AHelperWroteForTheUnitOrStoodInForOneOfItInThePeriod) {
  EXPECT_FALSE(Bars(v1::TEAM_BAR_HELPER, Inspector("a")));
  for (const Deed deed : {Deed::kWroteReport, Deed::kEnteredPaper}) {
    for (const auto& [day, barred] : {std::pair{kBegin - 1, false}, {kBegin, true}, {kEnd, true}, {kEnd + 1, false}}) {
      Candidate person = Inspector("a");
      person.dealings = {{.deed = deed, .day = day}};
      EXPECT_EQ(Bars(v1::TEAM_BAR_HELPER, person), barred) << static_cast<int>(deed) << " on " << IsoDate(day);
      EXPECT_FALSE(Bars(v1::TEAM_BAR_REVIEWER, person)) << static_cast<int>(deed);
    }
  }
  Candidate stood_in = Inspector("a");
  stood_in.stood_in = {{.begin = kEnd, .end = kEnd + 30}};
  EXPECT_TRUE(Bars(v1::TEAM_BAR_HELPER, stood_in));
  stood_in.stood_in = {{.begin = kEnd + 1, .end = kEnd + 30}};
  EXPECT_FALSE(Bars(v1::TEAM_BAR_HELPER, stood_in));
}

TEST(TeamBar, TheStandingCommitteeAndItsHeadsAreOfToday) {
  struct Case {
    v1::Position position;
    bool of_committee;
    bool heads;
  };
  for (const Case& one : {Case{v1::POSITION_STANDING_COMMITTEE_CHAIR, true, true},
                          Case{v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR, true, true},
                          Case{v1::POSITION_STANDING_COMMITTEE_MEMBER, true, false},
                          Case{v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER, false, false}}) {
    Candidate person = Inspector("a");
    person.positions.push_back(Held(one.position));
    EXPECT_EQ(Bars(v1::TEAM_BAR_STANDING_COMMITTEE, person, kFederation), one.of_committee) << one.position;
    EXPECT_EQ(Bars(v1::TEAM_BAR_STANDING_COMMITTEE_HEAD, person, kFederation), one.heads) << one.position;
    person.positions.back().to_day = kToday - 1;
    EXPECT_FALSE(Bars(v1::TEAM_BAR_STANDING_COMMITTEE, person, kFederation)) << "no longer";
  }
}

TEST(TeamRefusal, SaysOfEverybodyWhichFactBarsThem) {
  Candidate chair = Inspector("chu-nhiem");
  chair.dealings = {{.deed = Deed::kAccepted, .day = DayOf(2024, 5, 6)}};
  Candidate officer = Inspector("ubkt-1");
  officer.positions.push_back(Held(v1::POSITION_UNION_OFFICER, kUnit, DayOf(2023, 2, 1), DayOf(2024, 6, 30)));
  const absl::Status refused = CheckTeam(RuleOf({v1::TEAM_BAR_POSITION, v1::TEAM_BAR_REVIEWER}), kInspected,
                                         {chair, officer, Inspector("ubkt-2")}, kToday);
  EXPECT_EQ(MessageOf(refused, "vi"),
            "Đoàn kiểm tra không hợp lệ: chu-nhiem đã duyệt báo cáo của đơn vị ngày 06/05/2024; ubkt-1 giữ chức vụ "
            "trong đơn vị được kiểm tra từ 01/02/2023 đến 30/06/2024.");
  EXPECT_EQ(MessageOf(refused, "en"),
            "The team is unfit: chu-nhiem accepted a report of the unit on 2024-05-06; ubkt-1 holds or held a position "
            "in the unit inspected from 2023-02-01 to 2024-06-30.");
}

TEST(TeamBar, APositionOfTodayBarsFromTheWorkToo) {
  const std::vector<PositionFact> officer = {Held(v1::POSITION_UNION_OFFICER, kUnit)};
  const std::vector<PositionFact> member = {Held(v1::POSITION_STANDING_COMMITTEE_MEMBER)};
  const std::vector<PositionFact> chair = {Held(v1::POSITION_STANDING_COMMITTEE_CHAIR)};
  EXPECT_TRUE(IsBarredBy(RuleOf({v1::TEAM_BAR_POSITION}), officer, kUnit));
  EXPECT_FALSE(IsBarredBy(RuleOf({v1::TEAM_BAR_POSITION}), officer, kUnit + 1));
  EXPECT_FALSE(IsBarredBy(RuleOf({v1::TEAM_BAR_REVIEWER, v1::TEAM_BAR_HELPER}), officer, kUnit));
  EXPECT_TRUE(IsBarredBy(RuleOf({v1::TEAM_BAR_STANDING_COMMITTEE}), member, 0));
  EXPECT_FALSE(IsBarredBy(RuleOf({v1::TEAM_BAR_STANDING_COMMITTEE_HEAD}), member, 0));
  EXPECT_TRUE(IsBarredBy(RuleOf({v1::TEAM_BAR_STANDING_COMMITTEE_HEAD}), chair, 0));
}

}  // namespace
}  // namespace phancong::rules
