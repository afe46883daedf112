#include "client/proof/log.h"

#include <bit>
#include <optional>
#include <utility>

#include "client/proof/digests.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "phancong/v1/journal_service.pb.h"

namespace phancong::proof {
namespace {

constexpr size_t kSaltBytes = 16;
constexpr std::string_view kLeaf("\0", 1);
constexpr std::string_view kNode("\1", 1);

// Takes a varint off the front; nothing where there is none, or it could be written in fewer bytes.
std::optional<uint64_t> TakeLength(std::string_view& bytes) {
  uint64_t length = 0;
  for (size_t i = 0; i < bytes.size() && i < 5; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    length |= static_cast<uint64_t>(byte & 0x7F) << (7 * i);
    if (byte >= 0x80) continue;
    if (byte == 0 && i > 0) return std::nullopt;
    bytes.remove_prefix(i + 1);
    return length;
  }
  return std::nullopt;
}

// The same message, of the fields that we know alone.
v1::StoredEntry Rewritten(const v1::StoredEntry& stored) {
  v1::StoredEntry same;
  same.set_header(stored.header());
  for (const v1::StoredEntry::StoredEvent& event : stored.events()) {
    v1::StoredEntry::StoredEvent& added = *same.add_events();
    added.set_digest(event.digest());
    added.set_salt(event.salt());
    added.set_event(event.event());
  }
  return same;
}

// Nothing where the event is neither whole nor a digest.
std::optional<std::string> DigestOf(const v1::StoredEntry::StoredEvent& event) {
  if (event.digest().empty()) {
    if (event.salt().size() != kSaltBytes || event.event().empty()) return std::nullopt;
    return Sha256({event.salt(), event.event()});
  }
  if (event.digest().size() != kDigestBytes || !event.salt().empty() || !event.event().empty()) return std::nullopt;
  return event.digest();
}

// Whether every number in it is one to calculate with: no sum, day or moment of such numbers leaves 64 bits.
bool IsWithinReason(const google::protobuf::Message& message) {
  constexpr int64_t kGreatest = 1'000'000'000'000'000'000;
  using google::protobuf::FieldDescriptor;
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  const auto within = [](int64_t number) { return -kGreatest <= number && number <= kGreatest; };
  for (const FieldDescriptor* const field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
        if (!within(field->is_repeated() ? reflection.GetRepeatedInt64(message, field, i)
                                         : reflection.GetInt64(message, field))) {
          return false;
        }
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        if (!IsWithinReason(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                 : reflection.GetMessage(message, field))) {
          return false;
        }
      }
    }
  }
  return true;
}

bool ReadEntry(std::string_view bytes, int64_t number, Entry& entry, Findings& wrong) {
  v1::StoredEntry stored;
  if (!stored.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      Rewritten(stored).SerializeAsString() != bytes) {
    wrong.Add({"entries.binpb: mục {} không đúng định dạng", "entries.binpb: entry {} is not in the form"}, number);
    return false;
  }
  if (!entry.header.ParseFromString(stored.header()) || stored.events().empty() || !IsWithinReason(entry.header)) {
    wrong.Add({"entries.binpb: mục {} không đọc được", "entries.binpb: entry {} cannot be read"}, number);
    return false;
  }
  std::string digests;
  for (const v1::StoredEntry::StoredEvent& event : stored.events()) {
    const std::optional<std::string> digest = DigestOf(event);
    Entry::Event& read = entry.events.emplace_back();
    read.shown = event.digest().empty();
    if (!digest || (read.shown && !(read.event.ParseFromString(event.event()) && IsWithinReason(read.event)))) {
      wrong.Add(
          {"entries.binpb: mục {} có sự kiện không đọc được", "entries.binpb: an event of entry {} cannot be read"},
          number);
      return false;
    }
    if (read.shown && read.event.event_case() == v1::Event::EVENT_NOT_SET) {
      wrong.Add({"mục {} có loại sự kiện mà chương trình này không biết; hãy dùng bản mới hơn",
                 "entry {} has an event of a kind that this program does not know; use a newer one"},
                number);
      return false;
    }
    digests += *digest;
  }
  entry.leaf = Sha256({kLeaf, BigEndian(stored.header().size(), 4), stored.header(), digests});
  return true;
}

// The tree over entries begin … end − 1, of which there are some.
std::string Root(const std::vector<Entry>& entries, size_t begin, size_t end) {
  if (end - begin == 1) return entries[begin].leaf;
  const size_t left = std::bit_floor(end - begin - 1);
  return Sha256({kNode, Root(entries, begin, begin + left), Root(entries, begin + left, end)});
}

}  // namespace

std::vector<Entry> ReadLog(std::string_view bytes, Findings& wrong) {
  std::vector<Entry> entries;
  while (!bytes.empty()) {
    const auto number = static_cast<int64_t>(entries.size()) + 1;
    const std::optional<uint64_t> length = TakeLength(bytes);
    if (!length || *length > bytes.size()) {
      wrong.Add({"entries.binpb: bị cắt hoặc hỏng ở mục {}", "entries.binpb: cut off or damaged at entry {}"}, number);
      return entries;
    }
    Entry entry;
    if (!ReadEntry(bytes.substr(0, *length), number, entry, wrong)) return entries;
    bytes.remove_prefix(*length);
    if (entry.header.revision() != number) {
      wrong.Add({"entries.binpb: chỗ của mục {} là mục {}", "entries.binpb: in the place of entry {} stands {}"},
                number, entry.header.revision());
      return entries;
    }
    if (!entries.empty() && (entry.header.federation() != entries.front().header.federation() ||
                             entry.header.time_micros() < entries.back().header.time_micros())) {
      wrong.Add({"mục {} không nối tiếp mục trước: khác liên đoàn, hoặc thời gian đi lùi",
                 "entry {} does not follow the one before: another federation, or time goes back"},
                number);
      return entries;
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::string RootOf(const std::vector<Entry>& entries, int64_t size) {
  return size == 0 ? Sha256({}) : Root(entries, 0, static_cast<size_t>(size));
}

}  // namespace phancong::proof
