#include "client/cli/file_check.h"

#include <string>
#include <utility>

#include "client/cli/failure.h"
#include "client/cli/private_file.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

using google::protobuf::Message;

constexpr absl::Duration kTimeout = absl::Minutes(5);

void SetValidateOnly(Message& request, bool value) {
  request.GetReflection()->SetBool(&request, request.GetDescriptor()->FindFieldByName("validate_only"), value);
}

absl::StatusOr<MessagePtr> Send(const Turn& turn, Message& request, int64_t size) {
  CallSettings settings = turn.Settings();
  settings.timeout = turn.manner.timeout.value_or(kTimeout);
  ProgressBar bar(turn.screen(), size);
  settings.sent = [&bar](int64_t sent) { bar.Show(sent); };
  ASSIGN_OR_RETURN(Session * session, turn.session());
  return session->Send(*MethodOf(turn.verb), request, std::move(settings));
}

Showing Problems() {
  return {.rows = "problems",
          .columns = {{.heading = {"Dòng", "Line"}, .field = "line", .right = true},
                      {.heading = {"Chỗ", "Field"}, .field = "field", .wrap = true},
                      {.heading = {"Lỗi", "Problem"}, .field = "message", .wrap = true}}};
}

}  // namespace

absl::Status PlayFile(Turn& turn, const FileCheck& check) {
  const bool dry_run = turn.typed.Has("--dry-run");
  if (!dry_run && !turn.typed.Has("--decision")) {
    return WrongUsage("Thiếu --decision SỐ (số quyết định); hoặc thêm --dry-run để chỉ xem trước.",
                      "--decision NUMBER is missing; or add --dry-run to preview only.");
  }
  ASSIGN_OR_RETURN(std::string file, ReadFile(turn.typed.Text("file"), turn.screen().in));
  const auto size = static_cast<int64_t>(file.size());
  ASSIGN_OR_RETURN(const MessagePtr bound, turn.Request());
  Message& request = *bound;
  SetString(request, check.field, std::move(file));

  // The check is another request than the load, so it has another id.
  const std::string request_id = GetString(request, "request_id");
  SetString(request, "request_id", NewRequestId());
  SetValidateOnly(request, true);
  ASSIGN_OR_RETURN(const MessagePtr checked, Send(turn, request, size));
  const FieldIn problems = Reach(*checked, "problems");
  if (checked->GetReflection()->FieldSize(*checked, problems.field) > 0) {
    RETURN_IF_ERROR(turn.Show(*checked, Problems()));
    turn.Note(Phrase{"Tệp có lỗi như trên; chưa nạp gì.", "The file is wrong as shown; nothing was loaded."}.In(
        turn.manner.language));
    return AlreadyTold(ExitCode::kRefused);
  }
  if (dry_run || turn.manner.output == "table") {
    RETURN_IF_ERROR(turn.Show(*checked, check.preview));
    ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
    if (!check.summary.empty()) turn.Line(Fill(check.summary.In(turn.manner.language), *checked, style));
  }
  if (dry_run) return absl::OkStatus();

  SetString(request, "request_id", request_id);
  SetValidateOnly(request, false);
  const absl::StatusOr<MessagePtr> answer = Send(turn, request, size);
  return answer.ok() ? turn.Show(**answer) : answer.status();
}

}  // namespace phancong::client
