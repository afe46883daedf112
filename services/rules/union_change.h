// Whether unions may be founded, dissolved, merged, split, renamed or change their type as somebody wants, and what
// becomes of them. Pure.
#ifndef PHANCONG_SERVICES_RULES_UNION_CHANGE_H_
#define PHANCONG_SERVICES_RULES_UNION_CHANGE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/programme.pb.h"
#include "phancong/v1/union_life.pb.h"
#include "services/rules/dates.h"

namespace phancong::rules {

// A union that the change happens to, as it stands.
struct ChangingUnion {
  std::string id;
  std::string title;
  std::string type;
  std::string place;
  Day founded_day = 0;
  Day ended_day = 0;
  // The latest days from which its name, its type or a change are recorded; and from which a fact is.
  Day formed_day = 0;
  Day fact_day = 0;
  // As they hold on the day of the change.
  std::map<std::string, int64_t> facts;
};

// A union as the request has it; texts are normalised already. Of a union that goes on, what is empty stays.
struct WantedUnion {
  std::string id;
  std::string title;
  std::string type;
  std::string place;
  std::map<std::string, int64_t> facts;
};

struct UnionChangeProposal {
  v1::UnionChangeKind kind = v1::UNION_CHANGE_KIND_UNSPECIFIED;
  Day on_day = 0;
  Day today = 0;
  // The last day of the latest sealed period; 0: none.
  Day sealed_until = 0;
  std::vector<ChangingUnion> from;
  std::vector<WantedUnion> into;
  // Ids of `into` that unions have which are not in `from`, of now or of old.
  std::set<std::string> taken;
};

// A union from the day on.
struct UnionBecoming {
  std::string id;
  std::string title;
  std::string type;
  std::string place;
  Day founded_day = 0;
  std::map<std::string, int64_t> facts;
  bool is_new = false;
};

struct UnionChangePlan {
  std::vector<UnionBecoming> into;
  // Ids of those of `from` that are no more.
  std::vector<std::string> ended;
};

// What the change comes to:
//   FOUNDED       nothing from, one or more new ones into
//   DISSOLVED     one or more from, nothing into
//   MERGED        two or more from, one into: a new one, or one of them. NUMBER facts left out are the sums of those
//                 merged; other facts left out are those of the one that goes on
//   SPLIT         one from, two or more into, of which it may be one; required facts are given for each
//   TYPE_CHANGED  one from, itself into, with another type
//   RENAMED       one from, itself into, with another title
// INVALID_FIELD for unions or facts that do not fit the kind or the programme, and for a day after today, before the
// founding of one of them, or before the last that is recorded of one (of its facts only where those change, too);
// UNION_ENDED; ALREADY_EXISTS for a new id that is taken (an id alone: the caller knows names); PERIOD_SEALED for a day
// in or before a sealed period.
[[nodiscard]] absl::StatusOr<UnionChangePlan> PlanUnionChange(const UnionChangeProposal& proposal,
                                                              const v1::Programme& programme);

// UNION_ENDED where the union is no more on `today`.
[[nodiscard]] absl::Status CheckNotEnded(std::string_view title, Day ended_day, Day today);

// Whether facts are known to the programme and within range: numbers from 0 to 1,000,000,000, flags 0 or 1, dates from
// 1900 to 2200, none greater than its at_most_fact, and every required one there. INVALID_FIELD on `field`.
[[nodiscard]] absl::Status CheckFacts(const std::map<std::string, int64_t>& facts, const v1::Programme& programme,
                                      const std::string& field);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_UNION_CHANGE_H_
