#include "tests/bench/peers.h"

#include <chrono>
#include <filesystem>
#include <utility>

#include "fmt/format.h"
#include "peers.pb.h"

namespace phancong::bench {
namespace {

namespace fs = std::filesystem;

constexpr char kEtcdAddress[] = "127.0.0.1:23790";
constexpr char kEtcdPeer[] = "http://127.0.0.1:23800";
constexpr auto kPatience = std::chrono::seconds(20);

std::vector<std::string> EtcdWords(const Stage& stage, bool tls) {
  const fs::path place = stage.folder() / "etcd";
  fs::remove_all(place);
  const std::string client = std::string(tls ? "https://" : "http://") + kEtcdAddress;
  std::vector<std::string> words = {stage.programs().etcd,
                                    "--data-dir",
                                    place.string(),
                                    "--listen-client-urls",
                                    client,
                                    "--advertise-client-urls",
                                    client,
                                    "--listen-peer-urls",
                                    kEtcdPeer,
                                    "--initial-advertise-peer-urls",
                                    kEtcdPeer,
                                    "--initial-cluster",
                                    std::string("default=") + kEtcdPeer,
                                    "--logger",
                                    "zap",
                                    "--log-level",
                                    "error"};
  if (tls) {
    const serving::CertificateFiles& files = stage.peers_certificate();
    words.insert(words.end(), {"--cert-file", files.certificate, "--key-file", files.key});
  }
  return words;
}

std::string PortFileOf(const Stage& stage) {
  const fs::path file = stage.folder() / "echo.port";
  fs::remove(file);
  return file.string();
}

std::vector<std::string> EchoWords(const Stage& stage, const std::string& port_file, bool tls) {
  std::vector<std::string> words = {stage.programs().echo_server, port_file};
  if (tls) {
    const serving::CertificateFiles& files = stage.peers_certificate();
    words.insert(words.end(), {files.certificate, files.key});
  }
  return words;
}

}  // namespace

Etcd::Etcd(const Stage& stage, bool tls) : process_(EtcdWords(stage, tls)) {
  door_.address = kEtcdAddress;
  if (tls) door_.certificate = stage.peers_certificate().certificate;
  if (!faults::Connect(door_)->WaitForConnected(std::chrono::system_clock::now() + kPatience)) {
    faults::Fail("etcd did not start");
  }
}

ReadyCall Etcd::PutOf(const std::string& key, const google::protobuf::Message& message) {
  PutRequest put;
  put.set_key(key);
  put.set_value(message.SerializeAsString());
  return Ready("/etcdserverpb.KV/Put", put);
}

EchoServer::EchoServer(const Stage& stage, bool tls)
    : port_file_(PortFileOf(stage)), process_(EchoWords(stage, port_file_, tls)) {
  door_.address = fmt::format("127.0.0.1:{}", faults::WaitForPort(port_file_));
  if (tls) door_.certificate = stage.peers_certificate().certificate;
}

ReadyCall EchoServer::Like(const ReadyCall& call, size_t answer_bytes, bool tell) {
  SayRequest request;
  request.set_text(std::string(call.request.Length(), 'x'));
  request.set_answer_bytes(static_cast<int64_t>(answer_bytes));
  request.set_tell(tell);
  return Ready("/phancong.bench.Echo/Say", request, call.token);
}

ReadyCall EchoServer::Follow(const std::string& token) {
  return Ready("/phancong.bench.Echo/Follow", FollowRequest(), token);
}

}  // namespace phancong::bench
