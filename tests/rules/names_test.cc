#include "services/rules/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/rules/reasons.h"

namespace phancong::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Example {
  std::string name;
  NameKind kind;
  std::string id;
  std::string item;
  std::string assignee;
  int64_t number;
};

const std::vector<Example>& Examples() {
  static const std::vector<Example> examples = {
      {"federations/bac-quang", NameKind::kFederation, "", "", "", 0},
      {"federations/bac-quang/unions/thpt-viet-vinh", NameKind::kUnion, "thpt-viet-vinh", "", "", 0},
      {"federations/bac-quang/accounts/nguyen.van_an-2", NameKind::kAccount, "nguyen.van_an-2", "", "", 0},
      {"federations/bac-quang/accounts/an/sessions/7", NameKind::kSession, "an", "", "", 7},
      {"federations/bac-quang/positions/12", NameKind::kPosition, "", "", "", 12},
      {"federations/bac-quang/programmes/2", NameKind::kProgramme, "", "", "", 2},
      {"federations/bac-quang/programmes/-", NameKind::kProgramme, "", "", "", 0},
      {"federations/bac-quang/rounds/2025", NameKind::kRound, "2025", "", "", 0},
      {"federations/bac-quang/rounds/2023-2028", NameKind::kRound, "2023-2028", "", "", 0},
      {"federations/bac-quang/rounds/-", NameKind::kRound, "-", "", "", 0},
      {"federations/bac-quang/rounds/2025/tasks/1.3.thpt-viet-vinh", NameKind::kTask, "2025", "1.3", "thpt-viet-vinh",
       0},
      {"federations/bac-quang/rounds/2023-2028/tasks/P1.federation", NameKind::kTask, "2023-2028", "P1", "federation",
       0},
      {"federations/bac-quang/rounds/2025/tasks/3.1.10.ubnd-huyen", NameKind::kTask, "2025", "3.1.10", "ubnd-huyen", 0},
      {"federations/bac-quang/inspections/2025-03", NameKind::kInspection, "2025-03", "", "", 0},
      {"federations/bac-quang/inspections/2025-03/findings/1", NameKind::kFinding, "2025-03", "", "", 1},
      {"federations/bac-quang/responsibilities/5", NameKind::kResponsibility, "", "", "", 5},
      {"federations/bac-quang/entries/9223372036854775807", NameKind::kEntry, "", "", "", 9223372036854775807},
      {"federations/bac-quang/rounds/2025/tasks/1.3.thpt-viet-vinh/extensions/2", NameKind::kExtension, "2025", "1.3",
       "thpt-viet-vinh", 2},
      {"federations/bac-quang/evidence/14", NameKind::kEvidence, "", "", "", 14},
      {"federations/bac-quang/delegations/3", NameKind::kDelegation, "", "", "", 3},
      {"federations/bac-quang/unions/thpt-viet-vinh/plans/2025", NameKind::kUnionPlan, "2025", "", "thpt-viet-vinh", 0},
      {"federations/bac-quang/unionChanges/6", NameKind::kUnionChange, "", "", "", 6},
      {"federations/bac-quang/restatements/1", NameKind::kRestatement, "", "", "", 1},
      {"federations/bac-quang/calendars/2", NameKind::kCalendar, "", "", "", 2},
      {"federations/bac-quang/calendars/-", NameKind::kCalendar, "", "", "", 0},
      {"federations/bac-quang/inspectionPlans/2025", NameKind::kInspectionPlan, "2025", "", "", 0},
      {"federations/bac-quang/unions/thpt-viet-vinh/ratings/2025", NameKind::kRating, "2025", "", "thpt-viet-vinh", 0},
      {"federations/bac-quang/reports/4", NameKind::kReport, "", "", "", 4},
  };
  return examples;
}

