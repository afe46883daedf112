// The life of a journal as somebody outside sees it who keeps every checkpoint that they were ever given: entries come,
// keys change, the server restarts, and now and then its operator brings the database back from some copy.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/journal/custody.h"
#include "services/rules/journal_key.h"
#include "services/rules/merkle_proof.h"
#include "services/rules/signed_note.h"
#include "tests/services/kept_journal.h"

namespace phancong::services_test {
namespace {

constexpr uint32_t kSeed = 20261126;
constexpr int kSteps = 160;

// A checkpoint, and which entry it ends with: each that is ever written has a number of its own here.
struct Seen {
  int64_t size;
  rules::Hash root;
  int64_t last;

  bool operator==(const Seen&) const = default;
};

// What is true of the journal as it is now; kept with each copy of it.
struct Branch {
  std::vector<int64_t> entries;
  std::optional<Seen> said_lost;    // by its newest entry about a restore
  std::map<int64_t, int64_t> said;  // restores that it tells of: entries kept, by the entry

  [[nodiscard]] int64_t size() const { return static_cast<int64_t>(entries.size()); }
  [[nodiscard]] bool Has(const Seen& seen) const {
    return seen.size <= size() && entries[static_cast<size_t>(seen.size) - 1] == seen.last;
  }
};

class Life {
 public:
  explicit Life(uint32_t seed) : random_(seed) { Grows(1); }

  void Goes(int steps) {
    for (int step = 0; step < steps && !testing::Test::HasFailure(); ++step) {
      SCOPED_TRACE(absl::StrCat("step ", step));
      Happens();
    }
    AsksForTheCheckpoint();
  }
  [[nodiscard]] int forks() const { return forks_; }
  [[nodiscard]] int restores() const { return restores_; }
  [[nodiscard]] int silent_restores() const { return silent_restores_; }

 private:
  void Happens() {
    switch (std::discrete_distribution<int>({30, 30, 6, 8, 10, 12})(random_)) {
      case 0: {
        const int entries = std::uniform_int_distribution<int>(1, 3)(random_);
        kept_.Writes(entries);
        return Grows(entries);
      }
      case 1:
        return AsksForTheCheckpoint();
      case 2:
        ASSERT_TRUE(journal::SetKey(kept_.custody(), "bac-quang", journal::Succession::kHandedOver).ok());
        return Grows(1);
      case 3:
        kept_.Stops();
        kept_.Starts();
        return ExpectsNothingNew();
      case 4:
        kept_.Stops();
        copies_.push_back(now_);
        kept_.KeepsACopy(absl::StrCat("copy-", copies_.size()));
        kept_.Starts();
        return ExpectsNothingNew();
      default:
        return BringsBack();
    }
  }

  void Grows(int entries) {
    for (int i = 0; i < entries; ++i) now_.entries.push_back(++written_);
  }
  void ExpectsNothingNew() { ASSERT_EQ(static_cast<int64_t>(kept_.Entries().size()), now_.size()); }

  // A copy of its own past; one of a journal that was given up would say too little of what is lost (README.md).
  void BringsBack() {
    std::vector<size_t> fit;
    for (size_t i = 0; i < copies_.size(); ++i) {
      const std::vector<int64_t>& entries = copies_[i].entries;
      if (std::mismatch(entries.begin(), entries.end(), now_.entries.begin(), now_.entries.end()).first ==
          entries.end()) {
        fit.push_back(i + 1);
      }
    }
    if (fit.empty()) return;
    const size_t copy = fit[std::uniform_int_distribution<size_t>(0, fit.size() - 1)(random_)];
    ++restores_;
    kept_.Stops();
    kept_.ReturnsToTheCopy(absl::StrCat("copy-", copy));
    now_ = copies_[copy - 1];
    kept_.Starts();
    if (!newest_ || now_.Has(*newest_) || now_.said_lost == newest_) {
      ++silent_restores_;
      return ExpectsNothingNew();
    }
    const int64_t kept = now_.size();
    Grows(1);
    ExpectsNothingNew();
    const storage::StoredEntry entry = kept_.Entries().back();
    ASSERT_TRUE(entry.events[0].event.has_restored_from_backup());
    const v1::RestoredFromBackup& said = entry.events[0].event.restored_from_backup();
    EXPECT_EQ(said.kept_size(), kept);
    EXPECT_EQ(said.lost_size(), newest_->size);
    EXPECT_EQ(said.lost_root(), newest_->root);
    now_.said_lost = newest_;
    now_.said[now_.size()] = kept;
  }

