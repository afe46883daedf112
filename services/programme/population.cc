#include "services/programme/population.h"

#include "services/rules/propagate.h"

namespace phancong::programme {

absl::StatusOr<Population> PopulationOn(storage::ReadTransaction& tx, int64_t federation, const storage::AsOf& as_of) {
  Population population{.day = as_of.day, .unions = {}, .facts = {}};
  ASSIGN_OR_RETURN(population.unions, storage::UnionsOn(tx, federation, as_of));
  ASSIGN_OR_RETURN(population.facts, storage::AllFactsOn(tx, federation, as_of));
  return population;
}

std::vector<int64_t> UnionsInScope(const v1::Scope& scope, const rules::Period& period, const Population& population) {
  std::vector<int64_t> unions;
  for (const storage::UnionRow& row : population.unions) {
    const rules::UnionFacts& facts = population.facts.at(row.union_number);
    if (rules::InScope(scope, facts, period, population.day)) unions.push_back(row.union_number);
  }
  return unions;
}

std::vector<int64_t> AssigneesOf(const v1::Item& item, const v1::Programme& programme, const rules::Period& period,
                                 const Population& population) {
  const v1::Scope* const scope = rules::FindScope(programme, item.scope());
  if (scope == nullptr) return {};
  std::vector<int64_t> assignees = UnionsInScope(*scope, period, population);
  if (scope->include_federation()) assignees.insert(assignees.begin(), 0);
  return assignees;
}

}  // namespace phancong::programme
