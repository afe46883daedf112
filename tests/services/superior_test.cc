// Federations below others: sums of sums, and whom they are shown to.
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "gtest/gtest.h"
#include "phancong/v1/journal_service.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "services/rules/dates.h"
#include "tests/support/elsewhere.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

constexpr char kUnions[] =
    "mn-huong-sen,Trường Mầm non Hương Sen,PUBLIC_SERVICE,xã A,2001-01-01,30,20,32,0,no,no,\n"
    "thcs-minh-tan,Trường THCS Minh Tân,PUBLIC_SERVICE,xã A,2001-01-01,40,20,42,0,no,no,\n"
    "che-suoi-xanh,Công ty Chè Suối Xanh,NON_STATE_ENTERPRISE,xã B,2010-01-01,60,40,80,70,yes,yes,\n";

// The province; below it Bắc Quang, where the year is issued, and Quang Bình, where it is too; below that a third.
class Superior : public testing::Test {
 protected:
  Superior() : province(world, "ha-giang"), neighbour(world, "quang-binh"), deeper(world, "xin-man") {
    world.IssuesTheYear();
    for (Elsewhere* each : {&neighbour, &deeper}) {
      each->ImportsUnions(kUnions);
      each->IssuesTheYear("2025");
    }
  }

  Outcome<v1::ListSubordinateProgressResponse> Sees(Elsewhere& who, const std::string& account,
                                                    const std::string& as_of = "", const std::string& whose = "") {
    v1::ListSubordinateProgressRequest request;
    request.set_parent((whose.empty() ? who.name() : whose) + "/rounds/2025");
    if (!as_of.empty()) *request.mutable_as_of_date() = rules::DateOf(*rules::ParseDate(as_of));
    return who.As<v1::ListSubordinateProgressResponse>(account, request);
  }
  Answered BacQuangJoins(const std::string& superior, const std::string& decision = "61/QĐ-LĐLĐ") {
    v1::SetSuperiorRequest request;
    request.set_parent(world.FederationName());
    if (!superior.empty()) request.set_superior("federations/" + superior);
    request.set_decision_number(decision);
    return world.Chair().Call<v1::SetSuperiorResponse>(request);
  }

  // Time passes, and the chairs sign in again.
  void GoTo(const std::string& day) {
    world.GoTo(day);
    for (Elsewhere* each : {&province, &neighbour, &deeper}) each->SignsIn("chu-tich");
  }

  static const v1::IndicatorProgress* Find(const v1::SubordinateTotals& totals, const std::string& item) {
    for (const v1::IndicatorProgress& each : totals.indicators()) {
      if (each.item() == item) return &each;
    }
    return nullptr;
  }
  static const v1::IndicatorProgress* FindSum(const v1::ListSubordinateProgressResponse& seen,
                                              const std::string& item) {
    for (const v1::IndicatorSum& each : seen.sums()) {
      if (each.progress().item() == item) return &each.progress();
    }
    return nullptr;
  }

  World world;
  Elsewhere province;
  Elsewhere neighbour;
  Elsewhere deeper;
};

TEST_F(Superior, SeesTheTotalsOfAllBelowItAndTheirSums) {
  ASSERT_DONE(BacQuangJoins("ha-giang"));
  ASSERT_DONE(neighbour.Joins("ha-giang"));
  ASSERT_DONE(deeper.Joins("quang-binh"));
  world.GetsAccepted("1.3.thpt-viet-vinh");
  world.GetsAccepted("1.3.thpt-hung-an");

  const auto seen = Sees(province, "chu-tich");
  ASSERT_DONE(seen);
  std::map<std::string, int> depths;
  for (const v1::SubordinateTotals& each : seen->federations()) depths[each.federation()] = each.depth();
  EXPECT_EQ(depths, (std::map<std::string, int>{
                        {world.FederationName(), 1}, {"federations/quang-binh", 1}, {"federations/xin-man", 2}}));
  // Σ federations, for every indicator and figure.
  for (const v1::IndicatorSum& sum : seen->sums()) {
    const v1::IndicatorProgress& progress = sum.progress();
    int64_t reported = 0;
    int64_t expected = 0;
    std::map<int, int64_t> numerators;
    std::map<int, int64_t> denominators;
    for (const v1::SubordinateTotals& each : seen->federations()) {
      const v1::IndicatorProgress* const part = Find(each, progress.item());
      ASSERT_NE(part, nullptr) << progress.item();
      reported += part->reported();
      expected += part->expected();
      for (int i = 0; i < part->figures_size(); ++i) {
        numerators[i] += part->figures(i).numerator();
        denominators[i] += part->figures(i).denominator();
      }
    }
    EXPECT_EQ(progress.reported(), reported) << progress.item();
    EXPECT_EQ(progress.expected(), expected) << progress.item();
    for (int i = 0; i < progress.figures_size(); ++i) {
      EXPECT_EQ(progress.figures(i).numerator(), numerators[i]) << progress.item();
      EXPECT_EQ(progress.figures(i).denominator(), denominators[i]) << progress.item();
    }
  }
  EXPECT_EQ(seen->sums_size(), 25);
  const v1::IndicatorProgress* const conferences = FindSum(*seen, "1.3");
  ASSERT_NE(conferences, nullptr);
  EXPECT_EQ(conferences->figures(0).numerator(), 2);
  const v1::IndicatorProgress* const own = Find(seen->federations(0), "1.3");
  ASSERT_NE(own, nullptr);
  EXPECT_EQ(conferences->expected(), own->expected() + 4) << "two public units in each of the others";

  // A federation in the middle sees those below it, and not itself.
  const auto middle = Sees(neighbour, "chu-tich");
  ASSERT_DONE(middle);
  ASSERT_EQ(middle->federations_size(), 1);
  EXPECT_EQ(middle->federations(0).federation(), "federations/xin-man");
  EXPECT_EQ(middle->federations(0).depth(), 1);
  const auto lowest = Sees(deeper, "chu-tich");
  ASSERT_DONE(lowest);
  EXPECT_EQ(lowest->federations_size() + lowest->sums_size(), 0);
}

