// The beginning of a federation: its first entry, written by the operator of the server before anybody can sign in.
#ifndef PHANCONG_SERVICES_ACCOUNTS_FOUNDING_H_
#define PHANCONG_SERVICES_ACCOUNTS_FOUNDING_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/accounts/credentials.h"
#include "services/journal/signing_keys.h"
#include "services/serving/entropy.h"
#include "storage/store.h"

namespace phancong::accounts {

struct Founding {
  std::string federation_id;
  std::string title_vi;
  std::string title_en;
  std::string time_zone = "Asia/Ho_Chi_Minh";
  std::string administrator_id;
  // A demo has a simulated clock for business time, for ever.
  bool demo = false;
  // What passwords cost from now on, where this is the database's first federation.
  PasswordCost password_cost = {};
  // The business time of the first entry: the clock's; in a demo, where the simulated clock begins.
  int64_t time_micros = 0;
};

// Makes the federation, its first administrator, and the key that signs its journal, which the first entry names; of
// `keys` that are nowhere, none. Returns the administrator's one-time code, which is kept nowhere. INVALID_FIELD
// (`federation`, `title`, `time_zone`, `administrator`); ALREADY_EXISTS; errors of `keys` and of the store. A server
// may go on serving this database beside it.
[[nodiscard]] absl::StatusOr<std::string> FoundFederation(storage::Store& store, serving::Entropy& entropy,
                                                          journal::SigningKeys& keys, const Founding& founding);

}  // namespace phancong::accounts

#endif  // PHANCONG_SERVICES_ACCOUNTS_FOUNDING_H_
