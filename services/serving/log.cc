#include "services/serving/log.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "fmt/format.h"
#include "services/rules/text.h"
#include "spdlog/pattern_formatter.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace phancong::serving {
namespace {

constexpr std::string_view kEvent = "event=";
constexpr size_t kLongestValue = 200;

bool IsPlain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.' || c == '/' || c == ':';
}

std::string Quoted(std::string_view value) {
  // Text that would turn around or hide what stands beside it is shown as bytes, whole.
  const bool unsafe = rules::HasUnsafeCharacters(value);
  std::string quoted = "\"";
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20 || byte == 0x7F || (unsafe && byte >= 0x80)) {
      quoted += fmt::format("\\x{:02x}", byte);
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string Shown(std::string_view value) {
  return std::all_of(value.begin(), value.end(), IsPlain) ? std::string(value) : Quoted(value);
}

// What is logged, as pairs.
class Pairs final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    const std::string_view payload(message.payload.data(), message.payload.size());
    const std::string text =
        payload.starts_with(kEvent) ? std::string(payload) : fmt::format("message={}", Quoted(payload));
    out.append(text.data(), text.data() + text.size());
  }
  [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<Pairs>(); }
};

}  // namespace

void LogToStandardError(const std::string& level) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<Pairs>('*').set_pattern("time=%Y-%m-%dT%H:%M:%S.%e%z level=%l %*");
  auto logger = std::make_shared<spdlog::logger>("phancongd", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(std::move(formatter));
  spdlog::set_default_logger(std::move(logger));
  spdlog::set_level(spdlog::level::from_str(level));
}

LogLine::LogLine(std::string_view event) : text_(kEvent) { text_ += event; }

LogLine& LogLine::With(std::string_view key, std::string_view value) {
  if (value.empty()) return *this;
  text_ += ' ';
  text_ += key;
  text_ += '=';
  text_ += Shown(rules::WholeCharacters(value, kLongestValue));
  return *this;
}

}  // namespace phancong::serving
