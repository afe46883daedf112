// A server of the test's own for the client's transport: it knows nothing of tasks or rounds, keeps what it was sent,
// and answers what the test laid out for each method.
#ifndef PHANCONG_TESTS_CLIENT_CANNED_SERVER_H_
#define PHANCONG_TESTS_CLIENT_CANNED_SERVER_H_

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace phancong::client {

// As which every call is answered.
inline constexpr char kCallId[] = "5b1e77c2-19";

struct CannedAnswer {
  std::vector<std::string> messages;  // serialised
  grpc::Status status;
};

struct SeenCall {
  std::string method;                 // "SubmitTask"
  std::vector<std::string> messages;  // serialised
  std::map<std::string, std::string> metadata;
};

class CannedServer {
 public:
  // On the loopback; in clear text where no other credentials are given.
  explicit CannedServer(
      const std::shared_ptr<grpc::ServerCredentials>& credentials = grpc::InsecureServerCredentials());
  ~CannedServer();

  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  // The next answer to a method; the last one laid out is given for ever.
  void Answer(const std::string& method, CannedAnswer answer);
  void Answer(const std::string& method, const google::protobuf::Message& message);
  void Refuse(const std::string& method, grpc::StatusCode code, const std::string& message,
              const std::string& reason = "", const std::vector<std::pair<std::string, std::string>>& violations = {});

  [[nodiscard]] std::vector<SeenCall> seen();
  // The only message of the `index`-th call.
  template <typename Request>
  Request Sent(size_t index) {
    Request request;
    request.ParseFromString(seen().at(index).messages.at(0));
    return request;
  }

  CannedAnswer Next(const SeenCall& call);

 private:
  class Service;

  int port_ = 0;
  std::mutex mutex_;
  std::map<std::string, std::deque<CannedAnswer>> answers_;
  std::vector<SeenCall> seen_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace phancong::client

#endif  // PHANCONG_TESTS_CLIENT_CANNED_SERVER_H_
