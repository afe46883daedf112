// What became of unions: founded, dissolved, merged, split, changed in type or name, admitted.
#ifndef PHANCONG_STORAGE_UNION_CHANGES_H_
#define PHANCONG_STORAGE_UNION_CHANGES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/dates.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

// A union that took part, with its title of then.
struct UnionPartyRow {
  int64_t union_number = 0;
  std::string title;
};

struct UnionChangeRow {
  int64_t change = 0;
  v1::UnionChangeKind kind = v1::UNION_CHANGE_KIND_UNSPECIFIED;
  rules::Day day = 0;
  std::string decision_number = {};
  std::string reason = {};
  int64_t created_at = 0;
  std::vector<UnionPartyRow> from = {};
  std::vector<UnionPartyRow> into = {};
};

[[nodiscard]] absl::StatusOr<int64_t> NextUnionChange(ReadTransaction& tx, int64_t federation);
// The change, and who took part; created by this entry.
[[nodiscard]] absl::Status InsertUnionChange(WriteTransaction& tx, const EntryContext& entry,
                                             const UnionChangeRow& row);
// Newest first (by the day, then as they were recorded): at most `limit`, after the one given. `union_number`: only
// those in which it took part; nothing: all.
struct UnionChangeCursor {
  rules::Day day = 0;
  int64_t change = 0;
};
[[nodiscard]] absl::StatusOr<std::vector<UnionChangeRow>> ListUnionChanges(
    ReadTransaction& tx, int64_t federation, const std::optional<std::vector<int64_t>>& unions,
    const std::optional<UnionChangeCursor>& after, int64_t limit);

// The day of the change that the entry of this revision recorded into the union; nothing where it recorded none.
[[nodiscard]] absl::StatusOr<std::optional<rules::Day>> ChangedBy(ReadTransaction& tx, int64_t federation,
                                                                  int64_t union_number, int64_t revision);

// From which day the union's name, type and last change are recorded; 0 where nothing is.
[[nodiscard]] absl::StatusOr<rules::Day> FormedDay(ReadTransaction& tx, int64_t federation, int64_t union_number);

// The last day of the latest sealed period; 0 where none is sealed.
[[nodiscard]] absl::StatusOr<rules::Day> SealedUntil(ReadTransaction& tx, int64_t federation);

// Responsibilities for a union that have not ended before `day`.
struct OpenResponsibilityRow {
  int64_t responsibility = 0;
  rules::Day from_day = 0;
};
[[nodiscard]] absl::StatusOr<std::vector<OpenResponsibilityRow>> OpenResponsibilitiesFor(ReadTransaction& tx,
                                                                                         int64_t federation,
                                                                                         int64_t union_number,
                                                                                         rules::Day day);

// From which day the last value of each fact of a union is recorded.
struct FactDayRow {
  std::string fact;
  rules::Day from_day = 0;
};
[[nodiscard]] absl::StatusOr<std::vector<FactDayRow>> FactDaysOf(ReadTransaction& tx, int64_t federation,
                                                                 int64_t union_number);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::UnionChanged& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::UnionFactsUpdated& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_UNION_CHANGES_H_
