#include "tests/faults/people_beside.h"

#include <unistd.h>

#include <fstream>
#include <sstream>
#include <utility>

#include "fmt/format.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace phancong::faults {
namespace {

using std::chrono::steady_clock;

// Over all people of the process: each is another request.
std::atomic<int64_t> changes = 0;

}  // namespace

std::string ReasonOf(const grpc::Status& status) {
  if (status.ok()) return "OK";
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  if (details.ParseFromString(status.error_details()) && details.details_size() > 0 &&
      details.details(0).UnpackTo(&info)) {
    return info.reason();
  }
  return fmt::format("code {}", static_cast<int>(status.error_code()));
}

int64_t MemoryKib(pid_t process, const std::string& key) {
  std::ifstream status(fmt::format("/proc/{}/status", process));
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(key + ":")) continue;
    std::istringstream words(line.substr(key.size() + 1));
    int64_t kib = 0;
    words >> kib;
    return kib;
  }
  Fail("the server is gone");
}

PeopleBeside::PeopleBeside(std::vector<std::shared_ptr<grpc::Channel>> channels, Caller caller, std::string account)
    : caller_(std::move(caller)), account_(std::move(account)) {
  for (int i = 0; i < kReaders + kWriters; ++i) {
    threads_.emplace_back([this, i, channel = channels[static_cast<size_t>(i) % channels.size()]] {
      const auto directory = v1::DirectoryService::NewStub(channel);
      const auto inbox = v1::InboxService::NewStub(channel);
      while (!stopping_) i < kReaders ? Read(*directory) : Change(*inbox);
    });
  }
}

PeopleBeside::~PeopleBeside() {
  stopping_ = true;
  for (std::thread& thread : threads_) thread.join();
}

double PeopleBeside::Rate(std::chrono::duration<double> least, const std::function<bool()>& ends) {
  const auto begun = steady_clock::now();
  const int64_t before = done_;
  while (steady_clock::now() - begun < least || !ends()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  return static_cast<double>(done_ - before) / std::chrono::duration<double>(steady_clock::now() - begun).count();
}

void PeopleBeside::Read(v1::DirectoryService::Stub& stub) {
  grpc::ClientContext context;
  Authorise(context, caller_);
  v1::GetUnionRequest request;
  request.set_name(caller_.parent);
  v1::GetUnionResponse response;
  Count(stub.GetUnion(&context, request, &response));
}

void PeopleBeside::Change(v1::InboxService::Stub& stub) {
  grpc::ClientContext context;
  Authorise(context, caller_);
  const int64_t change = ++changes;
  v1::SetMailAddressRequest request;
  request.set_name(account_);
  request.set_request_id(fmt::format("change-{}-{}", getpid(), change));
  request.set_address(fmt::format("chu-tich-{}@example.vn", change));
  v1::SetMailAddressResponse response;
  Count(stub.SetMailAddress(&context, request, &response));
}

void PeopleBeside::Count(const grpc::Status& status) {
  if (!status.ok()) Fail("a person who is signed in was refused: " + ReasonOf(status) + " " + status.error_message());
  ++done_;
}

}  // namespace phancong::faults
