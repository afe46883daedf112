// Reports of tasks: what is claimed, and what was accepted.
#ifndef PHANCONG_STORAGE_REPORTS_H_
#define PHANCONG_STORAGE_REPORTS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/vocabulary.pb.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

enum class ReportKind { kClaim, kResult };

// An empty report where there is none.
[[nodiscard]] absl::StatusOr<v1::Report> ReadReport(ReadTransaction& tx, int64_t federation, int64_t task,
                                                    int64_t cycle, ReportKind kind);
// Replaces the report of that kind.
[[nodiscard]] absl::Status WriteReport(WriteTransaction& tx, const EntryContext& entry, int64_t task, int64_t cycle,
                                       ReportKind kind, const v1::ReportFacts& facts);
// The next cycle begins from what was claimed in this one.
[[nodiscard]] absl::Status CopyClaim(WriteTransaction& tx, int64_t federation, int64_t task, int64_t cycle);

// Evidence from seven columns: kind, document number, day and issuer, note, the file's number and the federation's id,
// the first of them `column`.
[[nodiscard]] v1::Evidence EvidenceFrom(const Row& row, size_t column);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_REPORTS_H_
