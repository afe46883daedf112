// The year 2025 of the real programme, played by the real client and server, as deploy/quickstart.sh plays it.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "phancong/v1/event.pb.h"
#include "storage/journal.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/support/invariants.h"

namespace phancong {
namespace {

using testing::HasSubstr;

struct Finished {
  int code = -1;
  std::string output;
};

Finished RunCommand(const std::string& command) {
  Finished finished;
  FILE* pipe = popen(absl::StrCat(command, " 2>&1").c_str(), "r");
  if (pipe == nullptr) return finished;
  char buffer[4096];
  while (const size_t got = std::fread(buffer, 1, sizeof(buffer), pipe)) finished.output.append(buffer, got);
  const int status = pclose(pipe);
  finished.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return finished;
}

std::string TextOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The fields of a line of CSV.
std::vector<std::string> FieldsOf(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back().push_back(c);
    }
  }
  return fields;
}

// Played once for all tests.
class PlayedYear : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::string folder = absl::StrCat(std::filesystem::temp_directory_path().string(), "/phancong-year-XXXXXX");
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = new std::string(folder);
    played_ = new Finished(RunCommand(absl::StrCat("bash '", PHANCONG_SOURCE_DIR, "/deploy/demo/play.sh' --bin '",
                                                   PHANCONG_BINARY_DIR, "' --folder '", folder, "'")));
  }
  static void TearDownTestSuite() {
    std::error_code ignored;
    std::filesystem::remove_all(*folder_, ignored);
    delete folder_;
    delete played_;
  }
  void SetUp() override { ASSERT_EQ(played_->code, 0) << played_->output; }

  static std::vector<std::string> ComputedFromTheInput() {
    const Finished computed =
        RunCommand(absl::StrCat("python3 '", PHANCONG_SOURCE_DIR, "/tests/programme/figures.py'"));
    EXPECT_EQ(computed.code, 0) << computed.output;
    return absl::StrSplit(computed.output, '\n', absl::SkipEmpty());
  }

  // The rows of a CSV that was written, by the names of their columns.
  static std::vector<std::map<std::string, std::string>> RowsOf(const std::string& file) {
    std::vector<std::map<std::string, std::string>> rows;
    std::vector<std::string> columns;
    std::string text = TextOf(absl::StrCat(*folder_, "/", file));
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    for (const std::string& line : std::vector<std::string>(absl::StrSplit(text, '\n', absl::SkipEmpty()))) {
      const std::vector<std::string> fields = FieldsOf(line);
      if (columns.empty()) {
        columns = fields;
        continue;
      }
      EXPECT_EQ(fields.size(), columns.size()) << line;
      rows.emplace_back();
      for (size_t i = 0; i < std::min(fields.size(), columns.size()); ++i) rows.back()[columns[i]] = fields[i];
    }
    return rows;
  }

  // Calls it for each entry of the journal, in order.
  static void ForEachEntry(const std::function<void(const storage::StoredEntry&)>& call) {
    const auto store = storage::SqliteStore::Open(absl::StrCat(*folder_, "/phancong.db"));
    ASSERT_TRUE(store.ok()) << store.status();
    int64_t next = 1;
    for (bool more = true; more;) {
      const absl::Status read = (*store)->Read([&](storage::ReadTransaction& tx) {
        const auto entries = storage::ReadEntries(tx, 1, next, 1000);
        if (!entries.ok()) return entries.status();
        more = !entries->empty();
        for (const storage::StoredEntry& entry : *entries) {
          next = entry.header.revision() + 1;
          call(entry);
        }
        return absl::OkStatus();
      });
      ASSERT_TRUE(read.ok()) << read;
    }
  }

  static inline std::string* folder_ = nullptr;
  static inline Finished* played_ = nullptr;
};

// "item,figure,numerator,denominator,state" for each of them.
TEST_F(PlayedYear, The25FiguresAreThoseOfTheInput) {
  const std::vector<std::string> expected = ComputedFromTheInput();
  std::vector<std::string> shown;
  for (const auto& row : RowsOf("indicators.csv")) {
    shown.push_back(absl::StrCat(row.at("item"), ",", row.at("figure"), ",", row.at("numerator"), ",",
                                 row.at("denominator"), ",", row.at("state")));
  }
  EXPECT_THAT(shown, testing::ContainerEq(expected));
  // 25 indicators; 6.1 has two figures.
  EXPECT_EQ(shown.size(), 26U);
}

