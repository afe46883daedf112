// Names and texts erased by a decision: gone wherever they stood, and the journal holds as it did.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "phancong/v1/journal_service.pb.h"
#include "storage/sqlite/sqlite_copy.h"
#include "tests/support/world.h"

namespace phancong::support {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kTask[] = "1.3.thpt-viet-vinh";
constexpr char kName[] = "Lò Thị Tên Riêng";
constexpr char kAddress[] = "ten.rieng@example.vn";
constexpr char kComment[] = "Chị Tên Riêng nghỉ ốm";

// The world, when it ends, checks that a replay of what is left gives the same tables (support/invariants.h).
class ErasureTest : public testing::Test {
 protected:
  ErasureTest() {
    world_.IssuesTheYear();
    EXPECT_DONE(world_.Administrator().CreatesAccount("ten-rieng", kName));
    Person& person = world_.Newcomer("ten-rieng");
    EXPECT_DONE(person.SetsMailAddress(kAddress));
  }

  Outcome<v1::EraseTextsResponse> Erases(Person& who, const std::string& account, const std::vector<int64_t>& entries,
                                         bool validate_only = false, const std::string& decision = "90/QĐ-LĐLĐ",
                                         const std::string& request_id = "") {
    v1::EraseTextsRequest request;
    request.set_parent(world_.FederationName());
    request.set_request_id(request_id);
    request.set_decision_number(decision);
    request.set_reason("đã nghỉ việc, có đơn đề nghị");
    if (!account.empty()) request.set_account(world_.FederationName() + "/accounts/" + account);
    request.mutable_entries()->Add(entries.begin(), entries.end());
    request.set_validate_only(validate_only);
    return who.Call<v1::EraseTextsResponse>(request);
  }
  Outcome<v1::EraseTextsResponse> Erases(const std::string& account, bool validate_only = false) {
    return Erases(world_.Chair(), account, {}, validate_only);
  }

  // Whether these bytes are anywhere in the database, its free space included, once its log is written into it.
  bool IsInTheDatabase(const std::string& text) {
    const std::string copy = world_.path() + "." + std::to_string(++copies_);
    EXPECT_TRUE(storage::CopyDatabase(world_.path(), copy, {}).ok());
    std::ifstream file(copy, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    return bytes.find(text) != std::string::npos;
  }
  std::string AllThatHappened() {
    std::string all;
    const auto journal = world_.Chair().ReadsJournal();
    for (const v1::Entry& entry : journal->entries()) {
      for (const std::string& happened : entry.happened()) all += happened + "\n";
    }
    return all;
  }

  World world_;
  int copies_ = 0;
};

TEST_F(ErasureTest, ANameAndAnAddressAreGoneEverywhereAndTheAccountKeepsItsId) {
  ASSERT_TRUE(IsInTheDatabase(kName));
  const auto preview = Erases("ten-rieng", true);
  ASSERT_DONE(preview);
  EXPECT_EQ(preview->texts(), 2);
  EXPECT_THAT(AllThatHappened(), HasSubstr(kName)) << "a preview erases nothing";

  const auto erased = Erases("ten-rieng");
  ASSERT_DONE(erased);
  EXPECT_EQ(erased->texts(), 2);
  EXPECT_THAT(erased->entries(), testing::Pointwise(testing::Eq(), preview->entries()));
  const std::string happened = AllThatHappened();
  EXPECT_THAT(happened, Not(HasSubstr(kName)));
  EXPECT_THAT(happened, HasSubstr("(đã xóa)"));
  EXPECT_THAT(happened, HasSubstr("Xóa 2 đoạn văn theo quyết định 90/QĐ-LĐLĐ"));
  EXPECT_THAT(happened, HasSubstr("ten-rieng"));
  EXPECT_FALSE(IsInTheDatabase(kName));
  EXPECT_FALSE(IsInTheDatabase(kAddress));
}

TEST_F(ErasureTest, TextsOfAnEntryAreGoneAndTheTaskStaysAsItWas) {
  Person& chair = world_.UnionChair("thpt-viet-vinh");
  const auto commented = chair.Comments(kTask, kComment);
  ASSERT_DONE(commented);
  const auto before = world_.Chair().Sees(kTask);
  ASSERT_DONE(Erases(world_.Chair(), "", {commented->revision()}));
  v1::ListCommentsRequest request;
  request.set_name(before->task().name());
  const auto comments = chair.Call<v1::ListCommentsResponse>(request);
  ASSERT_EQ(comments->comments_size(), 1);
  EXPECT_THAT(comments->comments(0).text(), IsEmpty());
  EXPECT_EQ(comments->comments(0).account(), chair.name());
  const auto after = world_.Chair().Sees(kTask);
  EXPECT_EQ(after->task().etag(), before->task().etag());
  EXPECT_EQ(after->task().state(), before->task().state());
  EXPECT_REFUSED(Erases(world_.Chair(), "", {commented->revision()}), NOTHING_TO_DO);
  EXPECT_FALSE(IsInTheDatabase(kComment));
}

TEST_F(ErasureTest, IsTheChairsByADecision) {
  for (Person* person : {&world_.ViceChair(), &world_.InspectionChair(), &world_.Administrator(),
                         &world_.UnionChair("thpt-viet-vinh"), &world_.Newcomer("ten-rieng")}) {
    EXPECT_REFUSED(Erases(*person, "ten-rieng", {}), POSITION_REQUIRED) << person->account();
  }
  EXPECT_REFUSED(Erases(world_.Chair(), "ten-rieng", {}, false, ""), DECISION_REQUIRED);
  EXPECT_REFUSED(Erases(world_.Chair(), "khong-co", {}), NOT_FOUND);
  EXPECT_REFUSED(Erases(world_.Chair(), "", {1'000'000}), NOT_FOUND);
  EXPECT_REFUSED(Erases(world_.Chair(), "", {0}), NOT_FOUND);
  EXPECT_REFUSED(Erases(world_.Chair(), "", {}), INVALID_FIELD);
  EXPECT_THAT(AllThatHappened(), HasSubstr(kName));
}

TEST_F(ErasureTest, ARetryIsAnsweredAsTheFirstTime) {
  const auto first = Erases(world_.Chair(), "ten-rieng", {}, false, "90/QĐ-LĐLĐ", "xóa-1");
  ASSERT_DONE(first);
  const auto again = Erases(world_.Chair(), "ten-rieng", {}, false, "90/QĐ-LĐLĐ", "xóa-1");
  ASSERT_DONE(again);
  EXPECT_EQ(again->revision(), first->revision());
  EXPECT_REFUSED(Erases("ten-rieng"), NOTHING_TO_DO);
}

TEST_F(ErasureTest, EveryTextOfALifeMayGoAndWhatIsCountedStays) {
  world_.GetsAccepted(kTask);
  const auto figures = world_.Chair().SeesProgress("2025");
  const auto journal = world_.Chair().ReadsJournal();
  std::vector<int64_t> entries;
  for (const v1::Entry& entry : journal->entries()) {
    if (entries.size() < 100) entries.push_back(entry.revision());
  }
  const auto erased = Erases(world_.Chair(), "", entries);
  ASSERT_DONE(erased);
  EXPECT_GT(erased->texts(), 5);
  const auto after = world_.Chair().SeesProgress("2025");
  ASSERT_EQ(after->indicators_size(), figures->indicators_size());
  for (int i = 0; i < figures->indicators_size(); ++i) {
    EXPECT_EQ(after->indicators(i).SerializeAsString(), figures->indicators(i).SerializeAsString());
  }
}

}  // namespace
}  // namespace phancong::support
