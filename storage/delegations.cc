#include "storage/delegations.h"

#include "services/rules/propagate.h"
#include "storage/choices.h"
#include "storage/numbers.h"

namespace phancong::storage {
namespace {

constexpr std::string_view kDelegationsColumns =
    "SELECT d.delegation, d.position_number, d.account, d.from_day, d.to_day, d.reason FROM delegation d ";

std::vector<DelegationRow> DelegationsFrom(const Rows& rows) {
  std::vector<DelegationRow> delegations;
  for (const Row& row : rows) {
    delegations.push_back({.delegation = row.Int(0),
                           .position_number = row.Int(1),
                           .account = row.Int(2),
                           .from_day = row.Int(3),
                           .to_day = row.Int(4),
                           .reason = row.Text(5)});
  }
  return delegations;
}

}  // namespace

absl::StatusOr<std::optional<DelegationRow>> FindDelegation(ReadTransaction& tx, int64_t federation,
                                                            int64_t delegation) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kDelegationsColumns) + "WHERE d.federation = $1 AND d.delegation = $2",
                            {federation, delegation}));
  if (rows.empty()) return std::nullopt;
  return DelegationsFrom(rows)[0];
}

absl::StatusOr<int64_t> NextDelegation(ReadTransaction& tx, int64_t federation) {
  return QueryInt(tx, "SELECT COALESCE(MAX(delegation), 0) + 1 FROM delegation WHERE federation = $1", {federation});
}

absl::StatusOr<std::vector<DelegationRow>> DelegationsTo(ReadTransaction& tx, int64_t federation, int64_t account,
                                                         rules::Day day) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kDelegationsColumns) +
                                "WHERE d.federation = $1 AND d.delegation IN (SELECT k.delegation FROM "
                                "delegation k WHERE k.federation = $1 AND k.account = $2) AND "
                                "d.from_day <= $3 AND d.to_day >= $3 ORDER BY d.delegation",
                            {federation, account, day}));
  return DelegationsFrom(rows);
}

absl::StatusOr<std::vector<DelegationRow>> DelegationsOf(ReadTransaction& tx, int64_t federation,
                                                         int64_t position_number, rules::Day from, rules::Day to) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query(std::string(kDelegationsColumns) +
                                "WHERE d.federation = $1 AND d.position_number = $2 AND d.from_day <= $4 AND "
                                "d.to_day >= $3 AND d.to_day >= d.from_day ORDER BY d.delegation",
                            {federation, position_number, from, to}));
  return DelegationsFrom(rows);
}

absl::StatusOr<std::vector<DelegationRow>> ListDelegations(ReadTransaction& tx, int64_t federation,
                                                           const DelegationFilter& filter, int64_t limit) {
  Choices where(
      "JOIN held_position p ON p.federation = d.federation AND p.position_number = d.position_number "
      "WHERE d.federation = $1 ",
      {federation});
  if (filter.on_day != 0) {
    where.Add("AND d.from_day <= ", filter.on_day);
    where.Add("AND d.to_day >= ", filter.on_day);
  }
  if (filter.only_unions) where.OneOf("p.union_number", filter.unions);
  if (filter.before != 0) where.Add("AND d.delegation < ", filter.before);
  where.Add("ORDER BY d.delegation DESC LIMIT ", limit);
  ASSIGN_OR_RETURN(const Rows rows, tx.Query(std::string(kDelegationsColumns) + where.sql(), where.values()));
  return DelegationsFrom(rows);
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::PositionDelegated& event) {
  return tx.Execute(
      "INSERT INTO delegation (federation, delegation, position_number, account, from_day, to_day, reason) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {entry.federation, event.delegation(), event.position_number(), event.account(), event.from_day(), event.to_day(),
       entry.TextOf(event.reason())});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::DelegationEnded& event) {
  return tx.Execute("UPDATE delegation SET to_day = $3 WHERE federation = $1 AND delegation = $2",
                    {entry.federation, event.delegation(), event.to_day()});
}

}  // namespace phancong::storage
