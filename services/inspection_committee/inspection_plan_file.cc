#include "services/inspection_committee/inspection_plan_file.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "google/protobuf/util/time_util.h"
#include "services/programme/population.h"
#include "services/programme/rounds.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/directory.h"
#include "storage/inspections.h"
#include "storage/programmes.h"

namespace phancong::inspection_committee {
namespace {

using google::protobuf::util::TimeUtil;

// The programme's stratum; an empty one where it has it no more.
const v1::Stratum& StratumOf(const v1::Programme& programme, const std::string& id) {
  for (const v1::Stratum& stratum : programme.inspection().strata()) {
    if (stratum.id() == id) return stratum;
  }
  return v1::Stratum::default_instance();
}

std::vector<std::string> KindsOf(const v1::Stratum& stratum) {
  return {stratum.kinds().begin(), stratum.kinds().end()};
}

}  // namespace

rules::InspectionPlanFacts FactsOf(const PlanFile& file) {
  return {.plan = file.row.id, .state = file.row.state, .of_term = file.row.of_term};
}

rules::PlanParticipant ParticipantOf(const PlanFile& file, const serving::Actor& actor) {
  const bool chair = actor.Holds(v1::POSITION_INSPECTION_COMMITTEE_CHAIR);
  return {.inspection_committee = chair || actor.Holds(v1::POSITION_INSPECTION_COMMITTEE_MEMBER),
          .inspection_committee_chair = chair,
          .standing_committee_head = actor.HoldsStandingCommitteeHead(),
          .drafted = actor.IsOneOf(file.row.drafted_by) || actor.IsOneOf(file.row.drafted_for),
          .drew = actor.IsOneOf(file.row.drawn_by) || actor.IsOneOf(file.row.drawn_for)};
}

const storage::NamedUnionRow* InNoStratum(const PlanFile& file) {
  std::set<int64_t> units;
  for (const storage::PlanStratumRow& stratum : file.strata) {
    for (const storage::PlanUnitRow& unit : stratum.units) units.insert(unit.union_number);
  }
  for (const storage::NamedUnionRow& named : file.named) {
    if (!units.contains(named.union_number)) return &named;
  }
  return nullptr;
}

v1::Draw DrawOf(const PlanFile& file, const std::string& federation_id) {
  std::map<int64_t, std::string> reasons;
  for (const storage::NamedUnionRow& named : file.named) reasons[named.union_number] = named.reason;
  v1::Draw draw;
  draw.set_federation(federation_id);
  draw.set_plan(file.row.id);
  draw.set_population_digest(file.row.population_digest);
  draw.set_seed_commitment(file.row.seed_commitment);
  draw.set_seed(file.row.seed);
  for (const storage::PlanStratumRow& row : file.strata) {
    v1::Draw::Stratum& stratum = *draw.add_strata();
    stratum.set_id(row.stratum);
    stratum.set_quota(row.quota);
    for (const storage::PlanUnitRow& unit : row.units) {
      v1::Draw::Unit& added = *stratum.add_population();
      added.set_id(unit.id);
      added.set_last_year(static_cast<int32_t>(unit.last_year));
      added.set_risk(unit.risk);
      added.set_left_out(unit.left_out);
      if (unit.risk || unit.left_out) added.set_reason(reasons[unit.union_number]);
    }
  }
  return draw;
}

bool PlanFiles::ShowsDrafts() const {
  return actor_.HoldsStandingCommittee() || actor_.Holds(v1::POSITION_INSPECTION_COMMITTEE_CHAIR) ||
         actor_.Holds(v1::POSITION_INSPECTION_COMMITTEE_MEMBER);
}

absl::StatusOr<PlanFile> PlanFiles::Open(const std::string& name, const std::string& etag, const std::string& field) {
  ASSIGN_OR_RETURN(const rules::ResourceName parsed, rules::ParseName(name, rules::NameKind::kInspectionPlan, field));
  if (parsed.federation != actor_.federation_id) return rules::RefuseNotFound(name);
  ASSIGN_OR_RETURN(std::optional<storage::InspectionPlanRow> row,
                   storage::FindInspectionPlan(tx_, federation_, parsed.id));
  if (!row || !(ShowsDrafts() || rules::IsPublished(row->state))) return rules::RefuseNotFound(name);
  RETURN_IF_ERROR(serving::CheckEtag(etag, row->revision, name));
  return Open(*std::move(row));
}

absl::StatusOr<PlanFile> PlanFiles::Open(storage::InspectionPlanRow row) {
  ASSIGN_OR_RETURN(std::vector<storage::NamedUnionRow> named, storage::NamedUnions(tx_, federation_, row.plan));
  if (!rules::IsPublished(row.state)) return OpenDraft(std::move(row), std::move(named));
  ASSIGN_OR_RETURN(PlanFile file, Frame(std::move(row)));
  file.named = std::move(named);
  ASSIGN_OR_RETURN(file.strata, storage::PlanStrata(tx_, federation_, file.row.plan));
  return file;
}

absl::StatusOr<PlanFile> PlanFiles::OpenNumber(int64_t plan) {
  ASSIGN_OR_RETURN(storage::InspectionPlanRow row, storage::GetInspectionPlan(tx_, federation_, plan));
  return Open(std::move(row));
}

absl::StatusOr<PlanFile> PlanFiles::OpenDraft(storage::InspectionPlanRow row,
                                              std::vector<storage::NamedUnionRow> named) {
  ASSIGN_OR_RETURN(PlanFile file, Frame(std::move(row)));
  file.named = std::move(named);
  if (!file.row.of_term) {
    ASSIGN_OR_RETURN(file.strata, Population(file));
  }
  return file;
}

absl::StatusOr<PlanFile> PlanFiles::Frame(storage::InspectionPlanRow row) {
  PlanFile file;
  file.name = rules::InspectionPlanName(actor_.federation_id, row.id);
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme,
                   storage::GetProgramme(tx_, federation_, row.programme_version));
  file.programme = programme.programme;
  const std::optional<programme::RoundKind> kind = programme::RoundKindOf(*file.programme, row.id);
  if (!kind) return absl::InternalError("an inspection plan of no year and no term");
  file.period = kind->period;
  file.row = std::move(row);
  return file;
}

