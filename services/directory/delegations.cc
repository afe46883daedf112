#include "services/directory/delegations.h"

#include <optional>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/dates.h"
#include "services/rules/delegation.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/serving/fields.h"
#include "services/serving/pages.h"
#include "services/tasks/free_text.h"
#include "services/tasks/named.h"
#include "storage/accounts.h"
#include "storage/delegations.h"
#include "storage/directory.h"

namespace phancong::directory {
namespace {

// Its holder, or the head of its body, in their own right.
// Who does not see everything does not learn whether there is what is not theirs to delegate.
absl::Status NotThere(const serving::CommandContext& context, const std::string& name) {
  return context.reach().everything ? rules::RefuseNotFound(name) : rules::Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
}

// What is only exercised is not passed on.
absl::Status CheckInOwnRight(const serving::Actor& actor) {
  if (actor.on_behalf_of == 0) return absl::OkStatus();
  return rules::Refuse(v1::ERROR_REASON_NOT_DELEGATED, {{"name", actor.on_behalf_of_id}});
}

absl::Status CheckMayDelegate(const serving::Actor& actor, const rules::PositionFact& position) {
  if (position.account == actor.account || rules::Heads(rules::BodyOf(position), actor.positions)) {
    return absl::OkStatus();
  }
  return rules::Refuse(v1::ERROR_REASON_POSITION_REQUIRED);
}

absl::StatusOr<v1::Delegation> Show(storage::ReadTransaction& tx, const serving::Actor& actor,
                                    const storage::DelegationRow& row) {
  ASSIGN_OR_RETURN(const std::optional<rules::PositionFact> position,
                   storage::FindPosition(tx, actor.federation, row.position_number));
  if (!position) return absl::InternalError("a position that is delegated is not there");
  ASSIGN_OR_RETURN(const storage::AccountRow holder, storage::GetAccount(tx, actor.federation, position->account));
  ASSIGN_OR_RETURN(const storage::AccountRow delegate, storage::GetAccount(tx, actor.federation, row.account));
  v1::Delegation shown;
  shown.set_name(rules::DelegationName(actor.federation_id, row.delegation));
  shown.set_position(rules::PositionName(actor.federation_id, row.position_number));
  shown.set_account(rules::AccountName(actor.federation_id, holder.id));
  shown.set_held(position->position);
  if (position->union_number != 0) {
    ASSIGN_OR_RETURN(const storage::UnionRow unit, storage::GetUnion(tx, actor.federation, position->union_number));
    shown.set_body(rules::UnionName(actor.federation_id, unit.id));
  }
  shown.set_delegate(rules::AccountName(actor.federation_id, delegate.id));
  *shown.mutable_from_date() = rules::DateOf(row.from_day);
  *shown.mutable_to_date() = rules::DateOf(row.to_day);
  shown.set_reason(row.reason);
  return shown;
}

absl::Status ShowNumber(serving::CommandContext& context, int64_t number, v1::Delegation* shown) {
  ASSIGN_OR_RETURN(const std::optional<storage::DelegationRow> row,
                   storage::FindDelegation(context.tx(), context.federation(), number));
  if (!row) return absl::InternalError("a delegation is not there after it was changed");
  ASSIGN_OR_RETURN(*shown, Show(context.tx(), context.actor(), *row));
  return absl::OkStatus();
}

// The first of these that is wrong: the position, the days, the delegate.
absl::Status CheckDays(const rules::PositionFact& position, rules::Day from, rules::Day to, rules::Day today) {
  if (rules::BodyOf(position).kind == rules::BodyKind::kNone) {
    return rules::RefuseField("name", "chức vụ quản trị và nơi nhận không ủy quyền được",
                              "an administrator's or reader's position cannot be delegated");
  }
  if (from < today) return rules::RefuseField("from_date", "không được trước hôm nay", "must not be before today");
  if (to < from) return rules::RefuseField("to_date", "không được trước from_date", "must not be before from_date");
  if (rules::HoldsOn(position, from) && rules::HoldsOn(position, to)) return absl::OkStatus();
  return rules::RefuseField("to_date", "chức vụ này không được giữ suốt những ngày đó",
                            "the position is not held on all of these days");
}

absl::Status NotOfTheBody(const std::string& id, rules::Day from, rules::Day to) {
  return rules::RefuseField("delegate",
                            fmt::format("{} không giữ chức vụ nào trong cùng ban, cùng công đoàn suốt từ {} đến {}", id,
                                        rules::VietnameseDate(from), rules::VietnameseDate(to)),
                            fmt::format("{} holds no position in the same body on all days from {} to {}", id,
                                        rules::IsoDate(from), rules::IsoDate(to)));
}

// The account of somebody who may exercise the position on these days. Of who sits elsewhere no more is said than that,
// and to who does not see everything the same of an account that is not there.
absl::StatusOr<int64_t> DelegateOf(serving::CommandContext& context, const std::string& name,
                                   const rules::PositionFact& position, rules::Day from, rules::Day to) {
  const auto delegate = tasks::AccountNamed(context.tx(), context.actor(), name, "delegate");
  if (absl::IsNotFound(delegate.status()) && !context.reach().everything) {
    return NotOfTheBody(rules::ParseName(name)->id, from, to);
  }
  RETURN_IF_ERROR(delegate.status());
  if (delegate->account == position.account) {
    return rules::RefuseField("delegate", "đang giữ chính chức vụ này", "holds this position already");
  }
  ASSIGN_OR_RETURN(const std::vector<rules::PositionFact> positions,
                   storage::PositionsOfAccount(context.tx(), context.federation(), delegate->account));
  if (!rules::SitsThroughout(rules::BodyOf(position), positions, from, to)) {
    return NotOfTheBody(delegate->id, from, to);
  }
  if (delegate->disabled) return rules::Refuse(v1::ERROR_REASON_ACCOUNT_DISABLED, {{"name", name}});
  return delegate->account;
}

}  // namespace

absl::Status DelegatePosition(serving::CommandContext& context, const v1::DelegatePositionRequest& request,
                              v1::DelegatePositionResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kPosition));
  ASSIGN_OR_RETURN(const rules::Day from, serving::DayOr(request.from_date(), context.today(), "from_date"));
  ASSIGN_OR_RETURN(const rules::Day to, serving::RequiredDayOf(request.to_date(), "to_date"));
  ASSIGN_OR_RETURN(const std::string reason, tasks::FreeTextOf(request.reason(), "reason", tasks::kReasonLength));
  ASSIGN_OR_RETURN(const std::optional<rules::PositionFact> position,
                   storage::FindPosition(context.tx(), context.federation(), name.number));
  RETURN_IF_ERROR(CheckInOwnRight(context.actor()));
  if (!position) return NotThere(context, request.name());
  RETURN_IF_ERROR(CheckMayDelegate(context.actor(), *position));
  RETURN_IF_ERROR(CheckDays(*position, from, to, context.today()));
  ASSIGN_OR_RETURN(const int64_t delegate, DelegateOf(context, request.delegate(), *position, from, to));
  ASSIGN_OR_RETURN(const std::vector<storage::DelegationRow> overlapping,
                   storage::DelegationsOf(context.tx(), context.federation(), name.number, from, to));
  if (!overlapping.empty()) {
    return rules::Refuse(v1::ERROR_REASON_ALREADY_EXISTS,
                         {{"name", rules::DelegationName(context.actor().federation_id, overlapping[0].delegation)}});
  }
  ASSIGN_OR_RETURN(const int64_t number, storage::NextDelegation(context.tx(), context.federation()));
  v1::Event event;
  v1::PositionDelegated& delegated = *event.mutable_position_delegated();
  delegated.set_delegation(number);
  delegated.set_position_number(name.number);
  delegated.set_account(delegate);
  delegated.set_from_day(from);
  delegated.set_to_day(to);
  *delegated.mutable_reason() = context.Keep(reason);
  RETURN_IF_ERROR(context.Emit(event));
  return ShowNumber(context, number, response->mutable_delegation());
}

