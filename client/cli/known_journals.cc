#include "client/cli/known_journals.h"

#include <algorithm>
#include <system_error>

#include "absl/strings/escaping.h"
#include "client/cli/failure.h"
#include "client/cli/known_servers.h"
#include "client/cli/private_file.h"
#include "client/cli/strings.h"
#include "services/rules/journal_key.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

// Of a checkpoint's root, in the name of a folder.
constexpr size_t kHashBytesInName = 4;

absl::Status MeansNothing(const std::filesystem::path& file) {
  return WrongUsage(
      Concat("Không hiểu tệp ", file.string(),
             ". Tệp này giữ khóa ký sổ và mốc sổ đã thấy: đừng xóa khi chưa sao lại."),
      Concat("The file ", file.string(),
             " means nothing. It holds keys and the checkpoint that were seen: copy it before you remove it."));
}

absl::StatusOr<KnownJournal> Read(const std::filesystem::path& file) {
  const absl::StatusOr<std::string> text = ReadPrivateFile(file);
  if (absl::IsNotFound(text.status())) return KnownJournal{};
  if (!text.ok()) return text.status();
  KnownJournal known;
  std::string_view rest = *text;
  while (TakePrefix(rest, "key ")) {
    const auto [line, others] = SplitOnce(rest, '\n');
    const absl::StatusOr<rules::VerifierKey> key = rules::ParseVerifierKey(line);
    if (!key.ok()) return MeansNothing(file);
    known.keys.push_back(*key);
    rest = others;
  }
  if (known.keys.empty() || !TakePrefix(rest, "\n")) return MeansNothing(file);
  known.checkpoint = rest;
  if (!rest.empty() && !ReadCheckpointNote(rest).ok()) return MeansNothing(file);
  return known;
}

}  // namespace

absl::StatusOr<KnownJournal> KnownJournals::Find(std::string_view server, std::string_view federation) const {
  return Read(folder_ / FileNameOf(server) / FileNameOf(federation));
}

absl::Status KnownJournals::Keep(std::string_view server, std::string_view federation,
                                 const KnownJournal& known) const {
  std::string text;
  for (const rules::VerifierKey& key : known.keys) Append(text, "key ", rules::VerifierKeyText(key), "\n");
  Append(text, "\n", known.checkpoint);
  return WritePrivateFile(folder_ / FileNameOf(server) / FileNameOf(federation), text, IfThere::kReplace);
}

absl::StatusOr<std::vector<rules::VerifierKey>> KnownJournals::KeysOf(std::string_view federation) const {
  std::vector<rules::VerifierKey> keys;
  // The name may come from a file of anybody's.
  if (!rules::ParseName(rules::FederationName(federation), rules::NameKind::kFederation).ok()) return keys;
  std::error_code none;
  for (const auto& server : std::filesystem::directory_iterator(folder_, none)) {
    ASSIGN_OR_RETURN(const KnownJournal known, Read(server.path() / FileNameOf(federation)));
    for (const rules::VerifierKey& key : known.keys) {
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    }
  }
  return keys;
}

absl::StatusOr<std::filesystem::path> KnownJournals::KeepForked(std::string_view server, std::string_view federation,
                                                                const std::string& before,
                                                                const std::string& shown) const {
  ASSIGN_OR_RETURN(const ReadCheckpoint one, ReadCheckpointNote(before));
  ASSIGN_OR_RETURN(const ReadCheckpoint other, ReadCheckpointNote(shown));
  const std::string name =
      Concat(FileNameOf(federation), ".fork-", one.checkpoint.size, "-", other.checkpoint.size, "-",
             std::string(absl::BytesToHexString(other.checkpoint.root.substr(0, kHashBytesInName))));
  std::filesystem::path folder = folder_ / FileNameOf(server) / name;
  for (const auto& [file, note] : {std::pair{"before.checkpoint", before}, std::pair{"shown.checkpoint", shown}}) {
    const absl::Status kept = WritePrivateFile(folder / file, note, IfThere::kFail);
    if (!kept.ok() && !absl::IsAlreadyExists(kept)) return kept;
  }
  return folder;
}

std::vector<rules::VerifierKey> KeysVouchedFor(const std::vector<rules::VerifierKey>& known,
                                               const std::vector<rules::Receipt::Key>& keys) {
  std::vector<rules::VerifierKey> vouched;
  for (size_t i = 0; i < keys.size(); ++i) {
    const bool is_known = std::find(known.begin(), known.end(), keys[i].key) != known.end();
    const bool handed_over = i > 0 && !vouched.empty() && vouched.back() == keys[i - 1].key &&
                             rules::HandsOver(keys[i - 1].key, keys[i].key, keys[i].handover);
    if (is_known || handed_over) vouched.push_back(keys[i].key);
  }
  return vouched;
}

absl::StatusOr<ReadCheckpoint> ReadCheckpointNote(std::string_view text) {
  const absl::StatusOr<rules::SignedNote> note = rules::ParseSignedNote(text);
  const absl::StatusOr<rules::Checkpoint> checkpoint =
      note.ok() ? rules::ParseCheckpoint(note->text) : absl::StatusOr<rules::Checkpoint>(note.status());
  if (!checkpoint.ok()) {
    return WrongFile("Đây không phải là mốc sổ, hoặc đã bị hỏng.", "This is no checkpoint, or it is damaged.");
  }
  return ReadCheckpoint{.note = *note, .checkpoint = *checkpoint};
}

}  // namespace phancong::client
