// The bare server that others are measured beside: gRPC's callback API, and nothing behind it.
//
//   echo_server PORT_FILE [CERTIFICATE KEY]      in clear text where there is no certificate; ends with SIGTERM
#include <signal.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "peers.grpc.pb.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {
namespace {

class EchoService final : public Echo::CallbackService {
  grpc::ServerUnaryReactor* Say(grpc::CallbackServerContext* context, const SayRequest* request,
                                SayResponse* response) override {
    response->mutable_text()->assign(static_cast<size_t>(request->answer_bytes()), 'x');
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
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
