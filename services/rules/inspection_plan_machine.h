// The machine of inspection plans: one table, and the only place where their states are compared. Pure.
//
// Everything is looked at in one order: who, the table, persons, then facts; the first that fails is the refusal.
#ifndef PHANCONG_SERVICES_RULES_INSPECTION_PLAN_MACHINE_H_
#define PHANCONG_SERVICES_RULES_INSPECTION_PLAN_MACHINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/vocabulary.pb.h"

namespace phancong::rules {

// A state as it is stored and shown in English, such as "APPROVED"; and back (UNSPECIFIED where unknown).
[[nodiscard]] std::string_view StateName(v1::InspectionPlanState state);
[[nodiscard]] v1::InspectionPlanState InspectionPlanStateFromName(std::string_view name);
// The state's Vietnamese word, such as "đã phê duyệt".
[[nodiscard]] std::string_view StateWord(v1::InspectionPlanState state);

// Whether others than the Inspection and the Standing Committee see the plan: once it is approved.
[[nodiscard]] bool IsPublished(v1::InspectionPlanState state);
// Whether there is a sample.
[[nodiscard]] bool IsDrawn(v1::InspectionPlanState state);

enum class InspectionPlanCommand { kDraft, kApprove, kDraw, kSchedule, kReplace, kClose, kDecideShortfall };
inline constexpr int kInspectionPlanCommands = static_cast<int>(InspectionPlanCommand::kDecideShortfall) + 1;

// How the person who commands stands to the plan, by the positions they hold on that day.
struct PlanParticipant {
  bool inspection_committee = false;
  bool inspection_committee_chair = false;
  // Chairs the Standing Committee, or is its vice-chair.
  bool standing_committee_head = false;
  // Drafted the plan as it is; drew its sample.
  bool drafted = false;
  bool drew = false;
};

struct InspectionPlanFacts {
  // The plan's id, for the refusal.
  std::string plan;
  // UNSPECIFIED: there is none yet.
  v1::InspectionPlanState state = v1::INSPECTION_PLAN_STATE_UNSPECIFIED;
  bool of_term = false;
};

// A stratum of which fewer are inspected than its quota asks for.
struct MissedQuota {
  std::string title_vi;
  std::string title_en;
  int64_t inspected = 0;
  int64_t quota = 0;
};

struct InspectionPlanProposal {
  bool has_reason = false;
  bool has_decision = false;
  // Replace: how far the inspection is that was scheduled last for the unit; nothing where none was.
  std::optional<v1::InspectionState> inspection = {};
  // Close, DecideShortfall: the first stratum whose quota is not met; nothing where all are.
  std::optional<MissedQuota> missed = {};
};

// The state after the command, or POSITION_REQUIRED; INSPECTION_PLAN_STATE; DECIDED_BY_REQUESTER (who drafted or drew
// decides neither on the approval nor on the shortfall); REASON_REQUIRED, DECISION_REQUIRED; INSPECTION_STATE of
// Replace where the unit's inspection has begun; QUOTA_NOT_MET of Close; NOTHING_TO_DO (a shortfall where there is
// none; the draw of the term's programme, which draws nothing).
[[nodiscard]] absl::StatusOr<v1::InspectionPlanState> Decide(InspectionPlanCommand command,
                                                             const InspectionPlanFacts& plan,
                                                             const PlanParticipant& participant,
                                                             const InspectionPlanProposal& proposal);

// INSPECTION_PLAN_STATE where there is no sample to read yet.
[[nodiscard]] absl::Status RequireDrawn(const InspectionPlanFacts& plan);

// The table, for the documentation and the tests.
struct InspectionPlanTransition {
  InspectionPlanCommand command;
  std::string_view name;
  v1::InspectionPlanState from;
  v1::InspectionPlanState to;
};
[[nodiscard]] std::vector<InspectionPlanTransition> InspectionPlanTransitions();

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_INSPECTION_PLAN_MACHINE_H_
