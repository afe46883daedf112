#include "client/cli/csv_report.h"

#include <algorithm>
#include <map>
#include <utility>

#include "client/cli/failure.h"
#include "client/cli/private_file.h"
#include "client/cli/reports.h"
#include "client/cli/strings.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/csv.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

constexpr std::string_view kColumns[] = {"task",      "figure",   "numerator", "denominator", "not_applicable_reason",
                                         "narrative", "evidence", "document"};

// One reading of one file.
class ReportReader {
 public:
  explicit ReportReader(const Place& place) : place_(place) {}

  ReportReading Read(std::string_view csv) && {
    const std::vector<rules::CsvRecord> records = rules::ReadCsv(csv);
    if (records.empty()) {
      Wrong(0, "", WrongUsage("tệp không có dòng nào", "the file has no rows"));
    } else if (ReadHeader(records[0])) {
      for (size_t i = 1; i < records.size(); ++i) ReadRow(records[i]);
    }
    if (!reading_.problems.empty()) reading_.reports.clear();
    return std::move(reading_);
  }

 private:
  void Wrong(int line, std::string_view column, absl::Status why) {
    reading_.problems.push_back({line, std::string(column), std::move(why)});
  }

  bool HasCells(const rules::CsvRecord& record) {
    if (!record.cells) Wrong(record.line, "", WrongUsage("dấu ngoặc kép viết sai", "the quotes are wrong"));
    return record.cells.has_value();
  }

  bool ReadHeader(const rules::CsvRecord& record) {
    if (!HasCells(record)) return false;
    for (const std::string& cell : *record.cells) {
      header_.emplace_back(Trim(cell));
      if (std::find(std::begin(kColumns), std::end(kColumns), header_.back()) != std::end(kColumns)) continue;
      const std::string known = Join(kColumns, ", ");
      Wrong(record.line, header_.back(),
            WrongUsage(Concat("không có cột này; có: ", known), Concat("no such column; there are: ", known)));
    }
    if (std::find(header_.begin(), header_.end(), "task") == header_.end()) {
      Wrong(record.line, "task", WrongUsage("còn thiếu cột này", "this column is missing"));
    }
    return reading_.problems.empty();
  }

  void ReadRow(const rules::CsvRecord& record) {
    if (!HasCells(record)) return;
    if (record.cells->size() != header_.size()) {
      Wrong(record.line, "",
            WrongUsage(Concat("có ", record.cells->size(), " ô, tiêu đề có ", header_.size(), " cột"),
                       Concat("has ", record.cells->size(), " cells, the header has ", header_.size(), " columns")));
      return;
    }
    std::map<std::string_view, std::string_view> cells;
    for (size_t i = 0; i < header_.size(); ++i) cells[header_[i]] = Trim((*record.cells)[i]);
    const auto check = [&](std::string_view column, const absl::Status& status) {
      if (!status.ok()) Wrong(record.line, column, status);
    };
    const absl::StatusOr<std::string> task = FullName(rules::NameKind::kTask, cells["task"], place_);
    if (!task.ok()) return Wrong(record.line, "task", task.status());
    v1::Report& report = ReportOf(*task, record.line);
    check("figure", AddFigure(cells, report));
    if (!cells["narrative"].empty()) report.set_narrative(std::string(cells["narrative"]));
    check("evidence", AddEvidence(cells["evidence"], report));
    check("document", SetDocument(cells["document"], report));
  }

  v1::Report& ReportOf(const std::string& task, int line) {
    const auto [found, is_new] = by_task_.emplace(task, reading_.reports.size());
    if (is_new) reading_.reports.push_back({.line = line, .task = task, .report = {}});
    return reading_.reports[found->second].report;
  }

  // As it would be typed after --figure.
  static absl::Status AddFigure(std::map<std::string_view, std::string_view>& cells, v1::Report& report) {
    const std::string_view reason = cells["not_applicable_reason"];
    std::string text = Concat(cells["figure"], cells["figure"].empty() ? "" : "=");
    if (!reason.empty()) {
      Append(text, "n/a:", reason);
    } else if (!cells["numerator"].empty()) {
      Append(text, cells["numerator"], cells["denominator"].empty() ? "" : "/", cells["denominator"]);
    } else if (cells["figure"].empty() && cells["denominator"].empty()) {
      return absl::OkStatus();  // a row of words alone
    }
    ASSIGN_OR_RETURN(*report.add_figures(), ReadFigure(text));
    return absl::OkStatus();
  }

  static absl::Status AddEvidence(std::string_view text, v1::Report& report) {
    for (std::string_view part : Split(text, ';')) {
      if (Trim(part).empty()) continue;
      ASSIGN_OR_RETURN(*report.add_evidence(), ReadEvidence(Trim(part)));
    }
    return absl::OkStatus();
  }

