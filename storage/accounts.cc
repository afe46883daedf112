#include "storage/accounts.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"
#include "storage/numbers.h"

namespace phancong::storage {
namespace {

AccountRow AccountFrom(const Row& row) {
  return {.account = row.Int(0),
          .id = row.Text(1),
          .display_name = row.Text(2),
          .disabled = row.Int(3) != 0,
          .revision = row.Int(4)};
}

absl::StatusOr<std::vector<rules::PositionFact>> PositionsFrom(absl::StatusOr<Rows> rows) {
  if (!rows.ok()) return rows.status();
  std::vector<rules::PositionFact> positions;
  for (const Row& row : *rows) {
    rules::PositionFact fact{.number = row.Int(0),
                             .account = row.Int(1),
                             .union_number = row.Int(3),
                             .from_day = row.Int(4),
                             .to_day = row.Int(5)};
    if (!v1::Position_Parse("POSITION_" + row.Text(2), &fact.position)) {
      return absl::DataLossError(fmt::format("held_position {}: there is no position {}", fact.number, row.Text(2)));
    }
    positions.push_back(fact);
  }
  return positions;
}

ResponsibilityRow ResponsibilityFrom(const Row& row) {
  return {.responsibility = row.Int(0),
          .account = row.Int(1),
          .field = row.Text(2),
          .item = row.Int(3),
          .union_number = row.Int(4),
          .from_day = row.Int(5),
          .to_day = row.Int(6),
          .decision_number = row.Text(7)};
}

// Responsibilities of a federation ($1) in force on a day ($2), by what was known on another ($3).
std::string KnownResponsibilities() {
  return "SELECT r.responsibility, r.account, r.field, r.item, r.union_number, r.from_day, k.to_day, "
         "r.decision_number FROM responsibility r JOIN responsibility_known k ON k.federation = r.federation "
         "AND k.responsibility = r.responsibility AND k.known_day = (SELECT MAX(n.known_day) FROM "
         "responsibility_known n WHERE n.federation = r.federation AND n.responsibility = r.responsibility AND "
         "n.known_day <= $3) WHERE r.federation = $1 AND r.from_day <= $2 AND (k.to_day = 0 OR k.to_day >= $2) ";
}

// Those of them whose column has a value ($4).
std::string ResponsibilitiesBy(std::string_view column) {
  return fmt::format(
      "{}AND r.responsibility IN (SELECT c.responsibility FROM responsibility c WHERE c.federation = $1 AND c.{} = $4) "
      "ORDER BY r.responsibility",
      KnownResponsibilities(), column);
}

absl::StatusOr<std::vector<ResponsibilityRow>> ResponsibilitiesFrom(absl::StatusOr<Rows> rows) {
  if (!rows.ok()) return rows.status();
  std::vector<ResponsibilityRow> responsibilities;
  responsibilities.reserve(rows->size());
  for (const Row& row : *rows) responsibilities.push_back(ResponsibilityFrom(row));
  return responsibilities;
}

}  // namespace

absl::StatusOr<std::optional<AccountRow>> FindAccount(ReadTransaction& tx, int64_t federation, const std::string& id) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT account, id, display_name, disabled, revision FROM account "
                                             "WHERE federation = $1 AND id = $2",
                                             {federation, id}));
  if (rows.empty()) return std::nullopt;
  return AccountFrom(rows[0]);
}

absl::StatusOr<AccountRow> GetAccount(ReadTransaction& tx, int64_t federation, int64_t account) {
  ASSIGN_OR_RETURN(
      const auto row,
      tx.facts().Get<AccountRow>(
          FactsOf::kPeople, federation, {.what = "account", .first = account}, [&]() -> absl::StatusOr<AccountRow> {
            ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT account, id, display_name, disabled, revision FROM "
                                                       "account WHERE federation = $1 AND account = $2",
                                                       {federation, account}));
            if (rows.empty()) {
              return rules::RefuseNotFound("accounts/" + std::to_string(account));
            }
            return AccountFrom(rows[0]);
          }));
  return *row;
}

absl::StatusOr<std::vector<AccountRow>> ListAccounts(ReadTransaction& tx, int64_t federation, int64_t after,
                                                     int64_t limit) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT account, id, display_name, disabled, revision FROM account "
                                             "WHERE federation = $1 AND account > $2 ORDER BY account LIMIT $3",
                                             {federation, after, limit}));
  std::vector<AccountRow> accounts;
  for (const Row& row : rows) accounts.push_back(AccountFrom(row));
  return accounts;
}

absl::StatusOr<int64_t> NextAccount(ReadTransaction& tx, int64_t federation) {
  return QueryInt(tx, "SELECT COALESCE(MAX(account), 0) + 1 FROM account WHERE federation = $1", {federation});
}

absl::StatusOr<int64_t> NextPosition(ReadTransaction& tx, int64_t federation) {
  return QueryInt(tx, "SELECT COALESCE(MAX(position_number), 0) + 1 FROM held_position WHERE federation = $1",
                  {federation});
}

