// The directory is imported, and read.

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
using support::World;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Outcome<v1::ImportUnionsResponse> Checks(World& world, const std::string& csv, const std::string& as_of = "") {
  v1::ImportUnionsRequest request;
  request.set_parent(world.FederationName());
  request.set_chunk(csv);
  request.set_validate_only(true);
  if (!as_of.empty()) *request.mutable_as_of_date() = DateOf(as_of);
  return world.Chair().Call<v1::ImportUnionsResponse>(request);
}

v1::GrassrootsUnion UnionOf(World& world, const std::string& id) {
  v1::GetUnionRequest request;
  request.set_name(world.UnitName(id));
  const auto read = world.Chair().Call<v1::GetUnionResponse>(request);
  EXPECT_DONE(read);
  return read->grassroots_union();
}

std::vector<std::string> Ids(const v1::ListUnionsResponse& response) {
  std::vector<std::string> ids;
  for (const v1::GrassrootsUnion& each : response.unions())
    ids.push_back(each.name().substr(each.name().rfind('/') + 1));
  return ids;
}

TEST(ImportUnions, CreatesChangesAndLeavesAsItIs) {
  World world;
  ASSERT_DONE(world.Chair().LoadsProgramme(FileOf(world.options().programme)));
  const auto first = world.Chair().ImportsUnions(FiveUnions());
  ASSERT_DONE(first);
  EXPECT_EQ(first->created_count(), 5);
  EXPECT_EQ(first->changed_count(), 0);
  EXPECT_THAT(first->changes(), IsEmpty()) << "only a check shows them";

  // Nothing differs: nothing happens, and no entry is made.
  const auto again = world.Chair().ImportsUnions(FiveUnions());
  ASSERT_DONE(again);
  EXPECT_EQ(again->unchanged_count(), 5);
  EXPECT_EQ(again->revision(), first->revision());

  // One is renamed, one has another number; three are not in the file and stay.
  world.GoTo("2025-02-03");
  const auto changed = world.Chair().ImportsUnions(
      std::string(kColumns) +
      "ubnd-tan-quang,CĐCS UBND xã Tân Quang,ADMINISTRATIVE,xã Tân Quang,1990-01-01,20,8,22,0,không,có,\n"
      "dien-luc,CĐCS Điện lực,STATE_ENTERPRISE,thị trấn Việt Quang,2000-03-01,55,10,55,30,có,không,2025-01-31\n"
      "may-hung-an,CĐCS Công ty May Hùng An,NON_STATE_ENTERPRISE,xã Hùng An,2015-05-01,100,60,120,90,có,có,\n");
  ASSERT_DONE(changed);
  EXPECT_EQ(changed->created_count(), 0);
  EXPECT_EQ(changed->changed_count(), 2);
  EXPECT_EQ(changed->unchanged_count(), 1);
  EXPECT_EQ(UnionOf(world, "ubnd-tan-quang").title(), "CĐCS UBND xã Tân Quang");
  EXPECT_EQ(UnionOf(world, "dien-luc").facts().at("members"), 55);
  EXPECT_EQ(UnionOf(world, "truong-dong-yen").facts().at("members"), 40);
}

TEST(ImportUnions, ShowsWhatWouldChange) {
  World world;
  LoadFiveUnions(world);
  const std::string csv =
      std::string(kColumns) +
      "truong-dong-yen,CĐCS Trường Đông Yên,PUBLIC_SERVICE,xã Đông Yên,1995-09-05,41,30,42,0,có,có,\n"
      "moi,CĐCS mới,ADMINISTRATIVE,,01/02/2024,5,1,6,0,không,không,\n";
  const auto checked = Checks(world, csv);
  ASSERT_DONE(checked);
  EXPECT_EQ(checked->created_count(), 1);
  EXPECT_EQ(checked->changed_count(), 1);
  ASSERT_EQ(checked->changes_size(), 2);
  EXPECT_EQ(checked->changes(0).id(), "truong-dong-yen");
  EXPECT_FALSE(checked->changes(0).created());
  EXPECT_THAT(checked->changes(0).fields(), ElementsAre("members: 40 → 41", "eligible_for_agreement: không → có",
                                                        "chair_newly_elected_on: 03/01/2025 → –"));
  EXPECT_TRUE(checked->changes(1).created());
  world.Chair().Reads("en");
  EXPECT_THAT(
      Checks(world, csv)->changes(0).fields(),
      ElementsAre("members: 40 → 41", "eligible_for_agreement: no → yes", "chair_newly_elected_on: 2025-01-03 → –"));
  EXPECT_EQ(UnionOf(world, "truong-dong-yen").facts().at("members"), 40) << "nothing was changed";

  // A fact that is left empty has no value any more.
  ASSERT_DONE(world.Chair().ImportsUnions(csv));
  EXPECT_FALSE(UnionOf(world, "truong-dong-yen").facts().contains("chair_newly_elected_on"));
}

