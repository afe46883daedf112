// Items of a programme, and what a report says of one.
#ifndef PHANCONG_CLIENT_PROOF_ITEMS_H_
#define PHANCONG_CLIENT_PROOF_ITEMS_H_

#include <cstdint>
#include <string>

#include "phancong/v1/event.pb.h"
#include "phancong/v1/programme.pb.h"

namespace phancong::proof {

// nullptr where there is none.
[[nodiscard]] const v1::Item* FindItem(const v1::Programme& programme, const std::string& id);
[[nodiscard]] const v1::Scope* FindScope(const v1::Programme& programme, const std::string& id);

// Issued in the rounds of years; every other item is the term's.
[[nodiscard]] bool IsYearly(const v1::Item& item);

// 100 · numerator ≥ percent · denominator; of nothing there is no share.
[[nodiscard]] bool HasShare(int64_t numerator, int64_t denominator, int64_t percent);
// ⌈n · percent / 100⌉.
[[nodiscard]] int64_t QuotaOf(int64_t n, int64_t percent);

// The report's value of a figure; nullptr where it has none.
[[nodiscard]] const v1::ReportFacts::Value* FindValue(const v1::ReportFacts& report, const std::string& figure);
// A value that is not applicable has a reason.
[[nodiscard]] bool IsNotApplicable(const v1::ReportFacts::Value& value);
// Of a report: all figures of the item are not applicable. An item without figures applies.
[[nodiscard]] bool IsNotApplicable(const v1::Item& item, const v1::ReportFacts& report);

// Whether a report meets its item: every figure that applies. What is judged (DONE, JUDGEMENT) is as `judged`.
[[nodiscard]] bool Meets(const v1::Item& item, const v1::Programme& programme, const v1::ReportFacts& report,
                         bool judged);

// The place of a level in the programme, 0 the best; the number of levels where it has no such level.
[[nodiscard]] int LevelPlace(const v1::Programme& programme, const std::string& level);

}  // namespace phancong::proof

#endif  // PHANCONG_CLIENT_PROOF_ITEMS_H_
