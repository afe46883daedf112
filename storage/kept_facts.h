// Facts that seldom change, kept in memory between transactions: who holds which position, what an item is, …
//
// Each federation counts the revision at which its people (accounts, positions, delegations, responsibilities, unions)
// and its definitions (programmes, items, rounds, calendars) changed last (federation.people_revision and
// definitions_revision, written by Apply), and that of its last entry. A fact is kept with that revision and is found
// under no other, so what a transaction finds here is what it would have read from its tables; where another server
// wrote, the revision in the table says so. Of each fact the latest is kept: what a later entry has made stale goes as
// soon as it is read anew, and a snapshot of an older revision reads its tables.
#ifndef PHANCONG_STORAGE_KEPT_FACTS_H_
#define PHANCONG_STORAGE_KEPT_FACTS_H_

#include <algorithm>
#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <ranges>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeindex>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace phancong::storage {

// kDerived: like the facts of people, but no entry that is not committed leaves them as they were. kJournal: what is
// worked out from anything that the journal says; it stays right until the federation's next entry. kBoth: what follows
// from people and definitions; its revision is the later of theirs.
enum class FactsOf { kPeople, kDefinitions, kDerived, kJournal, kBoth };

// Of a federation, as a transaction has it; 0: not known, such facts are read from the tables.
struct FactRevisions {
  int64_t people = 0;
  int64_t definitions = 0;
  int64_t journal = 0;  // its last entry
};

// Which fact: what it is called, and of what. `what` is a literal.
struct FactName {
  std::string_view what;
  int64_t first = 0;
  int64_t second = 0;
  int64_t third = 0;
  std::string text = {};

  friend bool operator==(const FactName&, const FactName&) = default;
};

// About what a fact takes of memory: of texts and messages what they hold, of lists what their elements do, of anything
// else what its own HeldBytes() says, or its size and some texts.
template <typename T>
[[nodiscard]] size_t BytesOf(const T& fact) {
  constexpr size_t kTextsOfARow = 256;
  if constexpr (std::derived_from<T, google::protobuf::Message>) {
    return fact.SpaceUsedLong();
  } else if constexpr (std::same_as<T, std::string>) {
    return sizeof(T) + fact.capacity();
  } else if constexpr (requires { fact.HeldBytes(); }) {
    return fact.HeldBytes();
  } else if constexpr (std::ranges::range<const T>) {
    size_t bytes = sizeof(T);
    for (const auto& element : fact) bytes += BytesOf(element);
    return bytes;
  } else if constexpr (requires { fact.first, fact.second; }) {
    return BytesOf(fact.first) + BytesOf(fact.second);
  } else {
    return sizeof(T) + (std::is_trivially_copyable_v<T> ? 0 : kTextsOfARow);
  }
}

// The facts of one store. Thread-safe. Holds kGreatestCount facts and kGreatestBytes at most; those that nobody asks
// for go first. A fact of over kGreatestFact is not kept.
class KeptFacts {
  static constexpr size_t kShards = 16;

 public:
  static constexpr size_t kGreatestCount = 65'536;
  static constexpr size_t kGreatestBytes = size_t{128} << 20;
  static constexpr size_t kGreatestFact = kGreatestBytes / kShards / 2;

  struct Key {
    std::type_index type;
    FactsOf of;
    int64_t federation;
    FactName name;

    friend bool operator==(const Key&, const Key&) = default;
  };
  // What it is right of: that revision of the federation's facts, and where somebody else counts beside it, their
  // count.
  struct Version {
    int64_t revision;
    int64_t own = 0;

    friend auto operator<=>(const Version&, const Version&) = default;
  };
  using Fact = std::shared_ptr<const void>;

  // Nothing where it is not kept in this version.
  [[nodiscard]] Fact Find(const Key& key, const Version& version);
  // Takes the place of an earlier version. Changes nothing where a later one is kept.
  void Keep(Key key, const Version& version, Fact fact, size_t bytes);
  // After a text was erased.
  void Forget();

 private:
  // Of a shard: half of what it holds.
  static constexpr size_t kMostYoung = kGreatestCount / kShards / 2;
  static constexpr size_t kMostYoungBytes = kGreatestFact;

  struct Hash {
    size_t operator()(const Key& key) const;
  };
  struct Kept {
    Version version;
    Fact fact;
    size_t bytes = 0;
  };
  using Facts = absl::flat_hash_map<Key, Kept, Hash>;
  struct Shard {
    std::mutex mutex;
    // A fact that is found among the old ones becomes a young one. When there are too many young ones they become old,
    // and the old ones go.
    Facts young;
    Facts old;
    size_t young_bytes = 0;
  };

  Shard& ShardOf(const Key& key) { return shards_[Hash()(key) % kShards]; }
  static void KeepYoung(Shard& shard, Key key, Kept kept);

