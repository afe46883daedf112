// Targets above the programme's, from a request into an event.
#ifndef PHANCONG_SERVICES_STANDING_COMMITTEE_TARGETS_H_
#define PHANCONG_SERVICES_STANDING_COMMITTEE_TARGETS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "google/protobuf/repeated_ptr_field.h"
#include "phancong/v1/event.pb.h"

namespace phancong::standing_committee {

// By item number, figure and assignee (nothing: the whole round); a target set twice holds as it was set last.
using Targets = std::map<std::tuple<int64_t, std::string, std::optional<int64_t>>, int64_t>;

// As they are kept in an event: one for each item, figure and target, the round's before its assignees'.
void KeepTargets(const Targets& targets, google::protobuf::RepeatedPtrField<v1::TargetRaised>* kept);

}  // namespace phancong::standing_committee

#endif  // PHANCONG_SERVICES_STANDING_COMMITTEE_TARGETS_H_
