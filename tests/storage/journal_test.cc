#include "storage/journal.h"

#include <sodium.h>

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rules/refusal.h"
#include "storage/apply.h"
#include "storage/federations.h"
#include "storage/schema.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/explained.h"

namespace phancong::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// 2025-03-01 17:30 UTC: half past midnight of 2 March in Vietnam. 20,148 days of 86,400 s since 1970-01-01 (55 years,
// 14 of them leap, and 31 + 28 days), and 63,000 s.
constexpr int64_t kEvening = (int64_t{20148} * 86'400 + 63'000) * 1'000'000;
constexpr rules::Day kSecondOfMarch = 20149;

std::string Sha256(const std::string& bytes) {
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return hash;
}

// The root as RFC 6962, section 2.1, defines it, from hashes of leaves.
std::string NaiveRoot(const std::vector<std::string>& leaves) {
  if (leaves.empty()) return Sha256("");
  if (leaves.size() == 1) return leaves[0];
  size_t left = 1;
  while (left * 2 < leaves.size()) left *= 2;
  const auto middle = leaves.begin() + static_cast<std::ptrdiff_t>(left);
  return Sha256('\x01' + NaiveRoot({leaves.begin(), middle}) + NaiveRoot({middle, leaves.end()}));
}

absl::TimeZone Vietnam() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Asia/Ho_Chi_Minh", &zone));
  return zone;
}

SaltedEvent Salted(const v1::Event& event, char salt = 's') {
  return {.salt = std::string(rules::kSaltBytes, salt), .bytes = event.SerializeAsString()};
}

KeptText Kept(const std::string& text, char salt = 't') {
  const std::string salts(rules::kSaltBytes, salt);
  return {.salt = salts, .digest = rules::SaltedDigest(salts, text), .text = text};
}

v1::Event FederationCreated(const std::string& id = "bac-quang", bool demo = false) {
  v1::Event event;
  v1::FederationCreated& created = *event.mutable_federation_created();
  created.set_id(id);
  created.mutable_title()->set_vi("Liên đoàn Lao động huyện Bắc Quang");
  created.set_time_zone("Asia/Ho_Chi_Minh");
  created.set_demo(demo);
  return event;
}

v1::Event AttemptRefused(int64_t count) {
  v1::Event event;
  event.mutable_attempt_refused()->set_command("AcceptTask");
  event.mutable_attempt_refused()->set_count(count);
  return event;
}

v1::Event AccountCreated(int64_t account, const std::string& id, const KeptText& name) {
  v1::Event event;
  event.mutable_account_created()->set_account(account);
  event.mutable_account_created()->set_id(id);
  event.mutable_account_created()->mutable_display_name()->set_digest(name.digest);
  return event;
}

class JournalTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_GE(sodium_init(), 0);
    ASSERT_TRUE(Migrate(*store_).ok());
  }

  // Makes a federation; returns its number.
  int64_t Found(const std::string& id = "bac-quang", bool demo = false, int64_t time = kEvening) {
    EntryContext entry;
    const absl::Status outcome = store_->Write([&](WriteTransaction& tx) {
      const v1::Event created = FederationCreated(id, demo);
      absl::Status begun = BeginFederation(tx, id, time, Vietnam(), demo, entry);
      if (!begun.ok()) return begun;
      absl::Status applied = Apply(tx, entry, created);
      if (!applied.ok()) return applied;
      return AppendEntry(tx, entry, {Salted(created)}, {}).status();
    });
    EXPECT_TRUE(outcome.ok()) << outcome;
    return entry.federation;
  }

  // Appends an entry of these events, which are not applied. Returns the leaf.
  absl::StatusOr<rules::Hash> Append(int64_t federation, const std::vector<SaltedEvent>& events,
                                     const std::vector<KeptText>& texts = {}, int64_t time = kEvening,
                                     EntryContext entry = {}) {
    rules::Hash leaf;
    const absl::Status outcome = store_->Write([&](WriteTransaction& tx) {
      absl::Status begun = BeginEntry(tx, federation, time, entry);
      if (!begun.ok()) return begun;
      absl::StatusOr<rules::Hash> appended = AppendEntry(tx, entry, events, texts);
      if (appended.ok()) leaf = *appended;
      return appended.status();
    });
    if (!outcome.ok()) return outcome;
    return leaf;
  }

  EntryContext Begin(int64_t federation, int64_t time) {
    EntryContext entry;
    EXPECT_TRUE(store_->Write([&](WriteTransaction& tx) { return BeginEntry(tx, federation, time, entry); }).ok());
    return entry;
  }

  absl::StatusOr<std::vector<StoredEntry>> Entries(int64_t federation, int64_t from = 1, int64_t limit = 100) {
    std::vector<StoredEntry> entries;
    const absl::Status outcome = store_->Read([&](ReadTransaction& tx) {
      absl::StatusOr<std::vector<StoredEntry>> read = ReadEntries(tx, federation, from, limit);
      if (read.ok()) entries = *std::move(read);
      return read.status();
    });
    if (!outcome.ok()) return outcome;
    return entries;
  }

  absl::StatusOr<rules::Hash> Root(int64_t federation, int64_t revision) {
    rules::Hash root;
    const absl::Status outcome = store_->Read([&](ReadTransaction& tx) {
      absl::StatusOr<rules::Hash> read = LogRoot(tx, federation, revision);
      if (read.ok()) root = *std::move(read);
      return read.status();
    });
    if (!outcome.ok()) return outcome;
    return root;
  }

  absl::Status Execute(std::string_view sql) {
    return store_->Write([&](WriteTransaction& tx) { return tx.Execute(sql, {}); });
  }

  int64_t Count(const std::string& what) {
    int64_t count = -1;
    EXPECT_TRUE(store_
                    ->Read([&](ReadTransaction& tx) {
                      absl::StatusOr<Rows> rows = tx.Query("SELECT COUNT(*) FROM " + what, {});
                      if (rows.ok()) count = rows->front().Int(0);
                      return rows.status();
                    })
                    .ok());
    return count;
  }

  std::unique_ptr<Store> store_ = *SqliteStore::OpenPrivate();
};

// --- Beginning.
// -------------------------------------------------------------------------------------------------------

TEST_F(JournalTest, TheFirstEntryMakesTheFederation) {
  const int64_t federation = Found();
  EXPECT_EQ(federation, 1);
  const absl::Status outcome = store_->Read([&](ReadTransaction& tx) {
    const absl::StatusOr<FederationRow> row = FindFederation(tx, "bac-quang");
    EXPECT_TRUE(row.ok());
    EXPECT_EQ(row->federation, 1);
    EXPECT_EQ(row->revision, 1);
    EXPECT_EQ(row->entry_time, kEvening);
    EXPECT_EQ(row->time_zone, "Asia/Ho_Chi_Minh");
    EXPECT_EQ(row->title_vi, "Liên đoàn Lao động huyện Bắc Quang");
    EXPECT_FALSE(row->demo);
    EXPECT_EQ(row->programme_version, 0);
    return absl::OkStatus();
  });
  EXPECT_TRUE(outcome.ok());
}

TEST_F(JournalTest, FederationsAreNumberedAndTheirIdsAreTheirOwn) {
  EXPECT_EQ(Found("bac-quang"), 1);
  EXPECT_EQ(Found("quang-binh"), 2);
  EntryContext entry;
  const absl::Status again = store_->Write(
      [&](WriteTransaction& tx) { return BeginFederation(tx, "bac-quang", kEvening, Vietnam(), false, entry); });
  EXPECT_EQ(rules::RefusalOf(again)->reason, v1::ERROR_REASON_ALREADY_EXISTS);
}

TEST_F(JournalTest, EachFederationCountsItsOwnRevisions) {
  const int64_t one = Found("bac-quang");
  const int64_t two = Found("quang-binh");
  EXPECT_EQ(Begin(one, kEvening).revision, 2);
  EXPECT_EQ(Begin(one, kEvening).revision, 3);
  EXPECT_EQ(Begin(two, kEvening).revision, 2);
}

