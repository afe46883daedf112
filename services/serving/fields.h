// Fields of requests as people fill them in: checked and normalised before anything is decided on them. A field that is
// wrong is refused with INVALID_FIELD, under the name given as `field`.
#ifndef PHANCONG_SERVICES_SERVING_FIELDS_H_
#define PHANCONG_SERVICES_SERVING_FIELDS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/type/date.pb.h"
#include "services/rules/dates.h"

namespace phancong::serving {

// Characters in a document's or a decision's number.
inline constexpr int64_t kNumberLength = 100;
inline constexpr int64_t kTitleLength = 300;

// One line: NFC, no white space at its ends, no line breaks, tabs or unsafe characters, at most `length` characters. An
// empty line is fine.
[[nodiscard]] absl::StatusOr<std::string> LineOf(std::string_view text, std::string_view field, int64_t length);
// The same, and not empty.
[[nodiscard]] absl::StatusOr<std::string> RequiredLineOf(std::string_view text, std::string_view field, int64_t length);
// The number of a decision; DECISION_REQUIRED where it is empty.
[[nodiscard]] absl::StatusOr<std::string> DecisionNumberOf(std::string_view text,
                                                           std::string_view field = "decision_number");

// A date that exists; `otherwise` where none is given.
[[nodiscard]] absl::StatusOr<rules::Day> DayOr(const google::type::Date& date, rules::Day otherwise,
                                               std::string_view field);
// A date that exists, and is given.
[[nodiscard]] absl::StatusOr<rules::Day> RequiredDayOf(const google::type::Date& date, std::string_view field);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_FIELDS_H_
