// Receipts: taken from the server, and checked without one.
#include <algorithm>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "client/cli/checkpoint_check.h"
#include "client/cli/event_words.h"
#include "client/cli/failure.h"
#include "client/cli/names.h"
#include "client/cli/private_file.h"
#include "client/cli/strings.h"
#include "client/cli/turn.h"
#include "client/cli/words.h"
#include "phancong/v1/journal_service.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/receipt.h"

namespace phancong::client {
namespace {

absl::Status WrongReceipt(const std::string& file, const rules::FileProblem& problem) {
  const std::string line = problem.line == 0 ? "" : Concat(problem.line);
  return WrongFile(Concat("Biên nhận ", file, " không đúng: ", problem.vi, line.empty() ? "" : " (sau dòng ", line,
                          line.empty() ? "." : ")."),
                   Concat("The receipt ", file, " is wrong: ", problem.en, line.empty() ? "" : " (after line ", line,
                          line.empty() ? "." : ")."));
}

struct CheckedReceipt {
  rules::Receipt receipt;
  rules::ProvenEntry proven;
};

absl::StatusOr<CheckedReceipt> Check(const std::string& file, std::string_view text) {
  CheckedReceipt checked;
  if (const auto problem = rules::ParseReceipt(text, checked.receipt)) return WrongReceipt(file, *problem);
  if (const auto problem = rules::CheckReceipt(checked.receipt, checked.proven)) return WrongReceipt(file, *problem);
  return checked;
}

// --- Taking.

// Revisions of the entries that changed the task, the newest first.
absl::StatusOr<std::vector<int64_t>> EntriesOfTask(const Turn& turn, const std::string& task) {
  v1::ListTaskHistoryRequest request;
  request.set_name(task);
  std::vector<int64_t> revisions;
  do {
    ASSIGN_OR_RETURN(const MessagePtr answer, turn.Send("TaskService.ListTaskHistory", request));
    const auto& page = static_cast<const v1::ListTaskHistoryResponse&>(*answer);
    for (const v1::Entry& entry : page.entries()) revisions.push_back(entry.revision());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  std::reverse(revisions.begin(), revisions.end());
  return revisions;
}

absl::StatusOr<std::vector<int64_t>> EntriesMeant(const Turn& turn, const Place& place) {
  if (turn.typed.Has("task") == turn.typed.Has("--entry")) {
    return WrongUsage("Hãy ghi một nhiệm vụ, hoặc --entry SỐ (số của mục trong sổ ghi).",
                      "Give a task, or --entry NUMBER (the entry's number in the journal).");
  }
  if (turn.typed.Has("task")) {
    ASSIGN_OR_RETURN(const std::string task, FullName(rules::NameKind::kTask, turn.typed.Text("task"), place));
    return EntriesOfTask(turn, task);
  }
  int64_t revision = 0;
  if (!absl::SimpleAtoi(turn.typed.Text("--entry"), &revision) || revision < 1) {
    return WrongUsage("--entry: hãy ghi số của một mục trong sổ ghi.", "--entry: write the number of an entry.");
  }
  return std::vector<int64_t>{revision};
}

// The receipt for the first of them that has something for the caller.
absl::StatusOr<v1::GetReceiptResponse> FirstReceipt(const Turn& turn, const std::string& federation,
                                                    const std::vector<int64_t>& revisions) {
  absl::Status last = WrongFile("Nhiệm vụ này chưa có mục nào trong sổ ghi.", "This task has no entry in the journal.");
  for (const int64_t revision : revisions) {
    v1::GetReceiptRequest request;
    request.set_name(rules::EntryName(federation, revision));
    const absl::StatusOr<MessagePtr> answer = turn.Send(request);
    if (answer.ok()) return static_cast<const v1::GetReceiptResponse&>(**answer);
    if (!absl::IsNotFound(answer.status())) return answer.status();
    last = answer.status();
  }
  return last;
}

absl::Status PlayTake(Turn& turn) {
  ASSIGN_OR_RETURN(const std::string federation, FederationMeant(turn));
  ASSIGN_OR_RETURN(Place place, turn.GetPlace());
  place.federation = federation;
  ASSIGN_OR_RETURN(const std::vector<int64_t> revisions, EntriesMeant(turn, place));
  ASSIGN_OR_RETURN(const v1::GetReceiptResponse answer, FirstReceipt(turn, federation, revisions));
  ASSIGN_OR_RETURN(const CheckedReceipt checked, Check("", answer.receipt()));
  // A receipt is worth what its checkpoint is: of the journal that this person knows.
  ASSIGN_OR_RETURN(const ShownCheckpoint shown, FetchCheckpoint(turn));
  const rules::VerifierKey& signer = checked.receipt.keys[checked.proven.signer].key;
  if (std::find(shown.keys.begin(), shown.keys.end(), signer) == shown.keys.end()) {
    return KeyNotTrusted(
        Concat("Biên nhận được ký bằng một khóa mà bạn không biết; chưa lưu gì.\n", rules::VerifierKeyText(signer)),
        Concat("The receipt is signed with a key that you do not know; nothing was kept.\n",
               rules::VerifierKeyText(signer)));
  }
  ASSIGN_OR_RETURN(const bool part, IsPartOf(turn, checked.proven.checkpoint, shown));
  if (!part) return TellFork(turn, checked.receipt.checkpoint, shown);

  const int64_t revision = checked.proven.header.revision();
  const std::string path =
      turn.typed.Has("--to") ? turn.typed.Text("--to") : Concat("receipt-", federation, "-", revision, ".txt");
  if (path == "-") {
    turn.screen().out << answer.receipt();
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(WriteNewFile(path, answer.receipt(), turn.manner.yes));
  turn.Line(Say(turn.manner.language,
                {"✓ Biên nhận mục {} của sổ ghi, theo mốc sổ {} mục{}: {}",
                 "✓ Receipt for entry {} of the journal, by the checkpoint of {} entries{}: {}"},
                revision, answer.size(),
                std::string(answer.witnessed() ? Phrase{", có làm chứng", ", witnessed"}.In(turn.manner.language) : ""),
                path));
  if (!answer.witnessed()) {
    ASSIGN_OR_RETURN(const std::optional<WitnessedCheckpoint> witnessed, NewestWitnessed(turn, shown));
    WarnOfWitnesses(turn, shown, witnessed);
  }
  if (turn.manner.output != "table") {
    turn.Draw({.headings = {{""}, {""}, {""}}, .rows = {{{path}, {Concat(revision)}, {Concat(answer.size())}}}},
              {"file", "entry", "size"});
  }
  return absl::OkStatus();
}

// --- Verifying.

// What is said under one title: a table, and keys below it, which are never broken into lines: people copy them.
struct ReceiptSection {
  std::string title;
  Table table = {.headings = {{""}, {"", false, false, /*wrap=*/true}}, .rows = {}};
  std::vector<std::string> keys = {};
};

// What is said of one receipt.
class ReceiptTeller {
 public:
  ReceiptTeller(const CheckedReceipt& checked, const Style& style, std::vector<rules::VerifierKey> trusted)
      : receipt_(checked.receipt), proven_(checked.proven), style_(style), trusted_(std::move(trusted)) {}

  [[nodiscard]] bool key_is_known() const {
    const std::vector<rules::VerifierKey> vouched = KeysVouchedFor(trusted_, receipt_.keys);
    return IsAmong(receipt_.keys[proven_.signer].key, vouched);
  }

  std::vector<ReceiptSection> Tell() {
    Begin({"ĐƯỢC CHỨNG TỎ", "PROVEN"});
    TellProven();
    Begin({"CHỮ KÝ", "SIGNATURES"});
    TellSignatures();
    if (!receipt_.says.empty()) {
      Begin({"MÁY CHỦ GỌI TÊN (không được chứng tỏ)", "WHAT THE SERVER CALLS THINGS (not proven)"});
      for (const rules::Receipt::Saying& saying : receipt_.says) Add(LabelOf(saying.key), {saying.value});
    }
    return std::move(sections_);
  }

 private:
  static bool IsAmong(const rules::VerifierKey& key, const std::vector<rules::VerifierKey>& keys) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  }
  [[nodiscard]] std::string Word(const Phrase& phrase) const { return std::string(phrase.In(style_.language)); }
  void Begin(const Phrase& title) { sections_.push_back({.title = Word(title)}); }
  void Add(std::string label, Cell value) {
    sections_.back().table.rows.push_back({{std::move(label)}, std::move(value)});
  }

  void TellProven() {
    const v1::EntryHeader& header = proven_.header;
    Add(Word({"Sổ ghi", "Journal"}), {proven_.checkpoint.origin});
    Add(Word({"Mục số", "Entry"}), {Concat(header.revision())});
    Add(Word({"Lúc", "When"}), {MomentText(header.time_micros() / 1'000'000, style_)});
    Add(Word({"Người làm", "Who"}), {WhoOf(header)});
    Add(Word({"Lệnh", "Command"}),
        {Concat(MethodWord(header.command(), style_.language), " (", header.command(), ")")});
    int hidden = 0;
    for (const std::optional<v1::Event>& event : proven_.events) {
      if (!event) {
        ++hidden;
        continue;
      }
      std::string label = Word({"Việc", "What"});
      for (std::string& line : LinesOf(*event, proven_.texts, style_)) {
        Add(std::exchange(label, ""), {std::move(line)});
      }
    }
    if (hidden > 0) {
      Add(Word({"Không hiện", "Not shown"}),
          {Say(style_.language, {"{} việc khác của cùng mục", "{} other event(s) of the entry"}, hidden)});
    }
  }

  std::string WhoOf(const v1::EntryHeader& header) const {
    if (header.account() == 0) return Word({"người vận hành máy chủ", "the server's operator"});
    const std::string who = Say(style_.language, {"tài khoản số {}", "account no. {}"}, header.account());
    if (header.on_behalf_of() == 0) return who;
    return Concat(who, Say(style_.language, {", thay tài khoản số {}", ", for account no. {}"}, header.on_behalf_of()));
  }

  void TellSignatures() {
    Add(Word({"Mốc sổ", "Checkpoint"}),
        {Say(style_.language, {"{} mục, mã gốc {}", "{} entries, root hash {}"},
             FormatNumber(proven_.checkpoint.size, style_.language), RootText(proven_.checkpoint))});
    Add(Word({"Khóa ký sổ", "Journal key"}),
        key_is_known() ? Cell{Word({"khóa bạn đã biết", "a key that you know"}), Paint::kGood}
                       : Cell{Word({"khóa bạn CHƯA biết", "a key that you do NOT know"}), Paint::kBad});
    sections_.back().keys.push_back(rules::VerifierKeyText(receipt_.keys[proven_.signer].key));
    if (proven_.witnesses.empty()) {
      Add(Word({"Làm chứng", "Witnessed"}), {Word({"không có", "by nobody"}), Paint::kWarning});
    }
    for (const rules::ProvenEntry::Witness& witness : proven_.witnesses) {
      const Phrase known = IsAmong(witness.key, trusted_)
                               ? Phrase{"khóa bạn đã biết", "by a key that you know"}
                               : Phrase{"khóa do máy chủ đưa, hãy so với khóa mà bên làm chứng công bố",
                                        "by a key from the server: compare it with what the witness has published"};
      Add(Word({"Làm chứng", "Witnessed"}), {Concat(witness.key.name, ", ", MomentText(witness.seconds, style_))});
      Add("", {Word(known)});
      sections_.back().keys.push_back(rules::VerifierKeyText(witness.key));
    }
  }

  [[nodiscard]] std::string LabelOf(std::string_view key) const {
    static constexpr std::pair<std::string_view, Phrase> kLabels[] = {
        {"account", {"tài khoản số", "account no."}},
        {"display_name", {"họ tên, tài khoản số", "name, account no."}},
        {"union", {"đơn vị số", "union no."}},
        {"union_title", {"tên đơn vị số", "title, union no."}},
        {"item", {"mục số", "item no."}},
        {"round", {"đợt giao số", "round no."}},
        {"task", {"nhiệm vụ số", "task no."}},
        {"inspection", {"cuộc kiểm tra số", "inspection no."}},
        {"happened", {"bằng lời", "in words"}},
    };
    const auto [what, number] = SplitOnce(key, '.');
    for (const auto& [known, phrase] : kLabels) {
      if (what == known) return Concat(phrase.In(style_.language), number.empty() ? "" : " ", number);
    }
    return std::string(key);
  }

  const rules::Receipt& receipt_;
  const rules::ProvenEntry& proven_;
  const Style& style_;
  const std::vector<rules::VerifierKey> trusted_;
  std::vector<ReceiptSection> sections_;
};

void DrawSections(const Turn& turn, const std::string& file, const std::vector<ReceiptSection>& sections) {
  if (turn.manner.output != "table") {
    Table flat{.headings = {{""}, {""}, {""}, {""}}, .rows = {}};
    for (const ReceiptSection& section : sections) {
      for (const auto& row : section.table.rows) flat.rows.push_back({{file}, {section.title}, row[0], row[1]});
      for (const std::string& key : section.keys) flat.rows.push_back({{file}, {section.title}, {""}, {key}});
    }
    turn.Draw(std::move(flat), {"file", "section", "what", "value"});
    return;
  }
  turn.Line(file);
  for (const ReceiptSection& section : sections) {
    turn.Line("");
    turn.Line(section.title);
    turn.screen().out << RenderRecord(section.table, turn.screen().width, turn.screen().colour_out);
    for (const std::string& key : section.keys) turn.Line(Concat("  ", key));
  }
  turn.Line("");
}

absl::Status VerifyFile(const Turn& turn, const std::string& file, const Style& style) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(file, turn.screen().in));
  ASSIGN_OR_RETURN(const CheckedReceipt checked, Check(file, text));
  ASSIGN_OR_RETURN(std::vector<rules::VerifierKey> trusted, TrustedKeys(turn, checked.proven.header.federation()));
  ReceiptTeller teller(checked, style, std::move(trusted));
  DrawSections(turn, file, teller.Tell());
  if (!teller.key_is_known()) {
    return KeyNotTrusted(
        Concat(
            "Biên nhận ", file, ": mọi phần khớp với nhau, nhưng chưa biết khóa ký sổ có phải của liên đoàn không; ai ",
            "cũng có thể làm một tệp như thế bằng khóa của mình.\n→ Hãy so khóa trên với khóa mà liên đoàn công bố; ",
            "nếu đúng thì chạy lại với ", kKeyFlag, " KHÓA."),
        Concat("Receipt ", file, ": everything in it fits together, but whether the key is the federation's is not ",
               "known; anybody can make such a file with a key of their own.\n→ Compare the key above with what the ",
               "federation has published; if it is the same, repeat this with ", kKeyFlag, " KEY."));
  }
  turn.Line(
      Concat(Painted("✓", Paint::kGood, turn.screen().colour_out), " ",
             Say(style.language,
                 {"Theo mốc sổ trên, mục {} có trong sổ ghi của liên đoàn {}, nội dung đúng như trên.",
                  "By the checkpoint above, entry {} is in the journal of federation {}, and says what stands above."},
                 checked.proven.header.revision(), checked.proven.header.federation())));
  return absl::OkStatus();
}

absl::Status PlayVerify(Turn& turn) {
  ASSIGN_OR_RETURN(const Style style, turn.GetStyle());
  const std::vector<std::string> files = turn.typed.All("file");
  if (files.size() == 1) return VerifyFile(turn, files.front(), style);
  ExitCode code = ExitCode::kDone;
  for (const std::string& file : files) {
    const absl::Status verified = VerifyFile(turn, file, style);
    turn.client.Tell(verified, "phancong: ", style.language);
    if (!verified.ok() && code != ExitCode::kRefused) code = ExitCodeOf(verified);
  }
  return code == ExitCode::kDone ? absl::OkStatus() : AlreadyTold(code);
}

}  // namespace

