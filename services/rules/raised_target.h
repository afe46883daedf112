// Targets above the programme's, set for one round or for some of its assignees. Pure.
#ifndef PHANCONG_SERVICES_RULES_RAISED_TARGET_H_
#define PHANCONG_SERVICES_RULES_RAISED_TARGET_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "phancong/v1/programme.pb.h"

namespace phancong::rules {

// A target of one figure of an item.
struct FigureTarget {
  std::string figure;
  int64_t target = 0;
};

// The item with targets that are in force in place of its own. One below the item's own changes nothing, nor does one
// of a figure that the item does not have. The figures of a COVERAGE have one target together: the greatest holds.
[[nodiscard]] v1::Item WithTargets(v1::Item item, const std::vector<FigureTarget>& targets);

// Whether a target may be set: `item` has the targets that are in force otherwise. INVALID_FIELD, under `field`, where
// the item has no such figure, its figures have no target in numbers that is tested (LEVEL, DONE, JUDGEMENT), the
// server derives them, the target is out of its range, or, `for_assignees`, the facts of a COVERAGE are yes or no for
// each of them; TARGET_TOO_LOW where it is below what is in force.
[[nodiscard]] absl::Status CheckRaisedTarget(const v1::Item& item, const FigureTarget& raised, bool for_assignees,
                                             const std::string& field);

// The figures whose targets a raised one sets: itself, or all of a COVERAGE.
[[nodiscard]] std::vector<std::string> FiguresRaised(const v1::Item& item, const std::string& figure);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_RAISED_TARGET_H_
