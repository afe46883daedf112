#include <atomic>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "tests/bench/load.h"
#include "tests/bench/peers.h"
#include "tests/bench/rows.h"

namespace phancong::bench {
namespace {

constexpr char kSection[] = "SubmitTask, durable, each with its report; peer: etcd's put of as many bytes";

// Each submission is made once; a put may be made again.
class Submits final : public RowGroup {
 public:
  explicit Submits(Stage& stage) : stage_(stage) {
    for (const Submission& one : stage.Large().submissions) {
      submits_.push_back(Ready("/phancong.v1.GrassrootsUnionService/SubmitTask", one.request, one.token));
      puts_.push_back(Etcd::PutOf(one.request.name(), one.request));
    }
  }

  void Measure(Table& table) override {
    for (const size_t callers : {1, 16, 64, 256}) Beside(table, callers, false);
    Beside(table, 64, true);
  }

 private:
  void Beside(Table& table, size_t callers, bool tls) {
    const std::string what = fmt::format("{} caller{}{}", callers, callers == 1 ? "" : "s", tls ? ", TLS" : "");
    Figures submits;
    {
      const ServedCopy server(stage_, stage_.large_folder(), tls);
      submits = bench::Measure(Connections(server.door(), callers), callers, stage_.lasting(), Once(submits_));
    }
    const Etcd etcd(stage_, tls);
    const Figures puts =
        bench::Measure(Connections(etcd.door(), callers), callers, stage_.lasting(), OverAndOver(puts_));
    table.AddCalls(kSection, what, submits, puts);
  }

  Stage& stage_;
  std::vector<ReadyCall> submits_;
  std::vector<ReadyCall> puts_;
};

}  // namespace

std::unique_ptr<RowGroup> SubmitRows(Stage& stage) { return std::make_unique<Submits>(stage); }

}  // namespace phancong::bench
