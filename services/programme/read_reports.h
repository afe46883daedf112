// Reports that went up, as they are read.
#ifndef PHANCONG_SERVICES_PROGRAMME_READ_REPORTS_H_
#define PHANCONG_SERVICES_PROGRAMME_READ_REPORTS_H_

#include <string>

#include "absl/status/status.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/period_report.pb.h"
#include "phancong/v1/programme_service.pb.h"
#include "services/serving/command.h"
#include "storage/period_reports.h"
#include "storage/rounds.h"
#include "storage/store.h"

namespace phancong::programme {

enum class ReportView { kWhole, kWithoutFigures };
// A report as it was sent.
[[nodiscard]] absl::Status ShowReport(storage::ReadTransaction& tx, const serving::Actor& actor,
                                      const storage::PeriodReportRow& row, ReportView view, v1::PeriodReport* shown);
// A report that is not issued, without a name and whatever else the issue gives it.
[[nodiscard]] absl::Status ShowPreview(storage::ReadTransaction& tx, const serving::Actor& actor,
                                       const storage::RoundRow& round, const v1::ReportIssued& report,
                                       const std::string& remarks, v1::PeriodReport* shown);

// Bodies. NOT_FOUND.
[[nodiscard]] absl::Status GetReport(serving::ReadContext& context, const v1::GetReportRequest& request,
                                     v1::GetReportResponse* response);
[[nodiscard]] absl::Status ListReports(serving::ReadContext& context, const v1::ListReportsRequest& request,
                                       v1::ListReportsResponse* response);

}  // namespace phancong::programme

#endif  // PHANCONG_SERVICES_PROGRAMME_READ_REPORTS_H_
