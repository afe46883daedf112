// Pages of a list. A page token is where the page before ended, and a digest of that and of what was listed, in
// base64url: opaque to clients, and refused where it comes back altered, or with another list, another filter or
// another order. It says no more than the page before did, and grants nothing: who made one up begins a page elsewhere
// in a list that is theirs to read.
#ifndef PHANCONG_SERVICES_SERVING_PAGE_TOKEN_H_
#define PHANCONG_SERVICES_SERVING_PAGE_TOKEN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace phancong::serving {

inline constexpr int64_t kPageSize = 100;
inline constexpr int64_t kGreatestPageSize = 1000;
// No answer is over 1 MiB: where elements may be long, a page ends behind the one that makes it longer than this.
inline constexpr size_t kPageBytes = size_t{512} * 1024;

// The key of the last element of a page.
struct PageKey {
  std::vector<int64_t> numbers;
  std::string bytes;
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

}  // namespace phancong::serving

#endif  // PHANCONG_SERVICES_SERVING_PAGE_TOKEN_H_
