// What the server is measured beside, as processes of their own: etcd, and a gRPC server with nothing behind it.
#ifndef PHANCONG_TESTS_BENCH_PEERS_H_
#define PHANCONG_TESTS_BENCH_PEERS_H_

#include <cstddef>
#include <string>

#include "tests/bench/load.h"
#include "tests/bench/processes.h"
#include "tests/bench/stage.h"
#include "tests/faults/real_server.h"

namespace phancong::bench {

// One member, empty, as durable as it is by default: each put is on the disk before it is answered, in the same file
// system as the server's database. With TLS: with a certificate as the server's.
class Etcd {
 public:
  // Ready for calls.
  Etcd(const Stage& stage, bool tls);

  [[nodiscard]] const faults::Caller& door() const { return door_; }
  // A put of this message under this key. Without a sign-in: etcd looks at that metadata itself, and refuses what it
  // did not give.
  [[nodiscard]] static ReadyCall PutOf(const std::string& key, const google::protobuf::Message& message);

 private:
  const Process process_;
  faults::Caller door_;
};

class EchoServer {
 public:
  EchoServer(const Stage& stage, bool tls);

  [[nodiscard]] const faults::Caller& door() const { return door_; }
  // A call with as large a request, an answer of so many bytes and the same metadata. `tell`: its answer also goes to
  // all that follow.
  [[nodiscard]] static ReadyCall Like(const ReadyCall& call, size_t answer_bytes, bool tell = false);
  // What a follower opens.
  [[nodiscard]] static ReadyCall Follow(const std::string& token);

 private:
  const std::string port_file_;
  const Process process_;
  faults::Caller door_;
};

}  // namespace phancong::bench

#endif  // PHANCONG_TESTS_BENCH_PEERS_H_
