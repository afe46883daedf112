#include "client/cli/failure.h"

#include <optional>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "client/cli/strings.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace phancong::client {
namespace {

// Payloads of a status: the server's google.rpc.Status; the English text and the exit code of one made here.
constexpr char kDetails[] = "type.googleapis.com/google.rpc.Status";
constexpr char kEnglish[] = "phancong.client/english";
constexpr char kExitCode[] = "phancong.client/exit-code";

absl::Status MadeHere(absl::StatusCode code, std::string vi, std::string en, ExitCode exit_code) {
  absl::Status status(code, vi);
  status.SetPayload(kEnglish, absl::Cord(std::move(en)));
  status.SetPayload(kExitCode, absl::Cord(Concat(static_cast<int>(exit_code))));
  return status;
}

google::rpc::Status DetailsOf(const absl::Status& status) {
  google::rpc::Status details;
  if (auto payload = status.GetPayload(kDetails)) {
    if (!details.ParseFromString(std::string(*payload))) details.Clear();
  }
  return details;
}

template <typename Detail>
std::optional<Detail> Find(const google::rpc::Status& details) {
  Detail detail;
  for (const auto& any : details.details()) {
    if (any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

// What to do next where the message of the server does not say so already.
struct NextStep {
  std::string_view reason;
  Phrase phrase;
};
constexpr NextStep kNextSteps[] = {
    {"STALE",
     {"Xem lại bằng `phancong task show` hoặc `round show`, rồi làm lại.",
      "Look again with `phancong task show` or `round show`, then repeat."}},
    {"TASK_STATE",
     {"Xem những việc đang làm được: phancong task actions NHIỆM-VỤ",
      "See what can be done now: phancong task actions TASK"}},
    {"FIGURES_MISSING",
     {"Xem các số liệu của nhiệm vụ: phancong task show NHIỆM-VỤ", "See the task's figures: phancong task show TASK"}},
    {"EVIDENCE_MISSING", {"Thêm bằng --evidence LOẠI:SỐ:NGÀY", "Add it with --evidence KIND:NUMBER:DATE"}},
    {"DOCUMENT_MISSING", {"Thêm bằng --document SỐ:NGÀY", "Add it with --document NUMBER:DATE"}},
    {"DECISION_REQUIRED", {"Thêm bằng --decision SỐ", "Add it with --decision NUMBER"}},
    {"REASON_REQUIRED",
     {"Thêm bằng --reason \"lý do\"; khi tự xếp loại: --points TÊN=ĐIỂM#LÝ-DO",
      "Add it with --reason \"why\"; in rating self: --points NAME=POINTS#REASON"}},
    {"RATING_STATE", {"Xem xếp loại: phancong rating show ĐƠN-VỊ", "See the rating: phancong rating show UNION"}},
    {"INVALID_FILE", {"Xem mọi lỗi: thêm --dry-run", "See every error: add --dry-run"}},
    {"POSITION_REQUIRED", {"Xem chức vụ của mình: phancong whoami", "See your positions: phancong whoami"}},
    {"NOT_YOUR_UNION", {"Xem chức vụ của mình: phancong whoami", "See your positions: phancong whoami"}},
};

}  // namespace

absl::Status WrongUsage(std::string vi, std::string en) {
  return MadeHere(absl::StatusCode::kInvalidArgument, std::move(vi), std::move(en), ExitCode::kUsage);
}

absl::Status NotSignedIn(std::string_view profile) {
  return MadeHere(absl::StatusCode::kUnauthenticated,
                  Concat("Hồ sơ “", profile, "” chưa đăng nhập. Hãy đăng nhập: phancong --profile ", profile,
                         " sign-in --server MÁY:CỔNG --federation LIÊN-ĐOÀN --account TÊN"),
                  Concat("Profile \"", profile, "\" is not signed in. Sign in: phancong --profile ", profile,
                         " sign-in --server HOST:PORT --federation FEDERATION --account NAME"),
                  ExitCode::kNotSignedIn);
}

absl::Status NotTrusted(std::string vi, std::string en) {
  return MadeHere(absl::StatusCode::kUnavailable, std::move(vi), std::move(en), ExitCode::kNotTrusted);
}

absl::Status KeyNotTrusted(std::string vi, std::string en) {
  return MadeHere(absl::StatusCode::kPermissionDenied, std::move(vi), std::move(en), ExitCode::kNotTrusted);
}

absl::Status Forked(std::string vi, std::string en) {
  return MadeHere(absl::StatusCode::kDataLoss, std::move(vi), std::move(en), ExitCode::kForked);
}

absl::Status Restored(std::string vi, std::string en) {
  return MadeHere(absl::StatusCode::kDataLoss, std::move(vi), std::move(en), ExitCode::kRestored);
}

absl::Status WrongFile(std::string vi, std::string en) {
  return MadeHere(absl::StatusCode::kInvalidArgument, std::move(vi), std::move(en), ExitCode::kRefused);
}

absl::Status AlreadyTold(ExitCode code) { return MadeHere(absl::StatusCode::kAborted, "", "", code); }

absl::Status FromAnswer(const grpc::Status& answer) {
  if (answer.ok()) return absl::OkStatus();
  absl::Status status(static_cast<absl::StatusCode>(answer.error_code()), answer.error_message());
  status.SetPayload(kDetails, absl::Cord(answer.error_details()));
  return status;
}

ExitCode ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return ExitCode::kDone;
  if (auto payload = status.GetPayload(kExitCode)) {
    int code = 0;
    if (absl::SimpleAtoi(std::string(*payload), &code)) return static_cast<ExitCode>(code);
  }
  if (!status.GetPayload(kDetails)) return ExitCode::kUsage;
  if (IsWorthRetrying(status)) return ExitCode::kNotReached;
  return status.code() == absl::StatusCode::kUnauthenticated ? ExitCode::kNotSignedIn : ExitCode::kRefused;
}

bool IsWorthRetrying(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable || status.code() == absl::StatusCode::kDeadlineExceeded;
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = Find<google::rpc::ErrorInfo>(DetailsOf(status));
  return info ? info->reason() : "";
}

std::vector<std::string> Explain(const absl::Status& status, Language language) {
  std::vector<std::string> lines;
  const auto english = status.GetPayload(kEnglish);
  std::string message =
      english && language == Language::kEnglish ? std::string(*english) : std::string(status.message());
  if (message.empty() && english) return lines;

  const std::string reason = ReasonOf(status);
  if (english) {
    for (std::string_view line : Split(message, '\n')) lines.emplace_back(line);
    return lines;
  }
  if (IsWorthRetrying(status) && reason.empty()) {
    // gRPC's own words, in no language of ours, come second.
    const Phrase phrase = status.code() == absl::StatusCode::kUnavailable
                              ? Phrase{"Không liên lạc được với máy chủ ({}).", "The server can't be reached ({})."}
                              : Phrase{"Máy chủ không trả lời kịp ({}).", "The server did not answer in time ({})."};
    message = Say(language, phrase, message);
  }
  lines.push_back(reason.empty() ? message : Concat(message, " [", reason, "]"));

  const google::rpc::Status details = DetailsOf(status);
  if (const auto request = Find<google::rpc::BadRequest>(details)) {
    for (const auto& violation : request->field_violations()) {
      if (Contains(message, violation.description())) continue;
      lines.push_back(Concat(violation.field(), ": ", violation.description()));
    }
  }
  for (const NextStep& step : kNextSteps) {
    if (step.reason == reason) lines.push_back(Concat("→ ", step.phrase.In(language)));
  }
  return lines;
}

}  // namespace phancong::client
