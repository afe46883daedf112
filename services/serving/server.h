// The gRPC server: all services on one port, with reflection and the standard health service.
#ifndef PHANCONG_SERVICES_SERVING_SERVER_H_
#define PHANCONG_SERVICES_SERVING_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/serving/listener.h"

namespace grpc {
class Server;
class ServerCredentials;
class Service;
}  // namespace grpc

namespace phancong::serving {

struct ServerOptions {
  // "127.0.0.1:7443"; port 0: any that is free.
  std::string address;
  // A connection that is not ready for calls after so long is closed.
  absl::Duration handshake_timeout;
  ConnectionBounds bounds;
};

class Server {
 public:
  // Listens by the `credentials` (transport.h). UNAVAILABLE where it can't be listened on, because another process
  // does.
  [[nodiscard]] static absl::StatusOr<std::unique_ptr<Server>> Start(
      const ServerOptions& options, const std::vector<grpc::Service*>& services,
      const std::shared_ptr<grpc::ServerCredentials>& credentials);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] int port() const { return listener_->port(); }
  // Who came in, and who did not.
  [[nodiscard]] const Listener& listener() const { return *listener_; }

  // What health says of one service, by its full name ("phancong.v1.TaskService"), which it knows of from then on. Of
  // the server ("") it says SERVING. Thread-safe.
  void SetServing(const std::string& service, bool serving);
  // Health says NOT_SERVING of all from now on.
  void SetStopping();
  // Takes no new calls and waits for those under way; those that are not done after `grace` are cancelled. Returns when
  // none is left.
  void Stop(absl::Duration grace);

 private:
  Server(std::shared_ptr<grpc::ServerCredentials> credentials, std::unique_ptr<grpc::Server> server,
         std::unique_ptr<Listener> listener);

  // gRPC asks them for the certificate, but does not keep them.
  const std::shared_ptr<grpc::ServerCredentials> credentials_;
  const std::unique_ptr<grpc::Server> server_;
  const std::unique_ptr<Listener> listener_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_SERVER_H_
