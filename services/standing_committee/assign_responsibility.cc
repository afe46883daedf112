#include "services/standing_committee/assign_responsibility.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "services/directory/responsibilities.h"
#include "services/rules/names.h"
#include "services/rules/policy.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "services/rules/scope.h"
#include "services/serving/fields.h"
#include "services/tasks/named.h"
#include "storage/accounts.h"
#include "storage/programmes.h"

namespace phancong::standing_committee {
namespace {

// The account to put in charge: one that sits on the Standing Committee on the day it begins.
absl::StatusOr<int64_t> MemberNamed(serving::CommandContext& context, const std::string& name, rules::Day from_day) {
  ASSIGN_OR_RETURN(const storage::AccountRow row,
                   tasks::AccountNamed(context.tx(), context.actor(), name, "responsibility.account"));
  if (row.disabled) return rules::Refuse(v1::ERROR_REASON_ACCOUNT_DISABLED, {{"name", name}});
  ASSIGN_OR_RETURN(const std::vector<rules::PositionFact> positions,
                   storage::PositionsOfAccount(context.tx(), context.federation(), row.account));
  const bool member = std::any_of(positions.begin(), positions.end(), [&](const rules::PositionFact& fact) {
    return rules::IsStandingCommittee(fact.position) && rules::HoldsOn(fact, from_day);
  });
  if (!member) {
    return rules::RefuseField(
        "responsibility.account",
        fmt::format("{} không giữ chức vụ trong Ban Thường vụ vào ngày {}", name, rules::VietnameseDate(from_day)),
        fmt::format("{} holds no position of the Standing Committee on {}", name, rules::IsoDate(from_day)));
  }
  return row.account;
}

absl::Status SetField(serving::CommandContext& context, const std::string& id, v1::ResponsibilityAssigned* event) {
  ASSIGN_OR_RETURN(const storage::ProgrammeRow row, storage::NewestProgramme(context.tx(), context.federation()));
  const auto& fields = row.programme->fields();
  if (std::none_of(fields.begin(), fields.end(), [&](const v1::Field& field) { return field.id() == id; })) {
    return rules::RefuseField("responsibility.field", fmt::format("chương trình không có lĩnh vực “{}”", id),
                              fmt::format("the programme has no field “{}”", id));
  }
  event->set_field(id);
  return absl::OkStatus();
}

absl::Status SetItem(serving::CommandContext& context, const std::string& id, v1::ResponsibilityAssigned* event) {
  ASSIGN_OR_RETURN(const storage::ProgrammeRow row, storage::NewestProgramme(context.tx(), context.federation()));
  if (rules::FindItem(*row.programme, id) == nullptr) {
    return rules::RefuseField("responsibility.item", fmt::format("chương trình không có mục “{}”", id),
                              fmt::format("the programme has no item “{}”", id));
  }
  ASSIGN_OR_RETURN(const std::optional<storage::ItemRow> item,
                   storage::FindItem(context.tx(), context.federation(), 0, id));
  if (!item) return absl::InternalError("an item of the programme has no number");
  event->set_item_number(item->item);
  return absl::OkStatus();
}

absl::Status SetUnion(serving::CommandContext& context, const std::string& text, v1::ResponsibilityAssigned* event) {
  RETURN_IF_ERROR(rules::ParseName(text, rules::NameKind::kUnion, "responsibility.assignee").status());
  ASSIGN_OR_RETURN(const int64_t number,
                   tasks::UnitNamed(context.tx(), context.actor(), text, "responsibility.assignee"));
  event->set_union_number(number);
  return absl::OkStatus();
}

absl::Status SetWhat(serving::CommandContext& context, const v1::Responsibility& wanted,
                     v1::ResponsibilityAssigned* event) {
  switch (wanted.of_case()) {
    case v1::Responsibility::kField:
      return SetField(context, wanted.field(), event);
    case v1::Responsibility::kItem:
      return SetItem(context, wanted.item(), event);
    case v1::Responsibility::kAssignee:
      return SetUnion(context, wanted.assignee(), event);
    case v1::Responsibility::OF_NOT_SET:
      break;
  }
  return rules::RefuseField("responsibility", "phải ghi phụ trách gì: một lĩnh vực, một mục hoặc một công đoàn cơ sở",
                            "must say of what: a field, an item or a union");
}

absl::Status Show(serving::CommandContext& context, int64_t responsibility, v1::Responsibility* shown) {
  ASSIGN_OR_RETURN(const std::optional<storage::ResponsibilityRow> row,
                   storage::FindResponsibility(context.tx(), context.federation(), responsibility));
  if (!row) return absl::InternalError("a responsibility is not there after it was changed");
  ASSIGN_OR_RETURN(
      *shown, directory::ShowResponsibility(context.tx(), context.federation(), context.actor().federation_id, *row));
  return absl::OkStatus();
}

}  // namespace

absl::Status AssignResponsibility(serving::CommandContext& context, const v1::AssignResponsibilityRequest& request,
                                  v1::AssignResponsibilityResponse* response) {
  RETURN_IF_ERROR(rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent").status());
  const v1::Responsibility& wanted = request.responsibility();
  if (!wanted.name().empty()) {
    return rules::RefuseField("responsibility.name", "để trống: máy chủ đặt tên", "is left empty: the server gives it");
  }
  v1::Event event;
  v1::ResponsibilityAssigned& assigned = *event.mutable_responsibility_assigned();
  ASSIGN_OR_RETURN(const rules::Day from_day,
                   serving::DayOr(wanted.from_date(), context.today(), "responsibility.from_date"));
  ASSIGN_OR_RETURN(const rules::Day to_day, serving::DayOr(wanted.to_date(), 0, "responsibility.to_date"));
  if (to_day != 0 && to_day < from_day) {
    return rules::RefuseField("responsibility.to_date", "không được trước from_date", "must not be before from_date");
  }
  ASSIGN_OR_RETURN(*assigned.mutable_decision_number(),
                   serving::LineOf(wanted.decision_number(), "responsibility.decision_number", serving::kNumberLength));
  ASSIGN_OR_RETURN(const int64_t account, MemberNamed(context, wanted.account(), from_day));
  RETURN_IF_ERROR(SetWhat(context, wanted, &assigned));
  ASSIGN_OR_RETURN(const int64_t responsibility, storage::NextResponsibility(context.tx(), context.federation()));
  assigned.set_responsibility(responsibility);
  assigned.set_account(account);
  assigned.set_from_day(from_day);
  assigned.set_to_day(to_day);
  RETURN_IF_ERROR(context.Emit(event));
  return Show(context, responsibility, response->mutable_responsibility());
}

absl::Status EndResponsibility(serving::CommandContext& context, const v1::EndResponsibilityRequest& request,
                               v1::EndResponsibilityResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName name, rules::ParseName(request.name(), rules::NameKind::kResponsibility));
  ASSIGN_OR_RETURN(const rules::Day to_day, serving::DayOr(request.to_date(), context.today(), "to_date"));
  ASSIGN_OR_RETURN(const std::optional<storage::ResponsibilityRow> row,
                   storage::FindResponsibility(context.tx(), context.federation(), name.number));
  if (!row) return rules::RefuseNotFound(request.name());
  if (row->to_day != 0 && to_day >= row->to_day) {
    if (to_day > row->to_day && rules::IsGiven(request.to_date())) {
      return rules::RefuseField("to_date", fmt::format("phụ trách đến hết ngày {}", rules::VietnameseDate(row->to_day)),
                                fmt::format("it ends on {} already", rules::IsoDate(row->to_day)));
    }
    return rules::Refuse(
        v1::ERROR_REASON_NOTHING_TO_DO,
        {{"why.vi", fmt::format("phụ trách này kết thúc ngày {} rồi.", rules::VietnameseDate(row->to_day))},
         {"why.en", fmt::format("it ends on {} already.", rules::IsoDate(row->to_day))}});
  }
  if (to_day < row->from_day) {
    return rules::RefuseField("to_date", fmt::format("không được trước {}", rules::VietnameseDate(row->from_day)),
                              fmt::format("must not be before {}", rules::IsoDate(row->from_day)));
  }
  v1::Event event;
  event.mutable_responsibility_ended()->set_responsibility(name.number);
  event.mutable_responsibility_ended()->set_to_day(to_day);
  RETURN_IF_ERROR(context.Emit(event));
  return Show(context, name.number, response->mutable_responsibility());
}

}  // namespace phancong::standing_committee
