#include "services/serving/encoded.h"

#include <utility>

#include "google/protobuf/unknown_field_set.h"

namespace phancong::serving {

void AddEncoded(google::protobuf::Message& answer, int field, std::string encoded) {
  *answer.GetReflection()->MutableUnknownFields(&answer)->AddLengthDelimited(field) = std::move(encoded);
}

}  // namespace phancong::serving