TEST_F(Superior, ReadsThoseBelowInPages) {
  ASSERT_DONE(BacQuangJoins("ha-giang"));
  ASSERT_DONE(neighbour.Joins("ha-giang"));
  ASSERT_DONE(deeper.Joins("quang-binh"));
  const auto whole = Sees(province, "chu-tich");
  ASSERT_DONE(whole);
  ASSERT_EQ(whole->federations_size(), 3);
  EXPECT_EQ(whole->next_page_token(), "");

  v1::ListSubordinateProgressRequest list;
  list.set_parent(province.name() + "/rounds/2025");
  list.set_page_size(1);
  v1::ListSubordinateProgressResponse walked;
  for (int page = 0; page < 3; ++page) {
    const auto seen = province.As<v1::ListSubordinateProgressResponse>("chu-tich", list);
    ASSERT_DONE(seen);
    EXPECT_EQ(seen->federations_size(), 1);
    EXPECT_EQ(seen->sums_size(), page == 0 ? 25 : 0) << "of all, once";
    EXPECT_EQ(seen->next_page_token().empty(), page == 2);
    list.set_page_token(seen->next_page_token());
    walked.MergeFrom(*seen);
  }
  walked.clear_next_page_token();
  EXPECT_EQ(walked.SerializeAsString(), whole->SerializeAsString());

  const auto first = province.As<v1::ListSubordinateProgressResponse>("chu-tich", list);
  ASSERT_DONE(first);
  // One that leaves between two pages takes nobody else with it.
  list.set_page_token(first->next_page_token());
  ASSERT_DONE(BacQuangJoins(""));
  const auto second = province.As<v1::ListSubordinateProgressResponse>("chu-tich", list);
  ASSERT_DONE(second);
  ASSERT_EQ(second->federations_size(), 1);
  EXPECT_EQ(second->federations(0).federation(), "federations/quang-binh");
  // The token is of this list alone.
  list.set_parent(province.name() + "/rounds/2026");
  EXPECT_REFUSED(province.As<v1::ListSubordinateProgressResponse>("chu-tich", list), PAGE_TOKEN_INVALID);
  list.clear_page_token();
  list.set_page_size(1001);
  EXPECT_REFUSED(province.As<v1::ListSubordinateProgressResponse>("chu-tich", list), INVALID_FIELD);
}

