#include "services/rules/refusal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "services/rules/text.h"
#include "tests/rules/reasons.h"

namespace phancong::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// The words in braces of a message.
std::set<std::string> WordsOf(const std::string& message) {
  std::set<std::string> words;
  for (size_t open = message.find('{'); open != std::string::npos; open = message.find('{', open + 1)) {
    words.insert(message.substr(open + 1, message.find('}', open) - open - 1));
  }
  return words;
}

std::vector<v1::ErrorReason> AllReasons() {
  std::vector<v1::ErrorReason> reasons;
  for (int i = 0; i < v1::ErrorReason_descriptor()->value_count(); ++i) {
    reasons.push_back(static_cast<v1::ErrorReason>(v1::ErrorReason_descriptor()->value(i)->number()));
  }
  return reasons;
}

TEST(EveryReason, HasACodeThatIsAnError) {
  for (const v1::ErrorReason reason : AllReasons()) {
    EXPECT_GE(DeclarationOf(reason).code(), 1) << ReasonName(reason);
    EXPECT_LE(DeclarationOf(reason).code(), 16) << ReasonName(reason);
  }
}

TEST(EveryReason, IsSaidInBothLanguages) {
  for (const v1::ErrorReason reason : AllReasons()) {
    const v1::Refusal& declaration = DeclarationOf(reason);
    EXPECT_NE(declaration.vi(), "") << ReasonName(reason);
    EXPECT_NE(declaration.en(), "") << ReasonName(reason);
    EXPECT_EQ(WordsOf(declaration.vi()), WordsOf(declaration.en())) << ReasonName(reason);
    const absl::StatusOr<std::string> nfc = Nfc(declaration.vi());
    ASSERT_TRUE(nfc.ok()) << ReasonName(reason);
    EXPECT_EQ(*nfc, declaration.vi()) << ReasonName(reason) << " is not in NFC";
  }
}

// A form that is wrong, and what nobody guards, is logged only.
TEST(EveryReason, IsJournaledOnlyWherePolicyOrAGuardRefused) {
  for (const v1::ErrorReason reason : AllReasons()) {
    const v1::Refusal& declaration = DeclarationOf(reason);
    if (!declaration.journaled()) continue;
    EXPECT_TRUE(declaration.code() == 7 || declaration.code() == 9) << ReasonName(reason) << ": " << declaration.code();
  }
}

TEST(EveryReason, ThatDeniesPermissionIsJournaled) {
  for (const v1::ErrorReason reason : AllReasons()) {
    // A witness need not be signed in: there is nobody whose attempt it was.
    if (reason == v1::ERROR_REASON_WITNESS_UNKNOWN) continue;
    EXPECT_TRUE(DeclarationOf(reason).code() != 7 || DeclarationOf(reason).journaled()) << ReasonName(reason);
  }
}

TEST(EveryReason, ComesThroughAStatus) {
  for (const v1::ErrorReason reason : AllReasons()) {
    const absl::Status status = Refuse(reason);
    EXPECT_EQ(static_cast<int>(status.code()), DeclarationOf(reason).code()) << ReasonName(reason);
    const std::optional<RefusalFacts> facts = RefusalOf(status);
    ASSERT_TRUE(facts.has_value()) << ReasonName(reason);
    EXPECT_EQ(facts->reason, reason);
  }
}

TEST(Refusal, NamesItsReasonWithoutPrefix) {
  EXPECT_EQ(ReasonName(v1::ERROR_REASON_TASK_STATE), "TASK_STATE");
  EXPECT_EQ(ReasonName(v1::ERROR_REASON_NOT_YOUR_UNION), "NOT_YOUR_UNION");
}

TEST(Refusal, FillsItsMessageInTheLanguageAskedFor) {
  const absl::Status status = Refuse(
      v1::ERROR_REASON_DUE_DATE_PAST,
      {{"due.vi", "31/01/2025"}, {"due.en", "2025-01-31"}, {"today.vi", "01/02/2025"}, {"today.en", "2025-02-01"}});
  EXPECT_EQ(MessageOf(status, "vi"), "Hạn 31/01/2025 đã qua (hôm nay là 01/02/2025).");
  EXPECT_EQ(MessageOf(status, "en"), "The due date 2025-01-31 is past (today is 2025-02-01).");
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("DUE_DATE_PAST"));
}

TEST(Refusal, SpeaksVietnameseWhereTheLanguageIsUnknown) {
  EXPECT_EQ(MessageOf(Refuse(v1::ERROR_REASON_DECISION_REQUIRED), "fr"), "Phải ghi số quyết định.");
}

