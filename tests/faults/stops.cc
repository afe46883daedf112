// The database fails at any statement of any command: the command is refused as one that may be asked again, nothing of
// it is left in any table, and asked again it is done as if nothing had been. In a federation that has lived two years,
// with the first accepted call of each kind in the corpus of the fuzzer's target `command`; all of it is taken back.
//
//   stops_test CORPUS [STEP]       at each STEPth statement; 1 where not given
//
// Exits by abort where a check fails, and says which.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "google/protobuf/message.h"
#include "services/rules/merkle.h"
#include "services/rules/refusal.h"
#include "services/serving/announcements.h"
#include "services/serving/clock.h"
#include "services/serving/commands.h"
#include "services/serving/entropy.h"
#include "services/serving/status.h"
#include "services/serving/writer.h"
#include "spdlog/spdlog.h"
#include "storage/schema.h"
#include "storage/store.h"
#include "tests/fuzz/call_lines.h"
#include "tests/fuzz/federation.h"
#include "tests/fuzz/must.h"
#include "tests/storage/inside_transaction.h"

namespace phancong::faults {
namespace {

using fuzz::Must;
using google::protobuf::Message;

constexpr size_t kCommandsStopped = 50;

// What all rows of all tables are, told in one value.
std::string PictureOf(storage::ReadTransaction& tx) {
  const auto declared = storage::DeclaredTables(tx);
  Must(declared.ok(), "the tables are declared");
  std::string all;
  for (const storage::TableDeclaration& table : *declared) {
    const auto rows = tx.Query(fmt::format("SELECT * FROM {} ORDER BY {}", table.name, table.key), {});
    Must(rows.ok(), "rows can be read: " + rows.status().ToString());
    all += fmt::format("{} {}\n", table.name, rows->size());
    for (const storage::Row& row : *rows) {
      for (const storage::Value& value : row.values()) {
        all += static_cast<char>(value.index());
        if (const auto* number = std::get_if<int64_t>(&value)) all += std::to_string(*number);
        if (const auto* text = std::get_if<std::string>(&value)) all += *text;
        if (const auto* blob = std::get_if<storage::Blob>(&value)) all += blob->bytes;
        all += '\0';
      }
    }
  }
  return rules::Sha256(all);
}

enum class Stops {
  kNever,
  kOnce,     // that statement fails, and what comes after its savepoint goes well
  kForGood,  // every statement from that one on
};

// Statements of one transaction, counted; the savepoint's begin and its release are two.
class StoppingTransaction final : public storage::WriteTransaction {
 public:
  StoppingTransaction(storage::WriteTransaction& behind, Stops stops, int64_t at)
      : behind_(behind), stops_(stops), left_(at) {
    facts() = behind.facts();
  }

  absl::StatusOr<storage::Rows> Query(std::string_view sql, const storage::Values& values) override {
    if (absl::Status next = Next(); !next.ok()) return next;
    return behind_.Query(sql, values);
  }
  absl::StatusOr<std::vector<std::string>> Columns(std::string_view table) override { return behind_.Columns(table); }
  absl::Status CheckIntegrity() override { return behind_.CheckIntegrity(); }
  absl::Status Execute(std::string_view sql, const storage::Values& values) override {
    if (absl::Status next = Next(); !next.ok()) return next;
    return behind_.Execute(sql, values);
  }
  absl::StatusOr<int64_t> ExecuteCounted(std::string_view sql, const storage::Values& values) override {
    if (absl::Status next = Next(); !next.ok()) return next;
    return behind_.ExecuteCounted(sql, values);
  }
  absl::Status ExecuteScript(std::string_view sql) override {
    if (absl::Status next = Next(); !next.ok()) return next;
    return behind_.ExecuteScript(sql);
  }
  absl::Status Savepoint(absl::FunctionRef<absl::Status()> body) override {
    if (absl::Status next = Next(); !next.ok()) return next;
    const absl::Status outcome = behind_.Savepoint([&]() -> absl::Status {
      absl::Status inside = body();
      if (inside.ok()) inside = spoiled_;
      if (inside.ok()) inside = Next();
      return inside;
    });
    if (stops_ == Stops::kOnce) spoiled_ = absl::OkStatus();
    return outcome;
  }

  [[nodiscard]] bool has_stopped() const { return has_stopped_; }
  [[nodiscard]] int64_t statements() const { return statements_; }

 private:
  // As store.h has it: an error stays with its savepoint.
  absl::Status Next() {
    ++statements_;
    if (stops_ != Stops::kNever && !has_stopped_ && --left_ == 0) {
      has_stopped_ = true;
      spoiled_ = absl::UnavailableError("the disk is full");
    }
    return spoiled_;
  }

