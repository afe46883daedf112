// Inspections, their teams, checks, findings and signatures.
#ifndef PHANCONG_STORAGE_INSPECTIONS_H_
#define PHANCONG_STORAGE_INSPECTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/dates.h"
#include "services/rules/scope.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

struct InspectionRow {
  int64_t inspection = 0;
  std::string id;
  std::string kind;
  int64_t union_number = 0;  // 0: the federation itself
  v1::InspectionState state = v1::INSPECTION_STATE_UNSPECIFIED;
  rules::Day scheduled_day = 0;
  rules::Day concluded_day = 0;
  int64_t head = 0;
  std::string conclusion;
  std::string document_number;
  rules::Day document_day = 0;
  std::string document_issuer;
  std::string decision_number;
  int64_t plan = 0;  // 0: none
  bool unannounced = false;
  // What is inspected of; 0: the year of scheduled_day.
  rules::Day period_begin_day = 0;
  rules::Day period_end_day = 0;
  std::string notice_number;
  rules::Day notice_document_day = 0;
  std::string notice_issuer;
  rules::Day notice_day = 0;  // 0: none was given
  rules::Day explain_by_day = 0;
  std::string discipline_proposal;
  v1::InspectionState cancelled_from = v1::INSPECTION_STATE_UNSPECIFIED;
  std::string cancel_reason;
  std::string cancel_decision_number;
  int64_t revision = 0;

  [[nodiscard]] rules::Period Period() const;
};

[[nodiscard]] absl::StatusOr<std::optional<InspectionRow>> FindInspection(ReadTransaction& tx, int64_t federation,
                                                                          const std::string& id);
// NOT_FOUND where there is none.
[[nodiscard]] absl::StatusOr<InspectionRow> GetInspection(ReadTransaction& tx, int64_t federation, int64_t inspection);
[[nodiscard]] absl::StatusOr<int64_t> NextInspection(ReadTransaction& tx, int64_t federation);
// The whole team, its head included, by account number.
[[nodiscard]] absl::StatusOr<std::vector<int64_t>> TeamOf(ReadTransaction& tx, int64_t federation, int64_t inspection);

struct InspectionFilter {
  bool only_units = false;
  std::vector<int64_t> units;  // with only_units
  std::vector<v1::InspectionState> states;
  bool known_to_unit = false;  // those that the unit inspected sees, alone
  int64_t before = 0;          // numbers smaller than this; 0: all
};
// Newest first.
[[nodiscard]] absl::StatusOr<std::vector<InspectionRow>> ListInspections(ReadTransaction& tx, int64_t federation,
                                                                         const InspectionFilter& filter, int64_t limit);

struct SignatureRow {
  int64_t account = 0;
  int64_t signed_at = 0;
  std::string reservation;
};
// Of the conclusion's draft as it is now, by when they were given, then by account.
[[nodiscard]] absl::StatusOr<std::vector<SignatureRow>> SignaturesOf(ReadTransaction& tx, int64_t federation,
                                                                     int64_t inspection);

struct TaskCheckRow {
  int64_t check = 0;
  int64_t task = 0;
  bool confirmed = false;
  std::string note;
  int64_t account = 0;
};
[[nodiscard]] absl::StatusOr<std::vector<TaskCheckRow>> ChecksOf(ReadTransaction& tx, int64_t federation,
                                                                 int64_t inspection);

struct FindingRow {
  int64_t inspection = 0;
  int64_t finding = 0;
  v1::FindingState state = v1::FINDING_STATE_UNSPECIFIED;
  int64_t task = 0;  // 0: about no task
  bool contests = false;
  bool grave = false;
  std::string text;
  rules::Day remedy_due_day = 0;
  int64_t found_by = 0;
  int64_t remedied_by = 0;
  // Whose delegated positions they exercised; 0: nobody's.
  int64_t found_for = 0;
  int64_t remedied_for = 0;
  std::string remedy;
  std::string verification;
  std::string explanation;
  int64_t explained_by = 0;
  int64_t explained_for = 0;
  std::string drop_reason;
  bool closed_without_remedy = false;
  std::string close_reason;
  std::string close_decision_number;
  int64_t revision = 0;
};
[[nodiscard]] absl::StatusOr<std::vector<FindingRow>> FindingsOf(ReadTransaction& tx, int64_t federation,
                                                                 int64_t inspection);
// Those whose remedy waits to be verified, in the order of their inspections.
[[nodiscard]] absl::StatusOr<std::vector<FindingRow>> RemediesWaiting(ReadTransaction& tx, int64_t federation);
[[nodiscard]] absl::StatusOr<std::optional<FindingRow>> FindFinding(ReadTransaction& tx, int64_t federation,
                                                                    int64_t inspection, int64_t finding);

// What to list; a filter that is empty or 0 does not filter, but for `units` where `only_units` is set.
struct FindingFilter {
  bool only_units = false;
  std::vector<int64_t> units;
  std::vector<v1::FindingState> states;
  bool known_to_unit = false;  // those that others than the Inspection Committee see, alone
  // Those that owe a remedy since before this day.
  rules::Day overdue_on = 0;
};
// Where a page begins: after the finding with this remedy date and numbers.
struct FindingCursor {
  rules::Day remedy_due_day = 0;
  int64_t inspection = 0;
  int64_t finding = 0;
};
// By remedy date, then by inspection and number.
[[nodiscard]] absl::StatusOr<std::vector<FindingRow>> ListFindings(ReadTransaction& tx, int64_t federation,
                                                                   const FindingFilter& filter,
                                                                   const std::optional<FindingCursor>& after,
                                                                   int64_t limit);

// Evidence of a finding's last remedy.
[[nodiscard]] absl::StatusOr<std::vector<v1::Evidence>> RemedyEvidence(ReadTransaction& tx, int64_t federation,
                                                                       int64_t inspection, int64_t finding);

// Units (0: the federation) with a concluded inspection of one of `kinds` whose conclusion lies in the days given.
[[nodiscard]] absl::StatusOr<std::vector<int64_t>> UnitsInspected(ReadTransaction& tx, int64_t federation,
                                                                  const std::vector<std::string>& kinds,
                                                                  rules::Day from, rules::Day to);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::InspectionScheduled& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::InspectionStarted& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::TaskChecked& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::FindingRecorded& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::InspectionConcluded& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::RemedySubmitted& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::RemedyVerified& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::RemedyRejected& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::InspectionNotified& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::FindingDropped& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::ConclusionDrafted& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::ConclusionSigned& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::SupervisionReported& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::InspectionCancelled& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::FindingExplained& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::FindingClosedWithoutRemedy& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_INSPECTIONS_H_
