// Receipts: a part of one entry of a journal, with the proof that the entry is in it, in one text file that anybody
// checks without a server. Described in proto/README.md. Pure.
#ifndef PHANCONG_SERVICES_RULES_RECEIPT_H_
#define PHANCONG_SERVICES_RULES_RECEIPT_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "phancong/v1/event.pb.h"
#include "services/rules/file_problem.h"
#include "services/rules/merkle.h"
#include "services/rules/signed_note.h"

namespace phancong::rules {

struct Receipt {
  // What the server calls a thing, such as "account.7" and "federations/bac-quang/accounts/chu-tich". Not proven.
  struct Saying {
    std::string key;    // a-z 0-9 '.' '_', not empty
    std::string value;  // one line, as Plain makes it; not empty
  };
  std::vector<Saying> says;

  std::string header;  // bytes of an EntryHeader
  // In the entry's order. One that is not shown has its digest alone.
  struct Event {
    bool shown = false;
    std::string salt;   // of one that is shown: kSaltBytes
    std::string bytes;  // of one that is shown
    Hash digest;        // of one that is not
  };
  std::vector<Event> events;
  // Those that the events name; one that was erased is not there.
  struct Text {
    std::string salt;
    std::string text;
  };
  std::vector<Text> texts;

  // The log's keys, the oldest first.
  struct Key {
    VerifierKey key;
    std::string handover;  // by the one before, see journal_key.h; empty: nobody vouches for this one
  };
  std::vector<Key> keys;
  // Of the witnesses whose signatures the checkpoint has.
  std::vector<VerifierKey> witnesses;

  int64_t index = 0;  // the entry's revision − 1
  std::vector<Hash> proof;
  std::string checkpoint;  // a signed note
};

// Greater files are not read.
inline constexpr size_t kGreatestReceipt = size_t{16} << 20;

// `text` in one line without control or invisible characters, as a Saying holds it.
[[nodiscard]] std::string Plain(std::string_view text);

[[nodiscard]] std::string ReceiptText(const Receipt& receipt);
// Nothing where it is one: then ReceiptText gives the same text again, byte for byte. Else what is wrong, and in which
// line. Whether it proves anything, CheckReceipt says.
[[nodiscard]] std::optional<FileProblem> ParseReceipt(std::string_view text, Receipt& receipt);

// What a receipt proves, if its log's key is the federation's: whoever has such a key can make such a file.
struct ProvenEntry {
  v1::EntryHeader header;
  // In the entry's order; nothing where one is not shown.
  std::vector<std::optional<v1::Event>> events;
  // By their digests, as the events name them.
  std::map<Hash, std::string> texts;
  Hash leaf;
  Checkpoint checkpoint;
  size_t signer = 0;  // which of the receipt's keys signed the checkpoint; of several, the newest
  struct Witness {
    VerifierKey key;
    int64_t seconds = 0;  // since 1970-01-01 UTC, by its own clock
  };
  std::vector<Witness> witnesses;
};

// Nothing where everything in it but the sayings fits together: the events and texts their digests, the leaf the proof,
// the proof the checkpoint, the checkpoint's signatures the keys, each key the handover by the one before, where there
// is one. Else the first thing that does not; its line is 0.
[[nodiscard]] std::optional<FileProblem> CheckReceipt(const Receipt& receipt, ProvenEntry& proven);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_RECEIPT_H_
