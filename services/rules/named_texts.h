// The texts that an event names: names of persons and free text, which stand apart from it (Text in event.proto). Pure.
#ifndef PHANCONG_SERVICES_RULES_NAMED_TEXTS_H_
#define PHANCONG_SERVICES_RULES_NAMED_TEXTS_H_

#include <set>

#include "google/protobuf/message.h"
#include "services/rules/merkle.h"

namespace phancong::rules {

// Their digests, wherever in the message they are; an empty one names nothing.
[[nodiscard]] std::set<Hash> TextsNamedBy(const google::protobuf::Message& event);

}  // namespace phancong::rules

#endif  // PHANCONG_SERVICES_RULES_NAMED_TEXTS_H_
