// Facts that seldom change, kept in memory between transactions: who holds which position, what an item is, …
//
// Each federation counts the revision at which its people (accounts, positions, delegations, responsibilities, unions)
// and its definitions (programmes, items, rounds, calendars) changed last (federation.people_revision and
// definitions_revision, written by Apply), and that of its last entry. A fact is kept under that revision, so what a
// transaction finds here is what it would have read from its tables: a snapshot of an older revision finds older facts,
// and where another server wrote, the revision in the table says so.
#ifndef PHANCONG_STORAGE_KEPT_FACTS_H_
#define PHANCONG_STORAGE_KEPT_FACTS_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"

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

// The facts of one store. Thread-safe. Holds kGreatestCount facts at most; those that nobody asks for go first.
class KeptFacts {
 public:
  static constexpr size_t kGreatestCount = 65'536;

  struct Key {
    std::type_index type;
    FactsOf of;
    int64_t federation;
    int64_t revision;
    FactName name;

    friend bool operator==(const Key&, const Key&) = default;
  };
  using Fact = std::shared_ptr<const void>;

  // Nothing where it is not kept.
  [[nodiscard]] Fact Find(const Key& key);
  void Keep(Key key, Fact fact);
  // After a text was erased.
  void Forget();

 private:
  static constexpr size_t kShards = 16;
  struct Hash {
    size_t operator()(const Key& key) const;
  };
  using Facts = absl::flat_hash_map<Key, Fact, Hash>;
  struct Shard {
    std::mutex mutex;
    // A fact that is found among the old ones becomes a young one. When there are too many young ones they become old,
    // and the old ones go.
    Facts young;
    Facts old;
  };

  Shard& ShardOf(const Key& key) { return shards_[Hash()(key) % kShards]; }
  static void KeepYoung(Shard& shard, Key key, Fact fact);

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

  // The fact as it is kept, else as `load` reads it, which is kept then.
  template <typename T>
  [[nodiscard]] absl::StatusOr<std::shared_ptr<const T>> Get(FactsOf of, int64_t federation, FactName name,
                                                             absl::FunctionRef<absl::StatusOr<T>()> load) const {
    std::optional<KeptFacts::Key> key = KeyOf<T>(of, federation, std::move(name));
    if (key) {
      if (auto fact = FindAs<T>(*key)) return fact;
    }
    absl::StatusOr<T> loaded = load();
    if (!loaded.ok()) return loaded.status();
    auto fact = std::make_shared<const T>(*std::move(loaded));
    if (key) kept_->Keep(*std::move(key), fact);
    return fact;
  }
  // For what is not loaded one by one. Nothing where it is not kept.
  template <typename T>
  [[nodiscard]] std::shared_ptr<const T> Find(FactsOf of, int64_t federation, FactName name) const {
    const std::optional<KeptFacts::Key> key = KeyOf<T>(of, federation, std::move(name));
    return key ? FindAs<T>(*key) : nullptr;
  }
  template <typename T>
  void Keep(FactsOf of, int64_t federation, FactName name, std::shared_ptr<const T> fact) const {
    if (auto key = KeyOf<T>(of, federation, std::move(name))) kept_->Keep(*std::move(key), std::move(fact));
  }

 private:
  int64_t& RevisionOf(FactsOf facts) { return revisions_[static_cast<size_t>(facts)]; }
  [[nodiscard]] int64_t RevisionOf(FactsOf facts) const {
    if (facts != FactsOf::kBoth) return revisions_[static_cast<size_t>(facts)];
    const int64_t people = RevisionOf(FactsOf::kPeople);
    const int64_t definitions = RevisionOf(FactsOf::kDefinitions);
    return people == 0 || definitions == 0 ? 0 : std::max(people, definitions);
  }
  // Nothing where the facts are read from the tables.
  template <typename T>
  [[nodiscard]] std::optional<KeptFacts::Key> KeyOf(FactsOf of, int64_t federation, FactName name) const {
    const int64_t revision = RevisionOf(of);
    if (kept_ == nullptr || federation != federation_ || revision == 0) return std::nullopt;
    return KeptFacts::Key{typeid(T), of, federation, revision, std::move(name)};
  }
  template <typename T>
  [[nodiscard]] std::shared_ptr<const T> FindAs(const KeptFacts::Key& key) const {
    return std::static_pointer_cast<const T>(kept_->Find(key));
  }

  KeptFacts* kept_ = nullptr;
  int64_t federation_ = 0;
  std::array<int64_t, 4> revisions_ = {};          // of FactsOf but kBoth; 0: not known
  std::set<std::pair<int64_t, FactsOf>> changed_;  // of federations, by this transaction
  std::map<std::type_index, std::pair<RowKey, KeptFacts::Fact>> notes_;
};

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_KEPT_FACTS_H_
