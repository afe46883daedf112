// How fast it is, beside others in the same run.
//
//   bench PHANCONGD ECHO_SERVER ETCD [--unions 1000] [--rounds 5] [--seconds 2] [--json FILE]
//
// Each row is measured in turn in each round, so that what else the machine does falls on both sides alike. Prints
// medians of the rounds, the least and the greatest, and the ratio of the medians. Everything is on the loopback and
// ends with it.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "grpcpp/create_channel.h"
#include "peers.pb.h"
#include "phancong/v1/task_service.pb.h"
#include "services/serving/certificate.h"
#include "tests/bench/large_federation.h"
#include "tests/bench/load.h"

namespace phancong::bench {
namespace {

namespace fs = std::filesystem;

constexpr size_t kConnections = 8;
constexpr int64_t kHeads = 256;

struct Options {
  std::string phancongd;
  std::string echo_server;
  std::string etcd;
  int64_t unions = 1000;
  int rounds = 5;
  int seconds = 2;
  std::string json;
};

std::vector<std::shared_ptr<grpc::Channel>> ConnectMany(const faults::Caller& caller, size_t callers) {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (size_t i = 0; i < std::min(callers, kConnections); ++i) channels.push_back(faults::Connect(caller));
  return channels;
}

// A peer: a program that writes its port into a file, or listens where it is told; stopped by its process.
class Peer {
 public:
  explicit Peer(std::vector<std::string> words) : process_(faults::Spawn(std::move(words))) {}
  ~Peer() { (void)faults::Kill(process_); }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

 private:
  const pid_t process_;
};

// What is measured of one side of a row, round after round.
struct Series {
  std::vector<double> a_second;
  std::vector<double> median_ms;
  std::vector<double> p99_ms;

  void Add(const Figures& figures) {
    a_second.push_back(figures.a_second);
    median_ms.push_back(figures.median_ms);
    p99_ms.push_back(figures.p99_ms);
  }
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Row {
  std::string what;
  std::string peer;
  Series ours;
  Series theirs;
};

class Bench {
 public:
  Bench(const Options& options, fs::path folder)
      : options_(options),
        folder_(std::move(folder)),
        made_(MakeLargeFederation(folder_, options.unions, std::min(options.unions, kHeads))) {
    for (const Submission& submission : made_.submissions) {
      submits_.push_back(Ready("/phancong.v1.GrassrootsUnionService/SubmitTask", submission.request, submission.token));
      v1::GetTaskRequest request;
      request.set_name(submission.request.name());
      reads_.push_back(Ready("/phancong.v1.TaskService/GetTask", request, made_.chair_token));
    }
    fmt::print("{} đơn vị / unions, {} nhiệm vụ / tasks\n", options.unions, submits_.size());
  }

  void Run() {
    for (int round = 1; round <= options_.rounds; ++round) {
      for (const size_t callers : {1, 16, 64, 256}) {
        Row& row = RowOf(fmt::format("SubmitTask, {} callers", callers), "etcd put");
        row.ours.Add(Submits(callers));
        row.theirs.Add(Puts(callers));
      }
      for (const bool tls : {false, true}) {
        Row& row = RowOf(fmt::format("GetTask, 64 callers{}", tls ? ", TLS" : ""), "echo");
        const Figures gets = Gets(64, tls);
        row.ours.Add(gets);
        row.theirs.Add(Echoes(64, tls, gets.answer_bytes));
      }
      fmt::print("round {} of {}\n", round, options_.rounds);
    }
  }

  void Print() const {
    fmt::print("\n{:<24} {:>8} {:>15} {:>9} {:>9} {:>6}\n", "", "a second", "least–greatest", "p99 ms", "peer",
               "ratio");
    for (const auto& [what, row] : rows_) {
      const auto [least, greatest] = std::minmax_element(row.ours.a_second.begin(), row.ours.a_second.end());
      fmt::print("{:<24} {:>8.0f} {:>15} {:>9.2f} {:>9.0f} {:>6.2f}  {}\n", what, Median(row.ours.a_second),
                 fmt::format("{:.0f}–{:.0f}", *least, *greatest), Median(row.ours.p99_ms), Median(row.theirs.a_second),
                 Median(row.ours.a_second) / Median(row.theirs.a_second), row.peer);
    }
  }

  void WriteJson(const std::string& file) const {
    std::ofstream out(file);
    out << "[\n";
    bool first = true;
    for (const auto& [what, row] : rows_) {
      out << (first ? "" : ",\n")
          << fmt::format(R"(  {{"what": "{}", "peer": "{}", "a_second": [{}], "peer_a_second": [{}], "p99_ms": [{}]}})",
                         what, row.peer, fmt::join(row.ours.a_second, ", "), fmt::join(row.theirs.a_second, ", "),
                         fmt::join(row.ours.p99_ms, ", "));
      first = false;
    }
    out << "\n]\n";
  }

 private:
  Row& RowOf(const std::string& what, const std::string& peer) {
    for (auto& [name, row] : rows_) {
      if (name == what) return row;
    }
    rows_.emplace_back(what, Row{.what = what, .peer = peer, .ours = {}, .theirs = {}});
    return rows_.back().second;
  }

