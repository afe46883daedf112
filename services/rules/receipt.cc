#include "services/rules/receipt.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "fmt/format.h"
#include "services/rules/base64.h"
#include "services/rules/journal_key.h"
#include "services/rules/merkle_proof.h"
#include "services/rules/named_texts.h"
#include "services/rules/text.h"

namespace phancong::rules {
namespace {

constexpr std::string_view kFirstLine = "phancong-receipt/v1";

bool IsKey(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '.' || c == '_';
  });
}

// Takes a text apart line by line, and knows where it is.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  // The next line; nothing at the end, or where a last line does not end.
  std::optional<std::string_view> Next() {
    const size_t end = rest_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    ++line_;
    return line;
  }
  // What follows the word in the next line; nothing, and the line stays, where that begins otherwise.
  std::optional<std::string_view> Next(std::string_view word) {
    if (!rest_.starts_with(word) || !rest_.substr(word.size()).starts_with(' ')) return std::nullopt;
    const std::optional<std::string_view> line = Next();
    return line ? std::optional(line->substr(word.size() + 1)) : std::nullopt;
  }
  [[nodiscard]] int line() const { return line_; }
  [[nodiscard]] std::string_view rest() const { return rest_; }

  [[nodiscard]] FileProblem Damaged() const {
    return {.line = line_,
            .field = "",
            .vi = "không phải biên nhận, hoặc đã bị sửa, bị cắt",
            .en = "this is no receipt, or it was changed or cut"};
  }

 private:
  std::string_view rest_;
  int line_ = 0;
};

bool ReadSaying(std::string_view line, Receipt& receipt) {
  const size_t space = line.find(' ');
  if (space == std::string_view::npos) return false;
  const std::string_view value = line.substr(space + 1);
  if (!IsKey(line.substr(0, space)) || value.empty() || Plain(value) != value) return false;
  receipt.says.push_back({.key = std::string(line.substr(0, space)), .value = std::string(value)});
  return true;
}

// "BASE64SALT BASE64"
bool ReadSalted(std::string_view line, std::string& salt, std::string& content) {
  const size_t space = line.find(' ');
  if (space == std::string_view::npos) return false;
  std::optional<std::string> first = FromBase64(line.substr(0, space));
  std::optional<std::string> second = FromBase64(line.substr(space + 1));
  if (!first || first->size() != kSaltBytes || !second || second->empty()) return false;
  salt = *std::move(first);
  content = *std::move(second);
  return true;
}

bool ReadHidden(std::string_view line, Receipt& receipt) {
  std::optional<std::string> digest = FromBase64(line);
  if (!digest || digest->size() != kHashBytes) return false;
  receipt.events.push_back({.shown = false, .salt = {}, .bytes = {}, .digest = *std::move(digest)});
  return true;
}

bool ReadEvents(Lines& lines, Receipt& receipt) {
  while (true) {
    if (const auto shown = lines.Next("event")) {
      Receipt::Event& event = receipt.events.emplace_back();
      event.shown = true;
      if (!ReadSalted(*shown, event.salt, event.bytes)) return false;
    } else if (const auto hidden = lines.Next("hidden")) {
      if (!ReadHidden(*hidden, receipt)) return false;
    } else {
      return !receipt.events.empty();
    }
  }
}

bool ReadKeys(Lines& lines, Receipt& receipt) {
  while (const auto line = lines.Next("key")) {
    const absl::StatusOr<VerifierKey> key = ParseVerifierKey(*line);
    if (!key.ok()) return false;
    receipt.keys.push_back({.key = *key, .handover = {}});
    if (const auto handover = lines.Next("handover")) {
      std::optional<std::string> note = FromBase64(*handover);
      if (!note || note->empty()) return false;
      receipt.keys.back().handover = *std::move(note);
    }
  }
  while (const auto line = lines.Next("witness")) {
    const absl::StatusOr<VerifierKey> key = ParseVerifierKey(*line);
    if (!key.ok()) return false;
    receipt.witnesses.push_back(*key);
  }
  return !receipt.keys.empty();
}

bool ReadProof(Lines& lines, Receipt& receipt) {
  const auto index = lines.Next("index");
  if (!index) return false;
  if (!absl::SimpleAtoi(absl::string_view(index->data(), index->size()), &receipt.index) || receipt.index < 0 ||
      std::to_string(receipt.index) != *index) {
    return false;
  }
  while (true) {
    const auto line = lines.Next();
    if (!line) return false;
    if (line->empty()) return true;
    std::optional<std::string> hash = FromBase64(*line);
    if (!hash || hash->size() != kHashBytes) return false;
    receipt.proof.push_back(*std::move(hash));
  }
}

