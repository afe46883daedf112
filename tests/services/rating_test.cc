// Ratings, the settlement, and the indicators that nobody types in.
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "phancong/v1/directory_service.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/progress/derived.h"
#include "services/rules/scope.h"
#include "storage/derived_from.h"
#include "storage/programmes.h"
#include "storage/rounds.h"
#include "storage/store.h"
#include "tests/services/five_unions.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

// Five unions and their year 2025. The school's union was given 8 of the items that the indicators' criterion looks at
// (1.3, 2.1, 2.4, 3.1, 4.2, 4.6, 6.1, 6.2), 6 of the duties' (3.1.4, 3.1.8, 3.2.4, 3.3.2, 3.5.2, 3.6.3) and 15 tasks in
// all, with 3.4.4.
class Ratings : public testing::Test {
 protected:
  Ratings() {
    services_test::LoadFiveUnions(world);
    services_test::IssueAsItComes(world, "2025");
  }

  // Four indicators and one duty are accepted, in time; then the year is over.
  void PlaysTheSchoolsYear() {
    for (const char* item : {"1.3", "2.1", "2.4", "3.1", "3.1.8"}) world.GetsAccepted(item + ("." + school));
    world.GoTo("2026-01-10");
  }

  // What somebody has of a hundred, whatever was done: claimed with a reason, and decided so.
  void IsRated(const std::string& unit, const RatingPoints& points) {
    EXPECT_DONE(world.UnionChair(unit).RatesItself(unit, points, "Theo sổ sách của đơn vị."));
    EXPECT_DONE(world.Chair().DecidesRating(unit, points, "Đã đối chiếu sổ sách"));
  }

  // Until the first of February 2026.
  void Delegates(Person& whose, v1::Position position, Person& to) {
    v1::ListAccountsRequest accounts;
    accounts.set_parent(world.FederationName());
    accounts.set_page_size(1000);
    const auto listed = world.Administrator().Call<v1::ListAccountsResponse>(accounts);
    EXPECT_DONE(listed);
    for (const v1::Account& account : listed->accounts()) {
      if (account.name() != whose.name()) continue;
      for (const auto& held : account.positions()) {
        if (held.position() != position) continue;
        v1::DelegatePositionRequest request;
        request.set_name(held.name());
        request.set_delegate(to.name());
        *request.mutable_to_date() = DateOf("2026-02-01");
        EXPECT_DONE(whose.Call<v1::DelegatePositionResponse>(request));
      }
    }
  }

  v1::IndicatorProgress Indicator(const std::string& item) {
    const auto progress = world.Reader().SeesProgress("2025");
    EXPECT_DONE(progress);
    for (const v1::IndicatorProgress& one : progress->indicators()) {
      if (one.item() == item) return one;
    }
    ADD_FAILURE() << "there is no indicator " << item;
    return {};
  }

  World world;
  const std::string school = "truong-dong-yen";
  const RatingPoints judged = {{"organisation", 9}, {"initiative", 8}};
  const RatingPoints good = {
      {"indicators", 40}, {"duties", 12}, {"punctuality", 10}, {"organisation", 9}, {"initiative", 8}};
  const RatingPoints poor = {
      {"indicators", 25}, {"duties", 2}, {"punctuality", 5}, {"organisation", 9}, {"initiative", 8}};
};

TEST_F(Ratings, FollowFromTheTasksOfTheYearBeforeAnybodyRates) {
  PlaysTheSchoolsYear();
  const auto seen = world.UnionOfficer(school).SeesRating(school);
  ASSERT_DONE(seen);
  const v1::Rating& rating = seen->rating();
  EXPECT_EQ(rating.state(), v1::RATING_STATE_UNSPECIFIED);
  EXPECT_EQ(rating.assignee_title(), "CĐCS Trường Đông Yên");
  EXPECT_EQ(rating.possible_points(), 100);
  ASSERT_EQ(rating.lines_size(), 5);
  // ⌊50·4/8⌋, ⌊15·1/6⌋, ⌊15·5/15⌋; ten others are overdue.
  const std::vector<std::vector<int64_t>> expected = {{4, 8, 25}, {1, 6, 2}, {5, 15, 5}};
  for (int i = 0; i < 3; ++i) {
    const v1::RatingLine& line = rating.lines(i);
    EXPECT_EQ((std::vector<int64_t>{line.numerator(), line.denominator(), line.computed_points()}),
              expected[static_cast<size_t>(i)])
        << line.criterion();
    EXPECT_EQ(line.tasks_size(), line.denominator());
  }
  EXPECT_FALSE(rating.lines(3).has_computed_points()) << "what is judged is not computed";
  EXPECT_EQ(rating.computed_points(), 32);
  EXPECT_EQ(rating.lines(0).tasks(0).task(), world.TaskName("1.3." + school));
  EXPECT_TRUE(rating.lines(0).tasks(0).counts());

  // 32 of 100: COMPLETED begins at 50. Four open indicators give 25 more, five duties 13; nothing more is in time.
  EXPECT_EQ(rating.computed_level(), "NOT_COMPLETED");
  EXPECT_EQ(rating.next_level().level(), "COMPLETED");
  EXPECT_EQ(rating.next_level().points_missing(), 18);
  std::vector<std::pair<std::string, int>> gains;
  for (const v1::RatingGain& gain : rating.next_level().gains()) gains.emplace_back(gain.criterion(), gain.points());
  EXPECT_EQ(gains, (std::vector<std::pair<std::string, int>>{
                       {"indicators", 25}, {"duties", 13}, {"organisation", 10}, {"initiative", 10}}));
  EXPECT_EQ(rating.next_level().gains(0).tasks_size(), 4);
}

