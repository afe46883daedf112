// Plans of inspections from the draft to their end: what is frozen and committed to, who is drawn, and what anybody can
// draw again. Five unions: two of the public stratum (30%), two enterprises (25%), and one of neither.
#include <cstdint>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rules/sampling.h"
#include "storage/store.h"
#include "tests/services/five_unions.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::Outcome;
using support::Person;
using support::World;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const std::vector<std::string> kPublic = {"ubnd-tan-quang", "truong-dong-yen"};
const std::vector<std::string> kEnterprises = {"may-hung-an", "dien-luc"};

class InspectionPlans : public testing::Test {
 protected:
  void SetUp() override {
    LoadFiveUnions(world_);
    IssueAsItComes(world_, "2025");
    world_.InspectionChair();
    for (int i = 1; i <= 2; ++i) world_.Inspector(i);
  }

  v1::InspectionPlan Seen(const std::string& plan = "2025") {
    auto seen = world_.Chair().SeesInspectionPlan(plan);
    EXPECT_DONE(seen);
    return seen->inspection_plan();
  }

  // Drafted by an inspector, approved by the chair of the federation, drawn by the chair of the Inspection Committee.
  void Drawn(const std::string& plan = "2025", const std::vector<std::string>& risk_picks = {},
             const std::vector<std::string>& left_out = {}) {
    ASSERT_DONE(world_.Inspector(1).DraftsInspectionPlan(plan, risk_picks, left_out));
    ASSERT_DONE(world_.Chair().ApprovesInspectionPlan(plan));
    ASSERT_DONE(world_.InspectionChair().DrawsSample(plan));
  }

  Outcome<v1::ScheduleInspectionResponse> Schedules(const std::string& unit, const std::string& plan = "2025",
                                                    const std::string& kind = "finance") {
    v1::ScheduleInspectionRequest request;
    request.set_parent(world_.FederationName());
    request.set_kind(kind);
    request.set_unit(world_.UnitName(unit));
    *request.mutable_scheduled_date() = support::DateOf("2025-06-02");
    request.set_head(world_.AccountName("chu-nhiem"));
    request.add_members(world_.AccountName("ubkt-1"));
    request.add_members(world_.AccountName("ubkt-2"));
    request.set_decision_number("09/QĐ-UBKT");
    request.set_unannounced(true);
    if (!plan.empty()) request.set_plan(world_.InspectionPlanName(plan));
    return world_.InspectionChair().Call<v1::ScheduleInspectionResponse>(request);
  }

  // The resource name of the inspection, whose fieldwork has begun.
  std::string Begun(const std::string& unit, const std::string& plan = "2025", const std::string& kind = "finance") {
    const auto scheduled = Schedules(unit, plan, kind);
    EXPECT_DONE(scheduled);
    EXPECT_DONE(world_.InspectionChair().Starts(scheduled->inspection().name()));
    return scheduled->inspection().name();
  }

  void Concluded(const std::string& unit, const std::string& plan = "2025", const std::string& kind = "finance") {
    EXPECT_DONE(world_.InspectionChair().Concludes(Begun(unit, plan, kind)));
  }

  // Units of the sample as it is now, of both strata.
  std::vector<std::string> InSample(const v1::InspectionPlan& plan) {
    std::vector<std::string> units;
    for (const v1::SampledUnit& unit : plan.sample()) {
      if (unit.replaced_by().empty()) units.push_back(unit.unit().substr(unit.unit().rfind('/') + 1));
    }
    return units;
  }
  // The one drawn of two, and the other.
  std::string DrawnOf(const std::vector<std::string>& two) {
    for (const std::string& unit : InSample(Seen())) {
      if (unit == two[0] || unit == two[1]) return unit;
    }
    return "";
  }
  std::string OtherOf(const std::vector<std::string>& two) { return DrawnOf(two) == two[0] ? two[1] : two[0]; }

  v1::StratumCoverage Coverage(const std::string& stratum, const std::string& day = "",
                               const std::string& round = "2025") {
    const auto seen = world_.Reader().SeesCoverage(round, day);
    EXPECT_DONE(seen);
    for (const v1::StratumCoverage& each : seen->strata()) {
      if (each.stratum() == stratum) return each;
    }
    ADD_FAILURE() << "no stratum " << stratum;
    return {};
  }

  // All that somebody holds, until February.
  support::Answered DelegatesAll(Person& whose, Person& to) {
    v1::WhoAmIRequest ask;
    ask.set_parent(world_.FederationName());
    const auto who = whose.Call<v1::WhoAmIResponse>(ask);
    EXPECT_DONE(who);
    support::Answered answered = who;
    for (const v1::HeldPosition& held : who->account().positions()) {
      v1::DelegatePositionRequest request;
      request.set_name(held.name());
      request.set_delegate(to.name());
      *request.mutable_to_date() = support::DateOf("2025-02-01");
      if (answered.ok()) answered = whose.Call<v1::DelegatePositionResponse>(request);
    }
    return answered;
  }

