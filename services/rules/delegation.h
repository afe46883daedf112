// Delegated positions: which belong to one body, who heads it, and for which days somebody can stand in. Pure.
#ifndef PHANCONG_SERVICES_RULES_DELEGATION_H_
#define PHANCONG_SERVICES_RULES_DELEGATION_H_

#include <cstdint>
#include <vector>

#include "services/rules/dates.h"
#include "services/rules/policy.h"

namespace phancong::rules {

enum class BodyKind {
  kNone,  // the administrator and readers sit in no body: their positions cannot be delegated
  kStandingCommittee,
  kInspectionCommittee,
  kExecutiveCommittee,
  kUnion,
};
struct Body {
  BodyKind kind = BodyKind::kNone;
  int64_t union_number = 0;  // of a union
  friend bool operator==(const Body&, const Body&) = default;
};

[[nodiscard]] Body BodyOf(const PositionFact& fact);
// Whether one of these positions is in the body; nothing sits in no body.
[[nodiscard]] bool SitsIn(const Body& body, const std::vector<PositionFact>& positions);
// Whether one of these positions heads it: the chair and vice-chairs of the Standing Committee (who head the Executive
// Committee, too), the chairman of the Inspection Committee, the union's chair.
[[nodiscard]] bool Heads(const Body& body, const std::vector<PositionFact>& positions);
// Whether these positions together cover every day from `from` to `to` in the body.
[[nodiscard]] bool SitsThroughout(const Body& body, const std::vector<PositionFact>& positions, Day from, Day to);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_DELEGATION_H_