TEST_F(JournalTest, TimeNeverGoesBack) {
  const int64_t federation = Found();
  EXPECT_EQ(Begin(federation, kEvening + 5).time_micros, kEvening + 5);
  EXPECT_EQ(Begin(federation, kEvening + 3).time_micros, kEvening + 5);
  EXPECT_EQ(Begin(federation, kEvening + 6).time_micros, kEvening + 6);
}

TEST_F(JournalTest, TheDayIsTheLocalOne) {
  const EntryContext entry = Begin(Found(), kEvening);
  EXPECT_EQ(entry.day, kSecondOfMarch);
  EXPECT_EQ(entry.federation_id, "bac-quang");
  EXPECT_FALSE(entry.demo);
}

TEST_F(JournalTest, ADemosClockStandsStillUntilItIsAdvanced) {
  const int64_t federation = Found("trinh-dien", /*demo=*/true);
  const EntryContext entry = Begin(federation, kEvening + 1'000'000);
  EXPECT_TRUE(entry.demo);
  EXPECT_EQ(entry.time_micros, kEvening);
  v1::Event advanced;
  advanced.mutable_clock_advanced()->set_time_micros(kEvening + 7);
  ASSERT_TRUE(store_->Write([&](WriteTransaction& tx) { return Apply(tx, entry, advanced); }).ok());
  EXPECT_EQ(Begin(federation, kEvening + 1'000'000).time_micros, kEvening + 7);
}

TEST_F(JournalTest, BeginningKeepsWhoCommands) {
  EntryContext entry;
  entry.account = 7;
  entry.command = "SubmitTask";
  entry.request_id = "r-1";
  const int64_t federation = Found();
  ASSERT_TRUE(store_->Write([&](WriteTransaction& tx) { return BeginEntry(tx, federation, kEvening, entry); }).ok());
  EXPECT_EQ(entry.account, 7);
  EXPECT_EQ(entry.command, "SubmitTask");
  EXPECT_EQ(entry.request_id, "r-1");
}

TEST_F(JournalTest, ThereIsNoEntryWithoutAFederation) {
  EntryContext entry;
  const absl::Status outcome = store_->Write([&](WriteTransaction& tx) { return BeginEntry(tx, 5, kEvening, entry); });
  EXPECT_EQ(rules::RefusalOf(outcome)->reason, v1::ERROR_REASON_NOT_FOUND);
}

TEST_F(JournalTest, AnEntryThatIsRolledBackGivesItsRevisionBack) {
  const int64_t federation = Found();
  EntryContext entry;
  EXPECT_FALSE(store_
                   ->Write([&](WriteTransaction& tx) {
                     EXPECT_TRUE(BeginEntry(tx, federation, kEvening, entry).ok());
                     return absl::AbortedError("refused");
                   })
                   .ok());
  EXPECT_EQ(entry.revision, 2);
  EXPECT_EQ(Begin(federation, kEvening).revision, 2);
}

// --- The format: it can't be changed later. -------------------------------------------------------------------------

