#include "client/proof/pack.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/proof/digests.h"
#include "client/proof/figures.h"
#include "client/proof/items.h"
#include "client/proof/log.h"
#include "client/proof/record.h"
#include "client/proof/samples.h"
#include "client/proof/tables.h"
#include "fmt/format.h"

namespace phancong::proof {
namespace {

constexpr std::string_view kPackFile = "pack.txt";
constexpr std::string_view kForm = "phancong-proof-pack/v1";
constexpr std::string_view kWitnessedFile = "witnessed.txt";
// What README.txt says is the same in every pack of the form.
constexpr std::string_view kReadmeDigest = "fd5b2b61db192dbd47c7d84602a59e87358bff102eedc5c9dae5f12d8b061823";
// Beside these, witnessed.txt may be there.
constexpr std::array<std::string_view, 11> kFiles = {
    "README.txt", "checkpoint.txt",  "entries.binpb", "evidence.csv", "figures.csv",  "keys.txt",
    kPackFile,    "populations.csv", "samples.csv",   "seeds.csv",    "witnesses.txt"};

// The commands of which an event may be withheld from who exported the pack: what is still the Inspection Committee's
// own, and mail addresses. No figure rests on them.
constexpr std::array<std::string_view, 12> kMayBeWithheld = {
    "CancelInspection",   "CheckTask",        "DraftConclusion", "DropFinding",
    "ExplainFinding",     "NotifyInspection", "RecordFinding",   "ReportSupervision",
    "ScheduleInspection", "SetMailAddress",   "SignConclusion",  "StartInspection"};

std::string IsoDate(int64_t day) {
  const absl::CivilDay civil = absl::CivilDay(1970, 1, 1) + day;
  return fmt::format("{:04}-{:02}-{:02}", civil.year(), civil.month(), civil.day());
}
std::string VietnameseDate(int64_t day) {
  const absl::CivilDay civil = absl::CivilDay(1970, 1, 1) + day;
  return fmt::format("{:02}/{:02}/{:04}", civil.day(), civil.month(), civil.year());
}

// What is after `word` and a space on line `number` (from 0); empty where it is another line.
std::string_view ValueAt(std::string_view text, int number, std::string_view word) {
  for (; number > 0; --number) {
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (!text.starts_with(word) || text.size() <= word.size() || text[word.size()] != ' ') return {};
  return text.substr(word.size() + 1);
}

class Check {
 public:
  Check(const Files& files, const std::optional<Key>& trusted, const std::optional<std::string>& older)
      : files_(files), trusted_(trusted), older_(older) {}

  Verdict Run() && {
    if (LooksAtFiles() && LooksAtLog() && LooksAtSignatures()) {
      LooksAtTables();
      LooksAtFigures();
    }
    return std::move(verdict_);
  }

 private:
  // The folder holds what a pack holds, and each file is the one that pack.txt names.
  bool LooksAtFiles() {
    for (const std::string_view name : kFiles) {
      if (!files_.contains(std::string(name))) wrong().Add({"thiếu tệp {}", "the file {} is missing"}, name);
    }
    for (const auto& [name, bytes] : files_) {
      const bool known = std::find(kFiles.begin(), kFiles.end(), name) != kFiles.end() || name == kWitnessedFile;
      if (!known) wrong().Add({"có tệp lạ: {}", "there is a file too many: {}"}, name);
    }
    if (!wrong().empty()) return false;
    const std::string& pack = File(kPackFile);
    if (!pack.starts_with(fmt::format("{}\n", kForm))) {
      wrong().Add({"pack.txt: không phải bộ chứng cứ dạng {}", "pack.txt: no proof pack of the form {}"}, kForm);
      return false;
    }
    verdict_.year = ValueAt(pack, 2, "year");
    const size_t digests = pack.find("\nsha256 ");
    const std::string named = digests == std::string::npos ? "" : pack.substr(digests + 1);
    for (const auto& [name, bytes] : files_) {
      if (name == kPackFile) continue;
      if (("\n" + named).find(fmt::format("\nsha256 {} {}\n", Hex(Sha256({bytes})), name)) == std::string::npos) {
        wrong().Add({"{}: không phải tệp mà pack.txt ghi", "{}: not the file that pack.txt names"}, name);
      }
    }
    if (Hex(Sha256({File("README.txt")})) != kReadmeDigest) {
      wrong().Add(
          {"README.txt: không phải lời giải thích của dạng này", "README.txt: not what the form says of itself"});
    }
    if (wrong().empty())
      verdict_.holds.push_back(MakeSentence({"đủ {} tệp, không thừa", "all {} files, and no other"}, files_.size()));
    return wrong().empty();
  }

  // Every entry, the root of the tree over them, and what the events say, one after the other.
  bool LooksAtLog() {
    entries_ = ReadLog(File("entries.binpb"), wrong());
    if (!wrong().empty()) return false;
    if (entries_.empty() || !entries_.front().events.front().event.has_federation_created()) {
      wrong().Add({"entries.binpb: mục 1 không lập liên đoàn nào", "entries.binpb: entry 1 founds no federation"});
      return false;
    }
    const v1::FederationCreated& created = entries_.front().events.front().event.federation_created();
    verdict_.federation = created.id();
    verdict_.title = created.title();
    if (created.id() != entries_.front().header.federation()) {
      wrong().Add({"mục 1 lập một liên đoàn khác", "entry 1 founds another federation"});
    }
    origin_ = "phancong/federations/" + created.id();
    for (const Entry& entry : entries_) {
      record_.Begin(entry);
      for (const Entry::Event& event : entry.events) TakeEvent(entry, event);
    }
    if (withheld_ > 0) {
      verdict_.notices.push_back(MakeSentence(
          {"{} sự kiện chỉ có mã băm: phần việc riêng của Ủy ban Kiểm tra hoặc địa chỉ thư; không số liệu nào dựa vào "
           "chúng. Ở các mục: {}",
           "events that are digests alone: {}; still the Inspection Committee's own, or mail addresses; no figure "
           "rests on "
           "them. In entries: {}"},
          withheld_, withheld_in_));
    }
    return wrong().empty();
  }

  void TakeEvent(const Entry& entry, const Entry::Event& event) {
    const int64_t revision = entry.header.revision();
    if (!event.shown) {
      ++withheld_;
      NoteWithheld(revision);
      const std::string& command = entry.header.command();
      if (std::find(kMayBeWithheld.begin(), kMayBeWithheld.end(), command) == kMayBeWithheld.end()) {
        wrong().Add(
            {"mục {} ({}) giấu một sự kiện không được giấu", "entry {} ({}) withholds what may not be withheld"},
            revision, command);
      }
      return;
    }
    const v1::Event& happened = event.event;
    if (happened.has_period_sealed()) CheckSeal(revision, happened.period_sealed());
    if (happened.has_inspection_concluded() &&
        !record_.inspections().contains(happened.inspection_concluded().inspection())) {
      wrong().Add(
          {"mục {} kết luận một cuộc kiểm tra mà bộ này giấu", "entry {} concludes an inspection that is withheld"},
          revision);
    }
    if (happened.has_task_accepted()) CheckAcceptance(revision, happened.task_accepted());
    record_.Take(happened);
    if (happened.has_inspection_plan_approved()) {
      CheckPlan(record_, happened.inspection_plan_approved().plan(), wrong());
    } else if (happened.has_sample_drawn()) {
      CheckPlan(record_, happened.sample_drawn().plan(), wrong());
    } else if (happened.has_drawn_unit_replaced()) {
      CheckPlan(record_, happened.drawn_unit_replaced().plan(), wrong());
    } else if (happened.has_restored_from_backup()) {
      verdict_.notices.push_back(MakeSentence(
          {"mục {} ghi: cơ sở dữ liệu được phục hồi từ bản sao lưu; những gì đã ghi sau mục {} trước lần phục hồi đã "
           "mất",
           "entry {} says that the database was restored from a backup: what came after entry {} before it is lost"},
          revision, happened.restored_from_backup().kept_size()));
    }
  }

  // The first entries of which something is withheld, by their numbers.
  void NoteWithheld(int64_t revision) {
    constexpr int kNamed = 20;
    if (withheld_before_ == revision) return;
    withheld_before_ = revision;
    if (++withheld_entries_ > kNamed + 1) return;
    if (!withheld_in_.empty()) withheld_in_ += ", ";
    withheld_in_ += withheld_entries_ > kNamed ? "…" : std::to_string(revision);
  }

  // What a seal froze is what the events before it come to.
  void CheckSeal(int64_t revision, const v1::PeriodSealed& seal) {
    const auto round = record_.rounds().find(seal.round_number());
    if (round == record_.rounds().end()) {
      wrong().Add({"mục {} khóa sổ một đợt không có", "entry {} seals a round that is not there"}, revision);
      return;
    }
    const std::vector<v1::IndicatorProgress> indicators = IndicatorsOf(record_, seal.round_number());
    CompareFrozen(revision, indicators, {seal.indicators().begin(), seal.indicators().end()});
    CompareFrozen(revision, StandsOf(record_, seal.round_number()), {seal.stands().begin(), seal.stands().end()});
    ++seals_;
    if (round->second.id != verdict_.year) return;
    sealed_by_ = revision;
    verdict_.indicators = indicators;
  }

  void CompareFrozen(int64_t revision, const std::vector<v1::IndicatorProgress>& computed,
                     const std::vector<v1::IndicatorProgress>& frozen) {
    for (size_t i = 0; i < std::max(computed.size(), frozen.size()); ++i) {
      if (i < computed.size() && i < frozen.size() && SameFigures(computed[i], frozen[i])) continue;
      wrong().Add({"mục {}: số liệu đã khóa của {} không phải số tính được từ sổ ghi",
                   "entry {}: what was sealed of {} is not what the journal comes to"},
                  revision, i < computed.size() ? computed[i].item() : frozen[i].item());
    }
  }

  // Whether a result meets its item follows from its figures, where it is no judgement.
  void CheckAcceptance(int64_t revision, const v1::TaskAccepted& accepted) {
    const auto task = record_.tasks().find(accepted.task());
    if (task == record_.tasks().end()) {
      wrong().Add({"mục {} duyệt một nhiệm vụ không có", "entry {} accepts a task that is not there"}, revision);
      return;
    }
    const v1::Item* const item = record_.ItemOf(task->second);
    if (item == nullptr ||
        (item->measure() != v1::Item::MEASURE_COVERAGE && item->measure() != v1::Item::MEASURE_LEVEL)) {
      return;
    }
    const v1::Programme& programme = record_.ProgrammeOf(record_.rounds().at(task->second.round).programme_version);
    if (Meets(*item, programme, accepted.result(), accepted.met()) != accepted.met()) {
      wrong().Add({"mục {}: kết quả được ghi là đạt hoặc không đạt, trái với số liệu của nó",
                   "entry {}: a result is said to meet its target, or not to, against its own figures"},
                  revision);
    }
  }

  bool LooksAtSignatures() {
    LooksAtKeys();
    const std::string& text = File("checkpoint.txt");
    const std::optional<Checkpoint> checkpoint = CheckNote("checkpoint.txt", text, /*current=*/true);
    if (checkpoint && checkpoint->size != static_cast<int64_t>(entries_.size())) {
      wrong().Add({"checkpoint.txt là của {} mục, bộ này có {}", "checkpoint.txt is of {} entries, the pack has {}"},
                  checkpoint->size, entries_.size());
    }
    if (files_.contains(std::string(kWitnessedFile))) {
      CheckNote(kWitnessedFile, File(kWitnessedFile), /*current=*/false);
    }
    if (older_) LooksAtOlder(*older_);
    if (!wrong().empty()) return false;
    verdict_.holds.push_back(MakeSentence({"{} mục của sổ ghi, mã gốc {}…", "{} entries of the journal, root {}…"},
                                          entries_.size(), Base64(checkpoint->root).substr(0, 16)));
    const std::string key = TextOf(KeyOf(record_.keys().back(), origin_));
    verdict_.holds.push_back(MakeSentence({"mốc sổ do khóa sau đây ký: {}", "the checkpoint is signed by {}"}, key));
    verdict_.key_is_trusted = trusted_.has_value();
    if (!trusted_) {
      verdict_.notices.push_back(MakeSentence(
          {"chưa nói tin khóa nào: bộ chứng cứ này khớp với chính nó. Hãy so khóa trên với khóa đã biết (biên nhận, "
           "mốc sổ "
           "cũ, công bố của liên đoàn), hoặc chạy lại với --key",
           "no key was said to be trusted: the pack agrees with itself. Compare the key above with the one that you "
           "know "
           "(a receipt, an older checkpoint, what the federation published), or run this again with --key"}));
    }
    if (witnessed_.empty()) {
      verdict_.notices.push_back(MakeSentence({"không bên làm chứng nào đã ký", "no witness has signed"}));
    }
    for (const Sentence& witness : witnessed_) verdict_.holds.push_back(witness);
    return true;
  }

  // Each key was handed on by the one before; where one was not, the reader is told.
  void LooksAtKeys() {
    if (record_.keys().empty()) {
      wrong().Add({"sổ ghi không đặt khóa ký nào", "the journal sets no key"});
      return;
    }
    bool trusted = !trusted_;
    std::optional<Key> before;
    for (const JournalKey& set : record_.keys()) {
      const Key key = KeyOf(set, origin_);
      if (before && set.set.handover().empty()) {
        verdict_.notices.push_back(
            MakeSentence({"mục {}: khóa ký sổ trước đó đã mất, không ai bảo đảm cho khóa mới",
                          "entry {}: the key before was lost, and nobody vouches for the new one"},
                         set.entry));
        trusted = !trusted_;
      } else if (before && !HandsOver(*before, set.set.handover(), key)) {
        wrong().Add({"mục {}: bàn giao khóa ký sổ không đúng", "entry {}: the key's handover is not right"}, set.entry);
      }
      trusted = trusted || TextOf(key) == TextOf(*trusted_);
      before = key;
    }
    if (!trusted) {
      wrong().Add({"khóa ký không phải khóa đã cho, và không được khóa đó bàn giao",
                   "the key that signs is not the one that was given, nor handed on by it"});
    }
  }

  bool HandsOver(const Key& before, const std::string& handover, const Key& key) const {
    const std::optional<Note> note = ParseNote(handover);
    return note && note->text == fmt::format("phancong journal key\n{}\n{}\n", origin_, TextOf(key)) &&
           note->signatures.size() == 1 && SignedWith(before, note->text, note->signatures.front());
  }

  // A checkpoint of this log, signed by a key of it (the one in force, where it is the current one) and by witnesses
  // that the log names, each once, and by nobody else.
  std::optional<Checkpoint> CheckNote(std::string_view name, std::string_view text, bool current) {
    const std::optional<Note> note = ParseNote(text);
    std::optional<Checkpoint> checkpoint = note ? ParseCheckpoint(note->text) : std::nullopt;
    if (!checkpoint) {
      wrong().Add({"{}: không phải mốc sổ đã ký", "{}: no signed checkpoint"}, name);
      return std::nullopt;
    }
    if (checkpoint->origin != origin_) {
      wrong().Add({"{}: của sổ khác: {}", "{}: of another journal: {}"}, name, checkpoint->origin);
      return std::nullopt;
    }
    if (checkpoint->size < 1 || checkpoint->size > static_cast<int64_t>(entries_.size()) ||
        RootOf(entries_, checkpoint->size) != checkpoint->root) {
      wrong().Add(
          {"{}: các mục trong bộ không phải các mục đã được ký", "{}: the entries are not those that were signed"},
          name);
      return std::nullopt;
    }
    int log_signatures = 0;
    std::set<std::string> signers;
    for (const Note::Signature& signature : note->signatures) {
      bool known = false;
      for (const JournalKey& set : record_.keys()) {
        const bool may_sign = !current || &set == &record_.keys().back();
        if (!may_sign || !SignedWith(KeyOf(set, origin_), note->text, signature)) continue;
        known = true;
        ++log_signatures;
      }
      for (const Witness& witness : record_.witnesses()) {
        const std::optional<int64_t> seconds = SignedWith(KeyOf(witness), note->text, signature);
        if (!seconds) continue;
        known = signers.insert(TextOf(KeyOf(witness))).second;
        const std::string time =
            absl::FormatTime("%Y-%m-%d %H:%M UTC", absl::FromUnixSeconds(*seconds), absl::UTCTimeZone());
        witnessed_.push_back(
            MakeSentence({"bên làm chứng {} đã ký mốc {} mục, lúc {}", "the witness {} has signed {} entries, at {}"},
                         witness.named.name(), checkpoint->size, time));
      }
      if (!known)
        wrong().Add({"{}: có chữ ký không đúng: {}", "{}: a signature that is not right: {}"}, name, signature.name);
    }
    if (log_signatures != 1 || (!current && signers.empty())) {
      wrong().Add({"{}: thiếu chữ ký", "{}: a signature is missing"}, name);
    }
    return checkpoint;
  }

  // Whoever kept a checkpoint finds out that the past was changed, whoever signed the change.
  void LooksAtOlder(const std::string& kept) {
    const std::optional<Note> note = ParseNote(kept);
    const std::optional<Checkpoint> checkpoint = note ? ParseCheckpoint(note->text) : std::nullopt;
    if (!checkpoint || checkpoint->origin != origin_) {
      wrong().Add(
          {"mốc sổ đã giữ không phải mốc sổ của liên đoàn này", "what was kept is no checkpoint of this journal"});
      return;
    }
    if (checkpoint->size > static_cast<int64_t>(entries_.size())) {
      wrong().Add(
          {"mốc sổ đã giữ có {} mục, bộ này chỉ có {}", "the checkpoint that was kept has {} entries, the pack {}"},
          checkpoint->size, entries_.size());
      return;
    }
    const bool is_signed = std::any_of(note->signatures.begin(), note->signatures.end(), [&](const auto& signature) {
      return std::any_of(record_.keys().begin(), record_.keys().end(), [&](const JournalKey& set) {
        return SignedWith(KeyOf(set, origin_), note->text, signature).has_value();
      });
    });
    if (RootOf(entries_, checkpoint->size) != checkpoint->root || !is_signed) {
      wrong().Add(
          {"RẼ NHÁNH: sổ ghi trong bộ này không nối tiếp mốc sổ {} mục đã giữ",
           "FORK: the journal in the pack is not the continuation of the checkpoint of {} entries that was kept"},
          checkpoint->size);
      return;
    }
    verdict_.holds.push_back(MakeSentence(
        {"sổ ghi nối tiếp mốc sổ {} mục đã giữ", "the journal continues the checkpoint of {} entries that was kept"},
        checkpoint->size));
  }

  // What follows from the entries, byte for byte.
  void LooksAtTables() {
    const size_t before = wrong().sentences().size();
    Compare("evidence.csv", EvidenceCsv(record_));
    Compare("populations.csv", PopulationsCsv(record_, verdict_.year));
    Compare("seeds.csv", SeedsCsv(record_, verdict_.year));
    Compare("samples.csv", SamplesCsv(record_, verdict_.year));
    Compare("keys.txt", KeysText(record_, origin_));
    Compare("witnesses.txt", WitnessesText(record_));
    if (wrong().sentences().size() > before) return;
    int64_t draws = 0;
    for (const auto& [number, plan] : record_.plans()) draws += plan.drawn_by != 0 ? 1 : 0;
    verdict_.holds.push_back(
        MakeSentence({"mã băm của {} tệp minh chứng; {} lần chọn mẫu kiểm tra, chọn lại ra đúng các đơn vị ấy",
                      "digests of files of evidence: {}; samples of inspections: {}, the same when drawn again"},
                     record_.evidence().size(), draws));
  }

  void LooksAtFigures() {
    const auto* const round = record_.FindRound(verdict_.year);
    if (round == nullptr) {
      wrong().Add({"sổ ghi không có đợt giao năm {}", "the journal has no round of the year {}"}, verdict_.year);
      return;
    }
    if (sealed_by_ == 0) verdict_.indicators = IndicatorsOf(record_, round->first);
    Compare("figures.csv", FiguresCsv(verdict_.indicators));
    std::string expected = fmt::format("{}\nfederation {}\nyear {}\nsize {}\n", kForm, verdict_.federation,
                                       verdict_.year, entries_.size());
    expected +=
        sealed_by_ == 0 ? fmt::format("as-of {}\n", IsoDate(record_.today())) : fmt::format("sealed {}\n", sealed_by_);
    for (const auto& [name, bytes] : files_) {
      if (name != kPackFile) expected += fmt::format("sha256 {} {}\n", Hex(Sha256({bytes})), name);
    }
    Compare(kPackFile, expected);
    if (!wrong().empty()) return;
    verdict_.holds.push_back(
        MakeSentence({"{} chỉ tiêu năm {}, tính lại từ sổ ghi; {} lần khóa sổ, số đã khóa là số tính được",
                      "indicators of {1}, computed again from the journal: {0}; seals: {2}, and what was sealed is "
                      "what was computed"},
                     verdict_.indicators.size(), verdict_.year, seals_));
    if (sealed_by_ == 0) {
      verdict_.notices.push_back({fmt::format("năm {} chưa khóa sổ: số liệu đến ngày {}, còn thay đổi", verdict_.year,
                                              VietnameseDate(record_.today())),
                                  fmt::format("the year {} is not sealed: figures as of {}, which may change",
                                              verdict_.year, IsoDate(record_.today()))});
    }
  }

  void Compare(std::string_view name, const std::string& expected) {
    if (File(name) != expected) {
      wrong().Add({"{}: không phải những gì sổ ghi nói", "{}: not what the journal says"}, name);
    }
  }

  [[nodiscard]] const std::string& File(std::string_view name) const { return files_.at(std::string(name)); }
  Findings& wrong() { return verdict_.wrong; }

  const Files& files_;
  const std::optional<Key>& trusted_;
  const std::optional<std::string>& older_;
  Verdict verdict_;
  std::vector<Entry> entries_;
  std::string origin_;
  Record record_;
  std::vector<Sentence> witnessed_;
  int64_t sealed_by_ = 0;
  int64_t seals_ = 0;
  int64_t withheld_ = 0;
  int64_t withheld_before_ = 0;
  int64_t withheld_entries_ = 0;
  std::string withheld_in_;
};

}  // namespace

std::string ReadFile(const std::filesystem::path& path, Findings& wrong) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad()) {
    wrong.Add({"không đọc được tệp {}", "the file {} cannot be read"}, path.filename().string());
  }
  return bytes;
}

Files ReadFolder(const std::filesystem::path& folder, Findings& wrong) {
  Files files;
  std::error_code error;
  std::filesystem::directory_iterator entries(folder, error);
  if (error) {
    wrong.Add({"không đọc được thư mục {}", "the folder {} cannot be read"}, folder.string());
    return files;
  }
  for (const std::filesystem::directory_entry& entry : entries) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file(error) || entry.is_symlink(error)) {
      wrong.Add({"{} không phải tệp thường", "{} is no plain file"}, name);
      continue;
    }
    files.emplace(name, ReadFile(entry.path(), wrong));
  }
  return files;
}

Verdict CheckPack(const Files& files, const std::optional<Key>& trusted, const std::optional<std::string>& older) {
  return Check(files, trusted, older).Run();
}

}  // namespace phancong::proof
