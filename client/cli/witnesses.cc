// Witnesses of a journal: named by the federation; and the work of one, which needs no account with it.
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "client/cli/checkpoint_check.h"
#include "client/cli/failure.h"
#include "client/cli/strings.h"
#include "client/cli/turn.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

absl::Status PlayKey(Turn& turn) {
  const WitnessDesk desk = turn.client.profiles(turn.manner).witness();
  ASSIGN_OR_RETURN(std::optional<rules::SigningKey> key, desk.Key());
  if (!key && !turn.typed.Has("--name")) {
    return WrongUsage("Chưa có khóa: hãy thêm --name TÊN để tạo, như --name ldld-ha-giang.witness.",
                      "There is no key yet: add --name NAME to make one, such as --name ldld-ha-giang.witness.");
  }
  if (key && turn.typed.Has("--name") && turn.typed.Text("--name") != key->verifier.name) {
    return WrongUsage(Concat("Đã có khóa tên “", key->verifier.name, "”; mỗi thư mục hồ sơ giữ một khóa."),
                      Concat("There is a key called \"", key->verifier.name, "\"; a folder of profiles keeps one."));
  }
  if (!key) {
    ASSIGN_OR_RETURN(key, desk.MakeKey(turn.typed.Text("--name")));
    turn.Note(
        Phrase{"Đã tạo khóa. Gửi dòng dưới đây cho liên đoàn; phần bí mật nằm trong thư mục hồ sơ, đừng đưa cho ai.",
               "A key was made. Send the line below to the federation; its secret is in the folder of profiles, "
               "and nobody else's."}
            .In(turn.manner.language));
  }
  const std::string text = rules::VerifierKeyText(key->verifier);
  if (turn.manner.output == "table") {
    turn.screen().out << text << "\n";
  } else {
    turn.Draw({.headings = {{""}, {""}}, .rows = {{{key->verifier.name}, {text}}}}, {"name", "verifier_key"});
  }
  return absl::OkStatus();
}

absl::Status PlaySign(Turn& turn) {
  const WitnessDesk desk = turn.client.profiles(turn.manner).witness();
  ASSIGN_OR_RETURN(const std::optional<rules::SigningKey> key, desk.Key());
  if (!key) {
    return WrongUsage("Chưa có khóa của bên làm chứng: phancong witness key --name TÊN",
                      "There is no witness's key yet: phancong witness key --name NAME");
  }
  ASSIGN_OR_RETURN(const std::string federation, FederationMeant(turn));
  const std::string server = (*turn.session())->profile().server;
  ASSIGN_OR_RETURN(const std::string last, desk.LastSigned(server, federation));
  ASSIGN_OR_RETURN(const ShownCheckpoint shown, FetchCheckpoint(turn, last));

  rules::SignedNote note{.text = shown.now.note.text, .signatures = {}};
  // One's own signature of before would be read instead of the new one.
  for (const rules::SignedNote::Signature& signature : shown.now.note.signatures) {
    if (signature.name != key->verifier.name) note.signatures.push_back(signature);
  }
  rules::Cosign(*key, absl::ToUnixSeconds(turn.client.Now()), note);
  const std::string text = rules::SignedNoteText(note);
  // Kept before it is given out: what was signed is never forgotten.
  RETURN_IF_ERROR(desk.Keep(server, federation, text));
  v1::AddWitnessSignatureRequest request;
  request.set_parent(rules::FederationName(federation));
  request.set_note(text);
  RETURN_IF_ERROR(turn.Send(request).status());

  const int64_t size = shown.now.checkpoint.size;
  if (last.empty()) {
    turn.Line(
        Say(turn.manner.language,
            {"✓ Đã ký mốc sổ {} mục của liên đoàn {}: lần đầu, chưa có gì để so.",
             "✓ Signed the checkpoint of {} entries of federation {}: the first one, with nothing to compare it to."},
            size, federation));
  } else {
    ASSIGN_OR_RETURN(const ReadCheckpoint before, ReadCheckpointNote(last));
    turn.Line(Say(turn.manner.language,
                  {"✓ Đã ký mốc sổ {} mục của liên đoàn {}; lần trước đã ký {} mục.",
                   "✓ Signed the checkpoint of {} entries of federation {}; the one signed before has {}."},
                  size, federation, before.checkpoint.size));
  }
  if (turn.manner.output != "table") {
    turn.Draw(
        {.headings = {{""}, {""}, {""}}, .rows = {{{federation}, {Concat(size)}, {RootText(shown.now.checkpoint)}}}},
        {"federation", "size", "root_hash"});
  }
  return absl::OkStatus();
}

}  // namespace

