// Uploads whose server or client is killed (SIGKILL) at a random moment, again and again, on one database. After each:
// the server is started anew, every file that a row names is there and whole, none is served in halves, what was
// answered is there, the same request sent again is done once, and no leftovers stay.
//
//   faults_test PHANCONGD COUNT [SEED]
//
// Prints the seed and what happened; exits with 1 where a check fails.

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "fmt/format.h"
#include "phancong/v1/evidence_service.grpc.pb.h"
#include "services/rules/merkle.h"
#include "storage/evidence.h"
#include "storage/evidence_content.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/faults/real_server.h"
#include "tests/faults/trial.h"

namespace phancong::faults {
namespace {

namespace fs = std::filesystem;

constexpr size_t kPiece = 64 * 1024;

std::unique_ptr<v1::EvidenceService::Stub> StubOf(const Caller& caller) {
  return v1::EvidenceService::NewStub(Connect(caller));
}

grpc::Status Upload(const Caller& caller, const std::string& request_id, const std::string& content,
                    v1::UploadEvidenceResponse* response) {
  grpc::ClientContext context;
  Authorise(context, caller);
  const auto stub = StubOf(caller);
  const auto stream = stub->UploadEvidence(&context, response);
  v1::UploadEvidenceRequest request;
  request.set_parent(caller.parent);
  request.set_request_id(request_id);
  request.set_file_name("bien-ban.pdf");
  request.set_kind("minutes");
  request.set_size(static_cast<int64_t>(content.size()));
  request.set_sha256(rules::Sha256(content));
  for (size_t at = 0; at < content.size(); at += kPiece) {
    request.set_chunk(content.substr(at, kPiece));
    if (!stream->Write(request)) break;
    request.Clear();
  }
  stream->WritesDone();
  return stream->Finish();
}

// What the spawned client does: uploads the file, and prints nothing.
int PlayClient(char** arguments) {
  v1::UploadEvidenceResponse response;
  return Upload({.address = arguments[2], .token = arguments[3], .parent = arguments[4], .certificate = arguments[5]},
                arguments[6], ReadWhole(arguments[7]), &response)
                 .ok()
             ? 0
             : 1;
}

class Trial {
 public:
  Trial(std::string program, std::string self, int64_t count, uint64_t seed)
      : self_(std::move(self)),
        count_(count),
        random_(seed),
        folder_(fs::temp_directory_path() / fmt::format("phancong-faults-{}", getpid())),
        db_(folder_ / "db"),
        contents_of_(storage::EvidenceFolderOf(db_.string()), [](const std::string&) { return false; }),
        server_(std::move(program), db_) {
    fs::create_directories(folder_);
    for (int i = 0; i < 30; ++i) {
      std::string content = fmt::format("%PDF-1.4\n{} ", i);
      content.resize(20 + Below(i % 3 == 0 ? 2'000'000 : 100'000), static_cast<char>('a' + i % 26));
      contents_.push_back(content);
    }
  }
  ~Trial() { fs::remove_all(folder_); }

  void Run() {
    caller_ = Prepare(folder_, "thpt-viet-vinh");
    caller_.address = server_.Start();
    for (int64_t i = 0; i < count_; ++i) {
      const std::string request_id = fmt::format("upload-{}", i);
      // A third are contents that may be there already, from another upload.
      std::string content = contents_[Below(contents_.size())];
      if (Below(3) != 0) content += request_id;
      bool answered = false;
      std::string name;
      if (Below(2) == 0) {
        name = KillsServer(request_id, content, ChoosesMoment());
        answered = !name.empty();
      } else {
        answered = KillsClient(request_id, content, ChoosesMoment());
        // Half of those go on with the server that saw it.
        if (Below(2) == 0) RestartsServer();
      }
      Check(request_id, content, answered, name);
    }
    RestartsServer();
    WaitUntilClean();
    CheckRows(true);
    fmt::print(
        "{} uploads: server killed {} times, client killed {} times; {} answered before the kill, {} committed without "
        "an answer, {} not done; {} retried; {} files of {} contents verified\n",
        count_, servers_killed_, clients_killed_, answered_, done_unanswered_, not_done_, count_, done_.size(),
        named_contents_);
  }

 private:
  size_t Below(size_t end) { return std::uniform_int_distribution<size_t>(0, end - 1)(random_); }

  // When to kill: so long after the upload began, or after its content was there whole, which is just before the
  // command that names it is committed, and answered. How long that takes depends on the machine and on what else it
  // does: as long as uploads have taken lately.
  struct Moment {
    bool after_content = false;
    std::chrono::microseconds delay{};
  };
  Moment ChoosesMoment() {
    const bool after_content = Below(3) != 0;
    return {.after_content = after_content,
            .delay = std::chrono::microseconds(Below(after_content ? usual_micros_ : 2 * usual_micros_))};
  }

  // Whatever does not come (the content is known already, the upload is over) is not waited for longer than an upload
  // takes.
  void Await(const std::string& content, const Moment& moment) {
    if (moment.after_content) {
      const fs::path path = contents_of_.PathOf(rules::Sha256(content));
      const auto begun = std::chrono::steady_clock::now();
      while (!fs::exists(path) && std::chrono::steady_clock::now() - begun < std::chrono::milliseconds(100)) {
      }
    }
    std::this_thread::sleep_for(moment.delay);
  }

  std::string KillsServer(const std::string& request_id, const std::string& content, const Moment& moment) {
    v1::UploadEvidenceResponse response;
    grpc::Status status;
    std::thread upload([&] { status = Upload(caller_, request_id, content, &response); });
    Await(content, moment);
    server_.Kill();
    upload.join();
    ++servers_killed_;
    caller_.address = server_.Start();
    return status.ok() ? response.evidence().name() : "";
  }

  // Whether it had its answer before.
  bool KillsClient(const std::string& request_id, const std::string& content, Moment moment) {
    std::ofstream(folder_ / "content", std::ios::binary) << content;
    const pid_t client = Spawn({self_, "--client", caller_.address, caller_.token, caller_.parent, caller_.certificate,
                                request_id, (folder_ / "content").string()});
    // A process takes some milliseconds to come so far.
    if (!moment.after_content) moment.delay += std::chrono::milliseconds(5 + Below(25));
    Await(content, moment);
    ++clients_killed_;
    return Kill(client) == 0;
  }

  void RestartsServer() {
    server_.Kill();
    caller_.address = server_.Start();
  }

  // `name_then`: what it was called in its answer, where that was read.
  void Check(const std::string& request_id, const std::string& content, bool answered, const std::string& name_then) {
    // No row without its file, and no file that is not whole.
    CheckRows(false);
    const int64_t rows_before = rows_;
    // Sent again, it is done once.
    v1::UploadEvidenceResponse response;
    const auto begun = std::chrono::steady_clock::now();
    const grpc::Status again = Upload(caller_, request_id, content, &response);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
    if (!again.ok()) Fail(request_id + " sent again: " + again.error_message());
    const std::string name = response.evidence().name();
    if (!name_then.empty() && name != name_then) Fail(fmt::format("{}: {} became {}", request_id, name_then, name));
    CheckRows(false);
    const bool was_done = rows_ == rows_before;
    if (!was_done) usual_micros_ = (7 * usual_micros_ + static_cast<size_t>(took.count())) / 8 + 1;
    if (answered && !was_done) Fail(name + " was answered, and was not there");
    if (!done_.emplace(name, content).second) Fail(name + " was given twice");
    if (rows_ != static_cast<int64_t>(done_.size())) Fail(fmt::format("{} rows for {} uploads", rows_, done_.size()));
    ++(answered ? answered_ : was_done ? done_unanswered_ : not_done_);
    Downloads(name, content);
    WaitUntilClean();
  }

  // Every content that a row names is there, with its size and SHA-256; `served`: and comes so from the server.
  void CheckRows(bool served) {
    const auto store = storage::SqliteStore::Open(db_.string());
    if (!store.ok()) Fail(std::string(store.status().message()));
    const auto report = storage::CheckContents(**store, storage::EvidenceFolderOf(db_.string()));
    if (!report.ok()) Fail(std::string(report.status().message()));
    if (!report->faults.empty()) Fail(report->faults[0].name + " has no whole file");
    named_contents_ = report->checked;
    const absl::Status counted = (*store)->Read([&](storage::ReadTransaction& tx) {
      const auto rows = storage::ListEvidence(tx, 1, std::nullopt, 0, 1'000'000);
      if (rows.ok()) rows_ = static_cast<int64_t>(rows->size());
      return rows.status();
    });
    if (!counted.ok()) Fail(std::string(counted.message()));
    if (!served) return;
    for (const auto& [name, content] : done_) Downloads(name, content);
  }

  void Downloads(const std::string& name, const std::string& content) {
    grpc::ClientContext context;
    Authorise(context, caller_);
    v1::DownloadEvidenceRequest request;
    request.set_name(name);
    const auto stub = StubOf(caller_);
    const auto stream = stub->DownloadEvidence(&context, request);
    std::string got;
    for (v1::DownloadEvidenceResponse piece; stream->Read(&piece);) got.append(piece.chunk());
    const grpc::Status status = stream->Finish();
    if (!status.ok()) Fail(name + ": " + status.error_message());
    if (got != content) Fail(name + " came back otherwise");
  }

  // The server sweeps when it starts, and what an upload left when it ends.
  void WaitUntilClean() {
    const fs::path folder = storage::EvidenceFolderOf(db_.string());
    for (int waited = 0; waited < 5'000; ++waited) {
      std::error_code none;
      const bool incoming = fs::directory_iterator(folder / "incoming", none) != fs::directory_iterator();
      const auto store = storage::SqliteStore::Open(db_.string());
      if (!store.ok()) Fail(std::string(store.status().message()));
      const auto report = storage::CheckContents(**store, folder);
      if (report.ok() && report->unnamed == 0 && !incoming) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    Fail("leftovers stay");
  }

  const std::string self_;
  const int64_t count_;
  std::mt19937_64 random_;
  const fs::path folder_;
  const fs::path db_;
  // Asked for paths alone.
  const storage::ContentStore contents_of_;
  Server server_;
  Caller caller_;
  std::vector<std::string> contents_;
  std::map<std::string, std::string> done_;  // by name
  // A running mean of what an upload takes.
  size_t usual_micros_ = 15'000;
  int64_t rows_ = 0;
  int64_t named_contents_ = 0;
  int64_t servers_killed_ = 0;
  int64_t clients_killed_ = 0;
  int64_t answered_ = 0;
  int64_t done_unanswered_ = 0;
  int64_t not_done_ = 0;
};

}  // namespace
}  // namespace phancong::faults

int main(int argc, char** argv) {
  using namespace phancong::faults;  // NOLINT
  if (argc == 8 && std::string(argv[1]) == "--client") return PlayClient(argv);
  return RunTrial(argc, argv, "COUNT", [argv](const std::string& program, int64_t count, uint64_t seed) {
    Trial(program, fs::canonical(argv[0]).string(), count, seed).Run();
  });
}
