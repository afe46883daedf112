#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/model.h"
#include "tests/support/model_words.h"

namespace phancong::support {

// --- Inspections. ----------------------------------------------------------------------------------------------------

// Of a standing interest in a unit: the federation's is that of its Standing Committee.
bool Model::HoldsInUnit(const std::string& who, const std::string& unit) const {
  return unit == kFederation ? IsOfStandingCommittee(who) : HoldsAnyIn(who, unit);
}

bool Model::HasInterestInUnit(const Ask& ask, const std::string& unit) const {
  return HoldsInUnit(ask.who, unit) || (!ask.behalf.empty() && HoldsInUnit(ask.behalf, unit));
}

void Model::Deals(const std::set<std::string>& people, const Task& task) {
  for (const std::string& who : people) dealings.push_back({.who = who, .unit = task.unit, .day = today});
}

// Of the federation: who sits on its Standing Committee. Of a union: who is or was of it in the year, or could stand in
// for one of it, who was in charge of it, who wrote, entered, took or judged a report of it.
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
  for (const auto& [number, delegation] : delegations) {
    const bool of_unit = offices.at(delegation.office).unit == unit;
    if (of_unit && delegation.to_whom == who && within(delegation.from, delegation.to)) return true;
  }
  return std::any_of(dealings.begin(), dealings.end(), [&](const Dealing& dealing) {
    return dealing.who == who && dealing.unit == unit && within(dealing.day, dealing.day);
  });
}

// By a position of today, or because they explained a finding of it.
bool Model::IsInvolved(const Ask& ask, const Inspection& inspection) const {
  return HasInterestInUnit(ask, inspection.unit) ||
         std::any_of(inspection.findings.begin(), inspection.findings.end(),
                     [&](const Finding& finding) { return Share(ask, finding.explained_by); });
}

std::string Model::MayInspect(const Ask& ask, const Inspection& inspection, bool as_head) const {
  if (!IsInspector(ask)) return "POSITION_REQUIRED";
  if (!inspection.team.contains(ask.principal())) return "NOT_ON_TEAM";
  if (as_head && inspection.head != ask.principal()) return "NOT_HEAD_OF_TEAM";
  return "";
}

// The union's chair; of the federation, who heads its Standing Committee.
std::string Model::MayExplain(const Ask& ask, const std::string& unit) const {
  const bool chairs_some = std::any_of(AllUnits().begin(), AllUnits().end(), [&](const std::string& any) {
    return Holds(ask, v1::POSITION_UNION_CHAIR, any);
  });
  if (!chairs_some && !IsHeadOfStandingCommittee(ask)) return "POSITION_REQUIRED";
  const bool own = unit == kFederation ? IsHeadOfStandingCommittee(ask) : Holds(ask, v1::POSITION_UNION_CHAIR, unit);
  return own ? "" : "NOT_YOUR_UNION";
}

std::string Model::WhyNoJudge(const Ask& ask, const Inspection& inspection, const Finding& finding) const {
  if (Share(ask, finding.remedied_by) || Share(ask, finding.explained_by)) return "SAME_PERSON";
  if (finding.grave && Share(ask, finding.found_by)) return "SAME_PERSON";
  return HasInterestInUnit(ask, inspection.unit) ? "POSITION_IN_ASSIGNEE" : "";
}

bool Model::IsKnown(const Inspection& inspection, const Finding& finding) {
  if (finding.state == FindingState::kDraft) return inspection.state == InspectionState::kDrafted;
  return finding.state != FindingState::kDropped;
}

Model::Inspection& Model::InspectionOf(const std::string& finding) {
  return inspections.at(finding.substr(0, finding.find('/')));
}

Model::Finding& Model::FindingNamed(const std::string& name) {
  const auto number = static_cast<size_t>(std::stoi(name.substr(name.find('/') + 1)));
  return InspectionOf(name).findings.at(number - 1);
}