TEST_F(Ratings, AreGivenByTheUnionAndDecidedByTheStandingCommittee) {
  PlaysTheSchoolsYear();
  Person& chair = world.UnionChair(school);
  const auto rated = chair.RatesItself(school, judged);
  ASSERT_DONE(rated);
  EXPECT_EQ(rated->rating().state(), v1::RATING_STATE_SELF_RATED);
  EXPECT_EQ(rated->rating().claimed_points(), 25 + 2 + 5 + 9 + 8) << "what is computed is claimed so";
  EXPECT_EQ(rated->rating().claimed_level(), "NOT_COMPLETED");
  EXPECT_EQ(rated->rating().next_level().points_missing(), 1);
  EXPECT_EQ(rated->rating().narrative(), "Một năm tốt.");
  EXPECT_EQ(rated->rating().rated_by(), chair.name());
  // Again, until it is decided.
  EXPECT_REFUSED(chair.RatesItself(school, {{"indicators", 30}, {"organisation", 9}, {"initiative", 8}}),
                 REASON_REQUIRED);
  const auto again = chair.RatesItself(school, {{"indicators", 30}, {"organisation", 9}, {"initiative", 8}},
                                       "Tính cả mục 4.6 nộp muộn.");
  ASSERT_DONE(again);
  EXPECT_EQ(again->rating().claimed_points(), 54);
  EXPECT_EQ(again->rating().claimed_level(), "COMPLETED");
  EXPECT_EQ(again->rating().lines(0).claim_reason(), "Tính cả mục 4.6 nộp muộn.");
  EXPECT_EQ(again->rating().lines(0).computed_points(), 25);

  Person& head = world.ViceChair();
  EXPECT_REFUSED(head.DecidesRating(school, poor), REASON_REQUIRED) << "as computed, and not as claimed";
  EXPECT_REFUSED(head.DecidesRating(school, poor, "Mục 4.6 chưa duyệt.", ""), DECISION_REQUIRED);
  EXPECT_REFUSED(head.DecidesRating(school, judged, "Mục 4.6 chưa duyệt."), INVALID_FIELD) << "not every criterion";
  const auto decided = head.DecidesRating(school, poor, "Mục 4.6 chưa duyệt.");
  ASSERT_DONE(decided);
  const v1::Rating& rating = decided->rating();
  EXPECT_EQ(rating.state(), v1::RATING_STATE_DECIDED);
  EXPECT_EQ(rating.decided_points(), 49);
  EXPECT_EQ(rating.decided_level(), "NOT_COMPLETED");
  EXPECT_EQ(rating.level_title().vi(), "Không hoàn thành nhiệm vụ");
  EXPECT_EQ(rating.claimed_points(), 54) << "the claim stays beside it";
  EXPECT_EQ(rating.reason(), "Mục 4.6 chưa duyệt.");
  EXPECT_EQ(rating.decision_number(), "60/QĐ-BTV");
  EXPECT_EQ(rating.decided_by(), head.name());
  // What would have given more: all that the criteria did not give.
  EXPECT_EQ(rating.next_level().points_missing(), 1);
  EXPECT_EQ(rating.next_level().gains(0).criterion(), "indicators");
  EXPECT_EQ(rating.next_level().gains(2).criterion(), "punctuality");
  EXPECT_EQ(rating.next_level().gains(2).points(), 10);
  // And then it stays.
  EXPECT_REFUSED(head.DecidesRating(school, good, "Xem lại."), RATING_STATE);
  EXPECT_REFUSED(chair.RatesItself(school, judged), RATING_STATE);
  const auto listed = world.ExecutiveMember().ListsRatings("2025");
  ASSERT_DONE(listed);
  EXPECT_EQ(listed->ratings_size(), 5);
}

TEST_F(Ratings, StayAsTheyWereDecidedWhateverComesLater) {
  PlaysTheSchoolsYear();
  IsRated(school, poor);
  const auto before = world.Chair().SeesRating(school);
  ASSERT_DONE(before);
  world.GetsAccepted("4.6." + school);
  const auto after = world.Chair().SeesRating(school);
  ASSERT_DONE(after);
  EXPECT_EQ(after->rating().decided_points(), before->rating().decided_points());
  EXPECT_EQ(after->rating().lines(0).numerator(), 4);
  EXPECT_EQ(after->rating().lines(0).computed_points(), 25);
  EXPECT_EQ(after->rating().etag(), before->rating().etag());
}

