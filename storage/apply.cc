#include "storage/apply.h"

#include "services/rules/propagate.h"
#include "storage/apply_people.h"
#include "storage/calendars.h"
#include "storage/deadlines.h"
#include "storage/delegations.h"
#include "storage/directory.h"
#include "storage/erasure.h"
#include "storage/evidence.h"
#include "storage/inspection_plans.h"
#include "storage/inspections.h"
#include "storage/journal_keys.h"
#include "storage/period_reports.h"
#include "storage/programmes.h"
#include "storage/ratings.h"
#include "storage/reminders.h"
#include "storage/rounds.h"
#include "storage/sealing.h"
#include "storage/succession.h"
#include "storage/superiors.h"
#include "storage/tasks.h"
#include "storage/union_changes.h"
#include "storage/union_plans.h"
#include "storage/witnesses.h"

namespace phancong::storage {
namespace {

// The refusal itself is in the journal; it changes no table.
absl::Status ApplyEvent(WriteTransaction&, const EntryContext&, const v1::AttemptRefused&) { return absl::OkStatus(); }

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ClockAdvanced& event) {
  return tx.Execute("UPDATE federation SET entry_time = $2 WHERE federation = $1",
                    {entry.federation, event.time_micros()});
}

struct Changes {
  bool people = false;
  bool definitions = false;
};

// Which of the facts that are kept in memory an event changes.
Changes ChangesOf(v1::Event::EventCase kind) {
  switch (kind) {
    case v1::Event::kAccountCreated:
    case v1::Event::kAccountDisabled:
    case v1::Event::kAccountEnabled:
    case v1::Event::kAccountReset:
    case v1::Event::kPositionGiven:
    case v1::Event::kPositionEnded:
    case v1::Event::kPositionDelegated:
    case v1::Event::kDelegationEnded:
    case v1::Event::kResponsibilityAssigned:
    case v1::Event::kResponsibilityEnded:
    case v1::Event::kUnionsImported:
    case v1::Event::kUnionsAdmitted:
    case v1::Event::kUnionChanged:
    case v1::Event::kUnionFactsUpdated:
      return {.people = true};
    case v1::Event::kProgrammeLoaded:
    case v1::Event::kRoundDrafted:
    case v1::Event::kRoundIssued:
    case v1::Event::kItemIssued:
    case v1::Event::kPeriodSealed:
    case v1::Event::kCalendarLoaded:
    case v1::Event::kGuidanceRecorded:
      return {.definitions = true};
    case v1::Event::kFederationCreated:
    case v1::Event::kFederationClosed:
    case v1::Event::kTextsErased:
      return {.people = true, .definitions = true};
    default:
      return {};
  }
}

// The columns that keep whoever reads later from facts of before.
absl::Status NoteChanges(WriteTransaction& tx, const EntryContext& entry, const Changes& changes) {
  if (changes.people) {
    RETURN_IF_ERROR(tx.Execute("UPDATE federation SET people_revision = $2 WHERE federation = $1",
                               {entry.federation, entry.revision}));
  }
  if (changes.definitions) {
    RETURN_IF_ERROR(tx.Execute("UPDATE federation SET definitions_revision = $2 WHERE federation = $1",
                               {entry.federation, entry.revision}));
  }
  return absl::OkStatus();
}

absl::Status ApplyOne(WriteTransaction& tx, const EntryContext& entry, const v1::Event& event) {
  switch (event.event_case()) {
    case v1::Event::kFederationCreated:
      return ApplyEvent(tx, entry, event.federation_created());
    case v1::Event::kAccountCreated:
      return ApplyEvent(tx, entry, event.account_created());
    case v1::Event::kAccountDisabled:
      return ApplyEvent(tx, entry, event.account_disabled());
    case v1::Event::kAccountEnabled:
      return ApplyEvent(tx, entry, event.account_enabled());
    case v1::Event::kAccountReset:
      return ApplyEvent(tx, entry, event.account_reset());
    case v1::Event::kPositionGiven:
      return ApplyEvent(tx, entry, event.position_given());
    case v1::Event::kPositionEnded:
      return ApplyEvent(tx, entry, event.position_ended());
    case v1::Event::kProgrammeLoaded:
      return ApplyEvent(tx, entry, event.programme_loaded());
    case v1::Event::kUnionsImported:
      return ApplyEvent(tx, entry, event.unions_imported());
    case v1::Event::kResponsibilityAssigned:
      return ApplyEvent(tx, entry, event.responsibility_assigned());
    case v1::Event::kResponsibilityEnded:
      return ApplyEvent(tx, entry, event.responsibility_ended());
    case v1::Event::kRoundDrafted:
      return ApplyEvent(tx, entry, event.round_drafted());
    case v1::Event::kRoundIssued:
      return ApplyEvent(tx, entry, event.round_issued());
    case v1::Event::kItemIssued:
      return ApplyEvent(tx, entry, event.item_issued());
    case v1::Event::kTaskAcknowledged:
      return ApplyEvent(tx, entry, event.task_acknowledged());
    case v1::Event::kProgressReported:
      return ApplyEvent(tx, entry, event.progress_reported());
    case v1::Event::kTaskSubmitted:
      return ApplyEvent(tx, entry, event.task_submitted());
    case v1::Event::kTaskRecalled:
      return ApplyEvent(tx, entry, event.task_recalled());
    case v1::Event::kReviewTaken:
      return ApplyEvent(tx, entry, event.review_taken());
    case v1::Event::kReviewReleased:
      return ApplyEvent(tx, entry, event.review_released());
    case v1::Event::kTaskAccepted:
      return ApplyEvent(tx, entry, event.task_accepted());
    case v1::Event::kTaskReturned:
      return ApplyEvent(tx, entry, event.task_returned());
    case v1::Event::kTaskWithdrawn:
      return ApplyEvent(tx, entry, event.task_withdrawn());
    case v1::Event::kTaskReopened:
      return ApplyEvent(tx, entry, event.task_reopened());
    case v1::Event::kCommentAdded:
      return ApplyEvent(tx, entry, event.comment_added());
    case v1::Event::kInspectionScheduled:
      return ApplyEvent(tx, entry, event.inspection_scheduled());
    case v1::Event::kInspectionStarted:
      return ApplyEvent(tx, entry, event.inspection_started());
    case v1::Event::kTaskChecked:
      return ApplyEvent(tx, entry, event.task_checked());
    case v1::Event::kFindingRecorded:
      return ApplyEvent(tx, entry, event.finding_recorded());
    case v1::Event::kInspectionConcluded:
      return ApplyEvent(tx, entry, event.inspection_concluded());
    case v1::Event::kRemedySubmitted:
      return ApplyEvent(tx, entry, event.remedy_submitted());
    case v1::Event::kRemedyVerified:
      return ApplyEvent(tx, entry, event.remedy_verified());
    case v1::Event::kRemedyRejected:
      return ApplyEvent(tx, entry, event.remedy_rejected());
    case v1::Event::kInspectionNotified:
      return ApplyEvent(tx, entry, event.inspection_notified());
    case v1::Event::kFindingDropped:
      return ApplyEvent(tx, entry, event.finding_dropped());
    case v1::Event::kConclusionDrafted:
      return ApplyEvent(tx, entry, event.conclusion_drafted());
    case v1::Event::kConclusionSigned:
      return ApplyEvent(tx, entry, event.conclusion_signed());
    case v1::Event::kSupervisionReported:
      return ApplyEvent(tx, entry, event.supervision_reported());
    case v1::Event::kInspectionCancelled:
      return ApplyEvent(tx, entry, event.inspection_cancelled());
    case v1::Event::kFindingExplained:
      return ApplyEvent(tx, entry, event.finding_explained());
    case v1::Event::kFindingClosedWithoutRemedy:
      return ApplyEvent(tx, entry, event.finding_closed_without_remedy());
    case v1::Event::kAttemptRefused:
      return ApplyEvent(tx, entry, event.attempt_refused());
    case v1::Event::kClockAdvanced:
      return ApplyEvent(tx, entry, event.clock_advanced());
    case v1::Event::kExtensionRequested:
      return ApplyEvent(tx, entry, event.extension_requested());
    case v1::Event::kExtensionDecided:
      return ApplyEvent(tx, entry, event.extension_decided());
    case v1::Event::kExtensionCancelled:
      return ApplyEvent(tx, entry, event.extension_cancelled());
    case v1::Event::kTasksExtended:
      return ApplyEvent(tx, entry, event.tasks_extended());
    case v1::Event::kTaskSuspended:
      return ApplyEvent(tx, entry, event.task_suspended());
    case v1::Event::kTaskResumed:
      return ApplyEvent(tx, entry, event.task_resumed());
    case v1::Event::kTaskClosedNotMet:
      return ApplyEvent(tx, entry, event.task_closed_not_met());
    case v1::Event::kPeriodSealed:
      return ApplyEvent(tx, entry, event.period_sealed());
    case v1::Event::kResultRestated:
      return ApplyEvent(tx, entry, event.result_restated());
    case v1::Event::kCalendarLoaded:
      return ApplyEvent(tx, entry, event.calendar_loaded());
    case v1::Event::kGuidanceRecorded:
      return ApplyEvent(tx, entry, event.guidance_recorded());
    case v1::Event::kEvidenceUploaded:
      return ApplyEvent(tx, entry, event.evidence_uploaded());
    case v1::Event::kEvidenceErased:
      return ApplyEvent(tx, entry, event.evidence_erased());
    case v1::Event::kEvidenceWaived:
      return ApplyEvent(tx, entry, event.evidence_waived());
    case v1::Event::kRemindersRung:
      return ApplyEvent(tx, entry, event.reminders_rung());
    case v1::Event::kMailAddressSet:
      return ApplyEvent(tx, entry, event.mail_address_set());
    case v1::Event::kPositionDelegated:
      return ApplyEvent(tx, entry, event.position_delegated());
    case v1::Event::kDelegationEnded:
      return ApplyEvent(tx, entry, event.delegation_ended());
    case v1::Event::kUnionChanged:
      return ApplyEvent(tx, entry, event.union_changed());
    case v1::Event::kUnionFactsUpdated:
      return ApplyEvent(tx, entry, event.union_facts_updated());
    case v1::Event::kUnionPlanSubmitted:
      return ApplyEvent(tx, entry, event.union_plan_submitted());
    case v1::Event::kFederationClosed:
      return ApplyEvent(tx, entry, event.federation_closed());
    case v1::Event::kUnionsAdmitted:
      return ApplyEvent(tx, entry, event.unions_admitted());
    case v1::Event::kSettlementRecorded:
      return ApplyEvent(tx, entry, event.settlement_recorded());
    case v1::Event::kSelfRatingSubmitted:
      return ApplyEvent(tx, entry, event.self_rating_submitted());
    case v1::Event::kRatingDecided:
      return ApplyEvent(tx, entry, event.rating_decided());
    case v1::Event::kInspectionPlanDrafted:
      return ApplyEvent(tx, entry, event.inspection_plan_drafted());
    case v1::Event::kInspectionPlanApproved:
      return ApplyEvent(tx, entry, event.inspection_plan_approved());
    case v1::Event::kSampleDrawn:
      return ApplyEvent(tx, entry, event.sample_drawn());
    case v1::Event::kDrawnUnitReplaced:
      return ApplyEvent(tx, entry, event.drawn_unit_replaced());
    case v1::Event::kInspectionPlanClosed:
      return ApplyEvent(tx, entry, event.inspection_plan_closed());
    case v1::Event::kReportIssued:
      return ApplyEvent(tx, entry, event.report_issued());
    case v1::Event::kSuperiorSet:
      return ApplyEvent(tx, entry, event.superior_set());
    case v1::Event::kJournalKeySet:
      return ApplyEvent(tx, entry, event.journal_key_set());
    case v1::Event::kWitnessNamed:
      return ApplyEvent(tx, entry, event.witness_named());
    case v1::Event::kWitnessEnded:
      return ApplyEvent(tx, entry, event.witness_ended());
    case v1::Event::kRestoredFromBackup:
      return ApplyEvent(tx, entry, event.restored_from_backup());
    case v1::Event::kTextsErased:
      return ApplyEvent(tx, entry, event.texts_erased());
    case v1::Event::EVENT_NOT_SET:
      break;
  }
  return absl::InternalError("an event of an unknown kind");
}

}  // namespace

absl::Status Apply(WriteTransaction& tx, const EntryContext& entry, const v1::Event& event) {
  const Changes changes = ChangesOf(event.event_case());
  tx.facts().Change(FactsOf::kDerived);
  if (changes.people) tx.facts().Change(FactsOf::kPeople);
  if (changes.definitions) tx.facts().Change(FactsOf::kDefinitions);
  RETURN_IF_ERROR(ApplyOne(tx, entry, event));
  return NoteChanges(tx, entry, changes);
}

}  // namespace phancong::storage
