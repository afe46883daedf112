// How each figure grows from one federation of 60 unions to a national set.
//
//   scale PHANCONGD [--federations 2000] [--five-years] [--seconds 5] [--keep DIR] [--json FILE]
//
// Makes both sets (national_set.h) and measures them in the same way; the one of a single federation is the peer. What
// is kept in DIR is measured again the next time. Everything is on the loopback and ends with it.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "fmt/format.h"
#include "services/serving/log.h"
#include "tests/bench/growth.h"
#include "tests/bench/national_set.h"
#include "tests/bench/table.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {
namespace {

namespace fs = std::filesystem;

// By the name of its row, in the order of the table.
void Tabulate(const std::vector<GrowthFigure>& national, const std::vector<GrowthFigure>& alone, Table& table) {
  for (size_t i = 0; i < national.size(); ++i) {
    table.Add(national[i].section, national[i].what, national[i].unit, national[i].value, alone[i].value);
  }
}

NationalSet SetIn(const std::string& phancongd, const fs::path& folder, const NationalPlan& plan) {
  if (HasNationalSet(folder)) {
    NationalSet kept = ReadNationalSet(folder);
    if (!kept.Submissions().empty()) return kept;
    fmt::print("all tasks of the set in {} are handed in; it is made anew\n", folder.string());
  }
  // What was begun and not finished is no set.
  fs::remove_all(folder);
  fs::create_directories(folder);
  Making making;
  NationalSet set = MakeNationalSet(phancongd, folder, plan, making);
  const auto bytes = static_cast<int64_t>(fs::file_size(folder / "db"));
  fmt::print(
      "{} federations founded in {:.0f} s; {} tasks issued in {:.0f} s ({:.0f}/s), {} submitted in {:.0f} s "
      "({:.0f}/s), {} accepted in {:.0f} s ({:.0f}/s); {:.0f} MiB, of which {:.0f} before the tasks\n",
      set.members.size(), making.founded, set.tasks(), making.issued, static_cast<double>(set.tasks()) / making.issued,
      making.submissions, making.submitted, static_cast<double>(making.submissions) / making.submitted,
      making.acceptances, making.accepted, static_cast<double>(making.acceptances) / making.accepted,
      static_cast<double>(bytes) / (1 << 20), static_cast<double>(making.founded_bytes) / (1 << 20));
  return set;
}

int Run(int argc, char** argv) {
  CLI::App app("How each figure grows with the data.");
  std::string phancongd;
  NationalPlan plan;
  bool five_years = false;
  int seconds = 5;
  std::string keep;
  std::string json;
  app.add_option("phancongd", phancongd)->required();
  app.add_option("--federations", plan.federations, "Of 60 unions; one of 5,000 comes on top")
      ->check(CLI::Range(1, 5000));
  app.add_flag("--five-years", five_years, "Five rounds of 20 indicators instead of one of 10");
  app.add_option("--seconds", seconds, "How long each measurement lasts")->check(CLI::PositiveNumber);
  app.add_option("--keep", keep, "Keep the sets in this folder, or measure those that are there");
  app.add_option("--json", json, "Write every value to this file");
  CLI11_PARSE(app, argc, argv);
  serving::LogToStandardError("error");
  if (five_years) {
    plan.items = kIndicators;
    plan.years = 5;
  }

  fs::path folder = keep;
  if (keep.empty()) {
    std::string name = (fs::temp_directory_path() / "phancong-scale-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) faults::Fail("no folder");
    folder = name;
  }
  NationalPlan alone = plan;
  alone.federations = 1;
  alone.large = false;
  Table table;
  std::map<std::string, std::vector<GrowthFigure>> measured;
  for (const auto& [name, of] : std::vector<std::pair<std::string, NationalPlan>>{{"one", alone}, {"national", plan}}) {
    NationalSet set = SetIn(phancongd, folder / name, of);
    measured[name] = MeasureGrowth(phancongd, folder / name, set, std::chrono::seconds(seconds));
    WriteNationalSet(set, folder / name);
  }
  Tabulate(measured["national"], measured["one"], table);
  table.Print();
  if (!json.empty()) table.WriteJson(json, faults::Today());
  if (keep.empty()) fs::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace phancong::bench

int main(int argc, char** argv) { return phancong::bench::Run(argc, argv); }
