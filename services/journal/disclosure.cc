#include "services/journal/disclosure.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "services/rules/inspection_machine.h"
#include "services/rules/policy.h"
#include "services/rules/propagate.h"
#include "storage/inspections.h"
#include "storage/tasks.h"

namespace phancong::journal {
namespace {

bool IsInspector(const serving::Actor& actor) {
  return std::any_of(actor.positions.begin(), actor.positions.end(),
                     [](const rules::PositionFact& fact) { return rules::IsInspectionCommittee(fact.position); });
}

// Whom somebody acts for is not asked: what is delegated is one position, and what that person did may be another's.
bool GaveCommand(const serving::Actor& actor, const v1::EntryHeader& header) {
  return actor.account > 0 && (actor.account == header.account() || actor.account == header.on_behalf_of());
}

}  // namespace

Disclosure::Disclosure(serving::ReadContext& read)
    : read_(read), everything_(read.reach().everything), inspector_(everything_ && IsInspector(read.actor())) {}

absl::StatusOr<bool> Disclosure::MayBeShown(const storage::StoredEntry& entry, size_t index) {
  const storage::StoredEntry::StoredEvent& event = entry.events[index];
  if (!event.bytes) return false;
  if (GaveCommand(read_.actor(), entry.header)) return true;
  return IsOfReader(event.event);
}

absl::StatusOr<bool> Disclosure::IsOfReader(const v1::Event& event) {
  switch (event.event_case()) {
    // Public.
    case v1::Event::kJournalKeySet:
    case v1::Event::kWitnessNamed:
    case v1::Event::kRestoredFromBackup:
      return true;

    // Whose address it is, and whoever set it.
    case v1::Event::kMailAddressSet:
      return false;

    // A conclusion is shown when it is issued, by InspectionConcluded; drafts of it, who signed which of them, and why
    // a finding was dropped, stay with those who made them.
    case v1::Event::kConclusionDrafted:
    case v1::Event::kConclusionSigned:
    case v1::Event::kFindingDropped:
      return inspector_;
    // Drafts that the approved plan replaced are among them.
    case v1::Event::kInspectionPlanDrafted:
      return inspector_ || (everything_ && read_.actor().HoldsStandingCommittee());

    // The federation's own; several units at once; persons.
    case v1::Event::kFederationCreated:
    case v1::Event::kAccountCreated:
    case v1::Event::kAccountDisabled:
    case v1::Event::kAccountEnabled:
    case v1::Event::kAccountReset:
    case v1::Event::kPositionGiven:
    case v1::Event::kPositionEnded:
    case v1::Event::kProgrammeLoaded:
    case v1::Event::kUnionsImported:
    case v1::Event::kResponsibilityAssigned:
    case v1::Event::kResponsibilityEnded:
    case v1::Event::kRoundDrafted:
    case v1::Event::kRoundIssued:
    case v1::Event::kAttemptRefused:
    case v1::Event::kClockAdvanced:
    case v1::Event::kPeriodSealed:
    case v1::Event::kCalendarLoaded:
    case v1::Event::kGuidanceRecorded:
    case v1::Event::kEvidenceErased:
    case v1::Event::kRemindersRung:
    case v1::Event::kPositionDelegated:
    case v1::Event::kDelegationEnded:
    case v1::Event::kUnionChanged:
    case v1::Event::kFederationClosed:
    case v1::Event::kUnionsAdmitted:
    case v1::Event::kInspectionPlanApproved:
    case v1::Event::kSampleDrawn:
    case v1::Event::kDrawnUnitReplaced:
    case v1::Event::kInspectionPlanClosed:
    case v1::Event::kSettlementRecorded:
    case v1::Event::kReportIssued:
    case v1::Event::kSuperiorSet:
    case v1::Event::kWitnessEnded:
    case v1::Event::kTextsErased:
      return everything_;

    // A unit's.
    case v1::Event::kItemIssued:
      return IsIssuedToUnit(event.item_issued());
    case v1::Event::kTasksExtended:
      return AreOfUnit(event.tasks_extended());
    case v1::Event::kEvidenceUploaded:
      return IsOfUnion(event.evidence_uploaded().union_number());
    case v1::Event::kUnionFactsUpdated:
      return IsOfUnion(event.union_facts_updated().union_number());
    case v1::Event::kUnionPlanSubmitted:
      return IsOfUnion(event.union_plan_submitted().union_number());
    case v1::Event::kSelfRatingSubmitted:
      return IsOfUnion(event.self_rating_submitted().union_number());
    case v1::Event::kRatingDecided:
      return IsOfUnion(event.rating_decided().union_number());

    // A task's.
    case v1::Event::kTaskAcknowledged:
      return IsOfTask(event.task_acknowledged().task());
    case v1::Event::kProgressReported:
      return IsOfTask(event.progress_reported().task());
    case v1::Event::kTaskSubmitted:
      return IsOfTask(event.task_submitted().task());
    case v1::Event::kTaskRecalled:
      return IsOfTask(event.task_recalled().task());
    case v1::Event::kReviewTaken:
      return IsOfTask(event.review_taken().task());
    case v1::Event::kReviewReleased:
      return IsOfTask(event.review_released().task());
    case v1::Event::kTaskAccepted:
      return IsOfTask(event.task_accepted().task());
    case v1::Event::kTaskReturned:
      return IsOfTask(event.task_returned().task());
    case v1::Event::kTaskWithdrawn:
      return IsOfTask(event.task_withdrawn().task());
    case v1::Event::kTaskReopened:
      return IsOfTask(event.task_reopened().task());
    case v1::Event::kCommentAdded:
      return IsOfTask(event.comment_added().task());
    case v1::Event::kExtensionRequested:
      return IsOfTask(event.extension_requested().task());
    case v1::Event::kExtensionDecided:
      return IsOfTask(event.extension_decided().task());
    case v1::Event::kExtensionCancelled:
      return IsOfTask(event.extension_cancelled().task());
    case v1::Event::kTaskSuspended:
      return IsOfTask(event.task_suspended().task());
    case v1::Event::kTaskResumed:
      return IsOfTask(event.task_resumed().task());
    case v1::Event::kTaskClosedNotMet:
      return IsOfTask(event.task_closed_not_met().task());
    case v1::Event::kResultRestated:
      return IsOfTask(event.result_restated().task());
    case v1::Event::kEvidenceWaived:
      return IsOfTask(event.evidence_waived().task());

    // An inspection's.
    case v1::Event::kInspectionScheduled:
      return IsOfInspection(event.inspection_scheduled().inspection(), Tells::kCourse);
    case v1::Event::kInspectionNotified:
      return IsOfInspection(event.inspection_notified().inspection(), Tells::kCourse);
    case v1::Event::kInspectionStarted:
      return IsOfInspection(event.inspection_started().inspection(), Tells::kCourse);
    case v1::Event::kInspectionConcluded:
      return IsOfInspection(event.inspection_concluded().inspection(), Tells::kCourse);
    case v1::Event::kInspectionCancelled:
      return IsOfInspection(event.inspection_cancelled().inspection(), Tells::kCourse);
    case v1::Event::kSupervisionReported:
      return IsOfInspection(event.supervision_reported().inspection(), Tells::kCourse);
    case v1::Event::kTaskChecked:
      return IsOfInspection(event.task_checked().inspection(), Tells::kChecks);
    case v1::Event::kFindingRecorded:
      return IsOfFinding(event.finding_recorded().inspection(), event.finding_recorded().finding());
    case v1::Event::kFindingExplained:
      return IsOfFinding(event.finding_explained().inspection(), event.finding_explained().finding());
    case v1::Event::kRemedySubmitted:
      return IsOfFinding(event.remedy_submitted().inspection(), event.remedy_submitted().finding());
    case v1::Event::kRemedyVerified:
      return IsOfFinding(event.remedy_verified().inspection(), event.remedy_verified().finding());
    case v1::Event::kRemedyRejected:
      return IsOfFinding(event.remedy_rejected().inspection(), event.remedy_rejected().finding());
    case v1::Event::kFindingClosedWithoutRemedy:
      return IsOfFinding(event.finding_closed_without_remedy().inspection(),
                         event.finding_closed_without_remedy().finding());

    case v1::Event::EVENT_NOT_SET:
      break;
  }
  return false;
}

bool Disclosure::IsOfUnion(int64_t union_number) const {
  const std::vector<int64_t>& own = read_.reach().own_unions;
  return everything_ || (union_number != 0 && std::binary_search(own.begin(), own.end(), union_number));
}

absl::StatusOr<bool> Disclosure::IsOfTask(int64_t task) {
  if (everything_) return true;
  if (read_.reach().own_unions.empty()) return false;
  ASSIGN_OR_RETURN(const storage::TaskRow row, storage::GetTask(read_.tx(), read_.federation(), task));
  return IsOfUnion(row.assignee);
}

bool Disclosure::IsIssuedToUnit(const v1::ItemIssued& issued) const {
  if (everything_) return true;
  if (issued.assignees_size() != 1 || !IsOfUnion(issued.assignees(0))) return false;
  return std::all_of(issued.targets().begin(), issued.targets().end(), [&](const v1::TargetRaised& target) {
    return std::all_of(target.assignees().begin(), target.assignees().end(),
                       [&](int64_t assignee) { return assignee == issued.assignees(0); });
  });
}

absl::StatusOr<bool> Disclosure::AreOfUnit(const v1::TasksExtended& extended) {
  if (everything_) return true;
  for (const int64_t task : extended.tasks()) {
    ASSIGN_OR_RETURN(const bool own, IsOfTask(task));
    if (!own) return false;
  }
  return !extended.tasks().empty();
}

absl::StatusOr<bool> Disclosure::IsOfInspection(int64_t inspection, Tells tells) {
  if (inspector_) return true;
  if (!everything_ && read_.reach().own_unions.empty()) return false;
  ASSIGN_OR_RETURN(const storage::InspectionRow row,
                   storage::GetInspection(read_.tx(), read_.federation(), inspection));
  if (!IsOfUnion(row.union_number)) return false;
  if (tells == Tells::kChecks) return rules::AreChecksKnownToUnit(row.state) && !rules::IsUnderWay(row.state);
  return (everything_ && !row.unannounced) || rules::IsKnownToUnit(row.state, row.cancelled_from);
}

absl::StatusOr<bool> Disclosure::IsOfFinding(int64_t inspection, int64_t finding) {
  if (inspector_) return true;
  ASSIGN_OR_RETURN(const bool of_reader, IsOfInspection(inspection, Tells::kCourse));
  if (!of_reader) return false;
  ASSIGN_OR_RETURN(const std::optional<storage::FindingRow> row,
                   storage::FindFinding(read_.tx(), read_.federation(), inspection, finding));
  return row && rules::IsIssued(row->state);
}

}  // namespace phancong::journal