Section ReceiptVerbs() {
  std::vector<Argument> taking = {
      {.name = "task", .reading = Reading::kText},
      {.name = "--entry",
       .help = {"Mục này của sổ ghi (journal list, task history).", "This entry of the journal."},
       .reading = Reading::kText},
      {.name = "--to",
       .help = {"Ghi vào tệp này; “-” là in ra. Mặc định: receipt-LIÊN-ĐOÀN-SỐ.txt.",
                "Write it to this file; \"-\" prints it. If not given: receipt-FEDERATION-NUMBER.txt."},
       .reading = Reading::kText}};
  taking.insert(taking.end(), CheckpointFlags().begin(), CheckpointFlags().end());
  return {
      .title = {"Biên nhận", "Receipts"},
      .verbs =
          {
              {.words = "receipt take",
               .help =
                   {"Lấy biên nhận của một mục trong sổ ghi: của nhiệm vụ thì là việc mới nhất; tệp này tự chứng tỏ, "
                    "không cần máy chủ.",
                    "Take a receipt for an entry of the journal; of a task, for what happened last. The file proves "
                    "itself without a server."},
               .example = "receipt take 1.3.thpt-viet-vinh --to bien-nhan.txt",
               .method = "JournalService.GetReceipt",
               .arguments = std::move(taking),
               .play = PlayTake},
              {.words = "receipt verify",
               .help = {"Kiểm tra biên nhận, không cần máy chủ: điều gì được chứng tỏ, ai ký, ai làm chứng.",
                        "Check receipts without a server: what is proven, who signed it, who witnessed it."},
               .example = "receipt verify bien-nhan.txt",
               .arguments = {{.name = "file", .given = Given::kMust, .reading = Reading::kText, .repeated = true},
                             KeyFlag()},
               .play = PlayVerify},
          },
  };
}

}  // namespace phancong::client