  static absl::Status SetDocument(std::string_view text, v1::Report& report) {
    if (text.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(*report.mutable_document(), ReadDocument(text));
    return absl::OkStatus();
  }

  const Place& place_;
  std::vector<std::string> header_;
  // Where each task stands among the reports.
  std::map<std::string, size_t> by_task_;
  ReportReading reading_;
};

absl::Status ShowProblems(const Turn& turn, const std::vector<RowProblem>& problems) {
  const Language language = turn.manner.language;
  Table table{.headings = {{std::string(Phrase{"Dòng", "Line"}.In(language)), /*right=*/true},
                           {std::string(Phrase{"Cột", "Column"}.In(language))},
                           {std::string(Phrase{"Lỗi", "Problem"}.In(language)), false, false, /*wrap=*/true}}};
  for (const RowProblem& problem : problems) {
    table.rows.push_back({{Concat(problem.line)}, {problem.column}, {Join(Explain(problem.why, language), " ")}});
  }
  turn.Draw(std::move(table), {"line", "field", "message"});
  turn.Note(Phrase{"Tệp có lỗi như trên; chưa gửi gì.", "The file is wrong as shown; nothing was sent."}.In(language));
  return AlreadyTold(ExitCode::kRefused);
}

// Whether the figures are the task's own; gives nameless ones their names.
absl::Status Compare(const v1::Task& task, v1::Report& report) {
  RETURN_IF_ERROR(NameFigures(task, report));
  for (const v1::FigureValue& value : report.figures()) {
    const bool known = std::any_of(task.figures().begin(), task.figures().end(),
                                   [&](const v1::Figure& figure) { return figure.id() == value.figure(); });
    if (known) continue;
    const std::string ids = Join(task.figures(), ", ", [](const v1::Figure& figure) { return figure.id(); });
    return WrongUsage(Concat("nhiệm vụ không có số liệu “", value.figure(), "”; có: ", ids),
                      Concat("the task has no figure \"", value.figure(), "\"; there are: ", ids));
  }
  return absl::OkStatus();
}

// Looks at every task, and says how each report would stand beside it.
absl::StatusOr<Table> CompareAll(const Turn& turn, ReportReading& reading) {
  ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
  const Language language = turn.manner.language;
  Table table{.headings = {{std::string(Phrase{"Nhiệm vụ", "Task"}.In(language)), false, /*keep=*/true},
                           {std::string(Phrase{"Trạng thái", "State"}.In(language))},
                           {std::string(Phrase{"Số liệu", "Figures"}.In(language))}}};
  ProgressBar bar(turn.screen(), static_cast<int64_t>(reading.reports.size()));
  for (size_t i = 0; i < reading.reports.size(); ++i) {
    TaskReport& report = reading.reports[i];
    v1::GetTaskRequest get;
    get.set_name(report.task);
    const absl::StatusOr<MessagePtr> answer = turn.Send("TaskService.GetTask", get);
    bar.Show(static_cast<int64_t>(i) + 1);
    if (!answer.ok()) {
      if (ExitCodeOf(answer.status()) != ExitCode::kRefused) return answer.status();
      reading.problems.push_back({report.line, "task", answer.status()});
      continue;
    }
    const v1::Task& task = static_cast<const v1::GetTaskResponse&>(**answer).task();
    if (absl::Status compared = Compare(task, report.report); !compared.ok()) {
      reading.problems.push_back({report.line, "figure", std::move(compared)});
    }
    table.rows.push_back(
        {CellOf(task, "name", style), CellOf(task, "state", style), CellOf(report.report, "figures", style)});
  }
  return table;
}

absl::Status SendReport(const Turn& turn, const google::protobuf::MethodDescriptor& method, TaskReport report) {
  const MessagePtr request = NewRequest(method);
  SetString(*request, "name", std::move(report.task));
  const MutableFieldIn in = MutableReach(*request, "report");
  request->GetReflection()->MutableMessage(request.get(), in.field)->CopyFrom(report.report);
  ASSIGN_OR_RETURN(Session * session, turn.session());
  return session->Send(method, *request, turn.Settings()).status();
}

}  // namespace

ReportReading ReadReports(std::string_view csv, const Place& place) { return ReportReader(place).Read(csv); }

absl::Status PlayReportFile(Turn& turn) {
  const std::string path = turn.typed.Text("file");
  ASSIGN_OR_RETURN(const std::string file, ReadFile(path, turn.screen().in));
  ASSIGN_OR_RETURN(const Place place, turn.GetPlace());
  ReportReading reading = ReadReports(file, place);
  if (!reading.problems.empty()) return ShowProblems(turn, reading.problems);
  ASSIGN_OR_RETURN(Table preview, CompareAll(turn, reading));
  if (!reading.problems.empty()) return ShowProblems(turn, reading.problems);
  if (turn.typed.Has("--dry-run")) {
    turn.Draw(std::move(preview), {"task", "state", "figures"});
    return absl::OkStatus();
  }

  const auto& method = *FindMethod(turn.typed.Has("--submit") ? "GrassrootsUnionService.SubmitTask"
                                                              : "GrassrootsUnionService.ReportProgress");
  size_t done = 0;
  std::vector<std::pair<int, absl::Status>> failures;
  {
    ProgressBar bar(turn.screen(), static_cast<int64_t>(reading.reports.size()));
    for (TaskReport& report : reading.reports) {
      const int line = report.line;
      absl::Status status = SendReport(turn, method, std::move(report));
      if (status.ok()) {
        ++done;
      } else {
        failures.emplace_back(line, std::move(status));
        // The others would meet the same: nobody answers, or nobody is signed in.
        if (ExitCodeOf(failures.back().second) != ExitCode::kRefused) break;
      }
      bar.Show(static_cast<int64_t>(done + failures.size()));
    }
  }
  for (const auto& [line, status] : failures)
    turn.client.Tell(status, Concat(path, ":", line, ": "), turn.manner.language);
  turn.Line(Say(turn.manner.language, {"{} báo cáo đã gửi, trong tổng số {}.", "{} reports sent, of {}."}, done,
                reading.reports.size()));
  if (done == reading.reports.size()) return absl::OkStatus();
  return AlreadyTold(done > 0 ? ExitCode::kPartly : ExitCodeOf(failures.back().second));
}

}  // namespace phancong::client
