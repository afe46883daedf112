#include "services/rules/policy.h"

#include <algorithm>

#include "fmt/format.h"
#include "services/rules/refusal.h"

namespace phancong::rules {
namespace {

bool Names(const v1::Grant& grant, v1::Position position) {
  return std::find(grant.positions().begin(), grant.positions().end(), static_cast<int>(position)) !=
         grant.positions().end();
}

// A grant says how far it reaches, and names somebody where its scope asks for a position.
bool IsWhole(const v1::Grant& grant) {
  const auto all = [&](auto fits) {
    return !grant.positions().empty() &&
           std::all_of(grant.positions().begin(), grant.positions().end(), [&](int value) {
             return v1::Position_IsValid(value) && fits(static_cast<v1::Position>(value));
           });
  };
  switch (grant.scope()) {
    case v1::ACCESS_SCOPE_PUBLIC:
    case v1::ACCESS_SCOPE_SELF:
      return grant.positions().empty();
    case v1::ACCESS_SCOPE_FEDERATION:
      return all([](v1::Position position) { return position != v1::POSITION_UNSPECIFIED; });
    case v1::ACCESS_SCOPE_OWN_UNION:
      return all(IsUnionPosition);
    case v1::ACCESS_SCOPE_FEDERATION_TASK:
      return all(
          [](v1::Position position) { return position != v1::POSITION_UNSPECIFIED && !IsUnionPosition(position); });
    default:
      return false;
  }
}

}  // namespace

bool HoldsOn(const PositionFact& fact, Day day) {
  return fact.from_day <= day && (fact.to_day == 0 || day <= fact.to_day);
}

bool IsUnionPosition(v1::Position position) {
  return position == v1::POSITION_UNION_CHAIR || position == v1::POSITION_UNION_OFFICER;
}

bool IsStandingCommittee(v1::Position position) {
  return IsStandingCommitteeHead(position) || position == v1::POSITION_STANDING_COMMITTEE_MEMBER;
}

bool IsStandingCommitteeHead(v1::Position position) {
  return position == v1::POSITION_STANDING_COMMITTEE_CHAIR || position == v1::POSITION_STANDING_COMMITTEE_VICE_CHAIR;
}

bool IsInspectionCommittee(v1::Position position) {
  return position == v1::POSITION_INSPECTION_COMMITTEE_CHAIR || position == v1::POSITION_INSPECTION_COMMITTEE_MEMBER;
}

absl::StatusOr<v1::Access> AccessOf(const google::protobuf::MethodDescriptor& method) {
  const v1::Access& access = method.options().GetExtension(v1::access);
  if (access.grants().empty()) {
    return absl::InternalError(fmt::format("{} does not declare who may call it", method.full_name()));
  }
  for (const v1::Grant& grant : access.grants()) {
    if (!IsWhole(grant)) {
      return absl::InternalError(
          fmt::format("{} declares a grant that fits nobody: {}", method.full_name(), grant.ShortDebugString()));
    }
  }
  return access;
}

absl::StatusOr<Reach> May(const v1::Access& access, const std::vector<PositionFact>& positions, const Target& target) {
  bool open_to_all = false;
  bool named = false;
  Reach reach;
  for (const v1::Grant& grant : access.grants()) {
    if (grant.scope() == v1::ACCESS_SCOPE_PUBLIC || grant.scope() == v1::ACCESS_SCOPE_SELF) open_to_all = true;
    for (const PositionFact& fact : positions) {
      if (!Names(grant, fact.position)) continue;
      if (grant.scope() == v1::ACCESS_SCOPE_FEDERATION) return Reach{.everything = true, .own_unions = {}};
      if (grant.scope() == v1::ACCESS_SCOPE_OWN_UNION) reach.own_unions.push_back(fact.union_number);
      if (grant.scope() == v1::ACCESS_SCOPE_FEDERATION_TASK) reach.own_unions.push_back(0);
      named = true;
    }
  }
  std::sort(reach.own_unions.begin(), reach.own_unions.end());
  reach.own_unions.erase(std::unique(reach.own_unions.begin(), reach.own_unions.end()), reach.own_unions.end());
  const bool reached =
      target.whole_federation || std::binary_search(reach.own_unions.begin(), reach.own_unions.end(), target.assignee);
  if (named && reached) return reach;
  if (open_to_all) return Reach{};
  return Refuse(named ? v1::ERROR_REASON_NOT_YOUR_UNION : v1::ERROR_REASON_POSITION_REQUIRED);
}

}  // namespace phancong::rules
