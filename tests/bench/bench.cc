// How fast it is, beside others in the same run.
//
//   bench PHANCONGD ECHO_SERVER ETCD [--rows submit,get,…] [--unions 1000] [--rounds 5] [--seconds 2] [--json FILE]
//
// Each group of rows is measured in turn in each round, and each row right beside its peer, so that what else the
// machine does falls on both sides alike. Everything is on the loopback and ends with it.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "fmt/format.h"
#include "services/serving/log.h"
#include "tests/bench/rows.h"
#include "tests/bench/stage.h"
#include "tests/bench/table.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {
namespace {

namespace fs = std::filesystem;

struct NamedGroup {
  std::string name;
  std::function<std::unique_ptr<RowGroup>(Stage&)> make;
};

const std::vector<NamedGroup>& AllGroups() {
  static const auto* const all = new std::vector<NamedGroup>{
      {"submit", SubmitRows}, {"get", GetRows},      {"list", ListRows},           {"progress", ProgressRows},
      {"watch", WatchRows},   {"issue", IssueRows},  {"statement", StatementRows}, {"disk", DiskRows},
      {"start", StartRows},   {"verify", VerifyRows}};
  return *all;
}

std::vector<std::string> AllNames() {
  std::vector<std::string> names;
  for (const NamedGroup& group : AllGroups()) names.push_back(group.name);
  return names;
}

int Run(int argc, char** argv) {
  CLI::App app("How fast it is, beside others.");
  Programs programs;
  std::vector<std::string> rows = AllNames();
  int64_t unions = 1000;
  int rounds = 5;
  int seconds = 2;
  std::string json;
  app.add_option("phancongd", programs.phancongd)->required();
  app.add_option("echo_server", programs.echo_server)->required();
  app.add_option("etcd", programs.etcd)->required();
  app.add_option("--rows", rows, "Which rows")->delimiter(',')->check(CLI::IsMember(AllNames()));
  app.add_option("--unions", unions, "Of the large federation")->check(CLI::Range(1, 5000));
  app.add_option("--rounds", rounds)->check(CLI::PositiveNumber);
  app.add_option("--seconds", seconds, "How long each measurement lasts")->check(CLI::PositiveNumber);
  app.add_option("--json", json, "Write every value to this file");
  CLI11_PARSE(app, argc, argv);
  serving::LogToStandardError("error");

  std::string name = (fs::temp_directory_path() / "phancong-bench-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) faults::Fail("no folder");
  Table table;
  {
    Stage stage(std::move(programs), name, unions, std::chrono::seconds(seconds));
    std::vector<std::unique_ptr<RowGroup>> groups;
    for (const NamedGroup& group : AllGroups()) {
      if (std::find(rows.begin(), rows.end(), group.name) != rows.end()) groups.push_back(group.make(stage));
    }
    for (int round = 1; round <= rounds; ++round) {
      for (const std::unique_ptr<RowGroup>& group : groups) group->Measure(table);
      fmt::print("round {} of {}\n", round, rounds);
    }
  }
  fs::remove_all(name);
  table.Print();
  if (!json.empty()) table.WriteJson(json, faults::Today());
  return 0;
}

}  // namespace
}  // namespace phancong::bench

int main(int argc, char** argv) { return phancong::bench::Run(argc, argv); }