TEST(Refusal, UsesOneValueForBothLanguagesWhereItIsTheSame) {
  const absl::Status status = Refuse(v1::ERROR_REASON_NOT_FOUND, {{"name", "federations/bac-quang/unions/x"}});
  EXPECT_EQ(MessageOf(status, "vi"), "Không tìm thấy federations/bac-quang/unions/x.");
  EXPECT_EQ(MessageOf(status, "en"), "federations/bac-quang/unions/x does not exist.");
}

TEST(Refusal, PrefersTheValueOfTheLanguage) {
  const absl::Status status = Refuse(v1::ERROR_REASON_NOT_FOUND, {{"name", "both"}, {"name.vi", "mục 1.1"}});
  EXPECT_EQ(MessageOf(status, "vi"), "Không tìm thấy mục 1.1.");
  EXPECT_EQ(MessageOf(status, "en"), "both does not exist.");
}

TEST(Refusal, LeavesAWordWithoutValueAsItIs) {
  EXPECT_EQ(MessageOf(Refuse(v1::ERROR_REASON_NOT_FOUND), "en"), "{name} does not exist.");
}

// What somebody typed cannot be made to speak for the server.
TEST(Refusal, NeverFillsInsideAValue) {
  const absl::Status status = Refuse(v1::ERROR_REASON_DUE_DATE_PAST, {{"due", "{today}"}, {"today", "{due} {"}});
  EXPECT_EQ(MessageOf(status, "en"), "The due date {today} is past (today is {due} {).");
}

TEST(Refusal, OfFieldsNamesEachInBothLanguages) {
  const absl::Status status = RefuseFields({{.field = "due_date", .vi = "phải ghi hạn", .en = "is required"},
                                            {.field = "items[2]", .vi = "không có mục này", .en = "no such item"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const std::optional<RefusalFacts> facts = RefusalOf(status);
  ASSERT_TRUE(facts.has_value());
  EXPECT_EQ(facts->reason, v1::ERROR_REASON_INVALID_FIELD);
  ASSERT_EQ(facts->problems.size(), 2u);
  EXPECT_EQ(facts->problems[0].field, "due_date");
  EXPECT_EQ(facts->problems[0].vi, "phải ghi hạn");
  EXPECT_EQ(facts->problems[0].en, "is required");
  EXPECT_EQ(facts->problems[1].field, "items[2]");
  EXPECT_EQ(facts->problems[1].vi, "không có mục này");
  EXPECT_EQ(facts->problems[1].en, "no such item");
  EXPECT_EQ(MessageOf(status, "vi"), "Yêu cầu có chỗ sai: due_date: phải ghi hạn; items[2]: không có mục này");
  EXPECT_EQ(MessageOf(status, "en"), "The request is wrong: due_date: is required; items[2]: no such item");
}

TEST(Refusal, OfOneFieldIsTheSameAsOfFields) {
  const absl::Status status = RefuseField("name", "sai", "wrong");
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELD");
  EXPECT_THAT(FieldsOf(status), ElementsAre("name"));
}

TEST(Refusal, IsKeptByACopyOfTheStatus) {
  const absl::Status copy = Refuse(v1::ERROR_REASON_NOT_FOUND, {{"name", "x"}});
  EXPECT_EQ(RefusalOf(absl::Status(copy))->values.at("name"), "x");
}

TEST(WhatIsNoRefusal, SaysSo) {
  EXPECT_FALSE(RefusalOf(absl::OkStatus()).has_value());
  EXPECT_FALSE(RefusalOf(absl::InternalError("disk")).has_value());
  EXPECT_FALSE(RefusalOf(absl::PermissionDeniedError("TASK_STATE")).has_value());

  google::rpc::ErrorInfo info;
  info.set_reason("TASK_STATE");
  info.set_domain("example.com");
  absl::Status other = absl::PermissionDeniedError("somebody else's");
  other.SetPayload("type.googleapis.com/google.rpc.ErrorInfo", absl::Cord(info.SerializeAsString()));
  EXPECT_FALSE(RefusalOf(other).has_value());
}

TEST(AnUnknownReason, CountsAsAnErrorInside) {
  const auto unknown = static_cast<v1::ErrorReason>(9999);
  EXPECT_EQ(DeclarationOf(unknown).code(), 13);
  EXPECT_THAT(ReasonName(unknown), Not(""));
}

}  // namespace
}  // namespace phancong::rules
