// Calendars of working days by version, and guidance that plans wait for.
#ifndef PHANCONG_STORAGE_CALENDARS_H_
#define PHANCONG_STORAGE_CALENDARS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/calendar.pb.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/dates.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

struct CalendarRow {
  int64_t version = 0;
  std::string decision_number;
  int64_t revision = 0;
  v1::Calendar calendar;
};

// NOT_FOUND where there is no such version.
[[nodiscard]] absl::StatusOr<CalendarRow> GetCalendar(ReadTransaction& tx, int64_t federation, int64_t version);
// Nothing where none is loaded.
[[nodiscard]] absl::StatusOr<std::optional<CalendarRow>> NewestCalendar(ReadTransaction& tx, int64_t federation);

// The superior's guidance for a plan, in its last form.
struct GuidanceRow {
  std::string document_number;
  rules::Day document_day = 0;
  std::string document_issuer;
  int64_t account = 0;
  int64_t recorded_at = 0;
  // The newest version when it was recorded.
  int64_t programme_version = 0;
};
// What was recorded by the end of `known_day`, by item number.
[[nodiscard]] absl::StatusOr<std::map<int64_t, GuidanceRow>> AllGuidance(ReadTransaction& tx, int64_t federation,
                                                                         rules::Day known_day);

// A task with a term in working days, and the day on which that term began to run.
struct TermRow {
  int64_t task = 0;
  rules::Day from_day = 0;
  int64_t working_days = 0;
  rules::Day due_day = 0;
};
// Tasks, in whatever state, whose date in force was counted in working days.
[[nodiscard]] absl::StatusOr<std::vector<TermRow>> TermsInForce(ReadTransaction& tx, int64_t federation);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::CalendarLoaded& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::GuidanceRecorded& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_CALENDARS_H_
