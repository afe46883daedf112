// Unions over time: five unions, worked out by hand; and random histories against a readable model.

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/five_unions.h"
#include "tests/services/picture.h"
#include "tests/services/union_change_requests.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::Claim;
using support::DateOf;
using support::Outcome;
using support::Person;
using support::World;
using support::WorldOptions;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Outcome<v1::RecordUnionChangeResponse> Records(Person& person, const v1::RecordUnionChangeRequest& request) {
  return person.Call<v1::RecordUnionChangeResponse>(request);
}

Outcome<v1::ListUnionsResponse> ListsUnions(World& world, const std::string& on = "") {
  v1::ListUnionsRequest request;
  request.set_parent(world.FederationName());
  request.set_page_size(1'000);
  *request.mutable_on_date() = DateOf(on);
  return world.Chair().Call<v1::ListUnionsResponse>(request);
}

std::vector<std::string> IdsOn(World& world, const std::string& on = "") {
  std::vector<std::string> ids;
  const auto listed = ListsUnions(world, on);
  EXPECT_DONE(listed);
  for (const v1::GrassrootsUnion& row : listed->unions()) ids.push_back(row.name().substr(row.name().rfind('/') + 1));
  return ids;
}

Outcome<v1::GetUnionResponse> GetsUnion(World& world, const std::string& unit, const std::string& on = "") {
  v1::GetUnionRequest request;
  request.set_name(world.UnitName(unit));
  *request.mutable_on_date() = DateOf(on);
  return world.Chair().Call<v1::GetUnionResponse>(request);
}

v1::IndicatorProgress Of(World& world, const std::string& round, const std::string& item) {
  const auto progress = world.Chair().SeesProgress(round);
  EXPECT_DONE(progress);
  for (const v1::IndicatorProgress& indicator : progress->indicators()) {
    if (indicator.item() == item) return indicator;
  }
  ADD_FAILURE() << "no " << item << " in " << round;
  return {};
}

int UnionCount(const v1::Round& round, const std::string& item) {
  for (const v1::RoundItem& each : round.items()) {
    if (each.item() == item) return each.union_count();
  }
  return -1;
}

// What was read of a round, byte for byte.
std::vector<std::string> Figures(World& world, const std::string& round, const std::vector<std::string>& units) {
  // The term's items stand in every year's list, and go on: they are frozen by the year's seal alone.
  static const std::set<std::string> of_the_term = {"1.1", "1.2", "1.5", "1.6", "2.5", "2.6", "5.1"};
  std::vector<std::string> bytes;
  const auto progress = world.Chair().SeesProgress(round);
  EXPECT_DONE(progress);
  for (const v1::IndicatorProgress& indicator : progress->indicators()) {
    if (!of_the_term.contains(indicator.item())) bytes.push_back(indicator.SerializeAsString());
  }
  const auto timeliness = world.Chair().SeesTimeliness(round);
  EXPECT_DONE(timeliness);
  bytes.push_back(timeliness->counts().SerializeAsString());
  for (const std::string& unit : units) {
    const auto card = world.Chair().SeesScorecard(unit, round);
    EXPECT_DONE(card);
    for (const v1::ScorecardLine& line : card->lines()) {
      if (line.task().find("/rounds/" + round + "/") != std::string::npos) bytes.push_back(line.SerializeAsString());
    }
  }
  return bytes;
}

const std::vector<std::string> kFive = {"ubnd-tan-quang", "truong-dong-yen", "may-hung-an", "dien-luc",
                                        "tu-thuc-hoa-mai"};

class UnionChanges : public testing::Test {
 protected:
  UnionChanges() : world_({.first_day = "2024-01-08"}) {}
  void SetUp() override { LoadFiveUnions(world_); }

  World world_;
};

// A merger, a split and a change of type in mid-year: last year is sealed, and all that is shown of it stays byte for
// byte, the whole lists of indicators and stands of play with the term's items in them; this year's follow the facts.
TEST_F(UnionChanges, LastYearStaysByteForByteAndThisYearFollowsTheFacts) {
  IssueAsItComes(world_, "2024");
  IssueAsItComes(world_, "2023-2028");
  for (const char* task : {"2024/1.3.ubnd-tan-quang", "2024/1.4.may-hung-an", "2024/3.1.tu-thuc-hoa-mai",
                           "2023-2028/1.2.may-hung-an", "2023-2028/1.2.dien-luc"}) {
    world_.GetsAccepted(task);
  }
  world_.GoTo("2025-01-06");
  WithdrawWhatIsOpen(world_, "2024");
  ASSERT_DONE(world_.Chair().Seals("2024"));
  IssueAsItComes(world_, "2025");
  world_.GetsAccepted("1.3.truong-dong-yen");
  EXPECT_EQ(Of(world_, "2025", "1.3").expected(), 2);  // public: the commune's and the school's
  EXPECT_EQ(Of(world_, "2025", "1.4").expected(), 2);  // enterprises: garments, electricity
  EXPECT_EQ(Of(world_, "2025", "3.1").expected(), 5);

  world_.GoTo("2025-07-01");
  const Picture before = PictureOf(world_, "2024", kFive);
  Person& chair = world_.Chair();
  const auto merged =
      Records(chair, Change(world_, v1::UNION_CHANGE_KIND_MERGED, {"ubnd-tan-quang", "truong-dong-yen"},
                            {Part("tan-dong", "CĐCS xã Tân Đông", "ADMINISTRATIVE",
                                  {{"eligible_for_agreement", 0}, {"eligible_for_womens_committee", 1}})}));
  ASSERT_DONE(merged);
  const auto split =
      Records(chair, Change(world_, v1::UNION_CHANGE_KIND_SPLIT, {"may-hung-an"},
                            {Part("may-hung-an", "", "", Facts(55, 50)),
                             Part("may-hung-an-2", "CĐCS May Hùng An 2", "NON_STATE_ENTERPRISE", Facts(40, 30))}));
  ASSERT_DONE(split);
  ASSERT_DONE(Records(chair, Change(world_, v1::UNION_CHANGE_KIND_TYPE_CHANGED, {"tu-thuc-hoa-mai"},
                                    {Part("", "", "PUBLIC_SERVICE")})));

  // What was open of the term's went to the successor; what was accepted stays what it is, and nobody owes it again.
  // What is done with the term's items since then is this year's.
  EXPECT_REFUSED(chair.Sees("2023-2028/1.2.may-hung-an-2"), NOT_FOUND);
  EXPECT_TRUE(chair.Sees("2023-2028/1.5.may-hung-an-2").ok());
  world_.GetsAccepted("2023-2028/1.2.tan-dong");
  EXPECT_EQ(DifferenceOf(before, PictureOf(world_, "2024", kFive)), "");
  EXPECT_NE(Of(world_, "2025", "1.2").SerializeAsString(), Of(world_, "2024", "1.2").SerializeAsString());

  // 1.3: the school's was accepted and stays; the commune's open one went to the new union. The private school, public
  // since today, has it next year.
  EXPECT_EQ(Of(world_, "2025", "1.3").expected(), 2);
  EXPECT_EQ(Of(world_, "2025", "1.3").reported(), 1);
  EXPECT_TRUE(chair.Sees("1.3.tan-dong").ok());
  EXPECT_EQ(chair.Sees("1.3.ubnd-tan-quang")->task().state(), v1::TASK_STATE_WITHDRAWN);
  EXPECT_EQ(chair.Sees("1.3.truong-dong-yen")->task().state(), v1::TASK_STATE_ACCEPTED);
  EXPECT_REFUSED(chair.Sees("1.3.tu-thuc-hoa-mai"), NOT_FOUND);
  // 1.4: garments keep theirs, and the new part gets one. 3.1: two withdrawn, one for the merged, one for the new part.
  EXPECT_EQ(Of(world_, "2025", "1.4").expected(), 3);
  EXPECT_EQ(Of(world_, "2025", "3.1").expected(), 5);
  // Members as of today: 20 + 40 merged, 55 and 40, 50, 12. A year ago: 222.
  const v1::IndicatorProgress members = Of(world_, "2023-2028", "4.1");
  EXPECT_EQ(members.figures(0).numerator(), 217);
  EXPECT_EQ(members.expected(), 5);

  // The next round counts unions as of its own population date: public are tan-dong and hoa-mai; enterprises three.
  world_.GoTo("2026-01-05");
  const auto draft = chair.DraftsRound("2026");
  ASSERT_DONE(draft);
  EXPECT_EQ(UnionCount(draft->round(), "1.3"), 2);
  EXPECT_EQ(UnionCount(draft->round(), "1.4"), 3);
  EXPECT_EQ(UnionCount(draft->round(), "3.1"), 5);
  const auto of_june = chair.DraftsRound("2026", {}, "2025-06-30");
  if (of_june.ok()) {
    EXPECT_EQ(UnionCount(of_june->round(), "1.3"), 2);
    EXPECT_EQ(UnionCount(of_june->round(), "1.4"), 2);
  }
}

TEST_F(UnionChanges, ThePreviewChangesNothingAndIsWhatHappens) {
  IssueAsItComes(world_, "2024");
  Person& chair = world_.Chair();
  auto request = Change(world_, v1::UNION_CHANGE_KIND_DISSOLVED, {"dien-luc"}, {});
  ASSERT_DONE(chair.PutsInChargeOfUnion("chu-tich", "dien-luc"));
  request.set_validate_only(true);
  const auto preview = Records(chair, request);
  ASSERT_DONE(preview);
  EXPECT_TRUE(preview->change().name().empty());
  EXPECT_GT(preview->withdrawn_count(), 0);
  EXPECT_EQ(preview->issued_count(), 0);
  EXPECT_THAT(IdsOn(world_), testing::Contains("dien-luc"));

  // Something is accepted in between: what would happen is no longer that.
  world_.GetsAccepted("2024/3.1.dien-luc");
  request.set_validate_only(false);
  request.set_preview_etag(preview->preview_etag());
  EXPECT_REFUSED(Records(chair, request), STALE);
  request.set_validate_only(true);
  const auto again = Records(chair, request);
  ASSERT_DONE(again);
  EXPECT_EQ(again->withdrawn_count(), preview->withdrawn_count() - 1);
  // The union's chair is named for the administrator; and the responsibility.
  EXPECT_GE(again->notes_size(), 2);
  request.set_validate_only(false);
  request.set_preview_etag(again->preview_etag());
  const auto done = Records(chair, request);
  ASSERT_DONE(done);
  EXPECT_EQ(done->withdrawn_count(), again->withdrawn_count());
  EXPECT_FALSE(done->change().name().empty());
  EXPECT_EQ(chair.Sees("2024/3.1.dien-luc")->task().state(), v1::TASK_STATE_ACCEPTED);
  EXPECT_EQ(chair.Sees("2024/1.4.dien-luc")->task().state(), v1::TASK_STATE_WITHDRAWN);
  EXPECT_REFUSED(Records(chair, Change(world_, v1::UNION_CHANGE_KIND_DISSOLVED, {"dien-luc"}, {})), UNION_ENDED);
  EXPECT_REFUSED(Records(chair, Change(world_, v1::UNION_CHANGE_KIND_FOUNDED, {},
                                       {Part("dien-luc", "Mới", "STATE_ENTERPRISE", Facts(5))})),
                 ALREADY_EXISTS);
}

TEST_F(UnionChanges, WhoMayRecordThemAndOnWhatDecision) {
  auto request = Change(world_, v1::UNION_CHANGE_KIND_RENAMED, {"dien-luc"}, {Part("", "CĐCS Điện lực Bắc Quang")});
  EXPECT_REFUSED(Records(world_.Member(), request), POSITION_REQUIRED);
  EXPECT_REFUSED(Records(world_.UnionChair("dien-luc"), request), POSITION_REQUIRED);
  request.clear_decision_number();
  EXPECT_REFUSED(Records(world_.Chair(), request), DECISION_REQUIRED);
  request.set_decision_number("1/QĐ");
  request.set_from(0, world_.UnitName("khong-co"));
  EXPECT_REFUSED(Records(world_.Chair(), request), NOT_FOUND);
  EXPECT_REFUSED(
      Records(world_.Chair(), Change(world_, v1::UNION_CHANGE_KIND_DISSOLVED, {"dien-luc"}, {}, "2024-01-09")),
      INVALID_FIELD);
}

TEST_F(UnionChanges, AUnionIsReadAsItWas) {
  Person& chair = world_.Chair();
  world_.GoTo("2024-03-01");
  ASSERT_DONE(
      Records(chair, Change(world_, v1::UNION_CHANGE_KIND_RENAMED, {"dien-luc"}, {Part("", "An Điện lực", "")})));
  world_.GoTo("2024-05-01");
  ASSERT_DONE(Records(chair, Change(world_, v1::UNION_CHANGE_KIND_FOUNDED, {},
                                    {Part("moi", "CĐCS Mới", "STATE_ENTERPRISE", Facts(9))}, "2024-04-15")));
  ASSERT_DONE(Records(chair, Change(world_, v1::UNION_CHANGE_KIND_DISSOLVED, {"may-hung-an"}, {}, "2024-04-20")));
  EXPECT_EQ(GetsUnion(world_, "dien-luc")->grassroots_union().title(), "An Điện lực");
  EXPECT_EQ(GetsUnion(world_, "dien-luc", "2024-02-29")->grassroots_union().title(), "CĐCS Điện lực");
  EXPECT_EQ(GetsUnion(world_, "dien-luc", "2024-03-01")->grassroots_union().title(), "An Điện lực");
  EXPECT_REFUSED(GetsUnion(world_, "moi", "2024-04-14"), NOT_FOUND);
  EXPECT_DONE(GetsUnion(world_, "moi", "2024-04-15"));
  EXPECT_REFUSED(GetsUnion(world_, "moi", "2024-05-02"), INVALID_FIELD);
  EXPECT_EQ(GetsUnion(world_, "may-hung-an")->grassroots_union().ended_on().day(), 20);
  // By the names of the day: An sorts first.
  EXPECT_EQ(IdsOn(world_).front(), "dien-luc");
  EXPECT_THAT(IdsOn(world_),
              UnorderedElementsAre("ubnd-tan-quang", "truong-dong-yen", "dien-luc", "tu-thuc-hoa-mai", "moi"));
  EXPECT_THAT(IdsOn(world_, "2024-04-19"), UnorderedElementsAre("ubnd-tan-quang", "truong-dong-yen", "dien-luc",
                                                                "tu-thuc-hoa-mai", "moi", "may-hung-an"));
  EXPECT_NE(IdsOn(world_, "2024-02-01").front(), "dien-luc");

  v1::ListUnionChangesRequest request;
  request.set_parent(world_.FederationName());
  request.set_page_size(2);
  const auto first = chair.Call<v1::ListUnionChangesResponse>(request);
  ASSERT_DONE(first);
  ASSERT_EQ(first->changes_size(), 2);
  EXPECT_EQ(first->changes(0).kind(), v1::UNION_CHANGE_KIND_DISSOLVED);
  EXPECT_EQ(first->changes(1).kind(), v1::UNION_CHANGE_KIND_FOUNDED);
  request.set_page_token(first->next_page_token());
  const auto second = chair.Call<v1::ListUnionChangesResponse>(request);
  ASSERT_DONE(second);
  ASSERT_EQ(second->changes_size(), 1);
  EXPECT_THAT(second->changes(0).from_titles(), ElementsAre("CĐCS Điện lực"));
  EXPECT_THAT(second->changes(0).into_titles(), ElementsAre("An Điện lực"));
  EXPECT_TRUE(second->next_page_token().empty());
  v1::ListUnionChangesRequest own;
  own.set_parent(world_.UnitName("dien-luc"));
  EXPECT_EQ(world_.UnionChair("dien-luc").Call<v1::ListUnionChangesResponse>(own)->changes_size(), 1);
  own.set_parent(world_.UnitName("moi"));
  EXPECT_REFUSED(world_.UnionChair("dien-luc").Call<v1::ListUnionChangesResponse>(own), NOT_YOUR_UNION);
}

TEST_F(UnionChanges, AnImportKnowsWhoHasEndedAndWhatWasThen) {
  world_.GoTo("2024-06-03");
  ASSERT_DONE(Records(world_.Chair(), Change(world_, v1::UNION_CHANGE_KIND_DISSOLVED, {"dien-luc"}, {})));
  EXPECT_REFUSED(world_.Chair().ImportsUnions(FiveUnions() + "moi,CĐCS Mới,PUBLIC_SERVICE,,,1,0,1,0,không,không,\n"),
                 INVALID_FILE);
  std::string row = kColumns;
  row += "tu-thuc-hoa-mai,CĐCS Trường Hoa Mai,PUBLIC_SERVICE,thị trấn Vĩnh Tuy,,12,12,15,0,có,không,\n";
  ASSERT_DONE(world_.Chair().ImportsUnions(row));
  EXPECT_EQ(GetsUnion(world_, "tu-thuc-hoa-mai")->grassroots_union().type(), "PUBLIC_SERVICE");
  EXPECT_EQ(GetsUnion(world_, "tu-thuc-hoa-mai", "2024-06-02")->grassroots_union().type(), "NON_STATE_UNIT");
}

// A day in a sealed year takes no fact, name or type, in whatever way it is given.
TEST_F(UnionChanges, NothingIsRecordedAsOfASealedDay) {
  IssueAsItComes(world_, "2024");
  world_.GoTo("2025-02-03");
  WithdrawWhatIsOpen(world_, "2024");
  ASSERT_DONE(world_.Chair().Seals("2024"));
  const Picture before = PictureOf(world_, "2024", kFive);
  const auto row = [](int members) {
    return fmt::format(
        "{}dien-luc,CĐCS Điện lực,STATE_ENTERPRISE,thị trấn Việt Quang,2000-03-01,{},10,50,30,có,không,\n", kColumns,
        members);
  };
  for (const char* day : {"2024-02-01", "2024-12-31"}) {
    EXPECT_REFUSED(world_.Chair().ImportsUnions(row(48), "02/QĐ-BTV", day), PERIOD_SEALED);
    EXPECT_DONE(world_.Chair().ImportsUnions(row(50), "02/QĐ-BTV", day)) << "nothing differs, nothing is recorded";
    EXPECT_REFUSED(
        world_.Chair().ImportsUnions(std::string(kColumns) + "moi,CĐCS Mới,PUBLIC_SERVICE,,,1,0,1,0,không,không,\n",
                                     "02/QĐ-BTV", day),
        PERIOD_SEALED)
        << "nor a union that nobody knew of";
    EXPECT_REFUSED(Records(world_.Chair(), Change(world_, v1::UNION_CHANGE_KIND_RENAMED, {"dien-luc"},
                                                  {Part("", "CĐCS Điện lực Bắc Quang")}, day)),
                   PERIOD_SEALED);
    v1::UpdateFactsRequest facts;
    facts.set_name(world_.UnitName("dien-luc"));
    (*facts.mutable_facts())["members"] = 48;
    *facts.mutable_as_of_date() = DateOf(day);
    EXPECT_REFUSED(world_.UnionChair("dien-luc").Call<v1::UpdateFactsResponse>(facts), PERIOD_SEALED);
  }
  EXPECT_DONE(world_.Chair().ImportsUnions(row(48), "02/QĐ-BTV", "2025-01-01"));
  EXPECT_EQ(DifferenceOf(before, PictureOf(world_, "2024", kFive)), "");
}

TEST_F(UnionChanges, AUnionBringsItsFactsUpToDate) {
  world_.GoTo("2024-06-03");
  v1::UpdateFactsRequest request;
  request.set_name(world_.UnitName("dien-luc"));
  (*request.mutable_facts())["members"] = 48;
  *request.mutable_as_of_date() = DateOf("2024-05-31");
  const auto update = [&](Person& person) { return person.Call<v1::UpdateFactsResponse>(request); };
  Person& union_chair = world_.UnionChair("dien-luc");
  EXPECT_REFUSED(update(world_.UnionOfficer("dien-luc")), NOT_CHAIR_OF_ASSIGNEE);
  EXPECT_REFUSED(update(world_.UnionChair("may-hung-an")), NOT_YOUR_UNION);
  EXPECT_REFUSED(update(world_.Chair()), POSITION_REQUIRED);
  const auto updated = update(union_chair);
  ASSERT_DONE(updated);
  EXPECT_EQ(updated->grassroots_union().facts().at("members"), 48);
  EXPECT_EQ(updated->grassroots_union().facts().at("women"), 10);
  EXPECT_EQ(GetsUnion(world_, "dien-luc", "2024-05-30")->grassroots_union().facts().at("members"), 50);
  EXPECT_EQ(GetsUnion(world_, "dien-luc", "2024-05-31")->grassroots_union().facts().at("members"), 48);

  *request.mutable_as_of_date() = DateOf("2024-05-30");
  EXPECT_REFUSED(update(union_chair), INVALID_FIELD);
  *request.mutable_as_of_date() = DateOf("2024-06-04");
  EXPECT_REFUSED(update(union_chair), INVALID_FIELD);
  *request.mutable_as_of_date() = DateOf("");
  (*request.mutable_facts())["women"] = 62;
  EXPECT_REFUSED(update(union_chair), INVALID_FIELD);
  request.mutable_facts()->clear();
  EXPECT_REFUSED(update(union_chair), INVALID_FIELD);
  (*request.mutable_facts())["height"] = 1;
  EXPECT_REFUSED(update(union_chair), INVALID_FIELD);
  ASSERT_DONE(Records(world_.Chair(), Change(world_, v1::UNION_CHANGE_KIND_DISSOLVED, {"dien-luc"}, {})));
  request.mutable_facts()->clear();
  (*request.mutable_facts())["members"] = 1;
  EXPECT_REFUSED(update(union_chair), UNION_ENDED);
}

// --- At random. ----------------------------------------------------------------------------------------------------

// All that the figures need: types by id.
using Model = std::map<std::string, std::string>;

const std::vector<std::string> kTypes = {"ADMINISTRATIVE", "PUBLIC_SERVICE", "STATE_ENTERPRISE", "NON_STATE_ENTERPRISE",
                                         "NON_STATE_UNIT"};

int Count(const Model& model, const std::set<std::string>& types) {
  int count = 0;
  for (const auto& [id, type] : model) count += types.contains(type) ? 1 : 0;
  return count;
}

TEST(UnionChangesAtRandom, EarlierRoundsStayAndDraftsCountWhatThereIs) {
  const uint32_t seed = std::random_device{}();
  SCOPED_TRACE(fmt::format("seed {}", seed));
  RecordProperty("seed", fmt::format("{}", seed));
  fmt::print("seed {}\n", seed);
  std::mt19937 random(seed);
  const auto below = [&](size_t n) { return static_cast<size_t>(random() % n); };

  World world({.first_day = "2023-06-05"});
  LoadFiveUnions(world);
  Model model = {{"ubnd-tan-quang", "ADMINISTRATIVE"},
                 {"truong-dong-yen", "PUBLIC_SERVICE"},
                 {"may-hung-an", "NON_STATE_ENTERPRISE"},
                 {"dien-luc", "STATE_ENTERPRISE"},
                 {"tu-thuc-hoa-mai", "NON_STATE_UNIT"}};
  int next = 1;
  const auto any = [&] { return std::next(model.begin(), static_cast<int64_t>(below(model.size())))->first; };
  const auto fresh = [&] { return fmt::format("moi-{}", next++); };
  const auto type = [&] { return kTypes[below(kTypes.size())]; };

  std::vector<std::string> finished;
  for (int year = 2023; year <= 2026; ++year) {
    const std::string round = fmt::format("{}", year);
    if (year > 2023) world.GoTo(fmt::format("{}-01-05", year));
    const auto draft = world.Chair().DraftsRound(round);
    ASSERT_DONE(draft);
    EXPECT_EQ(UnionCount(draft->round(), "1.3"), Count(model, {"ADMINISTRATIVE", "PUBLIC_SERVICE"}));
    EXPECT_EQ(UnionCount(draft->round(), "1.4"), Count(model, {"STATE_ENTERPRISE", "NON_STATE_ENTERPRISE"}));
    EXPECT_EQ(UnionCount(draft->round(), "3.1"), static_cast<int>(model.size()));
    ASSERT_DONE(world.Chair().IssuesRound(round, draft->round().etag()));
    // One that has it: of the draft's population.
    world.GetsAccepted(fmt::format("{}/3.1.{}", year, model.begin()->first));
    for (int change = 0; change < 4; ++change) {
      world.GoTo(fmt::format("{}-{:02}-10", year, 7 + change));
      std::map<std::string, std::vector<std::string>> before;
      for (const std::string& earlier : finished) before[earlier] = Figures(world, earlier, kFive);
      v1::RecordUnionChangeRequest request;
      switch (below(model.size() < 3 ? 1 : 5)) {
        case 0: {
          const std::string id = fresh();
          model[id] = type();
          request = Change(world, v1::UNION_CHANGE_KIND_FOUNDED, {}, {Part(id, "CĐCS " + id, model[id], Facts(7))});
          break;
        }
        case 1: {
          const std::string id = any();
          model.erase(id);
          request = Change(world, v1::UNION_CHANGE_KIND_DISSOLVED, {id}, {});
          break;
        }
        case 2: {
          const std::string first = any();
          std::string second = any();
          while (second == first) second = any();
          const std::string into = below(2) == 0 ? first : fresh();
          const std::string becomes = type();
          model.erase(first);
          model.erase(second);
          model[into] = becomes;
          request = Change(world, v1::UNION_CHANGE_KIND_MERGED, {first, second},
                           {Part(into, "CĐCS sáp nhập " + into, becomes, Facts(30))});
          break;
        }
        case 3: {
          const std::string from = any();
          const std::string second = fresh();
          model[second] = type();
          request = Change(world, v1::UNION_CHANGE_KIND_SPLIT, {from},
                           {Part(from, "", "", Facts(11)), Part(second, "CĐCS " + second, model[second], Facts(4))});
          break;
        }
        default: {
          const std::string id = any();
          const std::string old = model[id];
          while (model[id] == old) model[id] = type();
          request = Change(world, v1::UNION_CHANGE_KIND_TYPE_CHANGED, {id}, {Part("", "", model[id])});
        }
      }
      const auto recorded = Records(world.Chair(), request);
      ASSERT_DONE(recorded) << request.ShortDebugString();
      for (const std::string& earlier : finished) {
        EXPECT_EQ(Figures(world, earlier, kFive), before[earlier]) << earlier << " " << request.ShortDebugString();
      }
      std::vector<std::string> ids;
      for (const auto& [id, is] : model) ids.push_back(id);
      EXPECT_THAT(IdsOn(world), testing::UnorderedElementsAreArray(ids));
    }
    finished.push_back(round);
  }
}

}  // namespace
}  // namespace phancong::services_test