absl::StatusOr<std::vector<storage::PlanStratumRow>> PlanFiles::Population(const PlanFile& file) {
  ASSIGN_OR_RETURN(const programme::Population population,
                   programme::PopulationOn(tx_, federation_, {.day = file.row.population_day, .known_day = today_}));
  std::map<int64_t, std::string> ids;
  for (const storage::UnionRow& row : population.unions) ids[row.union_number] = row.id;
  std::map<int64_t, bool> risk;
  for (const storage::NamedUnionRow& named : file.named) risk[named.union_number] = named.risk;
  std::vector<storage::PlanStratumRow> strata;
  for (const v1::Stratum& stratum : file.programme->inspection().strata()) {
    const v1::Scope* const scope = rules::FindScope(*file.programme, stratum.scope());
    if (scope == nullptr) continue;
    using Days = std::map<int64_t, rules::Day>;
    ASSIGN_OR_RETURN(const Days last, storage::LastConcluded(tx_, federation_, KindsOf(stratum), file.period.begin));
    storage::PlanStratumRow& row = strata.emplace_back();
    row.stratum = stratum.id();
    row.percent = stratum.percent();
    for (const int64_t number : programme::UnionsInScope(*scope, file.period, population)) {
      const auto day = last.find(number);
      const auto named = risk.find(number);
      row.units.push_back({.union_number = number,
                           .id = ids.at(number),
                           .last_year = day == last.end() ? 0 : rules::YearOf(day->second),
                           .risk = named != risk.end() && named->second,
                           .left_out = named != risk.end() && !named->second});
    }
    std::sort(row.units.begin(), row.units.end(),
              [](const storage::PlanUnitRow& a, const storage::PlanUnitRow& b) { return a.id < b.id; });
    row.quota = rules::RequiredCount(static_cast<int64_t>(row.units.size()), row.percent);
  }
  return strata;
}

absl::StatusOr<int64_t> PlanFiles::Inspected(const PlanFile& file, const storage::PlanStratumRow& stratum) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> inspected,
                   storage::UnitsInspected(tx_, federation_, KindsOf(StratumOf(*file.programme, stratum.stratum)),
                                           file.period.begin, std::min(today_, file.period.end)));
  return std::count_if(stratum.units.begin(), stratum.units.end(), [&](const storage::PlanUnitRow& unit) {
    return std::binary_search(inspected.begin(), inspected.end(), unit.union_number);
  });
}

absl::StatusOr<std::optional<rules::MissedQuota>> PlanFiles::MissedQuotaOf(const PlanFile& file) {
  for (const storage::PlanStratumRow& stratum : file.strata) {
    ASSIGN_OR_RETURN(const int64_t inspected, Inspected(file, stratum));
    if (inspected >= stratum.quota) continue;
    const v1::LocalText& title = StratumOf(*file.programme, stratum.stratum).title();
    return rules::MissedQuota{.title_vi = title.vi(),
                              .title_en = title.en().empty() ? title.vi() : title.en(),
                              .inspected = inspected,
                              .quota = stratum.quota};
  }
  return std::nullopt;
}

absl::Status PlanFiles::Show(const PlanFile& file, v1::InspectionPlan* plan) {
  RETURN_IF_ERROR(ShowWithoutSample(file, plan));
  return rules::IsDrawn(file.row.state) ? ShowSample(file, plan) : ShowRiskPicks(file, plan);
}

