#include "services/serving/pages.h"

#include <memory>
#include <string_view>

#include "absl/strings/escaping.h"
#include "fmt/format.h"
#include "google/protobuf/descriptor.h"
#include "services/rules/merkle.h"
#include "services/rules/propagate.h"
#include "services/rules/refusal.h"

namespace phancong::serving {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kDigestBytes = 12;
constexpr size_t kNumberBytes = 8;

void AppendNumber(int64_t number, std::string& bytes) {
  for (size_t i = 0; i < kNumberBytes; ++i) {
    bytes.push_back(static_cast<char>(static_cast<uint64_t>(number) >> (8 * (kNumberBytes - 1 - i))));
  }
}

int64_t NumberFrom(std::string_view bytes) {
  uint64_t number = 0;
  for (size_t i = 0; i < kNumberBytes; ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return static_cast<int64_t>(number);
}

// Of the list, everything that is asked of it but the page, and where the page ended.
std::string DigestOf(const Message& request, std::string_view key) {
  const std::unique_ptr<Message> asked(request.New());
  asked->CopyFrom(request);
  for (const char* const name : {"page_size", "page_token", "min_revision"}) {
    const FieldDescriptor* const field = asked->GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) asked->GetReflection()->ClearField(asked.get(), field);
  }
  const std::string list = asked->GetDescriptor()->full_name() + '\0' + asked->SerializeAsString();
  return rules::Sha256(rules::Sha256(list).append(key)).substr(0, kDigestBytes);
}

absl::StatusOr<PageKey> KeyFrom(const Message& request, const std::string& token, size_t numbers) {
  std::string bytes;
  const bool read = absl::WebSafeBase64Unescape(token, &bytes) && bytes.size() >= kDigestBytes + kNumberBytes * numbers;
  std::string_view key = bytes;
  if (!read || DigestOf(request, key.substr(kDigestBytes)) != key.substr(0, kDigestBytes)) {
    return rules::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  }
  key.remove_prefix(kDigestBytes);
  PageKey after;
  for (size_t i = 0; i < numbers; ++i) {
    after.numbers.push_back(NumberFrom(key.substr(0, kNumberBytes)));
    key.remove_prefix(kNumberBytes);
  }
  after.bytes = key;
  return after;
}

}  // namespace

absl::StatusOr<Page> PageOf(const Message& request, size_t numbers) {
  const google::protobuf::Descriptor& fields = *request.GetDescriptor();
  const google::protobuf::Reflection& reflection = *request.GetReflection();
  const int64_t size = reflection.GetInt32(request, fields.FindFieldByName("page_size"));
  const std::string token = reflection.GetString(request, fields.FindFieldByName("page_token"));
  if (size < 0 || size > kGreatestPageSize) {
    return rules::RefuseField("page_size", fmt::format("phải từ 1 đến {}", kGreatestPageSize),
                              fmt::format("must be 1 to {}", kGreatestPageSize));
  }
  Page page;
  if (size != 0) page.size = size;
  if (!token.empty()) {
    ASSIGN_OR_RETURN(page.after, KeyFrom(request, token, numbers));
  }
  return page;
}

std::string PageTokenOf(const Message& request, const PageKey& last) {
  std::string key;
  for (const int64_t number : last.numbers) AppendNumber(number, key);
  key += last.bytes;
  return absl::WebSafeBase64Escape(DigestOf(request, key) + key);
}

}  // namespace phancong::serving
