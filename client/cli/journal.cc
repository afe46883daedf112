// The journal: reading it, what was signed of it, what is proven of it, what is erased of it; and the simulated clock
// of a demo.
#include <filesystem>
#include <limits>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "client/cli/checkpoint_check.h"
#include "client/cli/checkpoint_file.h"
#include "client/cli/failure.h"
#include "client/cli/private_file.h"
#include "client/cli/reports.h"
#include "client/cli/strings.h"
#include "client/cli/task_columns.h"
#include "client/cli/turn.h"
#include "client/cli/words.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/rules/merkle_proof.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"

namespace phancong::client {
namespace {

// An entry in one line, as it comes: what follows is not known yet, so nothing can be lined up.
std::string LineOf(const v1::Entry& entry, const Style& style) {
  const std::string who = entry.display_name().empty() ? CellOf(entry, "account", style).text : entry.display_name();
  return SafeText(
      Concat(entry.revision(), "  ", CellOf(entry, "time", style).text, "  ", who, "  ", Join(entry.happened(), "; ")));
}

absl::Status PlayWatchEntries(Turn& turn) {
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

// --- Checkpoints.

// A table of two columns without headings.
class Record {
 public:
  explicit Record(Language language) : language_(language) {}
  void Add(const Phrase& what, std::string value, Paint paint = Paint::kPlain) {
    table_.rows.push_back({{std::string(what.In(language_))}, {std::move(value), paint}});
  }
  void Draw(const Turn& turn) const {
    turn.screen().out << RenderRecord(table_, turn.screen().width, turn.screen().colour_out);
  }

 private:
  const Language language_;
  Table table_{.headings = {{""}, {"", false, false, /*wrap=*/true}}, .rows = {}};
};

absl::StatusOr<CheckpointFile> ReadFileOf(const Turn& turn, const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path, turn.screen().in));
  absl::StatusOr<CheckpointFile> file = ReadCheckpointOrReceipt(text);
  if (file.ok()) return file;
  const auto said = [&](Language language) { return Concat(path, ": ", Explain(file.status(), language).front()); };
  return WrongFile(said(Language::kVietnamese), said(Language::kEnglish));
}

// By a key that vouches for it; `flag` is where another one can be named.
absl::Status CheckSigned(const std::string& path, const CheckpointFile& file,
                         const std::vector<rules::VerifierKey>& keys, std::string_view flag) {
  if (IsSignedByOneOf(keys, file.read.note)) return absl::OkStatus();
  return KeyNotTrusted(
      Concat("Mốc sổ ", path, " không được ký bằng khóa nào mà bạn biết.\n→ Hãy hỏi liên đoàn khóa ký sổ, rồi thêm ",
             flag, " KHÓA."),
      Concat("The checkpoint ", path,
             " is not signed with any key that you know.\n→ Ask the federation for the journal's key, and add ", flag,
             " KEY."));
}

// The proof that the checkpoint shown continues the older one in a file; Forked where it does not.
absl::StatusOr<CheckpointFile> ProvenSince(const Turn& turn, const std::string& path, const ShownCheckpoint& shown) {
  ASSIGN_OR_RETURN(const CheckpointFile older, ReadFileOf(turn, path));
  if (older.read.checkpoint.origin != shown.now.checkpoint.origin) {
    return WrongFile(Concat(path, " là mốc sổ của một sổ ghi khác: ", older.read.checkpoint.origin, "."),
                     Concat(path, " is a checkpoint of another journal: ", older.read.checkpoint.origin, "."));
  }
  // Anybody can make a file that differs; a fork is between two that the federation has signed.
  RETURN_IF_ERROR(CheckSigned(path, older, shown.keys, kAcceptKeyFlag));
  ASSIGN_OR_RETURN(std::optional<std::vector<rules::Hash>> proof, ProofOfPart(turn, older.read.checkpoint, shown));
  if (!proof) return TellFork(turn, older.note, shown);
  return CheckpointFile{.from_size = older.read.checkpoint.size,
                        .proof = *std::move(proof),
                        .note = rules::SignedNoteText(shown.now.note)};
}

absl::Status ShowCheckpoint(const Turn& turn, const ShownCheckpoint& shown,
                            const std::optional<WitnessedCheckpoint>& witnessed) {
  if (turn.manner.output != "table") return turn.Show(shown.answer);
  ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
  const Language language = style.language;
  Record record(language);
  record.Add({"Sổ ghi", "Journal"}, shown.now.checkpoint.origin);
  record.Add({"Đến số", "Revision"}, FormatNumber(shown.now.checkpoint.size, language));
  record.Add({"Mã gốc", "Root hash"}, RootText(shown.now.checkpoint));
  if (shown.seen_size > 0) {
    record.Add({"So với lần trước", "Since last seen"},
               Say(language, {"nối tiếp mốc sổ {} mục đã thấy", "continues the checkpoint of {} entries seen before"},
                   FormatNumber(shown.seen_size, language)),
               Paint::kGood);
  }
  for (size_t i = 0; witnessed && i < witnessed->signatures.size(); ++i) {
    record.Add({"Làm chứng", "Witnessed"},
               Say(language, {"{}: {} mục, {}", "{}: {} entries, {}"}, witnessed->signatures[i].key.name,
                   FormatNumber(witnessed->read.checkpoint.size, language),
                   MomentText(witnessed->signatures[i].seconds, style)));
  }
  record.Draw(turn);
  // Not in the table, which would break it into lines: people copy it.
  turn.Line(Say(language, {"Khóa ký sổ: {}", "Journal key: {}"}, rules::VerifierKeyText(shown.keys.back())));
  return absl::OkStatus();
}

absl::Status PlayCheckpoint(Turn& turn) {
  ASSIGN_OR_RETURN(const ShownCheckpoint shown, FetchCheckpoint(turn));
  ASSIGN_OR_RETURN(const std::optional<WitnessedCheckpoint> witnessed, NewestWitnessed(turn, shown));
  CheckpointFile file{.note = rules::SignedNoteText(shown.now.note)};
  if (turn.typed.Has("--since")) {
    ASSIGN_OR_RETURN(file, ProvenSince(turn, turn.typed.Text("--since"), shown));
  }
  const std::string path = turn.typed.Text("--to");
  if (path == "-") {
    turn.screen().out << CheckpointFileText(file);
  } else {
    RETURN_IF_ERROR(ShowCheckpoint(turn, shown, witnessed));
  }
  if (!path.empty() && path != "-") {
    RETURN_IF_ERROR(WriteNewFile(path, CheckpointFileText(file), turn.manner.yes));
    turn.Line(Say(turn.manner.language, {"✓ Đã ghi mốc sổ vào {}.", "✓ The checkpoint is in {}."}, path));
  }
  WarnOfWitnesses(turn, shown, witnessed);
  return absl::OkStatus();
}

absl::Status PlayCompare(Turn& turn) {
  ASSIGN_OR_RETURN(const ShownCheckpoint shown, FetchCheckpoint(turn));
  ASSIGN_OR_RETURN(const CheckpointFile file, ProvenSince(turn, turn.typed.Text("file"), shown));
  turn.Line(Say(turn.manner.language,
                {"✓ Sổ ghi hiện nay ({} mục) nối tiếp mốc sổ {} mục trong tệp: không mục nào trước đó bị sửa.",
                 "✓ The journal as it is now ({} entries) continues the checkpoint of {} entries in the file: nothing "
                 "before it was changed."},
                shown.now.checkpoint.size, file.from_size));
  if (turn.manner.output != "table") {
    turn.Draw({.headings = {{""}, {""}}, .rows = {{{Concat(file.from_size)}, {Concat(shown.now.checkpoint.size)}}}},
              {"from_size", "to_size"});
  }
  return absl::OkStatus();
}

// --- Without a server.

absl::Status PlayVerify(Turn& turn) {
  const std::string old_path = turn.typed.Text("--from");
  const std::string new_path = turn.typed.Text("--to");
  ASSIGN_OR_RETURN(const CheckpointFile older, ReadFileOf(turn, old_path));
  ASSIGN_OR_RETURN(const CheckpointFile newer, ReadFileOf(turn, new_path));
  const rules::Checkpoint& one = older.read.checkpoint;
  const rules::Checkpoint& other = newer.read.checkpoint;
  if (one.origin != other.origin) {
    return WrongFile(Concat("Hai mốc sổ là của hai sổ ghi khác nhau: ", one.origin, " và ", other.origin, "."),
                     Concat("The checkpoints are of two journals: ", one.origin, " and ", other.origin, "."));
  }
  std::string_view federation = one.origin;
  if (!TakePrefix(federation, "phancong/federations/")) {
    return WrongFile(Concat(old_path, " không phải là mốc sổ của một liên đoàn."),
                     Concat(old_path, " is no checkpoint of a federation."));
  }
  ASSIGN_OR_RETURN(const std::vector<rules::VerifierKey> keys, TrustedKeys(turn, federation));
  RETURN_IF_ERROR(CheckSigned(old_path, older, keys, kKeyFlag));
  RETURN_IF_ERROR(CheckSigned(new_path, newer, keys, kKeyFlag));
  if (one.size > other.size) {
    return WrongUsage(Concat("Mốc sổ ", old_path, " có ", one.size, " mục, nhiều hơn ", new_path, " (", other.size,
                             "): hãy đổi chỗ --from và --to."),
                      Concat("The checkpoint ", old_path, " has ", one.size, " entries, more than ", new_path, " (",
                             other.size, "): exchange --from and --to."));
  }
  if (one.size < other.size && newer.from_size != one.size) {
    return WrongUsage(Concat("Tệp ", new_path, " không kèm bằng chứng từ mốc sổ ", one.size,
                             " mục. Hãy lấy lại: phancong journal checkpoint --since ", old_path, " --to TỆP"),
                      Concat("The file ", new_path, " has no proof from the checkpoint of ", one.size,
                             " entries. Take it again: phancong journal checkpoint --since ", old_path, " --to FILE"));
  }
  const bool continues = one.size == other.size
                             ? one.root == other.root
                             : rules::CheckConsistency(one.size, one.root, other.size, other.root, newer.proof).ok();
  if (!continues) {
    return Forked(
        Concat("RẼ NHÁNH, hoặc bằng chứng hỏng: ", new_path, " không nối tiếp ", old_path, ".\n", old_path, ": ",
               one.size, " mục, mã gốc ", RootText(one), "\n", new_path, ": ", other.size, " mục, mã gốc ",
               RootText(other), "\n→ Cả hai đều có chữ ký của liên đoàn: hãy giữ cả hai tệp làm chứng cứ."),
        Concat("FORK, or a damaged proof: ", new_path, " does not continue ", old_path, ".\n", old_path, ": ", one.size,
               " entries, root hash ", RootText(one), "\n", new_path, ": ", other.size, " entries, root hash ",
               RootText(other), "\n→ Both are signed by the federation: keep both files as evidence."));
  }
  turn.Line(Say(turn.manner.language,
                {"✓ {} ({} mục) nối tiếp {} ({} mục): không mục nào trước đó bị sửa, bị xóa hay chen vào.",
                 "✓ {} ({} entries) continues {} ({} entries): nothing before was changed, removed or put in between."},
                new_path, other.size, old_path, one.size));
  return absl::OkStatus();
}

absl::Status PlayProve(Turn& turn) {
  int64_t revision = 0;
  if (!absl::SimpleAtoi(turn.typed.Text("entry"), &revision)) {
    return WrongUsage("Hãy ghi số của một mục trong sổ ghi.", "Write the number of an entry of the journal.");
  }
  ASSIGN_OR_RETURN(const ShownCheckpoint shown, FetchCheckpoint(turn));
  v1::ProveInclusionRequest request;
  request.set_parent(rules::FederationName(shown.federation));
  request.set_revision(revision);
  request.set_size(shown.now.checkpoint.size);
  ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send(request));
  const auto& proof = static_cast<const v1::ProveInclusionResponse&>(*answer);
  const absl::Status included =
      rules::CheckInclusion(proof.leaf_hash(), revision - 1, shown.now.checkpoint.size,
                            {proof.hashes().begin(), proof.hashes().end()}, shown.now.checkpoint.root);
  if (!included.ok()) {
    return WrongFile(Concat("Bằng chứng của máy chủ không đúng: không thấy mục ", revision, " trong mốc sổ ",
                            shown.now.checkpoint.size, " mục."),
                     Concat("The server's proof is wrong: entry ", revision, " is not in the checkpoint of ",
                            shown.now.checkpoint.size, " entries."));
  }
  if (turn.manner.output != "table") return turn.Show(proof);
  Record record(turn.manner.language);
  record.Add({"Mục số", "Entry"}, FormatNumber(revision, turn.manner.language));
  record.Add({"Mã băm", "Leaf hash"}, std::string(absl::Base64Escape(proof.leaf_hash())));
  record.Add({"Trong mốc sổ", "In the checkpoint"},
             Say(turn.manner.language, {"{} mục, mã gốc {}", "{} entries, root hash {}"},
                 FormatNumber(shown.now.checkpoint.size, turn.manner.language), RootText(shown.now.checkpoint)));
  for (const std::string& hash : proof.hashes()) {
    record.Add(&hash == &proof.hashes(0) ? Phrase{"Bằng chứng", "Proof"} : Phrase{"", ""},
               std::string(absl::Base64Escape(hash)));
  }
  record.Draw(turn);
  return absl::OkStatus();
}

