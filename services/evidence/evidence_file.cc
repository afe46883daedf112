#include "services/evidence/evidence_file.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/evidence_rules.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"
#include "services/serving/pages.h"
#include "services/tasks/free_text.h"
#include "services/tasks/report.h"
#include "storage/accounts.h"
#include "storage/directory.h"
#include "storage/programmes.h"

namespace phancong::evidence {
namespace {

// A list is keyed by the file's number.
constexpr size_t kKeyNumbers = 1;

// The unit of a parent: a union's number; 0: the federation itself.
absl::StatusOr<int64_t> UnitOf(storage::ReadTransaction& tx, int64_t federation, const std::string& parent) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(parent, "parent"));
  if (name.kind == rules::NameKind::kFederation) return 0;
  if (name.kind != rules::NameKind::kUnion) {
    return rules::RefuseField("parent", "phải là liên đoàn hoặc một công đoàn cơ sở",
                              "must be the federation or a union");
  }
  ASSIGN_OR_RETURN(const std::optional<storage::UnionRow> row, storage::FindUnion(tx, federation, name.id));
  if (!row) return rules::RefuseNotFound(parent);
  return row->union_number;
}

absl::Status CheckKind(const v1::Programme& programme, const std::string& kind) {
  const auto& kinds = programme.evidence_kinds();
  if (std::any_of(kinds.begin(), kinds.end(), [&](const v1::EvidenceKind& one) { return one.id() == kind; })) {
    return absl::OkStatus();
  }
  return rules::RefuseField("kind", fmt::format("chương trình không có loại minh chứng “{}”", kind),
                            fmt::format("the programme has no kind of evidence “{}”", kind));
}

}  // namespace

absl::StatusOr<storage::EvidenceRow> Open(storage::ReadTransaction& tx, const serving::Actor& actor,
                                          const std::string& name, const std::string& field) {
  ASSIGN_OR_RETURN(const rules::ResourceName parsed, rules::ParseName(name, rules::NameKind::kEvidence, field));
  if (parsed.federation != actor.federation_id) return rules::RefuseNotFound(name);
  ASSIGN_OR_RETURN(std::optional<storage::EvidenceRow> row, storage::FindEvidence(tx, actor.federation, parsed.number));
  if (!row) return rules::RefuseNotFound(name);
  return *std::move(row);
}

absl::Status RefuseErased(const storage::EvidenceRow& row, const std::string& name) {
  if (!row.erased()) return absl::OkStatus();
  return rules::Refuse(v1::ERROR_REASON_EVIDENCE_ERASED, {{"name", name}, {"decision", row.erased_by_decision}});
}

absl::Status CheckMayBeNamed(storage::ReadTransaction& tx, const serving::Actor& actor, const std::string& name,
                             int64_t unit, const std::string& field) {
  const absl::StatusOr<storage::EvidenceRow> row = Open(tx, actor, name, field);
  if (absl::IsNotFound(row.status())) {
    return rules::RefuseField(field, fmt::format("không có tệp {}", name), fmt::format("there is no file {}", name));
  }
  RETURN_IF_ERROR(row.status());
  if (row->union_number != unit) return rules::Refuse(v1::ERROR_REASON_EVIDENCE_OF_OTHER_UNIT, {{"name", name}});
  return RefuseErased(*row, name);
}

absl::Status Show(storage::ReadTransaction& tx, const serving::Actor& actor, const storage::EvidenceRow& row,
                  v1::EvidenceFile* file) {
  file->set_name(rules::EvidenceName(actor.federation_id, row.evidence));
  if (row.union_number == 0) {
    file->set_unit(rules::FederationName(actor.federation_id));
  } else {
    ASSIGN_OR_RETURN(const storage::UnionRow unit, storage::GetUnion(tx, actor.federation, row.union_number));
    file->set_unit(rules::UnionName(actor.federation_id, unit.id));
  }
  file->set_file_name(row.file_name);
  file->set_kind(row.kind);
  if (!row.document_number.empty() || row.document_day != 0 || !row.document_issuer.empty()) {
    file->mutable_document()->set_number(row.document_number);
    if (row.document_day != 0) *file->mutable_document()->mutable_date() = rules::DateOf(row.document_day);
    file->mutable_document()->set_issuer(row.document_issuer);
  }
  file->set_media_type(row.media_type);
  file->set_size(row.size);
  file->set_sha256(row.sha256);
  *file->mutable_upload_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row.uploaded_at);
  ASSIGN_OR_RETURN(const storage::AccountRow account, storage::GetAccount(tx, actor.federation, row.account));
  file->set_account(rules::AccountName(actor.federation_id, account.id));
  file->set_erased(row.erased());
  ASSIGN_OR_RETURN(const int64_t references, storage::CountReferences(tx, actor.federation, row.evidence));
  file->set_reference_count(static_cast<int32_t>(references));
  return absl::OkStatus();
}

