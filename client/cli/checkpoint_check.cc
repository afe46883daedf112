#include "client/cli/checkpoint_check.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "client/cli/failure.h"
#include "client/cli/names.h"
#include "client/cli/strings.h"
#include "services/rules/journal_key.h"
#include "services/rules/merkle_proof.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/receipt.h"

namespace phancong::client {
namespace {

bool IsAmong(const rules::VerifierKey& key, const std::vector<rules::VerifierKey>& keys) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

absl::Status NotUnderstood(const std::string& server) {
  return WrongFile(Concat("Máy chủ ", server, " trả lời về sổ ghi không đúng dạng."),
                   Concat("What the server ", server, " says of the journal makes no sense."));
}

// The journal's keys as the server lists them.
absl::StatusOr<std::vector<rules::Receipt::Key>> ListedKeys(const ShownCheckpoint& shown) {
  std::vector<rules::Receipt::Key> keys;
  for (const v1::JournalKey& listed : shown.answer.keys()) {
    const absl::StatusOr<rules::VerifierKey> key = rules::ParseVerifierKey(listed.verifier_key());
    if (!key.ok() || key->name != rules::JournalOrigin(shown.federation)) return NotUnderstood(shown.server);
    keys.push_back({.key = *key, .handover = listed.handover()});
  }
  return keys;
}

absl::Status TellOldKey(const ShownCheckpoint& shown, const rules::VerifierKey& newest) {
  return KeyNotTrusted(
      Concat("Sổ ghi của liên đoàn ", shown.federation,
             " được ký bằng một khóa cũ, đã được thay. Khóa mới nhất bạn biết:\n", rules::VerifierKeyText(newest),
             "\n→ Có thể có người giữ khóa cũ, hoặc sổ ghi được khôi phục về trước khi thay khóa: hãy hỏi liên đoàn. "
             "Nếu đúng là "
             "khôi phục thì chạy lại với ",
             kAcceptKeyFlag, " cùng khóa cũ."),
      Concat("The journal of federation ", shown.federation,
             " is signed with an old key that was replaced. The newest one that you know:\n",
             rules::VerifierKeyText(newest),
             "\n→ Somebody may have the old key, or the journal was restored to before it was replaced: ask the "
             "federation. If it was restored, repeat this with ",
             kAcceptKeyFlag, " and the old key."));
}

absl::Status TellUnknownKey(const ShownCheckpoint& shown, const std::vector<rules::Receipt::Key>& listed) {
  const std::string key = listed.empty() ? std::string() : rules::VerifierKeyText(listed.back().key);
  return KeyNotTrusted(
      Concat("Sổ ghi của liên đoàn ", shown.federation,
             " được ký bằng một khóa mà không khóa nào bạn đã biết bàn giao cho:\n", key,
             "\n→ Hãy hỏi liên đoàn: nếu khóa cũ đã mất và đây là khóa mới thì chạy lại với ", kAcceptKeyFlag,
             " cùng khóa này."),
      Concat("The journal of federation ", shown.federation,
             " is signed with a key to which no key that you know has handed over:\n", key,
             "\n→ Ask the federation: if the old key is lost and this is the new one, repeat this with ",
             kAcceptKeyFlag, " and this key."));
}

// What a journal says of its restore: a proven entry of the journal shown.
absl::StatusOr<std::optional<v1::RestoredFromBackup>> DeclaredRestore(const Turn& turn, const ShownCheckpoint& shown) {
  rules::Receipt receipt;
  rules::ProvenEntry proven;
  if (rules::ParseReceipt(shown.answer.restoration_receipt(), receipt) || rules::CheckReceipt(receipt, proven)) {
    return std::nullopt;
  }
  if (!IsAmong(receipt.keys[proven.signer].key, shown.keys) ||
      proven.checkpoint.origin != shown.now.checkpoint.origin) {
    return std::nullopt;
  }
  ASSIGN_OR_RETURN(const bool part, IsPartOf(turn, proven.checkpoint, shown));
  if (!part) return std::nullopt;
  for (const std::optional<v1::Event>& event : proven.events) {
    if (event && event->has_restored_from_backup()) return event->restored_from_backup();
  }
  return std::nullopt;
}

// Whether a restore is why the checkpoint that was seen is of no beginning of this journal.
bool Explains(const v1::RestoredFromBackup& restored, const rules::Checkpoint& seen) {
  if (restored.kept_size() >= seen.size) return false;
  return restored.lost_size() != seen.size || restored.lost_root() == seen.root;
}

absl::Status TellRestore(const Turn& turn, const std::string& before, const rules::Checkpoint& seen,
                         const v1::RestoredFromBackup& restored, const ShownCheckpoint& shown) {
  ASSIGN_OR_RETURN(const std::filesystem::path folder,
                   turn.client.profiles(turn.manner)
                       .journals()
                       .KeepForked(shown.server, shown.federation, before, rules::SignedNoteText(shown.now.note)));
  const int64_t kept = restored.kept_size();
  if (turn.typed.Has(kAcceptRestoreFlag)) {
    turn.Note(Say(turn.manner.language,
                  {"Chấp nhận việc khôi phục: các mục từ {} đến {} đã thấy không còn trong sổ ghi. Chứng cứ: {}",
                   "The restore is accepted: entries {} to {} that were seen are no longer in the journal. Evidence: "
                   "{}"},
                  kept + 1, seen.size, folder.string()));
    return absl::OkStatus();
  }
  return Restored(
      Concat("RẼ NHÁNH CÓ KHAI BÁO: sổ ghi của liên đoàn ", shown.federation,
             " ghi rằng cơ sở dữ liệu đã được khôi phục từ bản sao lưu: giữ ", kept, " mục đầu, mất các mục từ ",
             kept + 1, " đến ", seen.size, " mà bạn đã thấy.\nMốc sổ đã thấy: ", seen.size, " mục, mã gốc ",
             RootText(seen), "\nMốc sổ vừa nhận: ", shown.now.checkpoint.size, " mục, mã gốc ",
             RootText(shown.now.checkpoint), "\nHai mốc sổ được giữ làm chứng cứ ở: ", folder.string(),
             "\n→ Hãy hỏi liên đoàn vì sao; nếu đúng là khôi phục thì chạy lại với ", kAcceptRestoreFlag, "."),
      Concat("DECLARED FORK: the journal of federation ", shown.federation,
             " says that the database was restored from a backup: the first ", kept, " entries were kept, entries ",
             kept + 1, " to ", seen.size, ", which you have seen, are lost.\nSeen before: ", seen.size,
             " entries, root hash ", RootText(seen), "\nShown now: ", shown.now.checkpoint.size, " entries, root hash ",
             RootText(shown.now.checkpoint), "\nBoth checkpoints are kept as evidence in: ", folder.string(),
             "\n→ Ask the federation why; if it was a restore, repeat this with ", kAcceptRestoreFlag, "."));
}

// Whether it continues the checkpoint that was seen; false where the person accepts that it was restored.
absl::StatusOr<bool> Continues(const Turn& turn, const std::string& before, const rules::Checkpoint& seen,
                               const ShownCheckpoint& shown) {
  ASSIGN_OR_RETURN(const bool part, IsPartOf(turn, seen, shown));
  if (part) return true;
  ASSIGN_OR_RETURN(const std::optional<v1::RestoredFromBackup> restored, DeclaredRestore(turn, shown));
  if (restored && Explains(*restored, seen)) {
    RETURN_IF_ERROR(TellRestore(turn, before, seen, *restored, shown));
    return false;
  }
  return TellFork(turn, before, shown);
}

}  // namespace

bool IsSignedByOneOf(const std::vector<rules::VerifierKey>& keys, const rules::SignedNote& note) {
  return std::any_of(keys.begin(), keys.end(),
                     [&](const rules::VerifierKey& key) { return rules::SignedBy(key, note).has_value(); });
}

const std::vector<Argument>& CheckpointFlags() {
  static const auto& flags = *new std::vector<Argument>{
      {.name = kFederationFlag,
       .help = {"Sổ ghi của liên đoàn này; mặc định liên đoàn của hồ sơ.",
                "The journal of this federation; the profile's if not given."},
       .reading = Reading::kText},
      {.name = kAcceptRestoreFlag,
       .help = {"Đã biết là cơ sở dữ liệu được khôi phục từ bản sao lưu.",
                "It is known that the database was restored from a backup."},
       .reading = Reading::kSwitch},
      {.name = kAcceptKeyFlag,
       .help =
           {"Khóa ký sổ mà liên đoàn công bố: lần đầu thì so với khóa này; về sau là khóa mới không được bàn giao.",
            "The journal's key as the federation has published it: the one to see at first; later, a new one that was "
            "not handed over to."},
       .reading = Reading::kText},
  };
  return flags;
}

const Argument& KeyFlag() {
  static const auto& flag =
      *new Argument{.name = kKeyFlag,
                    .help = {"Chỉ tin khóa này (của liên đoàn, của bên làm chứng), thay vì những khóa đã thấy.",
                             "Trust this key alone (a federation's, a witness's), instead of those seen."},
                    .reading = Reading::kText,
                    .repeated = true};
  return flag;
}

absl::StatusOr<std::vector<rules::VerifierKey>> TrustedKeys(const Turn& turn, std::string_view federation) {
  std::vector<rules::VerifierKey> keys;
  for (const std::string& text : turn.typed.All(kKeyFlag)) {
    const absl::StatusOr<rules::VerifierKey> key = rules::ParseVerifierKey(text);
    if (!key.ok()) {
      return WrongUsage(Concat(kKeyFlag, ": “", text, "” không phải là khóa: TÊN+MÃ+KHÓA."),
                        Concat(kKeyFlag, ": \"", text, "\" is no verifier key: NAME+HASH+KEY."));
    }
    keys.push_back(*key);
  }
  return keys.empty() ? turn.client.profiles(turn.manner).journals().KeysOf(federation) : keys;
}

absl::StatusOr<std::string> FederationMeant(const Turn& turn) {
  ASSIGN_OR_RETURN(Session * session, turn.session());
  if (session->profile().server.empty()) {
    return WrongUsage("Chưa biết máy chủ nào: hãy thêm --server MÁY:CỔNG.",
                      "The server is not known: add --server HOST:PORT.");
  }
  std::string federation = session->profile().federation;
  if (turn.typed.Has(kFederationFlag)) federation = FederationId(turn.typed.Text(kFederationFlag));
  if (!rules::ParseName(rules::FederationName(federation), rules::NameKind::kFederation).ok()) {
    return WrongUsage(
        Concat("Chưa biết liên đoàn nào: hãy thêm ", kFederationFlag, ", như ", kFederationFlag, " bac-quang."),
        Concat("The federation is not known: add ", kFederationFlag, ", such as ", kFederationFlag, " bac-quang."));
  }
  return federation;
}

absl::StatusOr<ShownCheckpoint> FetchCheckpoint(const Turn& turn, const std::string& also_seen) {
  ShownCheckpoint shown;
  ASSIGN_OR_RETURN(shown.federation, FederationMeant(turn));
  shown.server = (*turn.session())->profile().server;
  const KnownJournals journals = turn.client.profiles(turn.manner).journals();
  // Before the server is asked: what another process sees meanwhile is no newer than the answer.
  ASSIGN_OR_RETURN(KnownJournal known, journals.Find(shown.server, shown.federation));
  v1::GetCheckpointRequest request;
  request.set_parent(rules::FederationName(shown.federation));
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send("JournalService.GetCheckpoint", request));
  shown.answer = static_cast<const v1::GetCheckpointResponse&>(*answer);
  if (shown.answer.note().empty()) {
    return WrongFile(Concat("Máy chủ ", shown.server, " không có khóa ký sổ ghi của liên đoàn ", shown.federation,
                            ": mốc sổ không có chữ ký, không chứng tỏ được gì."),
                     Concat("The server ", shown.server, " does not have the key of the journal of federation ",
                            shown.federation, ": the checkpoint is not signed, and proves nothing."));
  }
  const absl::StatusOr<ReadCheckpoint> now = ReadCheckpointNote(shown.answer.note());
  if (!now.ok() || now->checkpoint.origin != rules::JournalOrigin(shown.federation)) {
    return NotUnderstood(shown.server);
  }
  shown.now = *now;
  ASSIGN_OR_RETURN(const std::vector<rules::Receipt::Key> listed, ListedKeys(shown));
  // Who types the key need trust none because it came first.
  shown.first_seen = known.keys.empty() && !turn.typed.Has(kAcceptKeyFlag);
  if (shown.first_seen) {
    for (const rules::Receipt::Key& key : listed) known.keys.push_back(key.key);
  }
  // Whoever has a key that was replaced can sign with it still.
  std::vector<rules::VerifierKey> replaced = known.keys;
  if (shown.first_seen) replaced.clear();
  if (!replaced.empty()) replaced.pop_back();
  if (turn.typed.Has(kAcceptKeyFlag)) {
    const absl::StatusOr<rules::VerifierKey> key = rules::ParseVerifierKey(turn.typed.Text(kAcceptKeyFlag));
    if (!key.ok()) {
      return WrongUsage(Concat(kAcceptKeyFlag, ": không phải là khóa ký sổ."),
                        Concat(kAcceptKeyFlag, ": this is no journal key."));
    }
    // The newest that is known, from now on.
    std::erase(known.keys, *key);
    std::erase(replaced, *key);
    known.keys.push_back(*key);
  }
  shown.keys = KeysVouchedFor(known.keys, listed);
  if (!IsSignedByOneOf(shown.keys, shown.now.note)) return TellUnknownKey(shown, listed);
  std::vector<rules::VerifierKey> in_force = shown.keys;
  std::erase_if(in_force, [&](const rules::VerifierKey& key) { return IsAmong(key, replaced); });
  if (!IsSignedByOneOf(in_force, shown.now.note)) return TellOldKey(shown, known.keys.back());

