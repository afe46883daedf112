// What an operator feels: the disk, the memory, the start, and verify.
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "phancong/v1/task_service.pb.h"
#include "services/serving/certificate.h"
#include "tests/bench/load.h"
#include "tests/bench/peers.h"
#include "tests/bench/processes.h"
#include "tests/bench/raw_sqlite.h"
#include "tests/bench/rows.h"

namespace phancong::bench {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;
using Millis = std::chrono::duration<double, std::milli>;

constexpr double kMebibyte = 1 << 20;

// The same bytes each time, so they are looked at once.
class Disk final : public RowGroup {
 public:
  explicit Disk(Stage& stage) : stage_(stage) {}

  void Measure(Table& table) override {
    if (measured_) return;
    measured_ = true;
    constexpr char kSection[] = "Disk and memory; peer: the row of the task and its indexes in SQLite alone";
    const PlayedYear& year = stage_.Played();
    const RawTasks raw(stage_.played_folder() / "db", 2 * year.tasks);
    (void)raw.InsertAtOnce(stage_.folder() / "raw");
    const auto row = static_cast<double>(fs::file_size(stage_.folder() / "raw")) / static_cast<double>(raw.count());
    const auto tasks = static_cast<double>(year.tasks);
    const double issued = static_cast<double>(year.issued_bytes - year.founded_bytes) / (2 * tasks);
    table.Add(kSection, "a task issued", "B", issued, row);
    table.Add(kSection, "issued, submitted once", "B",
              issued + static_cast<double>(year.submitted_bytes - year.issued_bytes) / tasks);
    table.Add(kSection, "its whole cycle", "B",
              issued + static_cast<double>(year.accepted_bytes - year.submitted_bytes) / tasks);
    table.Add(kSection, "memory after it", "MiB", static_cast<double>(year.memory.resident) / kMebibyte);
    table.Add(kSection, "memory, most", "MiB", static_cast<double>(year.memory.most_resident) / kMebibyte);
  }

 private:
  Stage& stage_;
  bool measured_ = false;
};

// From the start of the process to the answer of the first call, its connection included.
class Starts final : public RowGroup {
 public:
  explicit Starts(Stage& stage) : stage_(stage) {}

  void Measure(Table& table) override {
    v1::GetTaskRequest request;
    request.set_name(stage_.Played().task);
    const ReadyCall get = Ready("/phancong.v1.TaskService/GetTask", request, stage_.Played().chair_token);
    CopyDatabaseFolder(stage_.played_folder(), stage_.folder() / "place");
    faults::Server server(stage_.programs().phancongd, stage_.folder() / "place" / "db");
    faults::Caller door;
    const auto begun = steady_clock::now();
    door.address = server.Start();
    door.certificate = serving::CertificateBeside((stage_.folder() / "place" / "db").string()).certificate;
    const size_t bytes = Call(faults::Connect(door), get).Length();
    const double ours = Millis(steady_clock::now() - begun).count();
    server.Stop();

    const auto echo_begun = steady_clock::now();
    const EchoServer echo(stage_, true);
    (void)Call(faults::Connect(echo.door()), EchoServer::Like(get, bytes));
    table.Add("Start; peer: a bare gRPC server", "to the first answer, TLS", "ms", ours,
              Millis(steady_clock::now() - echo_begun).count());
  }

 private:
  Stage& stage_;
};

class Verifies final : public RowGroup {
 public:
  explicit Verifies(Stage& stage) : stage_(stage) {}

  void Measure(Table& table) override {
    constexpr char kSection[] = "Verify of a year's full cycles; an issued task counts as one event";
    const PlayedYear& year = stage_.Played();
    const Errand verify =
        RunToTheEnd({stage_.programs().phancongd, "verify", "--db", (stage_.played_folder() / "db").string()});
    table.Add(kSection, "events", "/s", static_cast<double>(year.events) / verify.seconds);
    table.Add(kSection, "memory, most", "MiB", static_cast<double>(verify.most_resident) / kMebibyte);
    table.Add(kSection, "temporary files", "MiB", static_cast<double>(verify.most_nameless) / kMebibyte);
  }

 private:
  Stage& stage_;
};

}  // namespace

std::unique_ptr<RowGroup> DiskRows(Stage& stage) { return std::make_unique<Disk>(stage); }
std::unique_ptr<RowGroup> StartRows(Stage& stage) { return std::make_unique<Starts>(stage); }
std::unique_ptr<RowGroup> VerifyRows(Stage& stage) { return std::make_unique<Verifies>(stage); }

}  // namespace phancong::bench
