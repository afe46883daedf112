// Programmes by version, and items with their numbers.
#ifndef PHANCONG_STORAGE_PROGRAMMES_H_
#define PHANCONG_STORAGE_PROGRAMMES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "phancong/v1/event.pb.h"
#include "phancong/v1/programme.pb.h"
#include "storage/journal.h"
#include "storage/store.h"

namespace phancong::storage {

struct ProgrammeRow {
  int64_t version = 0;
  std::string decision_number;
  int64_t revision = 0;
  std::shared_ptr<const v1::Programme> programme;
};

// NOT_FOUND where there is no such version. Parsed programmes are cached in the process: a version never changes.
[[nodiscard]] absl::StatusOr<ProgrammeRow> GetProgramme(ReadTransaction& tx, int64_t federation, int64_t version);
// NO_PROGRAMME where none is loaded.
[[nodiscard]] absl::StatusOr<ProgrammeRow> NewestProgramme(ReadTransaction& tx, int64_t federation);

// An item's number and what an ad hoc item brings itself.
struct ItemRow {
  int64_t item = 0;
  std::string id;
  int64_t ad_hoc_round = 0;  // 0: of the programme
  std::string title_vi;
  std::string title_en;
  std::string document_number;
  rules::Day document_day = 0;
  std::string document_issuer;
};
[[nodiscard]] absl::StatusOr<std::optional<ItemRow>> FindItem(ReadTransaction& tx, int64_t federation, int64_t round,
                                                              const std::string& id);
[[nodiscard]] absl::StatusOr<ItemRow> GetItem(ReadTransaction& tx, int64_t federation, int64_t item);
// All items of the programmes (ad hoc ones not), by id.
[[nodiscard]] absl::StatusOr<std::map<std::string, int64_t>> ItemNumbers(ReadTransaction& tx, int64_t federation);
// The id of the ad hoc item that a round was given last; empty where it has none. And the number that the next item
// gets.
[[nodiscard]] absl::StatusOr<std::string> LastAdHocItem(ReadTransaction& tx, int64_t federation, int64_t round);
[[nodiscard]] absl::StatusOr<int64_t> NextItem(ReadTransaction& tx, int64_t federation);

// In raised_target, instead of an assignee.
inline constexpr int64_t kWholeRound = -1;

// The definition of an item as a round has it: from the round's version of the programme, with the targets that are
// raised for the round, and, where an assignee is named (a union, 0 the federation itself), for their task. An ad hoc
// item is a duty, reviewed by judgement, without figures.
[[nodiscard]] absl::StatusOr<std::shared_ptr<const v1::Item>> ItemDefinition(
    ReadTransaction& tx, int64_t federation, int64_t round, int64_t item,
    std::optional<int64_t> assignee = std::nullopt);

[[nodiscard]] absl::Status ApplyEvent(WriteTransaction& tx, const EntryContext& entry,
                                      const v1::ProgrammeLoaded& event);
// Makes the item of an ad hoc duty.
[[nodiscard]] absl::Status InsertAdHocItem(WriteTransaction& tx, int64_t federation, int64_t round, int64_t item,
                                           const v1::AdHocItem& ad_hoc);

}  // namespace phancong::storage

#endif  // PHANCONG_STORAGE_PROGRAMMES_H_