  void AsksForTheCheckpoint() {
    const auto checkpoint = kept_.AsksForTheCheckpoint();
    ASSERT_DONE(checkpoint);
    ASSERT_EQ(checkpoint->revision(), now_.size());
    const Seen seen{checkpoint->revision(), checkpoint->root_hash(), now_.entries.back()};
    FollowsTheKeys(*checkpoint);
    for (const Seen& before : everything_) {
      if (now_.Has(before)) {
        // What was seen of this journal is its beginning.
        const auto proof = kept_.AsksForConsistency(before.size, seen.size);
        ASSERT_DONE(proof);
        EXPECT_TRUE(rules::CheckConsistency(before.size, before.root, seen.size, seen.root,
                                            {proof->hashes().begin(), proof->hashes().end()})
                        .ok())
            << before.size << " in " << seen.size;
        continue;
      }
      // What was seen and is no more has an entry that says so.
      bool said = false;
      for (const auto& [revision, kept_size] : now_.said) said = said || kept_size < before.size;
      EXPECT_TRUE(said) << "a journal of " << before.size << " entries was another one, and nothing says why";
      if (before.size == seen.size) ++forks_;
    }
    everything_.push_back(seen);
    newest_ = seen;
  }

  // From the first key on, which is all that they know.
  void FollowsTheKeys(const v1::GetCheckpointResponse& checkpoint) {
    std::optional<rules::VerifierKey> trusted;
    for (const v1::JournalKey& key : checkpoint.keys()) {
      const auto parsed = rules::ParseVerifierKey(key.verifier_key());
      ASSERT_TRUE(parsed.ok());
      if (trusted) {
        ASSERT_TRUE(rules::HandsOver(*trusted, *parsed, key.handover()));
      } else if (first_key_.empty()) {
        first_key_ = key.verifier_key();
      } else {
        ASSERT_EQ(first_key_, key.verifier_key());
      }
      trusted = *parsed;
    }
    const auto note = rules::ParseSignedNote(checkpoint.note());
    ASSERT_TRUE(note.ok());
    EXPECT_TRUE(rules::SignedBy(*trusted, *note));
  }

  std::mt19937 random_;
  KeptJournal kept_;
  Branch now_;
  std::vector<Branch> copies_;
  std::optional<Seen> newest_;  // signed last, of whatever journal
  std::vector<Seen> everything_;
  std::string first_key_;
  int64_t written_ = 0;
  int forks_ = 0;
  int restores_ = 0;
  int silent_restores_ = 0;
};

TEST(JournalLife, HasNoTwoPastsButThoseThatItTellsOf) {
  const char* const given = std::getenv("PHANCONG_SEED");
  const uint32_t seed = given == nullptr ? kSeed : static_cast<uint32_t>(std::atoll(given));
  std::cout << "seed " << seed << "\n";
  Life life(seed);
  life.Goes(kSteps);
  std::cout << life.restores() << " restores, " << life.silent_restores() << " of them lost nothing that was signed; "
            << life.forks() << " times one size had two roots\n";
  if (seed != kSeed) return;
  EXPECT_GT(life.restores(), life.silent_restores());
  EXPECT_GT(life.silent_restores(), 0);
  EXPECT_GT(life.forks(), 0);
}

}  // namespace
}  // namespace phancong::services_test
