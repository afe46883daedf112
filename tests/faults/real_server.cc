#include "tests/faults/real_server.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "services/journal/signing_keys.h"
#include "services/serving/certificate.h"
#include "services/serving/clock.h"

extern char** environ;

namespace phancong::faults {

namespace fs = std::filesystem;
namespace {

// Processes that run: no test leaves one behind, lest whoever waits for what it says waits for ever.
class Running {
 public:
  void Add(pid_t process) {
    const std::lock_guard lock(mutex_);
    processes_.insert(process);
  }
  void Ended(pid_t process) {
    const std::lock_guard lock(mutex_);
    processes_.erase(process);
  }
  void KillAll() {
    const std::lock_guard lock(mutex_);
    for (const pid_t process : processes_) kill(process, SIGKILL);
  }

 private:
  std::mutex mutex_;
  std::set<pid_t> processes_;
};

Running& TheRunning() {
  static auto* const running = new Running();
  return *running;
}

// Of a child: it is left to be waited for.
bool HasEnded(pid_t process) {
  siginfo_t facts{};
  return waitid(P_PID, static_cast<id_t>(process), &facts, WEXITED | WNOHANG | WNOWAIT) == 0 && facts.si_pid == process;
}

}  // namespace

void Fail(const std::string& what) {
  fmt::print(stderr, "FAILED: {}\n", what);
  TheRunning().KillAll();
  std::fflush(nullptr);
  std::_Exit(1);
}

void WaitUntil(const std::string& otherwise, const std::function<bool()>& is_so) {
  const auto begun = std::chrono::steady_clock::now();
  while (!is_so()) {
    if (std::chrono::steady_clock::now() - begun > std::chrono::seconds(30)) Fail(otherwise);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

pid_t Spawn(std::vector<std::string> words, const fs::path& errors) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const absl::Cleanup destroys = [&actions] { posix_spawn_file_actions_destroy(&actions); };
  if (!errors.empty()) {
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                     S_IRUSR | S_IWUSR);
  }
  pid_t process = 0;
  if (posix_spawn(&process, arguments[0], &actions, nullptr, arguments.data(), environ) != 0) Fail("no " + words[0]);
  TheRunning().Add(process);
  return process;
}

std::optional<int> Kill(pid_t process) {
  kill(process, SIGKILL);
  int status = 0;
  waitpid(process, &status, 0);
  TheRunning().Ended(process);
  if (!WIFEXITED(status)) return std::nullopt;
  return WEXITSTATUS(status);
}

std::optional<int> WaitForEnd(pid_t process, std::chrono::milliseconds most) {
  const auto begun = std::chrono::steady_clock::now();
  while (!HasEnded(process) && std::chrono::steady_clock::now() - begun < most) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  // What has ended is not changed by it.
  return Kill(process);
}

std::string ReadWhole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::shared_ptr<grpc::Channel> Connect(const Caller& caller) {
  grpc::ChannelArguments arguments;
  arguments.SetSslTargetNameOverride("phancongd");
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  if (caller.takes_little) arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  if (caller.certificate.empty()) {
    return grpc::CreateCustomChannel(caller.address, grpc::InsecureChannelCredentials(), arguments);
  }
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = ReadWhole(caller.certificate);
  return grpc::CreateCustomChannel(caller.address, grpc::SslCredentials(options), arguments);
}

void Authorise(grpc::ClientContext& context, const Caller& caller) {
  context.AddMetadata("authorization", "Bearer " + caller.token);
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
}

int WaitForPort(const fs::path& file) {
  for (int waited = 0; waited < 20'000; ++waited) {
    int port = 0;
    if (std::ifstream(file) >> port) return port;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  Fail("a server did not start");
}

Server::Server(std::string program, fs::path db, std::vector<std::string> options)
    : program_(std::move(program)), db_(std::move(db)), options_(std::move(options)) {}

Server::~Server() {
  if (process_ != 0) Kill();
}

std::string Server::Start() {
  Begin();
  const std::optional<std::string> address = Await();
  if (!address) Fail("a server ended before it listened");
  return *address;
}

void Server::Begin() {
  const fs::path port_file = db_.string() + ".port";
  fs::remove(port_file);
  std::vector<std::string> words;
  if (!environment_.empty()) {
    words.emplace_back("/usr/bin/env");
    words.insert(words.end(), environment_.begin(), environment_.end());
  }
  for (const std::string& word :
       {program_, std::string("--log"), log_level_, std::string("serve"), std::string("--db"), db_.string(),
        std::string("--listen"), std::string("127.0.0.1:0"), std::string("--port-file"), port_file.string()}) {
    words.push_back(word);
  }
  words.insert(words.end(), options_.begin(), options_.end());
  process_ = Spawn(std::move(words), log_);
}

std::optional<std::string> Server::Await() {
  const fs::path port_file = db_.string() + ".port";
  for (int waited = 0; !fs::exists(port_file); ++waited) {
    if (!IsRunning()) return std::nullopt;
    if (waited > 20'000) Fail("a server did not start");
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return fmt::format("127.0.0.1:{}", WaitForPort(port_file));
}

std::optional<int> Server::WaitForEnd(std::chrono::milliseconds most) {
  return faults::WaitForEnd(std::exchange(process_, 0), most);
}

bool Server::IsRunning() const { return process_ != 0 && !HasEnded(process_); }

void Server::Kill() { faults::Kill(std::exchange(process_, 0)); }

void Server::Stop() {
  kill(process_, SIGTERM);
  int status = 0;
  waitpid(process_, &status, 0);
  TheRunning().Ended(std::exchange(process_, 0));
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) Fail("the server did not end well");
}

std::string Today() {
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixMicros(serving::WallClock().NowMicros()), absl::UTCTimeZone());
}

Caller Prepare(const fs::path& folder, const std::string& unit, const std::function<void(support::World&)>& plays,
               const std::string& first_day) {
  support::World world({.first_day = first_day});
  world.LoadsTheProgramme();
  if (plays) plays(world);
  support::Person& chair = world.UnionChair(unit);
  if (!chair.SignsIn().ok()) Fail("nobody could sign in");
  const std::string db = (folder / "db").string();
  const Caller caller{.address = "",
                      .token = chair.token(),
                      .parent = world.UnitName(unit),
                      .certificate = serving::CertificateBeside(db).certificate};
  if (!serving::MakeCertificate(db, serving::WallClock().NowMicros(), serving::IfMade::kKeep).ok()) {
    Fail("no certificate could be made");
  }
  world.Stop();
  for (const auto& entry : fs::directory_iterator(fs::path(world.path()).parent_path())) {
    const std::string name = entry.path().filename().string();
    const std::string made = fs::path(world.path()).filename().string();
    if (entry.is_regular_file() && name.starts_with(made)) {
      fs::copy_file(entry.path(), db + name.substr(made.size()));
    }
  }
  fs::copy(journal::KeysBeside(world.path()), journal::KeysBeside(db));
  return caller;
}

}  // namespace phancong::faults