// --- Erasing.

// A preview first: what goes is gone for good. A person confirms.
absl::Status PlayErase(Turn& turn) {
  ASSIGN_OR_RETURN(const MessagePtr bound, turn.Request());
  auto& request = static_cast<v1::EraseTextsRequest&>(*bound);
  const bool only_look = request.validate_only();
  if (only_look || (turn.screen().interactive && !turn.manner.yes)) {
    v1::EraseTextsRequest look = request;
    look.set_validate_only(true);
    ASSIGN_OR_RETURN(const MessagePtr preview, turn.Send(look));
    const auto& found = static_cast<const v1::EraseTextsResponse&>(*preview);
    if (only_look && turn.manner.output != "table") return turn.Show(*preview);
    turn.Line(Say(turn.manner.language, {"Sẽ xóa {} đoạn văn, ở các mục: {}.", "{} texts will go, of the entries: {}."},
                  found.texts(),
                  Join(found.entries(), ", ", [](int64_t revision) { return std::to_string(revision); })));
    if (only_look) return absl::OkStatus();
    const std::string question =
        Say(turn.manner.language, {"Xóa hẳn {} đoạn văn, không lấy lại được?", "Erase {} texts for good?"},
            FormatNumber(found.texts(), turn.manner.language));
    if (!turn.screen().Confirm(question, turn.manner.language)) {
      return WrongUsage("Chưa xóa gì.", "Nothing was erased.");
    }
  }
  const absl::StatusOr<MessagePtr> answer = turn.Send(request);
  return answer.ok() ? turn.Show(**answer) : answer.status();
}

