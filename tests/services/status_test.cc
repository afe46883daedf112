#include "services/serving/status.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"
#include "tests/support/outcome.h"

namespace phancong::serving {
namespace {

using support::Answered;
using support::AnsweredOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

TEST(ChooseLanguage, TakesTheOneWithTheGreatestWeight) {
  EXPECT_EQ(ChooseLanguage(""), "vi");
  EXPECT_EQ(ChooseLanguage("vi"), "vi");
  EXPECT_EQ(ChooseLanguage("en"), "en");
  EXPECT_EQ(ChooseLanguage("en-GB"), "en");
  EXPECT_EQ(ChooseLanguage("fr, EN-us;q=0.4, vi;q=0.7"), "vi");
  EXPECT_EQ(ChooseLanguage("fr,en;q=0.9,vi;q=0.8"), "en");
  EXPECT_EQ(ChooseLanguage("de,fr"), "vi");
  EXPECT_EQ(ChooseLanguage("en;q=nonsense"), "vi");
}

TEST(ToGrpc, KeepsReasonCodeAndValuesInTheLanguageOfTheCaller) {
  const absl::Status refusal = rules::Refuse(
      v1::ERROR_REASON_TASK_STATE,
      {{"state.vi", "Đã nộp"}, {"state.en", "submitted"}, {"allowed.vi", "Đã giao"}, {"allowed.en", "issued"}});
  const Answered vi = AnsweredOf(ToGrpc(refusal, "vi"));
  EXPECT_EQ(vi.code, grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(vi.reason, "TASK_STATE");
  EXPECT_EQ(vi.domain, "phancong.v1");
  EXPECT_THAT(vi.values, ElementsAre(Pair("allowed", "Đã giao"), Pair("state", "Đã nộp")));
  EXPECT_EQ(vi.message, "Nhiệm vụ đang ở trạng thái “Đã nộp”; việc này chỉ làm được khi: Đã giao.");
  EXPECT_FALSE(vi.retry_info);
  const Answered en = AnsweredOf(ToGrpc(refusal, "en"));
  EXPECT_THAT(en.values, ElementsAre(Pair("allowed", "issued"), Pair("state", "submitted")));
  EXPECT_EQ(en.message, "The task is submitted; this can be done only when it is: issued.");
}

TEST(ToGrpc, SaysWhenToTryAgain) {
  for (const v1::ErrorReason reason :
       {v1::ERROR_REASON_OVERLOADED, v1::ERROR_REASON_STOPPING, v1::ERROR_REASON_STORAGE_UNAVAILABLE}) {
    EXPECT_TRUE(AnsweredOf(ToGrpc(rules::Refuse(reason), "vi")).retry_info) << reason;
  }
  const grpc::Status wait = ToGrpc(rules::Refuse(v1::ERROR_REASON_TOO_MANY_ATTEMPTS, {{"seconds", "64"}}), "vi");
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(wait.error_details()));
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(details.details(1).UnpackTo(&retry));
  EXPECT_EQ(retry.retry_delay().seconds(), 64);
}

TEST(ToGrpc, NamesTheWrongFields) {
  const Answered answered =
      AnsweredOf(ToGrpc(rules::RefuseFields({{.field = "name", .vi = "sai", .en = "wrong"},
                                             {.field = "to_date", .vi = "thiếu", .en = "missing"}}),
                        "en"));
  EXPECT_EQ(answered.code, grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(answered.fields, ElementsAre("name", "to_date"));
  EXPECT_THAT(answered.message, HasSubstr("name: wrong; to_date: missing"));
}

TEST(ToGrpc, FitsIntoTheMetadataThatClientsAllow) {
  std::vector<rules::FieldProblem> problems;
  for (int i = 0; i < 1000; ++i) {
    problems.push_back({.field = "report.figures[" + std::to_string(i) + "].numerator",
                        .vi = "không được là số âm, và không quá một nghìn tỷ; hãy xem lại số liệu này",
                        .en = "must not be negative"});
  }
  const grpc::Status status = ToGrpc(rules::RefuseFields(problems), "vi");
  size_t wire = (status.error_details().size() + 2) / 3 * 4;
  for (const char c : status.error_message()) wire += c >= ' ' && c <= '~' ? 1 : 3;
  EXPECT_LE(wire, kTrailerBytes);
  const Answered answered = AnsweredOf(status);
  EXPECT_GE(answered.fields.size(), 10U);
  EXPECT_EQ(answered.fields[0], "report.figures[0].numerator");
  // Cut between characters.
  EXPECT_TRUE(rules::Nfc(answered.message).ok());
}

TEST(ToGrpc, OfTheStoreOnlySaysWhatTheCallerCanDo) {
  const Answered full = AnsweredOf(ToGrpc(absl::UnavailableError("database or disk is full"), "en"));
  EXPECT_EQ(full.code, grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(full.reason, "STORAGE_UNAVAILABLE");
  EXPECT_TRUE(full.retry_info);
  const Answered defect = AnsweredOf(ToGrpc(absl::InternalError("no such column: secret"), "en"));
  EXPECT_EQ(defect.code, grpc::StatusCode::INTERNAL);
  EXPECT_THAT(defect.message, Not(HasSubstr("secret")));
  EXPECT_EQ(AnsweredOf(ToGrpc(absl::DataLossError("page 7"), "en")).code, grpc::StatusCode::DATA_LOSS);
  EXPECT_EQ(ToGrpc(absl::CancelledError(), "vi").error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(ToGrpc(absl::OkStatus(), "vi").ok());
}

}  // namespace
}  // namespace phancong::serving
