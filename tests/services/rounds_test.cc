// Programmes are loaded, members put in charge, rounds drafted, previewed, issued; items given to some more.

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
using support::World;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const v1::RoundItem& ItemOf(const v1::Round& round, const std::string& id) {
  for (const v1::RoundItem& item : round.items()) {
    if (item.item() == id) return item;
  }
  ADD_FAILURE() << "the round does not show " << id;
  return v1::RoundItem::default_instance();
}

std::string DayOf(const google::type::Date& date) {
  char text[11];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", date.year(), date.month(), date.day());
  return text;
}

v1::LoadProgrammeRequest Load(World& world, const std::string& source) {
  v1::LoadProgrammeRequest request;
  request.set_parent(world.FederationName());
  request.set_source(source);
  return request;
}

std::string Replaced(std::string text, const std::string& what, const std::string& with) {
  const size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

// --- Programmes. ---------------------------------------------------------------------------------------------------

TEST(LoadProgramme, CountsTheProgrammeAndItsVersions) {
  World world;
  const std::string source = FileOf(world.options().programme);
  const auto first = world.Chair().LoadsProgramme(source);
  ASSERT_DONE(first);
  EXPECT_EQ(first->programme(), "federations/bac-quang/programmes/1");
  EXPECT_EQ(first->indicator_count(), 25);
  EXPECT_EQ(first->plan_count(), 9);
  EXPECT_EQ(first->duty_count(), 38);
  const auto second = world.Chair().LoadsProgramme(source, "11/QĐ-BTV");
  ASSERT_DONE(second);
  EXPECT_EQ(second->programme(), "federations/bac-quang/programmes/2");

  v1::GetProgrammeRequest newest;
  newest.set_name("federations/bac-quang/programmes/-");
  const auto read = world.Reader().Call<v1::GetProgrammeResponse>(newest);
  ASSERT_DONE(read);
  EXPECT_EQ(read->name(), "federations/bac-quang/programmes/2");
  EXPECT_EQ(read->decision_number(), "11/QĐ-BTV");
  EXPECT_EQ(read->programme().items_size(), 25 + 9 + 38);
}

TEST(LoadProgramme, RefusesWhatIsWrongAndLoadsNothing) {
  World world;
  const std::string source = FileOf(world.options().programme);
  const std::string wrong = Replaced(source, "evidence: \"agreement\"", "evidence: \"agrement\"");
  EXPECT_REFUSED(world.Chair().LoadsProgramme(source, ""), DECISION_REQUIRED);
  EXPECT_REFUSED(world.ViceChair().LoadsProgramme(source), POSITION_REQUIRED);
  const auto refused = world.Chair().LoadsProgramme(wrong);
  EXPECT_REFUSED(refused, INVALID_FILE);
  EXPECT_EQ(refused.values.at("count"), "1");
  EXPECT_REFUSED(world.Chair().LoadsProgramme(std::string(900 * 1024 + 1, ' ')), TOO_LARGE);
  EXPECT_REFUSED(world.Chair().DraftsRound("2025"), NO_PROGRAMME);

  // All problems at once, without a decision, and nothing happens.
  auto check = Load(world, Replaced(wrong, "team_at_least: 3", "team_at_least: 0"));
  check.set_validate_only(true);
  const auto checked = world.Chair().Call<v1::LoadProgrammeResponse>(check);
  ASSERT_DONE(checked);
  EXPECT_EQ(checked->problems_size(), 2);
  for (const v1::Problem& problem : checked->problems()) EXPECT_GT(problem.line(), 0) << problem.ShortDebugString();
  EXPECT_REFUSED(world.Chair().DraftsRound("2025"), NO_PROGRAMME);
}

TEST(LoadProgramme, AnotherProgrammeBeginsAfterTheTerm) {
  World world;
  const std::string source = FileOf(world.options().programme);
  ASSERT_DONE(world.Chair().LoadsProgramme(source));
  const std::string other = Replaced(source, "id: \"bac-quang-2023-2028\"", "id: \"quang-binh-2023-2028\"");
  const auto refused = world.Chair().LoadsProgramme(other);
  EXPECT_REFUSED(refused, INVALID_FILE);
  EXPECT_EQ(refused.values.at("field"), "id");
  const std::string next =
      Replaced(Replaced(Replaced(source, "id: \"bac-quang-2023-2028\"", "id: \"bac-quang-2028-2033\""),
                        "term_begin { year: 2023 month: 7 day: 1 }", "term_begin { year: 2028 month: 7 day: 1 }"),
               "term_end { year: 2028 month: 6 day: 30 }", "term_end { year: 2033 month: 6 day: 30 }");
  EXPECT_DONE(world.Chair().LoadsProgramme(next));
}

// --- Responsibilities. -----------------------------------------------------------------------------------------------

TEST(AssignResponsibility, PutsMembersInChargeOfWhatThereIs) {
  World world;
  LoadFiveUnions(world);
  world.Member(1);
  world.UnionChair("dien-luc");
  const auto field = world.Chair().PutsInChargeOfField("uy-vien-1", "finance");
  ASSERT_DONE(field);
  EXPECT_EQ(field->responsibility().field(), "finance");
  EXPECT_EQ(field->responsibility().account(), "federations/bac-quang/accounts/uy-vien-1");
  EXPECT_EQ(DayOf(field->responsibility().from_date()), "2025-01-06");
  EXPECT_DONE(world.ViceChair().PutsInChargeOfItem("uy-vien-1", "1.3"));
  const auto of_union = world.Chair().PutsInChargeOfUnion("uy-vien-1", "dien-luc");
  ASSERT_DONE(of_union);
  EXPECT_EQ(of_union->responsibility().assignee(), "federations/bac-quang/unions/dien-luc");

  EXPECT_REFUSED(world.Member(1).PutsInChargeOfItem("uy-vien-1", "1.4"), POSITION_REQUIRED);
  EXPECT_REFUSED(world.Chair().PutsInChargeOfField("uy-vien-1", "finances"), INVALID_FIELD);
  EXPECT_REFUSED(world.Chair().PutsInChargeOfItem("uy-vien-1", "9.9"), INVALID_FIELD);
  EXPECT_REFUSED(world.Chair().PutsInChargeOfUnion("uy-vien-1", "nowhere"), NOT_FOUND);
  EXPECT_REFUSED(world.Chair().PutsInChargeOfField("nobody", "finance"), NOT_FOUND);
  const auto outsider = world.Chair().PutsInChargeOfField("dien-luc", "finance");
  EXPECT_REFUSED(outsider, INVALID_FIELD);
  EXPECT_THAT(outsider.fields, ElementsAre("responsibility.account"));

  v1::ListResponsibilitiesRequest list;
  list.set_parent(world.FederationName());
  EXPECT_EQ(world.Member(1).Call<v1::ListResponsibilitiesResponse>(list)->responsibilities_size(), 3);
  // Within a union: who is in charge of that union.
  const auto own = world.UnionChair("dien-luc").Call<v1::ListResponsibilitiesResponse>(list);
  ASSERT_DONE(own);
  ASSERT_EQ(own->responsibilities_size(), 1);
  EXPECT_EQ(own->responsibilities(0).assignee(), "federations/bac-quang/unions/dien-luc");
}

TEST(EndResponsibility, EndsOnADay) {
  World world;
  LoadFiveUnions(world);
  world.Member(1);
  ASSERT_DONE(world.Chair().PutsInChargeOfField("uy-vien-1", "finance"));
  v1::EndResponsibilityRequest end;
  end.set_name("federations/bac-quang/responsibilities/1");
  *end.mutable_to_date() = DateOf("2025-01-05");
  EXPECT_REFUSED(world.Chair().Call<v1::EndResponsibilityResponse>(end), INVALID_FIELD);
  *end.mutable_to_date() = DateOf("2025-03-31");
  const auto ended = world.Chair().Call<v1::EndResponsibilityResponse>(end);
  ASSERT_DONE(ended);
  EXPECT_EQ(DayOf(ended->responsibility().to_date()), "2025-03-31");
  EXPECT_REFUSED(world.Chair().Call<v1::EndResponsibilityResponse>(end), NOTHING_TO_DO);
  *end.mutable_to_date() = DateOf("2025-04-01");
  EXPECT_REFUSED(world.Chair().Call<v1::EndResponsibilityResponse>(end), INVALID_FIELD);
  end.set_name("federations/bac-quang/responsibilities/2");
  EXPECT_REFUSED(world.Chair().Call<v1::EndResponsibilityResponse>(end), NOT_FOUND);

  v1::ListResponsibilitiesRequest list;
  list.set_parent(world.FederationName());
  *list.mutable_on_date() = DateOf("2025-03-31");
  EXPECT_EQ(world.Chair().Call<v1::ListResponsibilitiesResponse>(list)->responsibilities_size(), 1);
  *list.mutable_on_date() = DateOf("2025-04-01");
  EXPECT_EQ(world.Chair().Call<v1::ListResponsibilitiesResponse>(list)->responsibilities_size(), 0);
}

// --- Drafts. ---------------------------------------------------------------------------------------------------------

TEST(DraftRound, PreviewsTheYear) {
  World world;
  LoadFiveUnions(world);
  const auto draft = world.Member(1).DraftsRound("2025");
  ASSERT_DONE(draft);
  const v1::Round& round = draft->round();
  EXPECT_EQ(round.name(), "federations/bac-quang/rounds/2025");
  EXPECT_EQ(round.state(), v1::ROUND_STATE_DRAFT);
  EXPECT_EQ(DayOf(round.period_begin()), "2025-01-01");
  EXPECT_EQ(DayOf(round.period_end()), "2025-12-31");
  EXPECT_EQ(DayOf(round.population_date()), "2025-01-06");

  // 12 indicators that are reported and 8 duties go out; 5 indicators are derived.
  std::set<std::string> left_out;
  for (const v1::RoundItem& item : round.items()) {
    if (!item.left_out_reason().empty()) left_out.insert(item.item());
  }
  EXPECT_THAT(left_out, ElementsAre("4.4", "4.5", "7.1", "7.2", "7.3"));
  EXPECT_EQ(round.items_size(), 25);
  EXPECT_EQ(round.items(0).item(), "1.3") << "the order of the programme";

  // By hand: two are public, two are enterprises, two have direct workers, one has a new chair, all are five.
  const std::map<std::string, std::pair<int, bool>> expected = {
      {"1.3", {2, false}},  {"1.4", {2, false}},  {"2.1", {2, false}},  {"2.2", {2, false}},  {"2.3", {2, false}},
      {"2.4", {5, false}},  {"3.1", {5, false}},  {"4.2", {1, false}},  {"4.3", {0, true}},   {"4.6", {5, false}},
      {"6.1", {5, true}},   {"6.2", {5, true}},   {"3.1.4", {5, true}}, {"3.1.8", {5, true}}, {"3.2.4", {5, true}},
      {"3.3.2", {5, true}}, {"3.4.4", {5, true}}, {"3.5.2", {5, true}}, {"3.6.3", {5, true}}, {"3.7.2", {0, true}},
  };
  for (const auto& [id, count] : expected) {
    EXPECT_EQ(ItemOf(round, id).union_count(), count.first) << id;
    EXPECT_EQ(ItemOf(round, id).to_federation(), count.second) << id;
  }
  EXPECT_EQ(round.task_count(), 82);
  EXPECT_EQ(DayOf(ItemOf(round, "1.3").due_date()), "2025-10-31");
  EXPECT_EQ(DayOf(ItemOf(round, "6.1").due_date()), "2025-12-31") << "the end of the period";

  v1::GetRoundRequest get;
  get.set_name(round.name());
  const auto read = world.ExecutiveMember().Call<v1::GetRoundResponse>(get);
  ASSERT_DONE(read);
  EXPECT_EQ(read->round().SerializeAsString(), round.SerializeAsString());
  EXPECT_REFUSED(world.Reader().Call<v1::GetRoundResponse>(get), NOT_FOUND) << "a draft is not published";
}

TEST(DraftRound, PreviewsTheTerm) {
  World world;
  LoadFiveUnions(world);
  const auto draft = world.Chair().DraftsRound("2023-2028");
  ASSERT_DONE(draft);
  const v1::Round& round = draft->round();
  EXPECT_EQ(DayOf(round.period_begin()), "2023-07-01");
  EXPECT_EQ(DayOf(round.period_end()), "2028-06-30");
  // 8 indicators, 9 plans and 30 duties; the directory gives one, six plans wait.
  EXPECT_EQ(round.items_size(), 47);
  std::set<std::string> left_out;
  for (const v1::RoundItem& item : round.items()) {
    if (!item.left_out_reason().empty()) left_out.insert(item.item());
  }
  EXPECT_THAT(left_out, ElementsAre("4.1", "P4", "P5", "P6", "P7", "P8", "P9"));
  EXPECT_THAT(ItemOf(round, "P4").left_out_reason(), HasSubstr("hướng dẫn"));
  EXPECT_EQ(ItemOf(round, "1.1").union_count(), 3);
  EXPECT_EQ(ItemOf(round, "5.1").union_count(), 1);
  EXPECT_EQ(ItemOf(round, "3.5.1").union_count(), 3);
}

TEST(DraftRound, ReasonsAreInTheCallersLanguage) {
  World world;
  LoadFiveUnions(world);
  world.Member(1).Reads("en");
  const auto draft = world.Member(1).DraftsRound("2023-2028");
  ASSERT_DONE(draft);
  EXPECT_THAT(ItemOf(draft->round(), "P4").left_out_reason(), HasSubstr("guidance"));
}

TEST(DraftRound, ARoundIsAYearOfTheTermOrTheTerm) {
  World world;
  LoadFiveUnions(world);
  for (const char* const id : {"2022", "2029", "-", "2023-2027", "02025", "nam-2025", "0"}) {
    const auto refused = world.Chair().DraftsRound(id);
    EXPECT_REFUSED(refused, INVALID_FIELD) << id;
    EXPECT_THAT(refused.fields, ElementsAre("name")) << id;
  }
  const auto first = world.Chair().DraftsRound("2023");
  ASSERT_DONE(first);
  EXPECT_EQ(DayOf(first->round().period_begin()), "2023-01-01");
  const auto last = world.Chair().DraftsRound("2028");
  ASSERT_DONE(last);
  EXPECT_EQ(DayOf(last->round().period_end()), "2028-12-31");
}

TEST(DraftRound, AUsualDayThatIsOverGivesWay) {
  World world({.first_day = "2025-04-15"});
  LoadFiveUnions(world);
  const auto draft = world.Chair().DraftsRound("2025");
  ASSERT_DONE(draft);
  EXPECT_EQ(DayOf(ItemOf(draft->round(), "3.5.2").due_date()), "2025-12-31") << "usually the 31st of March";
  EXPECT_EQ(DayOf(ItemOf(draft->round(), "1.3").due_date()), "2025-10-31");
}

TEST(DraftRound, TakesDatesAndLeavesItemsOut) {
  World world;
  LoadFiveUnions(world);
  v1::DraftRoundRequest request;
  request.set_name(world.RoundName("2025"));
  v1::DueDate& due = *request.add_due_dates();
  due.set_item("1.3");
  *due.mutable_due_date() = DateOf("2025-06-30");
  request.add_without_items("3.7.2");
  const auto draft = world.Chair().Call<v1::DraftRoundResponse>(request);
  ASSERT_DONE(draft);
  EXPECT_EQ(DayOf(ItemOf(draft->round(), "1.3").due_date()), "2025-06-30");
  EXPECT_THAT(ItemOf(draft->round(), "3.7.2").left_out_reason(), Not(IsEmpty()));
  EXPECT_EQ(draft->round().task_count(), 81);

  *due.mutable_due_date() = DateOf("2025-01-05");
  const auto past = world.Chair().Call<v1::DraftRoundResponse>(request);
  EXPECT_REFUSED(past, DUE_DATE_PAST);
  EXPECT_THAT(past.message, HasSubstr("05/01/2025 của mục 1.3"));
  *due.mutable_due_date() = DateOf("2025-02-30");
  EXPECT_REFUSED(world.Chair().Call<v1::DraftRoundResponse>(request), INVALID_FIELD);
  for (const char* const item : {"1.1", "7.2", "9.9"}) {  // the term's, derived, nobody's
    request.clear_due_dates();
    request.clear_without_items();
    request.add_without_items(item);
    const auto refused = world.Chair().Call<v1::DraftRoundResponse>(request);
    EXPECT_REFUSED(refused, INVALID_FIELD) << item;
    EXPECT_THAT(refused.fields, ElementsAre("without_items[0]")) << item;
  }
  request.clear_without_items();
  *request.mutable_population_date() = DateOf("2025-01-07");
  EXPECT_REFUSED(world.Chair().Call<v1::DraftRoundResponse>(request), INVALID_FIELD);
}

TEST(DraftRound, LooksAtTheDirectoryOfThePopulationDay) {
  World world;
  LoadFiveUnions(world);
  world.GoTo("2025-02-03");
  // The factory has no direct workers from February on.
  ASSERT_DONE(world.Chair().ImportsUnions(
      std::string(kColumns) +
      "may-hung-an,CĐCS Công ty May Hùng An,NON_STATE_ENTERPRISE,xã Hùng An,2015-05-01,100,60,120,0,có,có,\n"));
  EXPECT_EQ(ItemOf(world.Chair().DraftsRound("2025")->round(), "2.3").union_count(), 1);
  EXPECT_EQ(ItemOf(world.Chair().DraftsRound("2025", {}, "2025-02-02")->round(), "2.3").union_count(), 2);
}

// --- Issuing. --------------------------------------------------------------------------------------------------------

TEST(IssueRound, GivesOutWhatWasPreviewed) {
  World world;
  LoadFiveUnions(world);
  const auto draft = world.Chair().DraftsRound("2025");
  ASSERT_DONE(draft);
  EXPECT_REFUSED(world.Chair().IssuesRound("2025", ""), INVALID_FIELD);
  EXPECT_REFUSED(world.Chair().IssuesRound("2025", draft->round().etag(), ""), DECISION_REQUIRED);
  EXPECT_REFUSED(world.Member(1).IssuesRound("2025", draft->round().etag()), POSITION_REQUIRED);
  EXPECT_REFUSED(world.Chair().IssuesRound("2024", draft->round().etag()), NOT_FOUND);
  const auto issued = world.ViceChair().IssuesRound("2025", draft->round().etag());
  ASSERT_DONE(issued);
  EXPECT_EQ(issued->round().state(), v1::ROUND_STATE_ISSUED);
  EXPECT_EQ(issued->round().decision_number(), "03/QĐ-BTV");
  EXPECT_EQ(issued->round().task_count(), 82);
  EXPECT_EQ(ItemOf(issued->round(), "2.4").union_count(), 5);
  EXPECT_EQ(ItemOf(issued->round(), "4.3").union_count(), 0);
  EXPECT_TRUE(ItemOf(issued->round(), "4.3").to_federation());
  EXPECT_EQ(world.Chair().ReadsJournal(issued->revision())->entries_size(), 1) << "one entry for the whole year";

  EXPECT_DONE(world.UnionChair("dien-luc").Sees("1.4.dien-luc"));
  EXPECT_REFUSED(world.Chair().Sees("1.3.dien-luc"), NOT_FOUND);
  EXPECT_DONE(world.Chair().Sees("4.3.federation"));
  EXPECT_REFUSED(world.Chair().IssuesRound("2025", issued->round().etag()), ROUND_STATE);
  EXPECT_REFUSED(world.Chair().DraftsRound("2025"), ROUND_STATE);
}

TEST(IssueRound, IsStaleWhereTheDraftOrTheUnionsChanged) {
  World world;
  LoadFiveUnions(world);
  const auto first = world.Chair().DraftsRound("2025");
  ASSERT_DONE(first);
  const auto second = world.Chair().DraftsRound("2025", {"1.3"});
  ASSERT_DONE(second);
  EXPECT_REFUSED(world.Chair().IssuesRound("2025", first->round().etag()), STALE);
  ASSERT_DONE(world.Chair().ImportsUnions(std::string(kColumns) +
                                          "moi,CĐCS mới,ADMINISTRATIVE,,2024-01-01,5,1,6,0,không,không,\n"));
  EXPECT_REFUSED(world.Chair().IssuesRound("2025", second->round().etag()), STALE);
  IssueAsItComes(world, "2025");
  EXPECT_DONE(world.Chair().Sees("1.3.moi"));
}

TEST(IssueRound, IsRefusedWhereADueDateIsOver) {
  World world;
  LoadFiveUnions(world);
  v1::DraftRoundRequest request;
  request.set_name(world.RoundName("2025"));
  *request.mutable_plan_due_date() = support::DateOf("2025-06-30");
  const auto draft = world.Chair().Call<v1::DraftRoundResponse>(request);
  ASSERT_DONE(draft);
  world.GoTo("2025-04-01");
  const auto refused = world.Chair().IssuesRound("2025", draft->round().etag());
  EXPECT_REFUSED(refused, DUE_DATE_PAST);
  EXPECT_EQ(refused.values.at("item"), "3.5.2");
  EXPECT_THAT(refused.message, HasSubstr("31/03/2025 của mục 3.5.2"));
}

TEST(IssueRound, IsRefusedWhereTheProgrammesDayForPlansIsOver) {
  World world;
  LoadFiveUnions(world);
  const auto draft = world.Chair().DraftsRound("2025");
  ASSERT_DONE(draft);
  world.GoTo("2025-03-01");
  const auto refused = world.Chair().IssuesRound("2025", draft->round().etag());
  EXPECT_REFUSED(refused, DUE_DATE_PAST);
  EXPECT_THAT(refused.message, HasSubstr("28/02/2025 của kế hoạch của công đoàn cơ sở"));
}

TEST(IssueRound, OfTheSampleGoesToEveryUnionOfTheScope) {
  World world;
  world.IssuesTheYear();
  // Counted in the file itself.
  const std::string sample = FileOf(world.options().unions);
  std::map<std::string, int> of_type;
  size_t begin = 0;
  while (begin < sample.size()) {
    const size_t end = std::min(sample.find('\n', begin), sample.size());
    const std::string line = sample.substr(begin, end - begin);
    for (const char* const type :
         {"ADMINISTRATIVE", "PUBLIC_SERVICE", "STATE_ENTERPRISE", "NON_STATE_ENTERPRISE", "NON_STATE_UNIT"}) {
      const size_t at = line.find(std::string(",") + type + ",");
      if (at == std::string::npos) continue;
      // type,place,founded_on: a union that is founded later is not there yet.
      const size_t place = line.find(',', at + 1) + 1;
      const std::string founded = line.substr(line.find(',', place) + 1, 10);
      if (founded.front() == ',' || founded <= "2025-01-06") ++of_type[type];
    }
    begin = end + 1;
  }
  v1::GetRoundRequest get;
  get.set_name(world.RoundName("2025"));
  const auto read = world.Chair().Call<v1::GetRoundResponse>(get);
  ASSERT_DONE(read);
  EXPECT_EQ(ItemOf(read->round(), "1.3").union_count(), of_type["ADMINISTRATIVE"] + of_type["PUBLIC_SERVICE"]);
  EXPECT_EQ(ItemOf(read->round(), "1.4").union_count(), of_type["STATE_ENTERPRISE"] + of_type["NON_STATE_ENTERPRISE"]);
}

TEST(IssueRound, TakesFiveThousandUnionsAtOnce) {
  World world;
  ASSERT_DONE(world.Chair().LoadsProgramme(FileOf(world.options().programme)));
  std::string csv = kColumns;
  for (int i = 1; i <= 5000; ++i) {
    const std::string number = std::to_string(i);
    csv += "cd-" + number + ",CĐCS số " + number + ",PUBLIC_SERVICE,xã " + number + ",,10,5,12,2,có,có,2025-01-02\n";
  }
  ASSERT_DONE(world.Chair().ImportsUnions(csv));
  const auto draft = world.Chair().DraftsRound("2025");
  ASSERT_DONE(draft);
  // Everything but 1.4, 2.2 (enterprises), 4.3 and 3.7.2 (the federation alone): 16 items; 9 of all go to the
  // federation.
  EXPECT_EQ(draft->round().task_count(), 16 * 5000 + 11);
  const auto issued = world.Chair().IssuesRound("2025", draft->round().etag());
  ASSERT_DONE(issued);
  EXPECT_EQ(issued->round().task_count(), 16 * 5000 + 11);
}

// --- Some more. ------------------------------------------------------------------------------------------------------

class IssuedYear : public testing::Test {
 protected:
  void SetUp() override {
    LoadFiveUnions(world_);
    IssueAsItComes(world_, "2025");
  }
  World world_;
};

TEST_F(IssuedYear, AnItemGoesToWhoCameIntoItsScope) {
  EXPECT_REFUSED(world_.Chair().AssignsItem("2025", "2.3", {"ubnd-tan-quang"}, "2025-11-30"), OUT_OF_SCOPE);
  EXPECT_REFUSED(world_.Chair().AssignsItem("2025", "4.2", {"dien-luc"}, "2025-12-15"), OUT_OF_SCOPE);
  world_.GoTo("2025-05-05");
  ASSERT_DONE(world_.Chair().ImportsUnions(
      std::string(kColumns) +
      "dien-luc,CĐCS Điện lực,STATE_ENTERPRISE,thị trấn Việt Quang,2000-03-01,50,10,50,30,có,không,2025-04-20\n"
      "moi,CĐCS mới,ADMINISTRATIVE,,2025-05-01,5,1,6,0,không,không,\n"));
  const auto assigned = world_.ViceChair().AssignsItem("2025", "4.2", {"dien-luc"}, "2025-12-15");
  ASSERT_DONE(assigned);
  ASSERT_EQ(assigned->tasks_size(), 1);
  EXPECT_EQ(assigned->tasks(0).name(), "federations/bac-quang/rounds/2025/tasks/4.2.dien-luc");
  EXPECT_EQ(assigned->tasks(0).decision_number(), "04/QĐ-BTV");
  EXPECT_DONE(world_.Chair().AssignsItem("2025", "1.3", {"moi"}, "2025-12-31"));
  const auto again = world_.Chair().AssignsItem("2025", "1.3", {"moi"}, "2025-12-31");
  EXPECT_REFUSED(again, ALREADY_EXISTS);
  EXPECT_EQ(again.values.at("name"), "federations/bac-quang/rounds/2025/tasks/1.3.moi");
}

TEST_F(IssuedYear, AnItemIsGivenOnlyWhereItCanBe) {
  world_.GoTo("2025-05-05");
  EXPECT_REFUSED(world_.Chair().AssignsItem("2025", "7.2", {"ubnd-tan-quang"}, "2025-12-15"), ITEM_NOT_IN_FORCE);
  EXPECT_REFUSED(world_.Chair().AssignsItem("2025", "1.1", {"dien-luc"}, "2025-12-15"), INVALID_FIELD);
  EXPECT_REFUSED(world_.Chair().AssignsItem("2025", "9.9", {"dien-luc"}, "2025-12-15"), INVALID_FIELD);
  EXPECT_REFUSED(world_.Chair().AssignsItem("2025", "1.4", {"nowhere"}, "2025-12-15"), NOT_FOUND);
  EXPECT_REFUSED(world_.Chair().AssignsItem("2025", "1.4", {}, "2025-12-15"), INVALID_FIELD);
  EXPECT_REFUSED(world_.Chair().AssignsItem("2025", "1.4", {"dien-luc", "dien-luc"}, "2025-12-15"), INVALID_FIELD);
  EXPECT_REFUSED(world_.Chair().AssignsItem("2025", "1.4", {"dien-luc"}, "2025-05-04"), DUE_DATE_PAST);
  EXPECT_REFUSED(world_.Chair().AssignsItem("2025", "1.4", {"dien-luc"}, "2025-12-15", ""), DECISION_REQUIRED);
  EXPECT_REFUSED(world_.Chair().AssignsItem("2026", "1.4", {"dien-luc"}, "2025-12-15"), NOT_FOUND);
  EXPECT_REFUSED(world_.Member(1).AssignsItem("2025", "1.4", {"dien-luc"}, "2025-12-15"), POSITION_REQUIRED);
  ASSERT_DONE(world_.Chair().DraftsRound("2026"));
  EXPECT_REFUSED(world_.Chair().AssignsItem("2026", "1.4", {"dien-luc"}, "2026-12-15"), ROUND_STATE);
  ASSERT_DONE(world_.Chair().DraftsRound("2023-2028"));
  IssueAsItComes(world_, "2023-2028");
  EXPECT_REFUSED(world_.Chair().AssignsItem("2023-2028", "P4", {"federation"}, "2025-12-15"), ITEM_NOT_IN_FORCE);
}

TEST_F(IssuedYear, AnUrgentDocumentGoesToEveryUnion) {
  const auto all = world_.Chair().AssignsAdHoc("2025", "Hỗ trợ đoàn viên vùng bão", {}, "2025-09-30");
  ASSERT_DONE(all);
  EXPECT_EQ(all->item(), "adhoc-1");
  EXPECT_EQ(all->task_count(), 5);
  EXPECT_EQ(all->tasks_size(), 5);
  EXPECT_EQ(all->tasks(0).title().vi(), "Hỗ trợ đoàn viên vùng bão");
  const auto some = world_.ViceChair().AssignsAdHoc("2025", "Báo cáo nhanh", {"federation", "dien-luc"}, "2025-09-30");
  ASSERT_DONE(some);
  EXPECT_EQ(some->item(), "adhoc-2");
  EXPECT_EQ(some->task_count(), 2);
  EXPECT_DONE(world_.UnionChair("dien-luc").Acknowledges("adhoc-2.dien-luc"));
  // Later it goes to one more.
  EXPECT_DONE(world_.Chair().AssignsItem("2025", "adhoc-2", {"may-hung-an"}, "2025-10-31"));

  v1::GetRoundRequest get;
  get.set_name(world_.RoundName("2025"));
  const auto read = world_.Chair().Call<v1::GetRoundResponse>(get);
  ASSERT_DONE(read);
  EXPECT_EQ(read->round().task_count(), 82 + 5 + 3);
  EXPECT_EQ(ItemOf(read->round(), "adhoc-2").union_count(), 2);
  EXPECT_TRUE(ItemOf(read->round(), "adhoc-2").to_federation());

  EXPECT_REFUSED(world_.Chair().AssignsAdHoc("2025", "", {}, "2025-09-30"), INVALID_FIELD);
  EXPECT_REFUSED(world_.Chair().AssignsAdHoc("2025", "Việc gấp", {}, "2025-01-05"), DUE_DATE_PAST);
  EXPECT_REFUSED(world_.Chair().AssignsAdHoc("2025", "Việc gấp", {}, "2025-09-30", ""), DECISION_REQUIRED);
}

TEST_F(IssuedYear, RoundsAreListedNewestFirstPageByPage) {
  ASSERT_DONE(world_.Chair().DraftsRound("2024"));
  ASSERT_DONE(world_.Chair().DraftsRound("2026"));
  v1::ListRoundsRequest list;
  list.set_parent(world_.FederationName());
  list.set_page_size(2);
  const auto first = world_.ExecutiveMember().Call<v1::ListRoundsResponse>(list);
  ASSERT_DONE(first);
  ASSERT_EQ(first->rounds_size(), 2);
  EXPECT_EQ(first->rounds(0).name(), world_.RoundName("2026"));
  EXPECT_EQ(first->rounds(1).name(), world_.RoundName("2025"));
  EXPECT_EQ(first->rounds(1).items_size(), 0);
  EXPECT_EQ(first->rounds(1).task_count(), 82);
  list.set_page_token(first->next_page_token());
  const auto second = world_.ExecutiveMember().Call<v1::ListRoundsResponse>(list);
  ASSERT_DONE(second);
  ASSERT_EQ(second->rounds_size(), 1);
  EXPECT_EQ(second->rounds(0).name(), world_.RoundName("2024"));
  EXPECT_THAT(second->next_page_token(), IsEmpty());
  list.set_page_token(first->next_page_token() + "x");
  EXPECT_REFUSED(world_.ExecutiveMember().Call<v1::ListRoundsResponse>(list), PAGE_TOKEN_INVALID);
  list.set_page_token("");
  list.set_page_size(1001);
  EXPECT_REFUSED(world_.ExecutiveMember().Call<v1::ListRoundsResponse>(list), INVALID_FIELD);
  list.clear_page_token();
  list.set_page_size(10);
  const auto published = world_.Reader().Call<v1::ListRoundsResponse>(list);
  ASSERT_DONE(published);
  ASSERT_EQ(published->rounds_size(), 1) << "drafts are not";
  EXPECT_EQ(published->rounds(0).name(), world_.RoundName("2025"));
}

}  // namespace
}  // namespace phancong::services_test
