#include "client/cli/proof_pack_tables.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/time/civil_time.h"
#include "client/cli/failure.h"
#include "client/cli/strings.h"
#include "client/cli/table.h"
#include "services/rules/names.h"
#include "services/rules/signed_note.h"

namespace phancong::client {
namespace {

std::string Hex(const std::string& bytes) { return absl::BytesToHexString(bytes); }

// The words of a heading, with spaces between them, and no rows yet.
Table TableWith(std::string_view headings) {
  Table table;
  for (const std::string_view heading : Split(headings, ' ')) table.headings.push_back({std::string(heading)});
  return table;
}

template <typename... Values>
void AddRow(Table& table, const Values&... values) {
  table.rows.push_back({Cell{Concat(values)}...});
}

std::string StateName(v1::ProgressState state) {
  return v1::ProgressState_Name(state).substr(std::string_view("PROGRESS_STATE_").size());
}

}  // namespace

absl::Status ProofPackTables::Take(const v1::StoredEntry& stored) {
  v1::EntryHeader header;
  if (!header.ParseFromString(stored.header()) || header.revision() != size_ + 1) {
    return WrongFile(Concat("Máy chủ gửi một mục khác thay cho mục ", size_ + 1, " của sổ ghi."),
                     Concat("The server sent another entry in the place of entry ", size_ + 1, "."));
  }
  ++size_;
  std::vector<v1::Event> events;
  for (const v1::StoredEntry::StoredEvent& event : stored.events()) {
    if (event.event().empty()) continue;
    if (!events.emplace_back().ParseFromString(event.event())) {
      return WrongFile(Concat("Không đọc được mục ", size_, " của sổ ghi."),
                       Concat("Entry ", size_, " of the journal can't be read."));
    }
  }
  if (size_ == 1 && !events.empty()) {
    federation_ = header.federation();
    SetZone(events.front().federation_created().time_zone());
  }
  last_day_ = absl::ToCivilDay(absl::FromUnixMicros(header.time_micros()), zone_);
  for (const v1::Event& event : events) TakeEvent(event);
  return absl::OkStatus();
}

int64_t ProofPackTables::SealedBy(const std::string& year) const {
  for (const auto& [round, entry] : seals_) {
    const auto id = rounds_.find(round);
    if (id != rounds_.end() && id->second == year) return entry;
  }
  return 0;
}

google::type::Date ProofPackTables::last_day() const {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(last_day_.year()));
  date.set_month(last_day_.month());
  date.set_day(last_day_.day());
  return date;
}

std::string ProofPackTables::key() const { return last_key_; }

void ProofPackTables::TakeEvent(const v1::Event& event) {
  switch (event.event_case()) {
    case v1::Event::kPeriodSealed:
      seals_[event.period_sealed().round_number()] = size_;
      break;
    case v1::Event::kEvidenceUploaded: {
      File& file = evidence_[event.evidence_uploaded().evidence()];
      file.entry = size_;
      file.uploaded = event.evidence_uploaded();
      break;
    }
    case v1::Event::kProgressReported:
      Use(event.progress_reported().report(), event.progress_reported().task());
      break;
    case v1::Event::kTaskSubmitted:
      Use(event.task_submitted().report(), event.task_submitted().task());
      break;
    case v1::Event::kTaskAccepted:
      Use(event.task_accepted().result(), event.task_accepted().task());
      break;
    case v1::Event::kResultRestated:
      Use(event.result_restated().result(), event.result_restated().task());
      break;
    case v1::Event::kRemedySubmitted:
      for (const v1::ReportFacts::Proof& proof : event.remedy_submitted().evidence()) {
        Use(proof.evidence(),
            Concat(inspections_[event.remedy_submitted().inspection()], "/", event.remedy_submitted().finding()));
      }
      break;
    default:
      TakeNames(event);
      TakePlan(event);
      TakeKeys(event);
      break;
  }
}

