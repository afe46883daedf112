#include "client/cli/completion.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/desk.h"

namespace phancong::client {
namespace {

using testing::HasSubstr;
using testing::Not;

// What bash offers after the words (the last one is what is being typed).
std::string Offers(const std::string& words, int current) {
  Desk desk;
  const std::filesystem::path script = desk.folder() / "script";
  std::ofstream(script) << *CompletionScript("bash") << "COMP_WORDS=(" << words << ")\nCOMP_CWORD=" << current
                        << "\n_phancong\necho \"${COMPREPLY[*]}\"\n";
  FILE* pipe = popen(("cd " + desk.folder().string() + " && bash " + script.string() + " 2>&1").c_str(), "r");
  char buffer[4096];
  const size_t size = fread(buffer, 1, sizeof(buffer), pipe);
  EXPECT_EQ(pclose(pipe), 0);
  return std::string(buffer, size);
}

TEST(Completion, TheBashScriptIsWellFormed) {
  Desk desk;
  std::ofstream(desk.folder() / "script") << *CompletionScript("bash");
  EXPECT_EQ(std::system(("bash -n " + (desk.folder() / "script").string()).c_str()), 0);
}

TEST(Completion, VerbsFlagsAndValues) {
  EXPECT_THAT(Offers("phancong ta", 1), HasSubstr("task"));
  EXPECT_THAT(Offers("phancong task ''", 2), HasSubstr("history"));
  EXPECT_THAT(Offers("phancong task list --", 3), HasSubstr("--timing"));
  EXPECT_THAT(Offers("phancong task list --", 3), Not(HasSubstr("--figure")));
  EXPECT_THAT(Offers("phancong task list --timing ov", 4), testing::StartsWith("overdue"));
  EXPECT_THAT(Offers("phancong --profile x submit 1.3.a --fi", 5), testing::StartsWith("--figure"));
  EXPECT_THAT(Offers("phancong report ''", 2), HasSubstr("file"));
}

TEST(Completion, ZshReadsTheSameTable) {
  EXPECT_THAT(*CompletionScript("zsh"), HasSubstr("compdef _phancong phancong"));
  EXPECT_FALSE(CompletionScript("fish"));
  // Both shells read the part that the table makes; where zsh is installed, it reads all of it.
  if (std::system("command -v zsh >/dev/null") == 0) {
    Desk desk;
    std::ofstream(desk.folder() / "script") << *CompletionScript("zsh");
    EXPECT_EQ(std::system(("zsh -n " + (desk.folder() / "script").string()).c_str()), 0);
  }
}

}  // namespace
}  // namespace phancong::client