absl::Status EndDelegation(serving::CommandContext& context, const v1::EndDelegationRequest& request,
                           v1::EndDelegationResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kDelegation));
  ASSIGN_OR_RETURN(const rules::Day to, serving::DayOr(request.to_date(), context.today(), "to_date"));
  ASSIGN_OR_RETURN(const std::optional<storage::DelegationRow> row,
                   storage::FindDelegation(context.tx(), context.federation(), name.number));
  RETURN_IF_ERROR(CheckInOwnRight(context.actor()));
  if (!row) return NotThere(context, request.name());
  ASSIGN_OR_RETURN(const std::optional<rules::PositionFact> position,
                   storage::FindPosition(context.tx(), context.federation(), row->position_number));
  if (!position) return absl::InternalError("a position that is delegated is not there");
  RETURN_IF_ERROR(CheckMayDelegate(context.actor(), *position));
  if (to < context.today() - 1) {
    return rules::RefuseField("to_date", "không được trước hôm qua", "must not be before yesterday");
  }
  if (to > row->to_day && rules::IsGiven(request.to_date())) {
    return rules::RefuseField("to_date", fmt::format("ủy quyền chỉ đến {}", rules::VietnameseDate(row->to_day)),
                              fmt::format("it ends on {} already", rules::IsoDate(row->to_day)));
  }
  if (to >= row->to_day) {
    return rules::Refuse(
        v1::ERROR_REASON_NOTHING_TO_DO,
        {{"why.vi", fmt::format("ủy quyền này kết thúc ngày {} rồi.", rules::VietnameseDate(row->to_day))},
         {"why.en", fmt::format("it ends on {} already.", rules::IsoDate(row->to_day))}});
  }
  v1::Event event;
  event.mutable_delegation_ended()->set_delegation(name.number);
  event.mutable_delegation_ended()->set_to_day(to);
  RETURN_IF_ERROR(context.Emit(event));
  return ShowNumber(context, name.number, response->mutable_delegation());
}

absl::Status ListDelegations(serving::ReadContext& context, const v1::ListDelegationsRequest& request,
                             v1::ListDelegationsResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, 1));
  storage::DelegationFilter filter;
  ASSIGN_OR_RETURN(filter.on_day, serving::DayOr(request.on_date(), 0, "on_date"));
  filter.only_unions = !context.reach().everything;
  filter.unions = context.reach().own_unions;
  if (page.after) filter.before = page.after->numbers[0];
  ASSIGN_OR_RETURN(const std::vector<storage::DelegationRow> rows,
                   storage::ListDelegations(context.tx(), context.federation(), filter, page.size + 1));
  return serving::FillPage(
      request, page, rows, response, response->mutable_delegations(),
      [](const storage::DelegationRow& row) { return serving::PageKey{.numbers = {row.delegation}}; },
      [&](const storage::DelegationRow& row, v1::Delegation* shown) -> absl::Status {
        ASSIGN_OR_RETURN(*shown, Show(context.tx(), context.actor(), row));
        return absl::OkStatus();
      });
}

}  // namespace phancong::directory
