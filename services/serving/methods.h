// The methods that this server answers, with who may call them; from the descriptors, once, at start.
#ifndef PHANCONG_SERVICES_SERVING_METHODS_H_
#define PHANCONG_SERVICES_SERVING_METHODS_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "phancong/v1/access.pb.h"

namespace phancong::serving {

// What a field is called that holds a code which is shown once.
inline constexpr char kOneTimeCode[] = "one_time_code";

struct Method {
  std::string name;  // "SubmitTask"
  v1::Access access;
  const google::protobuf::Descriptor* request = nullptr;
  // What the call is about: the request's `name`, else its `parent`.
  const google::protobuf::FieldDescriptor* resource = nullptr;
  // Of a command's request and response.
  const google::protobuf::FieldDescriptor* request_id = nullptr;
  const google::protobuf::FieldDescriptor* revision = nullptr;
  // Whether the response may hold a code that is shown once.
  bool answers_with_codes = false;
  // Of a read's request, where it has one.
  const google::protobuf::FieldDescriptor* min_revision = nullptr;
  // Anybody may call it, signed in or not.
  bool is_public = false;
  // A watch or a download: it lasts as long as its caller takes.
  bool answers_in_a_stream = false;
  // Open in a session that began with a one-time code.
  bool open_with_one_time_code = false;
};

// Filled before the server starts, then only read: thread-safe.
class Methods {
 public:
  // Adds all methods of a service. INTERNAL, naming the method, where one does not declare who may call it, or breaks
  // a convention of the contract: a request message of its own with a `name` or a `parent`; for a command `request_id`,
  // and `revision` in the response. The server must not start then.
  [[nodiscard]] absl::Status Add(const google::protobuf::ServiceDescriptor& service);

  // The method with this request message. One that was not added is a defect of ours: it ends the process.
  [[nodiscard]] const Method& WithRequest(const google::protobuf::Descriptor& request) const;

 private:
  std::map<const google::protobuf::Descriptor*, Method> by_request_;
};

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_METHODS_H_