  std::optional<rules::Checkpoint> looked_at;
  for (const std::string& before : {known.checkpoint, also_seen}) {
    if (before.empty()) continue;
    ASSIGN_OR_RETURN(const ReadCheckpoint seen, ReadCheckpointNote(before));
    if (looked_at == seen.checkpoint) continue;
    ASSIGN_OR_RETURN(const bool continues, Continues(turn, before, seen.checkpoint, shown));
    if (continues) shown.seen_size = std::max(shown.seen_size, seen.checkpoint.size);
    looked_at = seen.checkpoint;
  }
  for (const rules::VerifierKey& key : shown.keys) {
    if (!IsAmong(key, known.keys)) known.keys.push_back(key);
  }
  known.checkpoint = rules::SignedNoteText(shown.now.note);
  RETURN_IF_ERROR(journals.Keep(shown.server, shown.federation, known));
  if (shown.first_seen) {
    turn.Note(
        Say(turn.manner.language,
            {"Lần đầu thấy sổ ghi của liên đoàn {}: khóa ký sổ được tin vì thấy trước tiên. Hãy so với khóa mà liên "
             "đoàn công bố:",
             "The journal of federation {} is seen for the first time: its key is trusted because it came first. "
             "Compare it with what the federation has published:"},
            shown.federation));
    turn.Note(Concat("  ", rules::VerifierKeyText(shown.keys.back())));
  }
  return shown;
}

