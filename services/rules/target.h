// Whether a report is complete, and whether figures meet their targets: integers only, every test is ≥. Pure.
#ifndef PHANCONG_SERVICES_RULES_TARGET_H_
#define PHANCONG_SERVICES_RULES_TARGET_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "phancong/v1/programme.pb.h"
#include "phancong/v1/vocabulary.pb.h"

namespace phancong::rules {

// What is reported, and what is asked for, is a number up to this; a percentage that may exceed 100 up to that.
inline constexpr int64_t kGreatestNumber = 1'000'000'000'000'000;
inline constexpr int64_t kGreatestPercent = 1'000;

// 100·numerator ≥ percent·denominator, exact for all values of 63 bits. A denominator of 0 meets nothing.
[[nodiscard]] bool MeetsPercent(int64_t numerator, int64_t denominator, int64_t percent);

// Whether a report may be kept as progress: no figure that the item does not have, no kind of evidence that the
// programme does not have, no figure twice, no negative number, no number beside a not-applicable reason, a denominator
// only where the measure is RATIO, a yes/no fact (COVERAGE) 0 or 1, a LEVEL the place of a level, numbers to 10^15,
// texts no longer than vocabulary.proto says, dates that exist. Missing figures are fine. INVALID_FIELD with every
// violation, paths from "report".
[[nodiscard]] absl::Status CheckReport(const v1::Item& item, const v1::Programme& programme, const v1::Report& report);

// Whether it may be submitted: CheckReport, then every figure present or not applicable with a reason
// (FIGURES_MISSING), 0 ≤ numerator ≤ denominator unless the figure says otherwise (NUMERATOR_EXCEEDS), the evidence
// kinds that the item asks for but for those waived, each with a document's number, a note or a file
// (EVIDENCE_MISSING), and the document's number
// and date where the item is a plan or its measure is LEVEL (DOCUMENT_MISSING). Where every figure is not applicable,
// there is neither evidence nor a document to bring.
[[nodiscard]] absl::Status CheckComplete(const v1::Item& item, const v1::Programme& programme, const v1::Report& report,
                                         const std::vector<std::string>& waived_evidence = {});

// Every figure is not applicable (false where the item has no figures).
[[nodiscard]] bool IsNotApplicable(const v1::Item& item, const v1::Report& report);

// Whether one assignee's accepted result meets the item: COVERAGE: every applicable fact is 1. RATIO, COUNT, AVERAGE:
// every applicable figure meets its target on its own. LEVEL: every figure names a level at least as good: its
// numerator is the level's place in the programme's list, 0 the best. DONE, JUDGEMENT: `judged_met`. A figure that is
// missing meets nothing; a result that is not applicable does not either.
[[nodiscard]] bool ResultMeets(const v1::Item& item, const v1::Programme& programme, const v1::Report& result,
                               bool judged_met);

// Whether two reports say the same: figures by id, with their numbers or that they do not apply (not in which words),
// and the document; nothing else is looked at.
[[nodiscard]] bool SameValues(const v1::Report& a, const v1::Report& b);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_TARGET_H_
