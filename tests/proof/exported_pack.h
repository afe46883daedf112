// A proof pack as somebody exports it: by the client, from the server of a world.
#ifndef PHANCONG_TESTS_PROOF_EXPORTED_PACK_H_
#define PHANCONG_TESTS_PROOF_EXPORTED_PACK_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "client/proof/pack.h"
#include "gtest/gtest.h"
#include "tests/client/desk.h"
#include "tests/support/world.h"

namespace phancong::proof_test {

// The person at a desk of their own exports the pack of a year. Fails the test where that is refused.
inline proof::Files Exports(support::World& world, support::Person& person, const std::string& year) {
  EXPECT_DONE(person.SignsIn());
  client::Desk desk;
  desk.SignIn(world.address(), person.account());
  auto profile = desk.profiles().Load("default");
  EXPECT_TRUE(profile.ok());
  profile->token = person.token();
  EXPECT_TRUE(desk.profiles().Save(*profile).ok());
  const std::string folder = (desk.folder() / "pack").string();
  const client::ExitCode code = desk.Plays(absl::StrCat("proof-pack export ", year, " --to ", folder));
  EXPECT_EQ(code, client::ExitCode::kDone) << desk.out.str() << desk.err.str();
  proof::Findings unread;
  proof::Files files = proof::ReadFolder(folder, unread);
  EXPECT_TRUE(unread.empty());
  return files;
}

// What the checker says is wrong, a line each; empty: nothing is.
inline std::string WrongWith(const proof::Files& files, const std::optional<proof::Key>& trusted = std::nullopt) {
  std::string wrong;
  const proof::Verdict verdict = proof::CheckPack(files, trusted);
  for (const proof::Sentence& sentence : verdict.wrong.sentences()) {
    absl::StrAppend(&wrong, sentence.en, "\n");
  }
  return wrong;
}

}  // namespace phancong::proof_test

#endif  // PHANCONG_TESTS_PROOF_EXPORTED_PACK_H_
