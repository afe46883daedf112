#include "services/serving/fields.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/text.h"

namespace phancong::serving {

absl::StatusOr<std::string> LineOf(std::string_view text, std::string_view field, int64_t length) {
  std::string stripped(text);
  absl::StripAsciiWhitespace(&stripped);
  absl::StatusOr<std::string> normal = rules::Nfc(stripped);
  if (!normal.ok() || rules::HasUnsafeCharacters(*normal) || normal->find_first_of("\n\r\t") != std::string::npos) {
    return rules::RefuseField(std::string(field), "phải là một dòng chữ, không có ký tự điều khiển hay ký tự ẩn",
                              "must be one line of text without control or invisible characters");
  }
  if (rules::Length(*normal) > length) {
    return rules::RefuseField(std::string(field), fmt::format("dài nhất {} ký tự", length),
                              fmt::format("has at most {} characters", length));
  }
  return normal;
}

absl::StatusOr<std::string> RequiredLineOf(std::string_view text, std::string_view field, int64_t length) {
  ASSIGN_OR_RETURN(std::string line, LineOf(text, field, length));
  if (line.empty()) return rules::RefuseField(std::string(field), "không được để trống", "must not be empty");
  return line;
}

absl::StatusOr<std::string> DecisionNumberOf(std::string_view text, std::string_view field) {
  ASSIGN_OR_RETURN(std::string number, LineOf(text, field, kNumberLength));
  if (number.empty()) return rules::Refuse(v1::ERROR_REASON_DECISION_REQUIRED);
  return number;
}

absl::StatusOr<rules::Day> DayOr(const google::type::Date& date, rules::Day otherwise, std::string_view field) {
  if (!rules::IsGiven(date)) return otherwise;
  const std::optional<rules::Day> day = rules::DayOf(date);
  if (!day) {
    return rules::RefuseField(std::string(field), "không phải là một ngày có thật (năm, tháng, ngày)",
                              "is no date that exists (year, month, day)");
  }
  return *day;
}

absl::StatusOr<rules::Day> RequiredDayOf(const google::type::Date& date, std::string_view field) {
  if (!rules::IsGiven(date)) return rules::RefuseField(std::string(field), "phải ghi ngày", "is required");
  return DayOr(date, 0, field);
}

}  // namespace phancong::serving
