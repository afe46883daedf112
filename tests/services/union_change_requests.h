// What becomes of unions, as it is recorded.
#ifndef PHANCONG_TESTS_SERVICES_UNION_CHANGE_REQUESTS_H_
#define PHANCONG_TESTS_SERVICES_UNION_CHANGE_REQUESTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/support/world.h"

namespace phancong::services_test {

inline v1::UnionPart Part(const std::string& id, const std::string& title = "", const std::string& type = "",
                          const std::map<std::string, int64_t>& facts = {}) {
  v1::UnionPart part;
  part.set_id(id);
  part.set_title(title);
  part.set_type(type);
  part.mutable_facts()->insert(facts.begin(), facts.end());
  return part;
}

inline std::map<std::string, int64_t> Facts(int64_t members, int64_t direct_workers = 0) {
  return {{"members", members},          {"women", 0},
          {"workers", members},          {"direct_workers", direct_workers},
          {"eligible_for_agreement", 0}, {"eligible_for_womens_committee", 0}};
}

inline v1::RecordUnionChangeRequest Change(support::World& world, v1::UnionChangeKind kind,
                                           const std::vector<std::string>& from, const std::vector<v1::UnionPart>& into,
                                           const std::string& on = "") {
  v1::RecordUnionChangeRequest request;
  request.set_parent(world.FederationName());
  request.set_kind(kind);
  *request.mutable_on_date() = support::DateOf(on);
  for (const std::string& unit : from) request.add_from(world.UnitName(unit));
  request.mutable_into()->Add(into.begin(), into.end());
  request.set_decision_number("31/QĐ-LĐLĐ");
  return request;
}

}  // namespace phancong::services_test

#endif  // PHANCONG_TESTS_SERVICES_UNION_CHANGE_REQUESTS_H_
