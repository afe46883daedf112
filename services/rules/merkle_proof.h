// Proofs over the Merkle log (RFC 6962, section 2.1; checked as RFC 9162, section 2.1 says). Pure. As long as the
// journal is kept, so are the nodes that proofs are made of: a proof is some hashes more than the log has binary
// digits, and takes as many reads.
#ifndef PHANCONG_SERVICES_RULES_MERKLE_PROOF_H_
#define PHANCONG_SERVICES_RULES_MERKLE_PROOF_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/rules/merkle.h"

namespace phancong::rules {

// That leaf `index` (from 0) is in the log of `size` leaves: the hashes beside its way to the root, the lowest first.
// Errors (absl) of this and the next: INVALID_ARGUMENT where there is no such leaf or size; those of `stored`;
// DATA_LOSS where it gives other than 32 bytes.
[[nodiscard]] absl::StatusOr<std::vector<Hash>> InclusionProof(int64_t index, int64_t size, const NodeReader& stored);

// That the log of `old_size` leaves (1 or more) is the beginning of that of `size`. Empty where they are the same.
[[nodiscard]] absl::StatusOr<std::vector<Hash>> ConsistencyProof(int64_t old_size, int64_t size,
                                                                 const NodeReader& stored);

// OK where the proof shows it. DATA_LOSS (absl) where it does not: whatever in it was changed, be it leaf, place, size,
// root or proof, which itself may come from anybody.
[[nodiscard]] absl::Status CheckInclusion(const Hash& leaf, int64_t index, int64_t size, const std::vector<Hash>& proof,
                                          const Hash& root);
[[nodiscard]] absl::Status CheckConsistency(int64_t old_size, const Hash& old_root, int64_t size, const Hash& root,
                                            const std::vector<Hash>& proof);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_MERKLE_PROOF_H_