TEST_F(Ratings, WhileItIsNotDecidedFollowTheTasks) {
  PlaysTheSchoolsYear();
  EXPECT_DONE(world.UnionChair(school).RatesItself(school, judged));
  world.GetsAccepted("4.6." + school);
  const auto seen = world.Chair().SeesRating(school);
  ASSERT_DONE(seen);
  // ⌊50·5/8⌋ = ⌊31,25⌋; it came late.
  EXPECT_EQ(seen->rating().lines(0).computed_points(), 31);
  EXPECT_EQ(seen->rating().lines(0).claimed_points(), 25);
  EXPECT_REFUSED(world.Chair().DecidesRating(school, poor), REASON_REQUIRED) << "as claimed, and no longer as computed";
  RatingPoints as_computed = poor;
  as_computed[0].second = 31;
  EXPECT_REFUSED(world.Chair().DecidesRating(school, as_computed), REASON_REQUIRED);
  EXPECT_DONE(world.UnionChair(school).RatesItself(school, judged));
  EXPECT_DONE(world.Chair().DecidesRating(school, as_computed)) << "claimed, computed and decided alike";
}

TEST_F(Ratings, AreThePersonsWhoMay) {
  PlaysTheSchoolsYear();
  EXPECT_REFUSED(world.Chair().DecidesRating(school, poor), RATING_STATE) << "nothing to decide yet";
  EXPECT_REFUSED(world.UnionOfficer(school).RatesItself(school, judged), POSITION_REQUIRED);
  EXPECT_REFUSED(world.UnionChair("may-hung-an").RatesItself(school, judged), NOT_YOUR_UNION);
  EXPECT_REFUSED(world.Chair().RatesItself(school, judged), POSITION_REQUIRED);
  EXPECT_DONE(world.UnionChair(school).RatesItself(school, judged));
  EXPECT_REFUSED(world.Member().DecidesRating(school, poor), POSITION_REQUIRED);
  EXPECT_REFUSED(world.InspectionChair().DecidesRating(school, poor), POSITION_REQUIRED);
  EXPECT_REFUSED(world.UnionChair(school).DecidesRating(school, poor), POSITION_REQUIRED);
  EXPECT_REFUSED(world.UnionChair("may-hung-an").SeesRating(school), NOT_YOUR_UNION);
  EXPECT_REFUSED(world.Reader().SeesRating(school), POSITION_REQUIRED);
  const auto own = world.UnionOfficer(school).ListsRatings("2025");
  ASSERT_DONE(own);
  ASSERT_EQ(own->ratings_size(), 1);
  EXPECT_EQ(own->ratings(0).lines_size(), 0) << "a list has no lines";
}

TEST_F(Ratings, AreNotDecidedByWhoGaveThemOrBelongsToTheUnion) {
  PlaysTheSchoolsYear();
  Person& chair = world.UnionChair(school);
  EXPECT_DONE(chair.RatesItself(school, judged));
  Person& vice = world.ViceChair();
  EXPECT_DONE(world.Administrator().Gives(vice.account(), v1::POSITION_UNION_OFFICER, school));
  EXPECT_REFUSED(vice.DecidesRating(school, poor), POSITION_IN_ASSIGNEE);
  EXPECT_DONE(world.Administrator().Gives(chair.account(), v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR));
  EXPECT_REFUSED(chair.DecidesRating(school, poor), AUTHOR_OF_REPORT);
  EXPECT_DONE(world.Chair().DecidesRating(school, poor));
}

// Who acts for another is both of them.
TEST_F(Ratings, AreNotDecidedInTheNameOfWhoMayNot) {
  PlaysTheSchoolsYear();
  Person& chair = world.UnionChair(school);
  Person& officer = world.UnionOfficer(school);
  Delegates(chair, v1::POSITION_UNION_CHAIR, officer);
  officer.ActsFor(chair.account());
  EXPECT_DONE(officer.RatesItself(school, judged));
  officer.ActsFor("");
  // The chair did not type it, and it is theirs.
  EXPECT_DONE(world.Administrator().Gives(chair.account(), v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR));
  EXPECT_REFUSED(chair.DecidesRating(school, poor), AUTHOR_OF_REPORT);
  // A member acts for the vice-chair, who is of the union; and who is of the union acts for the chair, who is not.
  Person& member = world.Member(1);
  Person& vice = world.ViceChair();
  EXPECT_DONE(world.Administrator().Gives(vice.account(), v1::POSITION_UNION_OFFICER, school));
  Delegates(vice, v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR, member);
  member.ActsFor(vice.account());
  EXPECT_REFUSED(member.DecidesRating(school, poor), POSITION_IN_ASSIGNEE);
  member.ActsFor("");
  Person& of_union = world.Member(2);
  EXPECT_DONE(world.Administrator().Gives(of_union.account(), v1::POSITION_UNION_OFFICER, school));
  Delegates(world.Chair(), v1::POSITION_STANDING_COMMITTEE_CHAIR, of_union);
  of_union.ActsFor(world.Chair().account());
  EXPECT_REFUSED(of_union.DecidesRating(school, poor), POSITION_IN_ASSIGNEE);
  of_union.ActsFor("");
  EXPECT_DONE(world.Chair().DecidesRating(school, poor));
}