  std::vector<std::string> SeedsKept() {
    std::vector<std::string> seeds;
    EXPECT_TRUE(world_.store()
                    .Read([&](storage::ReadTransaction& tx) {
                      const auto rows = tx.Query("SELECT seed FROM draw_seed ORDER BY plan", {});
                      if (!rows.ok()) return rows.status();
                      for (const storage::Row& row : *rows) seeds.push_back(row.Bytes(0));
                      return absl::OkStatus();
                    })
                    .ok());
    return seeds;
  }

  World world_;
};

TEST_F(InspectionPlans, AreDraftedApprovedDrawnInspectedAndClosed) {
  const auto drafted = world_.Inspector(1).DraftsInspectionPlan("2025");
  ASSERT_DONE(drafted);
  EXPECT_EQ(drafted->inspection_plan().state(), v1::INSPECTION_PLAN_STATE_DRAFT);
  ASSERT_THAT(drafted->inspection_plan().strata(), SizeIs(2));
  for (const v1::PlanStratum& stratum : drafted->inspection_plan().strata()) {
    EXPECT_EQ(stratum.population(), 2);
    EXPECT_EQ(stratum.quota(), 1) << "30%, and 25%, of two";
  }
  EXPECT_REFUSED(world_.InspectionChair().DrawsSample("2025"), INSPECTION_PLAN_STATE) << "not approved yet";

  const auto approved = world_.Chair().ApprovesInspectionPlan("2025", "13/QĐ-BTV");
  ASSERT_DONE(approved);
  EXPECT_EQ(approved->inspection_plan().state(), v1::INSPECTION_PLAN_STATE_APPROVED);
  EXPECT_EQ(approved->inspection_plan().decision_number(), "13/QĐ-BTV");
  EXPECT_THAT(approved->inspection_plan().seed_commitment(), SizeIs(32));
  EXPECT_THAT(approved->inspection_plan().sample(), SizeIs(0));

  const auto drawn = world_.InspectionChair().DrawsSample("2025");
  ASSERT_DONE(drawn);
  EXPECT_EQ(drawn->inspection_plan().state(), v1::INSPECTION_PLAN_STATE_DRAWN);
  EXPECT_EQ(rules::SeedCommitment(drawn->inspection_plan().seed()), approved->inspection_plan().seed_commitment());
  EXPECT_EQ(drawn->inspection_plan().population_digest(), approved->inspection_plan().population_digest());
  ASSERT_THAT(drawn->inspection_plan().sample(), SizeIs(2)) << "one of each stratum";
  EXPECT_REFUSED(world_.InspectionChair().DrawsSample("2025"), INSPECTION_PLAN_STATE) << "once";

  EXPECT_REFUSED(world_.InspectionChair().ClosesInspectionPlan("2025"), QUOTA_NOT_MET);
  Concluded(DrawnOf(kPublic));
  const v1::InspectionPlan half = Seen();
  EXPECT_EQ(half.strata(0).inspected(), 1);
  EXPECT_EQ(half.sample(0).inspection_state(), v1::INSPECTION_STATE_CONCLUDED);
  EXPECT_EQ(half.sample(0).inspection(), world_.InspectionName("2025-01"));
  EXPECT_REFUSED(world_.InspectionChair().ClosesInspectionPlan("2025"), QUOTA_NOT_MET);
  EXPECT_EQ(world_.Chair().SeesInspection("2025-01")->inspection().plan(), world_.InspectionPlanName("2025"));

  Concluded(DrawnOf(kEnterprises));
  EXPECT_REFUSED(world_.Chair().DecidesShortfall("2025"), NOTHING_TO_DO) << "there is none";
  const auto closed = world_.InspectionChair().ClosesInspectionPlan("2025");
  ASSERT_DONE(closed);
  EXPECT_EQ(closed->inspection_plan().state(), v1::INSPECTION_PLAN_STATE_CLOSED);
  EXPECT_REFUSED(world_.Inspector(1).DraftsInspectionPlan("2025"), INSPECTION_PLAN_STATE);
}

TEST_F(InspectionPlans, ArePreviewedWithoutATrace) {
  v1::DraftInspectionPlanRequest request;
  request.set_parent(world_.FederationName());
  request.set_plan("2025");
  request.set_content("Kiểm tra tài chính.");
  request.set_validate_only(true);
  const auto preview = world_.Inspector(1).Call<v1::DraftInspectionPlanResponse>(request);
  ASSERT_DONE(preview);
  EXPECT_THAT(preview->inspection_plan().strata(), SizeIs(2));
  EXPECT_EQ(preview->inspection_plan().etag(), "");
  EXPECT_REFUSED(world_.Chair().SeesInspectionPlan("2025"), NOT_FOUND);
}