absl::StatusOr<std::optional<std::vector<rules::Hash>>> ProofOfPart(const Turn& turn, const rules::Checkpoint& part,
                                                                    const ShownCheckpoint& whole) {
  const rules::Checkpoint& now = whole.now.checkpoint;
  if (part.size > now.size || part.origin != now.origin) return std::nullopt;
  std::vector<rules::Hash> hashes;
  if (part.size == now.size || part.size == 0) {
    return part.size == 0 || part.root == now.root ? std::optional(hashes) : std::nullopt;
  }
  v1::ProveConsistencyRequest request;
  request.set_parent(rules::FederationName(whole.federation));
  request.set_from_size(part.size);
  request.set_to_size(now.size);
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send("JournalService.ProveConsistency", request));
  const auto& proof = static_cast<const v1::ProveConsistencyResponse&>(*answer);
  hashes.assign(proof.hashes().begin(), proof.hashes().end());
  if (!rules::CheckConsistency(part.size, part.root, now.size, now.root, hashes).ok()) return std::nullopt;
  return hashes;
}

absl::StatusOr<bool> IsPartOf(const Turn& turn, const rules::Checkpoint& part, const ShownCheckpoint& whole) {
  ASSIGN_OR_RETURN(const std::optional<std::vector<rules::Hash>> proof, ProofOfPart(turn, part, whole));
  return proof.has_value();
}

