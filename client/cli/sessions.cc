// Signing in and out, and one's own account. Passwords come from the terminal without echo or from a file, never from
// the command line.
#include <limits.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <istream>
#include <string>
#include <utility>

#include "client/cli/failure.h"
#include "client/cli/meeting.h"
#include "client/cli/position_text.h"
#include "client/cli/strings.h"
#include "client/cli/turn.h"
#include "phancong/v1/account_service.pb.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

constexpr std::string_view kPasswordFile = "--password-file";
constexpr std::string_view kNewPasswordFile = "--new-password-file";
constexpr size_t kDeviceLength = 60;

// The first line of the file that `flag` names ("-": of standard input), or what is typed.
absl::StatusOr<std::string> Password(const Turn& turn, std::string_view flag, const Phrase& prompt) {
  if (!turn.typed.Has(flag)) return turn.screen().AskSecret(std::string(prompt.In(turn.manner.language)));
  const std::string path = turn.typed.Text(flag);
  std::ifstream file;
  if (path != "-") file.open(path);
  std::string line;
  if (!std::getline(path == "-" ? turn.screen().in : file, line)) {
    return WrongUsage(Concat("Không đọc được mật khẩu từ tệp ", path, "."),
                      Concat("Can't read a password from the file ", path, "."));
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

// Typed twice, where it is typed.
absl::StatusOr<std::string> NewPassword(const Turn& turn) {
  absl::StatusOr<std::string> first = Password(turn, kNewPasswordFile, {"Mật khẩu mới: ", "New password: "});
  if (!first.ok() || turn.typed.Has(kNewPasswordFile)) return first;
  const absl::StatusOr<std::string> second =
      Password(turn, kNewPasswordFile, {"Nhập lại mật khẩu mới: ", "The new password again: "});
  if (!second.ok()) return second;
  if (*first != *second) return WrongUsage("Hai lần gõ không giống nhau.", "The two are not the same.");
  return first;
}

// By which a person knows their own sessions again.
std::string MachineName() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()).substr(0, kDeviceLength) : "";
}

// What a sign-in is for: the profile, with what the flags say. WrongUsage where something is missing.
absl::StatusOr<Profile> ProfileToSignIn(const Turn& turn) {
  ASSIGN_OR_RETURN(Session * session, turn.session());
  Profile profile = session->profile();
  if (turn.typed.Has("--federation")) profile.federation = turn.typed.Text("--federation");
  if (turn.typed.Has("--account")) profile.account = turn.typed.Text("--account");
  const std::pair<std::string_view, bool> needed[] = {{"--server", profile.server.empty()},
                                                      {"--federation", profile.federation.empty()},
                                                      {"--account", profile.account.empty()}};
  for (const auto& [flag, missing] : needed) {
    if (missing) {
      return WrongUsage(Concat("Thiếu ", flag, ". Xem: phancong help sign-in"),
                        Concat(flag, " is missing. See: phancong help sign-in"));
    }
  }
  return profile;
}

absl::Status ChangePassword(const Turn& turn, const Profile& profile, const std::string& old_password) {
  ASSIGN_OR_RETURN(const std::string new_password, NewPassword(turn));
  v1::ChangePasswordRequest request;
  request.set_parent(rules::FederationName(profile.federation));
  request.set_old_password(old_password);
  request.set_new_password(new_password);
  CallSettings settings = turn.Settings();
  settings.token = profile.token;
  return (*turn.session())->Send(*FindMethod("AccountService.ChangePassword"), request, settings).status();
}

// The federation's zone, and the year that its business is in: the round meant from now on.
void LearnFrom(const v1::WhoAmIResponse& me, Profile& profile) {
  profile.time_zone = me.time_zone();
  absl::TimeZone zone = absl::UTCTimeZone();
  absl::LoadTimeZone(me.time_zone(), &zone);
  profile.round = absl::FormatTime("%Y", absl::FromUnixSeconds(me.time().seconds()), zone);
}

