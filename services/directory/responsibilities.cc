#include "services/directory/responsibilities.h"

#include <algorithm>
#include <vector>

#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "services/serving/fields.h"
#include "services/serving/pages.h"
#include "storage/directory.h"
#include "storage/programmes.h"

namespace phancong::directory {

absl::StatusOr<v1::Responsibility> ShowResponsibility(storage::ReadTransaction& tx, int64_t federation,
                                                      std::string_view federation_id,
                                                      const storage::ResponsibilityRow& row) {
  v1::Responsibility shown;
  shown.set_name(rules::ResponsibilityName(federation_id, row.responsibility));
  ASSIGN_OR_RETURN(const storage::AccountRow account, storage::GetAccount(tx, federation, row.account));
  shown.set_account(rules::AccountName(federation_id, account.id));
  if (!row.field.empty()) {
    shown.set_field(row.field);
  } else if (row.item != 0) {
    ASSIGN_OR_RETURN(const storage::ItemRow item, storage::GetItem(tx, federation, row.item));
    shown.set_item(item.id);
  } else {
    ASSIGN_OR_RETURN(const storage::UnionRow assignee, storage::GetUnion(tx, federation, row.union_number));
    shown.set_assignee(rules::UnionName(federation_id, assignee.id));
  }
  *shown.mutable_from_date() = rules::DateOf(row.from_day);
  *shown.mutable_to_date() = rules::OptionalDateOf(row.to_day);
  shown.set_decision_number(row.decision_number);
  return shown;
}

absl::Status ListResponsibilities(serving::ReadContext& context, const v1::ListResponsibilitiesRequest& request,
                                  v1::ListResponsibilitiesResponse* response) {
  ASSIGN_OR_RETURN(const rules::ResourceName parent,
                   rules::ParseName(request.parent(), rules::NameKind::kFederation, "parent"));
  ASSIGN_OR_RETURN(const serving::Page page, serving::PageOf(request, 1));
  ASSIGN_OR_RETURN(const rules::Day day, serving::DayOr(request.on_date(), context.today(), "on_date"));
  ASSIGN_OR_RETURN(
      std::vector<storage::ResponsibilityRow> rows,
      storage::ResponsibilitiesOn(context.tx(), context.federation(), {.day = day, .known_day = context.today()}));
  const int64_t after = page.after ? page.after->numbers[0] : 0;
  const rules::Reach& reach = context.reach();
  std::erase_if(rows, [&](const storage::ResponsibilityRow& row) {
    const bool within =
        reach.everything || (row.union_number != 0 && std::find(reach.own_unions.begin(), reach.own_unions.end(),
                                                                row.union_number) != reach.own_unions.end());
    return row.responsibility <= after || !within;
  });
  return serving::FillPage(
      request, page, rows, response, response->mutable_responsibilities(),
      [](const storage::ResponsibilityRow& row) { return serving::PageKey{.numbers = {row.responsibility}}; },
      [&](const storage::ResponsibilityRow& row, v1::Responsibility* shown) -> absl::Status {
        ASSIGN_OR_RETURN(*shown, ShowResponsibility(context.tx(), context.federation(), parent.federation, row));
        return absl::OkStatus();
      });
}

}  // namespace phancong::directory