TEST_F(JournalTest, TheBytesOfAnEntryAreThoseOfTheFormat) {
  const int64_t federation = Found("ab");
  EntryContext who;
  who.account = 3;
  who.command = "Do";
  who.request_id = "r1";
  const SaltedEvent first{.salt = "0123456789abcdef", .bytes = AttemptRefused(1).SerializeAsString()};
  const SaltedEvent second{.salt = "fedcba9876543210", .bytes = AttemptRefused(2).SerializeAsString()};
  const absl::StatusOr<rules::Hash> leaf = Append(federation, {first, second}, {}, kEvening, who);
  ASSERT_TRUE(leaf.ok()) << leaf.status();

  // EntryHeader on the wire, by hand: fields 1 to 6, lengths and varints. The time 1,740,850,200,000,000 in groups of
  // seven bits, the least first.
  std::string header;
  header += std::string("\x0a\x02", 2) + "ab";
  header += "\x10\x02";
  header += "\x18";
  uint64_t time = 1'740'850'200'000'000;
  while (time >= 128) {
    header += static_cast<char>(0x80 + time % 128);
    time /= 128;
  }
  header += static_cast<char>(time);
  header += "\x20\x03";
  header += std::string("\x2a\x02", 2) + "Do";
  header += std::string("\x32\x02", 2) + "r1";

  const std::vector<StoredEntry> entries = *Entries(federation, 2);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].header_bytes, header);

  // The leaf: 0x00, the header's length in four bytes, the header, the digests in order.
  const std::string length = {'\0', '\0', '\0', static_cast<char>(header.size())};
  const std::string by_hand = Sha256(std::string(1, '\0') + length + header + Sha256(first.salt + first.bytes) +
                                     Sha256(second.salt + second.bytes));
  EXPECT_EQ(*leaf, by_hand);
  EXPECT_EQ(entries[0].leaf_hash, by_hand);
  EXPECT_EQ(entries[0].events[1].digest, Sha256(second.salt + second.bytes));
  EXPECT_EQ(entries[0].events[1].salt, second.salt);
  EXPECT_EQ(entries[0].events[1].bytes, second.bytes);
}

TEST_F(JournalTest, TheRootOfEveryRevisionIsThatOfTheRfc) {
  const int64_t federation = Found();
  std::vector<std::string> leaves = {(*Entries(federation))[0].leaf_hash};
  std::vector<std::string> roots = {*Root(federation, 1)};
  for (int64_t i = 2; i <= 70; ++i) {
    const absl::StatusOr<rules::Hash> leaf = Append(federation, {Salted(AttemptRefused(i))});
    ASSERT_TRUE(leaf.ok()) << leaf.status();
    leaves.push_back(*leaf);
    roots.push_back(*Root(federation, i));
    EXPECT_EQ(roots.back(), NaiveRoot(leaves)) << "revision " << i;
  }
  // The past can be told later: an old root does not change.
  for (size_t i = 0; i < roots.size(); ++i) EXPECT_EQ(*Root(federation, static_cast<int64_t>(i + 1)), roots[i]);
  EXPECT_EQ(*Root(federation, 0), Sha256(""));
  // Of 70 leaves 35 pairs, then 17, 8, 4, 2, 1; each lies with the entry that completed it.
  size_t nodes = 0;
  const auto entries = Entries(federation);
  for (const StoredEntry& entry : *entries) {
    const auto halvings = static_cast<size_t>(std::countr_zero(static_cast<uint64_t>(entry.header.revision())));
    EXPECT_EQ(entry.nodes.size(), halvings * rules::kHashBytes) << entry.header.revision();
    nodes += halvings;
  }
  EXPECT_EQ(nodes, 35 + 17 + 8 + 4 + 2 + 1);
  EXPECT_EQ(Root(federation, 71).status().code(), absl::StatusCode::kDataLoss);
}

// Fifty entries, two a day.
TEST_F(JournalTest, TheLastEntryOfADayIsFoundWithoutReadingTheJournal) {
  constexpr int64_t kDay = int64_t{24} * 3600 * 1'000'000;
  const int64_t federation = Found();
  for (int64_t i = 2; i <= 50; ++i) {
    ASSERT_TRUE(Append(federation, {Salted(AttemptRefused(i))}, {}, kEvening + (i / 2) * kDay + i).ok());
  }
  size_t read = 0;
  const auto last_on = [&](rules::Day day) {
    EntryMoment last;
    const absl::Status done = store_->Read([&](ReadTransaction& tx) {
      Explained explained(tx);
      absl::StatusOr<EntryMoment> found = LastEntryOn(explained, federation, day);
      if (found.ok()) last = *found;
      read = explained.statements().size() - 1;  // One asks for the federation.
      for (const std::string& step : explained.steps()) {
        EXPECT_THAT(step, testing::AnyOf(testing::EndsWith("federation USING PRIMARY KEY (federation=?)"),
                                         testing::EndsWith("(federation=? AND revision=?)")));
      }
      return found.status();
    });
    EXPECT_TRUE(done.ok()) << done;
    return last;
  };
  EXPECT_EQ(last_on(kSecondOfMarch - 1).revision, 0);
  EXPECT_EQ(last_on(kSecondOfMarch).revision, 1);
  for (int64_t day = 1; day < 25; ++day) {
    const EntryMoment last = last_on(kSecondOfMarch + day);
    EXPECT_EQ(last.revision, 2 * day + 1);
    EXPECT_EQ(last.time_micros, kEvening + day * kDay + 2 * day + 1);
    EXPECT_LE(read, 7);
  }
  for (const int64_t day : {25, 26, 300}) {
    EXPECT_EQ(last_on(kSecondOfMarch + day).revision, 50);
    EXPECT_EQ(read, 1);
  }
}