void ProofPackTables::TakeNames(const v1::Event& event) {
  if (event.has_programme_loaded()) {
    const v1::ProgrammeLoaded& loaded = event.programme_loaded();
    for (int i = 0; i < std::min(loaded.item_numbers_size(), loaded.programme().items_size()); ++i) {
      items_[loaded.item_numbers(i)] = loaded.programme().items(i).id();
    }
    SetZone(loaded.programme().time_zone());
  } else if (event.has_unions_imported()) {
    for (const auto& one : event.unions_imported().unions()) units_[one.union_number()] = one.id();
  } else if (event.has_union_changed()) {
    for (const auto& one : event.union_changed().into()) units_[one.union_number()] = one.id();
  } else if (event.has_unions_admitted()) {
    for (const auto& one : event.unions_admitted().unions())
      units_[one.admitted().union_number()] = one.admitted().id();
  } else if (event.has_round_drafted()) {
    rounds_[event.round_drafted().round_number()] = event.round_drafted().id();
  } else if (event.has_item_issued()) {
    const v1::ItemIssued& issued = event.item_issued();
    if (issued.has_ad_hoc()) items_[issued.item_number()] = issued.ad_hoc().id();
    int64_t number = issued.first_task();
    for (const int64_t assignee : issued.assignees()) {
      tasks_[number++] = {.round = issued.round_number(), .item = issued.item_number(), .assignee = assignee};
    }
  } else if (event.has_inspection_scheduled()) {
    inspections_[event.inspection_scheduled().inspection()] = event.inspection_scheduled().id();
  }
}

void ProofPackTables::TakePlan(const v1::Event& event) {
  if (event.has_inspection_plan_drafted()) {
    plans_[event.inspection_plan_drafted().plan()] = {};
    plans_[event.inspection_plan_drafted().plan()].id = event.inspection_plan_drafted().id();
  } else if (event.has_inspection_plan_approved()) {
    Plan& plan = plans_[event.inspection_plan_approved().plan()];
    plan.approved_by = size_;
    plan.approval = event.inspection_plan_approved();
  } else if (event.has_sample_drawn()) {
    Plan& plan = plans_[event.sample_drawn().plan()];
    plan.drawn_by = size_;
    plan.draw = event.sample_drawn();
  } else if (event.has_drawn_unit_replaced()) {
    plans_[event.drawn_unit_replaced().plan()].replaced.emplace_back(size_, event.drawn_unit_replaced());
  }
}

void ProofPackTables::TakeKeys(const v1::Event& event) {
  if (event.has_journal_key_set()) {
    last_key_ = rules::VerifierKeyText({.name = Concat("phancong/", rules::FederationName(federation_)),
                                        .kind = rules::KeyKind::kLog,
                                        .key = event.journal_key_set().public_key()});
    Append(keys_, "key ", size_, " ", last_key_, "\n");
    if (!event.journal_key_set().handover().empty()) {
      Append(keys_, "handover ", absl::Base64Escape(event.journal_key_set().handover()), "\n");
    }
  } else if (event.has_witness_named()) {
    const v1::WitnessNamed& named = event.witness_named();
    witnesses_[named.witness()] = Concat(
        "witness ", size_, " ",
        rules::VerifierKeyText({.name = named.name(), .kind = rules::KeyKind::kWitness, .key = named.public_key()}),
        "\n");
  } else if (event.has_witness_ended()) {
    Append(witnesses_[event.witness_ended().witness()], "ended ", size_, "\n");
  }
}

void ProofPackTables::Use(const v1::ReportFacts& facts, int64_t task) {
  const Task& of = tasks_[task];
  const std::string name = Concat(rounds_[of.round], "/", items_[of.item], ".", UnitId(of.assignee));
  for (const v1::ReportFacts::Proof& proof : facts.evidence()) Use(proof.evidence(), name);
}

void ProofPackTables::Use(int64_t evidence, const std::string& user) {
  if (evidence == 0) return;
  std::vector<std::string>& users = evidence_[evidence].used_by;
  if (std::find(users.begin(), users.end(), user) == users.end()) users.push_back(user);
}

void ProofPackTables::SetZone(const std::string& name) {
  absl::TimeZone zone;
  if (absl::LoadTimeZone(name, &zone)) zone_ = zone;
}

std::string ProofPackTables::UnitId(int64_t number) const {
  if (number == 0) return std::string(rules::kFederationAssignee);
  const auto unit = units_.find(number);
  return unit == units_.end() ? Concat(number) : unit->second;
}

const ProofPackTables::Plan* ProofPackTables::FindPlan(const std::string& year) const {
  const auto found = std::find_if(plans_.begin(), plans_.end(), [&](const auto& plan) {
    return plan.second.id == year && plan.second.approved_by != 0;
  });
  return found == plans_.end() ? nullptr : &found->second;
}

