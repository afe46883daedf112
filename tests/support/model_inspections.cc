#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/support/model.h"
#include "tests/support/model_words.h"

namespace phancong::support {

// --- Inspections. ----------------------------------------------------------------------------------------------------

std::string Model::Schedule(const Ask& ask, const std::string& kind, const std::string& unit, const std::string& head,
                            const std::vector<std::string>& others, int year) {
  if (!Holds(ask, v1::POSITION_INSPECTION_COMMITTEE_CHAIR)) return Refuse(ask.who, "POSITION_REQUIRED");
  if ((kind == "same-level") != (unit == kFederation)) return Refuse(ask.who, "INVALID_FIELD");
  std::set<std::string> team = {head};
  team.insert(others.begin(), others.end());
  for (const std::string& member : team) {
    const bool of_unit = unit == kFederation ? IsOfStandingCommittee(member) : HoldsAnyIn(member, unit);
    if (!IsInspector(member) || of_unit) return Refuse(ask.who, "TEAM_UNFIT");
  }
  if (team.size() < 3) return Refuse(ask.who, "TEAM_UNFIT");
  int number = 1;
  const auto name = [&] { return absl::StrCat(year, number < 10 ? "-0" : "-", number); };
  while (inspections.contains(name())) ++number;
  inspections[name()] = {.kind = kind, .unit = unit, .head = head, .team = team, .findings = {}};
  return Done();
}

// Of a standing interest in a unit: the federation's is that of its Standing Committee.
bool Model::HasInterestInUnit(const Ask& ask, const std::string& unit) const {
  if (unit != kFederation) return HasInterestIn(ask, unit);
  return IsOfStandingCommittee(ask.who) || (!ask.behalf.empty() && IsOfStandingCommittee(ask.behalf));
}

// Nobody on a team has a position in the unit; nor may who acts for one of them.
bool Model::IsUnfit(const Ask& ask, const Inspection& inspection) const {
  return !ask.behalf.empty() && HasInterestInUnit(ask, inspection.unit);
}

std::string Model::Start(const Ask& ask, const std::string& name) {
  if (!IsInspector(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  Inspection& inspection = inspections.at(name);
  if (!inspection.team.contains(ask.principal())) return Refuse(ask.who, "NOT_ON_TEAM");
  if (inspection.state != InspectionState::kScheduled) return Refuse(ask.who, "INSPECTION_STATE");
  if (IsUnfit(ask, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  inspection.state = InspectionState::kFieldwork;
  return Done();
}

std::string Model::Check(const Ask& ask, const std::string& name, const std::string& task) {
  if (!IsInspector(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  Inspection& inspection = inspections.at(name);
  if (!inspection.team.contains(ask.principal())) return Refuse(ask.who, "NOT_ON_TEAM");
  if (inspection.state != InspectionState::kFieldwork) return Refuse(ask.who, "INSPECTION_STATE");
  if (tasks.at(task).unit != inspection.unit) return Refuse(ask.who, "WRONG_UNIT");
  if (tasks.at(task).state != State::kAccepted) return Refuse(ask.who, "TASK_NOT_ACCEPTED");
  if (IsUnfit(ask, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  ++inspection.checks;
  return Done();
}

std::string Model::Find(const Ask& ask, const std::string& name, const Finding& finding) {
  if (!IsInspector(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  Inspection& inspection = inspections.at(name);
  if (finding.remedy_due <= today) return Refuse(ask.who, "INVALID_FIELD");
  if (!inspection.team.contains(ask.principal())) return Refuse(ask.who, "NOT_ON_TEAM");
  if (inspection.state != InspectionState::kFieldwork) return Refuse(ask.who, "INSPECTION_STATE");
  if (!finding.task.empty()) {
    if (tasks.at(finding.task).unit != inspection.unit) return Refuse(ask.who, "WRONG_UNIT");
    if (finding.contests && tasks.at(finding.task).state != State::kAccepted)
      return Refuse(ask.who, "TASK_NOT_ACCEPTED");
  }
  if (IsUnfit(ask, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  inspection.findings.push_back(finding);
  inspection.findings.back().found_by = PeopleOf(ask);
  return Done();
}

// Issues the findings; a contested result falls, and the task begins anew from what was claimed, by whom it was.
std::string Model::Conclude(const Ask& ask, const std::string& name, bool document) {
  if (!IsInspector(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  Inspection& inspection = inspections.at(name);
  if (!inspection.team.contains(ask.principal())) return Refuse(ask.who, "NOT_ON_TEAM");
  if (inspection.head != ask.principal()) return Refuse(ask.who, "NOT_HEAD_OF_TEAM");
  if (inspection.state != InspectionState::kFieldwork) return Refuse(ask.who, "INSPECTION_STATE");
  if (!document) return Refuse(ask.who, "DOCUMENT_MISSING");
  if (IsUnfit(ask, inspection)) return Refuse(ask.who, "TEAM_UNFIT");
  inspection.state = InspectionState::kConcluded;
  inspection.concluded = today;
  for (Finding& finding : inspection.findings) {
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

std::string Model::SubmitRemedy(const Ask& ask, const std::string& name) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(name, '/');
  Inspection& inspection = inspections.at(parts.first);
  if (std::string refused = MayAsUnion(ask, inspection.unit, false); !refused.empty()) return Refuse(ask.who, refused);
  Finding& finding = inspection.findings.at(static_cast<size_t>(std::stoi(parts.second)) - 1);
  if (finding.state == FindingState::kDraft && !IsInspector(ask)) return Refuse(ask.who, "NOT_FOUND");
  if (finding.state != FindingState::kIssued) return Refuse(ask.who, "FINDING_STATE");
  finding.state = FindingState::kRemedySubmitted;
  finding.remedied_by = PeopleOf(ask);
  return Done();
}

std::string Model::VerifyRemedy(const Ask& ask, const std::string& name) {
  if (!IsInspector(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  const std::pair<std::string, std::string> parts = absl::StrSplit(name, '/');
  Inspection& inspection = inspections.at(parts.first);
  Finding& finding = inspection.findings.at(static_cast<size_t>(std::stoi(parts.second)) - 1);
  if (finding.state != FindingState::kRemedySubmitted) return Refuse(ask.who, "FINDING_STATE");
  if (Share(ask, finding.remedied_by)) return Refuse(ask.who, "SAME_PERSON");
  if (finding.grave && Share(ask, finding.found_by)) return Refuse(ask.who, "SAME_PERSON");
  if (HasInterestInUnit(ask, inspection.unit)) return Refuse(ask.who, "POSITION_IN_ASSIGNEE");
  finding.state = FindingState::kClosed;
  return Done();
}

std::string Model::RejectRemedy(const Ask& ask, const std::string& name, bool reason, ModelDay due) {
  if (!IsInspector(ask)) return Refuse(ask.who, "POSITION_REQUIRED");
  const std::pair<std::string, std::string> parts = absl::StrSplit(name, '/');
  Inspection& inspection = inspections.at(parts.first);
  Finding& finding = inspection.findings.at(static_cast<size_t>(std::stoi(parts.second)) - 1);
  if (finding.state != FindingState::kRemedySubmitted) return Refuse(ask.who, "FINDING_STATE");
  if (Share(ask, finding.remedied_by)) return Refuse(ask.who, "SAME_PERSON");
  if (finding.grave && Share(ask, finding.found_by)) return Refuse(ask.who, "SAME_PERSON");
  if (HasInterestInUnit(ask, inspection.unit)) return Refuse(ask.who, "POSITION_IN_ASSIGNEE");
  if (due < today) return Refuse(ask.who, "DUE_DATE_PAST");
  if (!reason) return Refuse(ask.who, "REASON_REQUIRED");
  finding.state = FindingState::kIssued;
  finding.remedy_due = due;
  return Done();
}

}  // namespace phancong::support
