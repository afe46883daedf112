// People who are signed in and go on working while others misbehave.
#ifndef PHANCONG_TESTS_FAULTS_PEOPLE_BESIDE_H_
#define PHANCONG_TESTS_FAULTS_PEOPLE_BESIDE_H_

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "grpcpp/channel.h"
#include "phancong/v1/directory_service.grpc.pb.h"
#include "phancong/v1/inbox_service.grpc.pb.h"
#include "tests/faults/real_server.h"

namespace phancong::faults {

// In one word: the reason that the server gives, or the code of what has none.
std::string ReasonOf(const grpc::Status& status);

// What a process holds of memory, by the key of /proc/PID/status: "VmRSS", "VmHWM"; in KiB.
int64_t MemoryKib(pid_t process, const std::string& key);

// What a server may hold at most, whatever others do to it: two passwords being hashed, the queues, the caches and the
// code. The AddressSanitizer keeps what was freed for a while, and more beside all that is not.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PHANCONG_KEEPS_WHAT_IS_FREED
#endif
#endif
#ifdef PHANCONG_KEEPS_WHAT_IS_FREED
inline constexpr int64_t kMostMemoryKib = 1200 * 1024;
#else
inline constexpr int64_t kMostMemoryKib = 400 * 1024;
#endif

// Eight who read and two who change something, each waiting for one answer before asking the next. Who is refused, or
// not answered, ends the test.
class PeopleBeside {
 public:
  static constexpr int kReaders = 8;
  static constexpr int kWriters = 2;

  // In turn over these channels; all as the caller, whose account ("federations/…/accounts/…") this is.
  PeopleBeside(std::vector<std::shared_ptr<grpc::Channel>> channels, Caller caller, std::string account);
  ~PeopleBeside();

  // Calls answered a second, until `ends` says so, but for `least` at least.
  double Rate(std::chrono::duration<double> least, const std::function<bool()>& ends);
  // Answered so far.
  [[nodiscard]] int64_t done() const { return done_.load(); }

 private:
  void Read(v1::DirectoryService::Stub& stub);
  // A command like any: an entry of the journal, on the disk before it is answered.
  void Change(v1::InboxService::Stub& stub);
  void Count(const grpc::Status& status);

  const Caller caller_;
  const std::string account_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int64_t> done_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace phancong::faults

#endif  // PHANCONG_TESTS_FAULTS_PEOPLE_BESIDE_H_