std::string ProofPackTables::Evidence() const {
  Table table = TableWith("evidence entry sha256 bytes media_type kind unit used_by");
  for (const auto& [number, file] : evidence_) {
    AddRow(table, number, file.entry, Hex(file.uploaded.sha256()), file.uploaded.size(), file.uploaded.media_type(),
           file.uploaded.kind(), UnitId(file.uploaded.union_number()), Join(file.used_by, " "));
  }
  return RenderCsv(table);
}

std::string ProofPackTables::Populations(const std::string& year) const {
  Table table = TableWith("plan stratum percent quota unit last_year standing");
  if (const Plan* const plan = FindPlan(year); plan != nullptr) {
    for (const auto& stratum : plan->approval.strata()) {
      for (const auto& unit : stratum.units()) {
        AddRow(table, year, stratum.id(), stratum.percent(), stratum.quota(), UnitId(unit.union_number()),
               unit.last_year(),
               unit.risk()       ? "risk"
               : unit.left_out() ? "out"
                                 : "in");
      }
    }
  }
  return RenderCsv(table);
}

std::string ProofPackTables::Seeds(const std::string& year) const {
  Table table = TableWith("plan approved_by_entry population_digest seed_commitment drawn_by_entry seed");
  if (const Plan* const plan = FindPlan(year); plan != nullptr) {
    AddRow(table, year, plan->approved_by, Hex(plan->approval.population_digest()),
           Hex(plan->approval.seed_commitment()), plan->drawn_by, Hex(plan->draw.seed()));
  }
  return RenderCsv(table);
}

std::string ProofPackTables::Samples(const std::string& year) const {
  Table table = TableWith("plan stratum place unit basis replaces entry");
  const Plan* const plan = FindPlan(year);
  if (plan == nullptr) return RenderCsv(table);
  for (int i = 0; i < plan->draw.strata_size(); ++i) {
    const v1::SampleDrawn::Stratum& stratum = plan->draw.strata(i);
    if (i >= plan->approval.strata_size()) break;
    const auto& units = plan->approval.strata(i).units();
    int64_t place = 0;
    for (const int64_t number : stratum.sample()) {
      const bool risk = std::any_of(units.begin(), units.end(),
                                    [&](const auto& unit) { return unit.union_number() == number && unit.risk(); });
      AddRow(table, year, stratum.id(), ++place, UnitId(number), risk ? "risk" : "drawn", "", plan->drawn_by);
    }
    for (const auto& [entry, replaced] : plan->replaced) {
      if (replaced.stratum() != stratum.id()) continue;
      AddRow(table, year, stratum.id(), ++place, UnitId(replaced.replacement()), "replacement",
             UnitId(replaced.union_number()), entry);
    }
  }
  return RenderCsv(table);
}

std::string ProofPackTables::Keys() const { return keys_; }

std::string ProofPackTables::Witnesses() const {
  return Join(witnesses_, "", [](const auto& witness) -> const std::string& { return witness.second; });
}

std::string FiguresTable(const v1::ListIndicatorProgressResponse& shown) {
  Table table = TableWith(
      "item state figure target numerator denominator met provisional_state provisional_numerator "
      "provisional_denominator provisional_met expected reported not_applicable submitted");
  for (const v1::IndicatorProgress& indicator : shown.indicators()) {
    const std::string state = StateName(indicator.state());
    const std::string then = StateName(indicator.provisional_state());
    for (const v1::FigureProgress& figure : indicator.figures()) {
      AddRow(table, indicator.item(), state, figure.figure(), figure.target(), figure.numerator(), figure.denominator(),
             figure.met() ? 1 : 0, then, figure.provisional_numerator(), figure.provisional_denominator(),
             figure.provisional_met() ? 1 : 0, indicator.expected(), indicator.reported(), indicator.not_applicable(),
             indicator.submitted());
    }
    if (indicator.figures().empty()) {
      AddRow(table, indicator.item(), state, "", "", "", "", "", then, "", "", "", indicator.expected(),
             indicator.reported(), indicator.not_applicable(), indicator.submitted());
    }
  }
  return RenderCsv(table);
}

}  // namespace phancong::client
