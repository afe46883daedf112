// Back-off for those who try passwords, alone.
#include "services/accounts/attempts.h"

#include <cstdint>
#include <string>

#include "gtest/gtest.h"
#include "services/rules/refusal.h"

namespace phancong::services_test {
namespace {

constexpr int64_t kSecond = 1'000'000;

// The seconds to wait for the next attempt; 0: none, and the attempt has failed.
int64_t FailsAt(accounts::Attempts& attempts, int64_t now, const std::string& key = "an") {
  const absl::Status begun = attempts.Begin(key, now);
  if (begun.ok()) {
    attempts.End(key, accounts::Attempts::Outcome::kWrong, now);
    return 0;
  }
  return std::stoll(rules::RefusalOf(begun)->values.at("seconds"));
}

TEST(Attempts, WaitLongerAndLonger) {
  accounts::Attempts attempts(accounts::kByAccount);
  int64_t now = 0;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(FailsAt(attempts, now), 0) << i;
  for (const int64_t wait : {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
    EXPECT_EQ(FailsAt(attempts, now), wait);
    EXPECT_EQ(FailsAt(attempts, now + wait * kSecond - 1), 1);
    now += wait * kSecond;
    EXPECT_EQ(FailsAt(attempts, now), 0);
  }
  // Nobody else waits.
  EXPECT_EQ(FailsAt(attempts, now, "binh"), 0);
  // An hour without a wrong password, and it starts anew.
  now += 3601 * kSecond;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(FailsAt(attempts, now), 0) << i;
  EXPECT_EQ(FailsAt(attempts, now), 1);
}

TEST(Attempts, ARightPasswordStartsAnew) {
  accounts::Attempts attempts(accounts::kByAccount);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(FailsAt(attempts, 0), 0);
  ASSERT_TRUE(attempts.Begin("an", 0).ok());
  attempts.End("an", accounts::Attempts::Outcome::kRight, 0);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(FailsAt(attempts, 0), 0);
  EXPECT_EQ(FailsAt(attempts, 0), 1);
}

TEST(Attempts, OfAnAddressARightPasswordIsNoWayToTryOthersForEver) {
  accounts::Attempts attempts(accounts::kByAddress);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(FailsAt(attempts, 0), 0) << i;
    if (i == 19) break;
    ASSERT_TRUE(attempts.Begin("an", 0).ok());
    attempts.End("an", accounts::Attempts::Outcome::kRight, 0);
  }
  EXPECT_EQ(FailsAt(attempts, 0), 1);
  int64_t now = 0;
  for (const int64_t wait : {1, 2, 4, 8, 16, 32, 60, 60}) {
    EXPECT_EQ(FailsAt(attempts, now), wait);
    now += wait * kSecond;
    EXPECT_EQ(FailsAt(attempts, now), 0);
  }
}

TEST(Attempts, ManyAtOnceAreNoWayAround) {
  accounts::Attempts attempts(accounts::kByAccount);
  for (int i = 0; i < accounts::kByAccount.side_by_side; ++i) EXPECT_TRUE(attempts.Begin("an", 0).ok());
  EXPECT_FALSE(attempts.Begin("an", 0).ok());
  for (int i = 0; i < accounts::kByAccount.side_by_side; ++i) {
    attempts.End("an", accounts::Attempts::Outcome::kWrong, 0);
  }
  EXPECT_EQ(FailsAt(attempts, 0), 300);
}

TEST(Attempts, AreForgottenBeforeTheyFillTheMemoryThoseUnderWayLast) {
  accounts::Attempts attempts(accounts::kByAccount);
  ASSERT_TRUE(attempts.Begin("under way", 0).ok());
  for (int i = 0; i < 5; ++i) EXPECT_EQ(FailsAt(attempts, 1, "first"), 0);
  for (size_t i = 0; i < accounts::Attempts::kKeys; ++i) {
    EXPECT_EQ(FailsAt(attempts, 2, "account " + std::to_string(i)), 0);
  }
  EXPECT_EQ(FailsAt(attempts, 3, "first"), 0);
  for (int i = 0; i < 5; ++i) {
    attempts.End("under way", accounts::Attempts::Outcome::kWrong, 3);
    if (i < 4) {
      ASSERT_TRUE(attempts.Begin("under way", 3).ok());
    }
  }
  EXPECT_EQ(FailsAt(attempts, 3, "under way"), 1);
}

}  // namespace
}  // namespace phancong::services_test
