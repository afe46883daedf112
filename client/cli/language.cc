#include "client/cli/language.h"

#include "absl/numeric/int128.h"
#include "client/cli/strings.h"

namespace phancong::client {
namespace {

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

bool IsGiven(const google::protobuf::Timestamp& time) { return time.seconds() != 0 || time.nanos() != 0; }

}  // namespace

std::string_view Code(Language language) { return language == Language::kVietnamese ? "vi" : "en"; }

std::optional<Language> ParseLanguage(std::string_view text) {
  if (Lower(std::string(text)).starts_with("vi")) return Language::kVietnamese;
  if (Lower(std::string(text)).starts_with("en")) return Language::kEnglish;
  return std::nullopt;
}

Language ChooseLanguage(std::string_view flag, std::string_view phancong_lang, std::string_view lang) {
  for (std::string_view text : {flag, phancong_lang, lang}) {
    if (auto language = ParseLanguage(text)) return *language;
  }
  return Language::kVietnamese;
}

std::string FormatNumber(int64_t number, Language language) {
  std::string digits = Concat(number);
  const char separator = language == Language::kVietnamese ? '.' : ',';
  const size_t first = number < 0 ? 1 : 0;
  for (size_t at = digits.size(); at > first + 3; at -= 3) digits.insert(at - 3, 1, separator);
  return digits;
}

std::string FormatPercent(int64_t numerator, int64_t denominator, Language language) {
  if (denominator <= 0) return "–";
  const absl::int128 tenths = absl::int128(numerator) * 1000 / denominator;
  return Concat(FormatNumber(static_cast<int64_t>(tenths / 10), language),
                language == Language::kVietnamese ? "," : ".", static_cast<int64_t>(tenths % 10), "%");
}

std::string FormatDate(const google::type::Date& date, Language language) {
  if (language == Language::kEnglish) return IsoDate(date);
  if (date.year() == 0) return "";
  return fmt::format("{:02}/{:02}/{:04}", date.day(), date.month(), date.year());
}

std::string IsoDate(const google::type::Date& date) {
  if (date.year() == 0) return "";
  return fmt::format("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
}

std::string FormatTime(const google::protobuf::Timestamp& time, const absl::TimeZone& zone, Language language) {
  if (!IsGiven(time)) return "";
  return absl::FormatTime(language == Language::kVietnamese ? "%d/%m/%E4Y %H:%M" : "%E4Y-%m-%d %H:%M", TimeOf(time),
                          zone);
}

std::string IsoTime(const google::protobuf::Timestamp& time) {
  if (!IsGiven(time)) return "";
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E*SZ", TimeOf(time), absl::UTCTimeZone());
}

std::optional<absl::Time> ParseTime(std::string_view text, const absl::TimeZone& zone) {
  for (const char* form : {"%E4Y-%m-%d", "%E4Y-%m-%d %H:%M", "%d/%m/%E4Y", "%d/%m/%E4Y %H:%M", absl::RFC3339_full}) {
    absl::Time time;
    if (absl::ParseTime(form, std::string(text), zone, &time, nullptr)) return time;
  }
  return std::nullopt;
}

}  // namespace phancong::client