  storage::WriteTransaction& behind_;
  const Stops stops_;
  int64_t left_;
  absl::Status spoiled_;
  bool has_stopped_ = false;
  int64_t statements_ = 0;
};

// Takes back what is written, but for the look that it takes before.
class StoppingStore final : public storage::Store {
 public:
  explicit StoppingStore(storage::Store& behind) : behind_(behind) {}

  void StopAt(Stops stops, int64_t statement) {
    stops_ = stops;
    statement_ = statement;
  }
  absl::Status Read(absl::FunctionRef<absl::Status(storage::ReadTransaction&)> body) override {
    return behind_.Read(body);
  }
  absl::Status Write(absl::FunctionRef<absl::Status(storage::WriteTransaction&)> body) override {
    bool committed = false;
    const absl::Status taken_back = behind_.Write([&](storage::WriteTransaction& tx) -> absl::Status {
      if (absl::Status savepoints = storage::WithSavepoints(tx); !savepoints.ok()) return savepoints;
      StoppingTransaction stopping(tx, stops_, statement_);
      const absl::Status outcome = body(stopping);
      has_stopped_ = stopping.has_stopped();
      statements_ = stopping.statements();
      committed = outcome.ok() && !(stops_ == Stops::kForGood && has_stopped_);
      if (committed) picture_ = PictureOf(tx);
      return absl::AbortedError("taken back");
    });
    Must(absl::IsAborted(taken_back), "it is taken back: " + taken_back.ToString());
    return committed ? absl::OkStatus() : absl::UnavailableError("the disk is full");
  }

  // Of the last write: how many statements it had, whether it was stopped, what it would have left.
  [[nodiscard]] int64_t statements() const { return statements_; }
  [[nodiscard]] bool has_stopped() const { return has_stopped_; }
  [[nodiscard]] const std::string& picture() const { return picture_; }

 private:
  storage::Store& behind_;
  Stops stops_ = Stops::kNever;
  int64_t statement_ = 0;
  int64_t statements_ = 0;
  bool has_stopped_ = false;
  std::string picture_;
};

// The same bytes for each command.
class Sequence final : public serving::Entropy {
 public:
  void BeginAgain() { random_.seed(1); }
  std::string Bytes(size_t count) override {
    std::string bytes;
    while (bytes.size() < count) bytes.push_back(static_cast<char>(random_() & 0xff));
    return bytes;
  }

 private:
  std::mt19937_64 random_{1};
};

class Trial {
 public:
  Trial(const fuzz::Federation& federation, int64_t step)
      : federation_(federation),
        step_(step),
        store_(*federation.store),
        clock_(federation.now_micros),
        writer_(store_),
        commands_(writer_, clock_, entropy_, announcements_) {
    ForgetRequests();
    untouched_ = LookAtAll();
  }

  // Whether the call is a command that is accepted, and of a kind that was not stopped yet.
  bool Stop(const fuzz::Call& call) {
    const std::string& name = call.body->descriptor->name();
    if (stopped_.contains(name)) return false;
    std::string answer;
    store_.StopAt(Stops::kNever, 0);
    if (!Run(call, answer).ok()) return false;
    // What it has looked up for the first time is kept in memory, and asked for no more when it is stopped.
    store_.StopAt(Stops::kNever, 0);
    Must(Run(call, answer).ok(), name + " is done again");
    const int64_t statements = store_.statements();
    const std::string done = store_.picture();
    Must(done != untouched_, name + " changes something");
    for (const Stops stops : {Stops::kOnce, Stops::kForGood}) {
      for (int64_t statement = 1; statement <= statements; statement += step_) {
        StopAt(call, stops, statement, done, answer);
      }
    }
    stopped_[name] = statements;
    return true;
  }
  [[nodiscard]] const std::map<std::string, int64_t>& stopped() const { return stopped_; }
  [[nodiscard]] int64_t stops() const { return stops_; }