TEST(AName, IsReadIntoItsParts) {
  for (const Example& example : Examples()) {
    const absl::StatusOr<ResourceName> name = ParseName(example.name);
    ASSERT_TRUE(name.ok()) << example.name << ": " << name.status();
    EXPECT_EQ(name->kind, example.kind) << example.name;
    EXPECT_EQ(name->federation, "bac-quang") << example.name;
    EXPECT_EQ(name->id, example.id) << example.name;
    EXPECT_EQ(name->item, example.item) << example.name;
    EXPECT_EQ(name->assignee, example.assignee) << example.name;
    EXPECT_EQ(name->number, example.number) << example.name;
  }
}

TEST(AName, IsReadAsItsOwnKindAndNoOther) {
  for (const Example& example : Examples()) {
    for (int kind = 0; kind <= static_cast<int>(NameKind::kReport); ++kind) {
      const absl::Status status = ParseName(example.name, static_cast<NameKind>(kind), "parent").status();
      if (static_cast<NameKind>(kind) == example.kind) {
        EXPECT_TRUE(status.ok()) << example.name << ": " << status;
      } else {
        EXPECT_EQ(ReasonOf(status), "INVALID_FIELD") << example.name;
        EXPECT_THAT(FieldsOf(status), ElementsAre("parent"));
      }
    }
  }
}

TEST(AName, OfTheWrongKindIsToldWhatWouldBeRight) {
  const absl::Status status = ParseName("federations/bac-quang", NameKind::kTask).status();
  EXPECT_THAT(MessageOf(status, "vi"), HasSubstr("federations/{federation}/rounds/{round}/tasks/{item}.{assignee}"));
  EXPECT_THAT(MessageOf(status, "en"), HasSubstr("federations/{federation}/rounds/{round}/tasks/{item}.{assignee}"));
}

TEST(AName, IsWrittenAsItIsRead) {
  EXPECT_EQ(FederationName("bac-quang"), "federations/bac-quang");
  EXPECT_EQ(UnionName("bac-quang", "thpt-viet-vinh"), "federations/bac-quang/unions/thpt-viet-vinh");
  EXPECT_EQ(AccountName("bac-quang", "an"), "federations/bac-quang/accounts/an");
  EXPECT_EQ(SessionName("bac-quang", "an", 7), "federations/bac-quang/accounts/an/sessions/7");
  EXPECT_EQ(PositionName("bac-quang", 12), "federations/bac-quang/positions/12");
  EXPECT_EQ(ProgrammeName("bac-quang", 2), "federations/bac-quang/programmes/2");
  EXPECT_EQ(RoundName("bac-quang", "2025"), "federations/bac-quang/rounds/2025");
  EXPECT_EQ(TaskName("bac-quang", "2025", "1.3", "thpt-viet-vinh"),
            "federations/bac-quang/rounds/2025/tasks/1.3.thpt-viet-vinh");
  EXPECT_EQ(InspectionName("bac-quang", "2025-03"), "federations/bac-quang/inspections/2025-03");
  EXPECT_EQ(FindingName("bac-quang", "2025-03", 1), "federations/bac-quang/inspections/2025-03/findings/1");
  EXPECT_EQ(ResponsibilityName("bac-quang", 5), "federations/bac-quang/responsibilities/5");
  EXPECT_EQ(EntryName("bac-quang", 9), "federations/bac-quang/entries/9");
  EXPECT_EQ(ExtensionName(TaskName("bac-quang", "2025", "1.3", "a"), 2),
            "federations/bac-quang/rounds/2025/tasks/1.3.a/extensions/2");
  EXPECT_EQ(EvidenceName("bac-quang", 14), "federations/bac-quang/evidence/14");
  EXPECT_EQ(DelegationName("bac-quang", 3), "federations/bac-quang/delegations/3");
  EXPECT_EQ(UnionPlanName("bac-quang", "a", "2025"), "federations/bac-quang/unions/a/plans/2025");
  EXPECT_EQ(UnionChangeName("bac-quang", 6), "federations/bac-quang/unionChanges/6");
  EXPECT_EQ(RestatementName("bac-quang", 1), "federations/bac-quang/restatements/1");
  EXPECT_EQ(CalendarName("bac-quang", 2), "federations/bac-quang/calendars/2");
}

