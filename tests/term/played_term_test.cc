// The whole term, 2024 to 2028: some sixty unions and all 72 items of the real programme, played day by day on the
// server in this process. make-term.py makes up who does what (another term with PHANCONG_SEED), term_figures.py
// computes every figure from that alone, and this plays it: what should succeed does, what should be refused is, for
// that reason, and what is shown at each check is what was computed.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "tests/term/player.h"
#include "tests/term/table.h"

namespace phancong::term_test {
namespace {

constexpr char kSeed[] = "2028";
constexpr size_t kLinesShown = 20;

struct Finished {
  int code = -1;
  std::string output;
};

// One of the programs beside this file, over a folder of tables.
Finished RunPython(const std::string& program, const std::string& arguments) {
  const std::string command =
      absl::StrCat("python3 -B '", PHANCONG_SOURCE_DIR, "/tests/term/", program, "' ", arguments);
  Finished finished;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return finished;
  char buffer[65536];
  while (const size_t got = std::fread(buffer, 1, sizeof(buffer), pipe)) finished.output.append(buffer, got);
  const int status = pclose(pipe);
  finished.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return finished;
}

class PlayedTerm : public testing::Test {
 protected:
  PlayedTerm() : folder_(absl::StrCat(std::filesystem::temp_directory_path().string(), "/phancong-term-XXXXXX")) {
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
    const char* const seed = std::getenv("PHANCONG_SEED");
    seed_ = seed == nullptr ? kSeed : seed;
  }
  // What was played and what was shown stays where the test failed.
  ~PlayedTerm() override {
    if (HasFailure()) {
      std::cout << "the tables: " << folder_ << "\n";
      return;
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string folder_;
  std::string seed_;
};

// Those of `these` that are not among `those`, the first few.
std::string Only(std::vector<std::string> these, std::vector<std::string> those) {
  std::sort(these.begin(), these.end());
  std::sort(those.begin(), those.end());
  std::vector<std::string> only;
  std::set_difference(these.begin(), these.end(), those.begin(), those.end(), std::back_inserter(only));
  const size_t count = only.size();
  only.resize(std::min(count, kLinesShown));
  return count == 0 ? "" : absl::StrCat(count, " lines:\n", absl::StrJoin(only, "\n"));
}

TEST_F(PlayedTerm, EveryFigureOfEveryYearIsThatOfTheInput) {
  SCOPED_TRACE(absl::StrCat("PHANCONG_SEED=", seed_));
  const Finished made = RunPython("make-term.py", absl::StrCat("'", folder_, "' ", seed_));
  ASSERT_EQ(made.code, 0);

  Player player(folder_, static_cast<uint64_t>(Number(seed_)));
  for (const Row& row : EventsIn(folder_)) {
    ASSERT_NO_FATAL_FAILURE(player.Plays(row));
  }
  player.ExportsPacks();
  for (const auto& [act, count] : player.played()) std::cout << act << " " << count << "  ";
  std::cout << "\n"
            << player.shown().size() << " lines compared, " << player.same() << " answers asked for again, "
            << player.packs() << " proof packs checked, of up to " << player.largest_pack() << " bytes\n";

  const Finished computed = RunPython("term_figures.py", absl::StrCat("'", folder_, "'"));
  ASSERT_EQ(computed.code, 0);
  const std::vector<std::string> expected = absl::StrSplit(computed.output, '\n', absl::SkipEmpty());
  std::ofstream(absl::StrCat(folder_, "/computed.txt")) << computed.output;
  std::ofstream(absl::StrCat(folder_, "/shown.txt")) << absl::StrJoin(player.shown(), "\n") << "\n";
  EXPECT_EQ(Only(expected, player.shown()), "") << "computed, and not shown";
  EXPECT_EQ(Only(player.shown(), expected), "") << "shown, and not computed";
}

}  // namespace
}  // namespace phancong::term_test
