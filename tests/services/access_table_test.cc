// The table of who may call what, as the operations guide shows it.
#include "services/serving/access_table.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/contract.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using testing::HasSubstr;

TEST(AccessTable, IsTheOneInTheGuide) {
  EXPECT_TRUE(serving::AccessTable("vi") == support::FileOf("deploy/ACCESS.md"))
      << "who may call what has changed: build/bin/phancongd access >deploy/ACCESS.md, and look at the difference";
}

TEST(AccessTable, HasARowForEveryMethodInBothLanguages) {
  for (const char* language : {"vi", "en"}) {
    const std::string table = serving::AccessTable(language);
    for (const auto* method : support::MethodsOfTheContract())
      EXPECT_THAT(table, HasSubstr("| " + method->name() + " |"));
  }
}

TEST(AccessTable, SaysHowFarAPositionReaches) {
  const std::string table = serving::AccessTable("en");
  const auto row = [&](const std::string& method) {
    const size_t begin = table.find("| " + method + " |");
    return table.substr(begin, table.find('\n', begin) - begin);
  };
  EXPECT_EQ(row("SignOut"), "| SignOut |  | one's own | | | | | | | | | | |");
  EXPECT_EQ(row("SubmitSelfRating"), "| SubmitSelfRating | command | | | | | | | | own union | | | |");
  EXPECT_EQ(row("AdvanceClock"), "| AdvanceClock | command | | the federation | | | | | | | | | the federation |");
}

}  // namespace
}  // namespace phancong::services_test
