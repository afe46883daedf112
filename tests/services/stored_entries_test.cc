// Entries as they are stored and hashed: who gets them, in which pages, and what is left out of them for whom.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/journal/journal.h"
#include "services/rules/merkle.h"
#include "tests/services/five_unions.h"
#include "tests/support/world.h"

namespace phancong::services_test {
namespace {

using support::Outcome;
using support::Person;
using support::World;

class StoredEntries : public testing::Test {
 protected:
  void SetUp() override {
    LoadFiveUnions(world_);
    IssueAsItComes(world_, "2025");
  }

  Outcome<v1::ListStoredEntriesResponse> Lists(Person& person, int64_t from = 0, int64_t to = 0, int32_t size = 0,
                                               const std::string& token = "") {
    v1::ListStoredEntriesRequest request;
    request.set_parent(world_.FederationName());
    request.set_from_revision(from);
    request.set_to_revision(to);
    request.set_page_size(size);
    request.set_page_token(token);
    return person.Call<v1::ListStoredEntriesResponse>(request);
  }

  // Every page.
  std::vector<v1::StoredEntry> All(Person& person, int64_t from = 0, int64_t to = 0, int32_t size = 0) {
    std::vector<v1::StoredEntry> entries;
    std::string token;
    do {
      const auto page = Lists(person, from, to, size, token);
      EXPECT_DONE(page);
      if (!page.ok()) return entries;
      entries.insert(entries.end(), page->entries().begin(), page->entries().end());
      token = page->next_page_token();
    } while (!token.empty());
    return entries;
  }

  static std::vector<int64_t> Revisions(const std::vector<v1::StoredEntry>& entries) {
    std::vector<int64_t> revisions;
    for (const v1::StoredEntry& entry : entries) {
      v1::EntryHeader header;
      EXPECT_TRUE(header.ParseFromString(entry.header()));
      revisions.push_back(header.revision());
    }
    return revisions;
  }
  static std::vector<int64_t> Counted(int64_t from, int64_t to) {
    std::vector<int64_t> numbers;
    for (; from <= to; ++from) numbers.push_back(from);
    return numbers;
  }

  // As anybody computes it who has them.
  static rules::Hash LeafOf(const v1::StoredEntry& entry) {
    std::vector<rules::Hash> digests;
    for (const v1::StoredEntry::StoredEvent& event : entry.events()) {
      digests.push_back(event.digest().empty() ? rules::SaltedDigest(event.salt(), event.event()) : event.digest());
    }
    return rules::LeafHash(entry.header(), digests);
  }
  rules::Hash LeafSaid(int64_t revision) {
    v1::ProveInclusionRequest request;
    request.set_parent(world_.FederationName());
    request.set_revision(revision);
    const auto proof = world_.Chair().Call<v1::ProveInclusionResponse>(request);
    EXPECT_DONE(proof);
    return proof->leaf_hash();
  }
  static int Withheld(const std::vector<v1::StoredEntry>& entries) {
    int withheld = 0;
    for (const v1::StoredEntry& entry : entries) {
      withheld += static_cast<int>(std::count_if(entry.events().begin(), entry.events().end(),
                                                 [](const auto& event) { return event.event().empty(); }));
    }
    return withheld;
  }
  int64_t Newest() { return world_.Chair().SeesProgress("2025")->revision(); }

