#include "storage/requests.h"

#include <string>

#include "gtest/gtest.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"

namespace phancong::storage {
namespace {

constexpr int64_t kDayMicros = int64_t{24} * 3600 * 1'000'000;
constexpr int64_t kNow = 20000 * kDayMicros;

class RequestsTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(Migrate(*store_).ok()); }

  absl::Status TryToRemember(const std::string& id, const std::string& response, int64_t now, int64_t account = 1,
                             int64_t federation = 1) {
    return store_->Write([&](WriteTransaction& tx) {
      return RememberRequest(tx, federation, ++revision_, account, id,
                             {.digest = "digest of " + response, .response = response}, now);
    });
  }
  void Remember(const std::string& id, const std::string& response, int64_t now, int64_t account = 1,
                int64_t federation = 1) {
    const absl::Status remembered = TryToRemember(id, response, now, account, federation);
    EXPECT_TRUE(remembered.ok()) << remembered;
  }
  std::optional<RequestRow> Find(const std::string& id, int64_t now, int64_t account = 1, int64_t federation = 1) {
    std::optional<RequestRow> row;
    EXPECT_TRUE(store_
                    ->Read([&](ReadTransaction& tx) {
                      absl::StatusOr<std::optional<RequestRow>> found = FindRequest(tx, federation, account, id, now);
                      if (found.ok()) row = *std::move(found);
                      return found.status();
                    })
                    .ok());
    return row;
  }
  int64_t Count() {
    int64_t count = -1;
    EXPECT_TRUE(store_
                    ->Read([&](ReadTransaction& tx) {
                      count = tx.Query("SELECT COUNT(*) FROM request", {})->front().Int(0);
                      return absl::OkStatus();
                    })
                    .ok());
    return count;
  }
  void Forget(int64_t now, int64_t limit) {
    EXPECT_TRUE(store_->Write([&](WriteTransaction& tx) { return ForgetOldRequests(tx, now, limit); }).ok());
  }
  RefusedAttempts Refuse(int64_t hour, int64_t limit = 20, int64_t account = 1) {
    RefusedAttempts attempts;
    EXPECT_TRUE(store_
                    ->Write([&](WriteTransaction& tx) {
                      absl::StatusOr<RefusedAttempts> counted = CountRefusedAttempt(tx, 1, account, hour, limit);
                      if (counted.ok()) attempts = *counted;
                      return counted.status();
                    })
                    .ok());
    return attempts;
  }

  std::unique_ptr<Store> store_ = *SqliteStore::OpenPrivate();
  int64_t revision_ = 0;
};

TEST_F(RequestsTest, WhatWasDoneIsRemembered) {
  EXPECT_FALSE(Find("r-1", kNow).has_value());
  const std::string response("bytes\0with\xff", 11);
  Remember("r-1", response, kNow);
  const std::optional<RequestRow> row = Find("r-1", kNow + 5);
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->response, response);
  EXPECT_EQ(row->digest, "digest of " + response);
}

TEST_F(RequestsTest, ARequestIsAnAccountsInAFederation) {
  Remember("r-1", "a", kNow);
  EXPECT_FALSE(Find("r-1", kNow, /*account=*/2).has_value());
  EXPECT_FALSE(Find("r-1", kNow, 1, /*federation=*/2).has_value());
  Remember("r-1", "b", kNow, /*account=*/2);
  EXPECT_EQ(Find("r-1", kNow, 2)->response, "b");
  EXPECT_EQ(Find("r-1", kNow, 1)->response, "a");
}

TEST_F(RequestsTest, TheMemoryIsNinetyDays) {
  Remember("r-1", "a", kNow);
  EXPECT_TRUE(Find("r-1", kNow + 90 * kDayMicros).has_value());
  EXPECT_FALSE(Find("r-1", kNow + 90 * kDayMicros + 1).has_value());
  // Its id may be used again then, whether or not the row is still there.
  Remember("r-1", "b", kNow + 91 * kDayMicros);
  EXPECT_EQ(Find("r-1", kNow + 91 * kDayMicros)->response, "b");
}