Showing MeRecord() {
  return {.rows = ".",
          .columns = {{.heading = {"Tài khoản", "Account"}, .field = "account.name"},
                      {.heading = {"Họ tên", "Name"}, .field = "account.display_name"},
                      {.heading = {"Liên đoàn", "Federation"}, .field = "federation_title"},
                      {.heading = {"Chức vụ", "Positions"},
                       .field = "account.positions",
                       .cell =
                           [](const Row& row, const Style& style) {
                             const auto& me = static_cast<const v1::WhoAmIResponse&>(*row.message);
                             return PositionsCell({&me.account(), nullptr}, style);
                           }},
                      {.heading = {"Cấp trên", "Superior"},
                       .field = "superior",
                       .cell = [](const Row& row, const Style&) -> Cell {
                         return {FederationId(static_cast<const v1::WhoAmIResponse&>(*row.message).superior())};
                       }},
                      {.heading = {"Bây giờ", "Time"}, .field = "time"},
                      {.heading = {"Trình diễn", "Demo"}, .field = "demo"}}};
}

absl::Status PlaySignIn(Turn& turn) {
  ASSIGN_OR_RETURN(Profile profile, ProfileToSignIn(turn));
  RETURN_IF_ERROR(Know(turn));
  ASSIGN_OR_RETURN(const std::string password, Password(turn, kPasswordFile, {"Mật khẩu: ", "Password: "}));

  Session& session = **turn.session();
  v1::SignInRequest sign_in;
  sign_in.set_parent(rules::FederationName(profile.federation));
  sign_in.set_account_id(profile.account);
  sign_in.set_password(password);
  sign_in.set_device_token(profile.device_token);
  sign_in.set_device(MachineName());
  ASSIGN_OR_RETURN(const MessagePtr signed_in, turn.Send(sign_in));
  const auto& answer = static_cast<const v1::SignInResponse&>(*signed_in);
  profile.token = answer.token();
  profile.device_token = answer.device_token();

  if (answer.password_change_required()) {
    if (!turn.typed.Has(kNewPasswordFile))
      turn.Note(Phrase{"Đây là mã dùng một lần: hãy đặt mật khẩu.", "This was a one-time code: set a password."}.In(
          turn.manner.language));
    RETURN_IF_ERROR(ChangePassword(turn, profile, password));
  }
  v1::WhoAmIRequest who;
  who.set_parent(sign_in.parent());
  CallSettings settings = turn.Settings();
  settings.token = profile.token;
  ASSIGN_OR_RETURN(const MessagePtr me, session.Send(*FindMethod("AccountService.WhoAmI"), who, settings));
  LearnFrom(static_cast<const v1::WhoAmIResponse&>(*me), profile);
  RETURN_IF_ERROR(turn.Become(profile));

  Showing show = MeRecord();
  // In a file of many verbs each step says one line.
  if (turn.manner.brief) show.rows = {};
  show.done = {"Đã đăng nhập: {account.name}", "Signed in as {account.name}"};
  return turn.Show(*me, show);
}

absl::Status PlaySignOut(Turn& turn) {
  const absl::StatusOr<MessagePtr> answer = turn.SendAll();
  // A session that has ended already is what was wanted.
  if (!answer.ok() && !absl::IsUnauthenticated(answer.status())) return answer.status();
  ASSIGN_OR_RETURN(Session * session, turn.session());
  Profile profile = session->profile();
  profile.token.clear();
  RETURN_IF_ERROR(turn.Become(profile));
  turn.Line(Phrase{"✓ Đã đăng xuất.", "✓ Signed out."}.In(turn.manner.language));
  return absl::OkStatus();
}

