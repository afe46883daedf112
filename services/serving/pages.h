// Pages of a list. A page token is where the page before ended, and a digest of that and of what was listed, in
// base64url: opaque to clients, and refused where it comes back altered, or with another list, another filter or
// another order. It says no more than the page before did, and grants nothing: who made one up begins a page elsewhere
// in a list that is theirs to read.
#ifndef PHANCONG_SERVICES_SERVING_PAGES_H_
#define PHANCONG_SERVICES_SERVING_PAGES_H_

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <ranges>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_field.h"
#include "services/rules/propagate.h"

namespace phancong::serving {

inline constexpr int64_t kPageSize = 100;
inline constexpr int64_t kGreatestPageSize = 1000;
// No answer is over 1 MiB: where elements may be long, a page ends behind the one that makes it longer than this.
inline constexpr size_t kPageBytes = size_t{512} * 1024;

// The key of the last element of a page.
struct PageKey {
  std::vector<int64_t> numbers;
  std::string bytes = {};
};

struct Page {
  int64_t size = kPageSize;
  // The page begins after this one; nothing: it is the first.
  std::optional<PageKey> after;
};

// What page a list request asks for, by its fields `page_size` and `page_token`; `numbers` is how many numbers a key of
// this list has. INVALID_FIELD where page_size is not 0 (kPageSize) to kGreatestPageSize; PAGE_TOKEN_INVALID where the
// token was not made by PageTokenOf for a request with the same other fields (but min_revision).
[[nodiscard]] absl::StatusOr<Page> PageOf(const google::protobuf::Message& request, size_t numbers);

// The token of the page after `last`.
[[nodiscard]] std::string PageTokenOf(const google::protobuf::Message& request, const PageKey& last);

// Shows `rows` as elements of the response, each by `show(row, element)`, until the page has as many as were asked for
// or is longer than kPageBytes; where rows are left, the response gets the token of the page behind the last one shown,
// whose key is `key(row)`. Whoever reads rows for it reads one more than the page's size. Errors are those of `show`.
template <class Request, class Response, class Element, std::ranges::input_range Rows, class Key, class Show>
[[nodiscard]] absl::Status FillPage(const Request& request, const Page& page, Rows&& rows, Response* response,
                                    google::protobuf::RepeatedPtrField<Element>* elements, const Key& key,
                                    const Show& show) {
  size_t bytes = 0;
  PageKey last;
  for (auto&& row : rows) {
    if (elements->size() == page.size || bytes > kPageBytes) {
      response->set_next_page_token(PageTokenOf(request, last));
      return absl::OkStatus();
    }
    last = key(row);
    RETURN_IF_ERROR(show(row, elements->Add()));
    bytes += std::prev(elements->end())->ByteSizeLong();
  }
  return absl::OkStatus();
}

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_PAGES_H_
