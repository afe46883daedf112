// Items of programmes among ad hoc ones, of which a federation may have thousands.
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/programmes.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/explained.h"

namespace phancong::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

constexpr int64_t kFederation = 1;

// The items 1 and 2 of the programme, in both rounds; and ad hoc ones.
class Items : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(Migrate(*store_).ok());
    const absl::Status filled = store_->Write([&](WriteTransaction& tx) {
      absl::Status done;
      for (int64_t item = 1; item <= 2; ++item) {
        done.Update(Insert(tx, item, fmt::format("1.{}", item), 0));
        for (int64_t round = 1; round <= 2; ++round) done.Update(Join(tx, round, item));
      }
      return done;
    });
    ASSERT_TRUE(filled.ok()) << filled;
  }

  static absl::Status Insert(WriteTransaction& tx, int64_t item, const std::string& id, int64_t ad_hoc_round) {
    return tx.Execute(
        "INSERT INTO item (federation, item, id, ad_hoc_round, title_vi, title_en, title_fold, document_number, "
        "document_day, document_issuer) VALUES ($1, $2, $3, $4, 'Việc', '', 'viec', '', 0, '')",
        {kFederation, item, id, ad_hoc_round});
  }
  static absl::Status Join(WriteTransaction& tx, int64_t round, int64_t item) {
    return tx.Execute("INSERT INTO round_item (federation, round, item, due_day) VALUES ($1, $2, $3, 10)",
                      {kFederation, round, item});
  }
  void IsGiven(int64_t round, int64_t item, const std::string& id) {
    const absl::Status given = store_->Write([&](WriteTransaction& tx) {
      absl::Status done = Insert(tx, item, id, round);
      done.Update(Join(tx, round, item));
      return done;
    });
    ASSERT_TRUE(given.ok()) << given;
  }

  std::string LastOf(int64_t round) {
    std::string last;
    const absl::Status read = store_->Read([&](ReadTransaction& tx) {
      absl::StatusOr<std::string> id = LastAdHocItem(tx, kFederation, round);
      if (id.ok()) last = *std::move(id);
      return id.status();
    });
    EXPECT_TRUE(read.ok()) << read;
    return last;
  }

  const std::unique_ptr<SqliteStore> store_ = *SqliteStore::OpenPrivate();
};

TEST_F(Items, TheLastAdHocOneIsThatOfTheGreatestNumber) {
  EXPECT_EQ(LastOf(1), "");
  for (int64_t number = 1; number <= 11; ++number) IsGiven(1, 10 + number, fmt::format("adhoc-{}", number));
  EXPECT_EQ(LastOf(1), "adhoc-11");
  EXPECT_EQ(LastOf(2), "");
  IsGiven(2, 30, "adhoc-1");
  EXPECT_EQ(LastOf(1), "adhoc-11");
  EXPECT_EQ(LastOf(2), "adhoc-1");
  // A later item of the programme that joins the round has a greater number.
  ASSERT_TRUE(store_
                  ->Write([](WriteTransaction& tx) {
                    absl::Status done = Insert(tx, 40, "9.9", 0);
                    done.Update(Join(tx, 1, 40));
                    return done;
                  })
                  .ok());
  EXPECT_EQ(LastOf(1), "adhoc-11");
}

TEST_F(Items, OfTheProgrammesAreThoseThatAreNotAdHoc) {
  IsGiven(1, 11, "adhoc-1");
  const absl::Status read = store_->Read([](ReadTransaction& tx) -> absl::Status {
    const absl::StatusOr<std::map<std::string, int64_t>> numbers = ItemNumbers(tx, kFederation);
    if (!numbers.ok()) return numbers.status();
    EXPECT_THAT(*numbers, ElementsAre(Pair("1.1", 1), Pair("1.2", 2)));
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
}

// What is asked at every look and at every new item does not cost more with each ad hoc one that there is.
TEST_F(Items, AreFoundWithoutWalkingOverTheAdHocOnes) {
  std::vector<std::string> of_programmes;
  std::vector<std::string> of_the_last;
  const absl::Status read = store_->Read([&](ReadTransaction& tx) {
    Explained numbers(tx);
    absl::Status status = ItemNumbers(numbers, kFederation).status();
    of_programmes = numbers.steps();
    Explained last(tx);
    status.Update(LastAdHocItem(last, kFederation, 1).status());
    of_the_last = last.steps();
    return status;
  });
  ASSERT_TRUE(read.ok()) << read;
  EXPECT_THAT(of_programmes, ElementsAre(HasSubstr("(federation=? AND ad_hoc_round=?)")));
  EXPECT_THAT(of_the_last, ElementsAre(HasSubstr("r USING PRIMARY KEY (federation=? AND round=?)"),
                                       HasSubstr("i USING PRIMARY KEY (federation=? AND item=?)")))
      << "and no sort before the first is taken";
}

}  // namespace
}  // namespace phancong::storage
