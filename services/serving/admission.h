// May this person make this call: what commands and reads ask alike, before anything else is looked at.
#ifndef PHANCONG_SERVICES_SERVING_ADMISSION_H_
#define PHANCONG_SERVICES_SERVING_ADMISSION_H_

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/rules/dates.h"
#include "services/rules/names.h"
#include "services/rules/policy.h"
#include "services/serving/command.h"
#include "services/serving/methods.h"
#include "storage/accounts.h"
#include "storage/store.h"

namespace phancong::serving {

// The name that a request is about. INVALID_FIELD where it is not well formed.
[[nodiscard]] absl::StatusOr<rules::ResourceName> ResourceOf(const Method& method,
                                                             const google::protobuf::Message& request);

// Fills in the positions that the actor holds on `day`, and decides by what the method declares how far they reach.
// NOT_SIGNED_IN where the account has been disabled; NOT_DELEGATED where they say to act for somebody who has delegated
// nothing to them on that day, who is disabled, or where the call is about oneself or about accounts; POSITION_REQUIRED
// where the name is another federation's, or by policy; NOT_YOUR_UNION by policy. Whether the resource exists is not
// said: of one that does not, nobody is the assignee. To read a closed federation, the actor becomes a reader of it
// where they may (history_access.h): `actor` is then of that federation.
[[nodiscard]] absl::StatusOr<rules::Reach> Admit(storage::ReadTransaction& tx, const Method& method,
                                                 const rules::ResourceName& resource, rules::Day day, Actor& actor);

// Another person as they stand in their own right on `day`, who does not call: `account` is theirs.
[[nodiscard]] absl::StatusOr<Actor> InOwnRight(storage::ReadTransaction& tx, const Actor& caller,
                                               const storage::AccountRow& account, rules::Day day);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_ADMISSION_H_
