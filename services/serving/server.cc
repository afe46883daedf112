#include "services/serving/server.h"

#include <utility>

#include "grpc/health/v1/health.pb.h"
#include "grpc/support/log.h"
#include "grpc/support/time.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "services/serving/connection_limits.h"
#include "spdlog/spdlog.h"

namespace phancong::serving {

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const std::string& address,
                                                      const std::vector<grpc::Service*>& services,
                                                      const std::shared_ptr<grpc::ServerCredentials>& credentials,
                                                      absl::Duration handshake_timeout) {
  // What gRPC has to say of connections, strangers can make it say as often as they like.
  gpr_set_log_function([](gpr_log_func_args* said) { spdlog::debug("gRPC: {}", said->message); });
  // Reflection can only show a descriptor that is linked, and nothing else here refers to health's.
  google::protobuf::LinkMessageReflection<grpc::health::v1::HealthCheckRequest>();
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(address, credentials, &port);
  LimitConnections(builder);
  // Two servers on one port would each get some of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // Half-open connections do not pile up.
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS,
                             static_cast<int>(absl::ToInt64Milliseconds(handshake_timeout)));
  for (grpc::Service* service : services) builder.RegisterService(service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0)
    return absl::UnavailableError("không mở được " + address + " (cannot listen on it)");
  return std::unique_ptr<Server>(new Server(credentials, std::move(server), port));
}

Server::Server(std::shared_ptr<grpc::ServerCredentials> credentials, std::unique_ptr<grpc::Server> server, int port)
    : credentials_(std::move(credentials)), server_(std::move(server)), port_(port) {}

Server::~Server() { Stop(absl::ZeroDuration()); }

void Server::SetStopping() { server_->GetHealthCheckService()->Shutdown(); }

void Server::Stop(absl::Duration grace) {
  server_->Shutdown(gpr_time_from_millis(absl::ToInt64Milliseconds(grace), GPR_TIMESPAN));
  server_->Wait();
}

}  // namespace phancong::serving
