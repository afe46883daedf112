// The journal, and the simulated clock of a demo.
#include <limits>
#include <ostream>
#include <string>

#include "client/cli/failure.h"
#include "client/cli/reports.h"
#include "client/cli/strings.h"
#include "client/cli/task_columns.h"
#include "client/cli/turn.h"
#include "client/cli/words.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

// An entry in one line, as it comes: what follows is not known yet, so nothing can be lined up.
std::string LineOf(const v1::Entry& entry, const Style& style) {
  const std::string who = entry.display_name().empty() ? CellOf(entry, "account", style).text : entry.display_name();
  return SafeText(
      Concat(entry.revision(), "  ", CellOf(entry, "time", style).text, "  ", who, "  ", Join(entry.happened(), "; ")));
}

absl::Status PlayWatch(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr request, turn.Request());
  ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
  int64_t left = std::numeric_limits<int64_t>::max();
  if (turn.typed.Has("--count")) {
    ASSIGN_OR_RETURN(const int64_t count, ReadCount(turn.typed.Text("--count")));
    left = count;
  }
  if (left == 0) return absl::OkStatus();
  int64_t last = static_cast<const v1::WatchEntriesRequest&>(*request).after_revision();
  CallSettings settings = turn.Settings();
  settings.timeout = turn.manner.timeout.value_or(absl::InfiniteDuration());
  bool headed = false;
  const absl::Status ended =
      (*turn.session())->Watch(*MethodOf(turn.verb), *request, settings, [&](const google::protobuf::Message& answer) {
        const v1::Entry& entry = static_cast<const v1::WatchEntriesResponse&>(answer).entry();
        last = entry.revision();
        if (turn.manner.output == "json") {
          turn.screen().out << ToJson(entry, /*pretty=*/false) << "\n";
        } else if (turn.manner.output == "csv") {
          v1::ListEntriesResponse one;
          *one.add_entries() = entry;
          const std::string csv = RenderCsv(TableOf(EntryList(), one, style));
          turn.screen().out << (headed ? csv.substr(csv.find('\n') + 1) : csv);
          headed = true;
        } else {
          turn.Line(LineOf(entry, style));
        }
        turn.screen().out.flush();
        return --left > 0;
      });
  if (!ended.ok()) {
    turn.Note(Say(turn.manner.language,
                  {"Xem tiếp: phancong journal watch --after {}", "Go on with: phancong journal watch --after {}"},
                  last));
  }
  return ended;
}

absl::Status PlayAdvanceClock(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr bound, turn.Request());
  ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
  const std::string text = turn.typed.Text("time");
  const std::optional<absl::Time> time = ParseTime(text, style.zone);
  if (!time) {
    return WrongUsage(
        Concat("“", text, "” không phải là thời điểm: viết \"31/01/2025 08:00\" hoặc \"2025-01-31 08:00\"."),
        Concat("\"", text, "\" is no moment: write \"2025-01-31 08:00\"."));
  }
  auto& request = static_cast<v1::AdvanceClockRequest&>(*bound);
  request.mutable_time()->set_seconds(absl::ToUnixSeconds(*time));
  const absl::StatusOr<MessagePtr> answer = turn.Send(request);
  return answer.ok() ? turn.Show(**answer) : answer.status();
}

}  // namespace

Section JournalVerbs() {
  return {
      .title = {"Sổ ghi", "Journal"},
      .verbs =
          {
              {.words = "journal list",
               .help = {"Ai đã làm gì, từ một số trở đi.", "Who did what, from a revision on."},
               .example = "journal list --from 120 --limit 20",
               .method = "JournalService.ListEntries",
               .arguments =
                   {{.name = "--from", .field = "from_revision", .help = {"Từ số này.", "From this revision."}}},
               .show = EntryList()},
              {.words = "journal watch",
               .help = {"Theo dõi sổ ghi; dừng bằng Ctrl-C.", "Follow the journal; stop it with Ctrl-C."},
               .example = "journal watch --after 120",
               .method = "JournalService.WatchEntries",
               .arguments = {{.name = "--after",
                              .field = "after_revision",
                              .help = {"Sau số này; mặc định từ đầu.",
                                       "After this revision; from the beginning if not given."}},
                             {.name = "--count",
                              .help = {"Dừng sau bấy nhiêu mục.", "Stop after so many entries."},
                              .reading = Reading::kText}},
               .play = PlayWatch},
              {.words = "journal checkpoint",
               .help = {"Số mục và mã gốc của sổ ghi.", "The journal's size and root hash."},
               .example = "journal checkpoint",
               .method = "JournalService.GetCheckpoint",
               .show = {.rows = ".",
                        .columns = {{.heading = {"Đến số", "Revision"}, .field = "revision"},
                                    {.heading = {"Mã gốc", "Root hash"}, .field = "root_hash"}}}},
              {.words = "clock set",
               .help = {"Cho đồng hồ mô phỏng của cơ sở dữ liệu trình diễn tiến tới.",
                        "Set the simulated clock of a demo database forward."},
               .example = "clock set \"31/01/2025 08:00\"",
               .method = "JournalService.AdvanceClock",
               .arguments = {{.name = "time", .given = Given::kMust, .reading = Reading::kText}},
               .show = {.done = {"Bây giờ là {time}", "It is now {time}"}},
               .play = PlayAdvanceClock},
          },
  };
}

}  // namespace phancong::client