TEST_F(InspectionPlans, AreTheTwoCommitteesAloneUntilTheyAreApproved) {
  ASSERT_DONE(world_.Inspector(1).DraftsInspectionPlan("2025"));
  const auto lists = [&](Person& person) {
    v1::ListInspectionPlansRequest request;
    request.set_parent(world_.FederationName());
    const auto listed = person.Call<v1::ListInspectionPlansResponse>(request);
    EXPECT_DONE(listed);
    return listed->inspection_plans_size();
  };
  for (Person* person : {&world_.Chair(), &world_.Member(1), &world_.InspectionChair(), &world_.Inspector(2)}) {
    EXPECT_DONE(person->SeesInspectionPlan("2025"));
    EXPECT_EQ(lists(*person), 1);
  }
  EXPECT_REFUSED(world_.ExecutiveMember().SeesInspectionPlan("2025"), NOT_FOUND);
  EXPECT_EQ(lists(world_.ExecutiveMember()), 0);
  EXPECT_REFUSED(world_.Reader().SeesDraw("2025"), NOT_FOUND);
  EXPECT_REFUSED(world_.Chair().SeesDraw("2025"), INSPECTION_PLAN_STATE);
  EXPECT_REFUSED(world_.UnionChair("dien-luc").SeesInspectionPlan("2025"), POSITION_REQUIRED);

  ASSERT_DONE(world_.Chair().ApprovesInspectionPlan("2025"));
  EXPECT_DONE(world_.ExecutiveMember().SeesInspectionPlan("2025"));
  EXPECT_EQ(lists(world_.ExecutiveMember()), 1);
  EXPECT_REFUSED(world_.Reader().SeesDraw("2025"), INSPECTION_PLAN_STATE) << "nothing is drawn yet";
}

