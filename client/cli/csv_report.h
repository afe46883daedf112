// Reports of many tasks from one CSV.
#ifndef PHANCONG_CLIENT_CLI_CSV_REPORT_H_
#define PHANCONG_CLIENT_CLI_CSV_REPORT_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "client/cli/names.h"
#include "client/cli/turn.h"
#include "phancong/v1/vocabulary.pb.h"

namespace phancong::client {

// What the rows of one task say together.
struct TaskReport {
  // The line of its first row.
  int line = 0;
  // The task's full name.
  std::string task;
  v1::Report report;
};

// A wrong place of the file, and why.
struct RowProblem {
  int line = 0;
  std::string column;
  absl::Status why;
};

// Either reports, in the order of their first rows, or problems.
struct ReportReading {
  std::vector<TaskReport> reports;
  std::vector<RowProblem> problems;
};

// Columns, in any order: task, and of figure, numerator, denominator, not_applicable_reason, narrative, evidence
// (several: with ';' between them), document those that are needed. Rows of one task need not stand together. A row
// without `figure` but with numbers is the task's only figure.
[[nodiscard]] ReportReading ReadReports(std::string_view csv, const Place& place);

// `report file`: reads the whole file, compares it with the tasks, and only when all of it is right sends the reports.
// Those that are refused are said one by one; AlreadyTold(kPartly) then.
[[nodiscard]] absl::Status PlayReportFile(Turn& turn);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_CSV_REPORT_H_
