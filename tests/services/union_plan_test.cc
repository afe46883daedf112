// The unions' own plans: who sends them, what they may say, and who has not sent one.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "phancong/v1/directory_service.pb.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

// The enterprise's union was given 2.2 (a ratio of at least 90 per cent) in the year, and 1.2 (a coverage) in the term.
class UnionPlans : public testing::Test {
 protected:
  UnionPlans() {
    world.LoadsTheProgramme();
    v1::DraftRoundRequest draft;
    draft.set_name(world.RoundName("2025"));
    *draft.mutable_plan_due_date() = DateOf("2025-01-31");
    const auto drafted = world.Chair().Call<v1::DraftRoundResponse>(draft);
    EXPECT_DONE(drafted);
    EXPECT_DONE(world.Chair().IssuesRound("2025", drafted->round().etag()));
    world.IssuesTheTerm();
  }

  std::string PlanName(const std::string& unit, const std::string& round = "2025") const {
    return world.UnitName(unit) + "/plans/" + round;
  }
  v1::SubmitUnionPlanRequest Plan(const std::string& unit = "che-suoi-xanh") const {
    v1::SubmitUnionPlanRequest request;
    request.set_name(PlanName(unit));
    request.mutable_document()->set_number("05/KH-CĐ");
    *request.mutable_document()->mutable_date() = DateOf("2025-01-15");
    v1::PlanLine& line = *request.add_lines();
    line.set_item("2.2");
    v1::PlanTarget& target = *line.add_targets();
    target.set_figure("informed");
    target.set_target(95);
    line.set_measures("Mỗi quý một buổi phổ biến pháp luật.");
    line.set_person("Phó chủ tịch công đoàn");
    *line.mutable_due_date() = DateOf("2025-10-31");
    request.add_lines()->set_item("1.2");
    return request;
  }
  Outcome<v1::SubmitUnionPlanResponse> Sends(Person& person, const v1::SubmitUnionPlanRequest& request) {
    return person.Call<v1::SubmitUnionPlanResponse>(request);
  }
  Outcome<v1::GetUnionPlanResponse> Reads(Person& person, const std::string& name) {
    v1::GetUnionPlanRequest request;
    request.set_name(name);
    return person.Call<v1::GetUnionPlanResponse>(request);
  }
  Outcome<v1::ListUnionPlansResponse> Lists(Person& person, bool only_missing = false, int page_size = 1'000,
                                            const std::string& page_token = "") {
    v1::ListUnionPlansRequest request;
    request.set_parent(world.RoundName("2025"));
    request.set_only_missing(only_missing);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    return person.Call<v1::ListUnionPlansResponse>(request);
  }
  Person& chair() { return world.UnionChair("che-suoi-xanh"); }

  World world;
};

TEST_F(UnionPlans, AreSentWithTargetsMeasuresPersonsAndDates) {
  const auto sent = Sends(chair(), Plan());
  ASSERT_DONE(sent);
  const auto read = Reads(world.ExecutiveMember(), PlanName("che-suoi-xanh"));
  ASSERT_DONE(read);
  EXPECT_EQ(read->plan().SerializeAsString(), sent->plan().SerializeAsString());
  const v1::UnionPlan& plan = read->plan();
  EXPECT_EQ(plan.version(), 1);
  EXPECT_EQ(plan.document().number(), "05/KH-CĐ");
  EXPECT_EQ(plan.due_date().day(), 31);
  EXPECT_EQ(plan.timing(), v1::TIMING_DONE_ON_TIME);
  ASSERT_EQ(plan.lines_size(), 2);
  EXPECT_EQ(plan.lines(0).item(), "2.2");
  EXPECT_EQ(plan.lines(0).targets(0).target(), 95);
  EXPECT_EQ(plan.lines(0).measures(), "Mỗi quý một buổi phổ biến pháp luật.");
  EXPECT_EQ(plan.lines(0).person(), "Phó chủ tịch công đoàn");
  EXPECT_EQ(plan.lines(0).due_date().month(), 10);
  EXPECT_EQ(plan.lines(1).item(), "1.2") << "of the term's round";
}

