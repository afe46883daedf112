// Calls at a steady pace, whether those before are answered or not: as people come, who do not wait for each other.
#ifndef PHANCONG_TESTS_BENCH_PACED_H_
#define PHANCONG_TESTS_BENCH_PACED_H_

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "grpcpp/channel.h"
#include "tests/bench/load.h"

namespace phancong::bench {

class PacedCalls {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  // Begins at once: each of the calls once, one every `interval`, on the channels in turn. `calls` outlives it.
  PacedCalls(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const std::vector<ReadyCall>& calls,
             std::chrono::microseconds interval);
  ~PacedCalls();
  PacedCalls(const PacedCalls&) = delete;
  PacedCalls& operator=(const PacedCalls&) = delete;

  // Waits until all calls were made.
  void WaitUntilMade();
  // Makes no more calls, and waits for those that were made. Of those that were under way between two moments.
  [[nodiscard]] Figures Stop(Moment from, Moment to);

 private:
  struct Made;
  void Run(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const std::vector<ReadyCall>& calls,
           std::chrono::microseconds interval);
  void Join();

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;                    // guarded by mutex_
  size_t under_way_ = 0;                     // guarded by mutex_
  std::vector<std::unique_ptr<Made>> made_;  // added to by the thread alone
  std::thread thread_;
};

}  // namespace phancong::bench

#endif  // PHANCONG_TESTS_BENCH_PACED_H_
