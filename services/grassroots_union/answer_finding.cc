#include "services/grassroots_union/answer_finding.h"

#include <algorithm>
#include <string>

#include "fmt/format.h"
#include "phancong/v1/event.pb.h"
#include "services/evidence/evidence_file.h"
#include "services/inspection_committee/inspection_file.h"
#include "services/rules/inspection_machine.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/tasks/free_text.h"
#include "services/tasks/report.h"
#include "storage/programmes.h"

namespace phancong::grassroots_union {
namespace {

absl::StatusOr<v1::Evidence> EvidenceOf(const v1::Evidence& evidence, const std::string& field,
                                        const v1::Programme& programme) {
  const auto& kinds = programme.evidence_kinds();
  if (std::none_of(kinds.begin(), kinds.end(),
                   [&](const v1::EvidenceKind& kind) { return kind.id() == evidence.kind(); })) {
    return rules::RefuseField(field + ".kind",
                              fmt::format("chương trình không có loại minh chứng “{}”", evidence.kind()),
                              fmt::format("the programme has no kind of evidence “{}”", evidence.kind()));
  }
  return tasks::ReceivedEvidence(evidence, field);
}

}  // namespace

absl::Status SubmitRemedy(serving::CommandContext& context, const v1::SubmitRemedyRequest& request,
                          v1::SubmitRemedyResponse* response) {
  inspection_committee::InspectionFiles files(context);
  ASSIGN_OR_RETURN(const inspection_committee::FindingFile file, files.OpenFinding(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string text, tasks::RequiredFreeTextOf(request.text(), "text", tasks::kNarrativeLength));
  RETURN_IF_ERROR(files.Decide(rules::FindingCommand::kSubmitRemedy, file, context.actor(), {}));
  ASSIGN_OR_RETURN(const storage::ProgrammeRow newest, storage::NewestProgramme(context.tx(), context.federation()));
  v1::Event event;
  v1::RemedySubmitted& remedy = *event.mutable_remedy_submitted();
  remedy.set_inspection(file.row.inspection);
  remedy.set_finding(file.row.finding);
  *remedy.mutable_text() = context.Keep(text);
  for (int i = 0; i < request.evidence_size(); ++i) {
    ASSIGN_OR_RETURN(const v1::Evidence piece,
                     EvidenceOf(request.evidence(i), fmt::format("evidence[{}]", i), *newest.programme));
    if (!piece.file().empty()) {
      RETURN_IF_ERROR(evidence::CheckMayBeNamed(context.tx(), context.actor(), piece.file(),
                                                file.inspection.row.union_number, fmt::format("evidence[{}].file", i)));
    }
    *remedy.add_evidence() = tasks::Keep(context, piece);
  }
  RETURN_IF_ERROR(context.Emit(event));
  return files.ShowFinding(file.inspection, file.row.finding, response->mutable_finding());
}

absl::Status ExplainFinding(serving::CommandContext& context, const v1::ExplainFindingRequest& request,
                            v1::ExplainFindingResponse* response) {
  inspection_committee::InspectionFiles files(context);
  ASSIGN_OR_RETURN(const inspection_committee::FindingFile file, files.OpenFinding(request.name(), request.etag()));
  ASSIGN_OR_RETURN(const std::string explanation,
                   tasks::RequiredFreeTextOf(request.explanation(), "explanation", tasks::kNarrativeLength));
  RETURN_IF_ERROR(files.Decide(rules::FindingCommand::kExplain, file, context.actor(), {}));
  v1::Event event;
  v1::FindingExplained& explained = *event.mutable_finding_explained();
  explained.set_inspection(file.row.inspection);
  explained.set_finding(file.row.finding);
  *explained.mutable_explanation() = context.Keep(explanation);
  RETURN_IF_ERROR(context.Emit(event));
  return files.ShowFinding(file.inspection, file.row.finding, response->mutable_finding());
}

}  // namespace phancong::grassroots_union
