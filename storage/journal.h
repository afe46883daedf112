// The journal: entries of events, the federation's Merkle log over them, and the texts stored apart. Appended to in the
// transaction that changes the tables; nothing else writes these tables.
#ifndef PHANCONG_STORAGE_JOURNAL_H_
#define PHANCONG_STORAGE_JOURNAL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/dates.h"
#include "services/rules/merkle.h"
#include "storage/store.h"

namespace phancong::storage {

// A text with the salt under which it is digested. `digest` is SaltedDigest(salt, text).
struct KeptText {
  std::string salt;
  rules::Hash digest;
  std::string text;
};

// The entry under way: what Apply knows of the command besides the event.
struct EntryContext {
  int64_t federation = 0;
  std::string federation_id;
  int64_t revision = 0;
  int64_t time_micros = 0;
  // The local day of the entry's time, by the zone in force before the entry.
  rules::Day day = 0;
  absl::TimeZone zone;
  bool demo = false;
  // The day on which the federation was closed; 0 while it is not.
  rules::Day closed_day = 0;
  int64_t account = 0;
  // Whose delegated position the account exercised; 0: nobody's.
  int64_t on_behalf_of = 0;
  std::string command;
  std::string request_id;
  // Texts of this entry by their digest. A text that was erased is not in it.
  std::map<rules::Hash, std::string> texts;

  // Whose duties were exercised: the other where there is one.
  [[nodiscard]] int64_t principal() const { return on_behalf_of != 0 ? on_behalf_of : account; }
  // The text that an event names; empty where it names none, or where it was erased.
  [[nodiscard]] const std::string& TextOf(const v1::Text& text) const;
};

// Bumps the federation's revision and starts its next entry: time is the later of `now_micros` and the time of the
// entry before. In a demo it is the time of the entry before, whatever the clock says. NOT_FOUND where there is no such
// federation. `entry` keeps account, command and request_id as they were given.
[[nodiscard]] absl::Status BeginEntry(WriteTransaction& tx, int64_t federation, int64_t now_micros,
                                      EntryContext& entry);

// Starts the first entry of a new federation, whose number is one more than the greatest there is. The row itself comes
// with the event FederationCreated, whose id, zone and demo mark these must be. ALREADY_EXISTS where the id is taken.
// `entry` keeps account, command and request_id as they were given.
[[nodiscard]] absl::Status BeginFederation(WriteTransaction& tx, const std::string& id, int64_t now_micros,
                                           const absl::TimeZone& zone, bool demo, EntryContext& entry);

// An event with its salt (kSaltBytes of randomness) and the bytes that are stored and digested.
struct SaltedEvent {
  std::string salt;
  std::string bytes;
};

// The digests of the texts that an event names.
[[nodiscard]] std::set<rules::Hash> TextsNamedBy(const v1::Event& event);

// Writes the entry: header, events, texts, leaf and the nodes that become complete. Returns the leaf's hash. INTERNAL
// where there is no event, one cannot be parsed, or the texts are not exactly those that the events name.
[[nodiscard]] absl::StatusOr<rules::Hash> AppendEntry(WriteTransaction& tx, const EntryContext& entry,
                                                      const std::vector<SaltedEvent>& events,
                                                      const std::vector<KeptText>& texts);

// An entry as it is stored. `events` are parsed; an erased one is not set.
struct StoredEntry {
  v1::EntryHeader header;
  std::string header_bytes;
  rules::Hash leaf_hash;
  // The hashes of the log's nodes above the leaf that the entry completed, one behind the other, level 1 first.
  std::string nodes;
  struct StoredEvent {
    std::string salt;
    rules::Hash digest;
    std::optional<std::string> bytes;
    v1::Event event;
  };
  std::vector<StoredEvent> events;
  struct StoredText {
    std::string salt;
    rules::Hash digest;
    std::optional<std::string> text;
  };
  std::vector<StoredText> texts;
};

// Up to `limit` entries from `from_revision` (1 or more) on, in order. DATA_LOSS where one cannot be parsed, is not
// numbered as its key says or has holes, or a value has another type than it was written with; the message begins with
// the table and the entry. Hashes are not looked at.
[[nodiscard]] absl::StatusOr<std::vector<StoredEntry>> ReadEntries(ReadTransaction& tx, int64_t federation,
                                                                   int64_t from_revision, int64_t limit);

// Number and moment of an entry.
struct EntryMoment {
  int64_t revision = 0;
  int64_t time_micros = 0;
};
// The federation's last entry of a local day, or of one before; all 0 where there is none yet. Reads one entry where it
// is the last of all; else, as times of entries never go back, as many as the journal has binary digits.
[[nodiscard]] absl::StatusOr<EntryMoment> LastEntryOn(ReadTransaction& tx, int64_t federation, rules::Day day);

// Starts an entry again as it was written: sets the federation's revision and time to the entry's, and fills `entry`.
// Where it is the first, there is no federation yet, and its first event makes it. DATA_LOSS where the entry cannot
// follow what the tables hold: another federation, revision or an earlier time.
[[nodiscard]] absl::Status BeginReplay(WriteTransaction& tx, int64_t federation, const StoredEntry& stored,
                                       EntryContext& entry);

// The root of the log's first `revision` entries. DATA_LOSS where a node is missing.
[[nodiscard]] absl::StatusOr<rules::Hash> LogRoot(ReadTransaction& tx, int64_t federation, int64_t revision);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_JOURNAL_H_
