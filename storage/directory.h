// The directory of unions, with dated facts.
#ifndef PHANCONG_STORAGE_DIRECTORY_H_
#define PHANCONG_STORAGE_DIRECTORY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "services/rules/scope.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

struct UnionRow {
  int64_t union_number = 0;
  std::string id;
  std::string title;
  std::string sort_key;
  std::string type;
  std::string place;
  rules::Day founded_day = 0;
  int64_t revision = 0;
};

[[nodiscard]] absl::StatusOr<std::optional<UnionRow>> FindUnion(ReadTransaction& tx, int64_t federation,
                                                                const std::string& id);
// NOT_FOUND where there is none.
[[nodiscard]] absl::StatusOr<UnionRow> GetUnion(ReadTransaction& tx, int64_t federation, int64_t union_number);
// All of them, in the order of their Vietnamese names.
[[nodiscard]] absl::StatusOr<std::vector<UnionRow>> AllUnions(ReadTransaction& tx, int64_t federation);
[[nodiscard]] absl::StatusOr<int64_t> NextUnion(ReadTransaction& tx, int64_t federation);

// Where a page of unions begins: after this one in the order of names.
struct UnionCursor {
  std::string sort_key;
  int64_t union_number = 0;
};
struct UnionFilter {
  std::vector<std::string> types;         // empty: all
  std::vector<std::string> folded_words;  // each in the folded title
  bool only_unions = false;
  std::vector<int64_t> unions;  // with only_unions
};
[[nodiscard]] absl::StatusOr<std::vector<UnionRow>> ListUnions(ReadTransaction& tx, int64_t federation,
                                                               const UnionFilter& filter,
                                                               const std::optional<UnionCursor>& after, int64_t limit);

// Facts as they held on a day: the latest not after it.
[[nodiscard]] absl::StatusOr<rules::UnionFacts> FactsOn(ReadTransaction& tx, int64_t federation, const UnionRow& row,
                                                        rules::Day day);
// The same for every union, by number.
[[nodiscard]] absl::StatusOr<std::map<int64_t, rules::UnionFacts>> AllFactsOn(ReadTransaction& tx, int64_t federation,
                                                                              rules::Day day);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::UnionsImported& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_DIRECTORY_H_