TEST_F(UnionPlans, AreOnTimeByTheirFirstVersion) {
  world.GoTo("2025-02-10");
  const auto first = Sends(chair(), Plan());
  ASSERT_DONE(first);
  EXPECT_EQ(first->plan().timing(), v1::TIMING_DONE_LATE);
  EXPECT_EQ(first->plan().days_late(), 10);
  world.GoTo("2025-03-01");
  v1::SubmitUnionPlanRequest next = Plan();
  next.mutable_lines()->RemoveLast();
  next.mutable_document()->set_number("06/KH-CĐ");
  next.set_etag(first->plan().etag());
  const auto second = Sends(chair(), next);
  ASSERT_DONE(second);
  EXPECT_EQ(second->plan().version(), 2);
  EXPECT_EQ(second->plan().lines_size(), 1) << "the whole plan each time";
  EXPECT_EQ(second->plan().days_late(), 10);
  EXPECT_LT(second->plan().submit_time().seconds(), second->plan().update_time().seconds());
  next.set_etag(first->plan().etag());
  next.clear_request_id();
  EXPECT_REFUSED(Sends(chair(), next), STALE);
}

TEST_F(UnionPlans, AreTheHeadsToSend) {
  EXPECT_REFUSED(Sends(world.UnionOfficer("che-suoi-xanh"), Plan()), NOT_CHAIR_OF_ASSIGNEE);
  EXPECT_REFUSED(Sends(world.UnionChair("thpt-viet-vinh"), Plan()), NOT_YOUR_UNION);
  EXPECT_REFUSED(Sends(world.Chair(), Plan()), POSITION_REQUIRED);
  EXPECT_REFUSED(Sends(chair(), Plan("khong-co")), NOT_YOUR_UNION);
}

TEST_F(UnionPlans, AskForNoLessThanIsInForce) {
  v1::SubmitUnionPlanRequest request = Plan();
  request.mutable_lines(0)->mutable_targets(0)->set_target(89);
  const auto refused = Sends(chair(), request);
  EXPECT_REFUSED(refused, TARGET_TOO_LOW);
  EXPECT_EQ(refused.values.at("least"), "90");
  request.mutable_lines(0)->mutable_targets(0)->set_target(90);
  request.clear_request_id();
  EXPECT_DONE(Sends(chair(), request));
}

