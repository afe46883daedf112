#include "services/rules/dates.h"

#include "absl/time/civil_time.h"
#include "fmt/format.h"

namespace phancong::rules {
namespace {

constexpr absl::CivilDay kDayZero(1970, 1, 1);

absl::CivilDay CivilOf(Day day) { return kDayZero + day; }

// Reads exactly as many digits as `text` has; −1 where one of them is none.
int Digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = 10 * value + (c - '0');
  }
  return value;
}

}  // namespace

Day DayOf(int year, int month, int day) { return absl::CivilDay(year, month, day) - kDayZero; }

std::optional<Day> DayOf(const google::type::Date& date) {
  if (date.year() < 1 || date.year() > 9999) return std::nullopt;
  const absl::CivilDay civil(date.year(), date.month(), date.day());
  // Abseil carries what overflows into the next month; a date that was carried did not exist.
  if (civil.year() != date.year() || civil.month() != date.month() || civil.day() != date.day()) return std::nullopt;
  return civil - kDayZero;
}

bool IsGiven(const google::type::Date& date) { return date.year() != 0 || date.month() != 0 || date.day() != 0; }

google::type::Date DateOf(Day day) {
  const absl::CivilDay civil = CivilOf(day);
  google::type::Date date;
  date.set_year(static_cast<int>(civil.year()));
  date.set_month(civil.month());
  date.set_day(civil.day());
  return date;
}

google::type::Date OptionalDateOf(Day day) { return day == 0 ? google::type::Date() : DateOf(day); }

int YearOf(Day day) { return static_cast<int>(CivilOf(day).year()); }

std::string IsoDate(Day day) {
  const absl::CivilDay civil = CivilOf(day);
  return fmt::format("{:04}-{:02}-{:02}", civil.year(), civil.month(), civil.day());
}

std::string VietnameseDate(Day day) {
  const absl::CivilDay civil = CivilOf(day);
  return fmt::format("{:02}/{:02}/{:04}", civil.day(), civil.month(), civil.year());
}

std::optional<Day> ParseDate(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  google::type::Date date;
  if (text[4] == '-' && text[7] == '-') {
    date.set_year(Digits(text.substr(0, 4)));
    date.set_month(Digits(text.substr(5, 2)));
    date.set_day(Digits(text.substr(8, 2)));
  } else if (text[2] == '/' && text[5] == '/') {
    date.set_day(Digits(text.substr(0, 2)));
    date.set_month(Digits(text.substr(3, 2)));
    date.set_year(Digits(text.substr(6, 4)));
  }
  return DayOf(date);
}

Day LocalDay(int64_t time_micros, const absl::TimeZone& zone) {
  return absl::ToCivilDay(absl::FromUnixMicros(time_micros), zone) - kDayZero;
}

}  // namespace phancong::rules