TEST_F(Ratings, OfAPeriodOrUnionThatIsOverAreNotGiven) {
  world.GoTo("2025-03-01");
  v1::RecordUnionChangeRequest ended;
  ended.set_parent(world.FederationName());
  ended.set_kind(v1::UNION_CHANGE_KIND_DISSOLVED);
  ended.add_from(world.UnitName("dien-luc"));
  *ended.mutable_on_date() = DateOf("2025-03-01");
  ended.set_decision_number("20/QĐ-BTV");
  ended.set_reason("Giải thể doanh nghiệp.");
  Person& last_chair = world.UnionChair("dien-luc");
  EXPECT_DONE(last_chair.RatesItself("dien-luc", judged, "Đến ngày giải thể."));
  EXPECT_DONE(world.Chair().Call<v1::RecordUnionChangeResponse>(ended));
  EXPECT_REFUSED(world.Chair().DecidesRating("dien-luc", {{"organisation", 9}, {"initiative", 8}}), UNION_ENDED);
  EXPECT_REFUSED(last_chair.RatesItself("dien-luc", judged), UNION_ENDED);

  EXPECT_DONE(world.UnionChair(school).RatesItself(school, judged));
  world.GoTo("2026-01-10");
  v1::SealPeriodRequest seal;
  seal.set_name(world.RoundName("2025"));
  seal.set_validate_only(true);
  while (true) {
    const auto preview = world.Chair().Call<v1::SealPeriodResponse>(seal);
    ASSERT_DONE(preview);
    if (preview->open_count() == 0) break;
    for (const std::string& open : preview->open_tasks()) ASSERT_DONE(world.Chair().Withdraws(open));
  }
  seal.set_validate_only(false);
  seal.set_decision_number("40/QĐ-BTV");
  EXPECT_DONE(world.Chair().Call<v1::SealPeriodResponse>(seal));
  EXPECT_REFUSED(world.UnionChair(school).RatesItself(school, judged), PERIOD_SEALED);
  EXPECT_REFUSED(world.Chair().DecidesRating(school, {{"organisation", 9}, {"initiative", 8}}), PERIOD_SEALED);
  EXPECT_REFUSED(world.Chair().RecordsSettlement("2025-03-20"), PERIOD_SEALED);
  EXPECT_DONE(world.Chair().RecordsSettlement("2026-01-09")) << "of the next year";
}

TEST_F(Ratings, NeedTheRoundOfAYearThatIsIssued) {
  v1::SubmitSelfRatingRequest request;
  request.set_name(world.UnitName(school) + "/ratings/2024");
  EXPECT_REFUSED(world.UnionChair(school).Call<v1::SubmitSelfRatingResponse>(request), NOT_FOUND);
  EXPECT_DONE(world.Chair().DraftsRound("2026"));
  request.set_name(world.UnitName(school) + "/ratings/2026");
  EXPECT_REFUSED(world.UnionChair(school).Call<v1::SubmitSelfRatingResponse>(request), ROUND_STATE);
  services_test::IssueAsItComes(world, "2023-2028");
  request.set_name(world.UnitName(school) + "/ratings/2023-2028");
  EXPECT_REFUSED(world.UnionChair(school).Call<v1::SubmitSelfRatingResponse>(request), INVALID_FIELD);
}

TEST_F(Ratings, AreRefusedToChangeUnseen) {
  PlaysTheSchoolsYear();
  const auto rated = world.UnionChair(school).RatesItself(school, judged);
  ASSERT_DONE(rated);
  EXPECT_DONE(world.UnionChair(school).RatesItself(school, {{"organisation", 10}, {"initiative", 8}}));
  v1::DecideRatingRequest decision;
  decision.set_name(rated->rating().name());
  decision.set_etag(rated->rating().etag());
  EXPECT_REFUSED(world.Chair().Call<v1::DecideRatingResponse>(decision), STALE);
}