absl::Status TellFork(const Turn& turn, const std::string& before, const ShownCheckpoint& shown) {
  ASSIGN_OR_RETURN(const ReadCheckpoint seen, ReadCheckpointNote(before));
  ASSIGN_OR_RETURN(const std::filesystem::path folder,
                   turn.client.profiles(turn.manner)
                       .journals()
                       .KeepForked(shown.server, shown.federation, before, rules::SignedNoteText(shown.now.note)));
  return Forked(
      Concat("RẼ NHÁNH: sổ ghi của liên đoàn ", shown.federation, " mà máy chủ ", shown.server,
             " đưa ra không nối tiếp sổ ghi đã thấy: quá khứ đã bị sửa, hoặc có hai sổ ghi khác nhau.\n",
             "Mốc sổ đã thấy: ", seen.checkpoint.size, " mục, mã gốc ", RootText(seen.checkpoint),
             "\nMốc sổ vừa nhận: ", shown.now.checkpoint.size, " mục, mã gốc ", RootText(shown.now.checkpoint),
             "\nHai mốc sổ, đều có chữ ký của liên đoàn, được giữ làm chứng cứ ở: ", folder.string(),
             "\n→ Đừng xóa thư mục này; hãy báo Ủy ban Kiểm tra và cấp trên."),
      Concat(
          "FORK: the journal of federation ", shown.federation, " that the server ", shown.server,
          " shows is not the continuation of the one seen before: the past was changed, or there are two journals.\n",
          "Seen before: ", seen.checkpoint.size, " entries, root hash ", RootText(seen.checkpoint),
          "\nShown now: ", shown.now.checkpoint.size, " entries, root hash ", RootText(shown.now.checkpoint),
          "\nBoth checkpoints, signed by the federation, are kept as evidence in: ", folder.string(),
          "\n→ Do not remove this folder; tell the Inspection Committee and the superior."));
}

