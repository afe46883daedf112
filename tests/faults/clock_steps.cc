// The machine's clock is stepped forth and back while people work: nobody is signed out, no call fails or waits, the
// times of entries never go back, and `verify` finds nothing.
//
//   clock_steps_test PHANCONGD STEPPED_CLOCK STEPS [SEED]      the library stepped_clock
//
// Prints the seed and what happened; exits with 1 where a check fails.

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <new>
#include <random>
#include <string>
#include <thread>
#include <utility>

#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"
#include "phancong/v1/journal_service.pb.h"
#include "tests/faults/people_at_work.h"
#include "tests/faults/real_server.h"
#include "tests/faults/stepped_clock.h"
#include "tests/support/program.h"
#include "tests/support/wire.h"

namespace phancong::faults {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr int64_t kMinute = int64_t{60} * 1'000'000;
// Three days either way: nobody's session is over by that.
constexpr int64_t kFarthestMinutes = int64_t{3} * 24 * 60;
constexpr milliseconds kLongest(5'000);

class Trial {
 public:
  Trial(std::string program, const std::string& library, int64_t steps, uint64_t seed)
      : program_(std::move(program)),
        steps_(steps),
        random_(seed),
        folder_(fs::temp_directory_path() / fmt::format("phancong-clock-{}", getpid())),
        db_((fs::create_directories(folder_), folder_ / "db")),
        people_(folder_, 6, seed),
        server_(program_, db_, {"--clear-text"}) {
    const std::string file = (folder_ / "clock").string();
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0 || ftruncate(fd, sizeof(std::atomic<int64_t>)) != 0) Fail("no " + file);
    void* const mapped = mmap(nullptr, sizeof(std::atomic<int64_t>), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    ::close(fd);
    if (mapped == MAP_FAILED) Fail("no " + file);
    step_ = new (mapped) std::atomic<int64_t>(0);
    server_.SetEnvironment({"LD_PRELOAD=" + library, fmt::format("{}={}", kClockVariable, file)});
  }
  ~Trial() {
    munmap(step_, sizeof(std::atomic<int64_t>));
    fs::remove_all(folder_);
  }

  void Run() {
    std::string address = server_.Start();
    people_.Begin(address);
    int64_t backward = 0;
    for (int64_t i = 0; i < steps_; ++i) {
      std::this_thread::sleep_for(milliseconds(100));
      const int64_t before = step_->load();
      *step_ = std::uniform_int_distribution<int64_t>(-kFarthestMinutes, kFarthestMinutes)(random_) * kMinute;
      if (step_->load() < before) ++backward;
      // And as it is found when the server starts.
      if (i % 10 == 9) {
        people_.Rest();
        server_.Stop();
        address = server_.Start();
        people_.Begin(address);
      }
    }
    people_.Rest();
    people_.CheckAll(address);
    if (people_.figures().longest > kLongest) Fail("somebody waited");
    const int64_t entries = CheckTimes(address);
    server_.Stop();
    const support::Ran ran = support::Runs({program_, "verify", "--db", db_.string()});
    if (!ran.succeeded) Fail("verify: " + ran.out);
    fmt::print(
        "{} steps, {} of them back; {} commands answered, longest wait {} ms; times of {} entries never go back\n",
        steps_, backward, people_.figures().answered, people_.figures().longest.count() / 1000, entries);
  }

 private:
  int64_t CheckTimes(const std::string& address) {
    const auto* const method =
        google::protobuf::DescriptorPool::generated_pool()->FindMethodByName("phancong.v1.JournalService.ListEntries");
    support::Wire wire(address);
    v1::ListEntriesRequest request;
    request.set_parent(people_.federation());
    request.set_page_size(1000);
    int64_t entries = 0;
    int64_t last = 0;
    do {
      const support::Reply reply = wire.As(people_.chair_token(), *method, request);
      if (!reply.answered.ok()) Fail("the journal could not be read: " + reply.answered.message);
      const auto& page = static_cast<const v1::ListEntriesResponse&>(*reply.messages.at(0));
      for (const v1::Entry& entry : page.entries()) {
        const int64_t time = google::protobuf::util::TimeUtil::TimestampToMicroseconds(entry.time());
        if (time < last) Fail(fmt::format("entry {} is before the one before it", entry.revision()));
        last = time;
        ++entries;
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return entries;
  }

  const std::string program_;
  const int64_t steps_;
  std::mt19937_64 random_;
  const fs::path folder_;
  const fs::path db_;
  PeopleAtWork people_;
  Server server_;
  std::atomic<int64_t>* step_ = nullptr;
};

}  // namespace
}  // namespace phancong::faults

int main(int argc, char** argv) {
  using namespace phancong::faults;  // NOLINT
  if (argc < 4) {
    fmt::print(stderr, "{} PHANCONGD STEPPED_CLOCK STEPS [SEED]\n", argv[0]);
    return 2;
  }
  testing::InitGoogleTest();
  const uint64_t seed = argc > 4 ? std::stoull(argv[4]) : std::random_device{}();
  fmt::print("seed {}\n", seed);
  std::fflush(stdout);
  Trial(argv[1], argv[2], std::stoll(argv[3]), seed).Run();
  return testing::UnitTest::GetInstance()->Failed() ? 1 : 0;
}