TEST_F(UnionPlans, ThatAreWrongAreRefused) {
  const auto with = [&](const auto& change) {
    v1::SubmitUnionPlanRequest request = Plan();
    change(request);
    return Sends(chair(), request);
  };
  using Request = v1::SubmitUnionPlanRequest;
  EXPECT_REFUSED(with([](Request& r) { r.clear_document(); }), DOCUMENT_MISSING);
  EXPECT_REFUSED(with([](Request& r) { r.mutable_document()->clear_number(); }), DOCUMENT_MISSING);
  EXPECT_REFUSED(with([](Request& r) { r.mutable_document()->clear_date(); }), DOCUMENT_MISSING);
  EXPECT_REFUSED(with([](Request& r) { r.clear_lines(); }), INVALID_FIELD);
  EXPECT_REFUSED(with([](Request& r) { r.mutable_lines(0)->set_item("1.3"); }), INVALID_FIELD)
      << "not given to enterprises";
  EXPECT_REFUSED(with([](Request& r) { r.mutable_lines(0)->set_item("9.9"); }), INVALID_FIELD);
  EXPECT_REFUSED(with([](Request& r) { r.mutable_lines(1)->set_item("2.2"); }), INVALID_FIELD) << "twice";
  EXPECT_REFUSED(with([](Request& r) { r.mutable_lines(0)->mutable_targets(0)->set_figure("x"); }), INVALID_FIELD);
  EXPECT_REFUSED(with([](Request& r) { r.mutable_lines(0)->mutable_targets(0)->set_target(101); }), INVALID_FIELD);
  EXPECT_REFUSED(with([](Request& r) { *r.mutable_lines(0)->add_targets() = r.lines(0).targets(0); }), INVALID_FIELD);
  EXPECT_REFUSED(with([](Request& r) { *r.mutable_lines(0)->mutable_due_date() = DateOf("2026-01-01"); }),
                 INVALID_FIELD);
  EXPECT_REFUSED(with([](Request& r) { r.mutable_lines(0)->set_measures(std::string(10'001, 'x')); }), INVALID_FIELD);
  EXPECT_REFUSED(with([&](Request& r) { r.set_name(PlanName("che-suoi-xanh", "2026")); }), NOT_FOUND);
  EXPECT_REFUSED(Reads(world.Chair(), PlanName("che-suoi-xanh")), NOT_FOUND) << "nothing was kept";
}

TEST_F(UnionPlans, OfADraftRoundAreNotTakenYet) {
  world.GoTo("2025-12-20");
  EXPECT_DONE(world.Chair().DraftsRound("2026"));
  v1::SubmitUnionPlanRequest request = Plan();
  request.set_name(PlanName("che-suoi-xanh", "2026"));
  EXPECT_REFUSED(Sends(chair(), request), ROUND_STATE);
}

TEST_F(UnionPlans, ThatAreMissingComeFirst) {
  const auto before = Lists(world.Chair());
  ASSERT_DONE(before);
  EXPECT_EQ(before->sent_count(), 0);
  const int64_t all = before->missing_count();
  EXPECT_EQ(before->plans_size(), all);
  ASSERT_DONE(Sends(chair(), Plan()));
  world.GoTo("2025-02-03");
  const auto after = Lists(world.InspectionChair());
  ASSERT_DONE(after);
  EXPECT_EQ(after->sent_count(), 1);
  EXPECT_EQ(after->missing_count(), all - 1);
  EXPECT_EQ(after->plans(0).version(), 0);
  EXPECT_EQ(after->plans(0).timing(), v1::TIMING_OVERDUE);
  EXPECT_EQ(after->plans(0).days_late(), 3);
  const v1::UnionPlan& last = after->plans(after->plans_size() - 1);
  EXPECT_EQ(last.name(), PlanName("che-suoi-xanh"));
  EXPECT_EQ(last.lines_size(), 0);
  const auto missing = Lists(world.Chair(), true);
  EXPECT_EQ(missing->plans_size(), all - 1);

  std::vector<std::string> paged;
  std::string token;
  do {
    const auto page = Lists(world.Chair(), false, 17, token);
    ASSERT_DONE(page);
    for (const v1::UnionPlan& plan : page->plans()) paged.push_back(plan.name());
    token = page->next_page_token();
  } while (!token.empty());
  ASSERT_EQ(static_cast<int64_t>(paged.size()), all);
  for (size_t i = 0; i < paged.size(); ++i) EXPECT_EQ(paged[i], after->plans(static_cast<int>(i)).name());
}

TEST_F(UnionPlans, OfOthersAreNotShownToAUnion) {
  ASSERT_DONE(Sends(chair(), Plan()));
  const auto own = Lists(chair());
  ASSERT_DONE(own);
  ASSERT_EQ(own->plans_size(), 1);
  EXPECT_EQ(own->sent_count(), 1);
  EXPECT_EQ(own->missing_count(), 0);
  EXPECT_REFUSED(Reads(world.UnionChair("thpt-viet-vinh"), PlanName("che-suoi-xanh")), NOT_YOUR_UNION);
  EXPECT_REFUSED(Reads(world.Reader(), PlanName("che-suoi-xanh")), POSITION_REQUIRED);
}

}  // namespace
}  // namespace phancong::support
