// The contract as the client sees it: services, methods and messages found by their descriptors, so that a verb is a
// row of a table and no generated stub is compiled in.
#ifndef PHANCONG_CLIENT_CLI_CONTRACT_H_
#define PHANCONG_CLIENT_CLI_CONTRACT_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace phancong::client {

using MessagePtr = std::unique_ptr<google::protobuf::Message>;

// Every service of phancong.v1.
[[nodiscard]] std::vector<const google::protobuf::ServiceDescriptor*> AllServices();

// "TaskService.GetTask"; nullptr where there is none.
[[nodiscard]] const google::protobuf::MethodDescriptor* FindMethod(std::string_view service_and_method);

// Whether somebody who is not signed in may call it.
[[nodiscard]] bool IsPublic(const google::protobuf::MethodDescriptor& method);
// Whether it is a command, and appends an entry.
[[nodiscard]] bool IsCommand(const google::protobuf::MethodDescriptor& method);

[[nodiscard]] MessagePtr NewRequest(const google::protobuf::MethodDescriptor& method);
[[nodiscard]] MessagePtr NewResponse(const google::protobuf::MethodDescriptor& method);

// The field of a message by its path, such as "task.due_date"; nullptr where there is none. No repeated field may stand
// before the last one.
[[nodiscard]] const google::protobuf::FieldDescriptor* FindField(const google::protobuf::Descriptor& message,
                                                                 std::string_view path);

// A field inside a message. `holder` is the message that holds it: a default instance where nothing is set on the way.
struct FieldIn {
  const google::protobuf::Message* holder = nullptr;
  const google::protobuf::FieldDescriptor* field = nullptr;  // nullptr where the path names none
};
[[nodiscard]] FieldIn Reach(const google::protobuf::Message& message, std::string_view path);

// The same for writing: messages on the way are made.
struct MutableFieldIn {
  google::protobuf::Message* holder = nullptr;
  const google::protobuf::FieldDescriptor* field = nullptr;
};
[[nodiscard]] MutableFieldIn MutableReach(google::protobuf::Message& message, std::string_view path);

// A string field of the message itself; empty, or ignored, where there is none of that name.
[[nodiscard]] std::string GetString(const google::protobuf::Message& message, std::string_view field);
void SetString(google::protobuf::Message& message, std::string_view field, std::string value);

// Proto JSON with the names of the proto files: in lines, with zeros and empty texts too (`pretty`), or as short as can
// be. Characters that are unsafe (rules/text.h) are written as \uXXXX: the same text, and a terminal may show it.
[[nodiscard]] std::string ToJson(const google::protobuf::Message& message, bool pretty);
// False where `json` is not such a message.
[[nodiscard]] bool FromJson(std::string_view json, google::protobuf::Message& message);

}  // namespace phancong::client

#endif  // PHANCONG_CLIENT_CLI_CONTRACT_H_
