// What a report says, as people type and read it:
//
//   figure      held=1 · informed=95/100 · held=n/a:why · 95/100, where the item has a single figure
//   evidence    KIND[:NUMBER[:DATE[:ISSUER]]][@FILE][#NOTE]  minutes:12/BB-CĐ:20/01/2025@7: FILE is an uploaded file's
//               number, and stays one until NameFiles
//   points      NAME=POINTS[#REASON]                      organisation=9 · indicators=40#tính cả việc ngoài chương
//   trình document    NUMBER[:DATE[:ISSUER]]                    15/KH-LĐLĐ:2025-03-01
#ifndef PHANCONG_CLIENT_CLI_REPORTS_H_
#define PHANCONG_CLIENT_CLI_REPORTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/cells.h"
#include "google/type/date.pb.h"
#include "phancong/v1/rating.pb.h"
#include "phancong/v1/task.pb.h"
#include "phancong/v1/vocabulary.pb.h"

namespace phancong::client {

// "2025-01-31" or "31/01/2025". WrongUsage where it is neither, or no such day exists.
[[nodiscard]] absl::StatusOr<google::type::Date> ReadDate(std::string_view text);

// A whole number, 0 or more; or yes, no, có, không as 1 and 0.
[[nodiscard]] absl::StatusOr<int64_t> ReadCount(std::string_view text);

// A figure without a name has an empty `figure`: NameFigures fills it in.
[[nodiscard]] absl::StatusOr<v1::FigureValue> ReadFigure(std::string_view text);
[[nodiscard]] absl::StatusOr<v1::Evidence> ReadEvidence(std::string_view text);
// Uploaded files that evidence in the request's report, result or remedy names by number get their full names.
void NameFiles(std::string_view federation, google::protobuf::Message& request);

// The reports on tasks that a request has in it.
[[nodiscard]] std::vector<v1::Report*> ReportsIn(google::protobuf::Message& request);
[[nodiscard]] absl::StatusOr<v1::DocumentReference> ReadDocument(std::string_view text);
[[nodiscard]] absl::StatusOr<v1::CriterionPoints> ReadPoints(std::string_view text);

// Whether a report has a figure without a name.
[[nodiscard]] bool HasNamelessFigure(const v1::Report& report);

// Gives a figure without a name the task's only one; a nameless "n/a:why" stands for all of them. WrongUsage where the
// task has not exactly one, naming those that it has.
[[nodiscard]] absl::Status NameFigures(const v1::Task& task, v1::Report& report);

// For people; for programs, as it would be typed.
[[nodiscard]] std::string FigureText(const v1::FigureValue& figure, const Style& style);
[[nodiscard]] std::string EvidenceText(const v1::Evidence& evidence, const Style& style);
[[nodiscard]] std::string DocumentText(const v1::DocumentReference& document, const Style& style);

// "95/100 người (95,0%)", "1", "không áp dụng: lý do", without the figure's name.
[[nodiscard]] std::string FigureValueText(const v1::FigureValue& value, std::string_view unit, const Style& style);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_REPORTS_H_
