#include "services/standing_committee/hand_over.h"

#include <algorithm>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "phancong/v1/event.pb.h"
#include "services/directory/responsibilities.h"
#include "services/rules/dates.h"
#include "services/rules/delegation.h"
#include "services/rules/policy.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/task_machine.h"
#include "services/serving/admission.h"
#include "services/serving/fields.h"
#include "services/tasks/named.h"
#include "services/tasks/task_file.h"
#include "storage/accounts.h"
#include "storage/tasks.h"

namespace phancong::standing_committee {
namespace {

// The leaver's last day, and the successor's first.
struct Days {
  rules::Day last = 0;
  rules::Day first = 0;
};

absl::StatusOr<Days> DaysOf(serving::CommandContext& context, const v1::HandOverRequest& request) {
  ASSIGN_OR_RETURN(const rules::Day last, serving::DayOr(request.on_date(), context.today(), "on_date"));
  if (last < context.today()) {
    return rules::RefuseField("on_date", "không được trước hôm nay", "must not be before today");
  }
  return Days{.last = last, .first = last == context.today() ? last : last + 1};
}

absl::StatusOr<storage::AccountRow> SuccessorNamed(serving::CommandContext& context, const std::string& name,
                                                   int64_t leaver, rules::Day first) {
  ASSIGN_OR_RETURN(const storage::AccountRow row,
                   tasks::AccountNamed(context.tx(), context.actor(), name, "successor"));
  if (row.account == leaver) {
    return rules::RefuseField("successor", "phải là người khác", "must be another person");
  }
  if (row.disabled) return rules::Refuse(v1::ERROR_REASON_ACCOUNT_DISABLED, {{"name", name}});
  ASSIGN_OR_RETURN(const std::vector<rules::PositionFact> positions,
                   storage::PositionsOfAccount(context.tx(), context.federation(), row.account));
  if (rules::SitsThroughout({.kind = rules::BodyKind::kStandingCommittee}, positions, first, first)) return row;
  return rules::RefuseField(
      "successor",
      fmt::format("{} không giữ chức vụ trong Ban Thường vụ vào ngày {}", row.id, rules::VietnameseDate(first)),
      fmt::format("{} holds no position of the Standing Committee on {}", row.id, rules::IsoDate(first)));
}

bool SameSubject(const storage::ResponsibilityRow& a, const storage::ResponsibilityRow& b) {
  return a.field == b.field && a.item == b.item && a.union_number == b.union_number;
}

// Whether the successor is in charge of the same for as long already.
bool IsHeld(const std::vector<storage::ResponsibilityRow>& held, const storage::ResponsibilityRow& wanted) {
  return std::any_of(held.begin(), held.end(), [&](const storage::ResponsibilityRow& row) {
    return SameSubject(row, wanted) && row.from_day <= wanted.from_day &&
           (row.to_day == 0 || (wanted.to_day != 0 && row.to_day >= wanted.to_day));
  });
}

// Ends what the leaver has after their last day, and begins it for the successor. A preview emits nothing.
absl::Status HandOverResponsibilities(serving::CommandContext& context, int64_t leaver, int64_t successor,
                                      const Days& days, const std::string& decision_number, bool preview,
                                      bool* anything, v1::HandOverResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<storage::ResponsibilityRow> leaving,
                   storage::ResponsibilitiesOf(context.tx(), context.federation(), leaver));
  ASSIGN_OR_RETURN(const std::vector<storage::ResponsibilityRow> held,
                   storage::ResponsibilitiesOf(context.tx(), context.federation(), successor));
  ASSIGN_OR_RETURN(int64_t next, storage::NextResponsibility(context.tx(), context.federation()));
  for (const storage::ResponsibilityRow& row : leaving) {
    const bool over = row.to_day != 0 && (row.to_day <= days.last || row.to_day < row.from_day);
    if (over) continue;
    *anything = true;
    v1::Event ended;
    ended.mutable_responsibility_ended()->set_responsibility(row.responsibility);
    // One that would begin later never does.
    ended.mutable_responsibility_ended()->set_to_day(days.last);
    if (!preview) RETURN_IF_ERROR(context.Emit(ended));
    storage::ResponsibilityRow begun = row;
    begun.responsibility = next;
    begun.account = successor;
    begun.from_day = std::max(days.first, row.from_day);
    begun.decision_number = decision_number;
    if (IsHeld(held, begun)) continue;
    v1::Event event;
    v1::ResponsibilityAssigned& assigned = *event.mutable_responsibility_assigned();
    assigned.set_responsibility(begun.responsibility);
    assigned.set_account(begun.account);
    if (!begun.field.empty()) assigned.set_field(begun.field);
    if (begun.item != 0) assigned.set_item_number(begun.item);
    if (begun.union_number != 0) assigned.set_union_number(begun.union_number);
    assigned.set_from_day(begun.from_day);
    assigned.set_to_day(begun.to_day);
    assigned.set_decision_number(begun.decision_number);
    if (!preview) RETURN_IF_ERROR(context.Emit(event));
    ASSIGN_OR_RETURN(v1::Responsibility shown, directory::ShowResponsibility(context.tx(), context.federation(),
                                                                             context.actor().federation_id, begun));
    if (preview) shown.clear_name();
    *response->add_responsibilities() = std::move(shown);
    ++next;
  }
  return absl::OkStatus();
}

// Whether the successor may take the review, as if it were given back first.
absl::StatusOr<bool> MayReview(tasks::TaskFiles& files, const tasks::TaskFile& file, const serving::Actor& successor,
                               rules::Day today) {
  ASSIGN_OR_RETURN(const rules::Participant participant, files.ParticipantOf(file, successor));
  rules::TaskFacts facts = tasks::FactsOf(file);
  facts.state = v1::TASK_STATE_SUBMITTED;
  const absl::Status decided = rules::Decide(rules::TaskCommand::kTakeReview, facts, participant, {}, today).status();
  if (!decided.ok() && !rules::RefusalOf(decided)) return decided;
  return decided.ok();
}

}  // namespace