 private:
  void StopAt(const fuzz::Call& call, Stops stops, int64_t statement, const std::string& done,
              const std::string& answer) {
    const std::string where = fmt::format("{}, stopped at statement {}", call.body->descriptor->name(), statement);
    ++stops_;
    std::string none;
    store_.StopAt(stops, statement);
    const absl::Status outcome = Run(call, none);
    Must(store_.has_stopped(), where + ", is stopped");
    const grpc::Status shown = serving::ToGrpc(outcome, "vi");
    Must(shown.error_code() == grpc::StatusCode::UNAVAILABLE, where + ", may be asked again: " + outcome.ToString());
    if (stops == Stops::kOnce) Must(store_.picture() == untouched_, where + ", leaves nothing");
    // Asked again, as often as that is worth its time.
    if (stops_ % 10 != 0) return;
    std::string again;
    store_.StopAt(Stops::kNever, 0);
    const absl::Status retried = Run(call, again);
    Must(retried.ok(), where + ", is done when it is asked again: " + retried.ToString());
    Must(store_.picture() == done, where + ", leaves what it would have left");
    Must(again == answer, where + ", is answered as it would have been");
    Must(LookAtAll() == untouched_, where + ", has left nothing");
  }

  // The first command of an hour has the writer forget old requests beside it. The clock stands still: this was it.
  void ForgetRequests() {
    const auto& bodies = fuzz::BodiesOfTheContract();
    const fuzz::Body& body = *std::find_if(bodies.begin(), bodies.end(),
                                           [](const fuzz::Body& any) { return static_cast<bool>(any.command); });
    fuzz::Call unnamed{.body = &body, .account = &federation_.accounts.front(), .request = {}};
    unnamed.request.reset(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(body.descriptor->input_type())->New());
    std::string none;
    Must(!Run(unnamed, none).ok(), "a command without a request_id is refused");
    std::promise<void> forgotten;
    Must(writer_
             .Submit({.federation = 0,
                      .abandoned = {},
                      .work = [](storage::WriteTransaction&) {},
                      .done = [&forgotten](const absl::Status&) { forgotten.set_value(); }})
             .ok(),
         "the writer takes work");
    forgotten.get_future().wait();
  }

  std::string LookAtAll() {
    std::string picture;
    const absl::Status looked = federation_.store->Read([&](storage::ReadTransaction& tx) {
      picture = PictureOf(tx);
      return absl::OkStatus();
    });
    Must(looked.ok(), "the tables can be read");
    return picture;
  }

  absl::Status Run(const fuzz::Call& call, std::string& answer) {
    entropy_.BeginAgain();
    const std::unique_ptr<Message> response(google::protobuf::MessageFactory::generated_factory()
                                                ->GetPrototype(call.body->descriptor->output_type())
                                                ->New());
    serving::Actor actor;
    actor.federation = federation_.number;
    actor.federation_id = federation_.id;
    actor.account = call.account->number;
    actor.account_id = call.account->id;
    std::promise<absl::Status> answered;
    commands_.Run({.method = call.body->method,
                   .actor = actor,
                   .request = call.request.get(),
                   .response = response.get(),
                   .body =
                       [&](serving::CommandContext& context) {
                         return call.body->command(context, *call.request, response.get());
                       },
                   .committed = {},
                   .abandoned = {},
                   .done = [&answered](const absl::Status& outcome) { answered.set_value(outcome); }});
    absl::Status outcome = answered.get_future().get();
    answer = response->ShortDebugString();
    return outcome;
  }

  const fuzz::Federation& federation_;
  const int64_t step_;
  StoppingStore store_;
  serving::VirtualClock clock_;
  Sequence entropy_;
  serving::Announcements announcements_;
  serving::Writer writer_;
  serving::Commands commands_;
  std::string untouched_;
  std::map<std::string, int64_t> stopped_;
  int64_t stops_ = 0;
};

void Run(const std::string& folder, int64_t step) {
  Trial trial(fuzz::TheFederation(), step);
  std::set<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.insert(entry.path());
  for (const auto& path : files) {
    std::ifstream file(path, std::ios::binary);
    std::vector<fuzz::Call> calls = fuzz::CallsOf(std::string((std::istreambuf_iterator<char>(file)), {}));
    fuzz::FillRequestIds(calls);
    if (calls.size() == 1 && calls.front().body->command) trial.Stop(calls.front());
  }
  for (const auto& [name, statements] : trial.stopped()) fmt::print("{:<28} {} statements\n", name, statements);
  fmt::print("{} commands, {} stops\n", trial.stopped().size(), trial.stops());
  // Where the federation's history goes another way, the corpus may miss it: then it is to be written anew.
  Must(trial.stopped().size() >= kCommandsStopped, "the corpus has accepted requests of most commands");
}

}  // namespace
}  // namespace phancong::faults

int main(int argc, char** argv) {
  phancong::fuzz::Must(argc >= 2, "stops_test CORPUS [STEP]");
  // Each stop would be said.
  spdlog::set_level(spdlog::level::off);
  phancong::faults::Run(argv[1], argc > 2 ? std::stoll(argv[2]) : 1);
  return 0;
}
