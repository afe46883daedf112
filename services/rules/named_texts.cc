#include "services/rules/named_texts.h"

#include <map>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "phancong/v1/event.pb.h"

namespace phancong::rules {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// The fields of each kind of message in an event under which texts are.
using Fields = std::map<const Descriptor*, std::vector<const FieldDescriptor*>>;

const std::vector<const FieldDescriptor*>& Add(const Descriptor& message, Fields& fields) {
  const auto [found, fresh] = fields.try_emplace(&message);
  if (!fresh) return found->second;
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    if (field.message_type() == nullptr || field.is_map()) continue;
    if (field.message_type() == v1::Text::descriptor() || !Add(*field.message_type(), fields).empty()) {
      found->second.push_back(&field);
    }
  }
  return found->second;
}

const Fields& FieldsOfEvents() {
  static const Fields* const fields = [] {
    auto* const made = new Fields();
    Add(*v1::Event::descriptor(), *made);
    return made;
  }();
  return *fields;
}

void Collect(const google::protobuf::Message& message, std::set<Hash>& digests) {
  if (message.GetDescriptor() == v1::Text::descriptor()) {
    const auto& text = static_cast<const v1::Text&>(message);
    if (!text.digest().empty()) digests.insert(text.digest());
    return;
  }
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  for (const FieldDescriptor* const field : FieldsOfEvents().at(message.GetDescriptor())) {
    if (!field->is_repeated()) {
      if (reflection.HasField(message, field)) Collect(reflection.GetMessage(message, field), digests);
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
