// Many who try passwords, and many who connect and then do little or nothing, beside people who are signed in and go on
// working. Prints how many calls of theirs were served before and meanwhile, and what the server had of memory.
//
//   flood_test PHANCONGD [ATTEMPTS [CONNECTIONS]]      10,000 and 200 where not given
//
// Exits with 1 where an attempt had no answer, a person was refused, a known device could not sign in, memory was not
// bounded, or a connection that says nothing was kept. How fast it went is printed, and judged by who reads it.

#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "fmt/format.h"
#include "grpcpp/create_channel_posix.h"
#include "grpcpp/support/channel_arguments.h"
#include "gtest/gtest.h"
#include "phancong/v1/account_service.grpc.pb.h"
#include "tests/faults/median.h"
#include "tests/faults/people_beside.h"
#include "tests/faults/raw_connection.h"
#include "tests/faults/real_server.h"

namespace phancong::faults {
namespace {

namespace fs = std::filesystem;
using Seconds = std::chrono::duration<double>;
using std::chrono::steady_clock;

constexpr char kUnit[] = "thpt-viet-vinh";
constexpr int kPeople = PeopleBeside::kReaders + PeopleBeside::kWriters;
constexpr int kRounds = 3;
// Of each measurement at least.
constexpr Seconds kLeast(3);
// Wrong passwords, over many connections at a time, from as many addresses; half of them for an account that exists.
class Flood {
 public:
  Flood(int connections, int port, std::string federation, std::string account)
      : federation_(std::move(federation)), account_(std::move(account)) {
    for (int i = 0; i < connections; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
      stubs_.push_back(v1::AccountService::NewStub(
          grpc::CreateCustomInsecureChannelFromFd("flood", ConnectFrom(i, port), arguments)));
    }
  }

  // Begins so many attempts, as many at a time as there are connections.
  void Begin(int64_t attempts) {
    left_ = attempts;
    for (size_t i = 0; i < stubs_.size(); ++i) TryNext(i);
  }
  bool IsOver() {
    const std::lock_guard lock(mutex_);
    return under_way_ == 0;
  }
  std::map<std::string, int64_t> answers() {
    const std::lock_guard lock(mutex_);
    return answers_;
  }

 private:
  struct Attempt {
    grpc::ClientContext context;
    v1::SignInRequest request;
    v1::SignInResponse response;
  };

  void TryNext(size_t connection) {
    int64_t number = 0;
    {
      const std::lock_guard lock(mutex_);
      if (left_ == 0) return;
      number = left_--;
      ++under_way_;
    }
    auto attempt = std::make_shared<Attempt>();
    attempt->context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(2));
    attempt->request.set_parent(federation_);
    attempt->request.set_account_id(number % 2 == 0 ? account_ : fmt::format("ai-do-{}", number));
    attempt->request.set_password(fmt::format("đoán bừa lần {}", number));
    stubs_[connection]->async()->SignIn(&attempt->context, &attempt->request, &attempt->response,
                                        [this, connection, attempt](const grpc::Status& status) {
                                          {
                                            const std::lock_guard lock(mutex_);
                                            ++answers_[ReasonOf(status)];
                                            --under_way_;
                                          }
                                          TryNext(connection);
                                        });
  }

  const std::string federation_;
  const std::string account_;
  std::vector<std::unique_ptr<v1::AccountService::Stub>> stubs_;
  std::mutex mutex_;
  int64_t left_ = 0;                        // guarded by mutex_
  int64_t under_way_ = 0;                   // guarded by mutex_
  std::map<std::string, int64_t> answers_;  // guarded by mutex_
};

// Connections that never become calls: a third say nothing, a third send the beginning of a handshake a byte at a time,
// a third send what is no handshake.
class Idlers {
 public:
  Idlers(int connections, int port) {
    for (int i = 0; i < connections; ++i) {
      fds_.push_back(ConnectFrom(i, port));
      if (i % 3 == 2) Send(fds_.back(), "GET / HTTP/1.1\r\n");
    }
  }
  ~Idlers() {
    for (const int fd : fds_) close(fd);
  }

  // How many the server still keeps; the slow ones send their next byte.
  size_t Kept() {
    size_t kept = 0;
    for (size_t i = 0; i < fds_.size(); ++i) {
      if (i % 3 == 1 && sent_ < kHello.size()) Send(fds_[i], kHello.substr(sent_, 1));
      char byte = 0;
      const ssize_t got = recv(fds_[i], &byte, 1, MSG_DONTWAIT);
      // An alert of TLS may come first.
      if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))) ++kept;
    }
    ++sent_;
    return kept;
  }

 private:
  // A record of TLS that says it has 512 bytes.
  static inline const std::string kHello = std::string("\x16\x03\x01\x02\x00\x01", 6) + std::string(500, 'x');

  static void Send(int fd, const std::string& bytes) {
    static_cast<void>(send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL));
  }

  std::vector<int> fds_;
  size_t sent_ = 0;
};

double SignsIn(const std::shared_ptr<grpc::Channel>& channel, const v1::SignInRequest& request,
               v1::SignInResponse& response) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(1));
  const auto begun = steady_clock::now();
  const grpc::Status status = v1::AccountService::NewStub(channel)->SignIn(&context, request, &response);
  if (!status.ok()) Fail("a person on their own device could not sign in: " + ReasonOf(status));
  return Seconds(steady_clock::now() - begun).count();
}

