#include "services/rules/fingerprint.h"

#include <string>

#include "gtest/gtest.h"

namespace phancong::rules {
namespace {

// SHA-256 of "abc", as FIPS 180-2 gives it.
constexpr char kOfAbc[] = "BA78-16BF-8F01-CFEA-4141-40DE-5DAE-2223-B003-61A3-9617-7A9C-B410-FF61-F200-15AD";

TEST(FingerprintTest, IsTheSha256InGroupsOfFour) { EXPECT_EQ(Fingerprint("abc"), kOfAbc); }

TEST(FingerprintTest, IsReadHoweverItIsTyped) {
  EXPECT_EQ(ParseFingerprint(kOfAbc), kOfAbc);
  EXPECT_EQ(ParseFingerprint("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), kOfAbc);
  EXPECT_EQ(ParseFingerprint("BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:"
                             "B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD"),
            kOfAbc);
  EXPECT_EQ(ParseFingerprint("BA78 16BF 8F01 CFEA 4141 40DE 5DAE 2223 B003 61A3 9617 7A9C B410 FF61 F200 15AD"),
            kOfAbc);
}

TEST(FingerprintTest, APartOrSomethingElseIsNone) {
  EXPECT_EQ(ParseFingerprint(""), std::nullopt);
  EXPECT_EQ(ParseFingerprint("BA78-16BF"), std::nullopt);
  EXPECT_EQ(ParseFingerprint(std::string(kOfAbc) + "-00"), std::nullopt);
  std::string letter = kOfAbc;
  letter[0] = 'G';
  EXPECT_EQ(ParseFingerprint(letter), std::nullopt);
}

}  // namespace
}  // namespace phancong::rules