// The seed before the draw is in no event, no remembered answer, and no answer to anybody.
TEST_F(InspectionPlans, KeepTheirSeedSecretUntilTheDraw) {
  ASSERT_DONE(world_.Inspector(1).DraftsInspectionPlan("2025"));
  const auto approved = world_.Chair().ApprovesInspectionPlan("2025");
  ASSERT_DONE(approved);
  const std::vector<std::string> kept = SeedsKept();
  ASSERT_THAT(kept, SizeIs(1));
  const std::string seed = kept.front();
  ASSERT_THAT(seed, SizeIs(rules::kSeedBytes));
  EXPECT_EQ(rules::SeedCommitment(seed), approved->inspection_plan().seed_commitment());
  EXPECT_THAT(approved->SerializeAsString(), Not(HasSubstr(seed)));
  EXPECT_THAT(Seen().SerializeAsString(), Not(HasSubstr(seed)));
  int64_t searched = 0;
  EXPECT_TRUE(world_.store()
                  .Read([&](storage::ReadTransaction& tx) {
                    for (const std::string sql : {"SELECT payload FROM journal_event", "SELECT response FROM request",
                                                  "SELECT seed FROM inspection_plan"}) {
                      const auto rows = tx.Query(sql, {});
                      if (!rows.ok()) return rows.status();
                      for (const storage::Row& row : *rows) {
                        EXPECT_THAT(row.Bytes(0), Not(HasSubstr(seed))) << sql;
                        ++searched;
                      }
                    }
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_GT(searched, 10);
  const auto drawn = world_.InspectionChair().DrawsSample("2025");
  ASSERT_DONE(drawn);
  EXPECT_EQ(drawn->inspection_plan().seed(), seed) << "what was committed to is what is drawn with";
  EXPECT_THAT(SeedsKept(), SizeIs(0));
}

TEST_F(InspectionPlans, AreDrawnAgainByAnybodyFromWhatIsPublished) {
  Drawn("2025", {"may-hung-an"});
  const auto seen = world_.Reader().SeesDraw("2025");
  ASSERT_DONE(seen);
  v1::Draw draw = seen->draw();
  EXPECT_EQ(draw.federation(), "bac-quang");
  EXPECT_TRUE(rules::DrawAgain(draw).Holds());
  ASSERT_THAT(draw.strata(), SizeIs(2));
  EXPECT_THAT(draw.strata(1).sample(), ElementsAre("may-hung-an")) << "the risk pick fills the quota";
  EXPECT_EQ(draw.strata(1).population(1).reason(), "quyết toán chậm");

  // What is replaced later is no part of the draw.
  ASSERT_DONE(world_.InspectionChair().ReplacesDrawnUnit("2025", "may-hung-an"));
  EXPECT_EQ(world_.Reader().SeesDraw("2025")->draw().SerializeAsString(), draw.SerializeAsString());
  draw.mutable_strata(1)->set_sample(0, "dien-luc");
  EXPECT_FALSE(rules::DrawAgain(draw).Holds());
}

TEST_F(InspectionPlans, AreNotDecidedByWhoDraftedOrDrewThem) {
  ASSERT_DONE(world_.Administrator().Gives("chu-nhiem", v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR));
  ASSERT_DONE(world_.InspectionChair().DraftsInspectionPlan("2025"));
  EXPECT_REFUSED(world_.InspectionChair().ApprovesInspectionPlan("2025"), DECIDED_BY_REQUESTER);
  EXPECT_REFUSED(world_.Member(1).ApprovesInspectionPlan("2025"), POSITION_REQUIRED);
  ASSERT_DONE(world_.Inspector(1).DraftsInspectionPlan("2025"));
  ASSERT_DONE(world_.Chair().ApprovesInspectionPlan("2025"));
  EXPECT_REFUSED(world_.Inspector(1).DrawsSample("2025"), POSITION_REQUIRED);
  ASSERT_DONE(world_.InspectionChair().DrawsSample("2025"));
  EXPECT_REFUSED(world_.InspectionChair().DecidesShortfall("2025"), DECIDED_BY_REQUESTER);
  EXPECT_DONE(world_.ViceChair().DecidesShortfall("2025"));
}

TEST_F(InspectionPlans, GoBackToTheDraftWhileTheyAreNotDrawnAndForgetTheirSeed) {
  ASSERT_DONE(world_.Inspector(1).DraftsInspectionPlan("2025"));
  const auto first = world_.Chair().ApprovesInspectionPlan("2025");
  ASSERT_DONE(first);
  const auto again = world_.Inspector(2).DraftsInspectionPlan("2025", {"dien-luc"});
  ASSERT_DONE(again);
  EXPECT_EQ(again->inspection_plan().state(), v1::INSPECTION_PLAN_STATE_DRAFT);
  EXPECT_EQ(again->inspection_plan().seed_commitment(), "");
  EXPECT_EQ(again->inspection_plan().decision_number(), "");
  EXPECT_THAT(SeedsKept(), SizeIs(0));
  EXPECT_REFUSED(world_.InspectionChair().DrawsSample("2025"), INSPECTION_PLAN_STATE);
  const auto second = world_.Chair().ApprovesInspectionPlan("2025");
  ASSERT_DONE(second);
  EXPECT_NE(second->inspection_plan().seed_commitment(), first->inspection_plan().seed_commitment());
  ASSERT_THAT(second->inspection_plan().sample(), SizeIs(1)) << "the risk pick is known before the draw";
  EXPECT_EQ(second->inspection_plan().sample(0).basis(), v1::SAMPLE_BASIS_RISK);
}

TEST_F(InspectionPlans, AreDraftedAnewWhereTheirSeedIsLost) {
  ASSERT_DONE(world_.Inspector(1).DraftsInspectionPlan("2025"));
  ASSERT_DONE(world_.Chair().ApprovesInspectionPlan("2025"));
  ASSERT_TRUE(
      world_.store().Write([](storage::WriteTransaction& tx) { return tx.Execute("DELETE FROM draw_seed", {}); }).ok());
  EXPECT_REFUSED(world_.InspectionChair().DrawsSample("2025"), DRAW_SEED_MISSING);
  Drawn();
}

TEST_F(InspectionPlans, ApproveTheDraftThatWasRead) {
  ASSERT_DONE(world_.Inspector(1).DraftsInspectionPlan("2025"));
  v1::ApproveInspectionPlanRequest request;
  request.set_name(world_.InspectionPlanName("2025"));
  request.set_decision_number("13/QĐ-BTV");
  EXPECT_REFUSED(world_.Chair().Call<v1::ApproveInspectionPlanResponse>(request), INVALID_FIELD) << "no etag";
  request.set_etag(Seen().etag());
  ASSERT_DONE(world_.Inspector(1).DraftsInspectionPlan("2025", {"dien-luc"}));
  EXPECT_REFUSED(world_.Chair().Call<v1::ApproveInspectionPlanResponse>(request), STALE);
  EXPECT_REFUSED(world_.Chair().ApprovesInspectionPlan("2025", ""), DECISION_REQUIRED);
}

TEST_F(InspectionPlans, NameUnitsOfTheirStrataOnce) {
  Person& inspector = world_.Inspector(1);
  EXPECT_REFUSED(inspector.DraftsInspectionPlan("2025", {"tu-thuc-hoa-mai"}), INVALID_FIELD) << "in no stratum";
  EXPECT_REFUSED(inspector.DraftsInspectionPlan("2025", {}, {"tu-thuc-hoa-mai"}), INVALID_FIELD);
  EXPECT_REFUSED(inspector.DraftsInspectionPlan("2025", {"dien-luc"}, {"dien-luc"}), INVALID_FIELD) << "both";
  EXPECT_REFUSED(inspector.DraftsInspectionPlan("2025", {"federation"}), INVALID_FIELD);
  EXPECT_REFUSED(inspector.DraftsInspectionPlan("2025", {"khong-co"}), NOT_FOUND);
  EXPECT_REFUSED(inspector.DraftsInspectionPlan("2022"), INVALID_FIELD) << "no year of the term";
  EXPECT_REFUSED(inspector.DraftsInspectionPlan("2025", {}, {}, "2025-01-07"), INVALID_FIELD) << "a day to come";
  EXPECT_REFUSED(world_.Member(1).DraftsInspectionPlan("2025"), POSITION_REQUIRED);
  EXPECT_DONE(inspector.DraftsInspectionPlan("2025", {"dien-luc"}, {"may-hung-an"}));
}

TEST_F(InspectionPlans, CountWhoIsLeftOutInTheQuotaAndDrawNobodyOfThem) {
  Drawn("2025", {}, kPublic);
  const v1::InspectionPlan plan = Seen();
  EXPECT_EQ(plan.strata(0).population(), 2);
  EXPECT_EQ(plan.strata(0).left_out(), 2);
  EXPECT_EQ(plan.strata(0).quota(), 1);
  EXPECT_EQ(plan.strata(0).sampled(), 0);
  EXPECT_EQ(plan.strata(1).sampled(), 1);
  Concluded(DrawnOf(kEnterprises));
  EXPECT_REFUSED(world_.InspectionChair().ClosesInspectionPlan("2025"), QUOTA_NOT_MET);
  EXPECT_REFUSED(world_.Chair().DecidesShortfall("2025", ""), REASON_REQUIRED);
  EXPECT_REFUSED(world_.Chair().DecidesShortfall("2025", "đang sáp nhập", ""), DECISION_REQUIRED);
  EXPECT_REFUSED(world_.InspectionChair().DecidesShortfall("2025"), POSITION_REQUIRED);
  const auto closed = world_.Chair().DecidesShortfall("2025", "hai đơn vị đang sáp nhập", "40/QĐ-BTV");
  ASSERT_DONE(closed);
  EXPECT_EQ(closed->inspection_plan().state(), v1::INSPECTION_PLAN_STATE_CLOSED);
  EXPECT_EQ(closed->inspection_plan().shortfall_reason(), "hai đơn vị đang sáp nhập");
  EXPECT_EQ(closed->inspection_plan().shortfall_decision_number(), "40/QĐ-BTV");
}

TEST_F(InspectionPlans, DrawFirstWhoWasNotInspectedForLongest) {
  world_.GoTo("2025-06-02");
  Concluded("truong-dong-yen", "");
  Concluded("dien-luc", "", "charter");
  world_.GoTo("2026-01-05");
  Drawn("2026");
  EXPECT_THAT(world_.Reader().SeesDraw("2026")->draw().strata(0).sample(), ElementsAre("ubnd-tan-quang"));
  const v1::Draw draw = world_.Reader().SeesDraw("2026")->draw();
  std::map<std::string, int> years;
  for (const auto& stratum : draw.strata()) {
    for (const auto& unit : stratum.population()) years[unit.id()] = unit.last_year();
  }
  EXPECT_EQ(years["truong-dong-yen"], 2025);
  EXPECT_EQ(years["ubnd-tan-quang"], 0);
  EXPECT_EQ(years["dien-luc"], 0) << "its kind does not count";
}

TEST_F(InspectionPlans, FreezeThePopulationOfTheirDay) {
  ASSERT_DONE(world_.Inspector(1).DraftsInspectionPlan("2025"));
  ASSERT_DONE(world_.Chair().ApprovesInspectionPlan("2025"));
  ASSERT_DONE(world_.Chair().ImportsUnions(
      FiveUnions() + "xa-moi,CĐCS xã Mới,ADMINISTRATIVE,xã Mới,1999-01-01,20,8,22,0,không,có,\n", "22/QĐ-BTV"));
  ASSERT_DONE(world_.InspectionChair().DrawsSample("2025"));
  EXPECT_EQ(Seen().strata(0).population(), 2);
  EXPECT_THAT(world_.Reader().SeesDraw("2025")->draw().strata(0).population(), SizeIs(2));
  ASSERT_DONE(world_.Inspector(1).DraftsInspectionPlan("2026"));
  EXPECT_EQ(Seen("2026").strata(0).population(), 3);
}

TEST_F(InspectionPlans, ReplaceAUnitByTheNextAndKeepItOnRecord) {
  Drawn();
  const std::string drawn = DrawnOf(kPublic);
  const std::string other = OtherOf(kPublic);
  Person& chair = world_.InspectionChair();
  EXPECT_REFUSED(chair.ReplacesDrawnUnit("2025", other), NOT_IN_SAMPLE);
  EXPECT_REFUSED(chair.ReplacesDrawnUnit("2025", "tu-thuc-hoa-mai"), NOT_IN_SAMPLE);
  EXPECT_REFUSED(chair.ReplacesDrawnUnit("2025", drawn, ""), REASON_REQUIRED);
  EXPECT_REFUSED(chair.ReplacesDrawnUnit("2025", drawn, "đang sáp nhập", ""), DECISION_REQUIRED);
  EXPECT_REFUSED(world_.Inspector(1).ReplacesDrawnUnit("2025", drawn), POSITION_REQUIRED);
  ASSERT_DONE(Schedules(drawn)) << "scheduled, and not begun";
  const auto replaced = chair.ReplacesDrawnUnit("2025", drawn, "đang sáp nhập", "10/QĐ-UBKT");
  ASSERT_DONE(replaced);
  const v1::InspectionPlan& plan = replaced->inspection_plan();
  EXPECT_EQ(plan.strata(0).sampled(), 1);
  ASSERT_THAT(plan.sample(), SizeIs(3));
  EXPECT_EQ(plan.sample(0).unit(), world_.UnitName(drawn));
  EXPECT_EQ(plan.sample(0).basis(), v1::SAMPLE_BASIS_DRAWN);
  EXPECT_EQ(plan.sample(0).replaced_by(), world_.UnitName(other));
  EXPECT_EQ(plan.sample(1).unit(), world_.UnitName(other));
  EXPECT_EQ(plan.sample(1).basis(), v1::SAMPLE_BASIS_REPLACEMENT);
  EXPECT_EQ(plan.sample(1).replaces(), world_.UnitName(drawn));
  EXPECT_EQ(plan.sample(1).reason(), "đang sáp nhập");
  EXPECT_EQ(plan.sample(1).decision_number(), "10/QĐ-UBKT");

  EXPECT_REFUSED(Schedules(drawn), NOT_IN_SAMPLE) << "not any more";
  EXPECT_REFUSED(chair.ReplacesDrawnUnit("2025", other), NOTHING_TO_DO) << "nobody is left";
  Begun(other);
  EXPECT_REFUSED(chair.ReplacesDrawnUnit("2025", other), INSPECTION_STATE);
}

TEST_F(InspectionPlans, TakeTheNextWhereAnInspectionIsCalledOff) {
  Drawn();
  const std::string drawn = DrawnOf(kPublic);
  const std::string other = OtherOf(kPublic);
  v1::CancelInspectionRequest request;
  request.set_name(Begun(drawn));
  request.set_reason("đơn vị đang sáp nhập");
  request.set_decision_number("15/QĐ-UBKT");
  request.set_replace_drawn_unit(true);
  const auto cancelled = world_.InspectionChair().Call<v1::CancelInspectionResponse>(request);
  ASSERT_DONE(cancelled);
  EXPECT_EQ(cancelled->inspection().state(), v1::INSPECTION_STATE_CANCELLED);
  EXPECT_EQ(DrawnOf(kPublic), other);
  EXPECT_EQ(Seen().sample(0).replaced_by(), world_.UnitName(other));
  EXPECT_EQ(Seen().sample(0).inspection_state(), v1::INSPECTION_STATE_CANCELLED);
  EXPECT_EQ(Seen().sample(1).reason(), "đơn vị đang sáp nhập");

  // Nobody is left: then it is not called off either.
  request.set_name(Begun(other));
  EXPECT_REFUSED(world_.InspectionChair().Call<v1::CancelInspectionResponse>(request), NOTHING_TO_DO);
  EXPECT_EQ(Seen().sample(1).inspection_state(), v1::INSPECTION_STATE_FIELDWORK);
  request.set_name(Begun(other, ""));
  EXPECT_REFUSED(world_.InspectionChair().Call<v1::CancelInspectionResponse>(request), INVALID_FIELD)
      << "it carries out no plan";
}

TEST_F(InspectionPlans, AreCarriedOutByInspectionsOfTheirSample) {
  ASSERT_DONE(world_.Inspector(1).DraftsInspectionPlan("2025"));
  EXPECT_REFUSED(Schedules("dien-luc"), INSPECTION_PLAN_STATE);
  EXPECT_REFUSED(Schedules("dien-luc", "2026"), NOT_FOUND);
  ASSERT_DONE(world_.Chair().ApprovesInspectionPlan("2025"));
  ASSERT_DONE(world_.InspectionChair().DrawsSample("2025"));
  EXPECT_REFUSED(Schedules(OtherOf(kPublic)), NOT_IN_SAMPLE);
  EXPECT_DONE(Schedules(OtherOf(kPublic), "")) << "outside the plan";
  const auto scheduled = Schedules(DrawnOf(kPublic));
  ASSERT_DONE(scheduled);
  EXPECT_EQ(scheduled->inspection().plan(), world_.InspectionPlanName("2025"));
  EXPECT_EQ(Seen().sample(0).inspection(), scheduled->inspection().name());
  EXPECT_EQ(Seen().sample(0).inspection_state(), v1::INSPECTION_STATE_SCHEDULED);
}

TEST_F(InspectionPlans, OfTheTermSayWhatIsIntendedAndDrawNothing) {
  Person& inspector = world_.Inspector(1);
  EXPECT_REFUSED(inspector.DraftsInspectionPlan("2023-2028", {"dien-luc"}), INVALID_FIELD);
  EXPECT_REFUSED(inspector.DraftsInspectionPlan("2023-2028", {}, {}, "2025-01-02"), INVALID_FIELD);
  const auto drafted = inspector.DraftsInspectionPlan("2023-2028");
  ASSERT_DONE(drafted);
  EXPECT_TRUE(drafted->inspection_plan().of_term());
  EXPECT_THAT(drafted->inspection_plan().strata(), SizeIs(0));
  const auto approved = world_.Chair().ApprovesInspectionPlan("2023-2028");
  ASSERT_DONE(approved);
  EXPECT_EQ(approved->inspection_plan().population_digest(), "");
  EXPECT_EQ(approved->inspection_plan().seed_commitment(), "");
  EXPECT_THAT(SeedsKept(), SizeIs(0));
  EXPECT_REFUSED(world_.InspectionChair().DrawsSample("2023-2028"), NOTHING_TO_DO);
  EXPECT_REFUSED(world_.InspectionChair().ClosesInspectionPlan("2023-2028"), INSPECTION_PLAN_STATE);
}

TEST_F(InspectionPlans, AreListedNewestFirstInPages) {
  for (const std::string plan : {"2023-2028", "2025", "2026"}) {
    ASSERT_DONE(world_.Inspector(1).DraftsInspectionPlan(plan));
  }
  v1::ListInspectionPlansRequest request;
  request.set_parent(world_.FederationName());
  request.set_page_size(2);
  std::vector<std::string> names;
  do {
    const auto page = world_.Chair().Call<v1::ListInspectionPlansResponse>(request);
    ASSERT_DONE(page);
    for (const v1::InspectionPlan& plan : page->inspection_plans()) names.push_back(plan.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ElementsAre(world_.InspectionPlanName("2026"), world_.InspectionPlanName("2025"),
                                 world_.InspectionPlanName("2023-2028")));
}

TEST_F(InspectionPlans, AreSaidInTheJournalInBothLanguages) {
  Drawn("2025", {"dien-luc"});
  ASSERT_DONE(world_.InspectionChair().ReplacesDrawnUnit("2025", DrawnOf(kPublic)));
  ASSERT_DONE(world_.Chair().DecidesShortfall("2025"));
  const auto read = [&](const std::string& language) {
    world_.Chair().Reads(language);
    const auto journal = world_.Chair().ReadsJournal();
    EXPECT_DONE(journal);
    std::string said;
    for (const v1::Entry& entry : journal->entries()) {
      for (const std::string& happened : entry.happened()) said += happened + "\n";
    }
    return said;
  };
  const std::string vi = read("vi");
  const std::string en = read("en");
  for (const std::string said : {"Dự thảo kế hoạch kiểm tra 2025", "Phê duyệt kế hoạch kiểm tra 2025",
                                 "Chọn mẫu kế hoạch kiểm tra 2025: 2 đơn vị", "trong mẫu của kế hoạch kiểm tra 2025",
                                 "Khép kế hoạch kiểm tra 2025 khi chưa đủ"}) {
    EXPECT_THAT(vi, HasSubstr(said));
  }
  for (const std::string said :
       {"Inspection plan 2025 was drafted", "Inspection plan 2025 was approved",
        "The sample of inspection plan 2025 was drawn: 2 units", "was replaced by", "was closed without its quota"}) {
    EXPECT_THAT(en, HasSubstr(said));
  }
}

// Everybody tries everything, for themselves and for whom they may. That nobody decides on what they drafted or drew,
// and that every sample is the draw of its population, the invariants see to when the world ends.
TEST_F(InspectionPlans, NeverPutAPersonOnBothSides) {
  constexpr uint32_t kSeed = 20251125;
  std::cout << "seed " << kSeed << "\n";
  std::mt19937 random(kSeed);
  // The chair of the Inspection Committee sits on the Standing Committee, and its vice-chair is an inspector.
  ASSERT_DONE(world_.Administrator().Gives("chu-nhiem", v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR));
  Person& vice = world_.ViceChair();
  ASSERT_DONE(world_.Administrator().Gives(vice.account(), v1::POSITION_INSPECTION_COMMITTEE_MEMBER));
  const std::vector<Person*> persons = {
      &world_.Chair(), &vice, &world_.Member(1), &world_.InspectionChair(), &world_.Inspector(1), &world_.Inspector(2)};
  std::vector<std::pair<Person*, std::string>> capacities;
  for (Person* person : persons) capacities.emplace_back(person, "");
  const auto delegates = [&](Person& whose, Person& to) {
    capacities.emplace_back(&to, whose.account());
    EXPECT_DONE(DelegatesAll(whose, to)) << whose.account() << " to " << to.account();
  };
  delegates(world_.Chair(), vice);
  delegates(vice, world_.InspectionChair());
  delegates(world_.InspectionChair(), vice);
  delegates(world_.Inspector(1), world_.Inspector(2));
  std::map<std::string, int> done;
  std::map<std::string, int> decided_against;
  for (int step = 0; step < 600; ++step) {
    const auto& [person, whose] = capacities[random() % capacities.size()];
    const std::string plan = std::to_string(2023 + random() % 6);
    person->ActsFor(whose);
    support::Answered answered;
    std::string what;
    const auto dice = random() % 16;
    if (dice < 3) {
      what = "draft";
      answered = person->DraftsInspectionPlan(
          plan, dice == 0 ? std::vector<std::string>{"dien-luc"} : std::vector<std::string>{});
    } else if (dice < 8) {
      what = "approve";
      answered = person->ApprovesInspectionPlan(plan);
    } else if (dice < 10) {
      what = "draw";
      answered = person->DrawsSample(plan);
    } else if (dice < 12) {
      what = "replace";
      answered = person->ReplacesDrawnUnit(plan, dice == 10 ? "dien-luc" : "ubnd-tan-quang");
    } else if (dice == 12) {
      what = "close";
      answered = person->ClosesInspectionPlan(plan);
    } else {
      what = "close short";
      answered = person->DecidesShortfall(plan);
    }
    if (answered.ok()) ++done[what];
    if (answered.reason == "DECIDED_BY_REQUESTER") ++decided_against[what];
    person->ActsFor("");
  }
  for (const std::string what : {"draft", "approve", "draw", "close short"}) EXPECT_GT(done[what], 0) << what;
  EXPECT_GT(decided_against["approve"], 0);
}

// --- Coverage.

void ExpectCoverage(const v1::StratumCoverage& seen, int64_t sampled, int64_t under_way, int64_t inspected,
                    int64_t missing) {
  EXPECT_EQ(seen.population(), 2);
  EXPECT_EQ(seen.quota(), 1);
  EXPECT_EQ(seen.sampled(), sampled);
  EXPECT_EQ(seen.under_way(), under_way);
  EXPECT_EQ(seen.inspected(), inspected);
  EXPECT_EQ(seen.missing(), missing);
}

TEST_F(InspectionPlans, AreFollowedByCoverageDayByDay) {
  ExpectCoverage(Coverage("public"), 0, 0, 0, 1);
  world_.GoTo("2025-02-03");
  Drawn();
  const std::string drawn = DrawnOf(kPublic);
  const std::string other = OtherOf(kPublic);
  world_.GoTo("2025-03-03");
  const std::string inspection = Begun(drawn);
  ExpectCoverage(Coverage("public"), 1, 1, 0, 1);
  world_.GoTo("2025-03-10");
  ASSERT_DONE(world_.InspectionChair().Concludes(inspection));
  ExpectCoverage(Coverage("public"), 1, 0, 1, 0);
  // Another kind does not count; who is not in the sample does.
  Concluded(other, "", "charter");
  ExpectCoverage(Coverage("public"), 1, 0, 1, 0);
  world_.GoTo("2025-03-20");
  Concluded(other, "");
  ExpectCoverage(Coverage("public"), 1, 0, 2, 0);
  ExpectCoverage(Coverage("enterprise"), 1, 0, 0, 1);

  // Every day as it was at its end.
  ExpectCoverage(Coverage("public", "2025-02-02"), 0, 0, 0, 1);
  ExpectCoverage(Coverage("public", "2025-02-03"), 1, 0, 0, 1);
  ExpectCoverage(Coverage("public", "2025-03-09"), 1, 1, 0, 1);
  ExpectCoverage(Coverage("public", "2025-03-10"), 1, 0, 1, 0);
  ExpectCoverage(Coverage("public", "2025-03-20"), 1, 0, 2, 0);
  // A year that is over stays as it ended.
  world_.GoTo("2026-03-02");
  Concluded(kEnterprises[0], "");
  ExpectCoverage(Coverage("enterprise"), 1, 0, 0, 1);
}

TEST_F(InspectionPlans, AreTheFiguresOfTheDerivedIndicators) {
  const auto agrees = [&] {
    const auto coverage = world_.Reader().SeesCoverage("2025");
    const auto progress = world_.Reader().SeesProgress("2025");
    ASSERT_DONE(coverage);
    ASSERT_DONE(progress);
    int found = 0;
    for (const v1::StratumCoverage& stratum : coverage->strata()) {
      for (const v1::IndicatorProgress& indicator : progress->indicators()) {
        if (indicator.item() != stratum.item()) continue;
        ++found;
        ASSERT_THAT(indicator.figures(), SizeIs(1));
        EXPECT_EQ(indicator.figures(0).numerator(), stratum.inspected());
        EXPECT_EQ(indicator.figures(0).denominator(), stratum.population());
        EXPECT_EQ(indicator.figures(0).met(), stratum.missing() == 0);
      }
    }
    EXPECT_EQ(found, 2) << "7.2 and 7.3";
  };
  agrees();
  world_.GoTo("2025-03-03");
  Concluded("may-hung-an", "");
  agrees();
  Concluded("ubnd-tan-quang", "");
  agrees();
}

TEST_F(InspectionPlans, AreCoveredAsTheYearWasSealed) {
  world_.GoTo("2025-03-03");
  Concluded("ubnd-tan-quang", "");
  world_.GoTo("2026-01-05");
  v1::SealPeriodRequest seal;
  seal.set_name(world_.RoundName("2025"));
  for (bool open = true; open;) {
    seal.set_validate_only(true);
    const auto preview = world_.Chair().Call<v1::SealPeriodResponse>(seal);
    ASSERT_DONE(preview);
    for (const std::string& task : preview->open_tasks()) ASSERT_DONE(world_.Chair().Withdraws(task));
    open = preview->open_count() != 0;
  }
  seal.set_validate_only(false);
  seal.set_decision_number("40/QĐ-LĐLĐ");
  ASSERT_DONE(world_.Chair().Call<v1::SealPeriodResponse>(seal));
  // What comes later changes it no more: neither an inspection, nor what is said of those days.
  Concluded("truong-dong-yen", "");
  EXPECT_REFUSED(
      world_.Chair().ImportsUnions(
          std::string(kColumns) + "xa-moi,CĐCS xã Mới,ADMINISTRATIVE,xã Mới,1999-01-01,20,8,22,0,không,có,\n",
          "22/QĐ-BTV", "2025-01-06"),
      PERIOD_SEALED);
  ExpectCoverage(Coverage("public"), 0, 0, 1, 0);
  ExpectCoverage(Coverage("enterprise"), 0, 0, 0, 1);
}

TEST_F(InspectionPlans, AreCoveredInYearsAndUpToToday) {
  IssueAsItComes(world_, "2023-2028");
  EXPECT_REFUSED(world_.Reader().SeesCoverage("2023-2028"), INVALID_FIELD);
  EXPECT_REFUSED(world_.Reader().SeesCoverage("2025", "2025-01-07"), INVALID_FIELD);
  EXPECT_REFUSED(world_.Reader().SeesCoverage("2027"), NOT_FOUND);
  EXPECT_DONE(world_.UnionChair("dien-luc").SeesCoverage("2025"));
}

}  // namespace
}  // namespace phancong::services_test
