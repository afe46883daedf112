#include "tests/proof/forgery.h"

#include <algorithm>
#include <map>
#include <utility>

#include "client/proof/digests.h"
#include "client/proof/figures.h"
#include "client/proof/log.h"
#include "client/proof/notes.h"
#include "client/proof/record.h"
#include "client/proof/tables.h"
#include "fmt/format.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/delimited_message_util.h"
#include "services/rules/signed_note.h"

namespace phancong::proof_test {
namespace {

// What pack.txt says before the digests: lines 2 to 4, and the last one.
std::string LineAt(const std::string& text, int number) {
  size_t begin = 0;
  for (; number > 0; --number) begin = text.find('\n', begin) + 1;
  return text.substr(begin, text.find('\n', begin) - begin);
}

// The entries as they follow one another; what their seals froze is what they come to now.
class Journal {
 public:
  explicit Journal(std::vector<v1::StoredEntry> entries) : entries_(std::move(entries)) {
    for (size_t i = 0; i < entries_.size(); ++i) {
      v1::EntryHeader header;
      header.ParseFromString(entries_[i].header());
      header.set_revision(static_cast<int64_t>(i) + 1);
      entries_[i].set_header(header.SerializeAsString());
      Take(entries_[i]);
    }
  }

  [[nodiscard]] std::vector<proof::Entry> Read() const {
    proof::Findings wrong;
    return proof::ReadLog(EntriesFile(entries_), wrong);
  }
  [[nodiscard]] const std::vector<v1::StoredEntry>& entries() const { return entries_; }
  [[nodiscard]] const proof::Record& record() const { return record_; }
  [[nodiscard]] const std::map<std::string, std::vector<v1::IndicatorProgress>>& sealed() const { return sealed_; }

 private:
  void Take(v1::StoredEntry& stored) {
    proof::Entry entry;
    entry.header.ParseFromString(stored.header());
    for (v1::StoredEntry::StoredEvent& event : *stored.mutable_events()) {
      proof::Entry::Event& read = entry.events.emplace_back();
      read.shown = event.digest().empty();
      read.event.ParseFromString(event.event());
    }
    record_.Begin(entry);
    for (int i = 0; i < stored.events_size(); ++i) {
      proof::Entry::Event& read = entry.events[static_cast<size_t>(i)];
      if (!read.shown) continue;
      if (read.event.has_period_sealed()) Seal(read.event, *stored.mutable_events(i));
      record_.Take(read.event);
    }
  }

  void Seal(v1::Event& event, v1::StoredEntry::StoredEvent& stored) {
    v1::PeriodSealed& seal = *event.mutable_period_sealed();
    const auto indicators = proof::IndicatorsOf(record_, seal.round_number());
    const auto stands = proof::StandsOf(record_, seal.round_number());
    const auto same = [](const auto& computed, const auto& frozen) {
      return std::equal(computed.begin(), computed.end(), frozen.begin(), frozen.end(), proof::SameFigures);
    };
    if (!same(indicators, seal.indicators()) || !same(stands, seal.stands())) {
      seal.mutable_indicators()->Assign(indicators.begin(), indicators.end());
      seal.mutable_stands()->Assign(stands.begin(), stands.end());
      PutEvent(event, stored);
    }
    sealed_[record_.rounds().at(seal.round_number()).id] = indicators;
  }

