// A clock that is stepped forth and back while a server runs: loaded before the C library (LD_PRELOAD), whose calls
// that tell the time of day it stands in for. By how many microseconds it is wrong stands in a file that the test has
// mapped, too.

#include "tests/faults/stepped_clock.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <ctime>

namespace phancong::faults {
namespace {

constexpr int64_t kMicros = 1'000'000;

// By the kernel itself: the C library's own call may not be there yet.
long Call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0) {
  static auto* const next = reinterpret_cast<long (*)(long, ...)>(dlsym(RTLD_NEXT, "syscall"));
  return next(number, a, b, c, d, e, f);
}

std::atomic<int64_t>* MapStep() {
  const char* const file = std::getenv(kClockVariable);
  const int fd = file == nullptr ? -1 : open(file, O_RDWR | O_CLOEXEC);
  if (fd < 0) std::abort();
  void* const step = mmap(nullptr, sizeof(std::atomic<int64_t>), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (step == MAP_FAILED) std::abort();
  return static_cast<std::atomic<int64_t>*>(step);
}

int64_t Step() {
  static auto* const step = MapStep();
  return step->load();
}

void Add(timespec& time, int64_t micros) {
  const int64_t nanos = time.tv_nsec + micros % kMicros * 1000;
  time.tv_sec += micros / kMicros + (nanos >= 1'000'000'000 ? 1 : 0) - (nanos < 0 ? 1 : 0);
  time.tv_nsec = (nanos + 1'000'000'000) % 1'000'000'000;
}

}  // namespace
}  // namespace phancong::faults

using namespace phancong::faults;  // NOLINT: these stand in for the C library's

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  const long got = Call(SYS_clock_gettime, clock, reinterpret_cast<long>(time));
  if (got == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) Add(*time, Step());
  return static_cast<int>(got);
}

int gettimeofday(timeval* time, void*) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t* out) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (out != nullptr) *out = now.tv_sec;
  return now.tv_sec;
}

// Whoever waits until a moment of this clock waits in the kernel, by the kernel's.
long syscall(long number, ...) noexcept {
  va_list rest;
  va_start(rest, number);
  long a[6];
  for (long& each : a) each = va_arg(rest, long);
  va_end(rest);
  const auto* const until = reinterpret_cast<const timespec*>(a[3]);
  if (number == SYS_futex && (a[1] & FUTEX_CLOCK_REALTIME) != 0 && until != nullptr) {
    timespec moved = *until;
    Add(moved, -Step());
    if (moved.tv_sec < 0) moved = {};
    return Call(number, a[0], a[1], a[2], reinterpret_cast<long>(&moved), a[4], a[5]);
  }
  return Call(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

}  // extern "C"
