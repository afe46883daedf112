// Every text of a message, and of the messages in it.
#ifndef PHANCONG_TESTS_FUZZ_TEXTS_H_
#define PHANCONG_TESTS_FUZZ_TEXTS_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace phancong::fuzz {

void ForEachText(const google::protobuf::Message& message,
                 absl::FunctionRef<void(const google::protobuf::FieldDescriptor&, const std::string&)> each);

// Puts what `other` returns in the place of each, also of those that are empty. Messages that are not set stay so.
void ReplaceTexts(google::protobuf::Message& message, absl::FunctionRef<std::string(const std::string&)> other);

}  // namespace phancong::fuzz

#endif  // PHANCONG_TESTS_FUZZ_TEXTS_H_
