#include "services/rules/scope.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "services/rules/names.h"

namespace phancong::rules {
namespace {

bool Meets(const v1::Condition& condition, const UnionFacts& facts, const Period& period) {
  const auto fact = facts.facts.find(condition.fact());
  if (fact == facts.facts.end()) return false;
  switch (condition.test_case()) {
    case v1::Condition::kAtLeast:
      return fact->second >= condition.at_least();
    case v1::Condition::kInPeriod:
      return (period.begin <= fact->second && fact->second <= period.end) == condition.in_period();
    case v1::Condition::TEST_NOT_SET:
      break;
  }
  return false;
}

template <typename Element>
const Element* FindById(const google::protobuf::RepeatedPtrField<Element>& elements, const std::string& id) {
  const auto found =
      std::find_if(elements.begin(), elements.end(), [&](const Element& element) { return element.id() == id; });
  return found == elements.end() ? nullptr : &*found;
}

}  // namespace

bool InScope(const v1::Scope& scope, const UnionFacts& facts, const Period& period, Day population_day) {
  if (facts.founded_day > population_day) return false;
  if (facts.ended_day != 0 && facts.ended_day <= population_day) return false;
  return std::find(scope.types().begin(), scope.types().end(), facts.type) != scope.types().end() &&
         std::all_of(scope.conditions().begin(), scope.conditions().end(),
                     [&](const v1::Condition& condition) { return Meets(condition, facts, period); });
}

const v1::Scope* FindScope(const v1::Programme& programme, const std::string& id) {
  return FindById(programme.scopes(), id);
}

const v1::Item* FindItem(const v1::Programme& programme, const std::string& id) {
  return FindById(programme.items(), id);
}

bool IsYearly(const v1::Item& item) {
  return std::find(item.periods().begin(), item.periods().end(), v1::Item::PERIOD_YEAR) != item.periods().end();
}

bool IsOfTerm(const v1::Item& item) { return !IsYearly(item) && !item.id().starts_with(kAdHocItemPrefix); }

bool IsInEveryYear(const v1::MonthDay& day) {
  constexpr int kNoLeapYear = 2023;
  google::type::Date date;
  date.set_year(kNoLeapYear);
  date.set_month(day.month());
  date.set_day(day.day());
  return DayOf(date).has_value();
}

// The last day of a month, where it is shorter than the day asked for.
Day DayInYear(int year, const v1::MonthDay& day) {
  const Day next_month = day.month() == 12 ? DayOf(year + 1, 1, 1) : DayOf(year, day.month() + 1, 1);
  return std::min(DayOf(year, day.month(), day.day()), next_month - 1);
}

Day YearsOn(Day day, int years) {
  const google::type::Date date = DateOf(day);
  v1::MonthDay same;
  same.set_month(date.month());
  same.set_day(date.day());
  return DayInYear(date.year() + years, same);
}

Day UsualDueDay(const v1::Item& item, const Period& period) {
  const std::optional<Day> until = DayOf(item.until());
  if (until && *until < period.end) return *until;
  if (!item.has_due()) return period.end;
  const Day due = DayInYear(YearOf(period.end), item.due());
  return due < period.begin || due > period.end ? period.end : due;
}

int64_t RequiredCount(int64_t n, int64_t percent) {
  return static_cast<int64_t>((absl::int128(n) * percent + 99) / 100);
}

}  // namespace phancong::rules