  std::vector<v1::StoredEntry> entries_;
  proof::Record record_;
  // By round.
  std::map<std::string, std::vector<v1::IndicatorProgress>> sealed_;
};

}  // namespace

std::vector<v1::StoredEntry> EntriesIn(const proof::Files& files) {
  std::vector<v1::StoredEntry> entries;
  const std::string& bytes = files.at("entries.binpb");
  google::protobuf::io::ArrayInputStream input(bytes.data(), static_cast<int>(bytes.size()));
  bool ended = false;
  while (true) {
    v1::StoredEntry entry;
    if (!google::protobuf::util::ParseDelimitedFromZeroCopyStream(&entry, &input, &ended)) return entries;
    entries.push_back(std::move(entry));
  }
}

std::string EntriesFile(const std::vector<v1::StoredEntry>& entries) {
  std::string bytes;
  google::protobuf::io::StringOutputStream output(&bytes);
  for (const v1::StoredEntry& entry : entries) {
    google::protobuf::util::SerializeDelimitedToZeroCopyStream(entry, &output);
  }
  return bytes;
}

void NameFiles(proof::Files& files) {
  std::string& pack = files["pack.txt"];
  const size_t digests = pack.find("\nsha256 ");
  if (digests != std::string::npos) pack.resize(digests + 1);
  for (const auto& [name, bytes] : files) {
    if (name != "pack.txt") pack += fmt::format("sha256 {} {}\n", proof::Hex(proof::Sha256({bytes})), name);
  }
}

void PutEvent(const v1::Event& event, v1::StoredEntry::StoredEvent& stored) {
  stored.set_event(event.SerializeAsString());
}

proof::Files Forged(const proof::Files& files, std::vector<v1::StoredEntry> entries) {
  const Journal journal(std::move(entries));
  const proof::Record& record = journal.record();
  proof::Files forged = files;
  const std::string& pack = files.at("pack.txt");
  const std::string year = LineAt(pack, 2).substr(std::string("year ").size());
  const std::string federation = LineAt(pack, 1).substr(std::string("federation ").size());
  const std::string origin = "phancong/federations/" + federation;
  forged["entries.binpb"] = EntriesFile(journal.entries());
  forged["evidence.csv"] = proof::EvidenceCsv(record);
  forged["populations.csv"] = proof::PopulationsCsv(record, year);
  forged["seeds.csv"] = proof::SeedsCsv(record, year);
  forged["samples.csv"] = proof::SamplesCsv(record, year);
  forged["keys.txt"] = proof::KeysText(record, origin);
  forged["witnesses.txt"] = proof::WitnessesText(record);
  const auto* const round = record.FindRound(year);
  const auto sealed = journal.sealed().find(year);
  std::string last_line = LineAt(pack, 4);
  if (sealed != journal.sealed().end()) {
    forged["figures.csv"] = proof::FiguresCsv(sealed->second);
    last_line = fmt::format("sealed {}", round->second.sealed_by);
  } else if (round != nullptr) {
    forged["figures.csv"] = proof::FiguresCsv(proof::IndicatorsOf(record, round->first));
  }
  const std::vector<proof::Entry> read = journal.Read();
  const std::string& note = files.at("checkpoint.txt");
  forged["checkpoint.txt"] = fmt::format("{}\n{}\n{}\n", origin, read.size(),
                                         proof::Base64(proof::RootOf(read, static_cast<int64_t>(read.size())))) +
                             note.substr(note.find("\n\n") + 1);
  forged["pack.txt"] = fmt::format("phancong-proof-pack/v1\nfederation {}\nyear {}\nsize {}\n{}\n", federation, year,
                                   read.size(), last_line);
  NameFiles(forged);
  return forged;
}

proof::Files ForgedWithAnotherKey(const proof::Files& files, std::vector<v1::StoredEntry> entries) {
  const std::string origin = "phancong/federations/bac-quang";
  const rules::SigningKey own = rules::MakeSigningKey(origin, rules::KeyKind::kLog, std::string(32, 'f'));
  // The first key is the forger's; no other is ever set, no witness named, no handover needed.
  std::vector<v1::StoredEntry> kept;
  for (v1::StoredEntry& entry : entries) {
    bool keep = true;
    for (v1::StoredEntry::StoredEvent& stored : *entry.mutable_events()) {
      v1::Event event;
      event.ParseFromString(stored.event());
      keep = keep && !event.has_witness_named() && !event.has_witness_ended();
      if (!event.has_journal_key_set()) continue;
      keep = keep && event.journal_key_set().key() == 1;
      event.mutable_journal_key_set()->set_public_key(own.verifier.key);
      PutEvent(event, stored);
    }
    if (keep) kept.push_back(entry);
  }
  proof::Files forged = Forged(files, kept);
  forged.erase("witnessed.txt");
  const std::string& note = forged["checkpoint.txt"];
  rules::SignedNote resigned{.text = note.substr(0, note.find("\n\n") + 1), .signatures = {}};
  rules::Sign(own, resigned);
  forged["checkpoint.txt"] = rules::SignedNoteText(resigned);
  NameFiles(forged);
  return forged;
}

}  // namespace phancong::proof_test