FileProblem Wrong(std::string vi, std::string en) {
  return {.line = 0, .field = "", .vi = std::move(vi), .en = std::move(en)};
}

Hash LeafOf(const Receipt& receipt) {
  std::vector<Hash> digests;
  for (const Receipt::Event& event : receipt.events) {
    digests.push_back(event.shown ? SaltedDigest(event.salt, event.bytes) : event.digest);
  }
  return LeafHash(receipt.header, digests);
}

std::optional<FileProblem> ReadProvenEvents(const Receipt& receipt, ProvenEntry& proven) {
  std::set<Hash> named;
  for (const Receipt::Event& event : receipt.events) {
    proven.events.emplace_back();
    if (!event.shown) continue;
    if (!proven.events.back().emplace().ParseFromString(event.bytes)) {
      return Wrong("không đọc được một sự kiện", "an event cannot be read");
    }
    named.merge(TextsNamedBy(*proven.events.back()));
  }
  for (const Receipt::Text& text : receipt.texts) {
    const Hash digest = SaltedDigest(text.salt, text.text);
    if (named.erase(digest) == 0) {
      return Wrong("một đoạn văn không phải là đoạn văn của sự kiện", "a text is not one that the events name");
    }
    proven.texts[digest] = text.text;
  }
  return std::nullopt;
}

std::optional<FileProblem> CheckKeys(const Receipt& receipt, const std::string& origin) {
  for (size_t i = 0; i < receipt.keys.size(); ++i) {
    const Receipt::Key& key = receipt.keys[i];
    if (key.key.kind != KeyKind::kLog || key.key.name != origin) {
      return Wrong("có khóa không phải khóa ký sổ của liên đoàn này", "a key is not one of this federation's journal");
    }
    const bool again = std::any_of(receipt.keys.begin(), receipt.keys.begin() + static_cast<ptrdiff_t>(i),
                                   [&](const Receipt::Key& before) { return before.key == key.key; });
    if (again) return Wrong("một khóa ký sổ có hai lần", "a key of the journal is there twice");
    if (key.handover.empty()) continue;
    if (i == 0 || !HandsOver(receipt.keys[i - 1].key, key.key, key.handover)) {
      return Wrong("lời bàn giao giữa hai khóa ký sổ không đúng", "a key is not handed over as the receipt says");
    }
  }
  return std::nullopt;
}

// Each signature is by one of the log's keys, or by one of the witnesses, each of whom has signed once.
std::optional<FileProblem> CheckSignatures(const Receipt& receipt, const SignedNote& note, ProvenEntry& proven) {
  std::set<size_t> signers;
  std::set<size_t> witnesses;
  for (const SignedNote::Signature& signature : note.signatures) {
    const SignedNote one{.text = note.text, .signatures = {signature}};
    bool known = false;
    for (size_t i = 0; i < receipt.keys.size() && !known; ++i) {
      known = SignedBy(receipt.keys[i].key, one).has_value() && signers.insert(i).second;
    }
    for (size_t i = 0; i < receipt.witnesses.size() && !known; ++i) {
      const VerifierKey& key = receipt.witnesses[i];
      const std::optional<int64_t> seconds = SignedBy(key, one);
      known = key.kind == KeyKind::kWitness && seconds && witnesses.insert(i).second;
      if (known) proven.witnesses.push_back({.key = key, .seconds = *seconds});
    }
    if (!known) return Wrong("mốc sổ có chữ ký không đúng", "a signature of the checkpoint is wrong");
  }
  if (signers.empty()) {
    return Wrong("mốc sổ không được ký bằng khóa ký sổ", "the checkpoint is not signed with a key of the journal");
  }
  if (witnesses.size() != receipt.witnesses.size()) {
    return Wrong("mốc sổ thiếu chữ ký của bên làm chứng", "a witness has not signed the checkpoint");
  }
  proven.signer = *signers.rbegin();
  return std::nullopt;
}

}  // namespace

std::string Plain(std::string_view text) {
  std::string plain;
  for (const char c : text) plain += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  // Where anything is left that must not be shown, nothing of the rest is worth showing.
  return HasUnsafeCharacters(plain) ? "?" : plain;
}