TEST_F(JournalTest, LogsOfFederationsAreApart) {
  const int64_t one = Found("bac-quang");
  const rules::Hash before = *Root(one, 1);
  const int64_t two = Found("quang-binh");
  ASSERT_TRUE(Append(two, {Salted(AttemptRefused(1))}).ok());
  EXPECT_EQ(*Root(one, 1), before);
  EXPECT_EQ(Entries(one)->size(), 1U);
  EXPECT_EQ(Entries(two)->size(), 2U);
}

// --- Texts.
// -----------------------------------------------------------------------------------------------------------

TEST_F(JournalTest, TextsAreKeptApartFromTheirEvents) {
  const int64_t federation = Found();
  const KeptText name = Kept("Nguyễn Thị Ánh");
  const v1::Event event = AccountCreated(1, "anh", name);
  ASSERT_TRUE(Append(federation, {Salted(event)}, {name}).ok());
  const StoredEntry entry = Entries(federation, 2)->front();
  EXPECT_EQ(entry.events[0].bytes->find("Ánh"), std::string::npos);
  ASSERT_EQ(entry.texts.size(), 1U);
  EXPECT_EQ(entry.texts[0].text, "Nguyễn Thị Ánh");
  EXPECT_EQ(entry.texts[0].digest, Sha256(name.salt + "Nguyễn Thị Ánh"));

  // Erasing the name touches no hash.
  const rules::Hash root = *Root(federation, 2);
  ASSERT_TRUE(Execute("UPDATE journal_text SET text = NULL").ok());
  EXPECT_EQ(Entries(federation, 2)->front().texts[0].text, std::nullopt);
  EXPECT_EQ(Entries(federation, 2)->front().leaf_hash, entry.leaf_hash);
  EXPECT_EQ(*Root(federation, 2), root);
}

TEST_F(JournalTest, AnEntryKnowsItsTextsByTheirDigest) {
  EntryContext entry;
  const KeptText name = Kept("Ánh");
  entry.texts[name.digest] = name.text;
  v1::Text text;
  EXPECT_EQ(entry.TextOf(text), "");
  text.set_digest(name.digest);
  EXPECT_EQ(entry.TextOf(text), "Ánh");
  text.set_digest(Kept("erased").digest);
  EXPECT_EQ(entry.TextOf(text), "");
}

TEST_F(JournalTest, TextsAreFoundWhereverAnEventNamesThem) {
  v1::Event event;
  v1::TaskAccepted& accepted = *event.mutable_task_accepted();
  accepted.mutable_reason()->set_digest("reason");
  accepted.mutable_result()->mutable_narrative()->set_digest("narrative");
  accepted.mutable_result()->add_values()->mutable_not_applicable_reason()->set_digest("not applicable");
  accepted.mutable_result()->add_values();
  accepted.mutable_result()->add_evidence()->mutable_note()->set_digest("note 1");
  accepted.mutable_result()->add_evidence()->mutable_note()->set_digest("note 2");
  accepted.mutable_result()->add_evidence()->mutable_note();  // no text
  EXPECT_THAT(TextsNamedBy(event), ElementsAre("narrative", "not applicable", "note 1", "note 2", "reason"));
  EXPECT_THAT(TextsNamedBy(AttemptRefused(1)), IsEmpty());
}

