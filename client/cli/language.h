// The two languages that people read, and how numbers and dates are written in them. Vietnamese comes first.
#ifndef PHANCONG_CLIENT_CLI_LANGUAGE_H_
#define PHANCONG_CLIENT_CLI_LANGUAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/time/time.h"
#include "fmt/format.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"

namespace phancong::client {

enum class Language { kVietnamese, kEnglish };

// "vi" or "en", as it is sent to the server.
[[nodiscard]] std::string_view Code(Language language);

// Nothing where `text` is neither "vi…" nor "en…".
[[nodiscard]] std::optional<Language> ParseLanguage(std::string_view text);

// The first of these that names a language: the --lang flag, PHANCONG_LANG, LANG; Vietnamese where none does.
[[nodiscard]] Language ChooseLanguage(std::string_view flag, std::string_view phancong_lang, std::string_view lang);

// One text in both languages. Both are always there: a test looks at every one of the verb table.
struct Phrase {
  std::string_view vi;
  std::string_view en;

  [[nodiscard]] std::string_view In(Language language) const { return language == Language::kVietnamese ? vi : en; }
  [[nodiscard]] bool empty() const { return vi.empty(); }
};

// A phrase with its {} filled in.
template <typename... Values>
[[nodiscard]] std::string Say(Language language, const Phrase& phrase, const Values&... values) {
  return fmt::vformat(phrase.In(language), fmt::make_format_args(values...));
}

// "1.234.567" or "1,234,567".
[[nodiscard]] std::string FormatNumber(int64_t number, Language language);

// numerator / denominator as a percentage with one decimal, cut and not rounded, so that what misses its target never
// looks as if it met it: "84,9%". A denominator of 0 or less: "–".
[[nodiscard]] std::string FormatPercent(int64_t numerator, int64_t denominator, Language language);

// "31/01/2025" or "2025-01-31"; empty where the date is not given.
[[nodiscard]] std::string FormatDate(const google::type::Date& date, Language language);
// "2025-01-31", for machines.
[[nodiscard]] std::string IsoDate(const google::type::Date& date);

// "31/01/2025 08:05" or "2025-01-31 08:05", in `zone`; empty where it is not given.
[[nodiscard]] std::string FormatTime(const google::protobuf::Timestamp& time, const absl::TimeZone& zone,
                                     Language language);
// "2025-01-31T08:05:00Z", for machines.
[[nodiscard]] std::string IsoTime(const google::protobuf::Timestamp& time);

// A moment as people type it: "2025-01-31", "2025-01-31 08:05", "31/01/2025 08:05" (both in `zone`), or RFC 3339.
[[nodiscard]] std::optional<absl::Time> ParseTime(std::string_view text, const absl::TimeZone& zone);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_LANGUAGE_H_
