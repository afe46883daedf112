// Reports that go up.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_ISSUE_REPORT_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_ISSUE_REPORT_H_

#include "absl/status/status.h"
#include "phancong/v1/standing_committee_service.pb.h"
#include "services/serving/command.h"

namespace phancong::standing_committee {

// Freezes a round's figures as of a day in a numbered document. With validate_only the report as it would be, without a
// name; its document and recipients may then be missing. NOT_FOUND; ROUND_STATE for a draft; DOCUMENT_MISSING;
// INVALID_FIELD without a title or recipients, or for a day to come or before the round was issued; ALREADY_EXISTS
// where a report has this number.
[[nodiscard]] absl::Status IssueReport(serving::CommandContext& context, const v1::IssueReportRequest& request,
                                       v1::IssueReportResponse* response);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_ISSUE_REPORT_H_