std::string ReceiptText(const Receipt& receipt) {
  std::string text = fmt::format("{}\n", kFirstLine);
  for (const Receipt::Saying& saying : receipt.says) text += fmt::format("says {} {}\n", saying.key, saying.value);
  text += fmt::format("header {}\n", absl::Base64Escape(receipt.header));
  for (const Receipt::Event& event : receipt.events) {
    text += event.shown ? fmt::format("event {} {}\n", absl::Base64Escape(event.salt), absl::Base64Escape(event.bytes))
                        : fmt::format("hidden {}\n", absl::Base64Escape(event.digest));
  }
  for (const Receipt::Text& one : receipt.texts) {
    text += fmt::format("text {} {}\n", absl::Base64Escape(one.salt), absl::Base64Escape(one.text));
  }
  for (const Receipt::Key& key : receipt.keys) {
    text += fmt::format("key {}\n", VerifierKeyText(key.key));
    if (!key.handover.empty()) text += fmt::format("handover {}\n", absl::Base64Escape(key.handover));
  }
  for (const VerifierKey& witness : receipt.witnesses) text += fmt::format("witness {}\n", VerifierKeyText(witness));
  text += fmt::format("\nindex {}\n", receipt.index);
  for (const Hash& hash : receipt.proof) text += fmt::format("{}\n", absl::Base64Escape(hash));
  return text + "\n" + receipt.checkpoint;
}

std::optional<FileProblem> ParseReceipt(std::string_view text, Receipt& receipt) {
  receipt = {};
  Lines lines(text.size() <= kGreatestReceipt ? text : std::string_view());
  if (lines.Next() != kFirstLine) return lines.Damaged();
  while (const auto line = lines.Next("says")) {
    if (!ReadSaying(*line, receipt)) return lines.Damaged();
  }
  const auto header = lines.Next("header");
  const std::optional<std::string> bytes = header ? FromBase64(*header) : std::nullopt;
  if (!bytes) return lines.Damaged();
  receipt.header = *bytes;
  if (!ReadEvents(lines, receipt)) return lines.Damaged();
  while (const auto line = lines.Next("text")) {
    Receipt::Text& one = receipt.texts.emplace_back();
    if (!ReadSalted(*line, one.salt, one.text)) return lines.Damaged();
  }
  if (!ReadKeys(lines, receipt) || lines.Next() != "" || !ReadProof(lines, receipt)) return lines.Damaged();
  receipt.checkpoint = lines.rest();
  if (!ParseSignedNote(receipt.checkpoint).ok()) return lines.Damaged();
  return std::nullopt;
}

std::optional<FileProblem> CheckReceipt(const Receipt& receipt, ProvenEntry& proven) {
  proven = {};
  const absl::StatusOr<SignedNote> note = ParseSignedNote(receipt.checkpoint);
  const absl::StatusOr<Checkpoint> checkpoint =
      note.ok() ? ParseCheckpoint(note->text) : absl::StatusOr<Checkpoint>(note.status());
  if (!checkpoint.ok()) return Wrong("mốc sổ không đọc được", "the checkpoint cannot be read");
  proven.checkpoint = *checkpoint;
  proven.leaf = LeafOf(receipt);
  // First of all: what is read from here on is what the log has.
  if (!CheckInclusion(proven.leaf, receipt.index, checkpoint->size, receipt.proof, checkpoint->root).ok()) {
    return Wrong("mục này không có trong sổ ghi theo mốc sổ: nội dung, số mục hoặc bằng chứng đã bị sửa",
                 "the entry is not in the journal of this checkpoint: contents, number or proof were changed");
  }
  if (!proven.header.ParseFromString(receipt.header) || proven.header.revision() != receipt.index + 1) {
    return Wrong("phần đầu của mục không khớp với số mục", "the entry's header is not of this entry");
  }
  const std::string origin = JournalOrigin(proven.header.federation());
  if (checkpoint->origin != origin) {
    return Wrong("mốc sổ là của một sổ ghi khác", "the checkpoint is of another journal");
  }
  if (auto problem = CheckKeys(receipt, origin)) return problem;
  if (auto problem = CheckSignatures(receipt, *note, proven)) return problem;
  return ReadProvenEvents(receipt, proven);
}

}  // namespace phancong::rules
