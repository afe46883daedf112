// Parts of an answer that are encoded before it is.
#ifndef PHANCONG_SERVICES_SERVING_ENCODED_H_
#define PHANCONG_SERVICES_SERVING_ENCODED_H_

#include <string>

#include "google/protobuf/message.h"

namespace phancong::serving {

// Adds the encoding of a message as the field of that number, which holds one or a list of them; where it holds one, it
// was not set before. To copy a large message into another, to encode it there, and to destroy it take many times as
// long. Whoever decodes `answer` finds it; who asks `answer` itself does not: to protobuf it is a field that it does
// not know, and encodes as it came.
void AddEncoded(google::protobuf::Message& answer, int field, std::string encoded);

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_ENCODED_H_
