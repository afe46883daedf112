// Sealed periods, restatements, and how far the term's items stood.
#ifndef PHANCONG_STORAGE_SEALING_H_
#define PHANCONG_STORAGE_SEALING_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/progress_service.pb.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/dates.h"
#include "services/rules/scope.h"
#include "storage/as_of.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

// The periods of sealed rounds, in no order.
[[nodiscard]] absl::StatusOr<std::vector<rules::Period>> SealedPeriods(ReadTransaction& tx, int64_t federation);
// Whether one of them holds the day.
[[nodiscard]] bool IsSealed(const std::vector<rules::Period>& sealed, rules::Day day);

// Open tasks that belong to a period: those of the round, and of any other round those whose date in force lies in it.
struct OpenTasks {
  int64_t count = 0;
  // The first of them, in the order of their issue.
  std::vector<int64_t> tasks;
};
[[nodiscard]] absl::StatusOr<OpenTasks> OpenTasksOf(ReadTransaction& tx, int64_t federation, int64_t round,
                                                    const rules::Period& period, int64_t limit);

// What the seal of a round froze.
enum class SealedFigures { kIndicators, kStands };
[[nodiscard]] absl::StatusOr<std::vector<v1::IndicatorProgress>> FrozenFigures(ReadTransaction& tx, int64_t federation,
                                                                               int64_t round, SealedFigures which);

struct RestatementRow {
  int64_t restatement = 0;
  int64_t round = 0;
  int64_t task = 0;
  std::string reason;
  std::string decision_number;
  int64_t account = 0;
  int64_t created_at = 0;
  int64_t inspection = 0;
  int64_t finding = 0;  // 0: none
};
[[nodiscard]] absl::StatusOr<int64_t> NextRestatement(ReadTransaction& tx, int64_t federation);
// Those that stand in a round (0: in all) with a number greater than `after`, in order; of tasks of these assignees
// alone where they are given.
[[nodiscard]] absl::StatusOr<std::vector<RestatementRow>> Restatements(
    ReadTransaction& tx, int64_t federation, int64_t round, const std::optional<std::vector<int64_t>>& assignees,
    int64_t after, int64_t limit);
[[nodiscard]] absl::StatusOr<RestatementRow> GetRestatement(ReadTransaction& tx, int64_t federation,
                                                            int64_t restatement);

enum class RestatementVersion { kBefore, kAfter };
[[nodiscard]] absl::StatusOr<std::vector<v1::FigureValue>> RestatedFigures(ReadTransaction& tx, int64_t federation,
                                                                           int64_t restatement,
                                                                           RestatementVersion version);
// A task's figures as they are to be read today: the last restatement's, else the accepted result's.
[[nodiscard]] absl::StatusOr<std::vector<v1::FigureValue>> FiguresInForce(ReadTransaction& tx, int64_t federation,
                                                                          int64_t task, int64_t cycle);

// How far one task of a term's item stood.
struct StandRow {
  rules::Day as_of_day = 0;
  bool accepted = false;
  // Of an accepted result, as it was accepted.
  bool met = false;
  std::vector<v1::FigureValue> figures;
};
// Writes the stand of a day, as it is known from the entry's day on.
[[nodiscard]] absl::Status WriteStand(WriteTransaction& tx, const EntryContext& entry, int64_t task, const StandRow& at,
                                      const v1::ReportFacts& facts);
// The latest stand of each task of a round, or of those of one assignee, that is not of a later day, by task, by what
// was known.
[[nodiscard]] absl::StatusOr<std::map<int64_t, StandRow>> StandsOn(ReadTransaction& tx, int64_t federation,
                                                                   int64_t round,
                                                                   const std::optional<int64_t>& assignee,
                                                                   const AsOf& as_of);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::PeriodSealed& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ResultRestated& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_SEALING_H_
