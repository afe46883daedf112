// The directory of unions over time: their types and titles, each from a day on, dated facts, and when they end, each
// with the day on which it was learnt.
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
#include "storage/as_of.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

// A union with the title and type that it was given last, or that it had on the day that was asked for; founded and
// ended as it was known then. Place, predecessor and revision are today's.
struct UnionRow {
  int64_t union_number = 0;
  std::string id;
  std::string title;
  std::string sort_key;
  std::string type;
  std::string place;
  rules::Day founded_day = 0;  // 0: unknown, counted as founded
  rules::Day ended_day = 0;    // the first day on which it is no more; 0 while it is
  // Where it was admitted from: the ids of the federation and the union; empty where it was not.
  std::string predecessor_federation;
  std::string predecessor_union;
  int64_t revision = 0;

  // Founded by the day, and not ended by it.
  [[nodiscard]] bool ExistsOn(rules::Day day) const {
    return founded_day <= day && (ended_day == 0 || day < ended_day);
  }
};

[[nodiscard]] absl::StatusOr<std::optional<UnionRow>> FindUnion(ReadTransaction& tx, int64_t federation,
                                                                const std::string& id);
// NOT_FOUND where there is none.
[[nodiscard]] absl::StatusOr<UnionRow> GetUnion(ReadTransaction& tx, int64_t federation, int64_t union_number);
// The latest title and type not after the day, else the first; founded or ended, no matter. Nothing where no such union
// was known: that is not an error.
[[nodiscard]] absl::StatusOr<std::optional<UnionRow>> FindUnionOn(ReadTransaction& tx, int64_t federation,
                                                                  const std::string& id, const AsOf& as_of);
// The type that a union had on a day, as above. INTERNAL where there is no such union.
[[nodiscard]] absl::StatusOr<std::string> UnionTypeOn(ReadTransaction& tx, int64_t federation, int64_t union_number,
                                                      const AsOf& as_of);
// All that there ever were, in the order of their Vietnamese names.
[[nodiscard]] absl::StatusOr<std::vector<UnionRow>> AllUnions(ReadTransaction& tx, int64_t federation);
// The same, as they were called and classified on a day, in the order of those names.
[[nodiscard]] absl::StatusOr<std::vector<UnionRow>> AllUnionsOn(ReadTransaction& tx, int64_t federation,
                                                                const AsOf& as_of);
// Those that existed on a day, as they were called and classified then, in the order of those names.
[[nodiscard]] absl::StatusOr<std::vector<UnionRow>> UnionsOn(ReadTransaction& tx, int64_t federation,
                                                             const AsOf& as_of);
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
// Those that existed on a day, as UnionsOn; the filter looks at the titles and types of that day.
[[nodiscard]] absl::StatusOr<std::vector<UnionRow>> ListUnions(ReadTransaction& tx, int64_t federation,
                                                               const UnionFilter& filter, const AsOf& as_of,
                                                               const std::optional<UnionCursor>& after, int64_t limit);

// Type and facts as they held on a day: the latest not after it.
[[nodiscard]] absl::StatusOr<rules::UnionFacts> FactsOn(ReadTransaction& tx, int64_t federation, const UnionRow& row,
                                                        const AsOf& as_of);
// The same for every union that was known, by number.
[[nodiscard]] absl::StatusOr<std::map<int64_t, rules::UnionFacts>> AllFactsOn(ReadTransaction& tx, int64_t federation,
                                                                              const AsOf& as_of);

// Inserts a union, or changes the one with its number: so it is called and classified, and these facts alone hold, from
// `from_day` on, which must not be before an earlier form of it. The one way in which any event writes a union.
[[nodiscard]] absl::Status PutUnion(WriteTransaction& tx, const EntryContext& entry,
                                    const v1::UnionsImported::Union& put, rules::Day from_day);
// From `day` on it is no more.
[[nodiscard]] absl::Status EndUnion(WriteTransaction& tx, const EntryContext& entry, int64_t union_number,
                                    rules::Day day);
// Where it was admitted from.
[[nodiscard]] absl::Status SetPredecessor(WriteTransaction& tx, const EntryContext& entry, int64_t union_number,
                                          const std::string& federation, const std::string& id);
// The value of a fact from a day on.
[[nodiscard]] absl::Status PutFact(WriteTransaction& tx, const EntryContext& entry, int64_t union_number,
                                   const std::string& fact, rules::Day from_day, int64_t value);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry, const v1::UnionsImported& event);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_DIRECTORY_H_
