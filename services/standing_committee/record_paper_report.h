// A report that came on paper, entered by a member of the Standing Committee.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_RECORD_PAPER_REPORT_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_RECORD_PAPER_REPORT_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// What it refuses stands in standing_committee_service.proto.
[[nodiscard]] absl::Status RecordPaperReport(serving::CommandContext& context,
                                             const v1::RecordPaperReportRequest& request,
                                             v1::RecordPaperReportResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_RECORD_PAPER_REPORT_H_
