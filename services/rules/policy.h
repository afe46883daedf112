// May you: the access option of a method against the positions a person holds on a day. Pure.
#ifndef PHANCONG_SERVICES_RULES_POLICY_H_
#define PHANCONG_SERVICES_RULES_POLICY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "phancong/v1/access.pb.h"
#include "phancong/v1/vocabulary.pb.h"
#include "services/rules/dates.h"

namespace phancong::rules {

// A position as it is stored.
struct PositionFact {
  int64_t number = 0;
  int64_t account = 0;
  v1::Position position = v1::POSITION_UNSPECIFIED;
  int64_t union_number = 0;  // 0: the federation's
  Day from_day = 0;
  Day to_day = 0;  // last day; 0: open
};

[[nodiscard]] bool HoldsOn(const PositionFact& fact, Day day);
[[nodiscard]] bool IsUnionPosition(v1::Position position);
[[nodiscard]] bool IsStandingCommittee(v1::Position position);
[[nodiscard]] bool IsStandingCommitteeHead(v1::Position position);  // chair, vice-chair
[[nodiscard]] bool IsInspectionCommittee(v1::Position position);

// What a call is about, as far as policy looks.
struct Target {
  // The federation as a whole: no single assignee is named (a list, a round, an account).
  bool whole_federation = true;
  // Else the union's number; 0: the federation itself as an assignee; −1: no such union (nobody's own).
  int64_t assignee = 0;
};

// How far the caller sees or reaches in this call.
struct Reach {
  bool everything = false;
  // Where not everything: these unions alone, sorted; 0 among them is the federation itself as an assignee
  // (ACCESS_SCOPE_FEDERATION_TASK). Empty with ACCESS_SCOPE_SELF and PUBLIC.
  std::vector<int64_t> own_unions;
};

// The access that a method declares. INTERNAL (absl) where it declares none, or a grant that can fit nobody (no scope,
// no position where the scope asks for one, a federation's position within OWN_UNION or a union's within
// FEDERATION_TASK): the server does not start.
[[nodiscard]] absl::StatusOr<v1::Access> AccessOf(const google::protobuf::MethodDescriptor& method);

// Decides whether somebody who holds `positions` (only those held on that day) may make a call about `target`:
// POSITION_REQUIRED where no grant names a position of theirs; NOT_YOUR_UNION where one does, but only within another
// union's or the federation's own tasks. A whole-federation call within OWN_UNION is allowed and reaches the own
// unions.
[[nodiscard]] absl::StatusOr<Reach> May(const v1::Access& access, const std::vector<PositionFact>& positions,
                                        const Target& target);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_POLICY_H_
