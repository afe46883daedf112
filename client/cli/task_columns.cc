#include "client/cli/task_columns.h"

#include "client/cli/contract.h"
#include "client/cli/strings.h"
#include "phancong/v1/journal_service.pb.h"

namespace phancong::client {
namespace {

// Who did it: by name where there is one; the operator of the server has none.
Cell WhoCell(const Row& row, const Style& style) {
  const auto& entry = static_cast<const v1::Entry&>(*row.message);
  if (style.for_program || entry.display_name().empty()) return CellOf(entry, "account", style);
  return {entry.display_name()};
}

// What happened, in sentences; of a great entry (a whole round), the first ones and how many more. Who acted for whom is
// said whole: the column of names may be cut.
Cell HappenedCell(const Row& row, const Style& style) {
  constexpr int kFirst = 2;
  const auto& entry = static_cast<const v1::Entry&>(*row.message);
  if (style.for_program) return CellOf(entry, "happened", style);
  std::string text = entry.on_behalf_of().empty() ? "" : Concat(entry.display_name(), ": ");
  for (int i = 0; i < entry.happened_size() && i < kFirst; ++i) Append(text, i > 0 ? " " : "", entry.happened(i));
  const int more = entry.happened_size() - kFirst;
  if (more > 0) text += Say(style.language, {" (và {} việc nữa)", " (and {} more)"}, more);
  return {text};
}

}  // namespace

Showing TaskList(std::string_view rows) {
  return {.rows = rows,
          .columns = {{.heading = {"Nhiệm vụ", "Task"}, .field = "name", .keep = true},
                      {.heading = {"Nội dung", "What"}, .field = "title"},
                      {.field = "assignee_title", .program_only = true},
                      {.heading = {"Trạng thái", "State"}, .field = "state"},
                      {.heading = {"Hạn", "Due"}, .field = "due_date", .keep = true},
                      {.heading = {"Thời hạn", "Timing"}, .field = "timing", .cell = TimingCell},
                      {.field = "days_late", .program_only = true},
                      {.field = "cycle", .program_only = true},
                      {.field = "etag", .program_only = true}},
          .nothing = {"Không có nhiệm vụ nào.", "There are no tasks."}};
}

Showing EntryList() {
  return {
      .rows = "entries",
      .columns = {{.heading = {"Số", "No."}, .field = "revision", .right = true},
                  {.heading = {"Lúc", "When"}, .field = "time", .keep = true},
                  {.heading = {"Ai", "Who"}, .field = "account", .cell = WhoCell},
                  {.field = "command", .program_only = true},
                  {.heading = {"Nội dung", "What happened"}, .field = "happened", .cell = HappenedCell, .wrap = true}},
      .nothing = {"Không có mục nào.", "There are no entries."}};
}

Cell TimingCell(const Row& row, const Style& style) {
  Cell cell = CellOf(*row.message, "timing", style);
  if (style.for_program) return cell;
  // The date says as much.
  const FieldIn timing = Reach(*row.message, "timing");
  if (timing.holder->GetReflection()->GetEnumValue(*timing.holder, timing.field) == v1::TIMING_NOT_DUE) return {};
  const FieldIn days = Reach(*row.message, "days_late");
  if (days.field == nullptr) return cell;
  const int32_t late = days.holder->GetReflection()->GetInt32(*days.holder, days.field);
  if (late > 0) Append(cell.text, Say(style.language, {" {} ngày", " {} d"}, late));
  return cell;
}

}  // namespace phancong::client
