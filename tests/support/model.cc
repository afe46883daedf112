#include "tests/support/model.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "phancong/v1/error_reason.pb.h"

namespace phancong::support {
namespace {

constexpr char kFederation[] = "federation";
constexpr int64_t kHour = int64_t{3600} * 1'000'000;
constexpr int64_t kRefusalsWritten = 20;
constexpr int64_t kDueSoonDays = 20;

const std::vector<std::string> kPublic = {"xa", "truong"};
const std::vector<std::string> kEnterprise = {"nha-may", "cong-ty"};
const std::vector<std::string> kAll = {"xa", "truong", "nha-may", "cong-ty"};
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

bool Contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
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
                  .units = kAll,
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
  items["I.8"] = {.measure = kRatio, .units = kAll, .figures = {"late"}, .targets = {50}, .field = "money"};
  items["P1"] = {
      .yearly = false, .units = {kFederation}, .figures = {}, .targets = {}, .needs_document = true, .field = "money"};
  items["D1"] = {.units = kBoth, .figures = {}, .targets = {}, .field = "work", .due_month = 12, .due_day = 15};
}

void Model::Now(int64_t micros) {
  now_micros = micros;
  today = (micros + 7 * kHour) / (24 * kHour);  // Việt Nam keeps UTC+7 all year
}

// --- Who they are. ---------------------------------------------------------------------------------------------------

bool Model::Holds(const std::string& who, v1::Position position, const std::string& unit) const {
  return std::any_of(offices.begin(), offices.end(), [&](const auto& entry) {
    const Office& office = entry.second;
    return office.account == who && office.position == position && office.unit == unit && office.from <= today &&
           (office.to == 0 || today <= office.to);
  });
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

std::string Model::MayAsUnion(const std::string& who, const std::string& unit, bool any_body) const {
  const bool of_some_union =
      std::any_of(kAll.begin(), kAll.end(), [&](const std::string& any) { return HoldsAnyIn(who, any); });
  // The federation's own tasks are answered for by one of its bodies; its remedies by the Standing Committee.
  const bool of_some_body = IsOfStandingCommittee(who) ||
                            (any_body && (IsInspector(who) || Holds(who, v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER)));
  if (!of_some_union && !of_some_body) return "POSITION_REQUIRED";
  const bool own = unit == kFederation ? of_some_body : HoldsAnyIn(who, unit);
  return own ? "" : "NOT_YOUR_UNION";
}

std::string Model::MayExplain(const std::string& who, const std::string& unit) const {
  const bool chairs_some = std::any_of(
      kAll.begin(), kAll.end(), [&](const std::string& any) { return Holds(who, v1::POSITION_UNION_CHAIR, any); });
  if (!chairs_some && !IsHeadOfStandingCommittee(who)) return "POSITION_REQUIRED";
  const bool own = unit == kFederation ? IsHeadOfStandingCommittee(who) : Holds(who, v1::POSITION_UNION_CHAIR, unit);
  return own ? "" : "NOT_YOUR_UNION";
}

// A union's officers and chair; for the federation itself its members in charge, or the chair where there are none.
bool Model::ActsFor(const std::string& who, const Task& task) const {
  if (task.unit != kFederation) return HoldsAnyIn(who, task.unit);
  const std::vector<std::string> in_charge = InChargeOf(task);
  return in_charge.empty() ? Holds(who, v1::POSITION_STANDING_COMMITTEE_CHAIR) : Contains(in_charge, who);
}

bool Model::HeadsFor(const std::string& who, const Task& task) const {
  return task.unit == kFederation ? ActsFor(who, task) : Holds(who, v1::POSITION_UNION_CHAIR, task.unit);
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

std::string Model::WhyIncomplete(const Task& task, const v1::Report& report) const {
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
  if (item.needs_minutes && report.evidence().empty() && !IsNotApplicable(task, report)) return "EVIDENCE_MISSING";
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

// --- A task's way. ---------------------------------------------------------------------------------------------------

std::string Model::Acknowledge(const Ask& ask, const std::string& name) {
  Task& task = tasks.at(name);
  if (std::string refused = MayAsUnion(ask.who, task.unit); !refused.empty()) return Refuse(ask.who, refused);
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (!ActsFor(ask.who, task)) return Refuse(ask.who, "NOT_YOUR_UNION");
  if (task.state != State::kIssued) return Refuse(ask.who, "TASK_STATE");
  task.state = State::kInProgress;
  return Changed(task);
}

std::string Model::Report(const Ask& ask, const std::string& name, const v1::Report& report) {
  Task& task = tasks.at(name);
  if (std::string refused = MayAsUnion(ask.who, task.unit); !refused.empty()) return Refuse(ask.who, refused);
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (!ActsFor(ask.who, task)) return Refuse(ask.who, "NOT_YOUR_UNION");
  const bool with_assignee =
      task.state == State::kIssued || task.state == State::kInProgress || task.state == State::kReturned;
  if (!with_assignee) return Refuse(ask.who, "TASK_STATE");
  if (std::string unfit = WhyUnfit(task, report); !unfit.empty()) return Refuse(ask.who, unfit);
  task.state = State::kInProgress;
  task.claim = report;
  task.authors.insert(ask.who);
  Deals(ask.who, task);
  return Changed(task);
}

std::string Model::Submit(const Ask& ask, const std::string& name, const std::optional<v1::Report>& report) {
  Task& task = tasks.at(name);
  if (std::string refused = MayAsUnion(ask.who, task.unit); !refused.empty()) return Refuse(ask.who, refused);
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (!ActsFor(ask.who, task)) return Refuse(ask.who, "NOT_YOUR_UNION");
  if (!HeadsFor(ask.who, task)) return Refuse(ask.who, "NOT_CHAIR_OF_ASSIGNEE");
  const bool with_assignee =
      task.state == State::kIssued || task.state == State::kInProgress || task.state == State::kReturned;
  if (!with_assignee) return Refuse(ask.who, "TASK_STATE");
  const v1::Report claim = report.value_or(task.claim);
  if (std::string why = WhyIncomplete(task, claim); !why.empty()) return Refuse(ask.who, why);
  task.state = State::kSubmitted;
  task.claim = claim;
  task.authors.insert(ask.who);
  Deals(ask.who, task);
  task.legs.back().submitted = today;
  return Changed(task);
}

// A submission that is recalled made nobody punctual.
std::string Model::Recall(const Ask& ask, const std::string& name) {
  Task& task = tasks.at(name);
  if (std::string refused = MayAsUnion(ask.who, task.unit); !refused.empty()) return Refuse(ask.who, refused);
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (!ActsFor(ask.who, task)) return Refuse(ask.who, "NOT_YOUR_UNION");
  if (task.state != State::kSubmitted) return Refuse(ask.who, "TASK_STATE");
  task.state = State::kInProgress;
  task.legs.back().submitted.reset();
  return Changed(task);
}

// Entered by a member; on time by the day on which it was received.
std::string Model::RecordPaper(const Ask& ask, const std::string& name, const v1::Report& report, ModelDay received) {
  Task& task = tasks.at(name);
  if (!IsOfStandingCommittee(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (received > today || received < rounds.at(task.round).decided) return Refuse(ask.who, "INVALID_FIELD");
  const bool with_assignee =
      task.state == State::kIssued || task.state == State::kInProgress || task.state == State::kReturned;
  if (!with_assignee) return Refuse(ask.who, "TASK_STATE");
  if (std::string why = WhyIncomplete(task, report); !why.empty()) return Refuse(ask.who, why);
  if (report.evidence().empty()) return Refuse(ask.who, "EVIDENCE_MISSING");
  task.state = State::kSubmitted;
  task.claim = report;
  task.authors.insert(ask.who);
  Deals(ask.who, task);
  task.legs.back().submitted = received;
  return Changed(task);
}

std::string Model::WhyNoReviewer(const std::string& who, const Task& task) const {
  if (task.authors.contains(who)) return "AUTHOR_OF_REPORT";
  if (task.unit != kFederation && HoldsAnyIn(who, task.unit)) return "POSITION_IN_ASSIGNEE";
  return "";
}

std::string Model::TakeReview(const Ask& ask, const std::string& name, const std::string& reviewer) {
  Task& task = tasks.at(name);
  if (!IsOfStandingCommittee(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (reviewer != ask.who && !Holds(ask.who, v1::POSITION_STANDING_COMMITTEE_CHAIR)) {
    return Refuse(ask.who, "POSITION_REQUIRED");
  }
  if (!IsOfStandingCommittee(reviewer)) return Refuse(ask.who, "INVALID_FIELD");
  if (task.state != State::kSubmitted) return Refuse(ask.who, "TASK_STATE");
  if (std::string why = WhyNoReviewer(reviewer, task); !why.empty()) return Refuse(ask.who, why);
  task.state = State::kInReview;
  task.reviewer = reviewer;
  Deals(reviewer, task);
  return Changed(task);
}

std::string Model::ReleaseReview(const Ask& ask, const std::string& name) {
  Task& task = tasks.at(name);
  if (!IsOfStandingCommittee(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (task.state != State::kInReview) return Refuse(ask.who, "TASK_STATE");
  if (task.reviewer != ask.who && !IsHeadOfStandingCommittee(ask.who)) return Refuse(ask.who, "NOT_REVIEWER");
  task.state = State::kSubmitted;
  task.reviewer.clear();
  return Changed(task);
}

std::string Model::Accept(const Ask& ask, const std::string& name, const std::optional<v1::Report>& result,
                          bool reason) {
  Task& task = tasks.at(name);
  if (!IsOfStandingCommittee(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (task.state != State::kSubmitted && task.state != State::kInReview) return Refuse(ask.who, "TASK_STATE");
  if (std::string why = WhyNoReviewer(ask.who, task); !why.empty()) return Refuse(ask.who, why);
  const bool reviewer = task.state == State::kInReview ? task.reviewer == ask.who : Contains(InChargeOf(task), ask.who);
  if (!reviewer) return Refuse(ask.who, "NOT_REVIEWER");
  // What the reviewer does not say again stays as it was claimed.
  v1::Report counts = result.value_or(task.claim);
  if (counts.evidence().empty()) *counts.mutable_evidence() = task.claim.evidence();
  const std::string incomplete = result ? WhyIncomplete(task, counts) : "";
  const bool differs = incomplete.empty() && FiguresOf(counts) != FiguresOf(task.claim);
  if (differs && !reason) return Refuse(ask.who, "REASON_REQUIRED");
  if (!incomplete.empty()) return Refuse(ask.who, incomplete);
  if (ItemOf(task).measure == Measure::kJudgement && !reason) return Refuse(ask.who, "REASON_REQUIRED");
  task.state = State::kAccepted;
  task.result = counts;
  Deals(ask.who, task);
  return Changed(task);
}

// Opens another leg against the rework date: a slow reviewer makes nobody late.
std::string Model::Return(const Ask& ask, const std::string& name, bool reason, ModelDay rework_due) {
  Task& task = tasks.at(name);
  if (!IsOfStandingCommittee(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (task.state != State::kSubmitted && task.state != State::kInReview) return Refuse(ask.who, "TASK_STATE");
  if (std::string why = WhyNoReviewer(ask.who, task); !why.empty()) return Refuse(ask.who, why);
  const bool reviewer = task.state == State::kInReview ? task.reviewer == ask.who : Contains(InChargeOf(task), ask.who);
  if (!reviewer) return Refuse(ask.who, "NOT_REVIEWER");
  if (rework_due < today) return Refuse(ask.who, "DUE_DATE_PAST");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  task.state = State::kReturned;
  task.reviewer.clear();
  Deals(ask.who, task);
  task.legs.push_back({.due = rework_due, .submitted = {}});
  return Changed(task);
}

std::string Model::Withdraw(const Ask& ask, const std::string& name, bool reason, bool decision) {
  Task& task = tasks.at(name);
  if (!IsHeadOfStandingCommittee(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (task.state == State::kAccepted || task.state == State::kWithdrawn) return Refuse(ask.who, "TASK_STATE");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  task.state = State::kWithdrawn;
  return Changed(task);
}

std::string Model::Comment(const Ask& ask, const std::string& name, bool text) {
  Task& task = tasks.at(name);
  const bool reads_all =
      IsOfStandingCommittee(ask.who) || IsInspector(ask.who) || Holds(ask.who, v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER);
  if (!reads_all) {
    const bool of_some_union =
        std::any_of(kAll.begin(), kAll.end(), [&](const std::string& any) { return HoldsAnyIn(ask.who, any); });
    if (!of_some_union) return Refuse(ask.who, "POSITION_REQUIRED");
    if (!HoldsAnyIn(ask.who, task.unit)) return Refuse(ask.who, "NOT_YOUR_UNION");
  }
  if (!ask.etag.empty() && ask.etag != absl::StrCat(task.etag)) return Refuse(ask.who, "STALE");
  if (!text) return Refuse(ask.who, "INVALID_FIELD");
  return Changed(task);
}

// --- Programme, directory, rounds, charges. --------------------------------------------------------------------------

std::string Model::LoadProgramme(const Ask& ask, bool decision, bool right) {
  if (!Holds(ask.who, v1::POSITION_STANDING_COMMITTEE_CHAIR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  if (!right) return Refuse(ask.who, "INVALID_FILE");
  ++versions;
  return Done();
}

// Facts are of the day of the import. What stays the same is no change, and a whole file of it no entry.
std::string Model::ImportUnions(const Ask& ask, const std::map<std::string, int64_t>& members_now) {
  if (!Holds(ask.who, v1::POSITION_STANDING_COMMITTEE_CHAIR)) return Refuse(ask.who, "POSITION_REQUIRED");
  bool changed = false;
  for (const auto& [unit, number] : members_now) {
    std::map<ModelDay, int64_t>& history = members[unit];
    const auto after = history.upper_bound(today);
    if (after != history.begin() && std::prev(after)->second == number) continue;
    history[today] = number;
    union_etag[unit] = revision + 1;
    changed = true;
  }
  return changed ? Done() : "";
}

void Model::Add(const std::string& round, const std::string& item, const std::string& unit, ModelDay due) {
  Task& task = tasks[absl::StrCat(round, "/", item, ".", unit)];
  task.round = round;
  task.item = item;
  task.unit = unit;
  task.base_due = due;
  task.legs = {{.due = due, .submitted = {}}};
  task.etag = revision + 1;
}

std::string Model::Draft(const Ask& ask, const std::string& name, const std::set<std::string>& without) {
  if (!IsOfStandingCommittee(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  const bool term = name == "2025-2026";
  Round& round = rounds[name];
  if (round.issued) return Refuse(ask.who, "ROUND_STATE");
  if (!ask.etag.empty() && ask.etag != absl::StrCat(round.etag)) return Refuse(ask.who, "STALE");
  round.due.clear();
  const int last_year = term ? 2026 : std::stoi(name);
  const ModelDay end = ModelDayOf(last_year, 12, 31);
  for (const auto& [id, item] : items) {
    if (item.yearly == term || without.contains(id)) continue;
    const ModelDay usual = ModelDayOf(last_year, item.due_month, item.due_day);
    round.due[id] = usual < today ? end : usual;
  }
  round.etag = revision + 1;
  return Done();
}

// What was previewed is what is issued: the draft's etag, and a directory that did not change since.
std::string Model::Issue(const Ask& ask, const std::string& name, bool decision) {
  if (!IsHeadOfStandingCommittee(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  const auto found = rounds.find(name);
  if (found == rounds.end()) return Refuse(ask.who, "NOT_FOUND");
  Round& round = found->second;
  if (round.issued) return Refuse(ask.who, "ROUND_STATE");
  if (ask.etag != absl::StrCat(round.etag)) return Refuse(ask.who, "STALE");
  for (const auto& [unit, etag] : union_etag) {
    if (etag >= round.etag) return Refuse(ask.who, "STALE");
  }
  for (const auto& [item, due] : round.due) {
    if (due < today) return Refuse(ask.who, "DUE_DATE_PAST");
  }
  round.issued = true;
  round.decided = today;
  for (const auto& [item, due] : round.due) {
    for (const std::string& unit : items.at(item).units) Add(name, item, unit, due);
  }
  round.etag = revision + 1;
  return Done();
}

std::string Model::AssignItem(const Ask& ask, const std::string& round, const std::string& item,
                              const std::string& unit, ModelDay due, bool decision) {
  if (!IsHeadOfStandingCommittee(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  const auto found = rounds.find(round);
  if (found == rounds.end()) return Refuse(ask.who, "NOT_FOUND");
  if (!found->second.issued) return Refuse(ask.who, "ROUND_STATE");
  if (due < today) return Refuse(ask.who, "DUE_DATE_PAST");
  if (!Contains(items.at(item).units, unit)) return Refuse(ask.who, "OUT_OF_SCOPE");
  if (tasks.contains(absl::StrCat(round, "/", item, ".", unit))) return Refuse(ask.who, "ALREADY_EXISTS");
  Add(round, item, unit, due);
  return Done();
}

std::string Model::AssignAdHoc(const Ask& ask, const std::string& round, const std::string& unit, ModelDay due,
                               bool decision) {
  if (!IsHeadOfStandingCommittee(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  const auto found = rounds.find(round);
  if (found == rounds.end()) return Refuse(ask.who, "NOT_FOUND");
  if (!found->second.issued) return Refuse(ask.who, "ROUND_STATE");
  if (due < today) return Refuse(ask.who, "DUE_DATE_PAST");
  const std::string item = absl::StrCat("adhoc-", ++found->second.ad_hoc);
  for (const std::string& each : unit.empty() ? kAll : std::vector<std::string>{unit}) Add(round, item, each, due);
  return Done();
}

std::string Model::AssignCharge(const Ask& ask, const Charge& charge) {
  if (!IsHeadOfStandingCommittee(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (disabled.at(charge.account)) return Refuse(ask.who, "ACCOUNT_DISABLED");
  if (!IsOfStandingCommittee(charge.account)) return Refuse(ask.who, "INVALID_FIELD");
  Charge& added = charges[static_cast<int64_t>(charges.size()) + 1];
  added = charge;
  added.from = today;
  return Done();
}

std::string Model::EndCharge(const Ask& ask, int64_t number) {
  if (!IsHeadOfStandingCommittee(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  const auto found = charges.find(number);
  if (found == charges.end()) return Refuse(ask.who, "NOT_FOUND");
  if (found->second.to != 0) return Refuse(ask.who, "NOTHING_TO_DO");
  found->second.to = today;
  return Done();
}

// --- Inspections. ----------------------------------------------------------------------------------------------------

bool Model::HoldsInUnit(const std::string& who, const std::string& unit) const {
  return unit == kFederation ? IsOfStandingCommittee(who) : HoldsAnyIn(who, unit);
}

// Of the federation: who sits on its Standing Committee. Of a union: who is or was of it in the year, who was in charge
// of it, who wrote, entered, took or judged a report of it.
bool Model::IsKeptOff(const std::string& who, const std::string& unit, int year) const {
  if (HoldsInUnit(who, unit)) return true;
  if (unit == kFederation) return false;
  const ModelDay begin = ModelDayOf(year, 1, 1);
  const ModelDay end = ModelDayOf(year, 12, 31);
  const auto within = [&](ModelDay from, ModelDay to) {
    return from <= end && (to == 0 || (to >= from && to >= begin));
  };
  for (const auto& [number, office] : offices) {
    if (office.account == who && office.unit == unit && within(office.from, office.to)) return true;
  }
  for (const auto& [number, charge] : charges) {
    if (charge.account == who && charge.unit == unit && within(charge.from, charge.to)) return true;
  }
  return std::any_of(dealings.begin(), dealings.end(), [&](const Dealing& dealing) {
    return dealing.who == who && dealing.unit == unit && within(dealing.day, dealing.day);
  });
}

bool Model::IsInvolved(const std::string& who, const Inspection& inspection) const {
  return HoldsInUnit(who, inspection.unit) ||
         std::any_of(inspection.findings.begin(), inspection.findings.end(),
                     [&](const Finding& finding) { return finding.explained_by == who; });
}

std::string Model::MayInspect(const std::string& who, const Inspection& inspection, bool as_head) const {
  if (!IsInspector(who)) return "POSITION_REQUIRED";
  if (!inspection.team.contains(who)) return "NOT_ON_TEAM";
  if (as_head && inspection.head != who) return "NOT_HEAD_OF_TEAM";
  return "";
}

Model::Inspection& Model::InspectionOf(const std::string& finding) {
  return inspections.at(finding.substr(0, finding.find('/')));
}

Model::Finding& Model::FindingNamed(const std::string& name) {
  const size_t number = static_cast<size_t>(std::stoi(name.substr(name.find('/') + 1)));
  return InspectionOf(name).findings.at(number - 1);
}

std::string Model::Schedule(const Ask& ask, const std::string& kind, const std::string& unit, const std::string& head,
                            const std::vector<std::string>& others, int year, bool unannounced) {
  if (!Holds(ask.who, v1::POSITION_INSPECTION_COMMITTEE_CHAIR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if ((kind == "same-level") != (unit == kFederation)) return Refuse(ask.who, "INVALID_FIELD");
  std::set<std::string> team = {head};
  team.insert(others.begin(), others.end());
  for (const std::string& member : team) {
    if (!IsInspector(member) || IsKeptOff(member, unit, year)) return Refuse(ask.who, "TEAM_UNFIT");
  }
  if (team.size() < 3) return Refuse(ask.who, "TEAM_UNFIT");
  int number = 1;
  const auto name = [&] { return absl::StrCat(year, number < 10 ? "-0" : "-", number); };
  while (inspections.contains(name())) ++number;
  inspections[name()] = {.kind = kind,
                         .unit = unit,
                         .unannounced = unannounced,
                         .head = head,
                         .team = team,
                         .signatures = {},
                         .findings = {}};
  return Done();
}

std::string Model::Notify(const Ask& ask, const std::string& name, bool document) {
  Inspection& inspection = inspections.at(name);
  if (std::string why = MayInspect(ask.who, inspection, false); !why.empty()) return Refuse(ask.who, why);
  if (inspection.unannounced) return Refuse(ask.who, "KIND_OF_INSPECTION");
  if (inspection.state != InspectionState::kScheduled) return Refuse(ask.who, "INSPECTION_STATE");
  if (IsInvolved(ask.who, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  if (!document) return Refuse(ask.who, "DOCUMENT_MISSING");
  inspection.state = InspectionState::kNotified;
  return Done();
}

std::string Model::Start(const Ask& ask, const std::string& name) {
  Inspection& inspection = inspections.at(name);
  if (std::string why = MayInspect(ask.who, inspection, false); !why.empty()) return Refuse(ask.who, why);
  if (inspection.state != (inspection.unannounced ? InspectionState::kScheduled : InspectionState::kNotified)) {
    return Refuse(ask.who, "INSPECTION_STATE");
  }
  if (IsInvolved(ask.who, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  inspection.state = InspectionState::kFieldwork;
  return Done();
}

std::string Model::Check(const Ask& ask, const std::string& name, const std::string& task) {
  Inspection& inspection = inspections.at(name);
  if (std::string why = MayInspect(ask.who, inspection, false); !why.empty()) return Refuse(ask.who, why);
  if (inspection.state != InspectionState::kFieldwork) return Refuse(ask.who, "INSPECTION_STATE");
  if (IsInvolved(ask.who, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  if (tasks.at(task).unit != inspection.unit) return Refuse(ask.who, "WRONG_UNIT");
  if (tasks.at(task).state != State::kAccepted) return Refuse(ask.who, "TASK_NOT_ACCEPTED");
  ++inspection.checks;
  return Done();
}

std::string Model::Find(const Ask& ask, const std::string& name, const Finding& finding) {
  if (!IsInspector(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  Inspection& inspection = inspections.at(name);
  if (finding.remedy_due <= today) return Refuse(ask.who, "INVALID_FIELD");
  if (std::string why = MayInspect(ask.who, inspection, false); !why.empty()) return Refuse(ask.who, why);
  if (inspection.is_supervision()) return Refuse(ask.who, "KIND_OF_INSPECTION");
  if (inspection.state != InspectionState::kFieldwork) return Refuse(ask.who, "INSPECTION_STATE");
  if (IsInvolved(ask.who, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  if (!finding.task.empty()) {
    if (tasks.at(finding.task).unit != inspection.unit) return Refuse(ask.who, "WRONG_UNIT");
    if (finding.contests && tasks.at(finding.task).state != State::kAccepted)
      return Refuse(ask.who, "TASK_NOT_ACCEPTED");
  }
  inspection.findings.push_back(finding);
  inspection.findings.back().found_by = ask.who;
  return Done();
}

// What was signed had the finding in it.
std::string Model::Drop(const Ask& ask, const std::string& name, bool reason) {
  Inspection& inspection = InspectionOf(name);
  Finding& finding = FindingNamed(name);
  if (std::string why = MayInspect(ask.who, inspection, false); !why.empty()) return Refuse(ask.who, why);
  if (finding.found_by != ask.who && inspection.head != ask.who) return Refuse(ask.who, "NOT_HEAD_OF_TEAM");
  if (finding.state != FindingState::kDraft) return Refuse(ask.who, "FINDING_STATE");
  if (finding.explained_by == ask.who) return Refuse(ask.who, "SAME_PERSON");
  if (HoldsInUnit(ask.who, inspection.unit)) return Refuse(ask.who, "TEAM_UNFIT");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  finding.state = FindingState::kDropped;
  inspection.signatures.clear();
  return Done();
}

std::string Model::DraftConclusion(const Ask& ask, const std::string& name, ModelDay explain_by) {
  Inspection& inspection = inspections.at(name);
  if (std::string why = MayInspect(ask.who, inspection, true); !why.empty()) return Refuse(ask.who, why);
  if (inspection.is_supervision()) return Refuse(ask.who, "KIND_OF_INSPECTION");
  if (inspection.state != InspectionState::kFieldwork && inspection.state != InspectionState::kDrafted) {
    return Refuse(ask.who, "INSPECTION_STATE");
  }
  if (IsInvolved(ask.who, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  if (explain_by < today) return Refuse(ask.who, "INVALID_FIELD");
  inspection.state = InspectionState::kDrafted;
  inspection.explain_by = explain_by;
  inspection.signatures.clear();
  return Done();
}

std::string Model::Explain(const Ask& ask, const std::string& name) {
  Inspection& inspection = InspectionOf(name);
  Finding& finding = FindingNamed(name);
  if (std::string refused = MayExplain(ask.who, inspection.unit); !refused.empty()) return Refuse(ask.who, refused);
  const bool issued = finding.state == FindingState::kIssued || finding.state == FindingState::kRemedySubmitted ||
                      finding.state == FindingState::kClosed;
  const bool explainable = finding.state == FindingState::kDraft && inspection.state == InspectionState::kDrafted;
  if (!issued && !explainable && !IsInspector(ask.who)) return Refuse(ask.who, "NOT_FOUND");
  if (finding.state != FindingState::kDraft) return Refuse(ask.who, "FINDING_STATE");
  if (inspection.state != InspectionState::kDrafted) return Refuse(ask.who, "INSPECTION_STATE");
  if (inspection.team.contains(ask.who) || finding.found_by == ask.who) return Refuse(ask.who, "SAME_PERSON");
  if (today > inspection.explain_by) return Refuse(ask.who, "DUE_DATE_PAST");
  finding.explained_by = ask.who;
  return Done();
}

std::string Model::Sign(const Ask& ask, const std::string& name) {
  Inspection& inspection = inspections.at(name);
  if (std::string why = MayInspect(ask.who, inspection, false); !why.empty()) return Refuse(ask.who, why);
  if (inspection.state != InspectionState::kDrafted) return Refuse(ask.who, "INSPECTION_STATE");
  if (IsInvolved(ask.who, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  if (!inspection.signatures.insert(ask.who).second) return Refuse(ask.who, "ALREADY_EXISTS");
  return Done();
}

// Issues the findings; a contested result falls, and the task begins anew from what was claimed, by whom it was.
std::string Model::Conclude(const Ask& ask, const std::string& name, bool document) {
  Inspection& inspection = inspections.at(name);
  if (std::string why = MayInspect(ask.who, inspection, true); !why.empty()) return Refuse(ask.who, why);
  if (inspection.is_supervision()) return Refuse(ask.who, "KIND_OF_INSPECTION");
  bool has_findings = false;
  bool explained = true;
  for (const Finding& finding : inspection.findings) {
    if (finding.state != FindingState::kDraft) continue;
    has_findings = true;
    explained = explained && !finding.explained_by.empty();
  }
  const bool drafted = inspection.state == InspectionState::kDrafted;
  if (!drafted && (inspection.state != InspectionState::kFieldwork || has_findings)) {
    return Refuse(ask.who, "INSPECTION_STATE");
  }
  if (IsInvolved(ask.who, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  if (!document) return Refuse(ask.who, "DOCUMENT_MISSING");
  if (drafted && inspection.signatures != inspection.team) return Refuse(ask.who, "CONCLUSION_UNSIGNED");
  if (drafted && !explained && today <= inspection.explain_by) return Refuse(ask.who, "EXPLANATION_PENDING");
  inspection.state = InspectionState::kConcluded;
  inspection.concluded = today;
  for (Finding& finding : inspection.findings) {
    if (finding.state != FindingState::kDraft) continue;
    finding.state = FindingState::kIssued;
    if (!finding.contests || tasks.at(finding.task).state != State::kAccepted) continue;
    Task& task = tasks.at(finding.task);
    task.state = State::kInProgress;
    ++task.cycle;
    task.legs = {{.due = std::max(finding.remedy_due, today), .submitted = {}}};
    task.reviewer.clear();
    task.result.reset();
    task.etag = revision + 1;
  }
  return Done();
}

std::string Model::ReportSupervision(const Ask& ask, const std::string& name, bool document) {
  Inspection& inspection = inspections.at(name);
  if (std::string why = MayInspect(ask.who, inspection, true); !why.empty()) return Refuse(ask.who, why);
  if (!inspection.is_supervision()) return Refuse(ask.who, "KIND_OF_INSPECTION");
  if (inspection.state != InspectionState::kFieldwork) return Refuse(ask.who, "INSPECTION_STATE");
  if (IsInvolved(ask.who, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  if (!document) return Refuse(ask.who, "DOCUMENT_MISSING");
  inspection.state = InspectionState::kReported;
  return Done();
}

std::string Model::Cancel(const Ask& ask, const std::string& name, bool reason, bool decision) {
  if (!Holds(ask.who, v1::POSITION_INSPECTION_COMMITTEE_CHAIR)) return Refuse(ask.who, "POSITION_REQUIRED");
  Inspection& inspection = inspections.at(name);
  const bool ended = inspection.state == InspectionState::kConcluded ||
                     inspection.state == InspectionState::kReported || inspection.state == InspectionState::kCancelled;
  if (ended) return Refuse(ask.who, "INSPECTION_STATE");
  if (IsInvolved(ask.who, inspection)) return Refuse(ask.who, "POSITION_IN_ASSIGNEE");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  inspection.state = InspectionState::kCancelled;
  for (Finding& finding : inspection.findings) {
    if (finding.state == FindingState::kDraft) finding.state = FindingState::kDropped;
  }
  return Done();
}

std::string Model::SubmitRemedy(const Ask& ask, const std::string& name) {
  Inspection& inspection = InspectionOf(name);
  if (std::string refused = MayAsUnion(ask.who, inspection.unit, false); !refused.empty())
    return Refuse(ask.who, refused);
  Finding& finding = FindingNamed(name);
  const bool hidden = finding.state == FindingState::kDropped ||
                      (finding.state == FindingState::kDraft && inspection.state != InspectionState::kDrafted);
  if (hidden && !IsInspector(ask.who)) return Refuse(ask.who, "NOT_FOUND");
  if (finding.state != FindingState::kIssued) return Refuse(ask.who, "FINDING_STATE");
  finding.state = FindingState::kRemedySubmitted;
  finding.remedied_by = ask.who;
  return Done();
}

std::string Model::VerifyRemedy(const Ask& ask, const std::string& name) {
  if (!IsInspector(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  Finding& finding = FindingNamed(name);
  if (finding.state != FindingState::kRemedySubmitted) return Refuse(ask.who, "FINDING_STATE");
  if (finding.remedied_by == ask.who || finding.explained_by == ask.who) return Refuse(ask.who, "SAME_PERSON");
  if (finding.grave && finding.found_by == ask.who) return Refuse(ask.who, "SAME_PERSON");
  if (HoldsInUnit(ask.who, InspectionOf(name).unit)) return Refuse(ask.who, "POSITION_IN_ASSIGNEE");
  finding.state = FindingState::kClosed;
  return Done();
}

std::string Model::RejectRemedy(const Ask& ask, const std::string& name, bool reason, ModelDay due) {
  if (!IsInspector(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  Finding& finding = FindingNamed(name);
  if (finding.state != FindingState::kRemedySubmitted) return Refuse(ask.who, "FINDING_STATE");
  if (finding.remedied_by == ask.who || finding.explained_by == ask.who) return Refuse(ask.who, "SAME_PERSON");
  if (finding.grave && finding.found_by == ask.who) return Refuse(ask.who, "SAME_PERSON");
  if (HoldsInUnit(ask.who, InspectionOf(name).unit)) return Refuse(ask.who, "POSITION_IN_ASSIGNEE");
  if (due < today) return Refuse(ask.who, "DUE_DATE_PAST");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  finding.state = FindingState::kIssued;
  finding.remedy_due = due;
  return Done();
}

std::string Model::CloseWithoutRemedy(const Ask& ask, const std::string& name, bool reason, bool decision) {
  if (!IsHeadOfStandingCommittee(ask.who)) return Refuse(ask.who, "POSITION_REQUIRED");
  Inspection& inspection = InspectionOf(name);
  Finding& finding = FindingNamed(name);
  const bool hidden = finding.state == FindingState::kDropped ||
                      (finding.state == FindingState::kDraft && inspection.state != InspectionState::kDrafted);
  if (hidden && !IsInspector(ask.who)) return Refuse(ask.who, "NOT_FOUND");
  if (finding.state != FindingState::kIssued) return Refuse(ask.who, "FINDING_STATE");
  if (finding.remedied_by == ask.who || finding.explained_by == ask.who) return Refuse(ask.who, "SAME_PERSON");
  if (finding.grave && finding.found_by == ask.who) return Refuse(ask.who, "SAME_PERSON");
  if (HoldsInUnit(ask.who, inspection.unit)) return Refuse(ask.who, "POSITION_IN_ASSIGNEE");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  finding.state = FindingState::kClosed;
  return Done();
}

// --- Accounts. -------------------------------------------------------------------------------------------------------

std::string Model::CreateAccount(const Ask& ask, const std::string& account) {
  if (!Holds(ask.who, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (disabled.contains(account)) return Refuse(ask.who, "ALREADY_EXISTS");
  disabled[account] = false;
  return Done();
}

std::string Model::CreateUnionAccounts(const Ask& ask) {
  if (!Holds(ask.who, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "POSITION_REQUIRED");
  bool created = false;
  for (const std::string& unit : kAll) {
    const bool has_chair = std::any_of(offices.begin(), offices.end(), [&](const auto& entry) {
      const Office& office = entry.second;
      return office.position == v1::POSITION_UNION_CHAIR && office.unit == unit &&
             (office.to == 0 || office.to >= today);
    });
    if (has_chair) continue;
    disabled[unit] = false;
    offices[static_cast<int64_t>(offices.size()) + 1] = {
        .account = unit, .position = v1::POSITION_UNION_CHAIR, .unit = unit, .from = today};
    created = true;
  }
  return created ? Done() : Refuse(ask.who, "NOTHING_TO_DO");
}

std::string Model::Disable(const Ask& ask, const std::string& account) {
  if (!Holds(ask.who, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (disabled.at(account)) return Refuse(ask.who, "NOTHING_TO_DO");
  // There is one administrator in the walk.
  if (Holds(account, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "LAST_ADMINISTRATOR");
  disabled[account] = true;
  return Done();
}

std::string Model::Enable(const Ask& ask, const std::string& account) {
  if (!Holds(ask.who, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (!disabled.at(account)) return Refuse(ask.who, "NOTHING_TO_DO");
  disabled[account] = false;
  return Done();
}

std::string Model::Reset(const Ask& ask, const std::string& account) {
  if (!Holds(ask.who, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (disabled.at(account)) return Refuse(ask.who, "ACCOUNT_DISABLED");
  return Done();
}

std::string Model::Give(const Ask& ask, const std::string& account, v1::Position position, const std::string& unit) {
  if (!Holds(ask.who, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if (account == ask.who) return Refuse(ask.who, "ADMINISTRATOR_DOES_NO_BUSINESS");
  if (disabled.at(account)) return Refuse(ask.who, "ACCOUNT_DISABLED");
  for (const auto& [number, office] : offices) {
    const bool at_the_same_time = office.account == account && (office.to == 0 || office.to >= today);
    if (!at_the_same_time) continue;
    if (office.position == position && office.unit == unit) return Refuse(ask.who, "ALREADY_EXISTS");
    if (position == v1::POSITION_ADMINISTRATOR) return Refuse(ask.who, "ADMINISTRATOR_DOES_NO_BUSINESS");
  }
  offices[static_cast<int64_t>(offices.size()) + 1] = {
      .account = account, .position = position, .unit = unit, .from = today};
  return Done();
}

// Held to the end of the day.
std::string Model::EndOffice(const Ask& ask, int64_t number) {
  if (!Holds(ask.who, v1::POSITION_ADMINISTRATOR)) return Refuse(ask.who, "POSITION_REQUIRED");
  const auto found = offices.find(number);
  if (found == offices.end()) return Refuse(ask.who, "NOT_FOUND");
  if (found->second.to != 0) return Refuse(ask.who, "NOTHING_TO_DO");
  if (found->second.position == v1::POSITION_ADMINISTRATOR) return Refuse(ask.who, "LAST_ADMINISTRATOR");
  found->second.to = today;
  return Done();
}

std::string Model::AdvanceClock(const Ask& ask) {
  if (!Holds(ask.who, v1::POSITION_STANDING_COMMITTEE_CHAIR) && !Holds(ask.who, v1::POSITION_ADMINISTRATOR)) {
    return Refuse(ask.who, "POSITION_REQUIRED");
  }
  return Refuse(ask.who, "NOT_DEMO");
}

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
      case v1::TIMING_NO_DEADLINE:
        break;
      default:
        ++counts.not_due;
        break;
    }
  }
  return counts;
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
