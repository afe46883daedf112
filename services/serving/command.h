// What a command's body gets: the caller, the transaction, and the entry to which it adds events.
//
// A body is a function `absl::Status Body(CommandContext&, const Request&, Response*)`, run by the command runner on
// the writer's thread inside a savepoint, after sign-in and policy, for a retry, too. It loads what it needs, lets the
// rules decide, calls Emit for each event (applied at once), and fills the response from the tables as they then stand.
// The runner fills `revision`, appends the entry, remembers the response. A body that returns a refusal leaves nothing
// behind; one that returns OK without an event changes nothing and leaves no entry.
#ifndef PHANCONG_SERVICES_SERVING_COMMAND_H_
#define PHANCONG_SERVICES_SERVING_COMMAND_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/policy.h"
#include "services/serving/entropy.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::serving {

// The person who calls, from the credential and never from the message.
struct Actor {
  int64_t federation = 0;
  std::string federation_id;
  int64_t account = 0;  // 0: the operator of the server
  std::string account_id;
  int64_t session = 0;
  std::string language = "vi";
  // Whose delegated positions they exercise in this call (from the call's metadata, `phancong-on-behalf-of`); 0 and
  // empty: they act in their own right. The number is known once admission has found the delegation.
  int64_t on_behalf_of = 0;
  std::string on_behalf_of_id;
  // What gives authority in this call: held on its business day; of somebody who acts for another, the positions
  // delegated to them alone.
  std::vector<rules::PositionFact> positions;
  // What keeps separate duties apart: all positions that they, and whom they act for, hold on that day.
  std::vector<rules::PositionFact> interests;

  // Whose duties are exercised: who is in charge, took a review or leads a team.
  [[nodiscard]] int64_t principal() const { return on_behalf_of != 0 ? on_behalf_of : account; }
  // Who did a thing may not do its counterpart: asked of both persons. Every guard on persons asks this, and never
  // compares `account`.
  [[nodiscard]] bool IsOneOf(int64_t person) const {
    return person != 0 && (person == account || person == on_behalf_of);
  }

  [[nodiscard]] bool HoldsStandingCommittee() const;
  [[nodiscard]] bool HoldsStandingCommitteeHead() const;
  // Whether either person holds a position in the union, whatever authority it gives.
  [[nodiscard]] bool HasInterestIn(int64_t union_number) const;
  [[nodiscard]] bool Holds(v1::Position position, int64_t union_number = 0) const;
};

class CommandContext {
 public:
  CommandContext(storage::WriteTransaction& tx, const Actor& actor, const rules::Reach& reach,
                 storage::EntryContext& entry, Entropy& entropy, int64_t real_now_micros);

  [[nodiscard]] storage::WriteTransaction& tx() { return tx_; }
  [[nodiscard]] const Actor& actor() const { return actor_; }
  [[nodiscard]] const rules::Reach& reach() const { return reach_; }
  [[nodiscard]] const storage::EntryContext& entry() const { return entry_; }
  [[nodiscard]] int64_t federation() const { return entry_.federation; }
  // The business day of the entry.
  [[nodiscard]] rules::Day today() const { return entry_.day; }
  // Real time, for sessions and the like; never for business.
  [[nodiscard]] int64_t real_now_micros() const { return real_now_micros_; }
  [[nodiscard]] Entropy& entropy() { return entropy_; }

  // Stores a name or free text apart; the empty text for an empty string. Call before the Emit that names it.
  [[nodiscard]] v1::Text Keep(std::string_view text);
  // Applies the event and adds it to the entry.
  [[nodiscard]] absl::Status Emit(const v1::Event& event);
  // The etag that resources changed by this entry have.
  [[nodiscard]] std::string Etag() const { return std::to_string(entry_.revision); }

  [[nodiscard]] const std::vector<storage::SaltedEvent>& events() const { return events_; }
  [[nodiscard]] const std::vector<storage::KeptText>& texts() const { return texts_; }

 private:
  storage::WriteTransaction& tx_;
  const Actor& actor_;
  const rules::Reach& reach_;
  storage::EntryContext& entry_;
  Entropy& entropy_;
  const int64_t real_now_micros_;
  std::vector<storage::SaltedEvent> events_;
  std::vector<storage::KeptText> texts_;
};

// What a read's body gets: a function `absl::Status Body(ReadContext&, const Request&, Response*)` on a snapshot.
class ReadContext {
 public:
  ReadContext(storage::ReadTransaction& tx, const Actor& actor, const rules::Reach& reach, rules::Day today,
              int64_t time_micros, int64_t revision)
      : tx_(tx), actor_(actor), reach_(reach), today_(today), time_micros_(time_micros), revision_(revision) {}

  [[nodiscard]] storage::ReadTransaction& tx() { return tx_; }
  [[nodiscard]] const Actor& actor() const { return actor_; }
  [[nodiscard]] const rules::Reach& reach() const { return reach_; }
  [[nodiscard]] int64_t federation() const { return actor_.federation; }
  [[nodiscard]] rules::Day today() const { return today_; }
  [[nodiscard]] int64_t time_micros() const { return time_micros_; }
  // The federation's revision in this snapshot.
  [[nodiscard]] int64_t revision() const { return revision_; }

 private:
  storage::ReadTransaction& tx_;
  const Actor& actor_;
  const rules::Reach& reach_;
  const rules::Day today_;
  const int64_t time_micros_;
  const int64_t revision_;
};

// STALE where `etag` is given and is not the resource's; `name` is what the message names.
[[nodiscard]] absl::Status CheckEtag(std::string_view etag, int64_t revision, std::string_view name);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_COMMAND_H_
