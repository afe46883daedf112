#include "services/rules/receipt.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/rules/journal_key.h"
#include "services/rules/merkle_proof.h"
#include "tests/rules/merkle_log.h"

namespace phancong::rules {
namespace {

constexpr char kOrigin[] = "phancong/federations/bac-quang";

SigningKey LogKey(char seed) { return MakeSigningKey(kOrigin, KeyKind::kLog, std::string(32, seed)); }
SigningKey WitnessKey(char seed = 'w') {
  return MakeSigningKey("ha-giang.witness", KeyKind::kWitness, std::string(32, seed));
}
std::string Salt(char c) { return std::string(kSaltBytes, c); }

std::string Note(const Checkpoint& checkpoint, const std::vector<SigningKey>& keys,
                 const std::vector<SigningKey>& witnesses) {
  SignedNote note{.text = CheckpointText(checkpoint), .signatures = {}};
  for (const SigningKey& key : keys) Sign(key, note);
  for (const SigningKey& witness : witnesses) Cosign(witness, 1'742'787'120, note);
  return SignedNoteText(note);
}

// Entry 5 of a log of 11: a submission that is shown with its narrative, and something that is not shown. The log's
// second key has signed the checkpoint, and a witness.
struct Example {
  Example() {
    v1::Event event;
    event.mutable_task_submitted()->set_task(123);
    v1::ReportFacts& report = *event.mutable_task_submitted()->mutable_report();
    report.mutable_narrative()->set_digest(SaltedDigest(Salt('n'), "Đã tổ chức đại hội."));
    v1::ReportFacts::Value& value = *report.add_values();
    value.set_figure("held");
    value.set_numerator(1);
    v1::EntryHeader header;
    header.set_federation("bac-quang");
    header.set_revision(5);
    header.set_account(7);
    header.set_command("SubmitTask");
    receipt.says = {{.key = "account.7", .value = "federations/bac-quang/accounts/thpt-viet-vinh"}};
    receipt.header = header.SerializeAsString();
    receipt.events = {{.shown = true, .salt = Salt('e'), .bytes = event.SerializeAsString(), .digest = {}},
                      {.shown = false, .salt = {}, .bytes = {}, .digest = Sha256("of somebody else")}};
    receipt.texts = {{.salt = Salt('n'), .text = "Đã tổ chức đại hội."}};
    receipt.keys = {{.key = LogKey('a').verifier, .handover = {}},
                    {.key = LogKey('b').verifier, .handover = Handover(LogKey('a'), LogKey('b').verifier)}};
    receipt.witnesses = {WitnessKey().verifier};
    receipt.index = 4;
    Seal(11);
  }
  // The log of `size` has the entry as it is now.
  void Seal(int64_t size) {
    const Hash leaf =
        LeafHash(receipt.header, {SaltedDigest(Salt('e'), receipt.events[0].bytes), receipt.events[1].digest});
    MerkleLog log;
    for (int64_t i = 0; i < size; ++i) log.Add(i == receipt.index ? leaf : Sha256(std::to_string(i)));
    receipt.proof = InclusionProof(receipt.index, size, log.Reader()).value();
    checkpoint = {.origin = kOrigin, .size = size, .root = Root(size, log.Reader()).value()};
    receipt.checkpoint = Note(checkpoint, {LogKey('b')}, {WitnessKey()});
  }
  Receipt receipt;
  Checkpoint checkpoint;
};

std::string WhyNot(const std::string& text) {
  Receipt receipt;
  if (const auto problem = ParseReceipt(text, receipt)) return problem->en;
  ProvenEntry proven;
  if (const auto problem = CheckReceipt(receipt, proven)) return problem->en;
  return "";
}
std::string WhyNot(const Receipt& receipt) { return WhyNot(ReceiptText(receipt)); }

TEST(Receipt, ProvesWhatIsShownAndHidesTheRest) {
  const Example example;
  ProvenEntry proven;
  ASSERT_EQ(CheckReceipt(example.receipt, proven), std::nullopt);
  EXPECT_EQ(proven.header.account(), 7);
  ASSERT_EQ(proven.events.size(), 2u);
  EXPECT_EQ(proven.events[0]->task_submitted().task(), 123);
  EXPECT_EQ(proven.events[1], std::nullopt);
  EXPECT_EQ(proven.texts.at(proven.events[0]->task_submitted().report().narrative().digest()), "Đã tổ chức đại hội.");
  EXPECT_EQ(proven.checkpoint, example.checkpoint);
  EXPECT_EQ(proven.signer, 1u);
  ASSERT_EQ(proven.witnesses.size(), 1u);
  EXPECT_EQ(proven.witnesses[0].key, WitnessKey().verifier);
  EXPECT_EQ(proven.witnesses[0].seconds, 1'742'787'120);
}

TEST(Receipt, HasOneText) {
  const Example example;
  const std::string text = ReceiptText(example.receipt);
  Receipt parsed;
  ASSERT_EQ(ParseReceipt(text, parsed), std::nullopt);
  EXPECT_EQ(ReceiptText(parsed), text);
  EXPECT_EQ(WhyNot(text), "");
}

// All lines but what the server says, which proves nothing.
TEST(Receipt, WithAnyBitChangedIsRefused) {
  const std::string text = ReceiptText(Example().receipt);
  const size_t begin = text.find("says ");
  const size_t end = text.find("header ");
  for (size_t i = 0; i < text.size(); ++i) {
    if (i >= begin && i < end) continue;
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = text;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      EXPECT_NE(WhyNot(changed), "") << "byte " << i << ", bit " << bit << ": " << changed;
    }
  }
}

TEST(Receipt, WithAnyByteLessOrMoreIsRefused) {
  const std::string text = ReceiptText(Example().receipt);
  const size_t begin = text.find("says ");
  const size_t end = text.find("header ");
  for (size_t i = 0; i < text.size(); ++i) {
    EXPECT_NE(WhyNot(text.substr(0, i)), "") << "cut at " << i;
    if (i >= begin && i < end) continue;
    std::string less = text;
    EXPECT_NE(WhyNot(less.erase(i, 1)), "") << "without byte " << i;
    for (const char c : {' ', '\n', '\r', '=', 'A'}) {
      std::string more = text;
      more.insert(i, 1, c);
      EXPECT_NE(WhyNot(more), "") << "one more at " << i;
    }
  }
}

// What the server says may be left out, as a text may that was erased, and a handover by a key that was lost;
// signatures stand in any order.
TEST(Receipt, WithLinesTakenAwayRepeatedOrExchangedIsRefused) {
  const std::vector<std::string> lines = absl::StrSplit(ReceiptText(Example().receipt), '\n');
  const auto is = [&](size_t i, const std::string& word) { return lines[i].starts_with(word + " "); };
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    if (is(i, "says")) continue;
    std::vector<std::string> less = lines;
    less.erase(less.begin() + static_cast<ptrdiff_t>(i));
    const bool may_lack = is(i, "text") || is(i, "handover");
    EXPECT_EQ(WhyNot(absl::StrJoin(less, "\n")).empty(), may_lack) << "without " << lines[i];
    std::vector<std::string> more = lines;
    more.insert(more.begin() + static_cast<ptrdiff_t>(i), lines[i]);
    EXPECT_NE(WhyNot(absl::StrJoin(more, "\n")), "") << "twice " << lines[i];
    for (size_t j = i + 1; j + 1 < lines.size(); ++j) {
      if (lines[i] == lines[j] || (is(i, "—") && is(j, "—"))) continue;
      std::vector<std::string> exchanged = lines;
      std::swap(exchanged[i], exchanged[j]);
      EXPECT_NE(WhyNot(absl::StrJoin(exchanged, "\n")), "") << lines[i] << " for " << lines[j];
    }
  }
}

// Whoever has a key may prove what is no entry; it is refused all the same.
TEST(Receipt, SaysWhatDoesNotFit) {
  using Change = std::function<void(Example&)>;
  const std::vector<std::pair<std::string, Change>> changes = {
      {"the entry's header is not of this entry",
       [](Example& e) {
         e.receipt.index = 5;
         e.Seal(11);
       }},
      {"the entry is not in the journal of this checkpoint: contents, number or proof were changed",
       [](Example& e) { e.receipt.index = 5; }},
      {"the entry is not in the journal of this checkpoint: contents, number or proof were changed",
       [](Example& e) { e.receipt.events[1].digest = Sha256("another"); }},
      {"the entry is not in the journal of this checkpoint: contents, number or proof were changed",
       [](Example& e) { e.receipt.proof.pop_back(); }},
      {"a text is not one that the events name", [](Example& e) { e.receipt.texts[0].text = "Chưa tổ chức."; }},
      {"an event cannot be read",
       [](Example& e) {
         e.receipt.events[0].bytes = "\xff\xff";
         e.Seal(11);
       }},
      {"a key is not one of this federation's journal",
       [](Example& e) { e.receipt.keys[0].key = WitnessKey().verifier; }},
      {"a key of the journal is there twice", [](Example& e) { e.receipt.keys.push_back(e.receipt.keys[0]); }},
      {"a key is not handed over as the receipt says",
       [](Example& e) { e.receipt.keys[1].handover = Handover(LogKey('c'), LogKey('b').verifier); }},
      {"a signature of the checkpoint is wrong", [](Example& e) { e.receipt.keys.pop_back(); }},
      {"a signature of the checkpoint is wrong", [](Example& e) { e.receipt.witnesses.clear(); }},
      {"the checkpoint is not signed with a key of the journal",
       [](Example& e) { e.receipt.checkpoint = Note(e.checkpoint, {}, {WitnessKey()}); }},
      {"a witness has not signed the checkpoint",
       [](Example& e) { e.receipt.checkpoint = Note(e.checkpoint, {LogKey('b')}, {}); }},
      {"the checkpoint is of another journal",
       [](Example& e) {
         e.checkpoint.origin = "phancong/federations/vi-xuyen";
         e.receipt.checkpoint = Note(e.checkpoint, {LogKey('b')}, {WitnessKey()});
       }},
      {"a key is not one of this federation's journal",
       [](Example& e) {
         e.receipt.keys[0].key =
             MakeSigningKey("phancong/federations/vi-xuyen", KeyKind::kLog, Salt('x') + Salt('x')).verifier;
       }},
  };
  for (const auto& [why, change] : changes) {
    Example example;
    change(example);
    EXPECT_EQ(WhyNot(example.receipt), why);
  }
}

TEST(Receipt, OfASmallLogOrAnErasedTextIsWhole) {
  Example example;
  example.receipt.texts.clear();
  EXPECT_EQ(WhyNot(example.receipt), "");

  v1::EntryHeader header;
  header.set_federation("bac-quang");
  header.set_revision(1);
  example.receipt.header = header.SerializeAsString();
  example.receipt.index = 0;
  example.Seal(1);
  EXPECT_TRUE(example.receipt.proof.empty());
  EXPECT_EQ(WhyNot(example.receipt), "");
}

TEST(Receipt, OfAKeyThatWasLostHasNoHandover) {
  Example example;
  example.receipt.keys[1].handover.clear();
  EXPECT_EQ(WhyNot(example.receipt), "");
}

TEST(Receipt, IsSignedByTheNewestOfItsSigners) {
  Example example;
  example.receipt.checkpoint = Note(example.checkpoint, {LogKey('b'), LogKey('a')}, {WitnessKey()});
  ProvenEntry proven;
  ASSERT_EQ(CheckReceipt(example.receipt, proven), std::nullopt);
  EXPECT_EQ(proven.signer, 1u);
}

// What a server calls a thing is a line of its own, whatever it is called.
TEST(Receipt, SaysInOneLine) {
  EXPECT_EQ(Plain("Nguyễn Văn An"), "Nguyễn Văn An");
  EXPECT_EQ(Plain("a\nheader AAAA"), "a header AAAA");
  EXPECT_EQ(Plain("\xE2\x80\xAE"), "?");
  EXPECT_EQ(Plain("\xff"), "?");
  Example example;
  example.receipt.says = {{.key = "name.7", .value = "a\nheader AAAA"}};
  EXPECT_NE(WhyNot(example.receipt), "");
}

TEST(Receipt, TooLargeIsNotRead) {
  const std::string text = ReceiptText(Example().receipt);
  EXPECT_NE(WhyNot(text + std::string(kGreatestReceipt, '\n')), "");
}

}  // namespace
}  // namespace phancong::rules
