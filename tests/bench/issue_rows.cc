#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/bench/federations.h"
#include "tests/bench/load.h"
#include "tests/bench/paced.h"
#include "tests/bench/processes.h"
#include "tests/bench/raw_sqlite.h"
#include "tests/bench/rows.h"

namespace phancong::bench {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr char kSection[] = "IssueRound of 100,000 tasks; peer: SQLite alone inserts rows as wide, with their indexes";
constexpr char kOthers[] = "SubmitTask of another federation meanwhile, one every 5 ms; peer: with nothing issued";
constexpr int64_t kUnions = 5000;
constexpr int64_t kTasks = kUnions * kIndicators;
constexpr int64_t kOthersUnions = 250;
constexpr auto kPace = std::chrono::milliseconds(5);
constexpr double kMebibyte = 1 << 20;

class Issues final : public RowGroup {
 public:
  explicit Issues(Stage& stage) : stage_(stage), folder_(stage.folder() / "issue") {
    fs::create_directory(folder_);
    federations_ = FoundFederations(
        folder_,
        {{.id = "lon", .unions = kUnions, .heads = 0}, {.id = "nho", .unions = kOthersUnions, .heads = kOthersUnions}},
        ThisYear());
    faults::Server server(stage.programs().phancongd, folder_ / "db", {"--clear-text"});
    faults::Caller door;
    door.address = server.Start();
    const auto channel = faults::Connect(door);
    IssueRound(channel, others(), DraftRound(channel, others(), ThisYear()));
    issue_ = DraftRound(channel, large(), ThisYear());
    server.Stop();
    for (int item = 0; item < kIndicators; ++item) {
      for (size_t head = 0; head < others().head_tokens.size(); ++head) {
        const std::string task = TaskName(others().name, ThisYear(), item, static_cast<int64_t>(head));
        submits_.push_back(Ready("/phancong.v1.GrassrootsUnionService/SubmitTask", SubmissionOf(task, item),
                                 others().head_tokens[head]));
      }
    }
  }

  void Measure(Table& table) override {
    const Figures alone = Alone();
    Figures meanwhile;
    double seconds = 0;
    Memory memory;
    {
      const ServedCopy server(stage_, folder_, false);
      PacedCalls others(Connections(server.door(), kMostConnections), submits_, kPace);
      const auto channel = faults::Connect(server.door());
      const auto begun = steady_clock::now();
      IssueRound(channel, large(), issue_);
      const auto issued = steady_clock::now();
      seconds = Seconds(issued - begun).count();
      meanwhile = others.Stop(begun, issued);
      memory = MemoryOf(server.process());
    }
    const RawTasks raw(stage_.folder() / "place" / "db", kTasks);
    table.Add(kSection, "rows", "/s", kTasks / seconds, raw.InsertAtOnce(stage_.folder() / "raw"));
    table.Add(kSection, "the whole", "s", seconds);
    table.Add(kSection, "memory, most", "MiB", static_cast<double>(memory.most_resident) / kMebibyte);
    table.Add(kOthers, "p50", "ms", meanwhile.median_ms, alone.median_ms);
    table.Add(kOthers, "p99", "ms", meanwhile.p99_ms, alone.p99_ms);
    table.Add(kOthers, "most", "ms", meanwhile.most_ms, alone.most_ms);
  }

 private:
  [[nodiscard]] const Federation& large() const { return federations_[0]; }
  [[nodiscard]] const Federation& others() const { return federations_[1]; }

  Figures Alone() {
    const ServedCopy server(stage_, folder_, false);
    const auto begun = steady_clock::now();
    const std::vector<ReadyCall> some(submits_.begin(), submits_.begin() + stage_.lasting() / kPace);
    PacedCalls others(Connections(server.door(), kMostConnections), some, kPace);
    others.WaitUntilMade();
    return others.Stop(begun, steady_clock::now());
  }

  Stage& stage_;
  const fs::path folder_;
  std::vector<Federation> federations_;
  v1::IssueRoundRequest issue_;
  std::vector<ReadyCall> submits_;
};

}  // namespace

std::unique_ptr<RowGroup> IssueRows(Stage& stage) { return std::make_unique<Issues>(stage); }

}  // namespace phancong::bench