Section WitnessVerbs() {
  const Argument decision{.name = "--decision",
                          .field = "decision_number",
                          .help = {"Số quyết định.", "Number of the decision."},
                          .given = Given::kMust};
  return {
      .title = {"Bên làm chứng của sổ ghi", "Witnesses of the journal"},
      .verbs =
          {
              {.words = "witness list",
               .help = {"Ai làm chứng cho sổ ghi của liên đoàn, mới ký đến đâu.",
                        "Who witnesses the federation's journal, and what they signed last."},
               .example = "witness list",
               .method = "JournalService.GetCheckpoint",
               .show =
                   {.rows = "witnesses",
                    .columns = {{.heading = {"Tên", "Name"}, .field = "name", .keep = true},
                                {.heading = {"Số quyết định", "Decision"}, .field = "decision_number"},
                                {.heading = {"Mục sổ", "Entry"}, .field = "revision", .right = true},
                                {.heading = {"Đã ký đến", "Signed up to"}, .field = "signed_revision", .right = true},
                                {.heading = {"Ký lúc", "Signed"}, .field = "signed_time"},
                                {.field = "verifier_key", .program_only = true}},
                    .nothing = {"Sổ ghi này chưa có bên làm chứng.", "This journal has no witness."}}},
              {.words = "witness name",
               .help = {"Cử bên làm chứng theo quyết định: liên đoàn cấp trên, hoặc ai khác ở ngoài liên đoàn.",
                        "Name a witness by a decision: the superior, or somebody else outside the federation."},
               .example = "witness name "
                          "ha-giang.witness+37c99ad4+BLEu/Yv9O9VBf/iIrqpYEjlFTZ1sJX2ITQY5G7qKUOBu --decision 20/QĐ-BTV",
               .method = "JournalService.NameWitness",
               .arguments = {{.name = "verifier-key",
                              .field = "verifier_key",
                              .help = {"Khóa mà bên làm chứng gửi (phancong witness key).",
                                       "The key that the witness sent (phancong witness key)."},
                              .given = Given::kMust},
                             decision},
               .show = {.done = {"{witness.name} làm chứng cho sổ ghi từ nay",
                                 "{witness.name} witnesses the journal from now on"}}},
              {.words = "witness end",
               .help = {"Thôi một bên làm chứng; chữ ký cũ vẫn còn giá trị.",
                        "End a witness; what they have signed stays."},
               .example = "witness end ha-giang.witness --decision 21/QĐ-BTV",
               .method = "JournalService.EndWitness",
               .arguments = {{.name = "witness",
                              .field = "witness_name",
                              .help = {"Tên ở witness list.", "The name in witness list."},
                              .given = Given::kMust},
                             decision},
               .show = {.done = {"{witness.name} thôi làm chứng", "{witness.name} witnesses no longer"}}},
              {.words = "witness key",
               .help = {"Khóa để mình làm chứng cho sổ ghi của liên đoàn khác; chưa có thì tạo.",
                        "The key by which you witness the journals of other federations; made where there is none."},
               .example = "witness key --name ldld-ha-giang.witness",
               .arguments = {{.name = "--name",
                              .help = {"Tên của khóa mới: không dấu cách, không “+”.",
                                       "The new key's name: no spaces, no '+'."},
                              .reading = Reading::kText}},
               .play = PlayKey},
              {.words = "witness sign",
               .help =
                   {"Làm chứng: lấy mốc sổ của một liên đoàn, kiểm tra là nối tiếp mốc đã ký lần trước, rồi ký. Không "
                    "cần đăng nhập; chạy định kỳ được.",
                    "Witness: fetch a federation's checkpoint, check that it continues the one signed before, and "
                    "sign it. No sign-in is needed; it may run on a timer."},
               .example = "witness sign --server phancong.example.vn:7443 --federation bac-quang",
               .method = "JournalService.AddWitnessSignature",
               .arguments = CheckpointFlags(),
               .play = PlaySign},
          },
  };
}

}  // namespace phancong::client
