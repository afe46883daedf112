// The bare server that others are measured beside: gRPC's callback API, and nothing behind it.
//
//   echo_server PORT_FILE [CERTIFICATE KEY]      in clear text where there is no certificate; ends with SIGTERM
#include <signal.h>

#include <cstdio>
#include <deque>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "peers.grpc.pb.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {
namespace {

// Sends a follower what is told, one at a time, as gRPC wants it.
class Follower final : public grpc::ServerWriteReactor<SayResponse> {
 public:
  explicit Follower(std::function<void(Follower*)> gone) : gone_(std::move(gone)) {}

  void Tell(const std::shared_ptr<const SayResponse>& said) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(said);
    if (waiting_.size() == 1) StartWrite(waiting_.front().get());
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return;
    const std::lock_guard lock(mutex_);
    waiting_.pop_front();
    if (!waiting_.empty()) StartWrite(waiting_.front().get());
  }
  void OnCancel() override { Finish(grpc::Status::CANCELLED); }
  void OnDone() override {
    gone_(this);
    delete this;
  }

 private:
  const std::function<void(Follower*)> gone_;
  std::mutex mutex_;
  std::deque<std::shared_ptr<const SayResponse>> waiting_;  // guarded by mutex_
};

class EchoService final : public Echo::CallbackService {
  grpc::ServerUnaryReactor* Say(grpc::CallbackServerContext* context, const SayRequest* request,
                                SayResponse* response) override {
    response->mutable_text()->assign(static_cast<size_t>(request->answer_bytes()), 'x');
    if (request->tell()) Tell(response);
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerWriteReactor<SayResponse>* Follow(grpc::CallbackServerContext*, const FollowRequest*) override {
    auto* const follower = new Follower([this](Follower* gone) {
      const std::lock_guard lock(mutex_);
      followers_.erase(gone);
    });
    const std::lock_guard lock(mutex_);
    followers_.insert(follower);
    follower->Tell(std::make_shared<const SayResponse>());
    return follower;
  }

  void Tell(SayResponse* response) {
    const std::lock_guard lock(mutex_);
    response->set_number(++told_);
    const auto said = std::make_shared<const SayResponse>(*response);
    for (Follower* const follower : followers_) follower->Tell(said);
  }

  std::mutex mutex_;
  std::set<Follower*> followers_;  // guarded by mutex_
  int64_t told_ = 0;               // guarded by mutex_
};

int Run(int argc, char** argv) {
  if (argc != 2 && argc != 4) return 2;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::shared_ptr<grpc::ServerCredentials> credentials = grpc::InsecureServerCredentials();
  if (argc == 4) {
    grpc::SslServerCredentialsOptions options;
    options.pem_key_cert_pairs.push_back({faults::ReadWhole(argv[3]), faults::ReadWhole(argv[2])});
    credentials = grpc::SslServerCredentials(options);
  }
  EchoService echo;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", credentials, &port);
  builder.RegisterService(&echo);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  const std::string file = argv[1];
  std::ofstream(file + ".new") << port << '\n';
  if (std::rename((file + ".new").c_str(), file.c_str()) != 0) return 1;
  int signal = 0;
  sigwait(&signals, &signal);
  server->Shutdown();
  return 0;
}

}  // namespace
}  // namespace phancong::bench

int main(int argc, char** argv) { return phancong::bench::Run(argc, argv); }
