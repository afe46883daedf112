// The unions' own plans.
#ifndef PHANCONG_STORAGE_UNION_PLANS_H_
#define PHANCONG_STORAGE_UNION_PLANS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/dates.h"
#include "services/rules/raised_target.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

// A union's plan for a round, in its last version.
struct UnionPlanRow {
  int64_t round = 0;
  int64_t union_number = 0;
  int64_t version = 0;
  std::string document_number;
  rules::Day document_day = 0;
  std::string document_issuer;
  int64_t first_submitted_at = 0;
  rules::Day first_submitted_day = 0;
  int64_t submitted_at = 0;
  int64_t account = 0;
  int64_t revision = 0;
};

struct UnionPlanLineRow {
  int64_t item = 0;
  // In the order of their figures' ids.
  std::vector<rules::FigureTarget> targets;
  std::string measures;
  std::string person;
  rules::Day due_day = 0;
};

// Nothing where the union sent none.
[[nodiscard]] absl::StatusOr<std::optional<UnionPlanRow>> FindUnionPlan(ReadTransaction& tx, int64_t federation,
                                                                        int64_t round, int64_t union_number);
// Its lines, in the order in which they were sent.
[[nodiscard]] absl::StatusOr<std::vector<UnionPlanLineRow>> UnionPlanLines(ReadTransaction& tx, int64_t federation,
                                                                           int64_t round, int64_t union_number);
// All plans of a round, by the union's number.
[[nodiscard]] absl::StatusOr<std::map<int64_t, UnionPlanRow>> UnionPlans(ReadTransaction& tx, int64_t federation,
                                                                         int64_t round);
// The numbers of the unions that were ever given a task of the round, in their order.
[[nodiscard]] absl::StatusOr<std::vector<int64_t>> UnionsOfRound(ReadTransaction& tx, int64_t federation,
                                                                 int64_t round);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::UnionPlanSubmitted& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_UNION_PLANS_H_
