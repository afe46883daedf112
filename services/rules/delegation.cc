#include "services/rules/delegation.h"

#include <algorithm>

namespace phancong::rules {

Body BodyOf(const PositionFact& fact) {
  if (IsUnionPosition(fact.position)) return {.kind = BodyKind::kUnion, .union_number = fact.union_number};
  if (IsStandingCommittee(fact.position)) return {.kind = BodyKind::kStandingCommittee};
  if (IsInspectionCommittee(fact.position)) return {.kind = BodyKind::kInspectionCommittee};
  if (fact.position == v1::POSITION_EXECUTIVE_COMMITTEE_MEMBER) return {.kind = BodyKind::kExecutiveCommittee};
  return {};
}

bool SitsIn(const Body& body, const std::vector<PositionFact>& positions) {
  return body.kind != BodyKind::kNone && std::any_of(positions.begin(), positions.end(),
                                                     [&](const PositionFact& fact) { return BodyOf(fact) == body; });
}

bool Heads(const Body& body, const std::vector<PositionFact>& positions) {
  return std::any_of(positions.begin(), positions.end(), [&](const PositionFact& fact) {
    switch (body.kind) {
      case BodyKind::kStandingCommittee:
      case BodyKind::kExecutiveCommittee:
        return IsStandingCommitteeHead(fact.position);
      case BodyKind::kInspectionCommittee:
        return fact.position == v1::POSITION_INSPECTION_COMMITTEE_CHAIR;
      case BodyKind::kUnion:
        return fact.position == v1::POSITION_UNION_CHAIR && fact.union_number == body.union_number;
      case BodyKind::kNone:
        break;
    }
    return false;
  });
}

bool SitsThroughout(const Body& body, const std::vector<PositionFact>& positions, Day from, Day to) {
  std::vector<PositionFact> within;
  for (const PositionFact& fact : positions) {
    if (SitsIn(body, {fact})) within.push_back(fact);
  }
  std::sort(within.begin(), within.end(),
            [](const PositionFact& a, const PositionFact& b) { return a.from_day < b.from_day; });
  // The first day that is not covered yet.
  Day next = from;
  for (const PositionFact& fact : within) {
    if (next > to || fact.from_day > next) break;
    next = fact.to_day == 0 ? to + 1 : std::max(next, fact.to_day + 1);
  }
  return next > to;
}

}  // namespace phancong::rules