TEST_F(JournalTest, TheTextsAreThoseThatTheEventsName) {
  const int64_t federation = Found();
  const KeptText name = Kept("Ánh");
  const v1::Event event = AccountCreated(1, "anh", name);
  EXPECT_EQ(Append(federation, {Salted(event)}).status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Append(federation, {Salted(event)}, {name, Kept("unnamed")}).status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Append(federation, {Salted(event)}, {name, name}).status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Append(federation, {}).status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Append(federation, {{.salt = "s", .bytes = "\xff"}}).status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Entries(federation)->size(), 1U);
}

// --- Reading.
// ---------------------------------------------------------------------------------------------------------

TEST_F(JournalTest, EntriesAreReadInOrderAndInPages) {
  const int64_t federation = Found();
  for (int64_t i = 2; i <= 10; ++i) {
    ASSERT_TRUE(Append(federation, {Salted(AttemptRefused(i)), Salted(AttemptRefused(i * 100))}).ok());
  }
  const std::vector<StoredEntry> page = *Entries(federation, 4, 3);
  ASSERT_EQ(page.size(), 3U);
  for (int64_t i = 0; i < 3; ++i) {
    const StoredEntry& entry = page[static_cast<size_t>(i)];
    EXPECT_EQ(entry.header.revision(), 4 + i);
    ASSERT_EQ(entry.events.size(), 2U);
    EXPECT_EQ(entry.events[0].event.attempt_refused().count(), 4 + i);
    EXPECT_EQ(entry.events[1].event.attempt_refused().count(), (4 + i) * 100);
  }
  EXPECT_EQ(Entries(federation, 10)->size(), 1U);
  EXPECT_THAT(*Entries(federation, 11), IsEmpty());
  EXPECT_THAT(*Entries(99), IsEmpty());
}

TEST_F(JournalTest, WhatIsNotAsItWasWrittenIsDamage) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"UPDATE journal_entry SET header = CAST('nonsense' AS BLOB) WHERE revision = 2", "journal_entry"},
      {"UPDATE journal_entry SET header = 'text' WHERE revision = 2", "journal_entry"},
      {"UPDATE journal_entry SET header = (SELECT header FROM journal_entry WHERE revision = 1) WHERE revision = 2",
       "journal_entry"},
      {"UPDATE journal_event SET payload = CAST('nonsense' AS BLOB) WHERE revision = 2 AND ordinal = 1",
       "journal_event"},
      {"UPDATE journal_event SET salt = 'text' WHERE revision = 2 AND ordinal = 1", "journal_event"},
      {"DELETE FROM journal_event WHERE revision = 2 AND ordinal = 1", "journal_event"},
      {"UPDATE journal_text SET text = CAST(text AS BLOB)", "journal_text"},
  };
  const KeptText name = Kept("Ánh");
  for (const auto& [damage, table] : cases) {
    store_ = *SqliteStore::OpenPrivate();
    ASSERT_TRUE(Migrate(*store_).ok());
    const int64_t federation = Found();
    ASSERT_TRUE(Append(federation, {Salted(AccountCreated(1, "anh", name)), Salted(AttemptRefused(1))}, {name}).ok());
    ASSERT_TRUE(Entries(federation).ok());
    ASSERT_TRUE(Execute(damage).ok()) << damage;
    const absl::Status outcome = Entries(federation).status();
    EXPECT_EQ(outcome.code(), absl::StatusCode::kDataLoss) << damage;
    EXPECT_THAT(std::string(outcome.message()), HasSubstr(table)) << damage;
  }
}

// --- Replay.
// ----------------------------------------------------------------------------------------------------------

