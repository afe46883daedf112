// What one connection, and all of them together, may take of the server.
#ifndef PHANCONG_SERVICES_SERVING_CONNECTION_LIMITS_H_
#define PHANCONG_SERVICES_SERVING_CONNECTION_LIMITS_H_

#include <cstddef>

namespace grpc {
class ServerBuilder;
}  // namespace grpc

namespace phancong::serving {

// No message is larger: imports stream.
inline constexpr int kGreatestMessage = 1 << 20;
// Calls of one connection at a time, watches among them; a client waits with the next. See listener.h for those who do
// not.
inline constexpr int kStreamsOfConnection = 100;
// All metadata of a call together; more is refused with RESOURCE_EXHAUSTED before the call is one.
inline constexpr int kMetadataBytes = 8 << 10;
// A watcher whose machine is gone is noticed within minutes.
inline constexpr int kKeepaliveMillis = 120'000;
// What was sent and is not taken by the other machine for so long ends the connection: a watcher that never reads does
// not keep what is written to it.
inline constexpr int kUnheardMillis = 20'000;
// Clients may ask more seldom whether the server is there; who asks more often is hung up on.
inline constexpr int kPingMillis = 60'000;
// What all connections hold in buffers.
inline constexpr size_t kBufferBytes = size_t{256} << 20;

// To be called before the server is built.
void LimitConnections(grpc::ServerBuilder& builder);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_CONNECTION_LIMITS_H_
