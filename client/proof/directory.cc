#include "client/proof/directory.h"

#include <algorithm>
#include <iterator>

namespace phancong::proof {
namespace {

bool UnionMeets(const v1::Condition& condition, const Union& one, const Period& period, int64_t day) {
  const std::optional<int64_t> value = one.FactOn(condition.fact(), day);
  if (!value) return false;
  switch (condition.test_case()) {
    case v1::Condition::kAtLeast:
      return *value >= condition.at_least();
    case v1::Condition::kInPeriod:
      return period.Holds(*value) == condition.in_period();
    case v1::Condition::TEST_NOT_SET:
      break;
  }
  return false;
}

}  // namespace

std::string Union::TypeOn(int64_t day) const {
  if (forms.empty()) return {};
  const auto after = forms.upper_bound(day);
  return (after == forms.begin() ? after : std::prev(after))->second.second;
}

std::optional<int64_t> Union::FactOn(const std::string& fact, int64_t day) const {
  const auto history = facts.find(fact);
  if (history == facts.end()) return std::nullopt;
  const auto after = history->second.upper_bound(day);
  return after == history->second.begin() ? std::nullopt : std::prev(after)->second;
}

void Directory::Put(const v1::UnionsImported::Union& put, int64_t from_day) {
  Union& one = unions_[put.union_number()];
  one.id = put.id();
  one.founded_day = put.founded_day();
  const std::pair<std::string, std::string> form(put.name(), put.type());
  const auto after = one.forms.upper_bound(from_day);
  if (after == one.forms.begin() || std::prev(after)->second != form) one.forms[from_day] = form;
  for (auto& [fact, history] : one.facts) history[from_day] = std::nullopt;
  for (const auto& [fact, value] : put.facts()) one.facts[fact][from_day] = value;
}

void Directory::SetFact(int64_t number, const std::string& fact, int64_t from_day, int64_t value) {
  unions_[number].facts[fact][from_day] = value;
}

void Directory::End(int64_t number, int64_t day) { unions_[number].ended_day = day; }

void Directory::Reform(int64_t number, int64_t day) { unions_[number].reformed_days.push_back(day); }

std::string Directory::IdOf(int64_t number) const {
  const auto found = unions_.find(number);
  return found == unions_.end() ? std::to_string(number) : found->second.id;
}

std::vector<int64_t> Directory::InScope(const v1::Scope& scope, const Period& period, int64_t day) const {
  std::vector<int64_t> numbers;
  for (const auto& [number, one] : unions_) {
    if (!one.IsThereOn(day)) continue;
    const std::string type = one.TypeOn(day);
    if (std::find(scope.types().begin(), scope.types().end(), type) == scope.types().end()) continue;
    const bool meets =
        std::all_of(scope.conditions().begin(), scope.conditions().end(),
                    [&, &one = one](const v1::Condition& each) { return UnionMeets(each, one, period, day); });
    if (meets) numbers.push_back(number);
  }
  return numbers;
}

}  // namespace phancong::proof
