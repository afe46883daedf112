#include "services/rules/delegation.h"

#include "gtest/gtest.h"

namespace phancong::rules {
namespace {

PositionFact Held(v1::Position position, Day from = 100, Day to = 0, int64_t union_number = 0) {
  return {
      .number = 1, .account = 1, .position = position, .union_number = union_number, .from_day = from, .to_day = to};
}

TEST(ADelegation, StaysInsideOneBody) {
  const PositionFact chair = Held(v1::POSITION_STANDING_COMMITTEE_CHAIR);
  const PositionFact member = Held(v1::POSITION_STANDING_COMMITTEE_MEMBER);
  const PositionFact inspector = Held(v1::POSITION_INSPECTION_COMMITTEE_MEMBER);
  const PositionFact union_chair = Held(v1::POSITION_UNION_CHAIR, 100, 0, 7);
  const PositionFact officer = Held(v1::POSITION_UNION_OFFICER, 100, 0, 7);
  const PositionFact other_officer = Held(v1::POSITION_UNION_OFFICER, 100, 0, 8);
  EXPECT_TRUE(SitsIn(BodyOf(chair), {member}));
  EXPECT_TRUE(SitsIn(BodyOf(union_chair), {officer}));
  EXPECT_FALSE(SitsIn(BodyOf(union_chair), {other_officer}));
  EXPECT_FALSE(SitsIn(BodyOf(chair), {inspector}));
  EXPECT_FALSE(SitsIn(BodyOf(chair), {Held(v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER)}));
}

TEST(ADelegation, IsNotOfAnAdministratorOrAReader) {
  for (const v1::Position position : {v1::POSITION_ADMINISTRATOR, v1::POSITION_READER}) {
    EXPECT_EQ(BodyOf(Held(position)).kind, BodyKind::kNone);
    EXPECT_FALSE(SitsIn(BodyOf(Held(position)), {Held(position)}));
  }
}

TEST(ABody, HasItsHead) {
  const Body standing = BodyOf(Held(v1::POSITION_STANDING_COMMITTEE_MEMBER));
  const Body inspection = BodyOf(Held(v1::POSITION_INSPECTION_COMMITTEE_MEMBER));
  const Body of_union = BodyOf(Held(v1::POSITION_UNION_OFFICER, 100, 0, 7));
  EXPECT_TRUE(Heads(standing, {Held(v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR)}));
  EXPECT_FALSE(Heads(standing, {Held(v1::POSITION_STANDING_COMMITTEE_MEMBER)}));
  EXPECT_FALSE(Heads(inspection, {Held(v1::POSITION_STANDING_COMMITTEE_CHAIR)}));
  EXPECT_TRUE(Heads(inspection, {Held(v1::POSITION_INSPECTION_COMMITTEE_CHAIR)}));
  EXPECT_TRUE(Heads(of_union, {Held(v1::POSITION_UNION_CHAIR, 100, 0, 7)}));
  EXPECT_FALSE(Heads(of_union, {Held(v1::POSITION_UNION_CHAIR, 100, 0, 8)}));
  EXPECT_FALSE(Heads(of_union, {Held(v1::POSITION_UNION_OFFICER, 100, 0, 7)}));
}

TEST(ADelegate, SitsInTheBodyOnEveryDay) {
  const Body standing = BodyOf(Held(v1::POSITION_STANDING_COMMITTEE_CHAIR));
  const auto member = [](Day from, Day to) { return Held(v1::POSITION_STANDING_COMMITTEE_MEMBER, from, to); };
  EXPECT_TRUE(SitsThroughout(standing, {member(100, 0)}, 100, 120));
  EXPECT_TRUE(SitsThroughout(standing, {member(100, 120)}, 100, 120));
  EXPECT_FALSE(SitsThroughout(standing, {member(101, 0)}, 100, 120));
  EXPECT_FALSE(SitsThroughout(standing, {member(100, 119)}, 100, 120));
  EXPECT_TRUE(SitsThroughout(standing, {member(110, 0), member(90, 109)}, 100, 120)) << "one after the other";
  EXPECT_FALSE(SitsThroughout(standing, {member(111, 0), member(90, 109)}, 100, 120)) << "a day between";
  EXPECT_FALSE(SitsThroughout(standing, {}, 100, 100));
}

}  // namespace
}  // namespace phancong::rules
