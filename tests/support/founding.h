// A federation for tests that start the application themselves, without a World.
#ifndef PHANCONG_TESTS_SUPPORT_FOUNDING_H_
#define PHANCONG_TESTS_SUPPORT_FOUNDING_H_

#include <string>

#include "gtest/gtest.h"
#include "services/accounts/credentials.h"
#include "services/accounts/founding.h"
#include "services/journal/signing_keys.h"
#include "services/serving/clock.h"
#include "services/serving/entropy.h"
#include "storage/schema.h"
#include "storage/store.h"

namespace phancong::support {

// So that tests sign in without waiting.
inline constexpr accounts::PasswordCost kCheapPassword{.operations = 1, .memory_bytes = 8192};

// Migrates an empty database and founds bac-quang in it, with the administrator quan-tri, whose one-time code is
// returned; its journal has no key.
inline std::string FoundsBacQuang(storage::Store& store, serving::Entropy& entropy, const serving::Clock& clock) {
  EXPECT_TRUE(storage::Migrate(store).ok());
  journal::SigningKeys none("");
  const absl::StatusOr<std::string> code = accounts::FoundFederation(store, entropy, none,
                                                                     {.federation_id = "bac-quang",
                                                                      .title_vi = "LĐLĐ huyện Bắc Quang",
                                                                      .title_en = "",
                                                                      .administrator_id = "quan-tri",
                                                                      .demo = false,
                                                                      .time_micros = clock.NowMicros()});
  EXPECT_TRUE(code.ok()) << code.status();
  return code.value_or("");
}

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_FOUNDING_H_
