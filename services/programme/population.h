// The unions as they stood on a day, and to whom an item goes among them.
#ifndef PHANCONG_SERVICES_PROGRAMME_POPULATION_H_
#define PHANCONG_SERVICES_PROGRAMME_POPULATION_H_

#include <cstdint>
#include <map>
#include <vector>

#include "absl/status/statusor.h"
#include "phancong/v1/programme.pb.h"
#include "services/rules/scope.h"
#include "storage/directory.h"
#include "storage/store.h"

namespace phancong::programme {

struct Population {
  rules::Day day = 0;
  // Those founded and not ended by the day, as they were called and classified then, in the order of those names.
  std::vector<storage::UnionRow> unions;
  // By number, of all that were known.
  std::map<int64_t, rules::UnionFacts> facts;
};

// The whole directory on a day, by what was known. Errors are the store's.
[[nodiscard]] absl::StatusOr<Population> PopulationOn(storage::ReadTransaction& tx, int64_t federation,
                                                      const storage::AsOf& as_of);

// Numbers of the unions in the scope, in the order of the population.
[[nodiscard]] std::vector<int64_t> UnionsInScope(const v1::Scope& scope, const rules::Period& period,
                                                 const Population& population);

// To whom an item of the programme goes in a round of this period: the federation itself (0) first where its scope has
// it, then the unions.
[[nodiscard]] std::vector<int64_t> AssigneesOf(const v1::Item& item, const v1::Programme& programme,
                                               const rules::Period& period, const Population& population);

}  // namespace phancong::programme

#endif  // PHANCONG_SERVICES_PROGRAMME_POPULATION_H_
