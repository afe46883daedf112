#include "services/serving/server.h"

#include <utility>

#include "grpc/health/v1/health.pb.h"
#include "grpc/support/log.h"
#include "grpc/support/time.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "services/rules/propagate.h"
#include "services/serving/connection_limits.h"
#include "spdlog/spdlog.h"

namespace phancong::serving {

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      const std::vector<grpc::Service*>& services,
                                                      const std::shared_ptr<grpc::ServerCredentials>& credentials) {
  // What gRPC has to say of connections, strangers can make it say as often as they like.
  gpr_set_log_function([](gpr_log_func_args* said) { spdlog::debug("gRPC: {}", said->message); });
  // Reflection can only show a descriptor that is linked, and nothing else here refers to health's.
  google::protobuf::LinkMessageReflection<grpc::health::v1::HealthCheckRequest>();
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  ASSIGN_OR_RETURN(std::unique_ptr<Listener> listener, Listener::Open(options.address, options.bounds));
  grpc::ServerBuilder builder;
  // gRPC's own listening takes whoever comes. It is handed each connection, and does all the rest.
  const std::shared_ptr<grpc::experimental::ExternalConnectionAcceptor> taker =
      builder.experimental().AddExternalConnectionAcceptor(
          grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, credentials);
  LimitConnections(builder);
  // Half-open connections do not pile up.
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS,
                             static_cast<int>(absl::ToInt64Milliseconds(options.handshake_timeout)));
  for (grpc::Service* service : services) builder.RegisterService(service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return absl::InternalError("gRPC does not start");
  listener->Start([taker](int connection) {
    grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters taken;
    taken.fd = connection;
    taker->HandleNewConnection(&taken);
  });
  return std::unique_ptr<Server>(new Server(credentials, std::move(server), std::move(listener)));
}

Server::Server(std::shared_ptr<grpc::ServerCredentials> credentials, std::unique_ptr<grpc::Server> server,
               std::unique_ptr<Listener> listener)
    : credentials_(std::move(credentials)), server_(std::move(server)), listener_(std::move(listener)) {}

Server::~Server() { Stop(absl::ZeroDuration()); }

void Server::SetServing(const std::string& service, bool serving) {
  server_->GetHealthCheckService()->SetServingStatus(service, serving);
}

void Server::SetStopping() { server_->GetHealthCheckService()->Shutdown(); }

void Server::Stop(absl::Duration grace) {
  listener_->Stop();
  server_->Shutdown(gpr_time_from_millis(absl::ToInt64Milliseconds(grace), GPR_TIMESPAN));
  server_->Wait();
}

}  // namespace phancong::serving
