#include "services/rules/inspection_plan_machine.h"

#include <array>
#include <cstddef>
#include <span>
#include <utility>

#include "fmt/format.h"
#include "services/rules/inspection_machine.h"
#include "services/rules/refusal.h"
#include "services/rules/state_words.h"

namespace phancong::rules {
namespace {

constexpr v1::InspectionPlanState kNone = v1::INSPECTION_PLAN_STATE_UNSPECIFIED;
constexpr v1::InspectionPlanState kDraft = v1::INSPECTION_PLAN_STATE_DRAFT;
constexpr v1::InspectionPlanState kApproved = v1::INSPECTION_PLAN_STATE_APPROVED;
constexpr v1::InspectionPlanState kDrawn = v1::INSPECTION_PLAN_STATE_DRAWN;
constexpr v1::InspectionPlanState kClosed = v1::INSPECTION_PLAN_STATE_CLOSED;

constexpr std::array<Word<v1::InspectionPlanState>, 5> kWords = {{
    {kNone, "NONE", "chưa có"},
    {kDraft, "DRAFT", "dự thảo"},
    {kApproved, "APPROVED", "đã phê duyệt"},
    {kDrawn, "DRAWN", "đã chọn mẫu"},
    {kClosed, "CLOSED", "đã khép"},
}};

constexpr std::span<const Word<v1::InspectionPlanState>> Words() { return kWords; }

// States of which a row starts, as bits.
using States = unsigned;
constexpr States In(v1::InspectionPlanState state) { return 1U << static_cast<unsigned>(state); }
constexpr bool Has(States states, v1::InspectionPlanState state) { return (states & In(state)) != 0; }

enum class Side { kInspectionCommittee, kInspectionCommitteeChair, kStandingCommitteeHead };
enum class Quota { kAny, kMet, kMissed };

struct PlanRow {
  InspectionPlanCommand command;
  std::string_view name;
  States from;
  v1::InspectionPlanState to;
  Side side;
  bool reason;
  bool decision;
  Quota quota;
};

constexpr Side kCommittee = Side::kInspectionCommittee;
constexpr Side kItsChair = Side::kInspectionCommitteeChair;
constexpr Side kHead = Side::kStandingCommitteeHead;

constexpr std::array<PlanRow, kInspectionPlanCommands> kTable = {{
    // command, its name, from, to, who, takes a reason, a decision, the quota
    {InspectionPlanCommand::kDraft, "Draft", In(kNone) | In(kDraft) | In(kApproved), kDraft, kCommittee, false, false,
     Quota::kAny},
    {InspectionPlanCommand::kApprove, "Approve", In(kDraft), kApproved, kHead, false, true, Quota::kAny},
    {InspectionPlanCommand::kDraw, "Draw", In(kApproved), kDrawn, kItsChair, false, false, Quota::kAny},
    {InspectionPlanCommand::kSchedule, "Schedule", In(kDrawn), kDrawn, kItsChair, false, false, Quota::kAny},
    {InspectionPlanCommand::kReplace, "Replace", In(kDrawn), kDrawn, kItsChair, true, true, Quota::kAny},
    {InspectionPlanCommand::kClose, "Close", In(kDrawn), kClosed, kItsChair, false, false, Quota::kMet},
    {InspectionPlanCommand::kDecideShortfall, "DecideShortfall", In(kDrawn), kClosed, kHead, true, true,
     Quota::kMissed},
}};

static_assert(IsInOrder(kTable), "a row is found by its command");

bool IsOf(Side side, const PlanParticipant& participant) {
  switch (side) {
    case Side::kInspectionCommittee:
      return participant.inspection_committee;
    case Side::kInspectionCommitteeChair:
      return participant.inspection_committee_chair;
    case Side::kStandingCommitteeHead:
      return participant.standing_committee_head;
  }
  return false;
}

std::vector<v1::InspectionPlanState> StatesIn(States set) {
  std::vector<v1::InspectionPlanState> states;
  for (const Word<v1::InspectionPlanState>& word : kWords) {
    if (Has(set, word.state)) states.push_back(word.state);
  }
  return states;
}

absl::Status RefuseState(const InspectionPlanFacts& plan, States from) {
  return rules::RefuseState(v1::ERROR_REASON_INSPECTION_PLAN_STATE, Words(), StatesIn(from), plan.state,
                            {{"plan", plan.plan}});
}

absl::Status NothingToDo(std::string vi, std::string en) {
  return Refuse(v1::ERROR_REASON_NOTHING_TO_DO, {{"why.vi", std::move(vi)}, {"why.en", std::move(en)}});
}

// One that was cancelled is as if it had never begun.
absl::Status CheckNotBegun(const std::optional<v1::InspectionState>& inspection) {
  constexpr std::array<v1::InspectionState, 3> kNotBegun = {
      v1::INSPECTION_STATE_SCHEDULED, v1::INSPECTION_STATE_NOTIFIED, v1::INSPECTION_STATE_CANCELLED};
  std::string vi;
  std::string en;
  for (const v1::InspectionState state : kNotBegun) {
    if (!inspection || *inspection == state) return absl::OkStatus();
    vi += (vi.empty() ? "" : ", ") + std::string(StateWord(state));
    en += (en.empty() ? "" : ", ") + std::string(StateName(state));
  }
  return Refuse(v1::ERROR_REASON_INSPECTION_STATE, {{"state.vi", std::string(StateWord(*inspection))},
                                                    {"state.en", std::string(StateName(*inspection))},
                                                    {"allowed.vi", std::move(vi)},
                                                    {"allowed.en", std::move(en)}});
}

absl::Status CheckQuota(Quota quota, const std::optional<MissedQuota>& missed) {
  if (quota == Quota::kMet && missed) {
    return Refuse(v1::ERROR_REASON_QUOTA_NOT_MET, {{"stratum.vi", missed->title_vi},
                                                   {"stratum.en", missed->title_en},
                                                   {"inspected", fmt::to_string(missed->inspected)},
                                                   {"quota", fmt::to_string(missed->quota)}});
  }
  if (quota == Quota::kMissed && !missed) {
    return NothingToDo("đã kiểm tra đủ số đơn vị; Ủy ban Kiểm tra khép kế hoạch được.",
                       "the quota is met; the Inspection Committee may close the plan.");
  }
  return absl::OkStatus();
}

}  // namespace

std::string_view StateName(v1::InspectionPlanState state) { return WordOf(Words(), state).name; }
std::string_view StateWord(v1::InspectionPlanState state) { return WordOf(Words(), state).vi; }

v1::InspectionPlanState InspectionPlanStateFromName(std::string_view name) { return StateNamed(Words(), name); }

bool IsPublished(v1::InspectionPlanState state) { return state == kApproved || IsDrawn(state); }
bool IsDrawn(v1::InspectionPlanState state) { return state == kDrawn || state == kClosed; }

absl::StatusOr<v1::InspectionPlanState> Decide(InspectionPlanCommand command, const InspectionPlanFacts& plan,
                                               const PlanParticipant& participant,
                                               const InspectionPlanProposal& proposal) {
  const PlanRow& row = kTable[static_cast<size_t>(command)];
  if (!IsOf(row.side, participant)) return Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
  if (!Has(row.from, plan.state)) return RefuseState(plan, row.from);
  if (row.side == kHead && (participant.drafted || participant.drew)) {
    return Refuse(v1::ERROR_REASON_DECIDED_BY_REQUESTER);
  }
  if (command == InspectionPlanCommand::kDraw && plan.of_term) {
    return NothingToDo("chương trình kiểm tra toàn khóa không chọn mẫu; mẫu là của kế hoạch từng năm.",
                       "the programme of the term draws no sample; the plans of its years do.");
  }
  if (row.reason && !proposal.has_reason) {
    return Refuse(v1::ERROR_REASON_REASON_REQUIRED, {{"why.vi", "việc này được lưu cùng kế hoạch và ai cũng thấy."},
                                                     {"why.en", "it stays with the plan, for everybody to see."}});
  }
  if (row.decision && !proposal.has_decision) return Refuse(v1::ERROR_REASON_DECISION_REQUIRED);
  if (command == InspectionPlanCommand::kReplace) {
    if (const absl::Status begun = CheckNotBegun(proposal.inspection); !begun.ok()) return begun;
  }
  if (const absl::Status quota = CheckQuota(row.quota, proposal.missed); !quota.ok()) return quota;
  return row.to;
}

absl::Status RequireDrawn(const InspectionPlanFacts& plan) {
  if (IsDrawn(plan.state)) return absl::OkStatus();
  return RefuseState(plan, In(kDrawn) | In(kClosed));
}

std::vector<InspectionPlanTransition> InspectionPlanTransitions() {
  std::vector<InspectionPlanTransition> transitions;
  for (const PlanRow& row : kTable) {
    for (const v1::InspectionPlanState from : StatesIn(row.from)) {
      transitions.push_back({.command = row.command, .name = row.name, .from = from, .to = row.to});
    }
  }
  return transitions;
}

}  // namespace phancong::rules