absl::StatusOr<int64_t> NextResponsibility(ReadTransaction& tx, int64_t federation) {
  return QueryInt(tx, "SELECT COALESCE(MAX(responsibility), 0) + 1 FROM responsibility WHERE federation = $1",
                  {federation});
}

absl::StatusOr<std::vector<rules::PositionFact>> PositionsOfAccount(ReadTransaction& tx, int64_t federation,
                                                                    int64_t account) {
  ASSIGN_OR_RETURN(
      const auto positions,
      tx.facts().Get<std::vector<rules::PositionFact>>(
          FactsOf::kPeople, federation, {.what = "positions", .first = account}, [&] {
            return PositionsFrom(tx.Query(
                "SELECT position_number, account, position, union_number, from_day, to_day FROM held_position "
                "WHERE federation = $1 AND position_number IN (SELECT k.position_number FROM held_position k WHERE "
                "k.federation = $1 AND k.account = $2) ORDER BY position_number",
                {federation, account}));
          }));
  return *positions;
}

absl::StatusOr<std::vector<rules::PositionFact>> PositionsInUnion(ReadTransaction& tx, int64_t federation,
                                                                  int64_t union_number) {
  return PositionsFrom(
      tx.Query("SELECT position_number, account, position, union_number, from_day, to_day FROM held_position "
               "WHERE federation = $1 AND position_number IN (SELECT k.position_number FROM held_position k WHERE "
               "k.federation = $1 AND k.union_number = $2) ORDER BY position_number",
               {federation, union_number}));
}

absl::StatusOr<std::vector<rules::PositionFact>> AllPositions(ReadTransaction& tx, int64_t federation) {
  return PositionsFrom(
      tx.Query("SELECT position_number, account, position, union_number, from_day, to_day FROM held_position "
               "WHERE federation = $1 ORDER BY position_number",
               {federation}));
}

absl::StatusOr<std::optional<rules::PositionFact>> FindPosition(ReadTransaction& tx, int64_t federation,
                                                                int64_t position_number) {
  ASSIGN_OR_RETURN(const std::vector<rules::PositionFact> positions,
                   PositionsFrom(tx.Query(
                       "SELECT position_number, account, position, union_number, from_day, to_day FROM held_position "
                       "WHERE federation = $1 AND position_number = $2",
                       {federation, position_number})));
  if (positions.empty()) return std::nullopt;
  return positions[0];
}

absl::StatusOr<std::vector<ResponsibilityRow>> ResponsibilitiesOn(ReadTransaction& tx, int64_t federation,
                                                                  const AsOf& as_of) {
  return ResponsibilitiesFrom(
      tx.Query(KnownResponsibilities() + "ORDER BY r.responsibility", {federation, as_of.day, as_of.known_day}));
}

absl::StatusOr<std::vector<ResponsibilityRow>> ResponsibilitiesFor(ReadTransaction& tx, int64_t federation,
                                                                   const AsOf& as_of, int64_t item,
                                                                   const std::string& field, int64_t union_number) {
  // Kept apart, and not for each task: there are as many as items, fields and unions.
  const Values of_day = {federation, as_of.day, as_of.known_day};
  const int64_t days = as_of.day << 32 | as_of.known_day;
  std::vector<ResponsibilityRow> all;
  const auto add = [&](FactName name, std::string_view sql, const Value& value) -> absl::Status {
    ASSIGN_OR_RETURN(const auto some,
                     tx.facts().Get<std::vector<ResponsibilityRow>>(FactsOf::kPeople, federation, std::move(name), [&] {
                       Values values = of_day;
                       values.push_back(value);
                       return ResponsibilitiesFrom(tx.Query(sql, values));
                     }));
    all.insert(all.end(), some->begin(), some->end());
    return absl::OkStatus();
  };
  static const auto* const by_item = new std::string(ResponsibilitiesBy("item"));
  static const auto* const by_field = new std::string(ResponsibilitiesBy("field"));
  static const auto* const by_union = new std::string(ResponsibilitiesBy("union_number"));
  if (item != 0) {
    RETURN_IF_ERROR(add({.what = "responsibilities of item", .first = item, .second = days}, *by_item, item));
  }
  if (!field.empty()) {
    RETURN_IF_ERROR(add({.what = "responsibilities of field", .second = days, .text = field}, *by_field, field));
  }
  if (union_number != 0) {
    RETURN_IF_ERROR(
        add({.what = "responsibilities of union", .first = union_number, .second = days}, *by_union, union_number));
  }
  // Each is of one of them alone.
  std::sort(all.begin(), all.end(), [](const ResponsibilityRow& one, const ResponsibilityRow& other) {
    return one.responsibility < other.responsibility;
  });
  return all;
}

absl::StatusOr<std::vector<ResponsibilityRow>> ResponsibilitiesOf(ReadTransaction& tx, int64_t federation,
                                                                  int64_t account) {
  return ResponsibilitiesFrom(
      tx.Query("SELECT responsibility, account, field, item, union_number, from_day, to_day, "
               "decision_number FROM responsibility WHERE federation = $1 AND responsibility IN (SELECT "
               "k.responsibility FROM responsibility k WHERE k.federation = $1 AND k.account = $2) "
               "ORDER BY responsibility",
               {federation, account}));
}

