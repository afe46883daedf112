// Whom an item goes to: scopes over the directory's facts on a day. Pure.
#ifndef PHANCONG_SERVICES_RULES_SCOPE_H_
#define PHANCONG_SERVICES_RULES_SCOPE_H_

#include <cstdint>
#include <map>
#include <string>

#include "phancong/v1/programme.pb.h"
#include "services/rules/dates.h"

namespace phancong::rules {

// What a scope looks at of a union.
struct UnionFacts {
  std::string type;
  // Facts by id; a fact left out has no value, and meets no condition.
  std::map<std::string, int64_t> facts;
  Day founded_day = 0;  // 0: unknown, counted as founded
  Day ended_day = 0;    // the first day on which it is no more; 0 while it is
};

struct Period {
  Day begin = 0;
  Day end = 0;  // included
};

// Whether the union is in the scope for a round of this period, as its facts stood on `population_day`: of one of the
// types, every condition met, founded and not ended by then. A condition `in_period: false` asks for a date outside the period.
[[nodiscard]] bool InScope(const v1::Scope& scope, const UnionFacts& facts, const Period& period, Day population_day);

// A scope, item, … of the programme by id; nullptr where there is none.
[[nodiscard]] const v1::Scope* FindScope(const v1::Programme& programme, const std::string& id);
[[nodiscard]] const v1::Item* FindItem(const v1::Programme& programme, const std::string& id);

// In which round an item is issued: one that is YEAR among its periods, in the year's; every other, in the term's.
[[nodiscard]] bool IsYearly(const v1::Item& item);
// Whether how far it stands is taken down each year: an item of the programme that is not yearly.
[[nodiscard]] bool IsOfTerm(const v1::Item& item);

// The usual due day of an item in a round of this period: `until` where it is earlier than the period's end, else its
// month and day in the period's last year (the month's last day where the month is shorter), else the period's end.
// Never after the period; before it only where `until` is.
[[nodiscard]] Day UsualDueDay(const v1::Item& item, const Period& period);

// There is such a day in every year: not 30 February, and not 29 February either.
[[nodiscard]] bool IsInEveryYear(const v1::MonthDay& day);
// The same day and month `years` years on; 29 February becomes the 28th where that year has none.
[[nodiscard]] Day YearsOn(Day day, int years);
// The day in that year; `day` is in every year.
[[nodiscard]] Day DayInYear(int year, const v1::MonthDay& day);

// Required coverage: ⌈n·percent/100⌉ in integers. n ≥ 0, 0 ≤ percent ≤ 1,000.
[[nodiscard]] int64_t RequiredCount(int64_t n, int64_t percent);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_SCOPE_H_
