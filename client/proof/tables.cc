#include "client/proof/tables.h"

#include "client/proof/digests.h"
#include "fmt/format.h"

namespace phancong::proof {
namespace {

// The plan of the year; nullptr where none was approved.
const Plan* FindPlan(const Record& record, std::string_view year) {
  for (const auto& [number, plan] : record.plans()) {
    if (plan.draft.id() == year && plan.approved_by != 0) return &plan;
  }
  return nullptr;
}

bool IsRiskPick(const Plan& plan, const std::string& stratum, int64_t number) {
  for (const v1::InspectionPlanApproved::Stratum& approved : plan.approval.strata()) {
    if (approved.id() != stratum) continue;
    for (const v1::InspectionPlanApproved::Unit& unit : approved.units()) {
      if (unit.union_number() == number) return unit.risk();
    }
  }
  return false;
}

}  // namespace

std::string EvidenceCsv(const Record& record) {
  std::string csv = "evidence,entry,sha256,bytes,media_type,kind,unit,used_by\n";
  for (const auto& [number, evidence] : record.evidence()) {
    const v1::EvidenceUploaded& file = evidence.uploaded;
    std::string users;
    for (const std::string& user : evidence.used_by) users += (users.empty() ? "" : " ") + user;
    csv += fmt::format("{},{},{},{},{},{},{},{}\n", number, evidence.entry, Hex(file.sha256()), file.size(),
                       file.media_type(), file.kind(),
                       file.union_number() == 0 ? "federation" : record.directory().IdOf(file.union_number()), users);
  }
  return csv;
}

std::string PopulationsCsv(const Record& record, std::string_view year) {
  std::string csv = "plan,stratum,percent,quota,unit,last_year,standing\n";
  const Plan* const plan = FindPlan(record, year);
  if (plan == nullptr) return csv;
  for (const v1::InspectionPlanApproved::Stratum& stratum : plan->approval.strata()) {
    for (const v1::InspectionPlanApproved::Unit& unit : stratum.units()) {
      csv += fmt::format("{},{},{},{},{},{},{}\n", year, stratum.id(), stratum.percent(), stratum.quota(),
                         record.directory().IdOf(unit.union_number()), unit.last_year(),
                         unit.risk()       ? "risk"
                         : unit.left_out() ? "out"
                                           : "in");
    }
  }
  return csv;
}

std::string SeedsCsv(const Record& record, std::string_view year) {
  std::string csv = "plan,approved_by_entry,population_digest,seed_commitment,drawn_by_entry,seed\n";
  const Plan* const plan = FindPlan(record, year);
  if (plan == nullptr) return csv;
  return csv + fmt::format("{},{},{},{},{},{}\n", year, plan->approved_by, Hex(plan->approval.population_digest()),
                           Hex(plan->approval.seed_commitment()), plan->drawn_by, Hex(plan->draw.seed()));
}

std::string SamplesCsv(const Record& record, std::string_view year) {
  std::string csv = "plan,stratum,place,unit,basis,replaces,entry\n";
  const Plan* const plan = FindPlan(record, year);
  if (plan == nullptr) return csv;
  for (const v1::SampleDrawn::Stratum& stratum : plan->draw.strata()) {
    int64_t place = 0;
    for (const int64_t number : stratum.sample()) {
      csv += fmt::format("{},{},{},{},{},,{}\n", year, stratum.id(), ++place, record.directory().IdOf(number),
                         IsRiskPick(*plan, stratum.id(), number) ? "risk" : "drawn", plan->drawn_by);
    }
    for (const auto& [entry, replaced] : plan->replacements) {
      if (replaced.stratum() != stratum.id()) continue;
      csv += fmt::format("{},{},{},{},replacement,{},{}\n", year, stratum.id(), ++place,
                         record.directory().IdOf(replaced.replacement()),
                         record.directory().IdOf(replaced.union_number()), entry);
    }
  }
  return csv;
}

Key KeyOf(const JournalKey& key, const std::string& origin) {
  return {.name = origin, .kind = KeyKind::kLog, .bytes = key.set.public_key()};
}

Key KeyOf(const Witness& witness) {
  return {.name = witness.named.name(), .kind = KeyKind::kWitness, .bytes = witness.named.public_key()};
}

std::string KeysText(const Record& record, const std::string& origin) {
  std::string text;
  for (const JournalKey& key : record.keys()) {
    text += fmt::format("key {} {}\n", key.entry, TextOf(KeyOf(key, origin)));
    if (!key.set.handover().empty()) text += fmt::format("handover {}\n", Base64(key.set.handover()));
  }
  return text;
}

std::string WitnessesText(const Record& record) {
  std::string text;
  for (const Witness& witness : record.witnesses()) {
    text += fmt::format("witness {} {}\n", witness.entry, TextOf(KeyOf(witness)));
    if (witness.ended_by != 0) text += fmt::format("ended {}\n", witness.ended_by);
  }
  return text;
}

}  // namespace phancong::proof