std::string Model::Schedule(const Ask& ask, const std::string& kind, const std::string& unit, const std::string& head,
                            const std::vector<std::string>& others, int year, bool unannounced) {
  if (!Holds(ask, v1::POSITION_INSPECTION_COMMITTEE_CHAIR)) return Refuse(ask.who, "POSITION_REQUIRED");
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
  if (std::string why = MayInspect(ask, inspection, false); !why.empty()) return Refuse(ask.who, why);
  if (inspection.unannounced) return Refuse(ask.who, "KIND_OF_INSPECTION");
  if (inspection.state != InspectionState::kScheduled) return Refuse(ask.who, "INSPECTION_STATE");
  if (IsInvolved(ask, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  if (!document) return Refuse(ask.who, "DOCUMENT_MISSING");
  inspection.state = InspectionState::kNotified;
  return Done();
}

std::string Model::Start(const Ask& ask, const std::string& name) {
  Inspection& inspection = inspections.at(name);
  if (std::string why = MayInspect(ask, inspection, false); !why.empty()) return Refuse(ask.who, why);
  if (inspection.state != (inspection.unannounced ? InspectionState::kScheduled : InspectionState::kNotified)) {
    return Refuse(ask.who, "INSPECTION_STATE");
  }
  if (IsInvolved(ask, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  inspection.state = InspectionState::kFieldwork;
  return Done();
}

std::string Model::Check(const Ask& ask, const std::string& name, const std::string& task) {
  Inspection& inspection = inspections.at(name);
  if (std::string why = MayInspect(ask, inspection, false); !why.empty()) return Refuse(ask.who, why);
  if (inspection.state != InspectionState::kFieldwork) return Refuse(ask.who, "INSPECTION_STATE");
  if (IsInvolved(ask, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  if (tasks.at(task).unit != inspection.unit) return Refuse(ask.who, "WRONG_UNIT");
  if (tasks.at(task).state != State::kAccepted) return Refuse(ask.who, "TASK_NOT_ACCEPTED");
  ++inspection.checks;
  return Done();
}

std::string Model::Find(const Ask& ask, const std::string& name, const Finding& finding) {
  if (!IsInspector(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  Inspection& inspection = inspections.at(name);
  if (finding.remedy_due <= today) return Refuse(ask.who, "INVALID_FIELD");
  if (std::string why = MayInspect(ask, inspection, false); !why.empty()) return Refuse(ask.who, why);
  if (inspection.is_supervision()) return Refuse(ask.who, "KIND_OF_INSPECTION");
  if (inspection.state != InspectionState::kFieldwork) return Refuse(ask.who, "INSPECTION_STATE");
  if (IsInvolved(ask, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  if (!finding.task.empty()) {
    if (tasks.at(finding.task).unit != inspection.unit) return Refuse(ask.who, "WRONG_UNIT");
    if (finding.contests && tasks.at(finding.task).state != State::kAccepted)
      return Refuse(ask.who, "TASK_NOT_ACCEPTED");
  }
  inspection.findings.push_back(finding);
  inspection.findings.back().found_by = PeopleOf(ask);
  return Done();
}

// By who found it, or by the head. What was signed had the finding in it.
std::string Model::Drop(const Ask& ask, const std::string& name, bool reason) {
  Inspection& inspection = InspectionOf(name);
  Finding& finding = FindingNamed(name);
  if (std::string why = MayInspect(ask, inspection, false); !why.empty()) return Refuse(ask.who, why);
  if (!Share(ask, finding.found_by) && inspection.head != ask.principal()) {
    return Refuse(ask.who, "NOT_HEAD_OF_TEAM");
  }
  if (finding.state != FindingState::kDraft) return Refuse(ask.who, "FINDING_STATE");
  if (Share(ask, finding.explained_by)) return Refuse(ask.who, "SAME_PERSON");
  if (HasInterestInUnit(ask, inspection.unit)) return Refuse(ask.who, "TEAM_UNFIT");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  finding.state = FindingState::kDropped;
  inspection.signatures.clear();
  return Done();
}

std::string Model::DraftConclusion(const Ask& ask, const std::string& name, ModelDay explain_by) {
  Inspection& inspection = inspections.at(name);
  if (std::string why = MayInspect(ask, inspection, true); !why.empty()) return Refuse(ask.who, why);
  if (inspection.is_supervision()) return Refuse(ask.who, "KIND_OF_INSPECTION");
  if (inspection.state != InspectionState::kFieldwork && inspection.state != InspectionState::kDrafted) {
    return Refuse(ask.who, "INSPECTION_STATE");
  }
  if (IsInvolved(ask, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  if (explain_by < today) return Refuse(ask.who, "INVALID_FIELD");
  inspection.state = InspectionState::kDrafted;
  inspection.explain_by = explain_by;
  inspection.signatures.clear();
  return Done();
}

// Explaining again replaces it, and who did.
std::string Model::Explain(const Ask& ask, const std::string& name) {
  Inspection& inspection = InspectionOf(name);
  Finding& finding = FindingNamed(name);
  if (std::string refused = MayExplain(ask, inspection.unit); !refused.empty()) return Refuse(ask.who, refused);
  if (!IsKnown(inspection, finding) && !IsInspector(ask)) return Refuse(ask.who, "NOT_FOUND");
  if (finding.state != FindingState::kDraft) return Refuse(ask.who, "FINDING_STATE");
  if (inspection.state != InspectionState::kDrafted) return Refuse(ask.who, "INSPECTION_STATE");
  if (Share(ask, inspection.team) || Share(ask, finding.found_by)) return Refuse(ask.who, "SAME_PERSON");
  if (today > inspection.explain_by) return Refuse(ask.who, "DUE_DATE_PAST");
  finding.explained_by = PeopleOf(ask);
  return Done();
}

std::string Model::Sign(const Ask& ask, const std::string& name) {
  Inspection& inspection = inspections.at(name);
  if (std::string why = MayInspect(ask, inspection, false); !why.empty()) return Refuse(ask.who, why);
  if (inspection.state != InspectionState::kDrafted) return Refuse(ask.who, "INSPECTION_STATE");
  if (IsInvolved(ask, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  if (!inspection.signatures.insert(ask.principal()).second) return Refuse(ask.who, "ALREADY_EXISTS");
  return Done();
}

// Issues the findings; a contested result falls, and the task begins anew from what was claimed, by whom it was.
std::string Model::Conclude(const Ask& ask, const std::string& name, bool document) {
  Inspection& inspection = inspections.at(name);
  if (std::string why = MayInspect(ask, inspection, true); !why.empty()) return Refuse(ask.who, why);
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
  if (IsInvolved(ask, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  if (!document) return Refuse(ask.who, "DOCUMENT_MISSING");
  if (drafted && inspection.signatures != inspection.team) return Refuse(ask.who, "CONCLUSION_UNSIGNED");
  if (drafted && !explained && today <= inspection.explain_by) return Refuse(ask.who, "EXPLANATION_PENDING");
  inspection.state = InspectionState::kConcluded;
  inspection.concluded = today;
  for (Finding& finding : inspection.findings) {
    if (finding.state != FindingState::kDraft) continue;
    finding.state = FindingState::kIssued;
    if (!finding.contests) continue;
    Task& task = tasks.at(finding.task);
    // What is sealed stays as it is, and the finding stands.
    if (task.state != State::kAccepted || IsSealed(task)) continue;
    BeginAnew(task, std::max(finding.remedy_due, today));
    task.etag = revision + 1;
  }
  return Done();
}

std::string Model::ReportSupervision(const Ask& ask, const std::string& name, bool document) {
  Inspection& inspection = inspections.at(name);
  if (std::string why = MayInspect(ask, inspection, true); !why.empty()) return Refuse(ask.who, why);
  if (!inspection.is_supervision()) return Refuse(ask.who, "KIND_OF_INSPECTION");
  if (inspection.state != InspectionState::kFieldwork) return Refuse(ask.who, "INSPECTION_STATE");
  if (IsInvolved(ask, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  if (!document) return Refuse(ask.who, "DOCUMENT_MISSING");
  inspection.state = InspectionState::kReported;
  return Done();
}

std::string Model::Cancel(const Ask& ask, const std::string& name, bool reason, bool decision) {
  if (!Holds(ask, v1::POSITION_INSPECTION_COMMITTEE_CHAIR)) return Refuse(ask.who, "POSITION_REQUIRED");
  Inspection& inspection = inspections.at(name);
  const bool ended = inspection.state == InspectionState::kConcluded ||
                     inspection.state == InspectionState::kReported || inspection.state == InspectionState::kCancelled;
  if (ended) return Refuse(ask.who, "INSPECTION_STATE");
  if (IsInvolved(ask, inspection)) return Refuse(ask.who, "POSITION_IN_ASSIGNEE");
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
  if (std::string refused = MayAsUnion(ask, inspection.unit, false); !refused.empty()) return Refuse(ask.who, refused);
  Finding& finding = FindingNamed(name);
  if (!IsKnown(inspection, finding) && !IsInspector(ask)) return Refuse(ask.who, "NOT_FOUND");
  if (finding.state != FindingState::kIssued) return Refuse(ask.who, "FINDING_STATE");
  finding.state = FindingState::kRemedySubmitted;
  finding.remedied_by = PeopleOf(ask);
  return Done();
}

std::string Model::VerifyRemedy(const Ask& ask, const std::string& name) {
  if (!IsInspector(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  Finding& finding = FindingNamed(name);
  if (finding.state != FindingState::kRemedySubmitted) return Refuse(ask.who, "FINDING_STATE");
  if (std::string why = WhyNoJudge(ask, InspectionOf(name), finding); !why.empty()) return Refuse(ask.who, why);
  finding.state = FindingState::kClosed;
  return Done();
}

std::string Model::RejectRemedy(const Ask& ask, const std::string& name, bool reason, ModelDay due) {
  if (!IsInspector(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  Finding& finding = FindingNamed(name);
  if (finding.state != FindingState::kRemedySubmitted) return Refuse(ask.who, "FINDING_STATE");
  if (std::string why = WhyNoJudge(ask, InspectionOf(name), finding); !why.empty()) return Refuse(ask.who, why);
  if (due < today) return Refuse(ask.who, "DUE_DATE_PAST");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  finding.state = FindingState::kIssued;
  finding.remedy_due = due;
  return Done();
}

std::string Model::CloseWithoutRemedy(const Ask& ask, const std::string& name, bool reason, bool decision) {
  if (!IsHeadOfStandingCommittee(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  Inspection& inspection = InspectionOf(name);
  Finding& finding = FindingNamed(name);
  if (!IsKnown(inspection, finding) && !IsInspector(ask)) return Refuse(ask.who, "NOT_FOUND");
  if (finding.state != FindingState::kIssued) return Refuse(ask.who, "FINDING_STATE");
  if (std::string why = WhyNoJudge(ask, inspection, finding); !why.empty()) return Refuse(ask.who, why);
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  if (!decision) return Refuse(ask.who, "DECISION_REQUIRED");
  finding.state = FindingState::kClosed;
  return Done();
}

}  // namespace phancong::support
