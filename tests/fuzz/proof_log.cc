// The journal of a proof pack, whoever wrote it: read, and computed with, as the checker does before any signature has
// vouched for it.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/proof/figures.h"
#include "client/proof/findings.h"
#include "client/proof/log.h"
#include "client/proof/record.h"
#include "client/proof/samples.h"
#include "client/proof/tables.h"
#include "tests/fuzz/must.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace phancong;
  proof::Findings unread;
  const std::vector<proof::Entry> entries =
      proof::ReadLog(std::string_view(reinterpret_cast<const char*>(data), size), unread);
  if (entries.empty()) return 0;
  fuzz::Must(proof::RootOf(entries, static_cast<int64_t>(entries.size())).size() == 32, "a log has a root");
  proof::Record record;
  proof::Findings wrong;
  for (const proof::Entry& entry : entries) {
    record.Begin(entry);
    for (const proof::Entry::Event& event : entry.events) {
      if (!event.shown) continue;
      record.Take(event.event);
      for (const auto& [number, plan] : record.plans()) proof::CheckPlan(record, number, wrong);
    }
  }
  for (const auto& [number, round] : record.rounds()) {
    const std::vector<v1::IndicatorProgress> indicators = proof::IndicatorsOf(record, number);
    for (const v1::IndicatorProgress& stand : proof::StandsOf(record, number)) {
      fuzz::Must(proof::SameFigures(stand, stand), "what is computed is what it is");
    }
    fuzz::Must(proof::FiguresCsv(indicators).find("item,state") == 0, "there is a heading");
    for (const std::string& table : {proof::PopulationsCsv(record, round.id), proof::SeedsCsv(record, round.id),
                                     proof::SamplesCsv(record, round.id)}) {
      fuzz::Must(table.starts_with("plan,"), "there is a heading");
    }
  }
  fuzz::Must(proof::EvidenceCsv(record).starts_with("evidence,"), "there is a heading");
  for (const proof::JournalKey& key : record.keys()) {
    fuzz::Must(proof::TextOf(proof::KeyOf(key, "phancong")).starts_with("phancong+"), "a key has its name");
  }
  return 0;
}
