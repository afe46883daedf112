// Files of evidence: what is known of them, who names them, and waivers. Their contents are evidence_content.h's.
#ifndef PHANCONG_STORAGE_EVIDENCE_H_
#define PHANCONG_STORAGE_EVIDENCE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/dates.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

struct EvidenceRow {
  int64_t evidence = 0;
  int64_t union_number = 0;  // 0: the federation's own
  std::string sha256;        // 32 bytes
  int64_t size = 0;
  std::string media_type;
  std::string file_name;
  std::string kind;
  std::string document_number;
  rules::Day document_day = 0;  // 0: none
  std::string document_issuer;
  int64_t account = 0;
  int64_t uploaded_at = 0;
  std::string erased_by_decision;

  [[nodiscard]] bool erased() const { return !erased_by_decision.empty(); }
};

// Nothing where there is none: that is not an error.
[[nodiscard]] absl::StatusOr<std::optional<EvidenceRow>> FindEvidence(ReadTransaction& tx, int64_t federation,
                                                                      int64_t evidence);
[[nodiscard]] absl::StatusOr<int64_t> NextEvidence(ReadTransaction& tx, int64_t federation);
// Newest first, of the units named (all where nothing is given), with a number below `before` (0: from the newest).
[[nodiscard]] absl::StatusOr<std::vector<EvidenceRow>> ListEvidence(ReadTransaction& tx, int64_t federation,
                                                                    const std::optional<std::vector<int64_t>>& units,
                                                                    int64_t before, int64_t limit);
// How many reports and remedies name it, in whatever cycle.
[[nodiscard]] absl::StatusOr<int64_t> CountReferences(ReadTransaction& tx, int64_t federation, int64_t evidence);
// Whether a row that is not erased, of any federation, has this content: then it must be kept.
[[nodiscard]] absl::StatusOr<bool> IsContentNamed(ReadTransaction& tx, const std::string& sha256);

// A content that must be there, and one of the rows that say so.
struct NamedContent {
  std::string federation;
  int64_t evidence = 0;
  std::string sha256;
  int64_t size = 0;
};
// Each content once, of all federations.
[[nodiscard]] absl::StatusOr<std::vector<NamedContent>> AllNamedContents(ReadTransaction& tx);

// A kind that a task's cycle may be submitted without.
struct WaiverRow {
  std::string kind;
  int64_t decided_by = 0;
  int64_t decided_for = 0;  // whose delegated position they exercised; 0: nobody's
};
// In the order of the kinds' ids.
[[nodiscard]] absl::StatusOr<std::vector<WaiverRow>> WaiversOf(ReadTransaction& tx, int64_t federation, int64_t task,
                                                               int64_t cycle);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::EvidenceUploaded& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::EvidenceErased& event);
[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::EvidenceWaived& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_EVIDENCE_H_
