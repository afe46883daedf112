// Who may be on the team of an inspection: how many, and what keeps a person off it. Pure.
//
// The bars are data (TeamBar in programme.proto); everybody on a team is of the Inspection Committee whatever they are.
#ifndef PHANCONG_SERVICES_RULES_TEAM_H_
#define PHANCONG_SERVICES_RULES_TEAM_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "phancong/v1/programme.pb.h"
#include "services/rules/dates.h"
#include "services/rules/policy.h"
#include "services/rules/scope.h"

namespace phancong::rules {

// The rule of one kind of inspection.
struct TeamRule {
  // With its head.
  int64_t at_least = 1;
  std::vector<v1::TeamBar> bars = {};
};

// Of the kind, else of all teams; where it names no bars: of a union POSITION, REVIEWER and HELPER, of the federation
// itself STANDING_COMMITTEE.
[[nodiscard]] TeamRule TeamRuleOf(const v1::InspectionRules& inspection, const v1::InspectionKind& kind);

// What somebody did about a report of the unit.
enum class Deed { kTookReview, kAccepted, kReturned, kWroteReport, kEnteredPaper };
struct Dealing {
  Deed deed = Deed::kTookReview;
  Day day = 0;
};

// Somebody for the team, and what the bars look at.
struct Candidate {
  // The account's id, as a refusal names them.
  std::string account;
  // All that they ever held.
  std::vector<PositionFact> positions = {};
  // When they were in charge of the unit, and when they could exercise another's position in it. A last day of 0:
  // still.
  std::vector<Period> in_charge = {};
  std::vector<Period> stood_in = {};
  std::vector<Dealing> dealings = {};
};

struct Inspected {
  // The union's number; 0: the federation itself, to which the positions in its Standing Committee belong.
  int64_t unit = 0;
  // What is inspected of it.
  Period period;
};

// TEAM_UNFIT where the team is smaller than the rule asks for, where somebody is not of the Inspection Committee today,
// or where a bar keeps somebody off it: who, and which fact, of everybody.
[[nodiscard]] absl::Status CheckTeam(const TeamRule& rule, const Inspected& inspected,
                                     const std::vector<Candidate>& team, Day today);

// Whether positions held today would keep their holder off a team by this rule.
[[nodiscard]] bool IsBarredBy(const TeamRule& rule, const std::vector<PositionFact>& held_today, int64_t unit);

// Whether one of these positions is in the unit: of the federation, in its Standing Committee.
[[nodiscard]] bool HoldsInUnit(const std::vector<PositionFact>& positions, int64_t unit);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_TEAM_H_