absl::StatusOr<std::optional<WitnessedCheckpoint>> NewestWitnessed(const Turn& turn, const ShownCheckpoint& shown) {
  const std::string& text = shown.answer.witnessed_note();
  if (text.empty()) return std::nullopt;
  const absl::StatusOr<ReadCheckpoint> read = ReadCheckpointNote(text);
  if (!read.ok() || !IsSignedByOneOf(shown.keys, read->note)) return NotUnderstood(shown.server);
  WitnessedCheckpoint witnessed{.read = *read, .signatures = {}};
  for (const v1::Witness& witness : shown.answer.witnesses()) {
    const absl::StatusOr<rules::VerifierKey> key = rules::ParseVerifierKey(witness.verifier_key());
    if (!key.ok() || key->kind != rules::KeyKind::kWitness) return NotUnderstood(shown.server);
    if (const std::optional<int64_t> seconds = rules::SignedBy(*key, read->note)) {
      witnessed.signatures.push_back({.key = *key, .seconds = *seconds});
    }
  }
  if (witnessed.signatures.empty()) return NotUnderstood(shown.server);
  ASSIGN_OR_RETURN(const bool part, IsPartOf(turn, read->checkpoint, shown));
  if (!part) return TellFork(turn, text, shown);
  return witnessed;
}

void WarnOfWitnesses(const Turn& turn, const ShownCheckpoint& shown,
                     const std::optional<WitnessedCheckpoint>& witnessed) {
  const Language language = turn.manner.language;
  if (shown.answer.witnesses().empty()) {
    turn.Note(Phrase{"Sổ ghi này chưa có bên làm chứng: chỉ ai giữ mốc sổ cũ mới biết quá khứ có bị sửa hay không.",
                     "This journal has no witness: only who holds an old checkpoint can tell whether the past was "
                     "changed."}
                  .In(language));
    return;
  }
  if (!witnessed) {
    turn.Note(Phrase{"CẢNH BÁO: sổ ghi có bên làm chứng, nhưng chưa mốc sổ nào được làm chứng.",
                     "WARNING: the journal has a witness, but no checkpoint was witnessed yet."}
                  .In(language));
    return;
  }
  int64_t newest = 0;
  for (const WitnessedCheckpoint::Signature& signature : witnessed->signatures) {
    newest = std::max(newest, signature.seconds);
  }
  const absl::Duration age = turn.client.Now() - absl::FromUnixSeconds(newest);
  if (age <= kWitnessedLately) return;
  turn.Note(Say(language,
                {"CẢNH BÁO: đã {} ngày không có bên làm chứng nào ký mốc sổ; mốc sổ được làm chứng gần nhất có {} mục.",
                 "WARNING: for {} days no witness has signed a checkpoint; the last one that was witnessed has {} "
                 "entries."},
                absl::ToInt64Hours(age) / 24, witnessed->read.checkpoint.size));
}

std::string MomentText(int64_t seconds, const Style& style) {
  google::protobuf::Timestamp time;
  time.set_seconds(seconds);
  if (style.for_program) return IsoTime(time);
  return Concat(FormatTime(time, style.zone, style.language), " ",
                absl::FormatTime("%Ez", absl::FromUnixSeconds(seconds), style.zone));
}

std::string RootText(const rules::Checkpoint& checkpoint) { return absl::Base64Escape(checkpoint.root); }

}  // namespace phancong::client
