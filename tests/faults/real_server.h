// The real server as a process of its own, on a database that a World prepared, and what is needed to call it.
#ifndef PHANCONG_TESTS_FAULTS_REAL_SERVER_H_
#define PHANCONG_TESTS_FAULTS_REAL_SERVER_H_

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "tests/support/world.h"

namespace phancong::faults {

// Prints it, and ends the process with 1.
[[noreturn]] void Fail(const std::string& what);

// Waits until it is so, half a minute at most: what may take long on a busy machine does not take for ever. Then as
// Fail.
void WaitUntil(const std::string& otherwise, const std::function<bool()>& is_so);

// Starts a program; what it says of errors is added to a file, where one is named.
pid_t Spawn(std::vector<std::string> words, const std::filesystem::path& errors = {});
// With SIGKILL. What it ended with where that was before; else nothing.
std::optional<int> Kill(pid_t process);
// As Kill, but it is given so long to end by itself.
std::optional<int> WaitForEnd(pid_t process, std::chrono::milliseconds most);

std::string ReadWhole(const std::filesystem::path& path);

// Somebody who is signed in.
struct Caller {
  std::string address;
  std::string token;
  std::string parent;
  // The server's, by which it is known.
  std::string certificate;
  // It is sent no more than 64 KiB ahead of what it reads.
  bool takes_little = false;
};

// A connection of its own: over TLS, or in clear text where the caller has no certificate.
std::shared_ptr<grpc::Channel> Connect(const Caller& caller);
// The caller's token, and a deadline.
void Authorise(grpc::ClientContext& context, const Caller& caller);

// The port that a server writes into the file when it listens.
int WaitForPort(const std::filesystem::path& file);

// phancongd on `db`, on a free port of the loopback.
class Server {
 public:
  // `options`: of `serve`, beside the database and the address.
  Server(std::string program, std::filesystem::path db, std::vector<std::string> options = {});
  ~Server();

  // From now on it is started with these variables ("NAME=value") beside the test's own.
  void SetEnvironment(std::vector<std::string> variables) { environment_ = std::move(variables); }
  // From now on what it logs, of this level or above, is added to this file.
  void LogTo(std::filesystem::path file, std::string level = "error") {
    log_ = std::move(file);
    log_level_ = std::move(level);
  }

  // Its address, once it listens.
  std::string Start();
  // The same in two steps, where it may not come so far. Nothing where it ended before it listened.
  void Begin();
  std::optional<std::string> Await();
  void Kill();
  // As an operator does it: the server ends by itself, and well.
  void Stop();
  // It ends by itself: what it ended with, or nothing where a signal ended it. Killed where it takes longer.
  std::optional<int> WaitForEnd(std::chrono::milliseconds most);
  // Whether it has not ended by itself.
  [[nodiscard]] bool IsRunning() const;
  [[nodiscard]] pid_t process() const { return process_; }

 private:
  const std::string program_;
  const std::filesystem::path db_;
  const std::vector<std::string> options_;
  std::vector<std::string> environment_;
  std::filesystem::path log_;
  std::string log_level_ = "error";
  pid_t process_ = 0;
};

// "2026-11-26".
std::string Today();

// A database in `folder`, "db", with a certificate beside it, that the real server goes on with, as of today: a
// federation with the programme, and what `plays` adds. The caller is the union's chair, signed in; its address is the
// server's to say. Where the world begins on another day than today, `plays` takes it to today.
Caller Prepare(const std::filesystem::path& folder, const std::string& unit,
               const std::function<void(support::World&)>& plays = {}, const std::string& first_day = Today());

}  // namespace phancong::faults

#endif  // PHANCONG_TESTS_FAULTS_REAL_SERVER_H_
