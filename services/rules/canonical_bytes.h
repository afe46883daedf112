// The bytes of a message by which it is stored, hashed and compared.
#ifndef PHANCONG_SERVICES_RULES_CANONICAL_BYTES_H_
#define PHANCONG_SERVICES_RULES_CANONICAL_BYTES_H_

#include <string>

#include "google/protobuf/message_lite.h"

namespace phancong::rules {

// The same for the same content within one build of protobuf: entries of maps come in the order of their keys. What is
// kept for longer is kept as these bytes, and never made again from the content.
[[nodiscard]] std::string CanonicalBytes(const google::protobuf::MessageLite& message);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_CANONICAL_BYTES_H_
