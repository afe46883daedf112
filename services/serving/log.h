// The server's log: one line for each thing that happens, as "key=value" pairs (logfmt), which people and machines can
// read:
//
//   time=2026-11-26T08:30:12.345+07:00 level=info event=call call=5b1e77c2-19 method=SubmitTask
//   who=bac-quang/xa-tan-trinh
//     request=8c1f… outcome=TASK_STATE ms=3
//   time=… level=warning message="the certificate expires on 2026-12-01: renew it"
//
// What was sent is never in it: no token, no password, no text of a report.
#ifndef PHANCONG_SERVICES_SERVING_LOG_H_
#define PHANCONG_SERVICES_SERVING_LOG_H_

#include <string>
#include <string_view>

namespace phancong::serving {

// To standard error from now on, what is of `level` ("debug", "info", "warn", "error", "off") or above. Whatever is
// logged through spdlog becomes a line; what is not a LogLine becomes its `message`.
void LogToStandardError(const std::string& level);

// A line in the making. A value is in quotes where it holds more than letters, digits and a few marks; quotes, control
// characters and whatever a terminal would act on are escaped, so that nobody forges a line by what they call
// themselves. Values over 200 bytes are cut.
class LogLine {
 public:
  explicit LogLine(std::string_view event);
  // Left out where `value` is empty.
  LogLine& With(std::string_view key, std::string_view value);

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_LOG_H_
