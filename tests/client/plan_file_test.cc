#include "client/cli/plan_file.h"

#include <gtest/gtest.h>

#include "client/cli/failure.h"

namespace phancong::client {
namespace {

std::string WhyNot(std::string_view csv) {
  const auto lines = ReadPlanLines(csv);
  return lines.ok() ? "" : Explain(lines.status(), Language::kEnglish).front();
}

TEST(APlanFile, HasALineForEachItem) {
  const auto lines = ReadPlanLines(
      "item,targets,measures,person,due_date\n"
      "2.2,informed=95,\"Phổ biến luật, mỗi quý một buổi\",Chị Lan,30/09/2025\n"
      "1.4, conference=90 ; dialogue=88 ,,,\n");
  ASSERT_TRUE(lines.ok()) << lines.status();
  ASSERT_EQ(lines->size(), 2U);
  const v1::PlanLine& first = lines->at(0);
  EXPECT_EQ(first.item(), "2.2");
  EXPECT_EQ(first.targets(0).figure(), "informed");
  EXPECT_EQ(first.targets(0).target(), 95);
  EXPECT_EQ(first.measures(), "Phổ biến luật, mỗi quý một buổi");
  EXPECT_EQ(first.person(), "Chị Lan");
  EXPECT_EQ(first.due_date().month(), 9);
  EXPECT_EQ(lines->at(1).targets_size(), 2);
  EXPECT_EQ(lines->at(1).targets(1).target(), 88);
  EXPECT_FALSE(lines->at(1).has_due_date());
}

TEST(APlanFile, SaysWhichLineIsWrong) {
  EXPECT_NE(WhyNot("").find("no rows"), std::string::npos);
  EXPECT_NE(WhyNot("item\n").find("no rows"), std::string::npos);
  EXPECT_NE(WhyNot("item,target\n1.1,x=1\n").find("no column \"target\""), std::string::npos);
  EXPECT_NE(WhyNot("measures\nPhổ biến\n").find("column item is missing"), std::string::npos);
  EXPECT_NE(WhyNot("item,targets\n1.1,\n1.2,held\n").find("line 3"), std::string::npos);
  EXPECT_NE(WhyNot("item,targets\n1.1,held=-1\n").find("line 2"), std::string::npos);
  EXPECT_NE(WhyNot("item,due_date\n1.1,31/02/2025\n").find("line 2"), std::string::npos);
  EXPECT_NE(WhyNot("item,targets\n1.1\n").find("line 2"), std::string::npos);
  EXPECT_NE(WhyNot("item,targets\n,held=1\n").find("no item"), std::string::npos);
}

}  // namespace
}  // namespace phancong::client