  [[nodiscard]] std::chrono::milliseconds Lasting() const { return std::chrono::seconds(options_.seconds); }

  // On a copy of the database, so that each begins with all tasks still to be submitted.
  Figures OnServer(bool tls, size_t callers, const std::vector<ReadyCall>& calls, bool again) {
    const fs::path place = folder_ / "place";
    fs::remove_all(place);
    fs::create_directory(place);
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
      if (entry.path().filename().string().starts_with("db")) {
        fs::copy(entry.path(), place / entry.path().filename(), fs::copy_options::recursive);
      }
    }
    faults::Server server(options_.phancongd, place / "db",
                          tls ? std::vector<std::string>{} : std::vector<std::string>{"--clear-text"});
    faults::Caller caller = made_.caller;
    caller.address = server.Start();
    caller.certificate = tls ? serving::CertificateBeside((place / "db").string()).certificate : "";
    std::atomic<size_t> at = 0;
    const Figures figures = Measure(ConnectMany(caller, callers), callers, Lasting(), [&]() -> const ReadyCall* {
      const size_t next = at++;
      if (next < calls.size()) return &calls[next];
      return again ? &calls[next % calls.size()] : nullptr;
    });
    server.Stop();
    return figures;
  }
  Figures Submits(size_t callers) { return OnServer(false, callers, submits_, false); }
  Figures Gets(size_t callers, bool tls) { return OnServer(tls, callers, reads_, true); }

  // As many bytes as a submission has, under a key as long as a task's name.
  Figures Puts(size_t callers) {
    const fs::path place = folder_ / "etcd";
    fs::remove_all(place);
    const std::string client = "http://127.0.0.1:23790";
    const std::string peer = "http://127.0.0.1:23800";
    const Peer etcd({options_.etcd, "--data-dir", place.string(), "--listen-client-urls", client,
                     "--advertise-client-urls", client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls",
                     peer, "--initial-cluster", "default=" + peer, "--logger", "zap", "--log-level", "error"});
    faults::Caller caller;
    caller.address = "127.0.0.1:23790";
    const auto channels = ConnectMany(caller, callers);
    for (const auto& channel : channels) {
      if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(20))) {
        faults::Fail("etcd did not start");
      }
    }
    std::vector<ReadyCall> puts;
    for (size_t i = 0; i < std::min<size_t>(made_.submissions.size(), 20'000); ++i) {
      PutRequest put;
      put.set_key(made_.submissions[i].request.name());
      put.set_value(made_.submissions[i].request.SerializeAsString());
      puts.push_back(Ready("/etcdserverpb.KV/Put", put));
    }
    std::atomic<size_t> at = 0;
    return Measure(channels, callers, Lasting(), [&] { return &puts[at++ % puts.size()]; });
  }

  // With requests, answers and metadata as large as those of the calls it stands beside.
  Figures Echoes(size_t callers, bool tls, size_t answer_bytes) {
    const fs::path port_file = folder_ / "echo.port";
    fs::remove(port_file);
    const serving::CertificateFiles files = serving::CertificateBeside((folder_ / "db").string());
    std::vector<std::string> words = {options_.echo_server, port_file.string()};
    if (tls) words.insert(words.end(), {files.certificate, files.key});
    const Peer echo(words);
    faults::Caller caller;
    caller.address = fmt::format("127.0.0.1:{}", faults::WaitForPort(port_file));
    caller.certificate = tls ? files.certificate : "";
    SayRequest request;
    request.set_text(std::string(reads_[0].request.Length(), 'x'));
    request.set_answer_bytes(static_cast<int64_t>(answer_bytes));
    const ReadyCall call = Ready("/phancong.bench.Echo/Say", request, made_.chair_token);
    return Measure(ConnectMany(caller, callers), callers, Lasting(), [&] { return &call; });
  }

  const Options options_;
  const fs::path folder_;
  const LargeFederation made_;
  std::vector<ReadyCall> submits_;
  std::vector<ReadyCall> reads_;
  std::vector<std::pair<std::string, Row>> rows_;
};

int Run(int argc, char** argv) {
  CLI::App app("How fast it is, beside others.");
  Options options;
  app.add_option("phancongd", options.phancongd)->required();
  app.add_option("echo_server", options.echo_server)->required();
  app.add_option("etcd", options.etcd)->required();
  app.add_option("--unions", options.unions)->check(CLI::Range(1, 5000));
  app.add_option("--rounds", options.rounds)->check(CLI::PositiveNumber);
  app.add_option("--seconds", options.seconds)->check(CLI::PositiveNumber);
  app.add_option("--json", options.json);
  CLI11_PARSE(app, argc, argv);

  std::string name = (fs::temp_directory_path() / "phancong-bench-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) faults::Fail("no folder");
  {
    Bench bench(options, name);
    bench.Run();
    bench.Print();
    if (!options.json.empty()) bench.WriteJson(options.json);
  }
  fs::remove_all(name);
  return 0;
}

}  // namespace
}  // namespace phancong::bench

int main(int argc, char** argv) { return phancong::bench::Run(argc, argv); }