TEST_F(RequestsTest, WhatIsRememberedIsNotWrittenOver) {
  Remember("r-1", "a", kNow);
  for (const int64_t later : {kNow, kNow + 90 * kDayMicros}) {
    for (const char* response : {"a", "b"}) {
      EXPECT_EQ(TryToRemember("r-1", response, later).code(), absl::StatusCode::kAlreadyExists);
    }
  }
  EXPECT_EQ(Find("r-1", kNow)->response, "a");
  EXPECT_EQ(Find("r-1", kNow)->digest, "digest of a");
  // It is as old as it was.
  EXPECT_FALSE(Find("r-1", kNow + 90 * kDayMicros + 1).has_value());
}

TEST_F(RequestsTest, OldRequestsAreForgottenAFewAtATime) {
  for (int i = 0; i < 5; ++i) Remember("old-" + std::to_string(i), "a", kNow + i);
  Remember("new", "b", kNow + 50 * kDayMicros);
  const int64_t later = kNow + 91 * kDayMicros;
  Forget(later, 3);
  EXPECT_EQ(Count(), 3);
  Forget(later, 3);
  EXPECT_EQ(Count(), 1);
  Forget(later, 3);
  EXPECT_TRUE(Find("new", later).has_value());
}

TEST_F(RequestsTest, OldRequestsOfAllFederationsAreForgotten) {
  for (const int64_t federation : {1, 2, 3}) {
    Remember("old", "a", kNow, 1, federation);
    Remember("new", "b", kNow + 50 * kDayMicros, 1, federation);
  }
  const int64_t later = kNow + 91 * kDayMicros;
  Forget(later, 2);
  EXPECT_EQ(Count(), 4);
  Forget(later, 10);
  EXPECT_EQ(Count(), 3);
  for (const int64_t federation : {1, 2, 3}) EXPECT_TRUE(Find("new", later, 1, federation).has_value());
}

TEST_F(RequestsTest, ALongAnswerComesBackAsItWas) {
  std::string response;
  for (int i = 0; i < 3000; ++i) response += "federations/bac-quang/unions/" + std::to_string(i * 7919 % 1000) + '\0';
  Remember("r-1", response, kNow);
  EXPECT_EQ(Find("r-1", kNow)->response, response);
}

TEST_F(RequestsTest, AnAnswerWithAnErasedTextIsForgotten) {
  // More than are looked at together, and on either side of the memory's end.
  for (int i = 0; i < 1200; ++i) {
    Remember("r-" + std::to_string(i),
             "by " + std::string(i % 7 == 3 ? "Hoàng Thị Mai" : "Nông Văn Lực") + " of the union", kNow + i);
  }
  Remember("other", "by Hoàng Thị Mai", kNow, 1, /*federation=*/2);
  ASSERT_TRUE(store_->Write([&](WriteTransaction& tx) { return ForgetAnswersWith(tx, 1, {"Hoàng Thị Mai"}); }).ok());
  for (int i = 0; i < 1200; ++i) {
    const std::optional<RequestRow> row = Find("r-" + std::to_string(i), kNow + 2000);
    ASSERT_TRUE(row.has_value()) << "a retry must still be known for one";
    EXPECT_EQ(row->response, i % 7 == 3 ? "" : "by Nông Văn Lực of the union");
  }
  EXPECT_EQ(Find("other", kNow, 1, 2)->response, "by Hoàng Thị Mai");
}

TEST_F(RequestsTest, RefusedAttemptsAreCountedByPersonAndHour) {
  EXPECT_EQ(Refuse(100).in_this_hour, 1);
  EXPECT_EQ(Refuse(100).in_this_hour, 2);
  EXPECT_EQ(Refuse(100, 20, /*account=*/2).in_this_hour, 1);
  EXPECT_EQ(Refuse(101).in_this_hour, 1);
}

TEST_F(RequestsTest, WhatWasAboveTheLimitIsToldOnceInALaterHour) {
  for (int i = 1; i <= 25; ++i) EXPECT_EQ(Refuse(100).uncounted_before, 0);
  EXPECT_EQ(Refuse(103).uncounted_before, 5);
  EXPECT_EQ(Refuse(103).uncounted_before, 0);
  // Within the limit there is nothing to tell.
  EXPECT_EQ(Refuse(104).uncounted_before, 0);
}

}  // namespace
}  // namespace phancong::storage
