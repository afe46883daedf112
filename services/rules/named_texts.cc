#include "services/rules/named_texts.h"

#include <map>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "phancong/v1/event.pb.h"

namespace phancong::rules {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::OneofDescriptor;

// Where texts are in one kind of message.
struct Places {
  std::vector<const FieldDescriptor*> fields;  // those of no oneof
  std::vector<const OneofDescriptor*> oneofs;  // of whose fields one at least has texts under it

  [[nodiscard]] bool empty() const { return fields.empty() && oneofs.empty(); }
};
// Of each kind of message that an event may have in it.
using PlacesByKind = std::map<const Descriptor*, Places>;

const Places& Add(const Descriptor& message, PlacesByKind& places) {
  const auto [found, fresh] = places.try_emplace(&message);
  if (!fresh) return found->second;
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    if (field.message_type() == nullptr || field.is_map()) continue;
    if (field.message_type() != v1::Text::descriptor() && Add(*field.message_type(), places).empty()) continue;
    const OneofDescriptor* const oneof = field.real_containing_oneof();
    if (oneof == nullptr) {
      found->second.fields.push_back(&field);
    } else if (found->second.oneofs.empty() || found->second.oneofs.back() != oneof) {
      found->second.oneofs.push_back(oneof);
    }
  }
  return found->second;
}

const PlacesByKind& PlacesInEvents() {
  static const PlacesByKind* const places = [] {
    auto* const made = new PlacesByKind();
    Add(*v1::Event::descriptor(), *made);
    return made;
  }();
  return *places;
}

void Collect(const google::protobuf::Message& message, std::set<Hash>& digests);

void CollectUnder(const google::protobuf::Message& message, const FieldDescriptor& field, std::set<Hash>& digests) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (!field.is_repeated()) {
    if (reflection.HasField(message, &field)) Collect(reflection.GetMessage(message, &field), digests);
    return;
  }
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    Collect(reflection.GetRepeatedMessage(message, &field, i), digests);
  }
}

void Collect(const google::protobuf::Message& message, std::set<Hash>& digests) {
  if (message.GetDescriptor() == v1::Text::descriptor()) {
    const auto& text = static_cast<const v1::Text&>(message);
    if (!text.digest().empty()) digests.insert(text.digest());
    return;
  }
  const Places& places = PlacesInEvents().at(message.GetDescriptor());
  for (const FieldDescriptor* const field : places.fields) CollectUnder(message, *field, digests);
  // An event is one of many kinds: which, is asked once.
  for (const OneofDescriptor* const oneof : places.oneofs) {
    const FieldDescriptor* const set = message.GetReflection()->GetOneofFieldDescriptor(message, oneof);
    if (set != nullptr && set->message_type() != nullptr) CollectUnder(message, *set, digests);
  }
}

}  // namespace

std::set<Hash> TextsNamedBy(const google::protobuf::Message& event) {
  std::set<Hash> digests;
  Collect(event, digests);
  return digests;
}

}  // namespace phancong::rules