absl::StatusOr<std::optional<ResponsibilityRow>> FindResponsibility(ReadTransaction& tx, int64_t federation,
                                                                    int64_t responsibility) {
  ASSIGN_OR_RETURN(const Rows rows,
                   tx.Query("SELECT responsibility, account, field, item, union_number, from_day, to_day, "
                            "decision_number FROM responsibility WHERE federation = $1 AND responsibility = $2",
                            {federation, responsibility}));
  if (rows.empty()) return std::nullopt;
  return ResponsibilityFrom(rows[0]);
}

absl::StatusOr<std::optional<CredentialRow>> FindCredential(ReadTransaction& tx, int64_t federation, int64_t account) {
  ASSIGN_OR_RETURN(
      const Rows rows,
      tx.Query("SELECT hash, one_time FROM credential WHERE federation = $1 AND account = $2", {federation, account}));
  if (rows.empty()) return std::nullopt;
  return CredentialRow{.hash = rows[0].Text(0), .one_time = rows[0].Int(1) != 0};
}

absl::Status SetCredential(WriteTransaction& tx, int64_t federation, int64_t account, const CredentialRow& credential) {
  return tx.Execute(
      "INSERT INTO credential (federation, account, hash, one_time) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (federation, account) DO UPDATE SET hash = excluded.hash, one_time = excluded.one_time",
      {federation, account, credential.hash, int64_t{credential.one_time}});
}

absl::StatusOr<std::optional<PasswordCostRow>> FindPasswordCost(ReadTransaction& tx) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT operations, memory_bytes FROM password_cost", {}));
  if (rows.empty()) return std::nullopt;
  return PasswordCostRow{.operations = rows[0].Int(0), .memory_bytes = rows[0].Int(1)};
}

absl::Status SetPasswordCost(WriteTransaction& tx, const PasswordCostRow& cost) {
  return tx.Execute(
      "INSERT INTO password_cost (operations, memory_bytes) SELECT $1, $2 "
      "WHERE NOT EXISTS (SELECT 1 FROM password_cost) AND NOT EXISTS (SELECT 1 FROM account)",
      {cost.operations, cost.memory_bytes});
}

// More than one, so that they get fewer where more people stay away than come.
constexpr int64_t kSessionsSwept = 100;

absl::StatusOr<int64_t> AddSession(WriteTransaction& tx, const SessionRow& session, int64_t used_since) {
  // The number first: that of an expired session is not given again at once.
  ASSIGN_OR_RETURN(
      const int64_t number,
      QueryInt(tx, "SELECT COALESCE(MAX(session), 0) + 1 FROM session WHERE federation = $1", {session.federation}));
  // Those that ended are not all sought among those that there are: what is oldest ends first.
  RETURN_IF_ERROR(
      tx.Execute("DELETE FROM session WHERE federation = $1 AND session IN (SELECT k.session FROM session k WHERE "
                 "k.federation = $1 ORDER BY k.session LIMIT $4) AND (expires_at <= $2 OR used_at < $3)",
                 {session.federation, session.created_at, used_since, kSessionsSwept}));
  RETURN_IF_ERROR(
      tx.Execute("INSERT INTO session (federation, session, account, token_hash, created_at, expires_at, "
                 "password_change_required, used_at, device) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                 {session.federation, number, session.account, Blob{session.token_hash}, session.created_at,
                  session.expires_at, int64_t{session.password_change_required}, session.used_at, session.device}));
  return number;
}

absl::Status SetSessionUsed(WriteTransaction& tx, int64_t federation, int64_t session, int64_t used_at) {
  return tx.Execute("UPDATE session SET used_at = $3 WHERE federation = $1 AND session = $2 AND used_at < $3",
                    {federation, session, used_at});
}

absl::StatusOr<std::vector<SessionRow>> AllSessions(ReadTransaction& tx) {
  ASSIGN_OR_RETURN(const Rows rows, tx.Query("SELECT federation, session, account, token_hash, created_at, expires_at, "
                                             "password_change_required, used_at, device FROM session "
                                             "ORDER BY federation, session",
                                             {}));
  std::vector<SessionRow> sessions;
  for (const Row& row : rows) {
    sessions.push_back({.federation = row.Int(0),
                        .session = row.Int(1),
                        .account = row.Int(2),
                        .token_hash = row.Bytes(3),
                        .created_at = row.Int(4),
                        .expires_at = row.Int(5),
                        .password_change_required = row.Int(6) != 0,
                        .used_at = row.Int(7),
                        .device = row.Text(8)});
  }
  return sessions;
}

absl::Status RemoveSession(WriteTransaction& tx, int64_t federation, int64_t session) {
  return tx.Execute("DELETE FROM session WHERE federation = $1 AND session = $2", {federation, session});
}

absl::Status RemoveSessionsOf(WriteTransaction& tx, int64_t federation, int64_t account, int64_t but_session) {
  return tx.Execute("DELETE FROM session WHERE federation = $1 AND account = $2 AND session <> $3",
                    {federation, account, but_session});
}

}  // namespace phancong::storage
