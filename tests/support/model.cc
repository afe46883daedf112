#include "tests/support/model.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "phancong/v1/error_reason.pb.h"
#include "tests/support/model_words.h"

namespace phancong::support {
namespace {

constexpr int64_t kHour = int64_t{3600} * 1'000'000;
constexpr int64_t kRefusalsWritten = 20;
constexpr int64_t kDueSoonDays = 20;

const std::vector<std::string> kPublic = {"xa", "truong"};
const std::vector<std::string> kEnterprise = {"nha-may", "cong-ty"};
const std::vector<std::string> kBoth = {"xa", "truong", "nha-may", "cong-ty", kFederation};

// What the contract declares: whether a refusal is written into the journal.
bool IsJournaled(const std::string& reason) {
  return v1::ErrorReason_descriptor()
      ->FindValueByName(absl::StrCat("ERROR_REASON_", reason))
      ->options()
      .GetExtension(v1::refusal)
      .journaled();
}

const v1::FigureValue* FigureOf(const v1::Report& report, const std::string& figure) {
  for (const v1::FigureValue& value : report.figures()) {
    if (value.figure() == figure) return &value;
  }
  return nullptr;
}

}  // namespace

ModelDay ModelDayOf(int year, int month, int day) {
  return absl::CivilDay(year, month, day) - absl::CivilDay(1970, 1, 1);
}

Model::Model() {
  using enum Measure;
  items["I.1"] = {.measure = kCoverage,
                  .units = kPublic,
                  .figures = {"held", "heard"},
                  .targets = {60, 60},
                  .needs_minutes = true,
                  .field = "work",
                  .due_month = 6,
                  .due_day = 30};
  items["I.2"] = {.measure = kRatio,
                  .units = AllUnits(),
                  .figures = {"part"},
                  .targets = {75},
                  .field = "work",
                  .due_month = 9,
                  .due_day = 30};
  items["I.3"] = {.measure = kRatio,
                  .units = kBoth,
                  .figures = {"paid", "dues"},
                  .targets = {100, 90},
                  .may_exceed = true,
                  .field = "money"};
  items["I.4"] = {.yearly = false,
                  .measure = kCount,
                  .units = {kFederation},
                  .figures = {"houses"},
                  .targets = {5},
                  .needs_minutes = true,
                  .field = "money"};
  items["I.5"] = {.measure = kAverage,
                  .units = kEnterprise,
                  .figures = {"people"},
                  .targets = {2},
                  .field = "work",
                  .due_month = 11,
                  .due_day = 30};
  items["I.6"] = {.measure = kLevel,
                  .units = {kFederation},
                  .figures = {"level"},
                  .targets = {0},
                  .needs_document = true,
                  .field = "money"};
  items["I.7"] = {.yearly = false,
                  .measure = kCoverage,
                  .units = kEnterprise,
                  .figures = {"signed"},
                  .targets = {100},
                  .field = "work"};
  items["I.8"] = {.measure = kRatio, .units = AllUnits(), .figures = {"late"}, .targets = {50}, .field = "money"};
  items["P1"] = {
      .yearly = false, .units = {kFederation}, .figures = {}, .targets = {}, .needs_document = true, .field = "money"};
  items["D1"] = {.units = kBoth, .figures = {}, .targets = {}, .field = "work", .due_month = 12, .due_day = 15};
}

void Model::Now(int64_t micros) {
  now_micros = micros;
  today = (micros + 7 * kHour) / (24 * kHour);  // Việt Nam keeps UTC+7 all year
}

// --- Who they are. ---------------------------------------------------------------------------------------------------

bool Model::IsHeld(const Office& office, ModelDay day) {
  return office.from <= day && (office.to == 0 || day <= office.to);
}

bool Model::Holds(const std::string& who, v1::Position position, const std::string& unit) const {
  return std::any_of(offices.begin(), offices.end(), [&](const auto& entry) {
    const Office& office = entry.second;
    return office.account == who && office.position == position && office.unit == unit && IsHeld(office, today);
  });
}

// Who acts for another has what is delegated to them of the other's, and nothing of their own.
bool Model::Holds(const Ask& ask, v1::Position position, const std::string& unit) const {
  if (ask.behalf.empty()) return Holds(ask.who, position, unit);
  const std::set<int64_t> exercised = Exercised(ask.who, ask.behalf);
  return std::any_of(exercised.begin(), exercised.end(), [&](int64_t number) {
    return offices.at(number).position == position && offices.at(number).unit == unit;
  });
}

bool Model::IsHeadOfStandingCommittee(const Ask& ask) const {
  return Holds(ask, v1::POSITION_STANDING_COMMITTEE_CHAIR) || Holds(ask, v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR);
}

bool Model::IsOfStandingCommittee(const Ask& ask) const {
  return IsHeadOfStandingCommittee(ask) || Holds(ask, v1::POSITION_STANDING_COMMITTEE_MEMBER);
}

bool Model::IsInspector(const Ask& ask) const {
  return Holds(ask, v1::POSITION_INSPECTION_COMMITTEE_CHAIR) || Holds(ask, v1::POSITION_INSPECTION_COMMITTEE_MEMBER);
}

bool Model::HoldsAnyIn(const Ask& ask, const std::string& unit) const {
  return Holds(ask, v1::POSITION_UNION_CHAIR, unit) || Holds(ask, v1::POSITION_UNION_OFFICER, unit);
}

// What keeps duties apart: all positions of both.
bool Model::HasInterestIn(const Ask& ask, const std::string& unit) const {
  return HoldsAnyIn(ask.who, unit) || (!ask.behalf.empty() && HoldsAnyIn(ask.behalf, unit));
}

std::set<std::string> Model::PeopleOf(const Ask& ask) {
  std::set<std::string> people = {ask.who};
  if (!ask.behalf.empty()) people.insert(ask.behalf);
  return people;
}

bool Model::Share(const Ask& ask, const std::set<std::string>& people) {
  return people.contains(ask.who) || people.contains(ask.behalf);
}

bool Model::IsHeadOfStandingCommittee(const std::string& who) const {
  return Holds(who, v1::POSITION_STANDING_COMMITTEE_CHAIR) || Holds(who, v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR);
}

bool Model::IsOfStandingCommittee(const std::string& who) const {
  return IsHeadOfStandingCommittee(who) || Holds(who, v1::POSITION_STANDING_COMMITTEE_MEMBER);
}

bool Model::IsInspector(const std::string& who) const {
  return Holds(who, v1::POSITION_INSPECTION_COMMITTEE_CHAIR) || Holds(who, v1::POSITION_INSPECTION_COMMITTEE_MEMBER);
}

bool Model::HoldsAnyIn(const std::string& who, const std::string& unit) const {
  return Holds(who, v1::POSITION_UNION_CHAIR, unit) || Holds(who, v1::POSITION_UNION_OFFICER, unit);
}

std::vector<std::string> Model::InChargeOf(const Task& task) const {
  std::vector<std::string> accounts;
  for (const auto& [number, charge] : charges) {
    if (charge.from > today || (charge.to != 0 && charge.to < today)) continue;
    const bool of_task = (!charge.field.empty() && charge.field == ItemOf(task).field) ||
                         (!charge.item.empty() && charge.item == task.item) ||
                         (!charge.unit.empty() && charge.unit == task.unit);
    if (of_task && IsOfStandingCommittee(charge.account)) accounts.push_back(charge.account);
  }
  return accounts;
}

const Model::Item& Model::ItemOf(const Task& task) const {
  static const Item kAdHoc;
  const auto item = items.find(task.item);
  return item == items.end() ? kAdHoc : item->second;
}

std::string Model::MayAsUnion(const Ask& ask, const std::string& unit, bool any_body) const {
  const bool of_some_union =
      std::any_of(AllUnits().begin(), AllUnits().end(), [&](const std::string& any) { return HoldsAnyIn(ask, any); });
  // The federation's own tasks are answered for by one of its bodies; its remedies by the Standing Committee.
  const bool of_some_body = IsOfStandingCommittee(ask) ||
                            (any_body && (IsInspector(ask) || Holds(ask, v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER)));
  if (!of_some_union && !of_some_body) return "POSITION_REQUIRED";
  const bool own = unit == kFederation ? of_some_body : HoldsAnyIn(ask, unit);
  return own ? "" : "NOT_YOUR_UNION";
}

// A union's officers and chair; for the federation itself its members in charge, or the chair where there are none.
bool Model::ActsFor(const Ask& ask, const Task& task) const {
  if (task.unit != kFederation) return HoldsAnyIn(ask, task.unit);
  const std::vector<std::string> in_charge = InChargeOf(task);
  if (in_charge.empty()) return Holds(ask, v1::POSITION_STANDING_COMMITTEE_CHAIR);
  return IsOfStandingCommittee(ask) && Contains(in_charge, ask.principal());
}

bool Model::HeadsFor(const Ask& ask, const Task& task) const {
  return task.unit == kFederation ? ActsFor(ask, task) : Holds(ask, v1::POSITION_UNION_CHAIR, task.unit);
}

// Who has an interest in the unit, or works on the federation's own task, decides no date or exception for it, nor in
// another's name.
bool Model::IsDisinterested(const Ask& ask, const Task& task) const {
  if (task.unit != kFederation) return !HasInterestIn(ask, task.unit);
  const std::vector<std::string> in_charge = InChargeOf(task);
  const auto works = [&](const std::string& who) {
    return in_charge.empty() ? Holds(who, v1::POSITION_STANDING_COMMITTEE_CHAIR) : Contains(in_charge, who);
  };
  return !works(ask.who) && (ask.behalf.empty() || !works(ask.behalf));
}

bool Model::IsAuthor(const Ask& ask, const Task& task) { return Share(ask, task.authors); }

void Model::Writes(const Ask& ask, Task& task) {
  task.authors.insert(ask.who);
  if (!ask.behalf.empty()) task.authors.insert(ask.behalf);
}

bool Model::IsWithAssignee(const Task& task) {
  return task.state == State::kIssued || task.state == State::kInProgress || task.state == State::kReturned;
}

bool Model::IsOpen(const Task& task) {
  return IsWithAssignee(task) || task.state == State::kSubmitted || task.state == State::kInReview ||
         task.state == State::kSuspended;
}

// Its round is sealed, or its date in force lies in a year that is.
bool Model::IsSealed(const Task& task) const {
  return std::any_of(rounds.begin(), rounds.end(), [&](const auto& entry) {
    const auto& [name, round] = entry;
    if (!round.frozen) return false;
    return task.round == name || (PeriodOf(name).first <= task.due() && task.due() <= PeriodOf(name).second);
  });
}

std::pair<ModelDay, ModelDay> Model::PeriodOf(const std::string& round) {
  if (round == "2025-2026") return {ModelDayOf(2025, 1, 1), ModelDayOf(2026, 12, 31)};
  return {ModelDayOf(std::stoi(round), 1, 1), ModelDayOf(std::stoi(round), 12, 31)};
}

// --- Reports. --------------------------------------------------------------------------------------------------------

std::string Model::WhyUnfit(const Task& task, const v1::Report& report) const {
  for (const v1::FigureValue& value : report.figures()) {
    if (!Contains(ItemOf(task).figures, value.figure())) return "INVALID_FIELD";
  }
  return "";
}

bool Model::IsNotApplicable(const Task& task, const v1::Report& report) const {
  const Item& item = ItemOf(task);
  return !item.figures.empty() && std::all_of(item.figures.begin(), item.figures.end(), [&](const std::string& figure) {
    const v1::FigureValue* value = FigureOf(report, figure);
    return value != nullptr && !value->not_applicable_reason().empty();
  });
}

std::string Model::WhyIncomplete(const Task& task, const v1::Report& report, const Ask* reporter) const {
  if (std::string unfit = WhyUnfit(task, report); !unfit.empty()) return unfit;
  const Item& item = ItemOf(task);
  for (const std::string& figure : item.figures) {
    const v1::FigureValue* value = FigureOf(report, figure);
    if (value == nullptr) return "FIGURES_MISSING";
  }
  for (const v1::FigureValue& value : report.figures()) {
    const bool ratio = item.measure == Measure::kRatio && value.not_applicable_reason().empty();
    if (ratio && !item.may_exceed && value.numerator() > value.denominator()) return "NUMERATOR_EXCEEDS";
  }
  // An exception is for others than who decided it.
  const bool waived = !task.waived_by.empty() && (reporter == nullptr || !Share(*reporter, task.waived_by));
  const bool needs_minutes = item.needs_minutes && !waived;
  // Of what does not apply there is nothing to bring.
  if (IsNotApplicable(task, report)) return "";
  if (needs_minutes && report.evidence().empty()) return "EVIDENCE_MISSING";
  if (item.needs_document && report.document().number().empty()) return "DOCUMENT_MISSING";
  return "";
}

bool Model::Meets(const Task& task) const {
  const Item& item = ItemOf(task);
  if (!task.result || IsNotApplicable(task, *task.result)) return false;
  if (item.measure == Measure::kLevel) return FigureOf(*task.result, "level")->numerator() == 0;
  return std::all_of(item.figures.begin(), item.figures.end(), [&](const std::string& figure) {
    const v1::FigureValue* value = FigureOf(*task.result, figure);
    return !value->not_applicable_reason().empty() || value->numerator() == 1;
  });
}

std::string Model::FiguresOf(const v1::Report& report) {
  std::set<std::string> words;
  for (const v1::FigureValue& value : report.figures()) {
    words.insert(!value.not_applicable_reason().empty() ? absl::StrCat(value.figure(), "=n/a")
                 : value.has_denominator()
                     ? absl::StrCat(value.figure(), "=", value.numerator(), "/", value.denominator())
                     : absl::StrCat(value.figure(), "=", value.numerator()));
  }
  std::string text = report.document().number();
  for (const std::string& word : words) absl::StrAppend(&text, " ", word);
  return text;
}

// --- Refusals. -------------------------------------------------------------------------------------------------------

// An entry for each refusal by policy or a guard; above the limit in an hour they are counted, and written as one entry
// with the person's next refusal in another hour.
std::string Model::Refuse(const std::string& who, const std::string& reason) {
  if (!IsJournaled(reason)) return reason;
  Refused& refused = refused_[who];
  const int64_t hour = now_micros / kHour;
  if (refused.hour != hour) {
    if (refused.count > kRefusalsWritten) ++revision;
    refused = {.hour = hour, .count = 0};
  }
  if (++refused.count <= kRefusalsWritten) ++revision;
  return reason;
}

// --- How far it is. --------------------------------------------------------------------------------------------------

Model::Timing Model::TimingOf(const Task& task) const {
  int64_t late = 0;
  for (const Leg& leg : task.legs) {
    if (leg.submitted) late = std::max(late, *leg.submitted - leg.due);
  }
  switch (task.state) {
    case State::kSubmitted:
    case State::kInReview:
      return {.timing = v1::TIMING_AWAITING_REVIEW, .days_late = late};
    case State::kAccepted:
      return {.timing = late > 0 ? v1::TIMING_DONE_LATE : v1::TIMING_DONE_ON_TIME, .days_late = late};
    case State::kNotMet:
      return {.timing = v1::TIMING_NOT_MET};
    case State::kSuspended:
    case State::kWithdrawn:
      return {.timing = v1::TIMING_NO_DEADLINE};
    default:
      break;
  }
  if (today > task.due()) return {.timing = v1::TIMING_OVERDUE, .days_late = today - task.due()};
  return {.timing = task.due() - today <= kDueSoonDays ? v1::TIMING_DUE_SOON : v1::TIMING_NOT_DUE};
}

Model::Timeliness Model::TimelinessOf(const std::string& round) const {
  Timeliness counts;
  for (const auto& [name, task] : tasks) {
    if (task.round != round) continue;
    switch (TimingOf(task).timing) {
      case v1::TIMING_DONE_ON_TIME:
        ++counts.on_time;
        break;
      case v1::TIMING_DONE_LATE:
        ++counts.late;
        break;
      case v1::TIMING_OVERDUE:
        ++counts.overdue;
        break;
      case v1::TIMING_AWAITING_REVIEW:
        ++counts.awaiting;
        break;
      case v1::TIMING_NOT_MET:
        ++counts.not_met;
        break;
      case v1::TIMING_NO_DEADLINE:
        break;
      default:
        ++counts.not_due;
        break;
    }
  }
  return counts;
}

Model::Figures Model::FiguresShownOf(const std::string& name) const {
  const Round& round = rounds.at(name);
  if (round.frozen) return *round.frozen;
  const int year = std::stoi(name);
  Figures figures;
  for (const auto& [id, item] : items) figures.indicators[id] = ProgressOf(item.yearly ? name : "2025-2026", id);
  figures.members = MembersOn(std::min(today, ModelDayOf(year, 12, 31)));
  figures.inspected = InspectedIn(year);
  return figures;
}

Model::Progress Model::ProgressOf(const std::string& round, const std::string& id) const {
  const Item& item = items.at(id);
  Progress progress;
  int64_t met = 0;
  std::vector<std::pair<int64_t, int64_t>> sums(item.figures.size());
  for (const auto& [name, task] : tasks) {
    if (task.round != round || task.item != id || task.state == State::kWithdrawn) continue;
    ++progress.expected;
    progress.submitted += task.state == State::kSubmitted || task.state == State::kInReview;
    if (task.state != State::kAccepted) continue;
    ++progress.reported;
    progress.not_applicable += IsNotApplicable(task, *task.result);
    met += Meets(task);
    for (size_t i = 0; i < item.figures.size(); ++i) {
      const v1::FigureValue* value = FigureOf(*task.result, item.figures[i]);
      if (!value->not_applicable_reason().empty()) continue;
      sums[i].first += value->numerator();
      sums[i].second += value->denominator();
    }
  }
  const int64_t applicable = progress.expected - progress.not_applicable;
  switch (item.measure) {
    case Measure::kCoverage:
    case Measure::kLevel:
      progress.figures = {{met, applicable}};
      break;
    case Measure::kRatio:
      progress.figures = sums;
      break;
    case Measure::kCount:
      progress.figures = {{sums[0].first, item.targets[0]}};
      break;
    case Measure::kAverage:
      progress.figures = {{sums[0].first, applicable}};
      break;
    case Measure::kJudgement:
      break;
  }
  progress.has_data = progress.reported > progress.not_applicable;
  return progress;
}

int64_t Model::MembersOn(ModelDay day) const {
  int64_t sum = 0;
  for (const auto& [unit, history] : members) {
    const auto after = history.upper_bound(day);
    if (after != history.begin()) sum += std::prev(after)->second;
  }
  return sum;
}

int64_t Model::InspectedIn(int year) const {
  std::set<std::string> units;
  for (const auto& [name, inspection] : inspections) {
    if (inspection.kind != "finance" || !Contains(kPublic, inspection.unit)) continue;
    if (inspection.state != InspectionState::kConcluded) continue;
    if (inspection.concluded < ModelDayOf(year, 1, 1) || inspection.concluded > ModelDayOf(year, 12, 31)) continue;
    units.insert(inspection.unit);
  }
  return static_cast<int64_t>(units.size());
}

}  // namespace phancong::support
