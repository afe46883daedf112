#include "client/cli/task_columns.h"

#include "client/cli/contract.h"
#include "client/cli/strings.h"
#include "client/cli/words.h"
#include "phancong/v1/journal_service.pb.h"

namespace phancong::client {
namespace {

Cell CommandCell(const Row& row, const Style& style) {
  const auto& entry = static_cast<const v1::Entry&>(*row.message);
  return {style.for_program ? entry.command() : MethodWord(entry.command(), style.language)};
}

// Who did it: by name where there is one; the operator of the server has none.
Cell WhoCell(const Row& row, const Style& style) {
  const auto& entry = static_cast<const v1::Entry&>(*row.message);
  if (style.for_program || entry.display_name().empty()) return CellOf(entry, "account", style);
  return {entry.display_name()};
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
  return {.rows = "entries",
          .columns = {{.heading = {"Số", "No."}, .field = "revision", .right = true},
                      {.heading = {"Lúc", "When"}, .field = "time", .keep = true},
                      {.heading = {"Ai", "Who"}, .field = "account", .cell = WhoCell},
                      {.heading = {"Việc", "Command"}, .field = "command", .cell = CommandCell},
                      {.heading = {"Nội dung", "What happened"}, .field = "happened"}},
          .nothing = {"Chưa có gì trong sổ ghi.", "The journal has no entries."}};
}

Cell TimingCell(const Row& row, const Style& style) {
  Cell cell = CellOf(*row.message, "timing", style);
  const FieldIn days = Reach(*row.message, "days_late");
  if (style.for_program || days.field == nullptr) return cell;
  const int32_t late = days.holder->GetReflection()->GetInt32(*days.holder, days.field);
  if (late > 0) Append(cell.text, Say(style.language, {" {} ngày", " {} d"}, late));
  return cell;
}

}  // namespace phancong::client
