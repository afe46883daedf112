#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "peers.pb.h"
#include "phancong/v1/grassroots_union_service.pb.h"
#include "phancong/v1/journal_service.pb.h"
#include "tests/bench/load.h"
#include "tests/bench/peers.h"
#include "tests/bench/rows.h"
#include "tests/bench/watchers.h"

namespace phancong::bench {
namespace {

using std::chrono::steady_clock;
using Millis = std::chrono::duration<double, std::milli>;
using Seconds = std::chrono::duration<double>;

constexpr char kSection[] = "100 watchers of one federation's entries; peer: a bare gRPC server with as many followers";
constexpr char kSubmitTask[] = "/phancong.v1.GrassrootsUnionService/SubmitTask";
constexpr size_t kWatchers = 100;
// More than can be said in the time.
constexpr size_t kSaid = 50'000;
constexpr size_t kConnections = 5;
constexpr size_t kCallers = 16;

// What one side does with a message that all of its watchers get.
struct Told {
  // From the answer to who caused it until the last watcher had it; below 0 where the watchers were first.
  std::vector<double> after_answer_ms;
  // From its request.
  std::vector<double> after_request_ms;
  double messages_a_second = 0;
  size_t message_bytes = 0;
};

double Of100(std::vector<double> values, size_t per_cent) {
  std::sort(values.begin(), values.end());
  return values[values.size() * per_cent / 100];
}

// One side: what is watched, what causes messages, and how a message and the answer to its cause are numbered.
struct Side {
  faults::Caller door;
  std::vector<ReadyCall> watches;
  int64_t first_number = 0;
  std::vector<ReadyCall> causes;
  Watchers::NumberOf number_of;
  Watchers::NumberOf number_caused;  // of an answer
};

// First one at a time, for half of the time; then as fast as 16 callers do. Each watcher has one message from the
// beginning, by which it is known to watch.
Told Tell(const Side& side, std::chrono::milliseconds lasting) {
  Watchers watchers(Connections(side.door, kConnections), side.watches, side.number_of);
  const auto channel = faults::Connect(side.door);
  Told told;
  watchers.WaitForAll(side.first_number);
  size_t done = 0;
  const auto cause_one = [&] {
    if (done == side.causes.size()) faults::Fail("there are too few to tell");
    const auto begun = steady_clock::now();
    const int64_t number = side.number_caused(Call(channel, side.causes[done++]));
    const auto answered = steady_clock::now();
    const auto had = watchers.WaitForAll(number);
    told.after_answer_ms.push_back(Millis(had - answered).count());
    told.after_request_ms.push_back(Millis(had - begun).count());
    return had;
  };
  const auto end = steady_clock::now() + lasting / 2;
  while (steady_clock::now() < end || done == 0) cause_one();
  told.message_bytes = watchers.message_bytes();

  const std::vector<ReadyCall> rest(side.causes.begin() + static_cast<std::ptrdiff_t>(done), side.causes.end() - 1);
  const size_t before = watchers.messages();
  const auto begun = steady_clock::now();
  (void)bench::Measure(Connections(side.door, kCallers), kCallers, lasting / 2, Once(rest));
  done = side.causes.size() - 1;
  const auto had = cause_one();
  told.messages_a_second = static_cast<double>(watchers.messages() - before) / Seconds(had - begun).count();
  return told;
}

class Watches final : public RowGroup {
 public:
  explicit Watches(Stage& stage) : stage_(stage), large_(stage.Large()) {}

  void Measure(Table& table) override {
    Told entries;
    {
      const ServedCopy server(stage_, stage_.large_folder(), false);
      entries = Tell(Entries(server.door()), stage_.lasting());
    }
    const EchoServer echo(stage_, false);
    const Told said = Tell(Said(echo.door(), entries.message_bytes), stage_.lasting());
    table.Add(kSection, "messages, 16 submit", "/s", entries.messages_a_second, said.messages_a_second);
    table.Add(kSection, "from request to last, p50", "ms", Of100(entries.after_request_ms, 50),
              Of100(said.after_request_ms, 50));
    table.Add(kSection, "from request to last, p99", "ms", Of100(entries.after_request_ms, 99),
              Of100(said.after_request_ms, 99));
    table.Add(kSection, "after its answer, p50", "ms", Of100(entries.after_answer_ms, 50));
    table.Add(kSection, "after its answer, p99", "ms", Of100(entries.after_answer_ms, 99));
  }

 private:
  // Watched from the entry of the first submission on. A person has 20 watches at most.
  [[nodiscard]] Side Entries(const faults::Caller& door) const {
    const Submission& first = large_.submissions[0];
    v1::SubmitTaskResponse submitted;
    Call(faults::Connect(door), kSubmitTask, first.request, first.token, &submitted);
    v1::WatchEntriesRequest watch;
    watch.set_parent(large_.name);
    watch.set_after_revision(submitted.revision() - 1);
    Side side{
        .door = door,
        .watches = {},
        .first_number = submitted.revision(),
        .causes = {},
        .number_of =
            [](const grpc::ByteBuffer& message) { return Read<v1::WatchEntriesResponse>(message).entry().revision(); },
        .number_caused =
            [](const grpc::ByteBuffer& answer) { return Read<v1::SubmitTaskResponse>(answer).revision(); }};
    for (size_t i = 0; i < kWatchers; ++i) {
      side.watches.push_back(Ready("/phancong.v1.JournalService/WatchEntries", watch,
                                   large_.committee_tokens[i % large_.committee_tokens.size()]));
    }
    for (size_t i = 1; i < large_.submissions.size(); ++i) {
      side.causes.push_back(Ready(kSubmitTask, large_.submissions[i].request, large_.submissions[i].token));
    }
    return side;
  }

  [[nodiscard]] Side Said(const faults::Caller& door, size_t message_bytes) const {
    const Submission& like = large_.submissions[0];
    const auto number_of = [](const grpc::ByteBuffer& bytes) { return Read<SayResponse>(bytes).number(); };
    return {.door = door,
            .watches = std::vector<ReadyCall>(kWatchers, EchoServer::Follow(like.token)),
            .first_number = 0,
            .causes = std::vector<ReadyCall>(
                kSaid, EchoServer::Like(Ready(kSubmitTask, like.request, like.token), message_bytes, true)),
            .number_of = number_of,
            .number_caused = number_of};
  }

  Stage& stage_;
  const LargeFederation& large_;
};

}  // namespace

std::unique_ptr<RowGroup> WatchRows(Stage& stage) { return std::make_unique<Watches>(stage); }

}  // namespace phancong::bench
