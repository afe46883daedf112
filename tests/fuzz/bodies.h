// The bodies of all rooms, to be called without gRPC: what stands behind each method of the contract.
#ifndef PHANCONG_TESTS_FUZZ_BODIES_H_
#define PHANCONG_TESTS_FUZZ_BODIES_H_

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/serving/command.h"
#include "services/serving/methods.h"

namespace phancong::fuzz {

struct Body {
  const google::protobuf::MethodDescriptor* descriptor = nullptr;
  const serving::Method* method = nullptr;
  // One of the two. Request and response are of the method's types.
  std::function<absl::Status(serving::CommandContext&, const google::protobuf::Message&, google::protobuf::Message*)>
      command;
  std::function<absl::Status(serving::ReadContext&, const google::protobuf::Message&, google::protobuf::Message*)> read;
};

// In the order of the contract. Ends the process where a method that has a body is not here.
[[nodiscard]] const std::vector<Body>& BodiesOfTheContract();

}  // namespace phancong::fuzz

#endif  // PHANCONG_TESTS_FUZZ_BODIES_H_
