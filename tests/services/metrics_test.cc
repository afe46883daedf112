// What the server says of itself: figures, and lines of the log.
#include "services/serving/metrics.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "phancong/v1/account_service.pb.h"
#include "services/rules/refusal.h"
#include "services/serving/log.h"
#include "services/serving/methods.h"

namespace phancong::serving {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Method Command(const std::string& name) {
  Method method;
  method.name = name;
  method.access.set_changes(true);
  return method;
}

TEST(Metrics, CountCallsByMethodAndOutcome) {
  Metrics metrics;
  const Method submit = Command("SubmitTask");
  const Method accept = Command("AcceptTask");
  for (int i = 0; i < 3; ++i) metrics.Called(submit, absl::OkStatus(), absl::Milliseconds(2));
  metrics.Called(submit, rules::Refuse(v1::ERROR_REASON_STALE), absl::Milliseconds(2));
  metrics.Called(accept, absl::InternalError("a defect"), absl::Seconds(3));
  Method sign_in;
  sign_in.name = "SignIn";
  sign_in.request = v1::SignInRequest::descriptor();
  metrics.Called(sign_in, absl::OkStatus(), absl::Milliseconds(150));
  Method watch;
  watch.answers_in_a_stream = true;
  metrics.Called(watch, absl::CancelledError(), absl::Hours(8));
  const std::string text = metrics.Text();
  EXPECT_THAT(text, AllOf(HasSubstr(R"(phancong_calls_total{method="SubmitTask",outcome="OK"} 3)"),
                          HasSubstr(R"(phancong_calls_total{method="SubmitTask",outcome="STALE"} 1)"),
                          HasSubstr(R"(phancong_calls_total{method="AcceptTask",outcome="INTERNAL"} 1)")));
  EXPECT_THAT(text, AllOf(HasSubstr(R"(phancong_call_seconds_count{kind="command"} 5)"),
                          HasSubstr(R"(phancong_call_seconds_count{kind="read"} 0)"),
                          HasSubstr(R"(phancong_call_seconds_count{kind="sign_in"} 1)"),
                          HasSubstr(R"(phancong_call_seconds_bucket{kind="command",le="0.0025"} 4)"),
                          HasSubstr(R"(phancong_call_seconds_bucket{kind="command",le="2.5"} 4)"),
                          HasSubstr(R"(phancong_call_seconds_bucket{kind="command",le="5"} 5)")));
  EXPECT_THAT(text, Not(HasSubstr("a defect")));
}

TEST(Metrics, MeasureTheWriter) {
  Metrics metrics;
  metrics.Committed(1, absl::Milliseconds(4));
  metrics.Committed(200, absl::Milliseconds(40));
  EXPECT_THAT(metrics.Text(), AllOf(HasSubstr("phancong_writer_batch_sum 201"),
                                    HasSubstr(R"(phancong_writer_batch_bucket{le="128"} 1)"),
                                    HasSubstr("phancong_commit_seconds_count 2")));
}

TEST(Metrics, AskUntilTheyStopAsking) {
  Metrics metrics;
  double value = 7;
  metrics.Gauge("phancong_waiting", "What waits.", [&value] { return value; });
  metrics.Count("phancong_refused_total", "What was refused.", [&value] { return value; });
  EXPECT_THAT(metrics.Text(), AllOf(HasSubstr("# HELP phancong_waiting What waits."),
                                    HasSubstr("# TYPE phancong_waiting gauge"), HasSubstr("phancong_waiting 7"),
                                    HasSubstr("# TYPE phancong_refused_total counter"),
                                    HasSubstr("phancong_refused_total 7")));
  value = 8;
  EXPECT_THAT(metrics.Text(), AllOf(HasSubstr("phancong_waiting 8"), HasSubstr("phancong_refused_total 8")));
  metrics.StopAsking();
  EXPECT_THAT(metrics.Text(), AllOf(Not(HasSubstr("phancong_waiting")), Not(HasSubstr("phancong_refused"))));
}

TEST(MetricsPort, IsOpenOnThisMachineAlone) {
  Metrics metrics;
  EXPECT_FALSE(MetricsPort::Open("0.0.0.0:0", metrics).ok());
  const auto port = MetricsPort::Open("127.0.0.1:0", metrics);
  ASSERT_TRUE(port.ok()) << port.status();
  EXPECT_GT((*port)->port(), 0);
  const auto second = MetricsPort::Open("127.0.0.1:" + std::to_string((*port)->port()), metrics);
  EXPECT_TRUE(absl::IsUnavailable(second.status()));
}

TEST(LogLine, IsKeysAndValuesThatNobodyForges) {
  EXPECT_EQ(LogLine("call").With("method", "SubmitTask").With("who", "bac-quang/an").With("for", "").text(),
            "event=call method=SubmitTask who=bac-quang/an");
  EXPECT_EQ(LogLine("call").With("request", "a b").text(), R"(event=call request="a b")");
  EXPECT_EQ(LogLine("call").With("request", "x\"\nlevel=error who=\\chu-tich").text(),
            R"(event=call request="x\"\x0alevel=error who=\\chu-tich")");
  EXPECT_EQ(LogLine("call").With("request", "\x1b[2J").text(), R"(event=call request="\x1b[2J")");
  EXPECT_EQ(LogLine("call").With("request", "đến").text(), R"(event=call request="đến")");
  EXPECT_EQ(LogLine("call").With("request", "a\u202Eb").text(), R"(event=call request="a\xe2\x80\xaeb")");
  EXPECT_EQ(LogLine("call").With("request", std::string(5000, 'a')).text(),
            "event=call request=" + std::string(200, 'a'));
  // Two bytes each: one fewer than would fit, and none in halves.
  std::string letters;
  for (int i = 0; i < 150; ++i) letters += "đ";
  EXPECT_EQ(LogLine("call").With("request", "a" + letters).text(),
            "event=call request=\"a" + letters.substr(0, 198) + "\"");
}

}  // namespace
}  // namespace phancong::serving