  std::array<Shard, kShards> shards_;
};

// Of a row that an entry writes: its federation, its number, and what else tells it apart.
using RowKey = std::array<int64_t, 4>;

// What of it a transaction may use: nothing before it has said of which revisions a federation's facts are.
class FactsInView {
 public:
  FactsInView() = default;
  explicit FactsInView(KeptFacts* kept) : kept_(kept) {}

  // Whoever has read the federation's row says so.
  void Look(int64_t federation, const FactRevisions& revisions) {
    federation_ = federation;
    revisions_ = {revisions.people, revisions.definitions, revisions.people, revisions.journal};
    for (const auto& [changed, facts] : changed_) {
      if (changed == federation) RevisionOf(facts) = 0;
    }
    notes_.clear();
  }
  // The row of this type that the entry under way has read or written last, where it is the one of this key; else
  // nothing. Whoever writes such a row notes it.
  template <typename T>
  [[nodiscard]] std::shared_ptr<const T> Noted(const RowKey& key) const {
    const auto note = notes_.find(typeid(T));
    if (note == notes_.end() || note->second.first != key) return nullptr;
    return std::static_pointer_cast<const T>(note->second.second);
  }
  template <typename T>
  void Note(const RowKey& key, T row) {
    notes_.insert_or_assign(typeid(T), std::pair(key, std::make_shared<const T>(std::move(row))));
  }

  // The entry under way is about to change them: from here on they are read from the tables, until the transaction
  // ends. Its revision may be given up, and be another entry's then.
  void Change(FactsOf facts) {
    RevisionOf(facts) = 0;
    changed_.emplace(federation_, facts);
  }
  // For a replay, whose tables are not those of the revision that they bear, and may have lost a text since.
  void Close() {
    if (kept_ != nullptr) kept_->Forget();
    kept_ = nullptr;
  }

  // The fact as it is kept, else as `load` reads it, which is kept then. `own`: see KeptFacts::Version.
  template <typename T>
  [[nodiscard]] absl::StatusOr<std::shared_ptr<const T>> Get(FactsOf of, int64_t federation, FactName name,
                                                             absl::FunctionRef<absl::StatusOr<T>()> load,
                                                             int64_t own = 0) const {
    const bool kept = IsKept(of, federation);
    const KeptFacts::Version version{RevisionOf(of), own};
    KeptFacts::Key key{typeid(T), of, federation, std::move(name)};
    if (kept) {
      if (auto fact = kept_->Find(key, version)) return std::static_pointer_cast<const T>(std::move(fact));
    }
    absl::StatusOr<T> loaded = load();
    if (!loaded.ok()) return loaded.status();
    auto fact = std::make_shared<const T>(*std::move(loaded));
    if (kept) kept_->Keep(std::move(key), version, fact, BytesOf(*fact));
    return fact;
  }
  // For what is not loaded one by one. Nothing where it is not kept.
  template <typename T>
  [[nodiscard]] std::shared_ptr<const T> Find(FactsOf of, int64_t federation, FactName name, int64_t own = 0) const {
    if (!IsKept(of, federation)) return nullptr;
    return std::static_pointer_cast<const T>(
        kept_->Find({typeid(T), of, federation, std::move(name)}, {RevisionOf(of), own}));
  }
  template <typename T>
  void Keep(FactsOf of, int64_t federation, FactName name, std::shared_ptr<const T> fact, int64_t own = 0) const {
    if (!IsKept(of, federation)) return;
    const size_t bytes = BytesOf(*fact);
    kept_->Keep({typeid(T), of, federation, std::move(name)}, {RevisionOf(of), own}, std::move(fact), bytes);
  }

 private:
  int64_t& RevisionOf(FactsOf facts) { return revisions_[static_cast<size_t>(facts)]; }
  [[nodiscard]] int64_t RevisionOf(FactsOf facts) const {
    if (facts != FactsOf::kBoth) return revisions_[static_cast<size_t>(facts)];
    const int64_t people = RevisionOf(FactsOf::kPeople);
    const int64_t definitions = RevisionOf(FactsOf::kDefinitions);
    return people == 0 || definitions == 0 ? 0 : std::max(people, definitions);
  }
  // Else the facts are read from the tables.
  [[nodiscard]] bool IsKept(FactsOf of, int64_t federation) const {
    return kept_ != nullptr && federation == federation_ && RevisionOf(of) != 0;
  }

  KeptFacts* kept_ = nullptr;
  int64_t federation_ = 0;
  std::array<int64_t, 4> revisions_ = {};          // of FactsOf but kBoth; 0: not known
  std::set<std::pair<int64_t, FactsOf>> changed_;  // of federations, by this transaction
  std::map<std::type_index, std::pair<RowKey, KeptFacts::Fact>> notes_;
};

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_KEPT_FACTS_H_
