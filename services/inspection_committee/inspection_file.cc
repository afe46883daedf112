#include "services/inspection_committee/inspection_file.h"

#include <algorithm>
#include <utility>

#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/policy.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/federations.h"
#include "storage/programmes.h"
#include "storage/tasks.h"

namespace phancong::inspection_committee {
namespace {

bool IsInspector(const serving::Actor& actor) {
  return std::any_of(actor.positions.begin(), actor.positions.end(),
                     [](const rules::PositionFact& fact) { return rules::IsInspectionCommittee(fact.position); });
}

absl::Status NotFound(const std::string& name) { return rules::Refuse(v1::ERROR_REASON_NOT_FOUND, {{"name", name}}); }

// The kind's title in the newest programme; its id where that has it no more.
v1::LocalText KindTitle(const v1::Programme& programme, const std::string& kind) {
  for (const v1::InspectionKind& one : programme.inspection_kinds()) {
    if (one.id() == kind) return one.title();
  }
  v1::LocalText title;
  title.set_vi(kind);
  return title;
}

}  // namespace

rules::Inspector InspectorOf(const InspectionFile& file, const serving::Actor& actor) {
  const int64_t account = actor.principal();
  return {.on_team = std::find(file.team.begin(), file.team.end(), account) != file.team.end(),
          .head_of_team = file.row.head == account};
}

rules::FindingParticipant ParticipantOf(const FindingFile& file, const serving::Actor& actor) {
  const int64_t unit = file.inspection.row.union_number;
  rules::FindingParticipant participant;
  participant.position_in_unit = HoldsInUnit(actor.interests, unit);
  participant.of_unit = HoldsInUnit(actor.positions, unit);
  participant.inspection_committee = IsInspector(actor);
  participant.remedied = actor.IsOneOf(file.row.remedied_by) || actor.IsOneOf(file.row.remedied_for);
  participant.found = actor.IsOneOf(file.row.found_by) || actor.IsOneOf(file.row.found_for);
  return participant;
}

rules::FindingFacts FactsOf(const FindingFile& file) { return {.state = file.row.state, .grave = file.row.grave}; }

bool HoldsInUnit(const std::vector<rules::PositionFact>& positions, int64_t unit) {
  return std::any_of(positions.begin(), positions.end(), [&](const rules::PositionFact& fact) {
    return unit == 0 ? rules::IsStandingCommittee(fact.position) : fact.union_number == unit;
  });
}

InspectionFiles::InspectionFiles(serving::CommandContext& context)
    : tx_(context.tx()),
      federation_(context.federation()),
      federation_id_(context.actor().federation_id),
      shows_drafts_(IsInspector(context.actor())),
      tasks_(context) {}

InspectionFiles::InspectionFiles(serving::ReadContext& context)
    : tx_(context.tx()),
      federation_(context.federation()),
      federation_id_(context.actor().federation_id),
      shows_drafts_(IsInspector(context.actor())),
      tasks_(context) {}

absl::StatusOr<InspectionFile> InspectionFiles::Open(const std::string& name, const std::string& etag) {
  ASSIGN_OR_RETURN(const rules::ResourceName parsed, rules::ParseName(name, rules::NameKind::kInspection));
  ASSIGN_OR_RETURN(std::optional<storage::InspectionRow> row, storage::FindInspection(tx_, federation_, parsed.id));
  if (!row) return NotFound(name);
  RETURN_IF_ERROR(serving::CheckEtag(etag, row->revision, name));
  return Open(*std::move(row));
}

absl::StatusOr<FindingFile> InspectionFiles::OpenFinding(const std::string& name, const std::string& etag) {
  ASSIGN_OR_RETURN(const rules::ResourceName parsed, rules::ParseName(name, rules::NameKind::kFinding));
  ASSIGN_OR_RETURN(std::optional<storage::InspectionRow> inspection,
                   storage::FindInspection(tx_, federation_, parsed.id));
  if (!inspection) return NotFound(name);
  ASSIGN_OR_RETURN(std::optional<storage::FindingRow> row,
                   storage::FindFinding(tx_, federation_, inspection->inspection, parsed.number));
  // One that is not issued is not there for anybody but the Inspection Committee.
  if (!row || !(shows_drafts_ || rules::IsKnownToUnit(row->state))) return NotFound(name);
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
  file.row = std::move(row);
  return file;
}

absl::Status InspectionFiles::Show(const InspectionFile& file, v1::Inspection* inspection) {
  const storage::InspectionRow& row = file.row;
  inspection->set_name(file.name);
  inspection->set_etag(std::to_string(row.revision));
  inspection->set_kind(row.kind);
  ASSIGN_OR_RETURN(const storage::ProgrammeRow programme, storage::NewestProgramme(tx_, federation_));
  *inspection->mutable_kind_title() = KindTitle(*programme.programme, row.kind);
  if (file.unit) {
    inspection->set_unit(rules::UnionName(federation_id_, file.unit->id));
    inspection->set_unit_title(file.unit->title);
  } else {
    ASSIGN_OR_RETURN(const storage::FederationRow federation, storage::GetFederation(tx_, federation_));
    inspection->set_unit(rules::FederationName(federation_id_));
    inspection->set_unit_title(federation.title_vi);
  }
  inspection->set_state(row.state);
  *inspection->mutable_scheduled_date() = rules::DateOf(row.scheduled_day);
  if (row.concluded_day != 0) *inspection->mutable_concluded_date() = rules::DateOf(row.concluded_day);
  ASSIGN_OR_RETURN(*inspection->mutable_head(), tasks_.AccountName(row.head));
  for (const int64_t account : file.team) {
    if (account == row.head) continue;
    ASSIGN_OR_RETURN(*inspection->add_members(), tasks_.AccountName(account));
  }
  inspection->set_conclusion(row.conclusion);
  if (!row.document_number.empty()) {
    v1::DocumentReference& document = *inspection->mutable_conclusion_document();
    document.set_number(row.document_number);
    *document.mutable_date() = rules::DateOf(row.document_day);
    document.set_issuer(row.document_issuer);
  }
  return absl::OkStatus();
}

absl::Status InspectionFiles::ShowWhole(int64_t number, v1::Inspection* inspection) {
  ASSIGN_OR_RETURN(storage::InspectionRow row, storage::GetInspection(tx_, federation_, number));
  ASSIGN_OR_RETURN(const InspectionFile file, Open(std::move(row)));
  RETURN_IF_ERROR(Show(file, inspection));
  ASSIGN_OR_RETURN(const std::vector<storage::TaskCheckRow> checks, storage::ChecksOf(tx_, federation_, number));
  for (const storage::TaskCheckRow& check : checks) {
    v1::TaskCheck& shown = *inspection->add_checks();
    ASSIGN_OR_RETURN(*shown.mutable_task(), TaskName(check.task));
    shown.set_confirmed(check.confirmed);
    shown.set_note(check.note);
  }
  ASSIGN_OR_RETURN(const std::vector<storage::FindingRow> findings, storage::FindingsOf(tx_, federation_, number));
  for (const storage::FindingRow& finding : findings) {
    if (!shows_drafts_ && !rules::IsKnownToUnit(finding.state)) continue;
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
  return absl::OkStatus();
}

absl::StatusOr<std::string> InspectionFiles::TaskName(int64_t task) {
  ASSIGN_OR_RETURN(storage::TaskRow row, storage::GetTask(tx_, federation_, task));
  ASSIGN_OR_RETURN(const tasks::TaskFile file, tasks_.Open(std::move(row)));
  return file.name;
}

}  // namespace phancong::inspection_committee