  World world_;
};

TEST_F(StoredEntries, AreTheLeavesOfTheLog) {
  const std::vector<v1::StoredEntry> entries = All(world_.InspectionChair());
  ASSERT_EQ(Revisions(entries), Counted(1, Newest()));
  for (const int64_t revision : {int64_t{1}, int64_t{2}, Newest()}) {
    EXPECT_EQ(LeafOf(entries[static_cast<size_t>(revision) - 1]), LeafSaid(revision));
  }
}

TEST_F(StoredEntries, ComeInPagesEachOnce) {
  const int64_t newest = Newest();
  for (const int32_t size : {1, 3, 1000}) {
    EXPECT_EQ(Revisions(All(world_.Chair(), 0, 0, size)), Counted(1, newest)) << size;
    EXPECT_EQ(Revisions(All(world_.Chair(), 3, 7, size)), Counted(3, 7)) << size;
  }
  EXPECT_EQ(Revisions(All(world_.Chair(), newest, newest + 100)), Counted(newest, newest));
  EXPECT_TRUE(All(world_.Chair(), newest + 1).empty());
  const auto first = Lists(world_.Chair(), 1, 5, 2);
  ASSERT_DONE(first);
  EXPECT_REFUSED(Lists(world_.Chair(), 1, 6, 2, first->next_page_token()), PAGE_TOKEN_INVALID);
}

// Large ones: as many as fit, and one that does not fit goes alone.
TEST_F(StoredEntries, ComeInPagesOfBoundedSize) {
  std::string rows;
  for (int i = 0; i < 1500; ++i) {
    absl::StrAppend(&rows, "xa-", i, ",CĐCS xã ", i, ",ADMINISTRATIVE,", std::string(100, 'x'),
                    ",1990-01-01,20,8,22,0,không,có,\n");
  }
  for (int i = 0; i < 3; ++i) {
    const std::string place(100, static_cast<char>('a' + i));
    std::string changed = rows;
    for (size_t at = changed.find(std::string(100, 'x')); at != std::string::npos;
         at = changed.find(std::string(100, 'x'), at + 100)) {
      changed.replace(at, 100, place);
    }
    ASSERT_DONE(world_.Chair().ImportsUnions(kColumns + changed));
  }
  std::string token;
  bool small = false;
  do {
    const auto page = Lists(world_.Chair(), 0, 0, 1000, token);
    ASSERT_DONE(page);
    ASSERT_GT(page->entries_size(), 0);
    EXPECT_TRUE(page->entries_size() == 1 || page->ByteSizeLong() < journal::kEntriesBytes + 4096);
    small = small || !page->next_page_token().empty();
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_TRUE(small) << "all of it was one page";
}

TEST_F(StoredEntries, AreForTheHeadsOfTheCommittees) {
  for (Person* const person : {&world_.Chair(), &world_.ViceChair(), &world_.InspectionChair(), &world_.Inspector(1)}) {
    EXPECT_DONE(Lists(*person));
  }
  for (Person* const person : {&world_.Member(1), &world_.ExecutiveMember(), &world_.Reader(), &world_.Administrator(),
                               &world_.UnionChair("dien-luc")}) {
    EXPECT_REFUSED(Lists(*person), POSITION_REQUIRED);
  }
}

TEST_F(StoredEntries, AreOfARangeThatBeginsAndEnds) {
  EXPECT_REFUSED(Lists(world_.Chair(), -1), INVALID_FIELD);
  EXPECT_REFUSED(Lists(world_.Chair(), 5, 4), INVALID_FIELD);
  EXPECT_REFUSED(Lists(world_.Chair(), 0, -1), INVALID_FIELD);
  EXPECT_REFUSED(Lists(world_.Chair(), 0, 0, 1001), INVALID_FIELD);
}

// What is found in an inspection is the Inspection Committee's own until it is concluded.
TEST_F(StoredEntries, WithholdWhatIsStillTheInspectionCommittees) {
  for (int i = 1; i <= 2; ++i) world_.Inspector(i);
  const auto scheduled =
      world_.InspectionChair().Schedules("finance", "dien-luc", "2025-03-03", "chu-nhiem", {"ubkt-1", "ubkt-2"});
  ASSERT_DONE(scheduled);
  const std::string& inspection = scheduled->inspection().name();
  ASSERT_DONE(world_.InspectionChair().Notifies(inspection));
  ASSERT_DONE(world_.InspectionChair().Starts(inspection));
  const int before = Withheld(All(world_.Chair()));
  const auto found = world_.InspectionChair().Finds(inspection, "Thiếu hai chứng từ.", "2025-06-30");
  ASSERT_DONE(found);
  const auto as_seen_by = [&](Person& person) { return All(person, found->revision(), found->revision()).at(0); };
  EXPECT_EQ(Withheld(All(world_.Chair())), before + 1);
  EXPECT_EQ(Withheld({as_seen_by(world_.Chair())}), 1);
  EXPECT_EQ(Withheld({as_seen_by(world_.Inspector(2))}), 0);
  EXPECT_EQ(LeafOf(as_seen_by(world_.Chair())), LeafOf(as_seen_by(world_.Inspector(2))));
  world_.GetsConcluded(inspection);
  EXPECT_EQ(Withheld({as_seen_by(world_.Chair())}), 0);
  v1::Event event;
  ASSERT_TRUE(event.ParseFromString(as_seen_by(world_.Chair()).events(0).event()));
  EXPECT_TRUE(event.has_finding_recorded());
}

}  // namespace
}  // namespace phancong::services_test
