#include "client/cli/plan_file.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "client/cli/failure.h"
#include "client/cli/reports.h"
#include "client/cli/strings.h"
#include "services/rules/csv.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

constexpr std::string_view kColumns[] = {"item", "targets", "measures", "person", "due_date"};

// What is wrong, behind where it is.
absl::Status AtLine(int line, const absl::Status& status) {
  const auto said = [&](Language language) { return Explain(status, language).front(); };
  return WrongUsage(Concat("dòng ", line, ": ", said(Language::kVietnamese)),
                    Concat("line ", line, ": ", said(Language::kEnglish)));
}

absl::StatusOr<std::vector<std::string>> ReadHeader(const rules::CsvRecord& record) {
  if (!record.cells) return WrongUsage("dấu ngoặc kép viết sai", "the quotes are wrong");
  std::vector<std::string> header;
  for (const std::string& cell : *record.cells) {
    header.emplace_back(Trim(cell));
    if (std::find(std::begin(kColumns), std::end(kColumns), header.back()) != std::end(kColumns)) continue;
    const std::string known = Join(kColumns, ", ");
    return WrongUsage(Concat("không có cột “", header.back(), "”; có: ", known),
                      Concat("there is no column \"", header.back(), "\"; there are: ", known));
  }
  if (std::find(header.begin(), header.end(), "item") == header.end()) {
    return WrongUsage("còn thiếu cột item", "the column item is missing");
  }
  return header;
}

absl::Status AddTargets(std::string_view text, v1::PlanLine& line) {
  for (std::string_view part : Split(text, ';')) {
    if (Trim(part).empty()) continue;
    const auto [figure, number] = SplitOnce(Trim(part), '=');
    if (figure.empty() || number.empty()) {
      return WrongUsage(Concat("chỉ tiêu “", part, "”: viết TÊN=SỐ, như informed=95"),
                        Concat("target \"", part, "\": write NAME=NUMBER, such as informed=95"));
    }
    v1::PlanTarget& target = *line.add_targets();
    target.set_figure(std::string(Trim(figure)));
    ASSIGN_OR_RETURN(const int64_t value, ReadCount(Trim(number)));
    target.set_target(value);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::PlanLine> ReadLine(const rules::CsvRecord& record, const std::vector<std::string>& header) {
  if (!record.cells) return WrongUsage("dấu ngoặc kép viết sai", "the quotes are wrong");
  if (record.cells->size() != header.size()) {
    return WrongUsage(Concat("có ", record.cells->size(), " ô, tiêu đề có ", header.size(), " cột"),
                      Concat("has ", record.cells->size(), " cells, the header has ", header.size(), " columns"));
  }
  std::map<std::string_view, std::string_view> cells;
  for (size_t i = 0; i < header.size(); ++i) cells[header[i]] = Trim((*record.cells)[i]);
  v1::PlanLine line;
  if (cells["item"].empty()) return WrongUsage("chưa ghi mục nào", "no item is named");
  line.set_item(std::string(cells["item"]));
  RETURN_IF_ERROR(AddTargets(cells["targets"], line));
  line.set_measures(std::string(cells["measures"]));
  line.set_person(std::string(cells["person"]));
  if (!cells["due_date"].empty()) {
    ASSIGN_OR_RETURN(*line.mutable_due_date(), ReadDate(cells["due_date"]));
  }
  return line;
}

}  // namespace

absl::StatusOr<std::vector<v1::PlanLine>> ReadPlanLines(std::string_view csv) {
  const std::vector<rules::CsvRecord> records = rules::ReadCsv(csv);
  if (records.size() < 2) return WrongUsage("tệp không có dòng nào", "the file has no rows");
  const absl::StatusOr<std::vector<std::string>> header = ReadHeader(records[0]);
  if (!header.ok()) return AtLine(records[0].line, header.status());
  std::vector<v1::PlanLine> lines;
  for (size_t i = 1; i < records.size(); ++i) {
    absl::StatusOr<v1::PlanLine> line = ReadLine(records[i], *header);
    if (!line.ok()) return AtLine(records[i].line, line.status());
    lines.push_back(*std::move(line));
  }
  return lines;
}

}  // namespace phancong::client
