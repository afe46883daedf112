// Clients that die half-way, send a byte at a time, never read, say nothing, ping without end, begin calls without end,
// and come in hundreds from one address, beside people who work: what those get of their calls, and what the server
// holds of memory and of connections. A command whose sender died is there once or not at all, and whoever asks again
// hears the one answer. A watcher who did not read goes on without a gap.
//
//   slow_clients_test PHANCONGD ROUNDS [SEED]
//
// Prints the seed and what happened; exits with 1 where a check fails. In more rounds than one, watchers sleep for so
// long that they are cut off, and one who never reads is waited for.

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "fmt/format.h"
#include "google/protobuf/util/message_differencer.h"
#include "phancong/v1/evidence_service.grpc.pb.h"
#include "phancong/v1/grassroots_union_service.grpc.pb.h"
#include "phancong/v1/journal_service.grpc.pb.h"
#include "phancong/v1/task_service.grpc.pb.h"
#include "services/rules/merkle.h"
#include "services/serving/connection_limits.h"
#include "services/serving/listener.h"
#include "services/serving/watches.h"
#include "tests/faults/people_beside.h"
#include "tests/faults/raw_connection.h"
#include "tests/faults/real_server.h"
#include "tests/faults/trial.h"
#include "tests/support/program.h"

namespace phancong::faults {
namespace {

namespace fs = std::filesystem;
using google::protobuf::util::MessageDifferencer;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr char kUnit[] = "thpt-viet-vinh";
constexpr char kFirstDay[] = "2025-01-06";
constexpr char kGetTask[] = "/phancong.v1.TaskService/GetTask";
constexpr char kComment[] = "/phancong.v1.TaskService/CommentOnTask";
constexpr char kSubmit[] = "/phancong.v1.GrassrootsUnionService/SubmitTask";
constexpr char kUpload[] = "/phancong.v1.EvidenceService/UploadEvidence";
constexpr char kWatch[] = "/phancong.v1.JournalService/WatchEntries";
// Of each measurement at least.
constexpr milliseconds kWindow(1'000);
// What may take long on a busy machine, and does not take for ever.
constexpr seconds kPatience(30);
constexpr int kDeathsInARound = 40;
// Without a bound they would be taken until there is no memory.
constexpr int64_t kMostUnagreed = 200'000;
constexpr int kSleepers = 12;
// As watches.h bounds it, and more.
constexpr int64_t kSleptThrough = serving::kMissedAnnouncements + 1'000;
// The addresses of those who come in hundreds, and of their neighbours.
constexpr int kHall = 1'000;
constexpr int kElsewhere = 2'000;
constexpr int kGreedy = 3'000;
// Of people's usual calls.
constexpr double kLeastShare = 0.5;

// A command, and whoever sends it.
struct Sent {
  std::string path;
  std::unique_ptr<google::protobuf::Message> request;
};

class Trial {
 public:
  Trial(std::string program, int64_t rounds, uint64_t seed)
      : rounds_(rounds),
        random_(seed),
        folder_(fs::temp_directory_path() / fmt::format("phancong-slow-clients-{}", getpid())),
        db_((fs::create_directories(folder_), folder_ / "db")),
        program_(std::move(program)),
        server_(program_, db_) {
    caller_ = Prepare(
        folder_, kUnit,
        [this](support::World& world) {
          world.IssuesTheYear();
          Plays(world);
          world.GoTo(Today());
          if (!world.Chair().SignsIn().ok()) Fail("nobody could sign in");
          chair_.token = world.Chair().token();
          chair_.parent = world.FederationName();
        },
        kFirstDay);
    server_.LogTo(folder_ / "log", "warn");
  }
  ~Trial() { fs::remove_all(folder_); }

  void Run() {
    caller_.address = server_.Start();
    chair_.address = caller_.address;
    chair_.certificate = caller_.certificate;
    std::vector<std::shared_ptr<grpc::Channel>> channels;
    for (int i = 0; i < PeopleBeside::kReaders + PeopleBeside::kWriters; ++i) channels.push_back(Connect(caller_));
    {
      PeopleBeside people(channels, caller_, account_);
      people.Rate(kWindow, [] { return true; });
      const size_t connections = Connections();
      const int64_t memory = MemoryKib(server_.process(), "VmRSS");
      for (int64_t round = 0; round < rounds_; ++round) {
        Beside(people, "die half-way", [this] { DieHalfWay(); });
        Beside(people, "die in an upload", [this] { DieInAnUpload(); });
        Beside(people, "send a byte at a time", [this] { SendAByteAtATime(); });
        Beside(people, "say nothing after the handshake", [this] { SayNothing(); });
        Beside(people, "come in hundreds from one address", [this] { ComeInHundreds(); });
        Beside(people, "ping without end", [this] { PingWithoutEnd(); });
        Beside(people, "want too much at a time", [this] { WantTooMuch(); });
        Beside(people, "never agree to a bound", [this] { NeverAgree(); });
        // The last of many sleep for longer than is waited for them.
        const bool long_sleep = rounds_ > 1 && round == rounds_ - 1;
        Beside(people, long_sleep ? "watch and sleep for long" : "watch and do not read",
               [&] { WatchAndSleep(long_sleep ? kSleptThrough : 600); });
        if (long_sleep) Beside(people, "watch and never read", [this] { NeverRead(); });
        WaitUntil("connections of those who are gone are open", [&] { return Connections() <= connections; });
        fmt::print("round {}: {} MiB of memory, {} before\n", round + 1, MemoryKib(server_.process(), "VmRSS") / 1024,
                   memory / 1024);
      }
    }
    CheckCommands();
    Judge();
    server_.Stop();
    const support::Ran ran = support::Runs({program_, "verify", "--db", db_.string()});
    if (!ran.succeeded) Fail("verify: " + ran.out);
  }

 private:
  size_t Below(size_t end) { return std::uniform_int_distribution<size_t>(0, end - 1)(random_); }

  void Plays(support::World& world) {
    support::Person& head = world.UnionChair(kUnit);
    account_ = head.name();
    v1::ListTasksRequest list;
    list.set_parent(world.RoundName("2025"));
    list.set_assignee(world.UnitName(kUnit));
    list.set_page_size(50);
    const auto page = head.Call<v1::ListTasksResponse>(list);
    if (!page.ok()) Fail("tasks could not be listed: " + page.message);
    for (const v1::Task& task : page->tasks()) {
      v1::SubmitTaskRequest submit;
      submit.set_name(task.name());
      *submit.mutable_report() = world.CompleteReport(task.name());
      submit.set_request_id("submit-" + task.item());
      to_submit_.push_back(std::move(submit));
    }
    task_ = page->tasks(0).name();
  }

  // What the server has open to somebody; each is two files of it (services/serving/listener.h), and some are its own.
  size_t Connections() const {
    size_t sockets = 0;
    std::error_code gone;
    for (const auto& file : fs::directory_iterator(fmt::format("/proc/{}/fd", server_.process()))) {
      if (fs::read_symlink(file.path(), gone).string().starts_with("socket:")) ++sockets;
    }
    return sockets / 2;
  }

  // People's calls while others do something, again and again for a while, as a share of what they are before and
  // after.
  template <typename Do>
  void Beside(PeopleBeside& people, const std::string& what, Do others) {
    const double before = people.Rate(kWindow, [] { return true; });
    std::atomic<bool> over = false;
    int64_t times = 0;
    const int64_t done_before = people.done();
    std::thread thread([&] {
      const auto begun = steady_clock::now();
      do {
        others();
        ++times;
      } while (steady_clock::now() - begun < kWindow);
      over = true;
    });
    const double meanwhile = people.Rate(milliseconds(0), [&] { return over.load(); });
    thread.join();
    const int64_t done = people.done() - done_before;
    const double after = people.Rate(kWindow, [] { return true; });
    const double share = 2 * meanwhile / (before + after);
    shares_.push_back(share);
    fmt::print("{:<36} {:>3} times: {:>6} calls of people meanwhile, {:.0f}/s; {:.0f}/s before and after ({:.2f})\n",
               what, times, done, meanwhile, (before + after) / 2, share);
    std::fflush(stdout);
    if (done == 0) Fail(what + ": nobody else was served");
  }

  // Ready for calls.
  std::unique_ptr<RawConnection> Ready(int number = 0, size_t piece = kWhole) {
    auto connection = std::make_unique<RawConnection>(caller_.address, number);
    if (!connection->ShakesHands(piece) || !connection->Sends(Preface(), piece)) Fail("a handshake failed");
    return connection;
  }
  // The message of an answer; what came instead ends the test.
  template <typename Response>
  static Response Answer(RawConnection& connection, uint32_t stream = 1) {
    while (const auto frame = connection.Next(kPatience)) {
      if (frame->type == kGoAway || (frame->type == kReset && frame->stream == stream)) break;
      if (frame->type != kData || frame->stream != stream) continue;
      Response response;
      // Behind the flag and the length.
      if (!response.ParseFromString(frame->payload.substr(std::min<size_t>(5, frame->payload.size())))) break;
      return response;
    }
    Fail("a call was not answered: " + Response::descriptor()->full_name());
  }

  Sent NextCommand() {
    if (!to_submit_.empty() && Below(4) == 0) {
      auto submit = std::make_unique<v1::SubmitTaskRequest>(std::move(to_submit_.back()));
      to_submit_.pop_back();
      return {.path = kSubmit, .request = std::move(submit)};
    }
    auto comment = std::make_unique<v1::CommentOnTaskRequest>();
    comment->set_name(task_);
    comment->set_request_id(fmt::format("comment-{}", ++comments_));
    comment->set_text(fmt::format("bình luận thứ {}", comments_));
    return {.path = kComment, .request = std::move(comment)};
  }

  // Somewhere between the first byte of a command and its answer.
  void DieHalfWay() {
    for (int i = 0; i < kDeathsInARound; ++i) {
      Sent command = NextCommand();
      const std::string call =
          CallBegins(1, command.path, caller_.token) + Message(1, command.request->SerializeAsString(), true);
      const bool whole = Below(3) != 0;
      const auto connection = Ready();
      if (!connection->Sends(call.substr(0, whole ? call.size() : Below(call.size())))) Fail("a call was not taken");
      if (whole) std::this_thread::sleep_for(std::chrono::microseconds(Below(3'000)));
      connection->Dies(Below(2) == 0);
      ++(whole ? died_before_the_answer_ : died_in_the_call_);
      died_.push_back(std::move(command));
    }
  }

  // More of them than uploads are taken at a time: what they had is free for the next.
  void DieInAnUpload() {
    const std::string content = "%PDF-1.4\n" + std::string(200'000, 'x') + std::to_string(++uploads_);
    v1::UploadEvidenceRequest request;
    request.set_parent(caller_.parent);
    request.set_file_name("bien-ban.pdf");
    request.set_kind("minutes");
    request.set_size(static_cast<int64_t>(content.size()));
    request.set_sha256(rules::Sha256(content));
    request.set_request_id(fmt::format("upload-{}", uploads_));
    request.set_chunk(content.substr(0, 10'000));
    for (int i = 0; i < 20; ++i) {
      const auto connection = Ready();
      const std::string call =
          CallBegins(1, kUpload, caller_.token) + Message(1, request.SerializeAsString(), /*last=*/false);
      if (!connection->Sends(call.substr(0, call.size() - Below(5'000)))) Fail("an upload was not taken");
      connection->Dies(Below(2) == 0);
    }
    // The same, to its end, and once more.
    std::vector<v1::UploadEvidenceResponse> answers;
    while (answers.size() < 2) {
      v1::UploadEvidenceResponse response;
      grpc::ClientContext context;
      Authorise(context, caller_);
      const auto stub = v1::EvidenceService::NewStub(Connect(caller_));
      const auto stream = stub->UploadEvidence(&context, &response);
      request.set_chunk(content);
      stream->Write(request);
      stream->WritesDone();
      const grpc::Status uploaded = stream->Finish();
      if (ReasonOf(uploaded) == "OVERLOADED") continue;
      if (!uploaded.ok()) Fail("an upload was refused: " + ReasonOf(uploaded));
      answers.push_back(std::move(response));
    }
    if (!MessageDifferencer::Equals(answers[0], answers[1])) Fail("an upload was answered otherwise the second time");
  }

  // Each byte of the handshake, and each of the call in a record of TLS, which again comes byte by byte.
  void SendAByteAtATime() {
    const auto connection = Ready(0, 1);
    v1::GetTaskRequest get;
    get.set_name(task_);
    if (!connection->Sends(CallBegins(1, kGetTask, caller_.token) + Message(1, get.SerializeAsString(), true), 1)) {
      Fail("a slow call was not taken");
    }
    if (Answer<v1::GetTaskResponse>(*connection).task().name() != task_) Fail("a slow call got another's answer");
    Sent command = NextCommand();
    if (!connection->Sends(
            CallBegins(3, command.path, caller_.token) + Message(3, command.request->SerializeAsString(), true), 1)) {
      Fail("a slow command was not taken");
    }
    // Not read to its end: what it says is what whoever asks again hears.
    while (const auto frame = connection->Next(kPatience)) {
      if (frame->type == kData && frame->stream == 3) break;
      if (frame->type == kGoAway) Fail("a slow command was hung up on");
    }
    died_.push_back(std::move(command));
  }

  void SayNothing() {
    std::vector<std::unique_ptr<RawConnection>> silent;
    while (silent.size() < 100) silent.push_back(Ready(kElsewhere + static_cast<int>(silent.size())));
    for (const auto& one : silent) {
      while (one->Next(milliseconds(0))) {
      }
      if (one->IsOver()) Fail("a connection that may be silent was hung up on");
    }
  }

  // More than one address may have: those beyond are reset, and nobody else notices.
  void ComeInHundreds() {
    constexpr size_t kMost = serving::ConnectionBounds{}.of_address;
    constexpr size_t kMore = 50;
    const int hall = kHall + ++halls_;
    const auto neighbour = Ready(hall);
    std::vector<int> sockets;
    while (sockets.size() < kMost - 1 + kMore) sockets.push_back(ConnectFrom(hall, PortOf(caller_.address)));
    WaitUntil("too many from one address: never",
              [&] { return static_cast<size_t>(std::count_if(sockets.begin(), sockets.end(), IsHungUp)) == kMore; });
    // Who was there before goes on, and who comes from elsewhere comes in.
    const auto stranger = Ready(kElsewhere);
    v1::GetTaskRequest get;
    get.set_name(task_);
    for (RawConnection* const one : {neighbour.get(), stranger.get()}) {
      one->Sends(CallBegins(1, kGetTask, caller_.token) + Message(1, get.SerializeAsString(), true));
      if (Answer<v1::GetTaskResponse>(*one).task().name() != task_) Fail("somebody got another's answer");
    }
    for (const int socket : sockets) close(socket);
    // And when they have gone, there is room again.
    WaitUntil("nobody else comes in from that address: never", [&] {
      RawConnection late(caller_.address, hall);
      return late.ShakesHands();
    });
    hundreds_ += static_cast<int64_t>(kMore);
  }

  void PingWithoutEnd() {
    const auto connection = Ready();
    // A library's own are minutes apart.
    for (int i = 0; i < 10 && connection->Sends(Ping()); ++i) {
    }
    constexpr uint32_t kEnhanceYourCalm = 11;
    while (const auto frame = connection->Next(kPatience)) {
      if (frame->type == kGoAway && NumberAt(*frame, 4) == kEnhanceYourCalm) ++hung_up_;
    }
    if (!connection->IsOver()) Fail("who pings without end is borne with");
  }

  // More metadata than a call may have, and more calls than a connection: they wait for their message for ever.
  void WantTooMuch() {
    const auto connection = Ready();
    const std::string too_much(serving::kMetadataBytes + 1, 'x');
    v1::GetTaskRequest get;
    get.set_name(task_);
    if (!connection->Sends(CallBegins(1, kGetTask, caller_.token, too_much) +
                           Message(1, get.SerializeAsString(), true))) {
      Fail("a call was not taken");
    }
    while (true) {
      const auto frame = connection->Next(kPatience);
      if (!frame || frame->stream == 0) continue;
      if (frame->type == kData) Fail("a call with too much metadata was answered");
      break;
    }
    connection->Sends(Agreement());
    constexpr uint32_t kStreams = serving::kStreamsOfConnection;
    std::string calls;
    for (uint32_t i = 0; i <= kStreams; ++i) calls += CallBegins(3 + 2 * i, kGetTask, caller_.token);
    connection->Sends(calls);
    bool refused = false;
    while (!refused) {
      const auto frame = connection->Next(kPatience);
      if (!frame && !connection->IsOver()) break;
      refused = !frame || frame->type == kGoAway || frame->type == kReset;
    }
    if (!refused) Fail(fmt::format("call {} of one connection was taken", kStreams + 1));
  }

  // As many calls as it likes, since it never says that it has heard how many it may have. Their messages do not come.
  // Whoever comes again from that address at once is turned away.
  void NeverAgree() {
    const auto connection = std::make_unique<RawConnection>(caller_.address, kGreedy);
    if (!connection->ShakesHands() || !connection->Sends(Preface())) {
      if (unagreed_ == 0) Fail("a handshake failed");
      ++turned_away_;
      return;
    }
    int64_t begun = 0;
    for (bool taken = true; taken && begun < kMostUnagreed;) {
      std::string calls;
      for (int i = 0; i < 100; ++i) calls += CallBegins(static_cast<uint32_t>(2 * begun++ + 1), kGetTask, "nobody");
      taken = connection->Sends(calls);
    }
    if (begun >= kMostUnagreed) Fail(fmt::format("{} calls of one connection were taken", begun));
    unagreed_ = std::max(unagreed_, begun);
  }

  // What the journal has last.
  int64_t Head() {
    grpc::ClientContext context;
    Authorise(context, chair_);
    v1::GetCheckpointRequest request;
    request.set_parent(chair_.parent);
    v1::GetCheckpointResponse response;
    const auto status = v1::JournalService::NewStub(Connect(chair_))->GetCheckpoint(&context, request, &response);
    if (!status.ok()) Fail("there is no checkpoint: " + ReasonOf(status));
    return response.revision();
  }

  struct Watch {
    Watch(const Caller& who, int64_t after) : stub(v1::JournalService::NewStub(Connect(who))), last(after) {
      context.AddMetadata("authorization", "Bearer " + who.token);
      v1::WatchEntriesRequest request;
      request.set_parent(who.parent);
      request.set_after_revision(after);
      stream = stub->WatchEntries(&context, request);
    }
    // The next entry follows the last.
    bool Reads() {
      v1::WatchEntriesResponse response;
      if (!stream->Read(&response)) return false;
      if (response.entry().revision() != last + 1) {
        Fail(fmt::format("a watcher got entry {} after {}", response.entry().revision(), last.load()));
      }
      ++last;
      return true;
    }
    // Cancelled from here.
    ~Watch() {
      context.TryCancel();
      while (stream != nullptr && Reads()) {
      }
      if (stream != nullptr) static_cast<void>(stream->Finish());
    }
    grpc::ClientContext context;
    std::unique_ptr<v1::JournalService::Stub> stub;
    std::unique_ptr<grpc::ClientReader<v1::WatchEntriesResponse>> stream;
    std::atomic<int64_t> last;
  };

  // Watchers of the same journal, of whom all but one read nothing while so many entries are written; then they read.
  void WatchAndSleep(int64_t entries) {
    const int64_t begin = Head();
    const int64_t memory = MemoryKib(server_.process(), "VmRSS");
    std::vector<std::unique_ptr<Watch>> sleepers;
    Caller sleeper = chair_;
    sleeper.takes_little = true;
    while (sleepers.size() < kSleepers) sleepers.push_back(std::make_unique<Watch>(sleeper, begin));
    Watch awake(chair_, begin);
    // Of what people do, a part is entries: until so many have come to whoever reads.
    while (awake.last < begin + entries) {
      if (!awake.Reads()) Fail("a watcher who reads was cut off");
    }
    const int64_t held = MemoryKib(server_.process(), "VmRSS") - memory;
    const int64_t end = Head();
    int64_t cut_off = 0;
    for (std::unique_ptr<Watch>& sleeper : sleepers) {
      while (sleeper->last < end && sleeper->Reads()) {
      }
      if (sleeper->last >= end) continue;
      const grpc::Status status = std::exchange(sleeper->stream, nullptr)->Finish();
      if (ReasonOf(status) != "OVERLOADED") Fail("a watcher who slept was ended with " + ReasonOf(status));
      ++cut_off;
      sleeper = std::make_unique<Watch>(chair_, sleeper->last);
      while (sleeper->last < end) {
        if (!sleeper->Reads()) Fail("a watcher who goes on is cut off");
      }
    }
    cut_off_ += cut_off;
    if (entries > serving::kMissedAnnouncements && cut_off != kSleepers) {
      Fail(fmt::format("{} of {} who slept through {} entries were cut off", cut_off, kSleepers, entries));
    }
    fmt::print("  {} slept through {} entries, {} were cut off; memory grew by {} KiB\n", kSleepers, end - begin,
               cut_off, held);
    if (held > 64 * 1024) Fail("what nobody reads is kept");
  }

  // Does not even take what comes from the network.
  void NeverRead() {
    const size_t connections = Connections();
    const auto begun = steady_clock::now();
    RawConnection deaf(caller_.address);
    deaf.KeepsLittle();
    v1::WatchEntriesRequest request;
    request.set_parent(chair_.parent);
    if (!deaf.ShakesHands() || !deaf.Sends(Preface()) ||
        !deaf.Sends(CallBegins(1, kWatch, chair_.token) + Message(1, request.SerializeAsString(), true))) {
      Fail("a watch was not taken");
    }
    WaitUntil("a watch begins: never", [&] { return Connections() > connections; });
    const auto most = milliseconds(serving::kUnheardMillis) + kPatience;
    while (Connections() > connections) {
      if (steady_clock::now() - begun > most) Fail("a watcher who never reads is kept");
      std::this_thread::sleep_for(milliseconds(100));
    }
    fmt::print("  who never reads was hung up on after {} s\n",
               std::chrono::duration_cast<seconds>(steady_clock::now() - begun).count());
  }

  // Each is asked for twice: the same answer, and one entry.
  void CheckCommands() {
    const int64_t head = Head();
    int64_t done_unheard = 0;
    std::map<std::string, int64_t> revisions;
    const auto channel = Connect(caller_);
    const auto tasks = v1::TaskService::NewStub(channel);
    const auto unions = v1::GrassrootsUnionService::NewStub(channel);
    for (const Sent& sent : died_) {
      if (sent.path == kSubmit) {
        const auto& request = static_cast<const v1::SubmitTaskRequest&>(*sent.request);
        revisions[request.request_id()] =
            AsksTwice<v1::SubmitTaskResponse>(*unions, &v1::GrassrootsUnionService::Stub::SubmitTask, request);
      } else {
        const auto& request = static_cast<const v1::CommentOnTaskRequest&>(*sent.request);
        revisions[request.request_id()] =
            AsksTwice<v1::CommentOnTaskResponse>(*tasks, &v1::TaskService::Stub::CommentOnTask, request);
      }
    }
    for (const auto& [id, revision] : revisions) done_unheard += revision <= head ? 1 : 0;
    std::map<std::string, int64_t> entries;
    v1::ListEntriesRequest list;
    list.set_parent(chair_.parent);
    list.set_page_size(1000);
    const auto journal = v1::JournalService::NewStub(Connect(chair_));
    do {
      grpc::ClientContext context;
      Authorise(context, chair_);
      v1::ListEntriesResponse page;
      const grpc::Status status = journal->ListEntries(&context, list, &page);
      if (!status.ok()) Fail("the journal could not be read: " + ReasonOf(status));
      for (const v1::Entry& entry : page.entries()) {
        const auto revision = revisions.find(entry.request_id());
        if (revision == revisions.end()) continue;
        if (!entries.emplace(entry.request_id(), entry.revision()).second) Fail(entry.request_id() + " is there twice");
        if (entry.revision() != revision->second) Fail(entry.request_id() + " was answered with another revision");
      }
      list.set_page_token(page.next_page_token());
    } while (!list.page_token().empty());
    if (entries.size() != revisions.size()) Fail("a command that was answered is not in the journal");
    fmt::print("{} died in a call, {} before the answer; {} of {} commands were done though nobody heard, all once\n",
               died_in_the_call_, died_before_the_answer_, done_unheard, revisions.size());
    if (done_unheard == 0) Fail("no command was done whose sender died: this says nothing");
  }

  template <typename Response, typename Stub, typename Method, typename Request>
  int64_t AsksTwice(Stub& stub, Method method, const Request& request) {
    std::vector<Response> answers(2);
    for (Response& answer : answers) {
      grpc::ClientContext context;
      Authorise(context, caller_);
      const grpc::Status status = (stub.*method)(&context, request, &answer);
      if (!status.ok()) Fail(request.request_id() + " asked again: " + ReasonOf(status));
    }
    if (!MessageDifferencer::Equals(answers[0], answers[1])) Fail(request.request_id() + " was answered in two ways");
    return answers[0].revision();
  }

  void Judge() {
    std::sort(shares_.begin(), shares_.end());
    const double share = shares_[shares_.size() / 2];
    const int64_t most = MemoryKib(server_.process(), "VmHWM");
    fmt::print("people got {:.2f} of their usual calls (median), {:.2f} at least; {} MiB of memory at most\n", share,
               shares_.front(), most / 1024);
    fmt::print(
        "{} connections beyond one address's were reset, {} who pinged were hung up on, {} watchers cut off; {} calls "
        "were begun on one connection at most, and {} times was its sender turned away after that\n",
        hundreds_, hung_up_, cut_off_, unagreed_, turned_away_);
    if (share < kLeastShare) Fail("people got less than half");
    if (most > kMostMemoryKib) Fail("memory is not bounded");
    if (!absl::StrContains(ReadWhole(folder_ / "log"), "event=connections_refused address=127.1.")) {
      Fail("the log does not say who was refused");
    }
  }

  const int64_t rounds_;
  std::mt19937_64 random_;
  const fs::path folder_;
  const fs::path db_;
  const std::string program_;
  Server server_;
  Caller caller_;
  Caller chair_;
  std::string account_;
  std::string task_;
  std::vector<v1::SubmitTaskRequest> to_submit_;
  std::vector<Sent> died_;
  std::vector<double> shares_;
  int64_t comments_ = 0;
  int64_t uploads_ = 0;
  int halls_ = 0;
  int64_t died_in_the_call_ = 0;
  int64_t died_before_the_answer_ = 0;
  int64_t hundreds_ = 0;
  int64_t hung_up_ = 0;
  int64_t cut_off_ = 0;
  int64_t unagreed_ = 0;
  int64_t turned_away_ = 0;
};

}  // namespace
}  // namespace phancong::faults

int main(int argc, char** argv) {
  return phancong::faults::RunTrial(argc, argv, "ROUNDS", [](const std::string& program, int64_t count, uint64_t seed) {
    phancong::faults::Trial(program, count, seed).Run();
  });
}
