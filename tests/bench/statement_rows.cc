#include <string>
#include <vector>

#include "phancong/v1/task_service.pb.h"
#include "tests/bench/load.h"
#include "tests/bench/raw_sqlite.h"
#include "tests/bench/rows.h"

namespace phancong::bench {
namespace {

constexpr char kSection[] = "One caller; peer: SQLite alone reads, or inserts and commits, one row of the tasks";
constexpr int64_t kRows = 100'000;

class Statements final : public RowGroup {
 public:
  explicit Statements(Stage& stage) : stage_(stage), raw_(Raw(stage)) {
    for (const Submission& one : stage.Large().submissions) {
      submits_.push_back(Ready("/phancong.v1.GrassrootsUnionService/SubmitTask", one.request, one.token));
      v1::GetTaskRequest get;
      get.set_name(one.request.name());
      gets_.push_back(Ready("/phancong.v1.TaskService/GetTask", get, stage.Large().chair_token));
    }
  }

  void Measure(Table& table) override {
    const std::filesystem::path place = stage_.folder() / "raw";
    (void)raw_.InsertAtOnce(place);
    table.Add(kSection, "GetTask", "/s", Rate(OverAndOver(gets_)), raw_.ReadOneByOne(place, stage_.lasting()));
    table.Add(kSection, "SubmitTask", "/s", Rate(Once(submits_)), raw_.InsertOneByOne(place, stage_.lasting()));
  }

 private:
  static RawTasks Raw(Stage& stage) {
    (void)stage.Large();
    return RawTasks(stage.large_folder() / "db", kRows);
  }

  double Rate(const NextCall& next) {
    const ServedCopy server(stage_, stage_.large_folder(), false);
    return bench::Measure(Connections(server.door(), 1), 1, stage_.lasting(), next).a_second;
  }

  Stage& stage_;
  const RawTasks raw_;
  std::vector<ReadyCall> submits_;
  std::vector<ReadyCall> gets_;
};

}  // namespace

std::unique_ptr<RowGroup> StatementRows(Stage& stage) { return std::make_unique<Statements>(stage); }

}  // namespace phancong::bench