TEST_F(JournalTest, AnEntryIsStartedAgainAsItWasWritten) {
  const int64_t federation = Found();
  EntryContext who;
  who.account = 4;
  who.command = "CreateAccount";
  who.request_id = "r-9";
  const KeptText name = Kept("Ánh");
  ASSERT_TRUE(Append(federation, {Salted(AccountCreated(1, "anh", name))}, {name}, kEvening + 9, who).ok());
  const std::vector<StoredEntry> entries = *Entries(federation);

  const std::unique_ptr<Store> empty = *SqliteStore::OpenPrivate();
  ASSERT_TRUE(Migrate(*empty).ok());
  EntryContext entry;
  ASSERT_TRUE(empty
                  ->Write([&](WriteTransaction& tx) {
                    absl::Status first = BeginReplay(tx, federation, entries[0], entry);
                    EXPECT_EQ(entry.revision, 1);
                    EXPECT_EQ(entry.day, kSecondOfMarch);
                    if (!first.ok()) return first;
                    absl::Status applied = Apply(tx, entry, entries[0].events[0].event);
                    if (!applied.ok()) return applied;
                    return BeginReplay(tx, federation, entries[1], entry);
                  })
                  .ok());
  EXPECT_EQ(entry.federation, federation);
  EXPECT_EQ(entry.federation_id, "bac-quang");
  EXPECT_EQ(entry.revision, 2);
  EXPECT_EQ(entry.time_micros, kEvening + 9);
  EXPECT_EQ(entry.account, 4);
  EXPECT_EQ(entry.command, "CreateAccount");
  EXPECT_EQ(entry.request_id, "r-9");
  EXPECT_EQ(entry.texts.at(name.digest), "Ánh");
  EXPECT_TRUE(empty
                  ->Read([&](ReadTransaction& tx) {
                    const absl::StatusOr<FederationRow> row = GetFederation(tx, federation);
                    EXPECT_EQ(row->revision, 2);
                    EXPECT_EQ(row->entry_time, kEvening + 9);
                    return absl::OkStatus();
                  })
                  .ok());
}

TEST_F(JournalTest, AnEntryOutOfLineIsDamage) {
  const int64_t federation = Found();
  ASSERT_TRUE(Append(federation, {Salted(AttemptRefused(1))}, {}, kEvening + 9).ok());
  const StoredEntry last = Entries(federation, 2)->front();
  const auto begin_again = [&](const StoredEntry& stored) {
    EntryContext entry;
    return store_->Write([&](WriteTransaction& tx) { return BeginReplay(tx, federation, stored, entry); });
  };
  EXPECT_EQ(begin_again(last).code(), absl::StatusCode::kDataLoss);  // it is there already
  StoredEntry next = last;
  next.header.set_revision(3);
  EXPECT_TRUE(begin_again(next).ok());
  next.header.set_revision(5);
  EXPECT_EQ(begin_again(next).code(), absl::StatusCode::kDataLoss);
  next.header.set_revision(4);
  next.header.set_time_micros(kEvening + 8);
  EXPECT_EQ(begin_again(next).code(), absl::StatusCode::kDataLoss);
  next.header.set_time_micros(kEvening + 9);
  next.header.set_federation("quang-binh");
  EXPECT_EQ(begin_again(next).code(), absl::StatusCode::kDataLoss);
  next.header.set_revision(1);
  EXPECT_EQ(begin_again(next).code(), absl::StatusCode::kDataLoss);  // does not begin with the federation
}

TEST_F(JournalTest, FederationsAreFoundByIdAndNumber) {
  EXPECT_EQ(Found("bac-quang"), 1);
  EXPECT_EQ(Found("quang-binh"), 2);
  EXPECT_TRUE(store_
                  ->Read([](ReadTransaction& tx) {
                    EXPECT_EQ(FindFederation(tx, "quang-binh")->federation, 2);
                    EXPECT_EQ(GetFederation(tx, 1)->id, "bac-quang");
                    EXPECT_EQ(ListFederations(tx)->size(), 2U);
                    const absl::Status unknown = FindFederation(tx, "vi-xuyen").status();
                    EXPECT_EQ(rules::RefusalOf(unknown)->reason, v1::ERROR_REASON_NOT_FOUND);
                    EXPECT_EQ(rules::RefusalOf(unknown)->values.at("name"), "federations/vi-xuyen");
                    EXPECT_EQ(rules::RefusalOf(GetFederation(tx, 3).status())->reason, v1::ERROR_REASON_NOT_FOUND);
                    return absl::OkStatus();
                  })
                  .ok());
}

}  // namespace
}  // namespace phancong::storage
