// One's own reminders, and where they are mailed.
#include <limits>
#include <string>
#include <vector>

#include "client/cli/failure.h"
#include "client/cli/reports.h"
#include "client/cli/strings.h"
#include "client/cli/table.h"
#include "client/cli/turn.h"
#include "client/cli/words.h"
#include "phancong/v1/inbox_service.pb.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

Showing MessageList() {
  return {.rows = "messages",
          .columns = {{.heading = {"Số", "No."}, .field = "number", .right = true},
                      {.heading = {"Lúc", "When"}, .field = "create_time", .keep = true},
                      {.heading = {"Mới", "New"},
                       .field = "read",
                       .cell =
                           [](const Row& row, const Style& style) {
                             Cell cell = CellOf(*row.message, "read", style);
                             if (style.for_program) return cell;
                             const auto& message = static_cast<const v1::InboxMessage&>(*row.message);
                             return message.read() ? Cell{} : Cell{"•", Paint::kBad};
                           }},
                      {.field = "task", .program_only = true},
                      {.field = "due_date", .program_only = true},
                      {.field = "offset_days", .program_only = true},
                      {.heading = {"Lời nhắc", "Reminder"}, .field = "text", .wrap = true}},
          .nothing = {"Không có lời nhắc nào.", "There are no reminders."}};
}

// As it comes: what follows is not known yet, so nothing can be lined up.
absl::Status PlayWatchInbox(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr request, turn.Request());
  ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
  int64_t left = std::numeric_limits<int64_t>::max();
  if (turn.typed.Has("--count")) {
    ASSIGN_OR_RETURN(left, ReadCount(turn.typed.Text("--count")));
  }
  if (left == 0) return absl::OkStatus();
  int64_t last = static_cast<const v1::WatchInboxRequest&>(*request).after();
  CallSettings settings = turn.Settings();
  settings.timeout = turn.manner.timeout.value_or(absl::InfiniteDuration());
  bool headed = false;
  const absl::Status ended =
      (*turn.session())->Watch(*MethodOf(turn.verb), *request, settings, [&](const google::protobuf::Message& answer) {
        const v1::InboxMessage& message = static_cast<const v1::WatchInboxResponse&>(answer).message();
        last = message.number();
        if (turn.manner.output == "json") {
          turn.screen().out << ToJson(message, /*pretty=*/false) << "\n";
        } else if (turn.manner.output == "csv") {
          v1::ListInboxResponse one;
          *one.add_messages() = message;
          const std::string csv = RenderCsv(TableOf(MessageList(), one, style));
          turn.screen().out << (headed ? csv.substr(csv.find('\n') + 1) : csv);
          headed = true;
        } else {
          const std::string beginning =
              Concat(message.number(), "  ", CellOf(message, "create_time", style).text, "  ");
          const int indent = static_cast<int>(beginning.size());
          const std::vector<std::string> lines = Wrap(SafeText(message.text()), turn.screen().width - indent);
          for (size_t i = 0; i < lines.size(); ++i) {
            turn.Line(Concat(i == 0 ? beginning : std::string(beginning.size(), ' '), lines[i]));
          }
        }
        turn.screen().out.flush();
        return --left > 0;
      });
  if (!ended.ok()) {
    turn.Note(Say(turn.manner.language,
                  {"Xem tiếp: phancong inbox watch --after {}", "Go on with: phancong inbox watch --after {}"}, last));
  }
  return ended;
}

}  // namespace

Section InboxVerbs() {
  const Argument of{.name = "--account",
                    .field = "parent",
                    .help = {"Tài khoản; chỉ của chính mình.", "The account; one's own alone."},
                    .reading = Reading::kOwnAccount};
  return {
      .title = {"Hộp nhắc việc", "Inbox"},
      .verbs =
          {
              {.words = "inbox",
               .help = {"Lời nhắc hạn gửi cho mình, mới nhất trước.", "Reminders sent to oneself, newest first."},
               .example = "inbox --unread",
               .method = "InboxService.ListInbox",
               .arguments = {{.name = "--unread",
                              .field = "only_unread",
                              .help = {"Chỉ lời nhắc chưa đọc.", "Only those that are not read."}},
                             of},
               .show = MessageList()},
              {.words = "inbox watch",
               .help = {"Theo dõi lời nhắc; dừng bằng Ctrl-C.", "Follow reminders; stop it with Ctrl-C."},
               .example = "inbox watch --after 12",
               .method = "InboxService.WatchInbox",
               .arguments = {{.name = "--after",
                              .field = "after",
                              .help = {"Sau số này; mặc định từ đầu.",
                                       "After this number; from the beginning if not given."}},
                             {.name = "--count",
                              .help = {"Dừng sau bấy nhiêu lời nhắc.", "Stop after so many messages."},
                              .reading = Reading::kText},
                             of},
               .play = PlayWatchInbox},
              {.words = "inbox read",
               .help = {"Đánh dấu đã đọc.", "Mark messages as read."},
               .example = "inbox read --up-to 12",
               .method = "InboxService.MarkInboxRead",
               .arguments = {{.name = "number", .field = "number"},
                             {.name = "--up-to",
                              .field = "up_to",
                              .help = {"Mọi lời nhắc đến hết số này.", "All messages up to this number."}},
                             of},
               .show = {.done = {"Còn {unread_count} lời nhắc chưa đọc.", "{unread_count} messages are not read."}}},
              {.words = "mail-address set",
               .help = {"Nhận lời nhắc bằng thư điện tử; \"\" để thôi nhận.",
                        "Get reminders by e-mail too; \"\" for no more."},
               .example = "mail-address set an@congdoan.vn",
               .method = "InboxService.SetMailAddress",
               .arguments = {{.name = "address", .field = "address", .given = Given::kMust},
                             {.name = "--account",
                              .field = "name",
                              .help = {"Tài khoản; chỉ của chính mình.", "The account; one's own alone."},
                              .reading = Reading::kOwnAccount}},
               .show = {.done = {"Địa chỉ nhận thư: {address}", "Reminders are mailed to: {address}"}}},
          },
  };
}

}  // namespace phancong::client