void ShowMemory(const Server& server, const std::string& when) {
  const int64_t most = MemoryKib(server.process(), "VmHWM");
  fmt::print("{:<28} {} MiB at most, {} MiB now\n", when, most / 1024, MemoryKib(server.process(), "VmRSS") / 1024);
  if (most > kMostMemoryKib) Fail("memory is not bounded");
}

class Trial {
 public:
  Trial(std::string program, int64_t attempts, int connections)
      : program_(std::move(program)),
        attempts_(attempts),
        connections_(connections),
        folder_(fs::temp_directory_path() / fmt::format("phancong-flood-{}", getpid())) {
    fs::create_directories(folder_);
  }
  ~Trial() { fs::remove_all(folder_); }

  void Run() {
    caller_ = Prepare(folder_, kUnit, [this](support::World& world) {
      support::Person& chair = world.UnionChair(kUnit);
      sign_in_.set_parent(world.FederationName());
      sign_in_.set_account_id(chair.account());
      sign_in_.set_password(chair.password());
      account_ = chair.name();
    });
    GuessPasswords();
    SayNothing();
  }

 private:
  // In clear text, so that each connection can be made from an address of its own.
  void GuessPasswords() {
    Server server(program_, folder_ / "db", {"--clear-text"});
    const int port = PortOf(server.Start());
    std::vector<std::shared_ptr<grpc::Channel>> channels;
    for (int i = 0; i < kPeople; ++i) {
      channels.push_back(grpc::CreateInsecureChannelFromFd("people", ConnectFrom(connections_ + i, port)));
    }
    v1::SignInResponse known;
    const double usual_sign_in = SignsIn(channels[0], sign_in_, known);
    sign_in_.set_device_token(known.device_token());

    Flood flood(connections_, port, sign_in_.parent(), sign_in_.account_id());
    std::vector<double> ratios;
    std::vector<double> sign_ins;
    {
      PeopleBeside people(channels, caller_, account_);
      ShowMemory(server, "before");
      for (int round = 0; round < kRounds; ++round) {
        const double usual = people.Rate(kLeast, [] { return true; });
        const auto begun = steady_clock::now();
        flood.Begin(attempts_ / kRounds);
        std::thread on_their_device([&] { sign_ins.push_back(SignsIn(channels[0], sign_in_, known)); });
        const double flooded = people.Rate(kLeast, [&] { return flood.IsOver(); });
        on_their_device.join();
        ratios.push_back(flooded / usual);
        fmt::print("round {}: usual {:.0f} calls/s, flooded {:.0f}/s ({:.2f}), {} wrong passwords in {:.1f} s\n",
                   round + 1, usual, flooded, flooded / usual, attempts_ / kRounds,
                   Seconds(steady_clock::now() - begun).count());
        std::fflush(stdout);
      }
    }
    fmt::print("signed in, flooded / usual   {:.2f} (median of {})\n", Median(ratios), kRounds);
    fmt::print("signing in on a known device {:.2f} s flooded (median), {:.2f} s before\n", Median(sign_ins),
               usual_sign_in);
    for (const auto& [reason, count] : flood.answers()) {
      fmt::print("answered {:<19} {}\n", reason, count);
      if (reason != "WRONG_CREDENTIALS" && reason != "TOO_MANY_ATTEMPTS" && reason != "OVERLOADED") {
        Fail("an attempt was answered " + reason);
      }
    }
    ShowMemory(server, "flooded");
  }

  void SayNothing() {
    Server server(program_, folder_ / "db");
    caller_.address = server.Start();
    std::vector<std::shared_ptr<grpc::Channel>> channels;
    for (int i = 0; i < kPeople; ++i) channels.push_back(Connect(caller_));
    PeopleBeside people(channels, caller_, account_);
    const double usual = people.Rate(kLeast, [] { return true; });
    Idlers idlers(connections_, PortOf(caller_.address));
    const auto begun = steady_clock::now();
    size_t kept = 0;
    const double beside = people.Rate(kLeast, [&] {
      kept = idlers.Kept();
      // Longer than the server gives for a handshake.
      return kept == 0 || steady_clock::now() - begun > std::chrono::seconds(30);
    });
    fmt::print(
        "{} connections that say nothing: {:.0f} calls/s beside them, {:.0f}/s before ({:.2f}); all closed after "
        "{:.1f} s\n",
        connections_, beside, usual, beside / usual, Seconds(steady_clock::now() - begun).count());
    if (kept > 0) Fail(fmt::format("{} connections that say nothing are still open", kept));
    ShowMemory(server, "with them");
  }

  const std::string program_;
  const int64_t attempts_;
  const int connections_;
  const fs::path folder_;
  Caller caller_;
  std::string account_;
  v1::SignInRequest sign_in_;
};

}  // namespace
}  // namespace phancong::faults

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "{} PHANCONGD [ATTEMPTS [CONNECTIONS]]\n", argv[0]);
    return 2;
  }
  testing::InitGoogleTest();
  phancong::faults::Trial(argv[1], argc > 2 ? std::stoll(argv[2]) : 10'000, argc > 3 ? std::stoi(argv[3]) : 200).Run();
  return testing::UnitTest::GetInstance()->Failed() ? 1 : 0;
}
