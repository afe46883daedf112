// Reports that went up, as they were sent.
#ifndef PHANCONG_STORAGE_PERIOD_REPORTS_H_
#define PHANCONG_STORAGE_PERIOD_REPORTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/period_report.pb.h"
#include "services/rules/dates.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

struct PeriodReportRow {
  int64_t report = 0;
  int64_t round = 0;
  std::string document_number;
  rules::Day document_day = 0;
  std::string document_issuer;
  std::string title;
  std::string remarks;
  std::vector<std::string> recipients;
  rules::Day as_of_day = 0;
  v1::PeriodFigures figures;
  int64_t account = 0;
  int64_t issued_at = 0;
  int64_t revision = 0;
};

[[nodiscard]] absl::StatusOr<int64_t> NextPeriodReport(ReadTransaction& tx, int64_t federation);
[[nodiscard]] absl::StatusOr<std::optional<PeriodReportRow>> FindPeriodReport(ReadTransaction& tx, int64_t federation,
                                                                              int64_t report);
// Whether a report of this number was issued.
[[nodiscard]] absl::StatusOr<bool> IsReportNumberTaken(ReadTransaction& tx, int64_t federation,
                                                       const std::string& document_number);
// Newest first, numbers smaller than `before` (0: all).
[[nodiscard]] absl::StatusOr<std::vector<PeriodReportRow>> ListPeriodReports(ReadTransaction& tx, int64_t federation,
                                                                             int64_t before, int64_t limit);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ReportIssued& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_PERIOD_REPORTS_H_