TEST_F(Ratings, AreListedByStateAndLevel) {
  PlaysTheSchoolsYear();
  IsRated(school, good);
  EXPECT_DONE(world.UnionChair("may-hung-an").RatesItself("may-hung-an", judged));
  v1::ListRatingsRequest request;
  request.set_parent(world.FederationName());
  request.set_round("2025");
  const auto names = [&] {
    const auto listed = world.Chair().Call<v1::ListRatingsResponse>(request);
    EXPECT_DONE(listed);
    std::vector<std::string> titles;
    for (const v1::Rating& one : listed->ratings()) titles.push_back(one.assignee_title());
    return titles;
  };
  request.set_level("GOOD");
  EXPECT_EQ(names(), std::vector<std::string>{"CĐCS Trường Đông Yên"});
  request.set_level("OUTSTANDING");
  EXPECT_TRUE(names().empty());
  request.clear_level();
  request.add_states(v1::RATING_STATE_SELF_RATED);
  EXPECT_EQ(names(), std::vector<std::string>{"CĐCS Công ty May Hùng An"});
  request.clear_states();
  request.add_states(v1::RATING_STATE_UNSPECIFIED);
  EXPECT_EQ(names(), (std::vector<std::string>{"CĐCS Điện lực", "CĐCS Trường tư thục Hoa Mai", "CĐCS xã Tân Quang"}));
  // In pages, in the same order.
  request.clear_states();
  const std::vector<std::string> all = names();
  request.set_page_size(2);
  std::vector<std::string> paged;
  do {
    const auto listed = world.Chair().Call<v1::ListRatingsResponse>(request);
    ASSERT_DONE(listed);
    for (const v1::Rating& one : listed->ratings()) paged.push_back(one.assignee_title());
    request.set_page_token(listed->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(paged, all);
  request.clear_round();
  request.clear_page_token();
  EXPECT_REFUSED(world.Chair().Call<v1::ListRatingsResponse>(request), INVALID_FIELD);
}

TEST_F(Ratings, AreInTheJournalInWords) {
  PlaysTheSchoolsYear();
  IsRated(school, good);
  EXPECT_DONE(world.Chair().RecordsSettlement("2026-01-09"));
  const auto progress = world.Chair().SeesProgress("2025");
  ASSERT_DONE(progress);
  const auto journal = world.Chair().ReadsJournal(progress->revision() - 2);
  ASSERT_DONE(journal);
  ASSERT_EQ(journal->entries_size(), 3);
  EXPECT_EQ(journal->entries(0).happened(0),
            "CĐCS Trường Đông Yên tự xếp loại năm 2025: Hoàn thành tốt nhiệm vụ, 79/100 điểm.");
  EXPECT_EQ(journal->entries(1).happened(0),
            "Quyết định xếp loại CĐCS Trường Đông Yên năm 2025: Hoàn thành tốt nhiệm vụ, 79/100 điểm, quyết định "
            "60/QĐ-BTV; lý do: Đã đối chiếu sổ sách.");
  EXPECT_EQ(journal->entries(2).happened(0),
            "Ghi nhận báo cáo quyết toán năm 2026 gửi cấp trên ngày 09/01/2026, văn bản số 12/BC-LĐLĐ.");
}

// --- Derived indicators. --------------------------------------------------------------------------------------------

TEST_F(Ratings, MakeTheIndicatorsOfRatedUnions) {
  PlaysTheSchoolsYear();
  v1::IndicatorProgress offices = Indicator("4.4");
  EXPECT_EQ(offices.state(), v1::PROGRESS_STATE_NO_DATA);
  EXPECT_EQ(offices.expected(), 2) << "the commune and the school";
  EXPECT_EQ(offices.note().vi(), "Chưa quyết định xếp loại đơn vị nào.");

  EXPECT_DONE(world.UnionChair(school).RatesItself(school, judged));
  EXPECT_EQ(Indicator("4.4").state(), v1::PROGRESS_STATE_NO_DATA) << "what the union claims decides nothing";
  EXPECT_DONE(world.Chair().DecidesRating(school, good, "Đã đối chiếu."));
  offices = Indicator("4.4");
  // 1 of 2, against 95 per cent.
  EXPECT_EQ(offices.state(), v1::PROGRESS_STATE_NOT_MET);
  EXPECT_EQ(offices.figures(0).numerator(), 1);
  EXPECT_EQ(offices.figures(0).denominator(), 2);
  EXPECT_EQ(offices.figures(0).target(), 95);
  EXPECT_EQ(offices.reported(), 1);

  IsRated("ubnd-tan-quang", good);
  EXPECT_EQ(Indicator("4.4").state(), v1::PROGRESS_STATE_MET);
  EXPECT_EQ(Indicator("4.5").state(), v1::PROGRESS_STATE_NO_DATA) << "they are other unions";
  // 4.5, 75 per cent of the garment factory's and the private school's: one is rated lower.
  IsRated("may-hung-an", good);
  IsRated("tu-thuc-hoa-mai", poor);
  const v1::IndicatorProgress non_state = Indicator("4.5");
  EXPECT_EQ(non_state.state(), v1::PROGRESS_STATE_NOT_MET);
  EXPECT_EQ(non_state.figures(0).numerator(), 1);
  EXPECT_EQ(non_state.figures(0).denominator(), 2);
  EXPECT_EQ(non_state.reported(), 2);
}

// A union founded on the fifth of January is in scope on the sixth, when the round counts its population; twelve months
// on it is 2026.
TEST(YoungUnions, LeaveTheDenominatorOfTheRated) {
  World world;
  ASSERT_DONE(world.Chair().LoadsProgramme(FileOf(world.options().programme)));
  ASSERT_DONE(world.Chair().ImportsUnions(
      services_test::FiveUnions() + "ubnd-moi,CĐCS xã Mới,ADMINISTRATIVE,xã Mới,2025-01-05,10,5,10,0,không,không,\n"));
  services_test::IssueAsItComes(world, "2025");
  world.GoTo("2025-09-01");
  // The school's union takes in the commune's of Tân Quang, within half a year of the year's end.
  v1::RecordUnionChangeRequest merger;
  merger.set_parent(world.FederationName());
  merger.set_kind(v1::UNION_CHANGE_KIND_MERGED);
  merger.add_from(world.UnitName("truong-dong-yen"));
  merger.add_from(world.UnitName("ubnd-tan-quang"));
  merger.add_into()->set_id("truong-dong-yen");
  *merger.mutable_on_date() = DateOf("2025-09-01");
  merger.set_decision_number("20/QĐ-BTV");
  merger.set_reason("Sáp nhập.");
  ASSERT_DONE(world.Chair().Call<v1::RecordUnionChangeResponse>(merger));
  world.GoTo("2026-01-10");
  const RatingPoints judged = {{"organisation", 9}, {"initiative", 8}};
  EXPECT_REFUSED(world.UnionChair("ubnd-moi").RatesItself("ubnd-moi", judged), TOO_YOUNG_TO_RATE);
  EXPECT_REFUSED(world.UnionChair("truong-dong-yen").RatesItself("truong-dong-yen", judged), TOO_YOUNG_TO_RATE);
  const auto seen = world.Chair().SeesRating("truong-dong-yen");
  ASSERT_DONE(seen);
  EXPECT_EQ(seen->rating().not_before_date().year(), 2026);
  EXPECT_EQ(seen->rating().not_before_date().month(), 3);
  const auto progress = world.Chair().SeesProgress("2025");
  ASSERT_DONE(progress);
  for (const v1::IndicatorProgress& one : progress->indicators()) {
    if (one.item() != "4.4") continue;
    // The new one and the merged one are too young, the third is no more.
    EXPECT_EQ(one.state(), v1::PROGRESS_STATE_NOT_APPLICABLE);
    EXPECT_EQ(one.expected(), 3);
    EXPECT_EQ(one.not_applicable(), 3);
  }
}

class TheSettlement : public Ratings {
 protected:
  void ConcludesTheSameLevelInspection(const std::string& day) {
    for (int i = 1; i <= 2; ++i) world.Inspector(i);
    world.GoTo(day);
    const auto scheduled =
        world.InspectionChair().Schedules("same-level-finance", "federation", day, "chu-nhiem", {"ubkt-1", "ubkt-2"});
    ASSERT_DONE(scheduled);
    ASSERT_DONE(world.InspectionChair().Notifies("2025-01"));
    ASSERT_DONE(world.InspectionChair().Starts("2025-01"));
    ASSERT_DONE(world.InspectionChair().Concludes("2025-01"));
  }
};

TEST_F(TheSettlement, IsSentAfterTheInspectionOfTheSameLevel) {
  v1::IndicatorProgress inspected = Indicator("7.1");
  EXPECT_EQ(inspected.state(), v1::PROGRESS_STATE_NO_DATA);
  EXPECT_NE(inspected.note().vi().find("chưa kết luận trong kỳ; chưa ghi nhận ngày gửi báo cáo quyết toán năm 2025"),
            std::string::npos)
      << inspected.note().vi();
  ConcludesTheSameLevelInspection("2025-03-10");
  inspected = Indicator("7.1");
  EXPECT_EQ(inspected.state(), v1::PROGRESS_STATE_NO_DATA);
  EXPECT_NE(inspected.note().vi().find("đã kết luận trong kỳ"), std::string::npos) << inspected.note().vi();
  world.GoTo("2025-03-20");
  EXPECT_DONE(world.Member().RecordsSettlement("2025-03-20"));
  inspected = Indicator("7.1");
  EXPECT_EQ(inspected.state(), v1::PROGRESS_STATE_MET);
  EXPECT_EQ(inspected.note().vi(), "Báo cáo quyết toán năm 2025 gửi lên cấp trên ngày 20/03/2025.");
  EXPECT_EQ(inspected.figures(0).numerator(), 1);
  EXPECT_EQ(inspected.figures(0).denominator(), 1);
  // Sent on the very day of the conclusion, it was not concluded before.
  EXPECT_REFUSED(world.Member().RecordsSettlement("2025-03-10"), REASON_REQUIRED);
  EXPECT_DONE(world.Member().RecordsSettlement("2025-03-10", "Ghi nhầm ngày."));
  EXPECT_EQ(Indicator("7.1").state(), v1::PROGRESS_STATE_NOT_MET);
  EXPECT_DONE(world.Member().RecordsSettlement("2025-03-11", "Ghi nhầm ngày lần nữa."));
  EXPECT_EQ(Indicator("7.1").state(), v1::PROGRESS_STATE_MET);
}

TEST_F(TheSettlement, SentWithoutItIsNotMetWhateverComesLater) {
  world.GoTo("2025-03-20");
  EXPECT_DONE(world.Member().RecordsSettlement("2025-03-15"));
  EXPECT_EQ(Indicator("7.1").state(), v1::PROGRESS_STATE_NOT_MET);
  ConcludesTheSameLevelInspection("2025-04-10");
  EXPECT_EQ(Indicator("7.1").state(), v1::PROGRESS_STATE_NOT_MET);
}

TEST_F(TheSettlement, IsOfADayInItsYearWithADocument) {
  world.GoTo("2025-03-20");
  EXPECT_REFUSED(world.Member().RecordsSettlement("2025-03-21"), INVALID_FIELD) << "to come";
  EXPECT_REFUSED(world.UnionChair(school).RecordsSettlement("2025-03-20"), POSITION_REQUIRED);
  EXPECT_REFUSED(world.InspectionChair().RecordsSettlement("2025-03-20"), POSITION_REQUIRED);
  v1::RecordSettlementRequest request;
  request.set_parent(world.FederationName());
  request.set_year(2024);
  *request.mutable_sent_date() = DateOf("2025-03-20");
  request.mutable_document()->set_number("12/BC");
  *request.mutable_document()->mutable_date() = DateOf("2025-03-20");
  EXPECT_REFUSED(world.Member().Call<v1::RecordSettlementResponse>(request), INVALID_FIELD) << "of another year";
  request.set_year(2025);
  request.mutable_document()->clear_number();
  EXPECT_REFUSED(world.Member().Call<v1::RecordSettlementResponse>(request), DOCUMENT_MISSING);
}

// What was decided, recorded or concluded after a day is not looked at as of that day.
TEST_F(TheSettlement, AndRatingsCountFromTheDayTheyAreRecorded) {
  ConcludesTheSameLevelInspection("2025-03-10");
  world.GoTo("2025-03-20");
  EXPECT_DONE(world.Member().RecordsSettlement("2025-03-15"));
  world.GoTo("2025-04-02");
  EXPECT_DONE(world.Member().RecordsSettlement("2025-03-09", "Ghi nhầm ngày."));
  world.GoTo("2026-01-10");
  IsRated(school, good);
  world.GoTo("2026-01-12");
  IsRated("ubnd-tan-quang", good);
  struct {
    const char* item;
    const char* day;
    v1::ProgressState state;
  } const table[] = {
      {"7.1", "2025-03-19", v1::PROGRESS_STATE_NO_DATA}, {"7.1", "2025-03-20", v1::PROGRESS_STATE_MET},
      {"7.1", "2025-04-01", v1::PROGRESS_STATE_MET},     {"7.1", "2025-04-02", v1::PROGRESS_STATE_NOT_MET},
      {"4.4", "2026-01-09", v1::PROGRESS_STATE_NO_DATA}, {"4.4", "2026-01-10", v1::PROGRESS_STATE_NOT_MET},
      {"4.4", "2026-01-11", v1::PROGRESS_STATE_NOT_MET}, {"4.4", "2026-01-12", v1::PROGRESS_STATE_MET},
  };
  for (const auto& row : table) {
    const absl::Status read = world.store().Read([&](storage::ReadTransaction& tx) {
      const auto round = storage::FindRound(tx, 1, "2025");
      if (!round.ok()) return round.status();
      const auto programme = storage::GetProgramme(tx, 1, (*round)->programme_version);
      if (!programme.ok()) return programme.status();
      const auto from = storage::DerivedFrom(tx, 1);
      if (!from.ok()) return from.status();
      const auto progress = progress::DerivedProgress(tx, 1, **round, *programme->programme,
                                                      *rules::FindItem(*programme->programme, row.item),
                                                      *rules::DayOf(DateOf(row.day)), *from);
      if (!progress.ok()) return progress.status();
      EXPECT_EQ(progress->state(), row.state) << row.item << " on " << row.day;
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
  }
}

// Nobody can type in what the server derives: there is no task for it, and no other way.
TEST_F(Ratings, AndWhatElseIsDerivedCannotBeTypedIn) {
  services_test::IssueAsItComes(world, "2023-2028");
  const std::map<std::string, std::string> derived = {{"4.1", "federation"}, {"4.4", school}, {"4.5", "may-hung-an"},
                                                      {"7.1", "federation"}, {"7.2", school}, {"7.3", "may-hung-an"}};
  for (const auto& [item, unit] : derived) {
    SCOPED_TRACE(item);
    const std::string round = item == "4.1" ? "2023-2028" : "2025";
    const std::string task = round + "/" + item + "." + unit;
    v1::Report report;
    v1::FigureValue& figure = *report.add_figures();
    figure.set_figure("rated");
    figure.set_numerator(1);
    Person& assignee = unit == "federation" ? world.Chair() : world.UnionChair(unit);
    EXPECT_REFUSED(assignee.Reports(task, report), NOT_FOUND);
    EXPECT_REFUSED(assignee.Submits(task, report), NOT_FOUND);
    EXPECT_REFUSED(world.Member().RecordsPaper(task, report, "2025-01-06"), NOT_FOUND);
    EXPECT_REFUSED(world.Chair().AcceptsInstead(task, report, "Tôi biết."), NOT_FOUND);
    EXPECT_REFUSED(world.Chair().AssignsItem(round, item, {unit}, "2025-12-31"), ITEM_NOT_IN_FORCE);
    v1::RestateResultRequest restated;
    restated.set_name(world.TaskName(task));
    restated.set_round("2025");
    *restated.mutable_result() = report;
    restated.set_reason("Tôi biết.");
    restated.set_decision_number("41/QĐ-BTV");
    EXPECT_REFUSED(world.Chair().Call<v1::RestateResultResponse>(restated), NOT_FOUND);
    if (unit == "federation") continue;
    v1::SubmitUnionPlanRequest plan;
    plan.set_name(world.UnitName(unit) + "/plans/2025");
    plan.mutable_document()->set_number("05/KH-CĐ");
    *plan.mutable_document()->mutable_date() = DateOf("2025-01-06");
    plan.add_lines()->set_item(item);
    EXPECT_REFUSED(world.UnionChair(unit).Call<v1::SubmitUnionPlanResponse>(plan), INVALID_FIELD);
  }
}

// Everybody rates and decides everything, in their own right and for whom they may: nobody is on both sides. The
// invariants look at what comes of it.
TEST_F(Ratings, NeverPutAPersonOnBothSides) {
  constexpr uint32_t kSeed = 20251125;
  std::cout << "seed " << kSeed << "\n";
  std::mt19937 random(kSeed);
  const std::vector<std::string> units = {"ubnd-tan-quang", school, "may-hung-an", "dien-luc", "tu-thuc-hoa-mai"};
  world.GoTo("2026-01-10");
  std::vector<std::pair<Person*, std::string>> capacities;
  const auto add = [&](Person& person) { capacities.emplace_back(&person, ""); };
  const auto delegates = [&](Person& whose, v1::Position position, Person& to) {
    Delegates(whose, position, to);
    capacities.emplace_back(&to, whose.account());
  };
  for (const std::string& unit : units) {
    add(world.UnionChair(unit));
    add(world.UnionOfficer(unit));
    delegates(world.UnionChair(unit), v1::POSITION_UNION_CHAIR, world.UnionOfficer(unit));
  }
  add(world.Chair());
  add(world.ViceChair());
  add(world.Member(1));
  // Heads and unions meet in the same persons.
  const auto gives = [&](Person& to, v1::Position position, const std::string& unit) {
    EXPECT_DONE(world.Administrator().Gives(to.account(), position, unit));
  };
  gives(world.ViceChair(), v1::POSITION_UNION_CHAIR, units[0]);
  gives(world.Chair(), v1::POSITION_UNION_OFFICER, units[1]);
  gives(world.UnionChair(units[2]), v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR, "");
  gives(world.UnionOfficer(units[3]), v1::POSITION_STANDING_COMMITTEE_MEMBER, "");
  delegates(world.Chair(), v1::POSITION_STANDING_COMMITTEE_CHAIR, world.UnionOfficer(units[3]));
  delegates(world.ViceChair(), v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR, world.Member(1));

  int rated = 0;
  int decided = 0;
  std::map<std::string, int> refused;
  for (int step = 0; step < 500; ++step) {
    const auto& [person, whose] = capacities[random() % capacities.size()];
    const std::string& unit = units[random() % units.size()];
    person->ActsFor(whose);
    if (random() % 6 != 0) {
      rated += person->RatesItself(unit, judged, "Tự chấm.").ok() ? 1 : 0;
    } else {
      const auto outcome = person->DecidesRating(unit, poor, "Đối chiếu.");
      decided += outcome.ok() ? 1 : 0;
      ++refused[outcome.reason];
    }
    person->ActsFor("");
  }
  std::cout << rated << " rated, " << decided << " decided, " << refused["AUTHOR_OF_REPORT"] << " by who rated, "
            << refused["POSITION_IN_ASSIGNEE"] << " of the union\n";
  EXPECT_GT(rated, 5);
  EXPECT_GE(decided, 4);
  EXPECT_GT(refused["AUTHOR_OF_REPORT"] + refused["POSITION_IN_ASSIGNEE"], 2);
}

}  // namespace
}  // namespace phancong::support
