// Programs as processes: those that run beside, those that are waited for, and what they take.
#ifndef PHANCONG_TESTS_BENCH_PROCESSES_H_
#define PHANCONG_TESTS_BENCH_PROCESSES_H_

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/faults/real_server.h"

namespace phancong::bench {

// Ends with this object.
class Process {
 public:
  explicit Process(std::vector<std::string> words) : process_(faults::Spawn(std::move(words))) {}
  ~Process() { (void)faults::Kill(process_); }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

 private:
  const pid_t process_;
};

// What a process has in memory, and the most that it ever had; bytes.
struct Memory {
  int64_t resident = 0;
  int64_t most_resident = 0;
};
[[nodiscard]] Memory MemoryOf(pid_t process);

// How a program went that was waited for. What it printed is nowhere.
struct Errand {
  double seconds = 0;
  int64_t most_resident = 0;
  // Of files that it had open and that have no name; bytes, looked at twenty times a second.
  int64_t most_nameless = 0;
};
// Ends the process where the program does not end with 0.
[[nodiscard]] Errand RunToTheEnd(std::vector<std::string> words);

}  // namespace phancong::bench

#endif  // PHANCONG_TESTS_BENCH_PROCESSES_H_