absl::Status HandOver(serving::CommandContext& context, const v1::HandOverRequest& request,
                      v1::HandOverResponse* response) {
  ASSIGN_OR_RETURN(const storage::AccountRow leaver,
                   tasks::AccountNamed(context.tx(), context.actor(), request.name(), "name"));
  ASSIGN_OR_RETURN(const Days days, DaysOf(context, request));
  ASSIGN_OR_RETURN(const storage::AccountRow successor,
                   SuccessorNamed(context, request.successor(), leaver.account, days.first));
  const bool preview = request.validate_only();
  std::string decision_number;
  if (!preview || !request.decision_number().empty()) {
    ASSIGN_OR_RETURN(decision_number, serving::DecisionNumberOf(request.decision_number()));
  }
  bool anything = false;
  RETURN_IF_ERROR(HandOverResponsibilities(context, leaver.account, successor.account, days, decision_number, preview,
                                           &anything, response));
  ASSIGN_OR_RETURN(const serving::Actor person,
                   serving::InOwnRight(context.tx(), context.actor(), successor, context.today()));
  tasks::TaskFiles files(context);
  ASSIGN_OR_RETURN(const std::vector<storage::TaskRow> reviews,
                   storage::ReviewsOf(context.tx(), context.federation(), leaver.account));
  for (const storage::TaskRow& row : reviews) {
    anything = true;
    ASSIGN_OR_RETURN(const tasks::TaskFile file, files.Open(row));
    ASSIGN_OR_RETURN(const bool may, MayReview(files, file, person, context.today()));
    v1::Event event;
    if (may) {
      event.mutable_review_taken()->set_task(row.task);
      event.mutable_review_taken()->set_reviewer(successor.account);
      response->add_reviews(file.name);
    } else {
      event.mutable_review_released()->set_task(row.task);
      response->add_released_reviews(file.name);
    }
    if (!preview) RETURN_IF_ERROR(context.Emit(event));
  }
  if (anything) return absl::OkStatus();
  return rules::Refuse(v1::ERROR_REASON_NOTHING_TO_DO,
                       {{"why.vi", fmt::format("{} không còn việc gì để bàn giao.", leaver.id)},
                        {"why.en", fmt::format("{} has nothing to hand over.", leaver.id)}});
}

}  // namespace phancong::standing_committee