TEST(ImportUnions, IsAllOrNothing) {
  World world;
  LoadFiveUnions(world);
  const std::string csv = std::string(kColumns) +
                          "moi,CĐCS mới,ADMINISTRATIVE,,2024-01-01,5,1,6,0,không,không,\n"
                          "sai,CĐCS sai,ADMIN,,2024-01-01,7,1,6,0,không,không,\n";
  const auto refused = world.Chair().ImportsUnions(csv);
  EXPECT_REFUSED(refused, INVALID_FILE);
  EXPECT_EQ(refused.values.at("count"), "2") << "the type, and more members than workers";
  EXPECT_EQ(refused.values.at("line"), "3");
  const auto checked = Checks(world, csv);
  ASSERT_DONE(checked);
  ASSERT_EQ(checked->problems_size(), 2);
  EXPECT_EQ(checked->problems(0).line(), 3);
  EXPECT_THAT(checked->changes(), IsEmpty());
  v1::GetUnionRequest request;
  request.set_name(world.UnitName("moi"));
  EXPECT_REFUSED(world.Chair().Call<v1::GetUnionResponse>(request), NOT_FOUND);
}

TEST(ImportUnions, AsksForAProgrammeADecisionAndTheChair) {
  World world;
  EXPECT_REFUSED(world.Chair().ImportsUnions(FiveUnions()), NO_PROGRAMME);
  ASSERT_DONE(world.Chair().LoadsProgramme(FileOf(world.options().programme)));
  EXPECT_REFUSED(world.Chair().ImportsUnions(FiveUnions(), ""), DECISION_REQUIRED);
  EXPECT_REFUSED(world.ViceChair().ImportsUnions(FiveUnions()), POSITION_REQUIRED);
}

TEST(ImportUnions, IsOfADay) {
  World world;
  ASSERT_DONE(world.Chair().LoadsProgramme(FileOf(world.options().programme)));
  EXPECT_REFUSED(world.Chair().ImportsUnions(FiveUnions(), "02/QĐ-BTV", "2025-01-07"), INVALID_FIELD);
  ASSERT_DONE(world.Chair().ImportsUnions(FiveUnions(), "02/QĐ-BTV", "2024-12-31"));
  const std::string more = std::string(kColumns) +
                           "dien-luc,CĐCS Điện lực,STATE_ENTERPRISE,thị trấn Việt Quang,2000-03-01,55,10,55,30,có,"
                           "không,\n";
  // What is recorded from a day on is not changed by what is said to be older.
  const auto older = world.Chair().ImportsUnions(more, "02/QĐ-BTV", "2024-12-30");
  EXPECT_REFUSED(older, INVALID_FILE);
  EXPECT_EQ(older.values.at("line"), "2");
  EXPECT_THAT(older.message, HasSubstr("31/12/2024"));
  EXPECT_DONE(world.Chair().ImportsUnions(more, "02/QĐ-BTV", "2025-01-02"));

  // The facts of a day between hold on it.
  const auto before = world.Chair().DraftsRound("2025", {}, "2025-01-01");
  ASSERT_DONE(before);
  EXPECT_EQ(before->round().task_count(), 82);
}

TEST(ImportUnions, TakesTheSampleInPiecesAsASpreadsheetSavesIt) {
  World world;
  ASSERT_DONE(world.Chair().LoadsProgramme(FileOf(world.options().programme)));
  std::string csv = "\xEF\xBB\xBF";
  for (const char c : FileOf(world.options().unions)) {
    if (c == '\n') csv += '\r';
    csv += c;
  }
  const auto imported = world.Chair().ImportsUnions(csv);
  ASSERT_DONE(imported);
  EXPECT_GE(imported->created_count(), 55);
  const auto plain = world.Chair().ImportsUnions(FileOf(world.options().unions));
  ASSERT_DONE(plain);
  EXPECT_EQ(plain->unchanged_count(), imported->created_count());
}

