#include "storage/apply_people.h"

#include <string>
#include <string_view>

#include "fmt/format.h"
#include "services/rules/propagate.h"

namespace phancong::storage {
namespace {

// As it is stored: the name without its prefix.
absl::StatusOr<std::string> StoredName(v1::Position position) {
  constexpr std::string_view kPrefix = "POSITION_";
  if (!v1::Position_IsValid(position))
    return absl::InternalError(fmt::format("there is no position {}", static_cast<int>(position)));
  return v1::Position_Name(position).substr(kPrefix.size());
}

// The account's etag moves with whatever is said of it.
absl::Status ChangeAccount(WriteTransaction& tx, const EntryContext& entry, int64_t account) {
  ASSIGN_OR_RETURN(const Rows changed,
                   tx.Query("UPDATE account SET revision = $3 WHERE federation = $1 AND account = $2 RETURNING account",
                            {entry.federation, account, entry.revision}));
  if (changed.size() != 1) return absl::InternalError(fmt::format("there is no account {}", account));
  return absl::OkStatus();
}

// Keeps when it ends, as it is known from the entry's day on.
absl::Status KeepKnownResponsibility(WriteTransaction& tx, const EntryContext& entry, int64_t responsibility,
                                     rules::Day to_day) {
  return tx.Execute(
      "INSERT INTO responsibility_known (federation, responsibility, known_day, to_day) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (federation, responsibility, known_day) DO UPDATE SET to_day = excluded.to_day",
      {entry.federation, responsibility, entry.day, to_day});
}

absl::Status SetDisabled(WriteTransaction& tx, const EntryContext& entry, int64_t account, bool disabled) {
  RETURN_IF_ERROR(ChangeAccount(tx, entry, account));
  return tx.Execute("UPDATE account SET disabled = $3 WHERE federation = $1 AND account = $2",
                    {entry.federation, account, int64_t{disabled}});
}

}  // namespace

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::FederationCreated& event) {
  return tx.Execute(
      "INSERT INTO federation (federation, id, title_vi, title_en, time_zone, demo, revision, entry_time, "
      "programme_version, people_revision, definitions_revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $7, $7)",
      {entry.federation, event.id(), event.title().vi(), event.title().en(), event.time_zone(), int64_t{event.demo()},
       entry.revision, entry.time_micros});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::AccountCreated& event) {
  return tx.Execute(
      "INSERT INTO account (federation, account, id, display_name, disabled, revision) VALUES ($1, $2, $3, $4, 0, $5)",
      {entry.federation, event.account(), event.id(), entry.TextOf(event.display_name()), entry.revision});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::AccountDisabled& event) {
  return SetDisabled(tx, entry, event.account(), true);
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::AccountEnabled& event) {
  return SetDisabled(tx, entry, event.account(), false);
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::AccountReset& event) {
  return ChangeAccount(tx, entry, event.account());
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::PositionGiven& event) {
  ASSIGN_OR_RETURN(const std::string position, StoredName(event.position()));
  RETURN_IF_ERROR(ChangeAccount(tx, entry, event.account()));
  return tx.Execute(
      "INSERT INTO held_position (federation, position_number, account, position, union_number, from_day, to_day) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {entry.federation, event.position_number(), event.account(), position, event.union_number(), event.from_day(),
       event.to_day()});
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::PositionEnded& event) {
  ASSIGN_OR_RETURN(const Rows ended,
                   tx.Query("UPDATE held_position SET to_day = $3 WHERE federation = $1 AND position_number = $2 "
                            "RETURNING account",
                            {entry.federation, event.position_number(), event.to_day()}));
  if (ended.size() != 1) return absl::InternalError(fmt::format("there is no position {}", event.position_number()));
  return ChangeAccount(tx, entry, ended[0].Int(0));
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ResponsibilityAssigned& event) {
  RETURN_IF_ERROR(tx.Execute(
      "INSERT INTO responsibility (federation, responsibility, account, field, item, union_number, from_day, to_day, "
      "decision_number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      {entry.federation, event.responsibility(), event.account(), event.field(), event.item_number(),
       event.union_number(), event.from_day(), event.to_day(), event.decision_number()}));
  return KeepKnownResponsibility(tx, entry, event.responsibility(), event.to_day());
}

absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::ResponsibilityEnded& event) {
  ASSIGN_OR_RETURN(const Rows ended,
                   tx.Query("UPDATE responsibility SET to_day = $3 WHERE federation = $1 AND responsibility = $2 "
                            "RETURNING responsibility",
                            {entry.federation, event.responsibility(), event.to_day()}));
  if (ended.size() != 1) {
    return absl::InternalError(fmt::format("there is no responsibility {}", event.responsibility()));
  }
  return KeepKnownResponsibility(tx, entry, event.responsibility(), event.to_day());
}

}  // namespace phancong::storage
