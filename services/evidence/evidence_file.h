// Files of evidence as they are asked for and shown: the bodies of the calls, and what other rooms ask of a file.
#ifndef PHANCONG_SERVICES_EVIDENCE_EVIDENCE_FILE_H_
#define PHANCONG_SERVICES_EVIDENCE_EVIDENCE_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/evidence_service.pb.h"
#include "services/serving/command.h"
#include "storage/evidence.h"
#include "storage/store.h"

namespace phancong::evidence {

// The file named. INVALID_FIELD on `field` where it is no name of one, NOT_FOUND where there is none.
[[nodiscard]] absl::StatusOr<storage::EvidenceRow> Open(storage::ReadTransaction& tx, const serving::Actor& actor,
                                                        const std::string& name, const std::string& field = "name");
// EVIDENCE_ERASED where it was.
[[nodiscard]] absl::Status RefuseErased(const storage::EvidenceRow& row, const std::string& name);
// Whether a report or remedy of this unit (0: the federation itself) may name the file: EVIDENCE_OF_OTHER_UNIT,
// EVIDENCE_ERASED; INVALID_FIELD on `field` where there is no such file.
[[nodiscard]] absl::Status CheckMayBeNamed(storage::ReadTransaction& tx, const serving::Actor& actor,
                                           const std::string& name, int64_t unit, const std::string& field);

[[nodiscard]] absl::Status Show(storage::ReadTransaction& tx, const serving::Actor& actor,
                                const storage::EvidenceRow& row, v1::EvidenceFile* file);

// What is said of a file that came: the first message of an upload without its chunk, `size` and `sha256` those of the
// content.
struct Arrived {
  std::string media_type;
};
[[nodiscard]] absl::Status RecordUpload(serving::CommandContext& context, const v1::UploadEvidenceRequest& request,
                                        const Arrived& arrived, v1::UploadEvidenceResponse* response);

[[nodiscard]] absl::Status GetEvidence(serving::ReadContext& context, const v1::GetEvidenceRequest& request,
                                       v1::GetEvidenceResponse* response);
[[nodiscard]] absl::Status ListEvidence(serving::ReadContext& context, const v1::ListEvidenceRequest& request,
                                        v1::ListEvidenceResponse* response);
// The content is removed by who serves it, once this is committed.
[[nodiscard]] absl::Status EraseEvidence(serving::CommandContext& context, const v1::EraseEvidenceRequest& request,
                                         v1::EraseEvidenceResponse* response);

}  // namespace phancong::evidence

#endif  // PHANCONG_SERVICES_EVIDENCE_EVIDENCE_FILE_H_
