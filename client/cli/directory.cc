// Unions, and who is in charge of what.
#include "client/cli/contract.h"
#include "client/cli/file_check.h"
#include "client/cli/strings.h"
#include "phancong/v1/directory.pb.h"

namespace phancong::client {
namespace {

// What somebody is in charge of: a field, an item or a union.
Cell ChargeCell(const Row& row, const Style& style) {
  const auto& responsibility = static_cast<const v1::Responsibility&>(*row.message);
  switch (responsibility.of_case()) {
    case v1::Responsibility::kField:
      return {Concat(Phrase{"lĩnh vực ", "field "}.In(style.language), responsibility.field())};
    case v1::Responsibility::kItem:
      return {Concat(Phrase{"mục ", "item "}.In(style.language), responsibility.item())};
    case v1::Responsibility::kAssignee:
      return {Concat(Phrase{"đơn vị ", "union "}.In(style.language), CellOf(responsibility, "assignee", style).text)};
    case v1::Responsibility::OF_NOT_SET:
      return {};
  }
  return {};
}

Cell FactsCell(const Row& row, const Style& style) {
  const auto& grassroots_union = static_cast<const v1::GrassrootsUnion&>(*row.message);
  if (style.for_program) return CellOf(grassroots_union, "facts", style);
  std::map<std::string_view, int64_t> sorted(grassroots_union.facts().begin(), grassroots_union.facts().end());
  std::string text;
  for (const auto& [fact, value] : sorted) {
    Append(text, text.empty() ? "" : "\n", fact, " = ", FormatNumber(value, style.language));
  }
  return {text};
}

absl::Status PlayImport(Turn& turn) {
  return PlayFile(turn,
                  {.field = "chunk",
                   .preview = {.rows = "changes",
                               .columns = {{.heading = {"Đơn vị", "Union"}, .field = "id", .keep = true},
                                           {.heading = {"Tên", "Name"}, .field = "title"},
                                           {.heading = {"Mới", "New"}, .field = "created"},
                                           {.heading = {"Thay đổi", "Changes"}, .field = "fields", .wrap = true}},
                               .nothing = {"Không có gì thay đổi.", "Nothing would change."}},
                   .summary = {"Xem trước: thêm {created_count}, đổi {changed_count}, giữ nguyên {unchanged_count}",
                               "Preview: {created_count} new, {changed_count} changed, {unchanged_count} unchanged"}});
}

}  // namespace

Section DirectoryVerbs() {
  return {
      .title = {"Danh bạ đơn vị và phân công phụ trách", "Unions and responsibilities"},
      .verbs =
          {
              {.words = "union import",
               .help = {"Nạp danh bạ công đoàn cơ sở từ tệp CSV; xem trước rồi mới nạp.",
                        "Import the grassroots unions from a CSV; previewed first."},
               .example = "union import deploy/sample/bac-quang-unions.csv --decision 02/QĐ-LĐLĐ --as-of 01/01/2025",
               .method = "DirectoryService.ImportUnions",
               .arguments = {{.name = "file", .given = Given::kMust, .reading = Reading::kText},
                             {.name = "--decision",
                              .field = "decision_number",
                              .help = {"Số quyết định.", "Number of the decision."}},
                             {.name = "--as-of",
                              .field = "as_of_date",
                              .help = {"Số liệu tính đến ngày; mặc định hôm nay.",
                                       "The day that the facts are of; today if not given."}},
                             {.name = "--dry-run",
                              .help = {"Chỉ kiểm tra và xem trước.", "Check and preview only."},
                              .reading = Reading::kSwitch}},
               .show =
                   {.done = {"Đã nạp danh bạ: thêm {created_count}, đổi {changed_count}, giữ nguyên {unchanged_count}",
                             "Imported: {created_count} new, {changed_count} changed, {unchanged_count} unchanged"}},
               .play = PlayImport},
              {.words = "union show",
               .help = {"Một đơn vị và số liệu của nó.", "One union with its facts."},
               .example = "union show thpt-viet-vinh",
               .method = "DirectoryService.GetUnion",
               .arguments = {{.name = "union", .field = "name", .given = Given::kMust, .reading = Reading::kUnion}},
               .show = {.rows = "grassroots_union",
                        .columns = {{.heading = {"Đơn vị", "Union"}, .field = "name"},
                                    {.heading = {"Tên", "Name"}, .field = "title"},
                                    {.heading = {"Loại hình", "Type"}, .field = "type"},
                                    {.heading = {"Địa bàn", "Place"}, .field = "place"},
                                    {.heading = {"Thành lập", "Founded"}, .field = "founded_on"},
                                    {.heading = {"Số liệu", "Facts"}, .field = "facts", .cell = FactsCell},
                                    {.field = "etag", .program_only = true}}}},
              {.words = "union list",
               .help = {"Các đơn vị, theo thứ tự tên.", "Unions by name."},
               .example = "union list --type PUBLIC_SERVICE --text \"viet vinh\"",
               .method = "DirectoryService.ListUnions",
               .arguments = {{.name = "--type", .field = "types", .help = {"Loại hình này.", "Of this type."}},
                             {.name = "--text",
                              .field = "text",
                              .help = {"Chữ trong tên, có dấu hay không.",
                                       "Words of the name, with or without marks."}}},
               .show = {.rows = "unions",
                        .columns = {{.heading = {"Đơn vị", "Union"}, .field = "name", .keep = true},
                                    {.heading = {"Tên", "Name"}, .field = "title"},
                                    {.heading = {"Loại hình", "Type"}, .field = "type"},
                                    {.heading = {"Địa bàn", "Place"}, .field = "place"},
                                    {.field = "founded_on", .program_only = true},
                                    {.field = "facts", .program_only = true}},
                        .nothing = {"Không có đơn vị nào.", "There are no unions."}}},
              {.words = "responsibility list",
               .help = {"Ai phụ trách gì vào một ngày.", "Who is in charge of what on a day."},
               .example = "responsibility list --on 01/03/2025",
               .method = "DirectoryService.ListResponsibilities",
               .arguments = {{.name = "--on",
                              .field = "on_date",
                              .help = {"Ngày; mặc định hôm nay.", "The day; today if not given."}}},
               .show = {.rows = "responsibilities",
                        .columns = {{.heading = {"Số", "No."}, .field = "name", .keep = true},
                                    {.heading = {"Ai", "Who"}, .field = "account"},
                                    {.heading = {"Phụ trách", "In charge of"}, .cell = ChargeCell},
                                    {.field = "field", .program_only = true},
                                    {.field = "item", .program_only = true},
                                    {.field = "assignee", .program_only = true},
                                    {.heading = {"Từ ngày", "From"}, .field = "from_date", .keep = true},
                                    {.heading = {"Đến ngày", "To"}, .field = "to_date"},
                                    {.heading = {"Quyết định", "Decision"}, .field = "decision_number"}},
                        .nothing = {"Chưa phân công ai.", "Nobody is in charge of anything."}}},
          },
  };
}

}  // namespace phancong::client