absl::Status PlayPassword(Turn& turn) {
  ASSIGN_OR_RETURN(Session * session, turn.session());
  ASSIGN_OR_RETURN(const std::string old_password,
                   Password(turn, kPasswordFile, {"Mật khẩu đang dùng: ", "Present password: "}));
  RETURN_IF_ERROR(ChangePassword(turn, session->profile(), old_password));
  turn.Line(
      Phrase{"✓ Đã đổi mật khẩu; các phiên khác đã kết thúc.", "✓ Changed the password; all other sessions ended."}.In(
          turn.manner.language));
  return absl::OkStatus();
}

}  // namespace

Section SessionVerbs() {
  const Argument password_file{.name = kPasswordFile,
                               .help = {"Đọc mật khẩu từ dòng đầu của tệp; “-” là đầu vào chuẩn.",
                                        "Read the password from the first line of a file; \"-\": standard input."},
                               .reading = Reading::kText};
  const Argument new_password_file{.name = kNewPasswordFile,
                                   .help = {"Cũng vậy, cho mật khẩu mới.", "The same, for the new password."},
                                   .reading = Reading::kText};
  return {
      .title = {"Đăng nhập", "Signing in"},
      .verbs =
          {
              {.words = "sign-in",
               .help = {"Đăng nhập, và ghi nhớ vào hồ sơ; có mã dùng một lần thì đặt mật khẩu luôn.",
                        "Sign in, and remember it in the profile; with a one-time code, set a password at once."},
               .example = "sign-in --server 127.0.0.1:7443 --federation bac-quang --account chu-tich",
               .method = "AccountService.SignIn",
               .arguments =
                   {{.name = "--federation", .help = {"Liên đoàn.", "The federation."}, .reading = Reading::kText},
                    {.name = "--account", .help = {"Tên đăng nhập.", "The account."}, .reading = Reading::kText},
                    password_file,
                    new_password_file,
                    {.name = kFingerprintFlag,
                     .help = {"Mã chứng thư mà người quản trị đưa; máy chủ có mã khác thì không gửi gì đi.",
                              "The fingerprint that the administrator gave; nothing is sent to a server with another."},
                     .reading = Reading::kText},
                    {.name = kClearTextFlag,
                     .help = {"Không mã hóa; chỉ với máy chủ trên máy này.",
                              "Without encryption; only to a server on this machine."},
                     .reading = Reading::kSwitch}},
               .play = PlaySignIn},
              {.words = "sign-out",
               .help = {"Đăng xuất.", "Sign out."},
               .example = "sign-out",
               .method = "AccountService.SignOut",
               .play = PlaySignOut},
              {.words = "whoami",
               .help = {"Mình là ai, giữ chức vụ gì.", "Who one is, with which positions."},
               .example = "whoami",
               .method = "AccountService.WhoAmI",
               .show = MeRecord()},
              {.words = "password",
               .help = {"Đổi mật khẩu của mình.", "Change one's own password."},
               .example = "password",
               .method = "AccountService.ChangePassword",
               .arguments = {password_file, new_password_file},
               .play = PlayPassword},
              {.words = "session list",
               .help = {"Các phiên đăng nhập của mình.", "One's own sessions."},
               .example = "session list",
               .method = "AccountService.ListSessions",
               .show = {.rows = "sessions",
                        .columns = {{.heading = {"Phiên", "Session"}, .field = "name", .keep = true},
                                    {.heading = {"Từ lúc", "Since"}, .field = "create_time"},
                                    {.heading = {"Dùng lúc", "Used"}, .field = "use_time"},
                                    {.heading = {"Đến lúc", "Until"}, .field = "expire_time"},
                                    {.heading = {"Máy", "Device"}, .field = "device"},
                                    {.heading = {"Phiên này", "This one"}, .field = "current"}}}},
              {.words = "session revoke",
               .help = {"Kết thúc một phiên của mình.", "End one of one's own sessions."},
               .example = "session revoke 3",
               .method = "AccountService.RevokeSession",
               .arguments = {{.name = "session", .field = "name", .given = Given::kMust, .reading = Reading::kSession}},
               .show = {.done = {"Đã kết thúc phiên.", "Ended the session."}}},
          },
  };
}

}  // namespace phancong::client