// Three programs that share no code: the server that sealed the year, the checker of its proof pack, and the input's
// own.
TEST_F(PlayedYear, TheFiguresOfItsProofPackAreThoseOfTheInput) {
  std::vector<std::string> sealed;
  for (const auto& row : RowsOf("pack-2025/figures.csv")) {
    const bool has_data = row.at("state") == "MET" || row.at("state") == "NOT_MET";
    const std::string state = row.at("state") == "MET" ? "met" : has_data ? "not-met" : "no-data";
    sealed.push_back(absl::StrCat(row.at("item"), ",", row.at("figure"), ",", has_data ? row.at("numerator") : "", ",",
                                  has_data ? row.at("denominator") : "", ",", state));
  }
  EXPECT_THAT(sealed, testing::ContainerEq(ComputedFromTheInput()));
}

// By the program itself: with the key that `init` printed, in an empty environment, in no folder of the federation's.
TEST_F(PlayedYear, ItsProofPacksAreCheckedWithNothingBesideThem) {
  const std::string init = TextOf(absl::StrCat(*folder_, "/log/init.log"));
  const size_t begin = init.find("phancong/federations/");
  ASSERT_NE(begin, std::string::npos);
  const std::string key = init.substr(begin, init.find('\n', begin) - begin);
  const auto check = [](const std::string& arguments) {
    return RunCommand(absl::StrCat("cd / && env -i '", PHANCONG_BINARY_DIR, "/phancong-proof' ", arguments));
  };
  for (const char* const year : {"2025", "2026"}) {
    const Finished right = check(absl::StrCat("'", *folder_, "/pack-", year, "' --key '", key, "'"));
    EXPECT_EQ(right.code, 0) << right.output;
    EXPECT_THAT(right.output, HasSubstr("ĐÚNG: các số liệu trên là những gì sổ ghi đã ký tính ra."));
  }
  const std::string changed = absl::StrCat(*folder_, "/pack-changed");
  std::filesystem::copy(absl::StrCat(*folder_, "/pack-2025"), changed);
  std::filesystem::permissions(changed, std::filesystem::perms::owner_all);
  {
    std::fstream file(changed + "/entries.binpb", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(1000);
    file.put('?');
  }
  const Finished wrong = check(absl::StrCat("'", changed, "' --lang en"));
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.output, HasSubstr("✗ entries.binpb"));
  EXPECT_THAT(wrong.output, HasSubstr("WRONG: this pack is not what was signed."));
  EXPECT_EQ(check(absl::StrCat("'", *folder_, "/log'")).code, 1);
  EXPECT_EQ(check(absl::StrCat("'", *folder_, "/nothing'")).code, 1);
  EXPECT_EQ(check("").code, 2);
  EXPECT_EQ(check(absl::StrCat("'", changed, "' --key abc")).code, 2);
  EXPECT_EQ(check(absl::StrCat("'", changed, "' --checkpoint '", *folder_, "/nothing'")).code, 2);
  const Finished kept = check(
      absl::StrCat("'", *folder_, "/pack-2025' --lang en --checkpoint '", *folder_, "/pack-2026/checkpoint.txt'"));
  EXPECT_EQ(kept.code, 0) << kept.output;
  EXPECT_THAT(kept.output, HasSubstr("the journal continues the checkpoint of"));
  EXPECT_EQ(check("--help").code, 0);
}

// Whoever has the published file draws the same sample again, with no server; and finds out where one was exchanged.
TEST_F(PlayedYear, ItsDrawIsDrawnAgainByAnybody) {
  const auto replay = [](const std::string& file) {
    return RunCommand(absl::StrCat("env PHANCONG_CONFIG='", *folder_, "/nobody' '", PHANCONG_BINARY_DIR,
                                   "/phancong' inspection draw --replay '", *folder_, "/", file, "'"));
  };
  const Finished same = replay("draw-2026.json");
  EXPECT_EQ(same.code, 0) << same.output;
  // 30% of 49, and 25% of 11, the risk pick among them.
  size_t units = 0;
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(same.output, '\n'))) {
    units += line.find("khớp") != std::string::npos && line.find(':') == std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(units, 15U + 3U) << same.output;
  EXPECT_THAT(same.output, HasSubstr("benh-vien-da-khoa-khu-vuc"));
  const Finished other = replay("draw-2026-other.json");
  EXPECT_EQ(other.code, 1) << other.output;
  EXPECT_THAT(other.output, HasSubstr("KHÔNG KHỚP"));
}

