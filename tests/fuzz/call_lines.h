// Calls as text, for the fuzzer to keep and to alter and for people to read: one on each line, who calls, which method,
// and the request in protobuf text format:
//
//   chu-tich AcceptTask name: "federations/bac-quang/rounds/2025/tasks/1.3.dien-luc" reason: "đạt"
#ifndef PHANCONG_TESTS_FUZZ_CALL_LINES_H_
#define PHANCONG_TESTS_FUZZ_CALL_LINES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/stage.h"

namespace phancong::fuzz {

inline constexpr size_t kMostCalls = 4;

// The first kMostCalls that are calls; what would not come through gRPC is left out.
[[nodiscard]] std::vector<Call> CallsOf(std::string_view lines);
// Each command without a request_id gets one of its own: only a test of form would leave it out.
void FillRequestIds(std::vector<Call>& calls);
[[nodiscard]] std::string LinesOf(const std::vector<Call>& calls);

}  // namespace phancong::fuzz

#endif  // PHANCONG_TESTS_FUZZ_CALL_LINES_H_
