// The contract as its descriptors show it, for tests that go through all of it: every method, what it names, and a
// request of it that is well formed.
#ifndef PHANCONG_TESTS_SUPPORT_CONTRACT_H_
#define PHANCONG_TESTS_SUPPORT_CONTRACT_H_

#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/rules/names.h"

namespace phancong::support {

// Every method of every service of phancong.v1, by file and declaration.
[[nodiscard]] const std::vector<const google::protobuf::MethodDescriptor*>& MethodsOfTheContract();

[[nodiscard]] bool IsCommand(const google::protobuf::MethodDescriptor& method);

// What the `name` or `parent` of a method's request may name. Fails the test where it is not known of a method.
[[nodiscard]] std::vector<rules::NameKind> NamedBy(const google::protobuf::MethodDescriptor& method);

[[nodiscard]] std::unique_ptr<google::protobuf::Message> NewRequest(const google::protobuf::MethodDescriptor& method);
[[nodiscard]] std::unique_ptr<google::protobuf::Message> NewResponse(const google::protobuf::MethodDescriptor& method);

// The field that says what a request is about: `name`, else `parent`.
[[nodiscard]] const google::protobuf::FieldDescriptor& ResourceField(const google::protobuf::Descriptor& request);

// A request about `resource` that is well formed as far as nothing but its name is looked at; about the year 2025. A
// command's etag is one that no resource has: whoever may call it learns that it is stale, and changes nothing.
[[nodiscard]] std::unique_ptr<google::protobuf::Message> RequestAbout(const google::protobuf::MethodDescriptor& method,
                                                                      const std::string& resource,
                                                                      const std::string& request_id);

// A field of a message by its name, whatever the message is; it has to have it.
void SetText(google::protobuf::Message& message, const std::string& field, const std::string& value);

}  // namespace phancong::support

#endif  // PHANCONG_TESTS_SUPPORT_CONTRACT_H_
