// Whether samples of inspections were drawn as inspection_plan.proto says: from the population that was frozen, by the
// seed that was committed to before.
#ifndef PHANCONG_CLIENT_PROOF_SAMPLES_H_
#define PHANCONG_CLIENT_PROOF_SAMPLES_H_

#include <cstdint>

#include "client/proof/findings.h"
#include "client/proof/record.h"

namespace phancong::proof {

// Looks at the last event of a plan, which the record has just taken: the population when the plan was approved, the
// sample when it was drawn, the next in order when a unit was replaced. The record is as it was then.
void CheckPlan(const Record& record, int64_t plan, Findings& wrong);

}  // namespace phancong::proof

#endif  // PHANCONG_CLIENT_PROOF_SAMPLES_H_