// The contract promises that no message is over 1 MiB.
TEST_F(Superior, ReadsPagesThatAreNeverLongerThanTheContractAllows) {
  std::vector<std::unique_ptr<Elsewhere>> many;
  for (int i = 0; i < 130; ++i) {
    Elsewhere& one = *many.emplace_back(std::make_unique<Elsewhere>(world, fmt::format("huyen-{}", i)));
    one.ImportsUnions(kUnions);
    one.IssuesTheYear("2025");
    ASSERT_DONE(one.Joins("ha-giang"));
  }
  v1::ListSubordinateProgressRequest list;
  list.set_parent(province.name() + "/rounds/2025");
  list.set_page_size(1000);
  int pages = 0;
  int federations = 0;
  do {
    const auto seen = province.As<v1::ListSubordinateProgressResponse>("chu-tich", list);
    ASSERT_DONE(seen);
    EXPECT_LT(seen->ByteSizeLong(), 1 << 20);
    ++pages;
    federations += seen->federations_size();
    list.set_page_token(seen->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_EQ(federations, 130);
  EXPECT_GT(pages, 1) << "or else it shows nothing";
}

TEST_F(Superior, IsShownTotalsAloneAndOnlyOfThoseBelow) {
  ASSERT_DONE(BacQuangJoins("ha-giang"));
  // Nothing of a union, whoever asks.
  EXPECT_REFUSED(province.SeesTask("chu-tich", world.TaskName("1.3.thpt-viet-vinh")), POSITION_REQUIRED);
  EXPECT_REFUSED(province.SeesUnion("chu-tich", world.UnitName("thpt-viet-vinh")), POSITION_REQUIRED);
  // A neighbour that does not belong is not there; nobody asks in another's name.
  const auto seen = Sees(province, "chu-tich");
  ASSERT_DONE(seen);
  EXPECT_EQ(seen->federations_size(), 1);
  EXPECT_REFUSED(Sees(neighbour, "chu-tich", "", province.name()), POSITION_REQUIRED);
  // People of the superior's unions see nothing of it.
  province.ImportsUnions("cd-tinh,Công đoàn tỉnh,ADMINISTRATIVE,xã C,2001-01-01,30,20,32,0,no,no,\n");
  province.Seats("cd-tinh", v1::POSITION_UNION_CHAIR, "cd-tinh");
  EXPECT_REFUSED(Sees(province, "cd-tinh"), POSITION_REQUIRED);
  province.Seats("noi-nhan", v1::POSITION_READER);
  EXPECT_DONE(Sees(province, "noi-nhan"));
}

TEST_F(Superior, IsNamedByTheChairOfTheFederationBelow) {
  EXPECT_REFUSED(BacQuangJoins("ha-giang", ""), DECISION_REQUIRED);
  EXPECT_REFUSED(BacQuangJoins("khong-co"), INVALID_FIELD);
  EXPECT_REFUSED(BacQuangJoins("bac-quang"), INVALID_FIELD) << "itself";
  EXPECT_REFUSED(BacQuangJoins(""), NOTHING_TO_DO) << "it belongs to nobody";
  v1::SetSuperiorRequest by_vice;
  by_vice.set_parent(world.FederationName());
  by_vice.set_superior("federations/ha-giang");
  by_vice.set_decision_number("61/QĐ");
  EXPECT_REFUSED(world.ViceChair().Call<v1::SetSuperiorResponse>(by_vice), POSITION_REQUIRED);
  ASSERT_DONE(BacQuangJoins("ha-giang"));
  EXPECT_REFUSED(BacQuangJoins("ha-giang"), NOTHING_TO_DO);
  // No circles, however long.
  ASSERT_DONE(neighbour.Joins("bac-quang"));
  EXPECT_REFUSED(province.Joins("quang-binh"), INVALID_FIELD);
  // A closed federation is nobody's superior.
  ASSERT_DONE(deeper.Closes(""));
  ASSERT_DONE(BacQuangJoins(""));
  EXPECT_REFUSED(BacQuangJoins("xin-man"), INVALID_FIELD);
}

TEST_F(Superior, SeesThePastAsItWas) {
  ASSERT_DONE(BacQuangJoins("ha-giang"));
  GoTo("2025-02-10");
  const auto then = Sees(province, "chu-tich");
  ASSERT_DONE(then);
  ASSERT_EQ(then->federations_size(), 1);
  GoTo("2025-03-03");
  ASSERT_DONE(neighbour.Joins("ha-giang"));
  world.GetsAccepted("1.3.thpt-viet-vinh");
  const auto now = Sees(province, "chu-tich");
  ASSERT_DONE(now);
  EXPECT_EQ(now->federations_size(), 2);
  EXPECT_EQ(FindSum(*now, "1.3")->figures(0).numerator(), 1);
  const auto again = Sees(province, "chu-tich", "2025-02-10");
  ASSERT_DONE(again);
  EXPECT_EQ(again->SerializeAsString(), then->SerializeAsString());
  EXPECT_GT(now->federations(0).revision(), again->federations(0).revision());
  EXPECT_REFUSED(Sees(province, "chu-tich", "2025-03-04"), INVALID_FIELD) << "to come";
  // One that leaves is in what was, and not in what is.
  GoTo("2025-03-10");
  ASSERT_DONE(BacQuangJoins("", "70/QĐ-LĐLĐ"));
  EXPECT_EQ(Sees(province, "chu-tich")->federations_size(), 1);
  EXPECT_EQ(Sees(province, "chu-tich", "2025-03-03")->federations_size(), 2);
}

TEST_F(Superior, ListsAFederationWithoutTheRoundAndLeavesItOutOfTheSums) {
  Elsewhere fresh(world, "vi-xuyen");
  fresh.ImportsUnions(kUnions);
  ASSERT_DONE(fresh.Joins("ha-giang"));
  ASSERT_DONE(neighbour.Joins("ha-giang"));
  const auto seen = Sees(province, "chu-tich");
  ASSERT_DONE(seen);
  ASSERT_EQ(seen->federations_size(), 2);
  EXPECT_FALSE(seen->federations(0).no_round());
  EXPECT_TRUE(seen->federations(1).no_round());
  for (const v1::IndicatorSum& sum : seen->sums()) EXPECT_EQ(sum.federations(), 1);
}

}  // namespace
}  // namespace phancong::support
