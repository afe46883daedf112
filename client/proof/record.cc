#include "client/proof/record.h"

#include <algorithm>

#include "absl/time/civil_time.h"
#include "client/proof/items.h"

namespace phancong::proof {

Record::Record() : zone_(absl::UTCTimeZone()) {}

void Record::Begin(const Entry& entry) {
  entry_ = entry.header.revision();
  // The first event of all says the zone, which holds for its own entry too.
  for (const Entry::Event& event : entry.events) {
    if (entry_ == 1 && event.event.has_federation_created()) {
      absl::LoadTimeZone(event.event.federation_created().time_zone(), &zone_);
    }
  }
  const absl::CivilDay day = absl::ToCivilDay(absl::FromUnixMicros(entry.header.time_micros()), zone_);
  today_ = day - absl::CivilDay(1970, 1, 1);
}

void Record::Take(const v1::Event& event) {
  switch (event.event_case()) {
    case v1::Event::kProgrammeLoaded: {
      const v1::ProgrammeLoaded& loaded = event.programme_loaded();
      const int items = std::min(loaded.programme().items_size(), loaded.item_numbers_size());
      for (int i = 0; i < items; ++i) {
        item_numbers_[loaded.programme().items(i).id()] = loaded.item_numbers(i);
        item_ids_[loaded.item_numbers(i)] = loaded.programme().items(i).id();
      }
      absl::LoadTimeZone(loaded.programme().time_zone(), &zone_);
      programmes_[loaded.version()] = loaded.programme();
      break;
    }
    case v1::Event::kRoundDrafted: {
      const v1::RoundDrafted& drafted = event.round_drafted();
      Round& round = rounds_[drafted.round_number()] = {};
      round.id = drafted.id();
      round.programme_version = drafted.programme_version();
      round.period = {drafted.period_begin_day(), drafted.period_end_day()};
      round.population_day = drafted.population_day();
      for (const v1::RoundDrafted::DraftItem& item : drafted.items()) round.items.insert(item.item_number());
      for (const v1::TargetRaised& raised : drafted.targets()) {
        if (raised.assignees().empty()) round.raised.insert({raised.item_number(), {raised.figure(), raised.target()}});
      }
      break;
    }
    case v1::Event::kRoundIssued:
      rounds_[event.round_issued().round_number()].issued = true;
      break;
    case v1::Event::kPeriodSealed:
      rounds_[event.period_sealed().round_number()].sealed_by = entry_;
      break;
    case v1::Event::kItemIssued:
      TakeItem(event.item_issued());
      break;
    case v1::Event::kProgressReported:
      TakeReport(event.progress_reported().task(), event.progress_reported(), Phase::kOpen);
      break;
    case v1::Event::kTaskSubmitted:
      TakeReport(event.task_submitted().task(), event.task_submitted(), Phase::kWithReviewer);
      break;
    case v1::Event::kTaskRecalled:
      tasks_[event.task_recalled().task()].phase = Phase::kOpen;
      break;
    case v1::Event::kTaskReturned:
      tasks_[event.task_returned().task()].phase = Phase::kOpen;
      break;
    case v1::Event::kTaskReopened:
      tasks_[event.task_reopened().task()].phase = Phase::kOpen;
      break;
    case v1::Event::kTaskAccepted:
      TakeAcceptance(event.task_accepted());
      break;
    case v1::Event::kTaskWithdrawn:
      tasks_[event.task_withdrawn().task()].phase = Phase::kWithdrawn;
      break;
    case v1::Event::kResultRestated: {
      const auto task = tasks_.find(event.result_restated().task());
      if (task != tasks_.end()) TakeEvidence(event.result_restated().result(), NameOf(task->second));
      break;
    }
    case v1::Event::kInspectionScheduled: {
      const v1::InspectionScheduled& scheduled = event.inspection_scheduled();
      inspections_[scheduled.inspection()] = {
          .id = scheduled.id(), .kind = scheduled.kind(), .union_number = scheduled.union_number(), .concluded_day = 0};
      break;
    }
    case v1::Event::kInspectionConcluded:
      inspections_[event.inspection_concluded().inspection()].concluded_day = today_;
      break;
    case v1::Event::kRatingDecided: {
      const v1::RatingDecided& decided = event.rating_decided();
      levels_[decided.round_number()][decided.union_number()] = decided.facts().level();
      break;
    }
    case v1::Event::kSettlementRecorded:
      settlements_[event.settlement_recorded().year()] = event.settlement_recorded().sent_day();
      break;
    case v1::Event::kEvidenceUploaded: {
      Evidence& evidence = evidence_[event.evidence_uploaded().evidence()];
      evidence.entry = entry_;
      evidence.uploaded = event.evidence_uploaded();
      break;
    }
    case v1::Event::kRemedySubmitted: {
      const v1::RemedySubmitted& remedy = event.remedy_submitted();
      for (const v1::ReportFacts::Proof& proof : remedy.evidence()) {
        Use(proof.evidence(), inspections_[remedy.inspection()].id + "/" + std::to_string(remedy.finding()));
      }
      break;
    }
    default:
      TakePlans(event);
      TakeUnions(event);
      TakeLog(event);
      break;
  }
}

template <typename Message>
void Record::TakeReport(int64_t number, const Message& event, Phase phase) {
  Task& task = tasks_[number];
  task.phase = phase;
  task.claim = event.report();
  TakeEvidence(event.report(), NameOf(task));
  const v1::Item* const item = ItemOf(task);
  if (item == nullptr || IsYearly(*item)) return;
  task.as_of_day = event.as_of_day() != 0 ? event.as_of_day() : today_;
  task.stands[task.as_of_day] = {.facts = event.report(), .accepted = false, .met = false};
}

void Record::TakeItem(const v1::ItemIssued& event) {
  if (event.has_ad_hoc()) item_ids_[event.item_number()] = event.ad_hoc().id();
  Round& round = rounds_[event.round_number()];
  round.items.insert(event.item_number());
  for (const v1::TargetRaised& raised : event.targets()) {
    if (raised.assignees().empty()) round.raised.insert({raised.item_number(), {raised.figure(), raised.target()}});
  }
  for (int i = 0; i < event.assignees_size(); ++i) {
    Task& task = tasks_[event.first_task() + i] = {};
    task.round = event.round_number();
    task.item = event.item_number();
    task.assignee = event.assignees(i);
  }
}

void Record::TakeAcceptance(const v1::TaskAccepted& event) {
  Task& task = tasks_[event.task()];
  task.phase = Phase::kAccepted;
  task.result = event.result();
  task.met = event.met();
  TakeEvidence(event.result(), NameOf(task));
  if (task.as_of_day == 0) return;
  // A year that is sealed stays as it is: what is accepted later stands from then on.
  task.stands[IsSealed(task.as_of_day) ? today_ : task.as_of_day] = {
      .facts = event.result(), .accepted = true, .met = event.met()};
}

void Record::TakeEvidence(const v1::ReportFacts& facts, const std::string& user) {
  for (const v1::ReportFacts::Proof& proof : facts.evidence()) Use(proof.evidence(), user);
}

void Record::Use(int64_t evidence, const std::string& user) {
  if (evidence == 0) return;
  std::vector<std::string>& users = evidence_[evidence].used_by;
  if (std::find(users.begin(), users.end(), user) == users.end()) users.push_back(user);
}

void Record::TakePlans(const v1::Event& event) {
  if (event.has_inspection_plan_drafted()) {
    plans_[event.inspection_plan_drafted().plan()] = {};
    plans_[event.inspection_plan_drafted().plan()].draft = event.inspection_plan_drafted();
  } else if (event.has_inspection_plan_approved()) {
    Plan& plan = plans_[event.inspection_plan_approved().plan()];
    plan.approved_by = entry_;
    plan.approval = event.inspection_plan_approved();
  } else if (event.has_sample_drawn()) {
    Plan& plan = plans_[event.sample_drawn().plan()];
    plan.drawn_by = entry_;
    plan.draw = event.sample_drawn();
  } else if (event.has_drawn_unit_replaced()) {
    plans_[event.drawn_unit_replaced().plan()].replacements.emplace_back(entry_, event.drawn_unit_replaced());
  }
}

void Record::TakeUnions(const v1::Event& event) {
  if (event.has_unions_imported()) {
    for (const v1::UnionsImported::Union& one : event.unions_imported().unions()) {
      directory_.Put(one, event.unions_imported().as_of_day());
    }
  } else if (event.has_union_changed()) {
    const v1::UnionChanged& change = event.union_changed();
    const bool reforms = change.kind() == v1::UNION_CHANGE_KIND_MERGED || change.kind() == v1::UNION_CHANGE_KIND_SPLIT;
    for (const v1::UnionsImported::Union& into : change.into()) {
      directory_.Put(into, change.day());
      if (reforms) directory_.Reform(into.union_number(), change.day());
    }
    for (const int64_t number : change.ended()) directory_.End(number, change.day());
  } else if (event.has_unions_admitted()) {
    for (const v1::UnionsAdmitted::Admitted& one : event.unions_admitted().unions()) {
      directory_.Put(one.admitted(), today_);
    }
  } else if (event.has_union_facts_updated()) {
    const v1::UnionFactsUpdated& updated = event.union_facts_updated();
    for (const auto& [fact, value] : updated.facts()) {
      directory_.SetFact(updated.union_number(), fact, updated.as_of_day(), value);
    }
  }
}

void Record::TakeLog(const v1::Event& event) {
  if (event.has_journal_key_set()) {
    keys_.push_back({.entry = entry_, .set = event.journal_key_set()});
  } else if (event.has_witness_named()) {
    witnesses_.push_back({.entry = entry_, .named = event.witness_named(), .ended_by = 0});
  } else if (event.has_witness_ended()) {
    for (Witness& witness : witnesses_) {
      if (witness.named.witness() == event.witness_ended().witness()) witness.ended_by = entry_;
    }
  }
}

bool Record::IsSealed(int64_t day) const {
  return std::any_of(rounds_.begin(), rounds_.end(), [day](const auto& round) {
    return round.second.sealed_by != 0 && round.second.period.Holds(day);
  });
}

const std::map<int64_t, std::string>& Record::LevelsOf(int64_t round) const {
  static const auto& none = *new std::map<int64_t, std::string>;
  const auto found = levels_.find(round);
  return found == levels_.end() ? none : found->second;
}

std::optional<int64_t> Record::SettlementOf(int64_t year) const {
  const auto found = settlements_.find(year);
  if (found == settlements_.end()) return std::nullopt;
  return found->second;
}

const v1::Programme& Record::ProgrammeOf(int64_t version) const {
  const auto found = programmes_.find(version);
  return found == programmes_.end() ? v1::Programme::default_instance() : found->second;
}

int64_t Record::NumberOf(const std::string& item) const {
  const auto found = item_numbers_.find(item);
  return found == item_numbers_.end() ? 0 : found->second;
}

const std::pair<const int64_t, Round>* Record::FindRound(std::string_view id) const {
  const auto found =
      std::find_if(rounds_.begin(), rounds_.end(), [id](const auto& round) { return round.second.id == id; });
  return found == rounds_.end() ? nullptr : &*found;
}

const v1::Item* Record::ItemOf(const Task& task) const {
  const auto round = rounds_.find(task.round);
  const auto id = item_ids_.find(task.item);
  if (round == rounds_.end() || id == item_ids_.end()) return nullptr;
  return FindItem(ProgrammeOf(round->second.programme_version), id->second);
}

std::string Record::NameOf(const Task& task) const {
  const auto round = rounds_.find(task.round);
  const auto item = item_ids_.find(task.item);
  return (round == rounds_.end() ? std::to_string(task.round) : round->second.id) + "/" +
         (item == item_ids_.end() ? std::to_string(task.item) : item->second) + "." +
         (task.assignee == 0 ? "federation" : directory_.IdOf(task.assignee));
}

}  // namespace phancong::proof
