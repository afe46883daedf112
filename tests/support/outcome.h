// What came of a call, as tests look at it.
#ifndef PHANCONG_TESTS_SUPPORT_OUTCOME_H_
#define PHANCONG_TESTS_SUPPORT_OUTCOME_H_

#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "grpcpp/support/status.h"
#include "gtest/gtest.h"

namespace phancong::support {

// Everything that the status of an answer says.
struct Answered {
  grpc::StatusCode code = grpc::StatusCode::OK;
  std::string message;
  // ErrorInfo: the reason's name, such as "TASK_STATE", its domain, and the values that the message speaks of.
  std::string reason;
  std::string domain;
  std::map<std::string, std::string> values;
  // BadRequest: the wrong fields, in order.
  std::vector<std::string> fields;
  bool retry_info = false;

  [[nodiscard]] bool ok() const { return code == grpc::StatusCode::OK; }
};

[[nodiscard]] Answered AnsweredOf(const grpc::Status& status);
std::ostream& operator<<(std::ostream& out, const Answered& answered);

template <class Response>
struct Outcome : Answered {
  Response response;

  [[nodiscard]] const Response* operator->() const { return &response; }
  [[nodiscard]] const Response& operator*() const { return response; }
};

[[nodiscard]] testing::AssertionResult IsDone(const char* expression, const Answered& answered);
[[nodiscard]] testing::AssertionResult IsRefused(const char* expression, const char* reason_expression,
                                                 const Answered& answered, const std::string& reason);

}  // namespace phancong::support

// EXPECT_DONE(chair.Accepts("1.3.thpt-viet-vinh"));
#define EXPECT_DONE(outcome) EXPECT_PRED_FORMAT1(phancong::support::IsDone, outcome)
#define ASSERT_DONE(outcome) ASSERT_PRED_FORMAT1(phancong::support::IsDone, outcome)
// EXPECT_REFUSED(inspector.Accepts("1.3.thpt-viet-vinh"), POSITION_REQUIRED): the reason, and the code it is declared
// with.
#define EXPECT_REFUSED(outcome, reason) EXPECT_PRED_FORMAT2(phancong::support::IsRefused, outcome, std::string(#reason))

#endif  // PHANCONG_TESTS_SUPPORT_OUTCOME_H_
