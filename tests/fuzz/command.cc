// Calls of every method by everybody, as lines (call_lines.h): form, policy, rules and storage, each on the same
// prepared federation. A request without a request_id gets one.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/fuzz/call_lines.h"
#include "tests/fuzz/stage.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace phancong;
  std::vector<fuzz::Call> calls = fuzz::CallsOf({reinterpret_cast<const char*>(data), size});
  fuzz::FillRequestIds(calls);
  fuzz::TheStage().Play(calls, {});
  return 0;
}