absl::Status RecordUpload(serving::CommandContext& context, const v1::UploadEvidenceRequest& request,
                          const Arrived& arrived, v1::UploadEvidenceResponse* response) {
  ASSIGN_OR_RETURN(const int64_t unit, UnitOf(context.tx(), context.federation(), request.parent()));
  // The federation as a parent is within everybody's reach; its files are not.
  if (unit == 0 && !context.reach().everything) return rules::Refuse(v1::ERROR_REASON_NOT_YOUR_UNION);
  // As loaded now: it may have been changed since the upload began.
  ASSIGN_OR_RETURN(const storage::ProgrammeRow newest, storage::NewestProgramme(context.tx(), context.federation()));
  RETURN_IF_ERROR(CheckKind(*newest.programme, request.kind()));
  RETURN_IF_ERROR(rules::CheckEvidenceSize(*newest.programme, request.size()));
  RETURN_IF_ERROR(rules::CheckEvidenceType(*newest.programme, arrived.media_type));
  ASSIGN_OR_RETURN(const v1::DocumentReference document, tasks::ReceivedDocument(request.document(), "document"));
  const std::string file_name = rules::PlainFileName(request.file_name());
  if (file_name.empty()) {
    return rules::RefuseField("file_name", "phải là tên tệp, không có ký tự điều khiển hay ký tự ẩn",
                              "must be a file's name without control or invisible characters");
  }
  ASSIGN_OR_RETURN(const int64_t number, storage::NextEvidence(context.tx(), context.federation()));
  v1::Event event;
  v1::EvidenceUploaded& uploaded = *event.mutable_evidence_uploaded();
  uploaded.set_evidence(number);
  uploaded.set_union_number(unit);
  uploaded.set_sha256(request.sha256());
  uploaded.set_size(request.size());
  uploaded.set_media_type(arrived.media_type);
  *uploaded.mutable_file_name() = context.Keep(file_name);
  uploaded.set_kind(request.kind());
  uploaded.set_document_number(document.number());
  uploaded.set_document_day(rules::DayOf(document.date()).value_or(0));
  uploaded.set_document_issuer(document.issuer());
  RETURN_IF_ERROR(context.Emit(event));
  ASSIGN_OR_RETURN(const std::optional<storage::EvidenceRow> row,
                   storage::FindEvidence(context.tx(), context.federation(), number));
  return Show(context.tx(), context.actor(), *row, response->mutable_evidence());
}

absl::Status GetEvidence(serving::ReadContext& context, const v1::GetEvidenceRequest& request,
                         v1::GetEvidenceResponse* response) {
  ASSIGN_OR_RETURN(const storage::EvidenceRow row, Open(context.tx(), context.actor(), request.name()));
  return Show(context.tx(), context.actor(), row, response->mutable_evidence());
}

absl::Status ListEvidence(serving::ReadContext& context, const v1::ListEvidenceRequest& request,
                          v1::ListEvidenceResponse* response) {
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, kKeyNumbers));
  ASSIGN_OR_RETURN(const int64_t unit, UnitOf(context.tx(), context.federation(), request.parent()));
  std::optional<std::vector<int64_t>> units;
  if (unit != 0) {
    units = {unit};
  } else if (!context.reach().everything) {
    units = context.reach().own_unions;
  }
  ASSIGN_OR_RETURN(const std::vector<storage::EvidenceRow> rows,
                   storage::ListEvidence(context.tx(), context.federation(), units,
                                         page.after ? page.after->numbers[0] : 0, page.size + 1));
  return serving::FillPage(
      request, page, rows, response, response->mutable_evidence(),
      [](const storage::EvidenceRow& row) { return serving::PageKey{.numbers = {row.evidence}}; },
      [&](const storage::EvidenceRow& row, v1::EvidenceFile* file) {
        return Show(context.tx(), context.actor(), row, file);
      });
}

absl::Status EraseEvidence(serving::CommandContext& context, const v1::EraseEvidenceRequest& request,
                           v1::EraseEvidenceResponse* response) {
  ASSIGN_OR_RETURN(const storage::EvidenceRow row, Open(context.tx(), context.actor(), request.name()));
  RETURN_IF_ERROR(RefuseErased(row, request.name()));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  if (reason.empty()) {
    return rules::Refuse(v1::ERROR_REASON_REASON_REQUIRED, {{"why.vi", "tệp sẽ bị xóa hẳn, không lấy lại được."},
                                                            {"why.en", "the file will be gone for good."}});
  }
  ASSIGN_OR_RETURN(const std::string decision, serving::DecisionNumberOf(request.decision_number()));
  v1::Event event;
  event.mutable_evidence_erased()->set_evidence(row.evidence);
  *event.mutable_evidence_erased()->mutable_reason() = context.Keep(reason);
  event.mutable_evidence_erased()->set_decision_number(decision);
  RETURN_IF_ERROR(context.Emit(event));
  ASSIGN_OR_RETURN(const std::optional<storage::EvidenceRow> erased,
                   storage::FindEvidence(context.tx(), context.federation(), row.evidence));
  return Show(context.tx(), context.actor(), *erased, response->mutable_evidence());
}

}  // namespace phancong::evidence
