#include "client/cli/meeting.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "client/cli/failure.h"
#include "client/cli/introduction.h"
#include "client/cli/strings.h"
#include "services/rules/endpoint.h"
#include "services/rules/fingerprint.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(10);

KnownServer PinOf(Introduction shown) {
  return {.vouching = Vouching::kPin, .certificate = std::move(shown.certificate)};
}

// Empty where none was.
absl::StatusOr<std::string> FingerprintTyped(const Turn& turn) {
  if (!turn.typed.Has(kFingerprintFlag)) return std::string();
  const std::optional<std::string> typed = rules::ParseFingerprint(turn.typed.Text(kFingerprintFlag));
  if (typed) return *typed;
  return WrongUsage(
      Concat(kFingerprintFlag, ": mã chứng thư có 64 chữ số và chữ A–F, như người quản trị đọc."),
      Concat(kFingerprintFlag, ": a fingerprint has 64 digits and letters A–F, as the administrator reads."));
}

absl::Status OtherThanTyped(const std::string& server, const std::string& typed, const std::string& is) {
  return NotTrusted(
      Concat("Máy chủ ", server, " không có chứng thư với mã đã cho; chưa gửi gì đi.\nMã đã cho:     ", typed,
             "\nMã của máy chủ: ", is, "\n→ Hãy hỏi lại người quản trị."),
      Concat("The server ", server, " does not have the certificate of this fingerprint; nothing was sent.",
             "\nGiven:     ", typed, "\nIt has:    ", is, "\n→ Ask the administrator again."));
}

// Whether the person takes the server that shows this for the one that they mean.
absl::Status Agree(const Turn& turn, const std::string& server, const Introduction& shown) {
  const Language language = turn.manner.language;
  turn.Note(Say(language,
                {"Hệ thống không biết chứng thư của máy chủ {}. Mã của chứng thư:",
                 "The system does not know the certificate of the server {}. Its fingerprint:"},
                server));
  turn.Note(Concat("  ", shown.fingerprint));
  const Phrase compare{"Hãy so với mã mà người quản trị đưa (phancongd certificate).",
                       "Compare it with what the administrator gave (phancongd certificate)."};
  if (!turn.screen().interactive || turn.manner.yes) {
    turn.Note(compare.In(language));
    return absl::OkStatus();
  }
  const std::string question = Concat(compare.In(language), Phrase{" Có đúng không?", " Is it the same?"}.In(language));
  if (turn.screen().Confirm(question, language)) return absl::OkStatus();
  return NotTrusted(Concat("Không tin máy chủ ", server, "; chưa gửi gì đi."),
                    Concat("The server ", server, " is not trusted; nothing was sent."));
}

struct Known {
  std::string server;
  KnownServers servers;
  KnownServer now;
};

absl::StatusOr<Known> KnownOf(const Turn& turn) {
  ASSIGN_OR_RETURN(Session * session, turn.session());
  const std::string server = session->profile().server;
  if (server.empty()) return WrongUsage("Thiếu --server.", "--server is missing.");
  const KnownServers servers = turn.client.profiles(turn.manner).servers();
  ASSIGN_OR_RETURN(KnownServer now, servers.Find(server));
  return Known{.server = server, .servers = servers, .now = std::move(now)};
}

std::string_view WordFor(Vouching vouching, Language language) {
  switch (vouching) {
    case Vouching::kSystem:
      return Phrase{"hệ thống tin chứng thư", "the system's certificates"}.In(language);
    case Vouching::kPin:
      return Phrase{"chứng thư đã ghi nhớ", "its own certificate"}.In(language);
    case Vouching::kClearText:
      return Phrase{"không mã hóa, trên máy này", "clear text, on this machine"}.In(language);
    case Vouching::kNothing:
      break;
  }
  return Phrase{"chưa gọi lần nào", "never called"}.In(language);
}

void Show(const Turn& turn, const std::string& server, const KnownServer& known) {
  const std::string word(WordFor(known.vouching, turn.manner.language));
  const std::string fingerprint = FingerprintOf(known.certificate);
  if (turn.manner.output != "table") {
    turn.Draw({.headings = {{}, {}, {}}, .rows = {{{server}, {word}, {fingerprint}}}},
              {"server", "trusted_by", "fingerprint"});
    return;
  }
  turn.Line(Concat(server, ": ", word));
  // On a line of its own, where it is whole on a terminal of 80 columns.
  if (!fingerprint.empty()) turn.Line(fingerprint);
}

}  // namespace

absl::StatusOr<KnownServer> Meet(const Turn& turn, const std::string& server) {
  if (turn.typed.Has(kClearTextFlag)) {
    if (!rules::IsOfThisMachine(server)) return ClearTextElsewhere(server);
    return KnownServer{.vouching = Vouching::kClearText};
  }
  ASSIGN_OR_RETURN(const std::string typed, FingerprintTyped(turn));
  ASSIGN_OR_RETURN(Introduction shown, AskForIntroduction(server, std::min(turn.Settings().timeout, kTimeout)));
  if (!typed.empty() && shown.fingerprint != typed) return OtherThanTyped(server, typed, shown.fingerprint);
  if (shown.expired) return Expired(server);
  if (!typed.empty()) return PinOf(std::move(shown));
  if (shown.vouched) return KnownServer{.vouching = Vouching::kSystem};
  RETURN_IF_ERROR(Agree(turn, server, shown));
  return PinOf(std::move(shown));
}

absl::Status Know(const Turn& turn) {
  ASSIGN_OR_RETURN(const Known known, KnownOf(turn));
  ASSIGN_OR_RETURN(const std::string typed, FingerprintTyped(turn));
  if (known.now.vouching == Vouching::kPin && !typed.empty()) {
    const std::string pinned = FingerprintOf(known.now.certificate);
    return pinned == typed ? absl::OkStatus() : OtherThanTyped(known.server, typed, pinned);
  }
  if (known.now.vouching != Vouching::kNothing && typed.empty() && !turn.typed.Has(kClearTextFlag)) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const KnownServer met, Meet(turn, known.server));
  return known.servers.Keep(known.server, met);
}

absl::Status PlayServerShow(Turn& turn) {
  ASSIGN_OR_RETURN(const Known known, KnownOf(turn));
  Show(turn, known.server, known.now);
  return absl::OkStatus();
}

absl::Status PlayServerTrust(Turn& turn) {
  ASSIGN_OR_RETURN(const Known known, KnownOf(turn));
  const bool asked = turn.screen().interactive || turn.manner.yes;
  if (!asked && !turn.typed.Has(kFingerprintFlag) && !turn.typed.Has(kClearTextFlag)) {
    return WrongUsage(
        Concat("Không có ai để hỏi: hãy ghi ", kFingerprintFlag, " MÃ mà người quản trị đọc."),
        Concat("Nobody is there to ask: write ", kFingerprintFlag, " with what the administrator reads."));
  }
  if (known.now.vouching == Vouching::kPin) {
    turn.Note(Phrase{"Mã đã ghi nhớ trước đây:", "Known by until now:"}.In(turn.manner.language));
    turn.Note(Concat("  ", FingerprintOf(known.now.certificate)));
  }
  ASSIGN_OR_RETURN(const KnownServer met, Meet(turn, known.server));
  RETURN_IF_ERROR(known.servers.Keep(known.server, met));
  Show(turn, known.server, met);
  return absl::OkStatus();
}

}  // namespace phancong::client
