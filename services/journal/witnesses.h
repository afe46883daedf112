// Who outside the federation signs checkpoints of its journal. Bodies of calls (see serving/command.h).
#ifndef PHANCONG_SERVICES_JOURNAL_WITNESSES_H_
#define PHANCONG_SERVICES_JOURNAL_WITNESSES_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/journal_service.pb.h"
#include "services/rules/signed_note.h"
#include "services/serving/calls.h"
#include "services/serving/command.h"
#include "services/serving/writer.h"
#include "storage/witnesses.h"

namespace phancong::journal {

// More than these are not in office at a time: each signature that somebody sends is tried with each of their keys.
inline constexpr size_t kMostWitnesses = 16;

[[nodiscard]] absl::StatusOr<std::vector<storage::WitnessRow>> WitnessesInOffice(serving::ReadContext& read);
[[nodiscard]] v1::Witness ShowWitness(const storage::WitnessRow& row);
// Adds to a note the signatures of those who signed this very checkpoint; whether there is one.
[[nodiscard]] bool AddSignatures(const std::vector<storage::WitnessRow>& witnesses, rules::SignedNote& note);

[[nodiscard]] absl::Status NameWitness(serving::CommandContext& command, const v1::NameWitnessRequest& request,
                                       v1::NameWitnessResponse* response);
[[nodiscard]] absl::Status EndWitness(serving::CommandContext& command, const v1::EndWitnessRequest& request,
                                      v1::EndWitnessResponse* response);

// Whether a signature is a witness's of this log, on a snapshot: `to_keep` are the rows that it makes newer. Fills the
// response with the witness as they stand then.
[[nodiscard]] absl::Status CheckWitnessSignature(serving::ReadContext& read,
                                                 const v1::AddWitnessSignatureRequest& request,
                                                 v1::AddWitnessSignatureResponse* response,
                                                 std::vector<storage::WitnessRow>& to_keep);
// Keeps the rows of a federation on the writer, leaving no entry; not at all where there are none.
void KeepWitnessSignatures(serving::Writer& writer, int64_t federation, std::vector<storage::WitnessRow> rows,
                           serving::Done done);

}  // namespace phancong::journal

#endif  // PHANCONG_SERVICES_JOURNAL_WITNESSES_H_