TEST(ImportUnions, HasAtMostFiveThousand) {
  World world;
  ASSERT_DONE(world.Chair().LoadsProgramme(FileOf(world.options().programme)));
  std::string csv = kColumns;
  for (int i = 1; i <= 5000; ++i) {
    const std::string number = std::to_string(i);
    csv += "cd-" + number + ",CĐCS số " + number + ",ADMINISTRATIVE,xã " + number + ",,10,5,12,0,không,có,\n";
  }
  const auto all = world.Chair().ImportsUnions(csv);
  ASSERT_DONE(all);
  EXPECT_EQ(all->created_count(), 5000);
  EXPECT_REFUSED(world.Chair().ImportsUnions(FiveUnions()), TOO_LARGE);
}

// --- Reading. --------------------------------------------------------------------------------------------------------

TEST(ListUnions, IsInVietnameseOrderAndFindsWithoutMarks) {
  World world;
  LoadFiveUnions(world);
  v1::ListUnionsRequest list;
  list.set_parent(world.FederationName());
  // "Công ty" < "Điện lực" < "Trường Đông Yên" < "Trường tư thục" < "xã": đ comes after d, before e.
  const auto all = world.ExecutiveMember().Call<v1::ListUnionsResponse>(list);
  ASSERT_DONE(all);
  EXPECT_THAT(Ids(*all),
              ElementsAre("may-hung-an", "dien-luc", "truong-dong-yen", "tu-thuc-hoa-mai", "ubnd-tan-quang"));
  EXPECT_EQ(all->unions(1).title(), "CĐCS Điện lực");
  EXPECT_EQ(all->unions(1).founded_on().year(), 2000);
  EXPECT_FALSE(all->unions(3).has_founded_on() && all->unions(3).founded_on().year() != 0);

  std::vector<std::string> paged;
  list.set_page_size(2);
  do {
    const auto page = world.Chair().Call<v1::ListUnionsResponse>(list);
    ASSERT_DONE(page);
    for (const std::string& id : Ids(*page)) paged.push_back(id);
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_EQ(paged, Ids(*all));

  list.set_text("truong");
  const auto found = world.Chair().Call<v1::ListUnionsResponse>(list);
  ASSERT_DONE(found);
  EXPECT_THAT(Ids(*found), ElementsAre("truong-dong-yen", "tu-thuc-hoa-mai"));
  list.clear_text();
  list.add_types("STATE_ENTERPRISE");
  list.add_types("NON_STATE_ENTERPRISE");
  EXPECT_THAT(Ids(*world.Chair().Call<v1::ListUnionsResponse>(list)), UnorderedElementsAre("may-hung-an", "dien-luc"));
  // A token belongs to its filter.
  list.set_page_size(1);
  const auto one = world.Chair().Call<v1::ListUnionsResponse>(list);
  ASSERT_DONE(one);
  list.set_page_token(one->next_page_token());
  list.clear_types();
  EXPECT_REFUSED(world.Chair().Call<v1::ListUnionsResponse>(list), PAGE_TOKEN_INVALID);
}

TEST(ListUnions, ShowsAUnionItselfAlone) {
  World world;
  LoadFiveUnions(world);
  v1::ListUnionsRequest list;
  list.set_parent(world.FederationName());
  const auto own = world.UnionOfficer("dien-luc").Call<v1::ListUnionsResponse>(list);
  ASSERT_DONE(own);
  EXPECT_THAT(Ids(*own), ElementsAre("dien-luc"));
  v1::GetUnionRequest get;
  get.set_name(world.UnitName("dien-luc"));
  EXPECT_DONE(world.UnionChair("dien-luc").Call<v1::GetUnionResponse>(get));
  get.set_name(world.UnitName("may-hung-an"));
  EXPECT_REFUSED(world.UnionChair("dien-luc").Call<v1::GetUnionResponse>(get), NOT_YOUR_UNION);
  get.set_name(world.UnitName("nowhere"));
  EXPECT_REFUSED(world.UnionChair("dien-luc").Call<v1::GetUnionResponse>(get), NOT_YOUR_UNION);
  EXPECT_REFUSED(world.Chair().Call<v1::GetUnionResponse>(get), NOT_FOUND);
  EXPECT_REFUSED(world.Reader().Call<v1::ListUnionsResponse>(list), POSITION_REQUIRED);
}

}  // namespace
}  // namespace phancong::services_test
