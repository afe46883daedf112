#include "services/inspection_committee/inspection_file.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "services/accounts/account.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/policy.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/accounts.h"
#include "storage/federations.h"
#include "storage/inspection_plans.h"
#include "storage/programmes.h"
#include "storage/tasks.h"

namespace phancong::inspection_committee {
namespace {

bool IsInspector(const serving::Actor& actor) {
  return std::any_of(actor.positions.begin(), actor.positions.end(),
                     [](const rules::PositionFact& fact) { return rules::IsInspectionCommittee(fact.position); });
}

v1::InspectionKind KindOf(const v1::Programme& programme, const storage::InspectionRow& row) {
  for (const v1::InspectionKind& one : programme.inspection_kinds()) {
    if (one.id() == row.kind) return one;
  }
  v1::InspectionKind kind;
  kind.set_id(row.kind);
  kind.mutable_title()->set_vi(row.kind);
  kind.set_of_federation(row.union_number == 0);
  return kind;
}

v1::DocumentReference DocumentOf(const std::string& number, rules::Day day, const std::string& issuer) {
  v1::DocumentReference document;
  document.set_number(number);
  *document.mutable_date() = rules::DateOf(day);
  document.set_issuer(issuer);
  return document;
}

}  // namespace

rules::Inspector InspectorOf(const InspectionFile& file, const serving::Actor& actor) {
  const int64_t account = actor.principal();
  return {.chairs_committee = actor.Holds(v1::POSITION_INSPECTION_COMMITTEE_CHAIR),
          .on_team = std::find(file.team.begin(), file.team.end(), account) != file.team.end(),
          .head_of_team = file.row.head == account,
          .barred = rules::IsBarredBy(file.team_rule, actor.interests, file.row.union_number)};
}

rules::FindingParticipant ParticipantOf(const FindingFile& file, const serving::Actor& actor) {
  const int64_t unit = file.inspection.row.union_number;
  rules::FindingParticipant participant;
  participant.position_in_unit = rules::HoldsInUnit(actor.interests, unit);
  participant.of_unit = rules::HoldsInUnit(actor.positions, unit);
  participant.inspection_committee = IsInspector(actor);
  participant.standing_committee_head = actor.HoldsStandingCommitteeHead();
  participant.explained = actor.IsOneOf(file.row.explained_by) || actor.IsOneOf(file.row.explained_for);
  participant.remedied = actor.IsOneOf(file.row.remedied_by) || actor.IsOneOf(file.row.remedied_for);
  participant.found = actor.IsOneOf(file.row.found_by) || actor.IsOneOf(file.row.found_for);
  participant.inspector = InspectorOf(file.inspection, actor);
  const std::vector<int64_t>& team = file.inspection.team;
  participant.on_team = std::any_of(team.begin(), team.end(), [&](int64_t member) { return actor.IsOneOf(member); });
  return participant;
}

rules::FindingFacts FactsOf(const FindingFile& file) {
  return {.state = file.row.state,
          .grave = file.row.grave,
          .remedy_due_day = file.row.remedy_due_day,
          .inspection = file.inspection.row.state,
          .explain_by_day = file.inspection.row.explain_by_day};
}

InspectionFiles::InspectionFiles(serving::CommandContext& context)
    : tx_(context.tx()),
      federation_(context.federation()),
      federation_id_(context.actor().federation_id),
      today_(context.today()),
      shows_drafts_(IsInspector(context.actor())),
      sees_everything_(context.reach().everything),
      tasks_(context) {}

InspectionFiles::InspectionFiles(serving::ReadContext& context)
    : tx_(context.tx()),
      federation_(context.federation()),
      federation_id_(context.actor().federation_id),
      today_(context.today()),
      shows_drafts_(IsInspector(context.actor())),
      sees_everything_(context.reach().everything),
      tasks_(context) {}

absl::StatusOr<InspectionFile> InspectionFiles::Open(const std::string& name, const std::string& etag) {
  ASSIGN_OR_RETURN(const rules::ResourceName parsed, rules::ParseName(name, rules::NameKind::kInspection));
  ASSIGN_OR_RETURN(std::optional<storage::InspectionRow> row, storage::FindInspection(tx_, federation_, parsed.id));
  if (!row) return rules::RefuseNotFound(name);
  RETURN_IF_ERROR(serving::CheckEtag(etag, row->revision, name));
  return Open(*std::move(row));
}

absl::StatusOr<FindingFile> InspectionFiles::OpenFinding(const std::string& name, const std::string& etag) {
  ASSIGN_OR_RETURN(const rules::ResourceName parsed, rules::ParseName(name, rules::NameKind::kFinding));
  ASSIGN_OR_RETURN(std::optional<storage::InspectionRow> inspection,
                   storage::FindInspection(tx_, federation_, parsed.id));
  if (!inspection) return rules::RefuseNotFound(name);
  ASSIGN_OR_RETURN(std::optional<storage::FindingRow> row,
                   storage::FindFinding(tx_, federation_, inspection->inspection, parsed.number));
  // What they may not see is not there.
  if (!row || !(shows_drafts_ || rules::IsKnownToUnit(row->state, inspection->state)))
    return rules::RefuseNotFound(name);
  RETURN_IF_ERROR(serving::CheckEtag(etag, row->revision, name));
  FindingFile file{.name = name, .row = *std::move(row), .inspection = {}};
  ASSIGN_OR_RETURN(file.inspection, Open(*std::move(inspection)));
  return file;
}

absl::StatusOr<InspectionFile> InspectionFiles::Open(storage::InspectionRow row) {
  InspectionFile file;
  file.name = rules::InspectionName(federation_id_, row.id);
  ASSIGN_OR_RETURN(file.team, storage::TeamOf(tx_, federation_, row.inspection));
  if (row.union_number != 0) {
    ASSIGN_OR_RETURN(file.unit, storage::GetUnion(tx_, federation_, row.union_number));
  }
  if (programme_ == nullptr) {
    ASSIGN_OR_RETURN(const storage::ProgrammeRow newest, storage::NewestProgramme(tx_, federation_));
    programme_ = newest.programme;
  }
  file.kind = KindOf(*programme_, row);
  file.team_rule = rules::TeamRuleOf(programme_->inspection(), file.kind);
  file.row = std::move(row);
  return file;
}

absl::StatusOr<std::string> InspectionFiles::AccountId(int64_t account) {
  ASSIGN_OR_RETURN(const storage::AccountRow row, storage::GetAccount(tx_, federation_, account));
  return row.id;
}

absl::StatusOr<rules::InspectionFacts> InspectionFiles::FactsOf(const InspectionFile& file,
                                                                const std::vector<storage::FindingRow>& findings,
                                                                const std::vector<storage::SignatureRow>& signatures) {
  rules::InspectionFacts facts{.state = file.row.state,
                               .unannounced = file.row.unannounced,
                               .supervision = file.kind.is_supervision(),
                               .kind = file.kind.title(),
                               .unsigned_members = {},
                               .unexplained_findings = {},
                               .explain_by_day = file.row.explain_by_day};
  for (const storage::FindingRow& finding : findings) {
    if (!rules::IsDraft(finding.state)) continue;
    facts.has_findings = true;
    if (finding.explained_by == 0) {
      facts.unexplained_findings.push_back(fmt::format("{}/{}", file.row.id, finding.finding));
    }
  }
  for (const int64_t member : file.team) {
    if (std::any_of(signatures.begin(), signatures.end(),
                    [&](const storage::SignatureRow& signature) { return signature.account == member; })) {
      continue;
    }
    ASSIGN_OR_RETURN(std::string id, AccountId(member));
    facts.unsigned_members.push_back(std::move(id));
  }
  return facts;
}

absl::Status InspectionFiles::Decide(rules::InspectionCommand command, const InspectionFile& file,
                                     const serving::Actor& actor, const rules::InspectionProposal& proposal) {
  ASSIGN_OR_RETURN(const std::vector<storage::FindingRow> findings,
                   storage::FindingsOf(tx_, federation_, file.row.inspection));
  ASSIGN_OR_RETURN(const std::vector<storage::SignatureRow> signatures,
                   storage::SignaturesOf(tx_, federation_, file.row.inspection));
  ASSIGN_OR_RETURN(const rules::InspectionFacts facts, FactsOf(file, findings, signatures));
  rules::Inspector inspector = InspectorOf(file, actor);
  inspector.explained = std::any_of(findings.begin(), findings.end(), [&](const storage::FindingRow& finding) {
    return actor.IsOneOf(finding.explained_by) || actor.IsOneOf(finding.explained_for);
  });
  inspector.has_signed = std::any_of(signatures.begin(), signatures.end(), [&](const storage::SignatureRow& signature) {
    return signature.account == actor.principal();
  });
  return rules::Decide(command, facts, inspector, proposal, today_).status();
}

absl::Status InspectionFiles::Decide(rules::FindingCommand command, const FindingFile& file,
                                     const serving::Actor& actor, const rules::FindingProposal& proposal) {
  return rules::Decide(command, inspection_committee::FactsOf(file), ParticipantOf(file, actor), proposal, today_)
      .status();
}

absl::Status InspectionFiles::Show(const InspectionFile& file, v1::Inspection* inspection) {
  const storage::InspectionRow& row = file.row;
  inspection->set_name(file.name);
  inspection->set_etag(std::to_string(row.revision));
  inspection->set_kind(row.kind);
  *inspection->mutable_kind_title() = file.kind.title();
  RETURN_IF_ERROR(ShowUnit(file, inspection->mutable_unit(), inspection->mutable_unit_title()));
  inspection->set_state(row.state);
  *inspection->mutable_scheduled_date() = rules::DateOf(row.scheduled_day);
  if (row.concluded_day != 0) *inspection->mutable_concluded_date() = rules::DateOf(row.concluded_day);
  ASSIGN_OR_RETURN(*inspection->mutable_head(), tasks_.AccountName(row.head));
  for (const int64_t account : file.team) {
    if (account == row.head) continue;
    ASSIGN_OR_RETURN(*inspection->add_members(), tasks_.AccountName(account));
  }
  if (row.plan != 0) {
    ASSIGN_OR_RETURN(const storage::InspectionPlanRow plan, storage::GetInspectionPlan(tx_, federation_, row.plan));
    inspection->set_plan(rules::InspectionPlanName(federation_id_, plan.id));
  }
  inspection->set_conclusion(row.conclusion);
  if (!row.document_number.empty()) {
    *inspection->mutable_conclusion_document() = DocumentOf(row.document_number, row.document_day, row.document_issuer);
  }
  inspection->set_unannounced(row.unannounced);
  *inspection->mutable_period_begin_date() = rules::DateOf(row.Period().begin);
  *inspection->mutable_period_end_date() = rules::DateOf(row.Period().end);
  inspection->set_decision_number(row.decision_number);
  if (!row.notice_number.empty()) {
    *inspection->mutable_notice() = DocumentOf(row.notice_number, row.notice_document_day, row.notice_issuer);
    *inspection->mutable_notice_date() = rules::DateOf(row.notice_day);
  }
  if (row.explain_by_day != 0) *inspection->mutable_explain_by_date() = rules::DateOf(row.explain_by_day);
  inspection->set_discipline_proposal(row.discipline_proposal);
  inspection->set_cancel_reason(row.cancel_reason);
  inspection->set_cancel_decision_number(row.cancel_decision_number);
  return absl::OkStatus();
}

absl::Status InspectionFiles::ShowUnit(const InspectionFile& file, std::string* name, std::string* title) {
  if (file.unit) {
    *name = rules::UnionName(federation_id_, file.unit->id);
    *title = file.unit->title;
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const storage::FederationRow federation, storage::GetFederation(tx_, federation_));
  *name = rules::FederationName(federation_id_);
  *title = federation.title_vi;
  return absl::OkStatus();
}

absl::Status InspectionFiles::ShowWhole(int64_t number, v1::Inspection* inspection) {
  ASSIGN_OR_RETURN(storage::InspectionRow row, storage::GetInspection(tx_, federation_, number));
  ASSIGN_OR_RETURN(const InspectionFile file, Open(std::move(row)));
  RETURN_IF_ERROR(Show(file, inspection));
  ASSIGN_OR_RETURN(const std::vector<storage::SignatureRow> signatures,
                   storage::SignaturesOf(tx_, federation_, number));
  for (const storage::SignatureRow& signature : signatures) {
    v1::ConclusionSignature& shown = *inspection->add_signatures();
    ASSIGN_OR_RETURN(*shown.mutable_member(), tasks_.AccountName(signature.account));
    *shown.mutable_sign_time() = accounts::TimestampOf(signature.signed_at);
    shown.set_reservation(signature.reservation);
  }
  std::vector<storage::TaskCheckRow> checks;
  if (sees_everything_ || rules::AreChecksKnownToUnit(file.row.state)) {
    ASSIGN_OR_RETURN(checks, storage::ChecksOf(tx_, federation_, number));
  }
  for (const storage::TaskCheckRow& check : checks) {
    v1::TaskCheck& shown = *inspection->add_checks();
    ASSIGN_OR_RETURN(*shown.mutable_task(), TaskName(check.task));
    shown.set_confirmed(check.confirmed);
    shown.set_note(check.note);
  }
  ASSIGN_OR_RETURN(const std::vector<storage::FindingRow> findings, storage::FindingsOf(tx_, federation_, number));
  for (const storage::FindingRow& finding : findings) {
    if (!shows_drafts_ && !rules::IsKnownToUnit(finding.state, file.row.state)) continue;
    RETURN_IF_ERROR(ShowFinding(file, finding, inspection->add_findings()));
  }
  return absl::OkStatus();
}

absl::Status InspectionFiles::ShowFinding(const InspectionFile& file, int64_t finding, v1::Finding* shown) {
  ASSIGN_OR_RETURN(const std::optional<storage::FindingRow> row,
                   storage::FindFinding(tx_, federation_, file.row.inspection, finding));
  if (!row) return absl::InternalError("a finding that was changed is not there");
  return ShowFinding(file, *row, shown);
}

absl::Status InspectionFiles::ShowFinding(const InspectionFile& file, const storage::FindingRow& row,
                                          v1::Finding* shown) {
  shown->set_name(rules::FindingName(federation_id_, file.row.id, row.finding));
  shown->set_etag(std::to_string(row.revision));
  shown->set_state(row.state);
  if (row.task != 0) {
    ASSIGN_OR_RETURN(*shown->mutable_task(), TaskName(row.task));
  }
  shown->set_contests(row.contests);
  shown->set_grave(row.grave);
  shown->set_text(row.text);
  *shown->mutable_remedy_due_date() = rules::DateOf(row.remedy_due_day);
  shown->set_remedy(row.remedy);
  ASSIGN_OR_RETURN(const std::vector<v1::Evidence> evidence,
                   storage::RemedyEvidence(tx_, federation_, row.inspection, row.finding));
  for (const v1::Evidence& one : evidence) *shown->add_remedy_evidence() = one;
  shown->set_verification(row.verification);
  shown->set_explanation(row.explanation);
  shown->set_drop_reason(row.drop_reason);
  shown->set_closed_without_remedy(row.closed_without_remedy);
  shown->set_close_reason(row.close_reason);
  shown->set_close_decision_number(row.close_decision_number);
  shown->set_overdue(rules::IsOverdue({.state = row.state, .remedy_due_day = row.remedy_due_day}, today_));
  RETURN_IF_ERROR(ShowUnit(file, shown->mutable_unit(), shown->mutable_unit_title()));
  return absl::OkStatus();
}

absl::StatusOr<std::string> InspectionFiles::TaskName(int64_t task) {
  ASSIGN_OR_RETURN(storage::TaskRow row, storage::GetTask(tx_, federation_, task));
  ASSIGN_OR_RETURN(const tasks::TaskFile file, tasks_.Open(std::move(row)));
  return file.name;
}

}  // namespace phancong::inspection_committee