TEST(WhatIsNoName, IsRefusedOnItsField) {
  const std::string id_61(61, 'a');
  const std::vector<std::string> wrong = {
      "",
      "/",
      "federations",
      "federations/",
      "federations//",
      "/federations/bac-quang",
      "federations/bac-quang/",
      "Federations/bac-quang",
      "federations/Bac-Quang",
      "federations/bac_quang",
      "federations/bac.quang",
      "federations/bắc-quang",
      "federations/-",
      "federations/-bac",
      "federations/bac-",
      "federations/..",
      "federations/bac-quang/unions",
      "federations/bac-quang/unions/",
      "federations/bac-quang/unions/federation",
      "federations/bac-quang/unions/a.b",
      "federations/bac-quang/unions/A",
      "federations/bac-quang/unions/a b",
      "federations/bac-quang/unions/a/b",
      "federations/bac-quang/unions/a/tasks/1",
      "federations/bac-quang/accounts/An",
      "federations/bac-quang/accounts/an/sessions",
      "federations/bac-quang/accounts/an/sessions/0",
      "federations/bac-quang/accounts/an/findings/1",
      "federations/bac-quang/positions/0",
      "federations/bac-quang/positions/01",
      "federations/bac-quang/positions/-1",
      "federations/bac-quang/positions/+1",
      "federations/bac-quang/positions/1x",
      "federations/bac-quang/positions/ 1",
      "federations/bac-quang/positions/-",
      "federations/bac-quang/positions/9223372036854775808",
      "federations/bac-quang/programmes/0",
      "federations/bac-quang/programmes/--",
      "federations/bac-quang/rounds/" + id_61,
      "federations/bac-quang/rounds/-2025",
      "federations/bac-quang/rounds/2025?",
      "federations/bac-quang/rounds/-/tasks/1.3.a",
      "federations/bac-quang/rounds/2025/tasks/1",
      "federations/bac-quang/rounds/2025/tasks/1.",
      "federations/bac-quang/rounds/2025/tasks/.a",
      "federations/bac-quang/rounds/2025/tasks/1.3.A",
      "federations/bac-quang/rounds/2025/tasks/1.3.-",
      "federations/bac-quang/rounds/2025/tasks/1.3.a/comments",
      "federations/bac-quang/rounds/2025/tasks/1.3.a/comments/1",
      "federations/bac-quang/inspections/-",
      "federations/bac-quang/inspections/2025-03/findings/x",
      "federations/bac-quang/entries/",
      "federations/bac-quang/tasks/1",
      "federations/bac-quang/evidence/-",
      "federations/bac-quang/evidence/../1",
      "federations/bac-quang/calendars/0",
      "federations/bac-quang/unions/a/plans/-",
      "federations/bac-quang/unions/a/plans/2025/extensions/1",
      "federations/bac-quang/extensions/1",
      "federations/bac-quang/rounds/2025/tasks/1.3.a/extensions/0",
      "federations/bac-quang/rounds/2025/tasks/1.3.a/extensions/1/extensions/1",
      std::string("federations/bac-quang\0", 22),
      "federations/bac-quang\n",
  };
  for (const std::string& name : wrong) {
    const absl::Status status = ParseName(name, "task").status();
    EXPECT_EQ(ReasonOf(status), "INVALID_FIELD") << name;
    EXPECT_THAT(FieldsOf(status), ElementsAre("task")) << name;
  }
}

TEST(AnId, OfAFederationIsLowerCaseLettersDigitsAndHyphens) {
  EXPECT_TRUE(IsFederationId("bac-quang"));
  EXPECT_TRUE(IsFederationId("a"));
  EXPECT_TRUE(IsFederationId("2025"));
  EXPECT_TRUE(IsFederationId(std::string(40, 'a')));
  EXPECT_FALSE(IsFederationId(std::string(41, 'a')));
  for (const char* id : {"", "-", "-a", "a-", "a.b", "a_b", "A", "a b", "á", "a/b"}) {
    EXPECT_FALSE(IsFederationId(id)) << id;
  }
}

