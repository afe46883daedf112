#include "services/rules/named_texts.h"

#include <vector>

#include "google/protobuf/descriptor.h"
#include "phancong/v1/event.pb.h"

namespace phancong::rules {
namespace {

void Collect(const google::protobuf::Message& message, std::set<Hash>& digests) {
  if (message.GetDescriptor() == v1::Text::descriptor()) {
    const auto& text = static_cast<const v1::Text&>(message);
    if (!text.digest().empty()) digests.insert(text.digest());
    return;
  }
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) continue;
    if (!field->is_repeated()) {
      Collect(reflection.GetMessage(message, field), digests);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      Collect(reflection.GetRepeatedMessage(message, field, i), digests);
    }
  }
}

}  // namespace

std::set<Hash> TextsNamedBy(const google::protobuf::Message& event) {
  std::set<Hash> digests;
  Collect(event, digests);
  return digests;
}

}  // namespace phancong::rules
