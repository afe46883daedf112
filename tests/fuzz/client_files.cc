// Files that the client reads: reports of many tasks, a union's own plan; and lines of commands.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/cli/command_line.h"
#include "client/cli/csv_report.h"
#include "client/cli/failure.h"
#include "client/cli/plan_file.h"
#include "tests/fuzz/must.h"

namespace phancong::fuzz {
namespace {

void CheckFailure(const absl::Status& status) {
  Must(!status.ok() && client::ExitCodeOf(status) == client::ExitCode::kUsage, "a failure is one of usage");
  for (const client::Language language : {client::Language::kVietnamese, client::Language::kEnglish}) {
    Must(!client::Explain(status, language).empty(), "a failure is explained");
  }
}

}  // namespace
}  // namespace phancong::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace phancong;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const client::Place place{.federation = "bac-quang", .account = "chu-tich", .round = "2025"};

  const client::ReportReading reports = client::ReadReports(text, place);
  fuzz::Must(reports.reports.empty() || reports.problems.empty(), "reports or problems");
  for (const client::RowProblem& problem : reports.problems) fuzz::CheckFailure(problem.why);
  for (const client::TaskReport& report : reports.reports) {
    // Whether such a task may be is for the server to say.
    fuzz::Must(report.task.starts_with("federations/"), "a report names its task in full");
  }

  const absl::StatusOr<std::vector<v1::PlanLine>> plan = client::ReadPlanLines(text);
  if (!plan.ok()) fuzz::CheckFailure(plan.status());

  const absl::StatusOr<std::vector<std::string>> words = client::SplitWords(text);
  if (!words.ok()) {
    fuzz::CheckFailure(words.status());
  } else if (const absl::StatusOr<client::CommandLine> line = client::ReadCommandLine(*words); !line.ok()) {
    fuzz::CheckFailure(line.status());
  }
  return 0;
}
