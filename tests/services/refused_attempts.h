// What the journal says of attempts that were refused.
#ifndef PHANCONG_TESTS_SERVICES_REFUSED_ATTEMPTS_H_
#define PHANCONG_TESTS_SERVICES_REFUSED_ATTEMPTS_H_

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "phancong/v1/event.pb.h"
#include "storage/accounts.h"
#include "storage/journal.h"
#include "tests/support/world.h"

namespace phancong::support {

// The journal's last entry says that this person tried this command on this resource and was refused for this reason.
inline testing::AssertionResult IsLastInJournal(World& world, const Person& person, const std::string& command,
                                                v1::ErrorReason reason, const std::string& resource) {
  v1::EntryHeader header;
  v1::Event event;
  storage::AccountRow account;
  const absl::Status read = world.store().Read([&](storage::ReadTransaction& tx) {
    for (int64_t revision = 1;;) {
      const auto entries = storage::ReadEntries(tx, 1, revision, 1000);
      if (!entries.ok()) return entries.status();
      if (entries->empty()) break;
      header = entries->back().header;
      event = entries->back().events.front().event;
      revision = header.revision() + 1;
    }
    const auto row = storage::GetAccount(tx, 1, header.account());
    if (row.ok()) account = *row;
    return row.status();
  });
  if (!read.ok()) return testing::AssertionFailure() << read;
  const v1::AttemptRefused& refused = event.attempt_refused();
  if (account.id == person.account() && refused.command() == command && refused.reason() == reason &&
      refused.resource() == resource && refused.count() == 1) {
    return testing::AssertionSuccess();
  }
  return testing::AssertionFailure() << "the last entry is of " << account.id << ", " << header.command() << ": "
                                     << event.ShortDebugString();
}

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SERVICES_REFUSED_ATTEMPTS_H_
