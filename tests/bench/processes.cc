#include "tests/bench/processes.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "fmt/format.h"

extern char** environ;

namespace phancong::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kLookMillis = 50;

int64_t NamelessBytesOf(pid_t process) {
  int64_t bytes = 0;
  std::error_code gone;
  for (const fs::directory_entry& entry : fs::directory_iterator(fmt::format("/proc/{}/fd", process), gone)) {
    struct stat file {};
    if (stat(entry.path().c_str(), &file) == 0 && S_ISREG(file.st_mode) && file.st_nlink == 0) bytes += file.st_size;
  }
  return bytes;
}

}  // namespace

Memory MemoryOf(pid_t process) {
  Memory memory;
  std::ifstream status(fmt::format("/proc/{}/status", process));
  for (std::string word; status >> word;) {
    if (word == "VmRSS:") status >> memory.resident;
    if (word == "VmHWM:") status >> memory.most_resident;
  }
  return {.resident = memory.resident * 1024, .most_resident = memory.most_resident * 1024};
}

Errand RunToTheEnd(std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  const auto begun = std::chrono::steady_clock::now();
  pid_t process = 0;
  if (posix_spawn(&process, arguments[0], &quiet, nullptr, arguments.data(), environ) != 0) {
    faults::Fail("no " + words[0]);
  }
  posix_spawn_file_actions_destroy(&quiet);
  Errand errand;
  pollfd ended{.fd = static_cast<int>(syscall(SYS_pidfd_open, process, 0)), .events = POLLIN, .revents = 0};
  if (ended.fd < 0) faults::Fail("a process could not be looked at");
  // What is told of an ended one begins with what this process itself had when it started it.
  do {
    errand.most_nameless = std::max(errand.most_nameless, NamelessBytesOf(process));
    errand.most_resident = std::max(errand.most_resident, MemoryOf(process).most_resident);
  } while (poll(&ended, 1, kLookMillis) == 0);
  close(ended.fd);
  int status = 0;
  waitpid(process, &status, 0);
  errand.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) faults::Fail(words[0] + " did not end well");
  return errand;
}

}  // namespace phancong::bench