TEST(AnId, OfAUnionIsNotTheFederationsWord) {
  EXPECT_TRUE(IsUnionId("thpt-viet-vinh"));
  EXPECT_TRUE(IsUnionId("federation-1"));
  EXPECT_FALSE(IsUnionId("federation"));
  EXPECT_FALSE(IsUnionId("a.b"));
  EXPECT_TRUE(IsFederationId("federation"));
}

TEST(AnId, OfAnAccountMayHaveDotsAndUnderscoresInside) {
  EXPECT_TRUE(IsAccountId("nguyen.van_an-2"));
  EXPECT_FALSE(IsAccountId("Nguyen"));
  EXPECT_FALSE(IsAccountId(".an"));
  EXPECT_FALSE(IsAccountId("an."));
  EXPECT_FALSE(IsAccountId(std::string(41, 'a')));
}

// The chair's account of a union is called as the union.
RC_GTEST_PROP(AnId, ThatAUnionMayHaveAnAccountMayHaveToo, (const std::string& id)) {
  if (IsUnionId(id)) RC_ASSERT(IsAccountId(id));
}

TEST(AnId, InsideAProgrammeMayHaveCapitals) {
  for (const char* id : {"1.3", "P1", "NON_STATE_UNIT", "27-NQ", "adhoc-1"}) EXPECT_TRUE(IsProgrammeId(id)) << id;
  for (const char* id : {"", ".", "-", "1.", "27-NQ/TU", "chỉ tiêu"}) EXPECT_FALSE(IsProgrammeId(id)) << id;
  EXPECT_TRUE(IsProgrammeId(std::string(40, '1')));
  EXPECT_FALSE(IsProgrammeId(std::string(41, '1')));
}

// An id of the characters given, with letters or digits at both ends.
rc::Gen<std::string> AnId(std::string inner) {
  return rc::gen::exec([inner] {
    const auto edge = rc::gen::elementOf(std::string("abcxyz0189"));
    std::string id(1, *edge);
    const auto middle = *rc::gen::container<std::string>(rc::gen::elementOf(inner));
    if (!middle.empty()) id += middle.substr(0, 38) + *edge;
    return id;
  });
}

TEST(AnAdHocItem, IsNumberedAfterTheOneBefore) {
  for (const auto& [last, next] : std::vector<std::pair<std::string, std::string>>{
           {"", "adhoc-1"}, {"adhoc-1", "adhoc-2"}, {"adhoc-9", "adhoc-10"}, {"adhoc-99999", "adhoc-100000"}}) {
    const absl::StatusOr<std::string> id = NextAdHocItemId(last);
    ASSERT_TRUE(id.ok()) << last << ": " << id.status();
    EXPECT_EQ(*id, next);
  }
  for (const char* const other : {"1.3", "adhoc-", "adhoc-0", "adhoc-01", "adhoc-2x", "adhoc--1", "ADHOC-1", "2"}) {
    EXPECT_EQ(NextAdHocItemId(other).status().code(), absl::StatusCode::kDataLoss) << other;
  }
}

RC_GTEST_PROP(AName, OfATaskSurvivesWritingAndReading, ()) {
  const std::string lower = "abcxyz0189-";
  const std::string federation = *AnId(lower);
  const std::string round = *AnId(lower + "._XYZ");
  const std::string item = *AnId(lower + "._XYZ");
  const std::string assignee = *AnId(lower);
  const absl::StatusOr<ResourceName> name = ParseName(TaskName(federation, round, item, assignee), NameKind::kTask);
  RC_ASSERT(name.ok());
  RC_ASSERT(name->federation == federation);
  RC_ASSERT(name->id == round);
  RC_ASSERT(name->item == item);
  RC_ASSERT(name->assignee == assignee);
}

RC_GTEST_PROP(AName, IsReadFromAnyBytesWithoutFault, (const std::string& tail)) {
  const absl::StatusOr<ResourceName> name = ParseName("federations/bac-quang/rounds/" + tail);
  if (name.ok() && name->kind == NameKind::kRound)
    RC_ASSERT(RoundName(name->federation, name->id) == "federations/bac-quang/rounds/" + tail);
}

}  // namespace
}  // namespace phancong::rules