absl::Status PlanFiles::ShowWithoutSample(const PlanFile& file, v1::InspectionPlan* plan) {
  const storage::InspectionPlanRow& row = file.row;
  plan->set_name(file.name);
  if (row.revision != 0) plan->set_etag(std::to_string(row.revision));
  plan->set_state(row.state);
  plan->set_of_term(row.of_term);
  plan->set_content(row.content);
  if (!row.document_number.empty() || row.document_day != 0 || !row.document_issuer.empty()) {
    v1::DocumentReference& document = *plan->mutable_document();
    document.set_number(row.document_number);
    *document.mutable_date() = rules::OptionalDateOf(row.document_day);
    document.set_issuer(row.document_issuer);
  }
  plan->set_decision_number(row.decision_number);
  if (row.approved_at != 0) *plan->mutable_approve_time() = TimeUtil::MicrosecondsToTimestamp(row.approved_at);
  if (row.population_day != 0) *plan->mutable_population_date() = rules::DateOf(row.population_day);
  plan->set_population_digest(row.population_digest);
  plan->set_seed_commitment(row.seed_commitment);
  plan->set_seed(row.seed);
  if (row.drawn_at != 0) *plan->mutable_draw_time() = TimeUtil::MicrosecondsToTimestamp(row.drawn_at);
  plan->set_shortfall_reason(row.shortfall_reason);
  plan->set_shortfall_decision_number(row.shortfall_decision_number);
  ASSIGN_OR_RETURN(const std::vector<storage::SampledUnitRow> sample,
                   storage::SampleOfPlan(tx_, federation_, row.plan));
  for (const storage::PlanStratumRow& stratum : file.strata) {
    v1::PlanStratum& shown = *plan->add_strata();
    shown.set_stratum(stratum.stratum);
    *shown.mutable_title() = StratumOf(*file.programme, stratum.stratum).title();
    shown.set_population(static_cast<int64_t>(stratum.units.size()));
    shown.set_left_out(std::count_if(stratum.units.begin(), stratum.units.end(),
                                     [](const storage::PlanUnitRow& unit) { return unit.left_out; }));
    shown.set_percent(static_cast<int32_t>(stratum.percent));
    shown.set_quota(stratum.quota);
    shown.set_sampled(std::count_if(sample.begin(), sample.end(), [&](const storage::SampledUnitRow& unit) {
      return unit.stratum == stratum.stratum && unit.replaced_by == 0;
    }));
    ASSIGN_OR_RETURN(const int64_t inspected, Inspected(file, stratum));
    shown.set_inspected(inspected);
  }
  return absl::OkStatus();
}

absl::Status PlanFiles::ShowSample(const PlanFile& file, v1::InspectionPlan* plan) {
  ASSIGN_OR_RETURN(const std::vector<storage::SampledUnitRow> sample,
                   storage::SampleOfPlan(tx_, federation_, file.row.plan));
  using Inspections = std::map<int64_t, storage::PlannedInspectionRow>;
  ASSIGN_OR_RETURN(const Inspections inspections, storage::InspectionsOfPlan(tx_, federation_, file.row.plan));
  std::map<int64_t, std::string> names;
  for (const storage::SampledUnitRow& row : sample) {
    names[row.union_number] = rules::UnionName(actor_.federation_id, row.id);
  }
  for (const storage::SampledUnitRow& row : sample) {
    v1::SampledUnit& unit = *plan->add_sample();
    RETURN_IF_ERROR(ShowUnit(row.union_number, &unit));
    unit.set_stratum(row.stratum);
    unit.set_basis(row.basis);
    unit.set_reason(row.reason);
    unit.set_decision_number(row.decision_number);
    if (row.replaces != 0) unit.set_replaces(names.at(row.replaces));
    if (row.replaced_by != 0) unit.set_replaced_by(names.at(row.replaced_by));
    const auto inspection = inspections.find(row.union_number);
    if (inspection == inspections.end()) continue;
    unit.set_inspection(rules::InspectionName(actor_.federation_id, inspection->second.id));
    unit.set_inspection_state(inspection->second.state);
  }
  return absl::OkStatus();
}

absl::Status PlanFiles::ShowRiskPicks(const PlanFile& file, v1::InspectionPlan* plan) {
  std::map<int64_t, std::string> reasons;
  for (const storage::NamedUnionRow& named : file.named) reasons[named.union_number] = named.reason;
  for (const storage::PlanStratumRow& stratum : file.strata) {
    for (const storage::PlanUnitRow& row : stratum.units) {
      if (!row.risk) continue;
      v1::SampledUnit& unit = *plan->add_sample();
      RETURN_IF_ERROR(ShowUnit(row.union_number, &unit));
      unit.set_stratum(stratum.stratum);
      unit.set_basis(v1::SAMPLE_BASIS_RISK);
      unit.set_reason(reasons[row.union_number]);
    }
  }
  return absl::OkStatus();
}

absl::Status PlanFiles::ShowUnit(int64_t union_number, v1::SampledUnit* unit) {
  ASSIGN_OR_RETURN(const storage::UnionRow row, storage::GetUnion(tx_, federation_, union_number));
  unit->set_unit(rules::UnionName(actor_.federation_id, row.id));
  unit->set_unit_title(row.title);
  return absl::OkStatus();
}

}  // namespace phancong::inspection_committee
