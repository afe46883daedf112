#include "services/accounts/account.h"

#include <vector>

#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/propagate.h"
#include "storage/directory.h"

namespace phancong::accounts {

absl::StatusOr<v1::Account> DescribeAccount(storage::ReadTransaction& tx, int64_t federation,
                                            std::string_view federation_id, const storage::AccountRow& row) {
  v1::Account account;
  account.set_name(rules::AccountName(federation_id, row.id));
  account.set_etag(std::to_string(row.revision));
  account.set_display_name(row.display_name);
  account.set_disabled(row.disabled);
  ASSIGN_OR_RETURN(const std::vector<rules::PositionFact> positions,
                   storage::PositionsOfAccount(tx, federation, row.account));
  for (const rules::PositionFact& fact : positions) {
    v1::HeldPosition& held = *account.add_positions();
    held.set_name(rules::PositionName(federation_id, fact.number));
    held.set_position(fact.position);
    if (fact.union_number != 0) {
      ASSIGN_OR_RETURN(const storage::UnionRow body, storage::GetUnion(tx, federation, fact.union_number));
      held.set_body(rules::UnionName(federation_id, body.id));
    }
    *held.mutable_from_date() = rules::DateOf(fact.from_day);
    if (fact.to_day != 0) *held.mutable_to_date() = rules::DateOf(fact.to_day);
  }
  return account;
}

google::protobuf::Timestamp TimestampOf(int64_t time_micros) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(time_micros / 1'000'000);
  timestamp.set_nanos(static_cast<int32_t>(time_micros % 1'000'000 * 1'000));
  return timestamp;
}

}  // namespace phancong::accounts
