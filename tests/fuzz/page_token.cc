// Page tokens as somebody sends them back: made up, altered, or of another list.
#include "services/serving/pages.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "phancong/v1/task_service.pb.h"
#include "services/rules/refusal.h"
#include "tests/fuzz/must.h"

namespace phancong::fuzz {
namespace {

void CheckRefusal(const absl::Status& status) {
  const auto refusal = rules::RefusalOf(status);
  Must(refusal.has_value() && refusal->reason == v1::ERROR_REASON_PAGE_TOKEN_INVALID, "a bad token is refused as one");
}

bool SameKey(const serving::PageKey& a, const serving::PageKey& b) {
  return a.numbers == b.numbers && a.bytes == b.bytes;
}

}  // namespace
}  // namespace phancong::fuzz

// The first byte: how many numbers a key has, and which byte of a good token is altered, and how.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace phancong;
  if (size < 3) return 0;
  const size_t numbers = data[0] % 4;
  const size_t where = data[1];
  const auto with = static_cast<char>(data[2]);
  const std::string_view rest(reinterpret_cast<const char*>(data) + 3, size - 3);

  v1::ListTasksRequest request;
  request.set_parent("federations/bac-quang/rounds/2025");
  request.set_page_token(std::string(rest));
  const absl::StatusOr<serving::Page> made_up = serving::PageOf(request, numbers);
  if (!made_up.ok()) {
    fuzz::CheckRefusal(made_up.status());
  } else if (!rest.empty()) {
    const absl::StatusOr<serving::Page> again = [&] {
      v1::ListTasksRequest same = request;
      same.set_page_token(serving::PageTokenOf(request, *made_up->after));
      return serving::PageOf(same, numbers);
    }();
    fuzz::Must(again.ok() && fuzz::SameKey(*again->after, *made_up->after), "a token that is taken says one key");
  }

  // A good token of a key made from the bytes.
  serving::PageKey key;
  std::string_view bytes = rest;
  for (size_t i = 0; i < numbers; ++i) {
    int64_t number = 0;
    for (size_t j = 0; j < 8 && !bytes.empty(); ++j, bytes.remove_prefix(1)) {
      number = static_cast<int64_t>(static_cast<uint64_t>(number) << 8 | static_cast<unsigned char>(bytes[0]));
    }
    key.numbers.push_back(number);
  }
  key.bytes = bytes;
  const std::string token = serving::PageTokenOf(request, key);
  request.set_page_token(token);
  const absl::StatusOr<serving::Page> page = serving::PageOf(request, numbers);
  fuzz::Must(page.ok() && page->after && fuzz::SameKey(*page->after, key), "a good token gives its key back");

  std::string altered = token;
  altered[where % altered.size()] = with;
  request.set_page_token(altered);
  const absl::StatusOr<serving::Page> other = serving::PageOf(request, numbers);
  if (!other.ok()) {
    fuzz::CheckRefusal(other.status());
  } else {
    // Of the last character of a base64 text some bits say nothing.
    fuzz::Must(fuzz::SameKey(*other->after, key), "an altered token says nothing else");
  }

  request.set_page_token(token);
  request.set_parent("federations/bac-quang/rounds/2026");
  fuzz::CheckRefusal(serving::PageOf(request, numbers).status());
  return 0;
}
