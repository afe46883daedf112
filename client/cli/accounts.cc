// Who may sign in, and what they are: for the administrator.
#include "client/cli/position_text.h"
#include "client/cli/verb.h"
#include "phancong/v1/directory.pb.h"

namespace phancong::client {
namespace {

// For people, only where it is.
Cell DisabledCell(const Row& row, const Style& style) {
  const auto& account = static_cast<const v1::Account&>(*row.message);
  if (!style.for_program && !account.disabled()) return {};
  return {CellOf(account, "disabled", style).text, Paint::kBad};
}

}  // namespace

Section AccountVerbs() {
  const Argument account{.name = "account", .field = "name", .given = Given::kMust, .reading = Reading::kAccount};
  const Showing with_code{
      .rows = ".",
      .columns = {{.heading = {"Tài khoản", "Account"}, .field = "account.name"},
                  {.heading = {"Mã dùng một lần", "One-time code"}, .field = "one_time_code"}},
      .done = {"Hãy trao mã tận tay; mã không xem lại được.", "Hand the code over; it can't be seen again."}};
  return {
      .title = {"Quản trị: tài khoản và chức vụ", "Administrator: accounts and positions"},
      .verbs =
          {
              {.words = "account create",
               .help = {"Tạo tài khoản, kèm mã dùng một lần.", "Create an account with a one-time code."},
               .example = "account create uy-vien-1 --name \"Nguyễn Văn An\"",
               .method = "AccountService.CreateAccount",
               .arguments = {{.name = "account-id", .field = "account_id", .given = Given::kMust},
                             {.name = "--name",
                              .field = "display_name",
                              .help = {"Họ tên.", "The person's name."},
                              .given = Given::kMust}},
               .show = with_code},
              {.words = "account create-unions",
               .help = {"Tạo tài khoản Chủ tịch cho mọi đơn vị chưa có, kèm mã dùng một lần.",
                        "Create the chair's account of every union that has none, with one-time codes."},
               .example = "account create-unions -o csv",
               .method = "AccountService.CreateUnionAccounts",
               .show = {.rows = "accounts",
                        .columns =
                            {{.heading = {"Tài khoản", "Account"}, .field = "account.name", .keep = true},
                             {.heading = {"Đơn vị", "Union"}, .field = "body_title"},
                             {.heading = {"Mã dùng một lần", "One-time code"}, .field = "one_time_code", .keep = true}},
                        .done = {"Hãy trao mã tận tay; mã không xem lại được.",
                                 "Hand the codes over; they can't be seen again."}}},
              {.words = "account disable",
               .help = {"Khóa tài khoản.", "Close an account."},
               .example = "account disable uy-vien-1",
               .method = "AccountService.DisableAccount",
               .arguments = {account},
               .show = {.done = {"Đã khóa {account.name}", "Disabled {account.name}"}}},
              {.words = "account enable",
               .help = {"Mở lại tài khoản đã khóa.", "Open a disabled account again."},
               .example = "account enable uy-vien-1",
               .method = "AccountService.EnableAccount",
               .arguments = {account},
               .show = {.done = {"Đã mở lại {account.name}", "Enabled {account.name}"}}},
              {.words = "account reset",
               .help = {"Cấp mã dùng một lần mới; mật khẩu và phiên cũ hết hiệu lực.",
                        "Give a new one-time code; password and sessions end."},
               .example = "account reset uy-vien-1",
               .method = "AccountService.ResetAccount",
               .arguments = {account},
               .show = with_code},
              {.words = "account list",
               .help = {"Các tài khoản và chức vụ.", "Accounts and their positions."},
               .example = "account list",
               .method = "AccountService.ListAccounts",
               .show = {.rows = "accounts",
                        .columns = {{.heading = {"Tài khoản", "Account"}, .field = "name", .keep = true},
                                    {.heading = {"Họ tên", "Name"}, .field = "display_name"},
                                    {.heading = {"Chức vụ", "Positions"}, .field = "positions", .cell = PositionsCell},
                                    {.heading = {"Khóa", "Disabled"}, .field = "disabled", .cell = DisabledCell},
                                    {.field = "etag", .program_only = true}}}},
              {.words = "position give",
               .help = {"Giao chức vụ từ một ngày.", "Give a position from a day on."},
               .example = "position give uy-vien-1 standing-committee-member --from 01/01/2025",
               .method = "AccountService.GivePosition",
               .arguments =
                   {account,
                    {.name = "position", .field = "position", .given = Given::kMust},
                    {.name = "--union",
                     .field = "body",
                     .help = {"Đơn vị, với chức vụ của công đoàn cơ sở.", "The union, for union positions."},
                     .reading = Reading::kUnion},
                    {.name = "--from",
                     .field = "from_date",
                     .help = {"Từ ngày; mặc định hôm nay.", "From this day; today if not given."}},
                    {.name = "--to", .field = "to_date", .help = {"Đến hết ngày.", "To the end of this day."}}},
               .show = {.done = {"Đã giao chức vụ cho {account.name}", "Gave {account.name} the position"}}},
              {.words = "position end",
               .help = {"Thôi chức vụ; số của chức vụ xem ở account list.",
                        "End a position; its number is in account list."},
               .example = "position end 12 --to 30/06/2025",
               .method = "AccountService.EndPosition",
               .arguments =
                   {{.name = "position-number", .field = "name", .given = Given::kMust, .reading = Reading::kPosition},
                    {.name = "--to",
                     .field = "to_date",
                     .help = {"Đến hết ngày; mặc định hôm nay.", "To the end of this day; today if not given."}}},
               .show = {.done = {"Đã thôi chức vụ của {account.name}", "Ended the position of {account.name}"}}},
          },
  };
}

}  // namespace phancong::client