TEST_F(PlayedYear, ItsJournalVerifies) { EXPECT_THAT(played_->output, HasSubstr("Khớp: 1 liên đoàn")); }

TEST_F(PlayedYear, WhoMayNotIsRefusedAndInTheJournal) {
  std::vector<std::string> refused;
  ForEachEntry([&](const storage::StoredEntry& entry) {
    for (const auto& event : entry.events) {
      if (!event.event.has_attempt_refused()) continue;
      const v1::AttemptRefused& attempt = event.event.attempt_refused();
      refused.push_back(absl::StrCat(attempt.command(), " ", v1::ErrorReason_Name(attempt.reason())));
    }
  });
  EXPECT_THAT(refused, testing::UnorderedElementsAre(
                           "SubmitTask ERROR_REASON_NOT_YOUR_UNION", "AcceptTask ERROR_REASON_POSITION_REQUIRED",
                           "TakeReview ERROR_REASON_POSITION_IN_ASSIGNEE", "TakeReview ERROR_REASON_AUTHOR_OF_REPORT",
                           "TakeReview ERROR_REASON_AUTHOR_OF_REPORT", "SealPeriod ERROR_REASON_TASKS_OPEN",
                           "SubmitTask ERROR_REASON_PERIOD_SEALED"));
}

// While the vice-chair is away, the fourth account acts for him, the third; and nobody else for anybody.
TEST_F(PlayedYear, WhoActsForTheAbsentViceChairIsInTheJournalWithHim) {
  std::set<std::string> reviewed;
  std::set<std::pair<int64_t, int64_t>> places;
  ForEachEntry([&](const storage::StoredEntry& entry) {
    if (entry.header.on_behalf_of() == 0) return;
    places.emplace(entry.header.account(), entry.header.on_behalf_of());
    reviewed.insert(entry.header.command());
  });
  EXPECT_THAT(places, testing::ElementsAre(testing::Pair(4, 3)));
  EXPECT_THAT(reviewed, testing::Contains("AcceptTask"));
}

// Nobody may leave a task open in a year that is sealed: what was never handed in nor withdrawn was not done.
TEST_F(PlayedYear, WhatWasNeverHandedInIsNotMetInTheSealedYear) {
  const std::vector<std::string> lines =
      absl::StrSplit(TextOf(absl::StrCat(PHANCONG_SOURCE_DIR, "/deploy/demo/bac-quang-2025-tasks.csv")), '\n');
  int64_t never = 0;
  for (const std::string& line : lines) {
    const std::vector<std::string> fields = FieldsOf(line);
    // task, acknowledged, reported, submitted, way, claim, review
    if (fields.size() > 6 && fields[0].starts_with("2025/") && fields[3].empty() && fields[6] != "withdraw") ++never;
  }
  ASSERT_GT(never, 0);
  const std::vector<std::string> shown =
      absl::StrSplit(TextOf(absl::StrCat(*folder_, "/timeliness.csv")), '\n', absl::SkipEmpty());
  ASSERT_EQ(shown.size(), 2U);
  const std::vector<std::string> heading = FieldsOf(shown[0]);
  const std::vector<std::string> counts = FieldsOf(shown[1]);
  ASSERT_EQ(heading.size(), counts.size());
  for (size_t i = 0; i < heading.size(); ++i) {
    if (heading[i] == "counts.not_done_in_time") {
      EXPECT_EQ(counts[i], absl::StrCat(never));
    } else if (heading[i] == "counts.overdue") {
      EXPECT_EQ(counts[i], "0");
    }
  }
}

TEST_F(PlayedYear, EveryInvariantHolds) {
  const auto store = storage::SqliteStore::Open(absl::StrCat(*folder_, "/phancong.db"));
  ASSERT_TRUE(store.ok()) << store.status();
  support::CheckInvariants(**store);
}

// Passwords, tokens, one-time codes and the server's key are their owner's alone; its certificate is for everybody.
TEST_F(PlayedYear, SecretsAreReadableByTheirOwnerOnly) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder_)) {
    if (entry.path().filename() == "certificate.pem") continue;
    const auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    EXPECT_EQ(entry.status().permissions() & others, std::filesystem::perms::none) << entry.path();
  }
}

}  // namespace
}  // namespace phancong