// The flags that every fetch of a checkpoint takes, behind others.
std::vector<Argument> WithCheckpointFlags(std::vector<Argument> arguments) {
  arguments.insert(arguments.end(), CheckpointFlags().begin(), CheckpointFlags().end());
  return arguments;
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
               .play = PlayWatchEntries},
              {.words = "journal checkpoint",
               .help = {"Mốc sổ: số mục và mã gốc của sổ ghi, có chữ ký; kiểm tra là nối tiếp mốc đã thấy lần trước.",
                        "The journal's checkpoint: its size and root hash, signed; checked to continue what was seen "
                        "before."},
               .example = "journal checkpoint --since moc-so-cu.txt --to moc-so.txt",
               .method = "JournalService.GetCheckpoint",
               .arguments = WithCheckpointFlags(
                   {{.name = "--since",
                     .help = {"Kèm bằng chứng là nối tiếp mốc sổ cũ trong tệp này.",
                              "With the proof that it continues the old checkpoint in this file."},
                     .reading = Reading::kText},
                    {.name = "--to",
                     .help = {"Ghi mốc sổ vào tệp này; “-” là in ra.", "Write it to this file; \"-\" prints it."},
                     .reading = Reading::kText}}),
               .show = {.rows = ".",
                        .columns = {{.heading = {"Đến số", "Revision"}, .field = "revision"},
                                    {.heading = {"Mã gốc", "Root hash"}, .field = "root_hash"}}},
               .play = PlayCheckpoint},
              {.words = "journal compare",
               .help =
                   {"Sổ ghi hiện nay có nối tiếp mốc sổ cũ trong tệp, hoặc mốc sổ của một biên nhận, hay không.",
                    "Whether the journal as it is now continues an old checkpoint in a file, or that of a receipt."},
               .example = "journal compare moc-so-cu.txt",
               .method = "JournalService.ProveConsistency",
               .arguments = WithCheckpointFlags({{.name = "file", .given = Given::kMust, .reading = Reading::kText}}),
               .play = PlayCompare},
              {.words = "journal verify",
               .help =
                   {"Kiểm tra hai mốc sổ mà không cần máy chủ: mốc mới (lấy bằng --since) có nối tiếp mốc cũ không.",
                    "Check two checkpoints without a server: whether the new one (taken with --since) continues the "
                    "old one."},
               .example = "journal verify --from moc-so-cu.txt --to moc-so.txt",
               .arguments = {{.name = "--from",
                              .help = {"Tệp mốc sổ cũ.", "File of the old checkpoint."},
                              .given = Given::kMust,
                              .reading = Reading::kText},
                             {.name = "--to",
                              .help = {"Tệp mốc sổ mới.", "File of the new checkpoint."},
                              .given = Given::kMust,
                              .reading = Reading::kText},
                             KeyFlag()},
               .play = PlayVerify},
              {.words = "journal prove",
               .help = {"Bằng chứng rằng một mục có trong sổ ghi, theo mốc sổ hiện nay.",
                        "The proof that an entry is in the journal, by the checkpoint of now."},
               .example = "journal prove 120",
               .method = "JournalService.ProveInclusion",
               .arguments = WithCheckpointFlags({{.name = "entry",
                                                  .help = {"Số của mục: journal list.", "Its number: journal list."},
                                                  .given = Given::kMust,
                                                  .reading = Reading::kText}}),
               .show = {.rows = ".",
                        .columns = {{.heading = {"Mã băm", "Leaf hash"}, .field = "leaf_hash"},
                                    {.heading = {"Bằng chứng", "Proof"}, .field = "hashes"},
                                    {.heading = {"Số mục", "Size"}, .field = "size"}}},
               .play = PlayProve},
              {.words = "journal erase",
               .help =
                   {"Xóa hẳn họ tên hoặc văn bản trong sổ ghi theo quyết định; dấu vết và chữ ký của sổ vẫn giữ "
                    "nguyên.",
                    "Erase names or texts from the journal for good, by a decision; its traces and signatures hold."},
               .example = "journal erase --account thpt-viet-vinh --reason \"đã nghỉ việc\" --decision 22/QĐ-BTV",
               .method = "JournalService.EraseTexts",
               .arguments =
                   {{.name = "--account",
                     .field = "account",
                     .help = {"Mọi họ tên và địa chỉ thư của tài khoản này.",
                              "Every name and mail address of this account."},
                     .reading = Reading::kAccount},
                    {.name = "--entry",
                     .field = "entries",
                     .help = {"Mọi đoạn văn của mục này; lặp lại được.", "All texts of this entry; may repeat."}},
                    {.name = "--reason", .field = "reason", .help = {"Vì sao.", "Why."}},
                    {.name = "--decision",
                     .field = "decision_number",
                     .help = {"Số quyết định.", "Number of the decision."},
                     .given = Given::kMust},
                    {.name = "--dry-run", .field = "validate_only", .help = {"Chỉ xem trước.", "Preview only."}}},
               .show = {.done = {"Đã xóa {texts} đoạn văn", "Erased {texts} texts"}},
               .play = PlayErase},
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
